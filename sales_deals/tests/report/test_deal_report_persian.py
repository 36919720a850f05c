"""Reports by the Persian calendar: months, quarters and years that Persian users group by."""

from datetime import date, datetime
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .test_deal_report import ReportCase


@tagged('post_install', '-at_install')
class TestPersianReport(ReportCase):
    def _get_report(self, name='deal.report'):
        return self.env[name].with_user(self.manager).with_context(tz='Asia/Tehran')

    def test_deals_are_grouped_by_persian_months_and_quarters(self):
        days = {'2026-03-20': '1404/12', '2026-03-21': '1405/01', '2026-10-23': '1405/08'}
        for day, month in days.items():
            self.deal.date_deadline = day
            self.env.flush_all()
            groups = self._get_report()._read_group(
                [('lead_id', '=', self.deal.id)],
                ['date_deadline_persian_month', 'date_deadline_persian_quarter'],
            )
            quarter = {'12': '10-12', '01': '01-03', '08': '07-09'}[month[-2:]]
            self.assertEqual(groups, [(month, f'{month[:4]}/{quarter}')])

    def test_a_moment_is_on_the_day_of_the_user(self):
        # Half past nine in the evening of Esfand's last day in UTC is Farvardin in Tehran.
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET create_date = %s WHERE id = %s",
                datetime(2026, 3, 20, 21, 30),
                self.deal.id,
            )
        )
        domain = [('lead_id', '=', self.deal.id)]
        report, field = self._get_report(), 'create_date_persian_month'
        self.assertEqual(report._read_group(domain, [field]), [('1405/01',)])
        in_utc = report.with_context(tz='UTC')
        self.assertEqual(in_utc._read_group(domain, [field]), [('1404/12',)])

    def test_the_forecast_has_persian_months(self):
        self.deal.date_deadline = '2026-10-23'
        self.env.flush_all()
        domain = [('lead_id', '=', self.deal.id)]
        groups = self._get_report('deal.forecast.report')._read_group(
            domain, ['date_persian_month', 'date_persian_quarter']
        )
        self.assertIn(('1405/08', '1405/07-09'), groups)

    def test_persian_users_see_pivots_and_graphs_by_their_months(self):
        self.env['res.lang']._activate_lang('fa_IR')
        for lang, name in (('en_US', 'name="date"'), ('fa_IR', 'name="date_persian_month"')):
            report = self.env['deal.forecast.report'].with_context(lang=lang)
            for kind in ('pivot', 'graph'):
                with self.subTest(lang=lang, kind=kind):
                    arch = report.get_view(view_type=kind)['arch']
                    self.assertIn(name, arch)
                    self.assertEqual('interval' in arch, lang == 'en_US')

    def test_the_forecast_opens_with_whole_months_of_the_user_s_calendar(self):
        self.env['res.lang']._activate_lang('fa_IR')
        months = {
            'en_US': [('2026-07-31', '2026-08-01'), ('2027-05-31', '2027-06-01')],
            # From the first of Shahrivar to the last of Khordad.
            'fa_IR': [('2026-08-22', '2026-08-23'), ('2027-06-21', '2027-06-22')],
        }
        patched = patch.object(fields.Date, 'context_today', lambda *args: date(2026, 11, 28))
        self.startPatcher(patched)
        for lang, (start, end) in months.items():
            report = self._get_report('deal.forecast.report').with_context(lang=lang)
            for day, is_near in zip([*start, *end], (False, True, True, False), strict=True):
                with self.subTest(lang=lang, day=day):
                    self.deal.date_deadline = day
                    self.env.flush_all()
                    self.env.invalidate_all()
                    own = [('lead_id', '=', self.deal.id)]
                    near = report.search([*own, ('is_near', '=', True)])
                    self.assertEqual(bool(near), is_near)
                    self.assertEqual(report.search(own).is_near, is_near)
                    others = report.search([*own, ('is_near', '!=', True)])
                    self.assertEqual(bool(others), not is_near)

    def test_reports_open_by_the_user_s_years(self):
        self.env['res.lang']._activate_lang('fa_IR')
        for lang, name in (('en_US', 'create_date:year'), ('fa_IR', 'create_date_persian_year')):
            report = self._get_report().with_context(lang=lang)
            action = report.action_open_report('sales_deals.deal_report_action_closed')
            rows = action['context']['pivot_row_groupby']
            self.assertEqual(rows, [name, 'deal_process_id'])
            self.assertTrue(report._read_group([], rows, ['__count']))
