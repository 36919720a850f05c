"""What machines move for people: Odoo's assignment of leads, follow-ups, many leads converted."""

from odoo import Command
from odoo.addons.mail.tests.common import MockEmail
from odoo.tests import tagged

from ..common import FollowupCase
from .common import PlaybookCase
from .test_gate_ways import GateWayCase, Refused


@tagged('post_install', '-at_install')
class TestGateMachines(GateWayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo draws the team: no other one takes part.
        cls.env['crm.team.member'].search([]).assignment_max = 0
        cls.team_a.write(
            {
                'assignment_domain': repr([('name', 'like', "To be assigned")]),
                'crm_team_member_ids': [
                    Command.clear(),
                    Command.create({'user_id': cls.salesman.id, 'assignment_max': 300}),
                ],
            }
        )

    def _make_lead(self):
        """Return a lead that nobody has, and that is to stand on the second stage."""
        lead = self._make_deal(name="To be assigned")
        lead.write({'type': 'lead', 'team_id': False, 'user_id': False})
        lead.write({'deal_process_id': self.process_a.id, 'stage_id': self.talks.id})
        self.env.flush_all()
        return lead

    # Odoo's assignment of leads

    def test_the_job_that_assigns_leads_marks_what_they_went_past(self):
        for requirement in ('ask', 'must'):
            self._require(requirement)
            lead = self._make_lead()
            with self.subTest(requirement):
                cron = self.env.ref('crm.ir_cron_crm_lead_assign')
                with self.enter_registry_test_mode():
                    cron.method_direct_trigger()
                self.assertEqual((lead.type, lead.user_id), ('opportunity', self.salesman))
                self._assert_went_past(lead, 'server')

    def test_whoever_starts_the_assignment_decides_nothing_either(self):
        self._require('must')
        lead = self._make_lead()
        self.authenticate('deal_manager', 'deal_manager')
        self._press('crm.team', 'action_assign_leads', self.team_a.ids)
        self.assertEqual(lead.type, 'opportunity')
        self._assert_went_past(lead, 'server')

    # Many leads converted

    def _convert_many(self, leads, **context):
        context |= {'active_model': 'crm.lead', 'active_ids': leads.ids}
        values = {
            'action': 'nothing',
            'user_ids': [Command.set(self.salesman.ids)],
            'team_id': self.team_a.id,
            'deal_process_id': self.process_a.id,
            'deal_stage_id': self.talks.id,
        }
        model = 'crm.lead2opportunity.partner.mass'
        [convert] = self._call(model, 'create', [values], context=context)
        self._press(model, 'action_mass_convert', [convert], context=context)

    def test_whoever_converts_many_leads_is_asked_for_all(self):
        self._require('ask')
        leads = self._make_lead() | self._make_lead()
        leads.user_id = self.salesman
        self.env.flush_all()
        with self.assertRaises(Refused) as caught:
            self._convert_many(leads)
        self.assertEqual({deal['id'] for deal in self._get_asked(caught)['deals']}, {*leads.ids})
        self.assertEqual(set(leads.mapped('type')), {'lead'})
        self._convert_many(leads, deal_gate_answers={'reason': "All of them are known"})
        self.assertEqual(leads.stage_id, self.talks)
        for lead in leads:
            self._assert_went_past(lead, 'reason')

    def test_where_a_lead_is_on_the_way_is_asked_for_nothing(self):
        self._require('must')
        lead = self._make_lead()
        context = {'active_model': 'crm.lead', 'active_id': lead.id, 'active_ids': lead.ids}
        values = {
            'name': 'convert',
            'action': 'nothing',
            'user_id': self.salesman.id,
            'team_id': self.team_a.id,
            'deal_process_id': self.process_a.id,
            'deal_stage_id': self.start.id,
        }
        lead.user_id = self.salesman
        model = 'crm.lead2opportunity.partner'
        [convert] = self._call(model, 'create', [values], context=context)
        self._press(model, 'action_apply', [convert], context=context)
        self.assertEqual((lead.type, lead.stage_id), ('opportunity', self.start))
        self.assertFalse(lead.deal_override_ids)

    # What is asserted

    def _get_asked(self, caught):
        return caught.exception.args[-1]['context']

    def _assert_went_past(self, deal, way):
        self.assertEqual(set(deal.deal_override_ids.mapped('way')), {way})
        self.assertIn("tick", deal.deal_override_ids.practice_id.mapped('name'))


@tagged('post_install', '-at_install')
class TestGateFollowups(FollowupCase, PlaybookCase, MockEmail):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads.write(
            {
                'deal_process_id': cls.process_a.id,
                'team_id': cls.team_a.id,
                'stage_id': cls.start.id,
            }
        )
        cls.practice = cls._create_practice(
            name="Date known",
            kind='domain',
            domain="[('date_deadline', '!=', False)]",
            requirement='must',
        )

    def _follow_up(self, user=None):
        """Send a follow-up that moves deals to the second stage; return it."""
        followup = self._make_followup(user=user, stage_id=self.talks.id)
        with self.mock_mail_gateway():
            followup.action_launch()
            self._run_job()
        self.env.invalidate_all()
        self.assertEqual(followup.sent_count, 2, "no client is left without an answer")
        return followup

    def test_deals_whose_needed_practices_are_open_stay(self):
        self.anna.date_deadline = '2030-01-01'
        followup = self._follow_up()
        self.assertEqual((self.anna.stage_id, self.jan.stage_id), (self.talks, self.start))
        self.assertFalse(self.leads.deal_override_ids)
        self.assertIn(self.jan.display_name, followup.trouble)
        self.assertIn("Date known", "".join(self.jan.message_ids.mapped('body')))
        self.assertNotIn(self.anna.display_name, followup.trouble)

    def test_nobody_is_there_to_give_a_managers_reason(self):
        followup = self._follow_up(self.manager)
        self.assertEqual(self.leads.stage_id, self.start)
        self.assertIn(self.jan.display_name, followup.trouble)

    def test_what_was_passed_with_a_reason_is_not_needed(self):
        still_open = {self.jan: [self.practice._get_facts()]}
        self.jan._record_overrides(still_open, 'reason', "Known for years")
        self._follow_up()
        self.assertEqual((self.anna.stage_id, self.jan.stage_id), (self.start, self.talks))

    def test_what_is_asked_for_is_marked(self):
        self.practice.requirement = 'ask'
        followup = self._follow_up()
        self.assertEqual((self.leads.stage_id, followup.trouble), (self.talks, False))
        self.assertEqual(self.leads.deal_override_ids.mapped('way'), ['server'] * 2)

    def test_without_practices_it_asks_nothing_more(self):
        self.practice.unlink()
        self._follow_up()
        self.assertEqual(self.leads.stage_id, self.talks)
