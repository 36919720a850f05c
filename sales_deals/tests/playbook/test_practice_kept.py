"""What was ticked and passed stays known: when deals are merged, parted, copied, converted."""

from odoo.tests import tagged

from .common import PlaybookCase


@tagged('post_install', '-at_install')
class TestPracticeKept(PlaybookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.practice = cls._create_practice(requirement='must')
        cls.only_other = cls._create_practice(name="Only there")
        cls.passed = cls._create_practice(name="Passed", requirement='ask')
        cls.other = cls.deal.copy({'deal_process_id': cls.process_a.id, 'team_id': cls.team_a.id})
        for deal, note in ((cls.deal, "Ours"), (cls.other, "Theirs")):
            deal.with_user(cls.salesman).tick_deal_practice(cls.practice.id, note)
        cls.other.with_user(cls.salesman).tick_deal_practice(cls.only_other.id, "There")
        cls.other.deal_tick_ids.sudo().date = '2026-01-05 10:00:00'
        cls.other.pass_deal_gate({'stage_id': cls.talks.id}, reason="None")
        cls.env.flush_all()

    def _read(self, deal):
        self.env.invalidate_all()
        ticks = {
            (tick.practice_id, tick.note, tick.user_id, tick.date) for tick in deal.deal_tick_ids
        }
        overrides = {
            (row.practice_id, row.way, row.user_id, row.date) for row in deal.deal_override_ids
        }
        return ticks, overrides

    def test_merged_deals_have_each_tick_once_and_get_theirs_back(self):
        before = {deal: self._read(deal) for deal in self.deal | self.other}
        merged = (self.deal | self.other)._merge_opportunity()
        ticks, overrides = self._read(merged)
        self.assertEqual({tick[0] for tick in ticks}, {self.practice, self.only_other})
        self.assertIn("Ours", {tick[1] for tick in ticks})
        self.assertEqual(overrides, before[self.other][1])
        merged.action_deal_undo_merge()
        self.assertEqual({deal: self._read(deal) for deal in before}, before)

    def test_merging_asks_nothing(self):
        passed = len(self.deal.deal_override_ids | self.other.deal_override_ids)
        self.practice.requirement = self.only_other.requirement = 'must'
        merged = (self.deal | self.other)._merge_opportunity()
        self.assertEqual(merged.stage_id, self.talks)
        self.assertEqual(len(merged.deal_override_ids), passed)

    def test_merging_as_odoo_does_keeps_ticks(self):
        self.company.deal_merge_policy = 'odoo'
        merged = (self.deal | self.other)._merge_opportunity()
        ticks, _overrides = self._read(merged)
        self.assertIn(self.practice, {tick[0] for tick in ticks})

    def test_a_copy_has_the_ticks_and_overrides(self):
        before = self._read(self.other)
        self.assertEqual(self._read(self.other.copy()), before)
        copied = self.other.with_user(self.salesman).copy()
        self.assertEqual(self._read(copied), before)

    def test_conversion_keeps_ticks(self):
        before = self._read(self.deal)
        self.deal.type = 'lead'
        self.deal.convert_opportunity(self.partner)
        self.assertEqual(self._read(self.deal), before)

    def test_another_process_keeps_ticks_and_tells_what_was_open(self):
        ticks, overrides = self._read(self.deal)
        self.deal.write(
            {'deal_process_id': self.process_b.id, 'stage_id': self.process_b.stage_ids[0].id}
        )
        kept, told = self._read(self.deal)
        self.assertEqual(kept, ticks)
        self.assertLessEqual(overrides, told)
        self.assertEqual([row[:2] for row in told - overrides], [(self.passed, 'team')])


@tagged('post_install', '-at_install')
class TestGateCost(PlaybookCase):
    def test_a_moved_card_costs_two_queries_at_most(self):
        practices = self._create_practices_of_all_kinds(requirement='must')
        deals = [self._create_fulfilling_deal(practices) for _number in range(5)]
        rows = self.env['deal.practice'].union(*practices.values())
        rows.active = False
        self._count_queries(deals[0])
        plain = self._count_queries(deals[1])
        rows.active = True
        for deal in deals[2:4]:
            self._count_queries(deal)
        self.assertLessEqual(self._count_queries(deals[4]), plain + 2)

    def _create_fulfilling_deal(self, practices):
        deal = self._create_deal(
            deal_process_id=self.process_a.id,
            team_id=self.team_a.id,
            stage_id=self.start.id,
            partner_id=self.partner.id,
            company_id=self.company.id,
        )
        self._create_variant(lead_id=deal.id, name="Main")
        for name in practices:
            self._fulfil(name, deal)
        return deal

    def _count_queries(self, deal):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        deal.with_user(self.manager).web_save({'stage_id': self.talks.id}, {})
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
