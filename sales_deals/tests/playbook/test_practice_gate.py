"""What a deal needs to go forward, and who may pass without it."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PlaybookCase

#: More than without a playbook, when a card is dragged: what is fulfilled; if not all is, what was
#: passed.
MOVE_QUERIES, PASSED_QUERIES = 1, 1


@tagged('post_install', '-at_install')
class TestPracticeGate(PlaybookCase):
    def test_advice_stands_in_nobody_s_way(self):
        self._create_practice(requirement='advice')
        self._move('people', self.talks)
        self.assertEqual(self.deal.stage_id, self.talks)

    def test_people_are_asked(self):
        for requirement in ('ask', 'must'):
            practice = self._create_practice(requirement=requirement)
            with self.subTest(requirement=requirement), self.assertRaises(UserError) as caught:
                self._move('people', self.talks)
            self.assertEqual(caught.exception.context['stage_id'], self.talks.id)
            self.assertIn(practice.name, str(caught.exception))
            practice.unlink()

    def test_a_tick_lets_the_deal_go_on(self):
        practice = self._create_practice(requirement='must')
        self.deal.with_user(self.salesman).tick_deal_practice(practice.id, "Done")
        self._move('people', self.talks)
        self.assertEqual(self.deal.stage_id, self.talks)

    def test_a_reason_passes_what_is_asked_for(self):
        self._create_practice(requirement='ask')
        self._pass(self.salesman, reason="The client is in a hurry")
        self.assertEqual(self.deal.stage_id, self.talks)
        override = self.deal.deal_override_ids
        self.assertEqual((override.way, override.user_id), ('reason', self.salesman))
        self.assertIn("in a hurry", self.deal.message_ids[0].body)

    def test_only_a_manager_passes_what_is_needed(self):
        self._create_practice(requirement='must')
        with self.assertRaises(UserError):
            self._pass(self.salesman, reason="I want to")
        self.assertEqual(self.deal.stage_id, self.start)
        self._pass(self.manager, reason="Known for years")
        self.assertEqual(self.deal.stage_id, self.talks)

    def test_no_stage_is_jumped_over(self):
        self._create_practice(requirement='must', stage_id=self.talks.id)
        with self.assertRaises(UserError):
            self._move('people', self.signed)

    def test_back_and_lost_are_free(self):
        self._move('server', self.talks)
        self._create_practice(requirement='must')
        self._create_practice(requirement='must', stage_id=self.talks.id)
        self._move('people', self.start)
        with self._by('people'):
            self.deal.with_user(self.salesman).action_set_lost(
                lost_reason_id=self.env['crm.lost.reason'].search([], limit=1).id
            )
        self.assertEqual(self.deal.deal_state, 'lost')

    # Cost

    def test_dragging_a_card_costs_few_queries(self):
        without = self._count_move()
        self._create_practices_of_all_kinds(requirement='must')
        for name in self._get_special_values():
            self._fulfil(name, self.deal)
        self.assertLessEqual(self._count_move(), without + MOVE_QUERIES)
        practice = self._create_practice(requirement='must')
        self.deal._record_overrides({self.deal: [practice._get_facts()]}, 'reason', "Known")
        self.assertLessEqual(self._count_move(), without + MOVE_QUERIES + PASSED_QUERIES)

    def test_practices_of_stages_that_are_not_left_cost_nothing(self):
        self._create_practice(requirement='must', stage_id=self.talks.id)
        without = self._count_move()
        self._create_practice(requirement='must', stage_id=self.talks.id, kind='meeting')
        self.assertEqual(self._count_move(), without)

    def _count_move(self):
        """Count the queries of dragging the card, with warm caches."""
        own = self.deal.with_user(self.salesman)
        for _warm in range(2):
            self._move('server', self.start)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self._by('people'):
                own.web_save({'stage_id': self.talks.id}, {})
                self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _move(self, way, stage):
        with self._by(way), self.env.cr.savepoint():
            self.deal.with_user(self.salesman).stage_id = stage

    def _pass(self, user, **kwargs):
        with self._by('people'), self.env.cr.savepoint():
            self.deal.with_user(user).pass_deal_gate({'stage_id': self.talks.id}, **kwargs)
