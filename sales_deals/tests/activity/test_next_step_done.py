from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import ActivityCase


@tagged('post_install', '-at_install')
class TestNextStepDone(ActivityCase):
    """The buttons of lists, cards and calendars of activities ask how an activity ended."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit.deal_outcome_ids = cls.reached | cls.no_answer
        cls._create_step(outcome_id=cls.no_answer.id)
        cls.asking = {'deal_ask_outcome': True, 'deal_offer_next_steps': True}

    def _click(self, activities, user=None):
        activities = activities.with_user(user or self.salesman)
        return activities.with_context(**self.asking).action_done()

    def _open(self, action, user=None):
        wizard = self.env[action['res_model']].with_user(user or self.salesman)
        return Form(wizard.with_context(**action['context']))

    def test_the_outcome_is_asked_for_and_decides_what_is_offered(self):
        activity = self._plan()
        form = self._open(self._click(activity))
        self.assertTrue(activity.active)
        self.assertEqual(form.outcome_ids[:], self.reached | self.no_answer)
        form.outcome_id = self.no_answer
        form.feedback = "Nobody there"
        action = form.save().action_apply()
        self.assertFalse(activity.active)
        self.assertEqual(
            (activity.deal_outcome_id, activity.feedback), (self.no_answer, "Nobody there")
        )
        self.assertEqual(action['tag'], 'deal_next_steps')
        [offer] = action['params']['offers']
        self.assertEqual([step['name'] for step in offer['steps']], ["Letter"])

    def test_no_outcome_need_be_chosen(self):
        activity = self._plan()
        action = self._open(self._click(activity)).save().action_apply()
        self.assertFalse(activity.active or activity.deal_outcome_id)
        self.assertEqual(action['type'], 'ir.actions.act_window_close')

    def test_nothing_is_asked_where_there_is_no_choice(self):
        answered = self._plan(deal_outcome_id=self.reached.id)
        letter = self._plan(self.letter)
        elsewhere = self.env.ref('mail.mail_activity_data_call')
        elsewhere = self.salesman.partner_id.activity_schedule(
            activity_type_id=elsewhere.id, user_id=self.salesman.id
        )
        for activity in (answered, letter, elsewhere):
            result = self._click(activity)
            self.assertFalse(activity.active)
            self.assertFalse(isinstance(result, dict) and result.get('res_model'))
        plain = self._plan().with_user(self.salesman)
        plain.action_done()
        self.assertFalse(plain.active)

    def test_each_of_several_ends_as_it_can(self):
        answered = self._plan(deal_outcome_id=self.reached.id)
        visit, letter = self._plan(), self._plan(self.letter)
        form = self._open(self._click(answered | visit | letter))
        form.outcome_id = self.no_answer
        form.save().action_apply()
        self.assertEqual(
            [activity.deal_outcome_id for activity in (answered, visit, letter)],
            [self.reached, self.no_answer, self.no_answer.browse()],
        )
        self.assertFalse((answered | visit | letter).filtered('active'))

    def test_who_does_not_see_the_deal_ends_his_activity(self):
        activity = self._plan(user=self.employee)
        form = self._open(self._click(activity, self.employee), self.employee)
        form.outcome_id = self.reached
        form.save().action_apply()
        self.assertEqual((activity.active, activity.deal_outcome_id), (False, self.reached))

    def test_of_others_nothing_is_ended(self):
        activity = self._plan(lead=self._create_deal(user_id=self.manager.id), user=self.manager)
        wizard = self.env['deal.activity.done'].with_user(self.salesman)
        with self.assertRaises(AccessError):
            wizard.create(
                {'activity_ids': activity.ids, 'outcome_id': self.reached.id}
            ).action_apply()
        self.assertTrue(activity.active)

    def test_lists_cards_and_the_calendar_ask(self):
        for view in (
            'mail_activity_view_tree_open_target',
            'mail_activity_view_kanban_open_target',
        ):
            view = self.env.ref(f'mail.{view}')
            arch = self.env['mail.activity'].get_view(view.id, view.type)['arch']
            self.assertIn('deal_ask_outcome', arch)
