"""Reports of deals: who sees what there."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_deal_report import ReportCase

REPORTS = (
    'deal.report',
    'deal.forecast.report',
    'deal.offer.funnel',
    'deal.practice.report',
    'deal.cadence.report',
    'deal.stage.report',
)


@tagged('post_install', '-at_install')
class TestReportAccess(ReportCase):
    def _get_seen(self, user):
        report = self._get_report(user)
        return report.search([('lead_id', 'in', self.leads.ids)]).lead_id

    def test_deals_are_seen_as_in_the_list(self):
        for user in (self.salesman, self.salesman_all, self.manager, self.stranger, self.both):
            with self.subTest(user.login):
                leads = (
                    self.env['crm.lead']
                    .with_user(user)
                    .with_context(active_test=False, allowed_company_ids=user.company_ids.ids)
                    .search([('id', 'in', self.leads.ids)])
                )
                self.assertTrue(leads or user == self.stranger)
                self.assertEqual(self._get_seen(user), leads)

    def test_nobody_else_reads_reports(self):
        for name in REPORTS:
            for user in (self.employee, self.portal, self.public):
                with self.subTest(user.login, report=name), self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([])

    def test_each_report_is_of_the_users_companies_and_deals(self):
        self._send()
        for name in REPORTS:
            with self.subTest(name):
                rows = self._get_report(self.manager, name).search([])
                self.assertFalse(rows.company_id - self.company)
                own = self._get_report(self.salesman, name).search([])
                self.assertFalse(own.user_id - self.salesman)

    def test_costs_are_for_the_group_alone(self):
        self._forbid_costs(self.salesman)
        report = self._get_report(self.salesman)
        for name in ('cost', 'profit', 'margin'):
            self.assertNotIn(name, report.fields_get())
            aggregator = 'avg' if name == 'margin' else 'sum'
            with self.subTest(name), self.assertRaises(AccessError):
                report._read_group([], [], [f'{name}:{aggregator}'])
            with self.subTest(name), self.assertRaises(AccessError):
                report.search([(name, '>', 0)])
        [(value,)] = report._read_group([('lead_id', 'in', self.leads.ids)], [], ['value:sum'])
        self.assertTrue(value)

    def test_reports_cannot_be_written(self):
        for name in REPORTS:
            with self.subTest(name), self.assertRaises(AccessError):
                self.env[name].with_user(self.manager).create({})
