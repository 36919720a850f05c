from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..common import ActivityCase


@tagged('post_install', '-at_install')
class TestNextStepMissing(ActivityCase):
    """Deals on which nothing is planned are found."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = {'user_id': cls.salesman.id, 'team_id': cls.team_a.id}
        cls.idle = cls._create_deal(name="Idle", **values)
        cls.planned = cls._create_deal(name="Planned", **values)
        cls._plan(lead=cls.planned)
        cls.done = cls._create_deal(name="Done", **values)
        cls._do(lead=cls.done)
        cls.won = cls._create_deal(name="Won", **values)
        cls.won.action_set_won()
        cls.lost = cls._create_deal(name="Lost", **values)
        cls.lost.action_set_lost(lost_reason_id=cls.env.ref('crm.lost_reason_1').id)
        cls.archived = cls._create_deal(name="Archived", **values)
        cls.archived.action_archive()
        cls.lead = cls._create_deal(name="Lead", **values | {'type': 'lead'})
        cls.leads = cls.idle | cls.planned | cls.done | cls.won | cls.lost | cls.archived | cls.lead
        cls.without = cls.idle | cls.done

    def _search(self, value):
        domain = [('id', 'in', self.leads.ids), ('deal_is_without_next_step', '=', value)]
        return self.leads.with_context(active_test=False).search(domain)

    def test_open_deals_without_activity_are_found(self):
        self.assertEqual(self._search(True), self.without)
        self.assertEqual(self._search(False), self.leads - self.without)
        found = self.leads.filtered('deal_is_without_next_step')
        self.assertEqual(found, self.without)
        archived_too = self.leads.with_context(active_test=False)
        archived_too.invalidate_recordset()
        self.assertEqual(archived_too.filtered('deal_is_without_next_step'), self.without)

    def test_planning_takes_the_deal_off_the_list(self):
        self._plan(lead=self.idle)
        self.assertNotIn(self.idle, self._search(True))
        self.assertFalse(self.idle.deal_is_without_next_step)
        self.idle.activity_ids.action_feedback()
        self.assertTrue(self.idle.deal_is_without_next_step)

    def test_the_search_is_one_query(self):
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.leads.sudo().search([('deal_is_without_next_step', '=', True)])

    def test_the_badge_costs_no_query_beside_the_activities(self):
        names = ['name', 'activity_ids', 'activity_state', 'type', 'active', 'won_status']
        counts = []
        for read in (names, [*names, 'deal_is_without_next_step']):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.leads.web_read({name: {} for name in read})
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_the_card_finds_the_same_deals(self):
        suspended = self._create_deal(name="Suspended")
        suspended._suspend(fields.Date.today() + timedelta(days=5))
        view = self.env.ref('crm.crm_case_kanban_view_leads')
        arch = etree.fromstring(self.leads.get_view(view.id, 'kanban')['arch'])
        self.assertFalse(arch.xpath("//field[@name='deal_is_without_next_step']"))
        [hidden] = arch.xpath("//div[hasclass('o_deal_without_next_step')]/@invisible")
        known = {node.get('name') for node in arch.iter('field')} & set(self.leads._fields)
        for lead in self.leads | suspended:
            with self.subTest(lead.name):
                values = {name: lead[name] for name in known}
                self.assertEqual(not safe_eval(hidden, values), lead.deal_is_without_next_step)

    def test_teams_count_those_that_the_user_sees(self):
        self._create_deal(user_id=self.manager.id, team_id=self.team_b.id)
        self._create_deal(user_id=self.manager.id, team_id=self.team_b.id)
        teams = self.team_a | self.team_b | self._create_team("Idle Team", self.process_a)
        teams = teams.with_user(self.manager)
        self.assertEqual(teams.mapped('deal_idle_count'), [2, 2, 0])
        own = teams.with_user(self.salesman)
        self.assertEqual(own.mapped('deal_idle_count'), [2, 0, 0])

    def test_the_teams_card_leads_to_its_deals_without_next_step(self):
        team = self.team_a.with_user(self.salesman)
        view = self.env.ref('crm.crm_team_view_kanban_dashboard')
        self.assertIn('deal_idle_count', team.get_view(view.id, 'kanban')['arch'])
        found = self.env['crm.lead'].search(team.action_open_deal_idle()['domain'])
        self.assertTrue(found)
        self.assertEqual(found, found.filtered('deal_is_without_next_step'))
        self.assertEqual(found.team_id, self.team_a)

    def test_suspended_deals_come_back_by_themselves(self):
        self.idle._suspend(fields.Date.today() + timedelta(days=5))
        self.assertFalse(self.idle.deal_is_without_next_step)
        self.assertNotIn(self.idle, self._search(True))
        self.idle.action_deal_resume()
        self.assertTrue(self.idle.deal_is_without_next_step)

    def test_menu_filter_and_badge_are_there(self):
        action = self.env.ref('sales_deals.crm_lead_action_without_next_step')
        self.assertIn('deal_is_without_next_step', action.domain)
        leads = self.env['crm.lead'].with_user(self.salesman)
        search = leads.get_view(action.search_view_id.id, 'search')['arch']
        self.assertIn('name="deal_without_next_step"', search)
        kanban = self.env.ref('crm.crm_case_kanban_view_leads')
        self.assertIn('o_deal_without_next_step', leads.get_view(kanban.id, 'kanban')['arch'])

    def test_form_shows_what_is_suggested(self):
        self._create_step(summary="Write to them")
        self._do(lead=self.done)
        with Form(self.done.with_user(self.salesman)) as form:
            self.assertEqual([step['name'] for step in form.deal_next_steps], ["Write to them"])
