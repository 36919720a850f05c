"""Pictures of reports: the funnel, the months beside their targets, and the lost reasons."""

from odoo.tests import tagged

from .test_deal_report import ReportCase


@tagged('post_install', '-at_install')
class TestReportPictures(ReportCase):
    def _get_sections(self, **kwargs):
        domain = [('lead_id', 'in', self.leads.ids)]
        return self._get_report(**kwargs).get_picture(domain)['sections']

    def test_each_deal_that_reached_a_stage_is_there_or_lost_there_or_went_on(self):
        sections = self._get_sections()
        self.assertTrue(sections)
        for section in sections:
            rows = section['rows']
            after = [*(row['count'] for row in rows[1:]), 0]
            for row, next_count in zip(rows, after, strict=True):
                self.assertEqual(row['count'], row['here'] + row['lost'] + next_count)
                self.assertLessEqual(row['share'], 1)
        domain = [('lead_id', 'in', self.leads.ids)]
        [(count, value)] = self._get_report()._read_group(domain, [], ['__count', 'value:sum'])
        self.assertEqual(sum(section['rows'][0]['count'] for section in sections), count)
        total = sum(section['rows'][0]['value'] for section in sections)
        self.assertAlmostEqual(total, value, 2)

    def test_conversion_is_the_share_of_those_who_reached_the_stage_before(self):
        first, second, third = self._get_sections()[0]['rows'][:3]
        self.assertIs(first['conversion'], False)
        self.assertEqual(second['conversion'], second['count'] / first['count'])
        self.assertEqual(third['conversion'], third['count'] / second['count'])
        self.assertEqual(first['share'], 1)

    def test_the_deals_of_a_bar_are_as_many_as_it_says(self):
        report = self._get_report()
        for section in self._get_sections():
            for row in section['rows']:
                domain = [
                    ('lead_id', 'in', self.leads.ids),
                    ('deal_process_id', '=', section['id']),
                    ('stage_id', 'in', row['stage_ids']),
                ]
                self.assertEqual(report.search_count(domain), row['count'])

    def test_pictures_show_what_their_user_sees(self):
        own = self._get_sections(user=self.salesman, companies=self.company)
        rows = self._get_report(self.salesman).search_count([('lead_id', 'in', self.leads.ids)])
        self.assertEqual(sum(section['rows'][0]['count'] for section in own), rows)

    def test_the_forecast_has_every_month_from_its_first_to_its_last(self):
        for lang in ('en_US', 'fa_IR'):
            self.env['res.lang']._activate_lang(lang)
            report = self._get_report(name='deal.forecast.report').with_context(lang=lang)
            domain = [('lead_id', 'in', self.leads.ids)]
            rows = report.get_picture(domain)['rows']
            self.assertEqual(len({row['name'] for row in rows}), len(rows))
            for row in rows:
                [(weighted, won)] = report._read_group(
                    [*domain, *row['domain']], [], ['weighted_value:sum', 'won_value:sum']
                )
                self.assertAlmostEqual(row['weighted_value'], weighted or 0, 2)
                self.assertAlmostEqual(row['won_value'], won or 0, 2)
            [(total,)] = report._read_group(domain, [], ['weighted_value:sum'])
            self.assertAlmostEqual(sum(row['weighted_value'] for row in rows), total, 2)

    def test_a_target_is_in_the_picture_once_a_team_has_one(self):
        report = self._get_report(name='deal.forecast.report')
        self.env['crm.team'].search([]).invoiced_target = 0
        near = [('is_near', '=', True)]
        self.assertFalse(report.get_picture(near)['has_target'])
        self.team_a.write({'invoiced_target': 500, 'company_id': self.company.id})
        self.env.flush_all()
        picture = report.get_picture(near)
        self.assertTrue(picture['has_target'])
        self.assertEqual({row['target'] for row in picture['rows']}, {500.0})

    def test_reasons_come_with_their_share_the_most_frequent_first(self):
        other = self.env['crm.lost.reason'].create({'name': "Rare"})
        lead = self._create_deal(name="Lost for a rare reason")
        lead.action_set_lost(lost_reason_id=other.id)
        leads = self.leads | lead
        loss = self.env['deal.loss'].with_user(self.both)
        picture = loss.get_picture([('lead_id', 'in', leads.ids)])
        self.assertEqual(picture['rows'][0]['name'], self.reason.name)
        self.assertEqual(picture['rows'][-1]['name'], "Rare")
        self.assertAlmostEqual(sum(row['share'] for row in picture['rows']), 1)
        self.assertEqual(picture['count'], sum(row['count'] for row in picture['rows']))

    def test_pictures_of_nothing_are_empty(self):
        nothing = [('lead_id', '=', 0)]
        self.assertEqual(self._get_report().get_picture(nothing)['sections'], [])
        for name in ('deal.forecast.report', 'deal.loss'):
            self.assertEqual(self._get_report(name=name).get_picture(nothing)['rows'], [])

    def test_deals_without_an_expected_decision_have_a_place(self):
        going_on = self.leads.filtered(lambda lead: lead.deal_state == 'open')
        self.assertTrue(going_on)
        going_on.date_deadline = False
        self.env.flush_all()
        report = self._get_report(name='deal.forecast.report')
        rows = report.get_picture([('lead_id', 'in', self.leads.ids)])['rows']
        self.assertEqual(rows[-1]['domain'], [('date', '=', False)])
