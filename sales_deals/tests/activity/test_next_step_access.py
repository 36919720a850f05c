from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ActivityCase


@tagged('post_install', '-at_install')
class TestNextStepAccess(ActivityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_step()
        cls.own = cls._do()
        cls.others_deal = cls._create_deal(user_id=cls.manager.id, company_id=cls.company.id)
        cls.others = cls._do(lead=cls.others_deal, user=cls.manager)
        cls.all = cls.own | cls.others

    def _get_seen(self, user):
        return (
            self.env['deal.activity.suggestion']
            .with_user(user)
            .search([('id', 'in', self.all.ids)])
        )

    def test_suggestions_are_seen_with_their_deals(self):
        self.assertEqual(self._get_seen(self.salesman), self.own)
        self.assertEqual(self._get_seen(self.salesman_all), self.all)
        self.assertEqual(self._get_seen(self.manager), self.all)
        self.assertFalse(self._get_seen(self.stranger))
        for user in (self.employee, self.portal, self.public):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._get_seen(user)

    def test_suggestions_of_others_are_neither_taken_nor_dismissed(self):
        for user in (self.salesman, self.stranger, self.employee, self.portal, self.public):
            for action in ('action_take', 'action_dismiss'):
                with self.subTest(user.login, action=action), self.assertRaises(AccessError):
                    getattr(self.others.with_user(user), action)()
        self.assertEqual(self.others.state, 'open')

    def test_suggestions_are_written_by_nobody(self):
        for user in (self.salesman, self.manager):
            suggestion = self.own.with_user(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                suggestion.state = 'taken'
            with self.subTest(user.login), self.assertRaises(AccessError):
                suggestion.unlink()
            with self.subTest(user.login), self.assertRaises(AccessError):
                suggestion.create({'lead_id': self.deal.id, 'type_id': self.letter.id})

    def test_the_screen_is_told_of_what_the_user_may_see(self):
        leads = self.deal | self.others_deal
        told = {
            self.salesman: [self.deal.id],
            self.salesman_all: leads.ids,
            self.manager: leads.ids,
            self.stranger: [],
            self.employee: [],
            self.portal: [],
        }
        for user, ids in told.items():
            with self.subTest(user.login):
                offers = leads.with_user(user).get_deal_next_steps()
                self.assertEqual([offer['id'] for offer in offers], ids)

    def test_steps_and_outcomes_are_changed_by_managers(self):
        step, outcome = self.visit.deal_step_ids, self.reached
        step.with_user(self.manager).delay_count = 5
        outcome.with_user(self.manager).name = "Reached at last"
        for user in (self.salesman, self.salesman_all):
            self.assertEqual(step.with_user(user).delay_count, 5)
            with self.subTest(user.login), self.assertRaises(AccessError):
                step.with_user(user).delay_count = 6
            with self.subTest(user.login), self.assertRaises(AccessError):
                outcome.with_user(user).name = "Changed"
        for user in (self.portal, self.public):
            with self.subTest(user.login), self.assertRaises(AccessError):
                step.with_user(user).read(['delay_count'])
            with self.subTest(user.login), self.assertRaises(AccessError):
                outcome.with_user(user).read(['name'])

    def test_who_does_not_see_the_deal_still_leaves_what_follows(self):
        activity = self._plan(user=self.employee)
        activity.with_user(self.employee).action_feedback()
        suggestion = self.deal.deal_suggestion_ids.filtered(lambda step: step.state == 'open')
        self.assertEqual(suggestion.activity_id, activity)
        self.assertEqual(suggestion.user_id, self.salesman)

    def test_buttons_offer_nothing_to_who_does_not_see_the_deal(self):
        activity = self._plan(user=self.employee).with_user(self.employee)
        result = activity.with_context(deal_offer_next_steps=True).action_done()
        self.assertNotIsInstance(result, dict)

    def test_employees_read_outcomes_of_their_activities(self):
        activity = self._plan(user=self.employee).with_user(self.employee)
        activity.deal_outcome_id = self.reached
        activity.action_feedback()
        self.assertEqual(activity.deal_outcome_id.name, "Reached")
