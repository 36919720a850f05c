"""What deals leave open when another team or process takes them."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PlaybookCase


@tagged('post_install', '-at_install')
class TestGateLeft(PlaybookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.beside = cls._create_team("Team Beside", cls.process_a)

    def _write(self, **vals):
        with self._by('people'), self.env.cr.savepoint():
            self.deal.with_user(self.manager).write(vals)
        self.env.flush_all()

    def _get_ways(self):
        return self.deal.deal_override_ids.mapped('way')

    def test_another_team_takes_the_deal_and_what_it_leaves_is_told(self):
        practices = [self._create_practice(name=one, requirement=one) for one in ('ask', 'must')]
        self._write(team_id=self.team_b.id)
        self.assertEqual(self.deal.stage_id, self.process_b.stage_ids[0])
        overrides = self.deal.deal_override_ids
        self.assertEqual({one.practice_id.id for one in overrides}, {one.id for one in practices})
        self.assertEqual(set(overrides.mapped('way')), {'team'})
        self.assertEqual(overrides.user_id, self.manager)
        self.assertEqual(overrides.target_stage_id, self.deal.stage_id)
        note = self.deal.message_ids[0].body
        self.assertIn("Left “Alpha Start” for another team or process without: ask, must.", note)

    def test_a_deal_that_comes_back_is_asked(self):
        self._create_practice(requirement='must')
        self._write(team_id=self.team_b.id)
        self._write(team_id=self.team_a.id)
        self.assertEqual(self.deal.stage_id, self.start)
        with self.assertRaises(UserError):
            self._write(stage_id=self.talks.id)
        self._write(team_id=self.team_b.id)
        place = {'team_id': self.team_a.id, 'deal_process_id': self.process_a.id}
        with self.assertRaises(UserError):
            self._write(**place, stage_id=self.talks.id)

    def test_what_is_done_or_advised_or_passed_is_not_told(self):
        self._create_practice(requirement='advice')
        self._create_practice(requirement='must', gate='win')
        done = self._create_practice(requirement='must')
        self.deal.tick_deal_practice(done.id, "Done")
        passed = self._create_practice(requirement='ask')
        self.deal._record_overrides({self.deal: [passed._get_facts()]}, 'reason', "Known")
        self._write(team_id=self.team_b.id)
        self.assertEqual(self._get_ways(), ['reason'])

    def test_what_is_for_one_team_alone_is_told_within_a_process(self):
        self._create_practice(requirement='must', team_ids=[Command.link(self.team_a.id)])
        self._create_practice(requirement='must')
        self._write(team_id=self.beside.id)
        self.assertEqual(self.deal.stage_id, self.start)
        self.assertEqual(self._get_ways(), ['team'])

    def test_what_the_gate_asks_for_is_not_told_again(self):
        self._create_practice(requirement='ask')
        with self.assertRaises(UserError):
            self._write(team_id=self.beside.id, stage_id=self.talks.id)
        with self._by('people'):
            self.deal.with_user(self.manager).pass_deal_gate(
                {'team_id': self.beside.id, 'stage_id': self.talks.id}, reason="Known"
            )
        self.assertEqual(self._get_ways(), ['reason'])

    def test_another_process_is_told(self):
        self._create_practice(requirement='must')
        self.process_b.team_ids += self.team_a
        self._write(deal_process_id=self.process_b.id, stage_id=self.process_b.stage_ids[0].id)
        self.assertEqual(self._get_ways(), ['team'])

    def test_a_deal_that_becomes_a_lead_leaves_nothing(self):
        self._create_practice(requirement='must')
        self._write(type='lead')
        self._write(type='opportunity')
        self.assertFalse(self._get_ways())

    def test_many_deals_cost_as_few_queries_as_one(self):
        self._create_practice(requirement='must')
        counts = []
        for number in (1, 10):
            deals = self.env['crm.lead'].concat(*(self.deal.copy() for _one in range(number)))
            before = {lead.id: lead._get_standing_in_process() for lead in deals}
            deals.write({'team_id': self.team_b.id})
            deals.deal_override_ids.unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            begin = self.cr.sql_log_count
            deals._record_left(before)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - begin)
        self.assertLessEqual(counts[1], counts[0] + 3, counts)
