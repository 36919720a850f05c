"""Columns, filters and figures of the deals list."""

import re
from datetime import timedelta
from unittest.mock import patch

from lxml import etree

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from ...models.merge import crm_lead_number
from ..common import OfferCase

#: Queries of a page, however many deals are on it.
PAGE_QUERIES = 30


@tagged('post_install', '-at_install')
class TestDealList(OfferCase):
    def _visit(self, offer, kind='person', number=1):
        now = fields.Datetime.now()
        self.env['deal.offer.view'].create(
            [
                {
                    'offer_id': offer.id,
                    'began': now,
                    'last': now,
                    'visitor': f'{kind}{index}',
                    'kind': kind,
                    'reason': 'visible' if kind == 'person' else 'crawler',
                }
                for index in range(number)
            ]
        )

    def _make_order(self, lead, **values):
        return self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'opportunity_id': lead.id,
                'order_line': [Command.create({'product_id': self.window.id})],
                **values,
            }
        )

    def _get_view(self, kind, user=None):
        view = self.env.ref(f'sales_deals.crm_lead_view_{kind}_deals')
        leads = self.env['crm.lead'].with_user(user or self.manager)
        return etree.fromstring(leads.get_view(view.id, kind)['arch'])

    def _get_list_fields(self):
        leads = self.env['crm.lead']
        names = {node.get('name') for node in self._get_view('list').findall('field')}
        return {
            name: {'fields': {'display_name': {}}} if leads._fields[name].relational else {}
            for name in names
        }

    def test_a_deal_becomes_an_offer_and_a_contract(self):
        self.assertEqual(self.deal.deal_kind, 'opportunity')
        offer = self._make_offer()
        self.assertEqual(self.deal.deal_kind, 'opportunity')
        self.assertEqual(self.deal.deal_offer_state, 'draft')
        offer._send()
        self.assertEqual(self.deal.deal_kind, 'offer')
        self.assertEqual(self.deal.deal_offer_state, 'sent')
        self.assertEqual(self.deal.deal_offer_sent_on, offer.sent_on)
        offer.sudo()._accept(self.key, [], "Client")
        self.assertEqual(self.deal.deal_kind, 'contract')
        self.assertEqual(self.deal.deal_offer_state, 'accepted')
        self.deal.order_ids._action_cancel()
        self.assertEqual(self.deal.deal_kind, 'offer')

    def test_a_quotation_that_was_sent_is_an_offer_too(self):
        deal = self._create_deal(partner_id=self.partner.id)
        order = self._make_order(deal)
        self.assertEqual(deal.deal_kind, 'opportunity')
        order.action_quotation_sent()
        self.assertEqual(deal.deal_kind, 'offer')
        order.action_confirm()
        self.assertEqual(deal.deal_kind, 'contract')

    def test_the_last_offer_is_the_newest_version(self):
        first = self._send()
        first.action_new_version()
        self.assertEqual(self.deal.deal_offer_state, 'draft')
        self.assertEqual(self.deal.deal_kind, 'offer')
        self.deal.deal_offer_ids.filtered(lambda offer: offer.state == 'draft').unlink()
        self.assertEqual(self.deal.deal_offer_state, 'sent')

    def test_openings_by_people_are_counted_found_and_sorted(self):
        offer = self._send()
        self._visit(offer, number=3)
        self._visit(offer, 'machine', number=5)
        quiet = self._create_deal()
        leads = self.env['crm.lead']
        mine = [('id', 'in', (self.deal | quiet).ids)]
        self.assertEqual(self.deal.deal_opening_count, 3)
        self.assertEqual(quiet.deal_opening_count, 0)
        for operator, value, found in (
            ('=', 3, self.deal),
            ('=', 0, quiet),
            ('>', 2, self.deal),
            ('<=', 2, quiet),
            ('!=', 3, quiet),
        ):
            with self.subTest(operator, value=value):
                domain = [*mine, ('deal_opening_count', operator, value)]
                self.assertEqual(leads.search(domain), found)
        self.assertEqual(leads.search(mine, order='deal_opening_count')[0], quiet)
        self.assertEqual(leads.search(mine, order='deal_opening_count desc')[0], self.deal)
        groups = leads._read_group(mine, ['deal_opening_count'], ['__count'])
        self.assertEqual(groups, [(0, 1), (3, 1)])

    def test_deals_without_offers_are_not_searched_for_openings(self):
        quiet = self._create_deal().with_user(self.manager)
        self.env.flush_all()
        self.env.invalidate_all()
        quiet.fetch(['deal_offer_state', 'deal_uses_calculation'])
        with self.assertQueryCount(0):
            self.assertEqual(quiet.deal_opening_count, 0)

    def test_days_in_stage_are_those_of_deals_that_are_worked_on(self):
        long_ago = self._create_deal(name="Long ago", deal_process_id=self.process_a.id)
        won = self._create_deal(name="Won", deal_process_id=self.process_a.id)
        won.action_set_won()
        since = fields.Datetime.now() - timedelta(days=12)
        (long_ago | won).date_last_stage_update = since
        self.assertEqual(long_ago.deal_days_in_stage, 12)
        self.assertEqual(won.deal_days_in_stage, 0)
        leads = self.env['crm.lead']
        mine = [('id', 'in', (long_ago | won | self.deal).ids)]
        self.assertEqual(leads.search([*mine, ('deal_days_in_stage', '>', 10)]), long_ago)
        self.assertEqual(leads.search(mine, order='deal_days_in_stage desc')[0], long_ago)
        few = [*mine, ('deal_days_in_stage', '<', 10)]
        self.assertEqual(leads.search(few), (won | self.deal).filtered_domain(few))
        [(average,)] = leads._read_group(mine, [], ['deal_days_in_stage:avg'])
        self.assertEqual(average, 6)

    def test_a_page_takes_as_many_queries_for_80_deals_as_for_8(self):
        leads = self.env['crm.lead'].create([self._prepare_deal() for _index in range(80)])
        for lead in leads:
            offer = self.env['deal.offer'].create(
                {'lead_id': lead.id, 'template_id': self.template.id}
            )
            offer.sudo().state = 'opened'
            self._visit(offer)
        spec = self._get_list_fields()
        queries = []
        for number in (8, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            page = leads[:number].with_user(self.manager)
            page.web_read(spec)  # what is cached for all
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page.web_read(spec)
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(queries[0], queries[1])
        self.assertLessEqual(queries[1], PAGE_QUERIES)

    def test_totals_of_the_kanban_need_only_their_index(self):
        leads = self.env['crm.lead'].with_user(self.manager)
        query = leads._search([('type', '=', 'opportunity')])
        totals = query.select(
            *(leads._field_to_sql('crm_lead', name, query) for name in ('id', 'stage_id')),
            *(
                leads._read_group_select(total, query)
                for total in ('expected_revenue:sum', 'prorated_revenue:sum')
            ),
        )
        needed = set(re.findall(r'"crm_lead"\."(\w+)"', totals.code))
        self.assertLess({'company_id', 'expected_revenue', 'stage_id', 'type'}, needed)
        self.env.cr.execute("""
            SELECT attname FROM pg_attribute
             WHERE attrelid = 'crm_lead_deal_stage_totals_index'::regclass
        """)
        self.assertLessEqual(needed - {'active'}, {name for (name,) in self.env.cr.fetchall()})

    def test_no_list_of_deals_shows_a_field_twice(self):
        leads = self.env['crm.lead'].with_user(self.manager)
        views = self.env['ir.ui.view'].search(
            [('model', '=', 'crm.lead'), ('mode', '=', 'primary'), ('type', '=', 'list')]
        )
        for view in views:
            with self.subTest(view.xml_id):
                arch = etree.fromstring(leads.get_view(view.id, 'list')['arch'])
                shown = [
                    node.get('name')
                    for node in arch.findall('field')
                    if node.get('column_invisible') not in ('True', '1')
                ]
                self.assertCountEqual(shown, set(shown))
                self.assertFalse(arch.findall('field/field'))

    def test_each_filter_and_each_grouping_of_the_list_works(self):
        search = self._get_view('search', self.salesman)
        leads = self.env['crm.lead'].with_user(self.salesman)
        names = set()
        for node in search.iter('filter'):
            names.add(node.get('name'))
            with self.subTest(node.get('name')):
                domain = safe_eval(node.get('domain') or '[]', {'uid': self.salesman.id})
                leads.search(domain, limit=1)
                context = safe_eval(node.get('context') or '{}', {'uid': self.salesman.id})
                if grouping := context.get('group_by'):
                    kind = leads._fields[grouping.split(':')[0]].type
                    if kind in ('date', 'datetime') and ':' not in grouping:
                        grouping += ':month'
                    if kind != 'properties':
                        leads.web_read_group([], [grouping], ['__count'], limit=5)
        self.assertLessEqual(
            {
                'assigned_to_me',
                'deal_my_teams',
                'deal_without_next_step',
                'deal_decision_this_week',
            },
            names,
        )
        self.assertLessEqual(
            {
                'deal_suspended',
                'deal_to_win_back',
                'deal_without_calculation',
                'deal_offer_expiring',
            },
            names,
        )

    def _filter(self, name):
        [node] = self._get_view('search').xpath(f"//filter[@name='{name}']")
        domain = safe_eval(node.get('domain'), {'uid': self.salesman_all.id})
        return self.env['crm.lead'].with_user(self.salesman_all).search(domain)

    def test_filters_find_what_they_say(self):
        today = fields.Date.today()
        offer = self._send(valid_until=today + timedelta(days=7))
        self.assertIn(self.deal, self._filter('deal_offer_expiring'))
        self.assertNotIn(self.deal, self._filter('deal_offer_opened'))
        offer.sudo().state = 'opened'
        self.assertIn(self.deal, self._filter('deal_offer_opened'))
        later = today + timedelta(days=8)
        self.env.cr.execute(
            SQL("UPDATE deal_offer SET valid_until = %s WHERE id = %s", later, offer.id)
        )
        offer.invalidate_recordset(['valid_until'])
        self.assertNotIn(self.deal, self._filter('deal_offer_expiring'))
        self.deal.date_deadline = today
        for name in ('deal_decision_this_week', 'deal_decision_this_month', 'deal_kind_offer'):
            self.assertIn(self.deal, self._filter(name), name)
        for name in (
            'deal_decision_overdue',
            'deal_without_calculation',
            'deal_kind_contract',
            'deal_my_teams',
        ):
            self.assertNotIn(self.deal, self._filter(name), name)
        self.deal.date_deadline = today - timedelta(days=40)
        self.deal.team_id = self.team_a
        self.env['crm.team.member'].create(
            {'crm_team_id': self.team_a.id, 'user_id': self.salesman_all.id}
        )
        self.deal.deal_process_id.use_calculation = False
        for name in ('deal_decision_overdue', 'deal_without_calculation', 'deal_my_teams'):
            self.assertIn(self.deal, self._filter(name), name)
        self.deal.action_set_won()
        self.assertNotIn(self.deal, self._filter('deal_decision_overdue'))

    def test_with_calculation_is_found_as_it_is_computed(self):
        without = self._create_deal(deal_process_id=self.process_a.id)
        self.process_a.use_calculation = False
        leads = self.env['crm.lead']
        both = self.deal | without
        for wanted in (True, False):
            domain = [('id', 'in', both.ids), ('deal_uses_calculation', '=', wanted)]
            found = both.filtered(lambda lead, wanted=wanted: lead.deal_uses_calculation == wanted)
            self.assertEqual(leads.search(domain), found)
        self.company.use_deal_calculation = False
        self.assertFalse(
            leads.search([('id', 'in', both.ids), ('deal_uses_calculation', '=', True)])
        )

    def test_costs_are_no_columns_for_those_who_may_not_see_them(self):
        costs = {'deal_cost', 'deal_profit', 'deal_margin'}

        def shown():
            columns = self._get_view('list', self.salesman).iter('field')
            return costs & {node.get('name') for node in columns}

        self.assertEqual(shown(), costs)
        self._forbid_costs(self.salesman)
        self.assertFalse(shown())

    def test_what_the_list_shows_can_be_exported(self):
        self._send()
        names = ['deal_number', 'deal_kind', 'deal_offer_state', 'deal_opening_count']
        [row] = self.deal.export_data([*names, 'deal_days_in_stage'])['datas']
        self.assertEqual(row, [self.deal.deal_number, "Offer", "Sent", 0, 0])

    def test_numbers_of_merged_deals_find_the_survivor_however_many_there_are(self):
        old = self._create_deal(deal_number='QQQ-1', company_id=self.company.id)
        new = self._create_deal(deal_number='QQQ-2', company_id=self.company.id)
        old.flush_recordset()
        (old | new)._merge_into_oldest()
        others = self.env['crm.lead'].create(
            [self._prepare_deal(deal_number=f'QQZ-{number}') for number in range(3)]
        )
        leads = self.env['crm.lead'].with_user(self.manager)
        for few in (1000, 1):
            with self.subTest(few), patch.object(crm_lead_number, 'FEW', few):
                for text, found in (
                    ('qqq-2', old),
                    ('QQQ-', old),
                    ('QQZ', others),
                    ('zzq', old[:0]),
                ):
                    self.assertEqual(leads.search([('deal_numbers', 'ilike', text)]), found)
                kept = leads.search([('deal_numbers', 'not ilike', 'QQZ')])
                self.assertFalse(kept & others)
                self.assertIn(old, kept)
        self.assertEqual(old.deal_numbers, 'QQQ-1, QQQ-2')
        self.assertEqual([row[0] for row in leads.name_search('QQQ-2')], old.ids)
