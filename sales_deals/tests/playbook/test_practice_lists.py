"""Practices in lists, on cards, in a filter and on the team's card."""

from lxml import etree

from odoo.tests import tagged

from .common import PlaybookCase

#: A page of deals with their progress, and those whose practices are open.
PAGE, PAGE_QUERIES = 80, 3


@tagged('post_install', '-at_install')
class TestPracticeLists(PlaybookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls.env['crm.lead'].with_user(cls.salesman)
        cls.own = cls.leads.browse(cls.deal.id)

    def _find(self, value=True, leads=None):
        """Return the deals that the filter finds, by the field as by the search."""
        leads = self.deal if leads is None else leads
        domain = [('id', 'in', leads.ids), ('deal_needs_practices', '=', value)]
        found = self.env['crm.lead'].with_context(active_test=False).search(domain)
        self.env.invalidate_all()
        computed = leads.filtered(lambda lead: lead.deal_needs_practices == value)
        self.assertEqual(found, computed.sorted(lambda lead: found.ids.index(lead.id)))
        return found

    def _make_page(self):
        values = {
            'deal_process_id': self.process_a.id,
            'team_id': self.team_a.id,
            'stage_id': self.start.id,
            'user_id': self.salesman.id,
        }
        self.env['crm.lead'].create([self._prepare_deal(**values) for _index in range(PAGE)])

    def _count_page(self):
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [('type', '=', 'opportunity'), ('deal_needs_practices', '=', True)]
        self.leads.search(domain, limit=1).read(['deal_progress', 'stage_id'])
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = self.leads.search_fetch(domain, ['stage_id', 'team_id', 'type'], limit=PAGE)
        page.mapped('deal_progress')
        page.mapped('deal_needs_practices')
        return len(page), self.env.cr.sql_log_count - before

    # Progress

    def test_without_practices_there_is_no_progress(self):
        self.assertIs(self.deal.deal_progress, False)
        self._create_practice(stage_id=self.talks.id)
        self.env.invalidate_all()
        self.assertIs(self.deal.deal_progress, False)
        self.deal.stage_id = self.talks
        self.assertEqual((self.deal.deal_progress, type(self.deal.deal_progress)), (0.0, float))

    def test_a_deal_that_is_being_edited_has_progress(self):
        self._create_practice(requirement='must')
        edited = self.env['crm.lead'].new({}, origin=self.deal)
        self.assertEqual((edited.deal_progress, edited.deal_needs_practices), (0.0, True))
        new = self.env['crm.lead'].new({'name': "New"})
        self.assertEqual((new.deal_progress, new.deal_needs_practices), (False, False))

    def test_list_cards_and_search_have_it(self):
        for name, kind, field in (
            ('crm_lead_view_list_deals', 'list', 'deal_progress'),
            ('crm_lead_view_kanban_deals', 'kanban', 'deal_progress'),
            ('crm_lead_view_search_deals', 'search', 'deal_needs_practices'),
        ):
            view = self.env.ref(f'sales_deals.{name}')
            arch = self.leads.get_view(view.id, kind)['arch']
            with self.subTest(name):
                self.assertIn(field, arch)

    # Filter

    def test_deals_are_found_until_what_their_stage_needs_is_done(self):
        for requirement in ('advice', 'ask'):
            self._create_practice(requirement=requirement)
        self.assertFalse(self._find())
        self.assertEqual(self._find(False), self.deal)
        practice = self._create_practice(name="Needed", requirement='must')
        self.assertEqual(self._find(), self.deal)
        self.own.tick_deal_practice(practice.id, "")
        self.assertFalse(self._find())

    def test_each_kind_of_practice_is_found_open_and_done(self):
        for name, practice in self._create_practices_of_all_kinds().items():
            practice.requirement = 'must'
            deal = self.deal.copy({'stage_id': self.start.id, 'team_id': self.team_a.id})
            with self.subTest(name):
                self.assertEqual(self._find(leads=deal), deal)
                self._fulfil(name, deal)
                self.assertFalse(self._find(leads=deal))
            practice.requirement = 'advice'

    def test_only_deals_in_progress_on_the_stage_and_of_the_practices_teams_are_found(self):
        practice = self._create_practice(requirement='must')
        elsewhere = self.deal.copy({'stage_id': self.talks.id})
        archived = self.deal.copy({'stage_id': self.start.id, 'active': False})
        won = self.deal.copy({'stage_id': self.start.id})
        won.sudo().action_set_won()
        self.assertEqual(self._find(leads=self.deal | elsewhere | archived | won), self.deal)
        practice.team_ids = self.team_b
        self.assertFalse(self._find())
        practice.team_ids = self.team_a | self.team_b
        self.assertEqual(self._find(), self.deal)

    def test_what_was_passed_with_a_reason_is_not_found(self):
        practice = self._create_practice(requirement='must')
        override = {'lead_id': self.deal.id, 'practice_id': practice.id, 'requirement': 'must'}
        overrides = self.env['deal.practice.override'].sudo()
        overrides.create({**override, 'way': 'server'})
        self.assertEqual(self._find(), self.deal)
        overrides.create({**override, 'way': 'reason', 'reason': "In a hurry"})
        self.assertFalse(self._find())

    def test_who_does_not_see_a_deal_does_not_find_it(self):
        self._create_practice(requirement='must')
        self.deal.user_id = self.manager
        self.assertNotIn(self.deal.id, self.leads.search([('deal_needs_practices', '=', True)]).ids)

    # Team's card

    def test_the_teams_card_counts_them_and_opens_them(self):
        team = self.team_a.with_user(self.manager)
        self.assertEqual(team.deal_needing_count, 0)
        self._create_practice(requirement='must')
        self.env.invalidate_all()
        self.assertEqual(team.deal_needing_count, 1)
        action = team.action_open_deal_needing()
        self.assertEqual(self.env['crm.lead'].search(action['domain']), self.deal)
        view = self.env.ref('sales_team.crm_team_view_kanban_dashboard')
        arch = etree.fromstring(team.get_view(view.id, 'kanban')['arch'])
        [link] = arch.iterfind(".//a[@name='action_open_deal_needing']")
        self.assertIn('deal_needing_count', link.get('t-if'))

    def test_the_figure_costs_no_query(self):
        team = self.team_a.with_user(self.manager)
        counts = []
        for _turn in range(2):
            self.env.invalidate_all()
            team.mapped('deal_needing_count')  # what is cached for all
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            team.mapped('deal_needing_count')
            counts.append(self.env.cr.sql_log_count - before)
            self._create_practices_of_all_kinds(requirement='must')
        self.assertEqual(*counts)

    # Cost

    def test_a_page_takes_three_queries(self):
        self._make_page()
        self._create_practices_of_all_kinds(requirement='must')
        found, queries = self._count_page()
        self.assertEqual(found, PAGE)
        self.assertLessEqual(queries, PAGE_QUERIES)

    def test_without_a_playbook_nothing_is_asked(self):
        self._make_page()
        self.leads.search([]).mapped('deal_progress')
        self.env.flush_all()
        with self.assertQueryCount(0):
            self.assertFalse(self.leads.search([('deal_needs_practices', '=', True)]))
            self.own.mapped('deal_progress')
            self.own.mapped('deal_needs_practices')
