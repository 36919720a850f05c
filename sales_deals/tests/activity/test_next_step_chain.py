from ast import literal_eval
from datetime import date, datetime, timedelta

from odoo.tests import Form, tagged

from ..common import ActivityCase

SHIPPED = {
    'call': 'mail.mail_activity_data_call',
    'meeting': 'mail.mail_activity_data_meeting',
    'email': 'sales_deals.activity_type_email',
    'first_meeting': 'sales_deals.activity_type_first_meeting',
    'offer': 'sales_deals.activity_type_offer',
    'offer_call': 'sales_deals.activity_type_offer_call',
}


@tagged('post_install', '-at_install')
class TestNextStepChain(ActivityCase):
    """The chain that comes with the addon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = {name: cls.env.ref(xml_id) for name, xml_id in SHIPPED.items()}
        cls.names = {kind: name for name, kind in cls.types.items()}

    def _suggest(self, name, outcome=None):
        """Do an activity, and return what is suggested: list of (type, days)."""
        values = {}
        if outcome:
            values['deal_outcome_id'] = self.env.ref(f'sales_deals.activity_outcome_{outcome}').id
        return [
            (self.names.get(step.type_id), (step.date_deadline - date.today()).days)
            for step in self._do(self.types[name], **values)
        ]

    def test_a_call_is_followed_by_an_e_mail(self):
        self.assertEqual(self._suggest('call'), [('email', 0)])
        self.assertEqual(self._suggest('call', 'reached'), [('email', 0), ('first_meeting', 3)])

    def test_an_unanswered_call_is_repeated_three_times(self):
        for _turn in range(3):
            self.assertIn(('call', 1), self._suggest('call', 'no_answer'))
        self.assertEqual(self._suggest('call', 'no_answer'), [('email', 0)])

    def test_the_first_meeting_leads_to_an_offer_and_that_to_a_call(self):
        self.assertEqual(self._suggest('first_meeting'), [('offer', 2)])
        self.assertEqual(self._suggest('offer'), [('offer_call', 3)])
        self.assertIn(('offer_call', 1), self._suggest('offer_call', 'no_answer'))
        self.assertIn(('offer_call', 7), self._suggest('offer_call', 'postponed'))

    def test_each_type_of_the_chain_suggests_something_without_an_outcome(self):
        for name in self.types:
            with self.subTest(name):
                self.assertTrue(self._suggest(name))

    def test_updating_changes_nothing_of_it(self):
        data = self.env['ir.model.data'].search(
            [('module', '=', 'sales_deals'), ('name', '=like', 'activity\\_%')]
        )
        self.assertEqual(
            set(data.mapped('model')),
            {'mail.activity.type', 'deal.activity.outcome', 'deal.activity.step'},
        )
        self.assertTrue(all(data.mapped('noupdate')))

    def test_what_an_administrator_has_set_before_stays(self):
        own = self._create_step()
        self.visit.suggested_next_type_ids = self.letter
        triggering = self._create_type("Triggering", triggered_next_type_id=self.letter.id)
        triggered = self._create_step(kind=triggering)
        plain = self._create_step(kind=self.letter)
        self.env['deal.activity.step']._yield_to_own_chains()
        self.assertEqual([step.active for step in own | triggered | plain], [False, False, True])
        self.assertFalse((own | triggered).search([('type_id', '=', self.visit.id)]))
        self.assertEqual(self._do().type_id, self.letter)

    def test_types_are_copied_with_their_steps(self):
        self._create_step(delay_count=3)
        self.visit.deal_outcome_ids = self.reached
        copied = self.visit.copy()
        self.assertEqual(copied.deal_step_ids.delay_count, 3)
        self.assertEqual(copied.deal_outcome_ids, self.reached)

    def test_steps_are_set_on_the_form_of_the_type(self):
        with Form(self.visit.with_user(self.manager)) as form, form.deal_step_ids.new() as line:
            line.next_type_id = self.letter
            line.delay_count = 2
        self.assertEqual(self.visit.deal_step_ids.next_type_id, self.letter)
        arch = self.visit.with_user(self.employee).get_view(view_type='form')['arch']
        self.assertNotIn('deal_step_ids', arch)

    def test_activity_types_are_reached_from_crm_s_configuration(self):
        menu = self.env.ref('crm.crm_team_menu_config_activity_types')
        self.assertEqual(menu.action.res_model, 'mail.activity.type')
        shown = self.env['mail.activity.type'].search(literal_eval(menu.action.domain))
        self.assertLessEqual(set(self.names), set(shown))
        outcomes = self.env.ref('sales_deals.menu_deal_activity_outcomes')
        self.assertEqual(outcomes.parent_id, menu.parent_id)

    # Meetings

    def test_taking_a_meeting_opens_the_calendar_and_it_shows_on_the_deal(self):
        self._create_step(next_kind=self.types['first_meeting'])
        suggestion = self._do().with_user(self.salesman)
        action = suggestion.action_take()
        self.assertEqual(action['res_model'], 'calendar.event')
        start = datetime.now().replace(microsecond=0) + timedelta(days=4)
        event = (
            self.env['calendar.event']
            .with_user(self.salesman)
            .with_context(**action['context'])
            .create({'start': start, 'stop': start + timedelta(hours=1)})
        )
        self.assertEqual(event.opportunity_id, self.deal)
        self.assertEqual(self.deal.calendar_event_ids, event)
        activity = suggestion.taken_activity_id
        self.assertEqual(activity.calendar_event_id, event)
        self.assertEqual(activity.date_deadline, start.date())
        self.assertEqual(self.deal.meeting_display_date, start.date())

    def test_a_meeting_that_took_place_suggests_the_offer(self):
        meeting = self._plan(self.types['first_meeting']).with_user(self.salesman)
        context = meeting.action_create_calendar_event()['context']
        start = datetime.now() + timedelta(days=1)
        context |= {'default_res_model': 'crm.lead', 'default_res_id': self.deal.id}
        event = self.env['calendar.event'].with_context(**context)
        event.create({'start': start, 'stop': start + timedelta(hours=1)})
        meeting.action_feedback(feedback="They want it")
        self.assertEqual(self.deal.deal_suggestion_ids.type_id, self.types['offer'])
