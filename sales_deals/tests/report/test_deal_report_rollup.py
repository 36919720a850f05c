"""Sums of reports are made in two steps: the figures are those of Odoo's one."""

from itertools import chain
from unittest.mock import patch

from odoo.tests import tagged

from .test_deal_report import ReportCase


@tagged('post_install', '-at_install')
class TestDealReportRollup(ReportCase):
    def test_sums_of_groups_are_those_of_the_rows(self):
        """Compare both for whatever the web client asks for."""
        report = self._get_report().with_context(tz='America/New_York')
        measures = [
            '__count',
            'value:sum',
            'currency_id:array_agg_distinct',
            'value:sum_currency',
            'margin:avg',
            'win_rate:avg',
            'days_to_close:avg',
            'offers_sent:sum',
            'slips:sum',
        ]
        asked = (
            [[], ['user_id'], ['user_id', 'partner_id'], ['state'], ['user_id', 'state']],
            [[], ['create_date:year'], ['create_date:year', 'create_date:month']],
            [['date_deadline:quarter'], ['date_deadline:quarter', 'competitor']],
            [[]],
        )
        plain = patch.object(type(report), '_group_first', lambda *_args: None)
        for sets in asked:
            for domain in ([], [('state', '=', 'open')], [('id', '=', 0)]):
                with self.subTest(sets=sets, domain=domain):
                    fast = report.formatted_read_grouping_sets(domain, sets, measures)
                    graph = report.formatted_read_group(domain, sets[-1], measures)
                    with plain:
                        slow = report.formatted_read_grouping_sets(domain, sets, measures)
                    self._assert_same(fast, slow)
                    self._assert_same([graph], slow[-1:])
        self.assertIsNotNone(report._group_first([], asked[0][2], measures, None))

    def _assert_same(self, fast, slow):
        self.assertEqual([len(rows) for rows in fast], [len(rows) for rows in slow])
        for ours, theirs in zip(chain(*fast), chain(*slow), strict=True):
            self.assertEqual(ours.keys(), theirs.keys())
            for name, value in theirs.items():
                if isinstance(value, float):
                    self.assertAlmostEqual(ours[name], value, 6, name)
                else:
                    self.assertEqual(ours[name], value, name)

    def test_what_is_asked_for_otherwise_is_left_to_odoo(self):
        report = self._get_report()
        for specs, measures, order in (
            (['create_date:week'], ['__count'], None),
            (['create_date:month_number'], ['__count'], None),
            (['user_id'], ['partner_id:count_distinct'], None),
            (['user_id'], ['value:max'], None),
            (['user_id'], ['__count'], 'value:sum DESC'),
            (['partner_id.country_id'], ['__count'], None),
        ):
            with self.subTest(specs=specs, measures=measures):
                self.assertIsNone(report._group_first([], specs, measures, order))
                self.assertTrue(report._read_group([], specs, measures, order=order))

    def test_nobody_sends_a_query_in_place_of_the_report(self):
        report = self._get_report().with_context(deal_report_groups='SELECT 1 AS id')
        self.assertTrue(report.search([]).lead_id)
