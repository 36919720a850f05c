"""Which facts fulfil which practices."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import PlaybookCase


@tagged('post_install', '-at_install')
class TestPracticeFact(PlaybookCase):
    def test_each_kind_is_known_here(self):
        kinds = {special['kind'] for special in self._get_special_values().values()}
        self.assertEqual(kinds, set(dict(self.env['deal.practice']._fields['kind'].selection)))

    def test_each_kind_is_fulfilled_by_its_fact(self):
        practices = self._create_practices_of_all_kinds()
        for name, practice in practices.items():
            with self.subTest(name=name), self.env.cr.savepoint() as savepoint:
                self.assertNotIn(practice.id, self._get_fulfilled())
                self._fulfil(name, self.deal)
                self.assertIn(practice.id, self._get_fulfilled())
                self.assertIn(self.deal, self._search_fulfilled(practice))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_a_fact_of_another_deal_counts_for_none(self):
        practices = self._create_practices_of_all_kinds()
        other = self.deal.copy()
        for name in practices:
            self._fulfil(name, other)
        self.assertEqual(self._get_fulfilled(), set())

    def test_progress_is_weighted(self):
        practices = self._create_practices_of_all_kinds()
        practices['competitor'].weight = 7
        self._fulfil('competitor', self.deal)
        self.deal.invalidate_recordset()
        self.assertAlmostEqual(self.deal.deal_progress, 7 / (7 + len(practices) - 1))

    def test_a_practice_is_for_the_teams_that_it_names(self):
        practice = self._create_practice(team_ids=self.team_b.ids)
        self.assertEqual(self.deal._get_practices()[self.deal][0], [])
        practice.team_ids |= self.team_a
        self.assertEqual(len(self.deal._get_practices()[self.deal][0]), 1)

    def test_a_page_needs_few_queries(self):
        self._create_practices_of_all_kinds()
        deals = self.env['crm.lead'].create(
            [self._prepare_deal(stage_id=self.start.id, team_id=self.team_a.id)] * 80
        )
        self.env.flush_all()
        deals.mapped('deal_progress')
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            deals.mapped('deal_progress')

    def test_without_practices_no_query_is_made(self):
        self.deal.mapped('deal_progress')
        self.deal.invalidate_recordset(['deal_progress'])
        with self.assertQueryCount(0):
            self.deal.mapped('deal_progress')

    def test_a_filter_that_tells_costs_is_refused(self):
        for domain in (
            "[('deal_cost', '>', 5)]",
            "[('order_ids.margin', '>', 5)]",
            "[('order_ids', 'any', [('margin', '>', 5)])]",
            "[('deal_variant_ids', 'any', [('line_ids', 'not any', [('cost', '>', 5)])])]",
            "[('partner_id', 'any', [('opportunity_ids.deal_cost', '>', 5)])]",
        ):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self._create_practice(kind='domain', domain=domain)

    def test_a_filter_that_deals_cannot_be_searched_by_is_refused(self):
        for domain in (
            "[('x', '=', 1)]",
            "[('partner_id', 'any', [('x', '=', 1)])]",
            "nonsense",
            "[(",
            "[('rotting_days', '>', 5)]",
            "[('partner_id.contact_address', '!=', False)]",
            "[('deal_progress', '>', 0.5)]",
            "[('deal_needs_practices', '=', False)]",
            "[('partner_id.opportunity_ids.deal_needs_practices', '=', False)]",
            "[('expected_revenue', '>', 'abc')]",
            "[('expected_revenue', 'in', 'abc')]",
            "[('write_date', '>', '-1000000d')]",
        ):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self._create_practice(kind='domain', requirement='must', domain=domain)

    def test_filters_ask_for_what_deals_can_be_searched_by(self):
        for domain in (
            "[]",
            "[('lead_properties.unknown', '=', 'x')]",
            "[('create_date.month_number', '=', 5)]",
            "[('date_deadline', '>', 'today')]",
            "[('order_ids', 'any', [('state', '=', 'sale')])]",
            "['|', ('partner_id.child_ids.email', '!=', False), ('tag_ids', '!=', False)]",
        ):
            with self.subTest(domain=domain):
                self._create_practice(kind='domain', domain=domain)
                self._get_fulfilled()

    def test_a_practice_that_is_refused_leaves_nothing_in_the_cache(self):
        practice = self._create_practice()
        wrong = {'kind': 'domain', 'domain': "nonsense"}
        for change in (lambda: self._create_practice(**wrong), lambda: practice.write(wrong)):
            self.env.registry.cache_invalidated.clear()
            with self.assertRaises(ValidationError):
                change()
            self.assertIn('default', self.env.registry.cache_invalidated)

    def test_a_filter_whose_field_is_gone_is_fulfilled_by_no_deal(self):
        practice = self._create_practice(
            kind='domain', requirement='must', domain="[('name', '!=', False)]"
        )
        self.assertIn(practice.id, self._get_fulfilled())
        self.env.cr.execute(
            "UPDATE deal_practice SET domain = %s WHERE id = %s",
            ["[('x_gone', '=', True)]", practice.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertEqual(self._get_fulfilled(), set())
        self.assertFalse(self._search_fulfilled(practice))
        self.assertTrue(self.deal.deal_needs_practices)
        self.assertEqual(practice._get_asked_fields(), [])
        self.assertIn("can't be read", practice.meaning)

    def test_each_kind_says_what_is_meant(self):
        for kind in ('domain', 'activity', 'offer', 'mail'):
            with self.subTest(kind=kind), self.assertRaises(ValidationError):
                self._create_practice(kind=kind)

    def test_a_ticked_practice_is_archived_instead_of_deleted(self):
        practice, other = self._create_practice(), self._create_practice()
        self.deal.tick_deal_practice(practice.id, "Done")
        (practice | other).unlink()
        self.assertFalse(practice.active)
        self.assertEqual(self.deal.deal_tick_ids.note, "Done")
        self.assertFalse(other.exists())

    def _get_fulfilled(self):
        self.env.flush_all()
        return self.deal._get_practices()[self.deal][1]

    def _search_fulfilled(self, practice):
        return self.env['crm.lead'].search(practice._get_fulfilling_domain())
