from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...models.state import crm_lead_suspension
from ...tools.language import persian
from ..loss.test_loss import LossCase


@tagged('post_install', '-at_install')
class TestSuspend(LossCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.day = cls.today + timedelta(days=10)

    def _suspend(self, deals=None, until=None, reason="Budget"):
        deals = self.deal if deals is None else deals
        wizard = deals.env['deal.suspend'].create(
            {'lead_ids': deals.ids, 'until': until or self.day, 'reason': reason}
        )
        return wizard.action_apply()

    def _run_job(self, leads=None):
        # Commits would end the test's transaction.
        with patch.object(self.registry['ir.cron'], '_commit_progress', return_value=1.0) as told:
            (self.env['crm.lead'] if leads is None else leads)._cron_resume()
        return told

    def _get_reminders(self, deals):
        return deals.activity_ids.filtered(lambda a: "Take up again" in (a.summary or ''))

    def test_a_suspended_deal_stays_in_the_pipeline(self):
        self._suspend(self.deal.with_user(self.salesman))
        self.assertEqual(
            (self.deal.deal_state, self.deal.deal_suspended_until), ('suspended', self.day)
        )
        self.assertEqual((self.deal.active, self.deal.won_status), (True, 'pending'))
        self.assertEqual(self.deal.deal_suspended_reason, "Budget")
        self.assertEqual(self.deal.probability, 40)

    def test_only_open_deals_are_suspended(self):
        closed = self.second
        for close in (lambda: self._lose(closed), closed.action_archive, closed.action_set_won):
            with self.subTest(close), self.env.cr.savepoint() as savepoint:
                close()
                with self.assertRaisesRegex(UserError, "Second"):
                    self._suspend(self.deals)
                savepoint.rollback()

    def test_the_day_lies_ahead(self):
        with self.assertRaisesRegex(UserError, "future"):
            self._suspend(until=self.today)
        with self.assertRaisesRegex(ValidationError, "until when"):
            self.deal.deal_is_suspended = True

    def test_nobody_suspends_what_he_cannot_see(self):
        self.deal.user_id = self.manager
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self._suspend(self.deal.with_user(self.salesman))
        self.assertFalse(self.deal.deal_is_suspended)

    def test_suspended_deals_do_not_rot(self):
        self.deal.stage_id.rotting_threshold_days = 3
        self.deal.date_last_stage_update = fields.Datetime.now() - timedelta(days=20)
        leads = self.env['crm.lead']
        rotting = [('is_rotting', '=', True), ('id', '=', self.deal.id)]
        self.assertTrue(self.deal.is_rotting)
        self.assertEqual(leads.search(rotting), self.deal)
        self._suspend()
        self.assertFalse(self.deal.is_rotting)
        self.assertEqual(self.deal.rotting_days, 0)
        self.assertFalse(leads.search(rotting))

    def test_won_lost_and_restored_deals_are_suspended_no_more(self):
        for end in (self._lose, self.deal.action_set_won):
            with self.subTest(end), self.env.cr.savepoint() as savepoint:
                self._suspend()
                end()
                self.assertFalse(self.deal.deal_is_suspended or self.deal.deal_suspended_until)
                savepoint.rollback()
        self._suspend()
        self.deal.action_archive()
        self.assertTrue(self.deal.deal_is_suspended)
        self.deal.action_unarchive()
        self.assertFalse(self.deal.deal_is_suspended)

    def test_resuming_by_hand_plans_nothing(self):
        self._suspend()
        self.deal.action_deal_resume()
        self.assertEqual(self.deal.deal_state, 'open')
        self.assertFalse(self.deal.deal_suspended_until or self.deal.deal_suspended_reason)
        self.assertFalse(self._get_reminders(self.deal))

    # The job

    def test_deals_come_back_on_their_day_once(self):
        self._suspend()
        self._suspend(self.second, until=self.day + timedelta(days=1))
        self._run_job()
        self.assertEqual(self.deal.deal_state, 'suspended')
        with freeze_time(self.day):
            for _run in range(2):
                self._run_job()
                self.assertEqual(self.deals.mapped('deal_state'), ['open', 'suspended'])
                reminder = self._get_reminders(self.deal)
                self.assertEqual(len(reminder), 1)
        self.assertEqual((reminder.user_id, reminder.date_deadline), (self.salesman, self.day))
        self.assertIn("Budget", reminder.note)

    def test_the_reason_is_written_as_it_is(self):
        self._suspend()
        self.deal.deal_suspended_reason = "<b>Budget</b> & board"
        with freeze_time(self.day):
            self._run_job()
        [reminder] = self._get_reminders(self.deal)
        self.assertIn("&lt;b&gt;Budget&lt;/b&gt; &amp; board", reminder.note)

    def test_reminder_goes_to_the_teams_leader_where_nobody_has_the_deal(self):
        self._suspend(self.second)
        self.team_a.user_id = self.manager
        with freeze_time(self.day):
            self._run_job()
        self.assertEqual(self._get_reminders(self.second).user_id, self.manager)

    def test_nobody_is_reminded_where_nobody_is_responsible(self):
        self._suspend(self.second)
        with freeze_time(self.day):
            self._run_job()
        self.assertEqual(self.second.deal_state, 'open')
        self.assertFalse(self._get_reminders(self.second))

    def test_job_works_in_batches_and_stops_in_time(self):
        deals = self.env['crm.lead'].create([self._prepare_deal() for _i in range(5)])
        self._suspend(deals)
        with freeze_time(self.day), patch.object(crm_lead_suspension, 'BATCH', 2):
            told = self._run_job()
            self.assertEqual(
                [(call.args[0], call.kwargs['remaining']) for call in told.call_args_list],
                [(2, 3), (2, 1), (1, 0)],
            )
        self._suspend(deals, until=self.day + timedelta(days=9))
        with (
            freeze_time(self.day + timedelta(days=9)),
            patch.object(crm_lead_suspension, 'BATCH', 2),
        ):
            cron = self.registry['ir.cron']
            with patch.object(cron, '_commit_progress', return_value=0.0):
                self.env['crm.lead']._cron_resume()
        self.assertEqual(deals.mapped('deal_state').count('suspended'), 3)

    def _count_queries_of_job(self, number):
        """Run the job on so many deals, as it runs outside of tests: each gets its note."""
        leads = self.env['crm.lead'].with_context(tracking_disable=False)
        deals = leads.create([self._prepare_deal(user_id=self.salesman.id)] * number)
        self._suspend(deals)
        self._flush_with_notes()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with freeze_time(self.day):
            self._run_job(leads)
            self._flush_with_notes()
        self.assertEqual(set(deals.mapped('deal_state')), {'open'})
        self.assertEqual(len(self._get_reminders(deals)), number)
        return self.env.cr.sql_log_count - before

    def _flush_with_notes(self):
        self.env.flush_all()
        self.cr.precommit.run()

    @patch.object(crm_lead_suspension, 'BATCH', 1000)
    def test_a_deal_costs_the_job_no_query_but_those_of_its_note(self):
        few, many = (self._count_queries_of_job(number) for number in (10, 110))
        # Odoo writes notes of changes one by one, by two queries each.
        self.assertLessEqual(many - few, 2 * 100 + 10)

    def test_archived_and_merged_deals_stay_where_they_are(self):
        self._suspend(self.deals)
        self.deal.action_archive()
        with freeze_time(self.day):
            self._run_job()
        self.assertTrue(self.deal.deal_is_suspended)

    def test_reminder_speaks_the_salespersons_language(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.salesman.lang = 'fa_IR'
        self._suspend()
        values = self.deal._prepare_resume_activity()
        self.assertIn(persian.day(self.day), values['summary'])

    # Merging

    def test_suspended_ranks_between_open_and_lost(self):
        third = self._create_deal(name="Third", team_id=self.team_a.id, probability=10)
        self._suspend(self.second)
        self._lose()
        ranked = (self.deals | third).sorted(lambda d: d._get_merge_rank(), reverse=True)
        self.assertEqual(ranked, third + self.second + self.deal)

    def test_survivor_is_suspended_as_a_whole(self):
        self._lose()
        self._suspend(self.second)
        survivor = self.deals._merge_into_oldest()
        self.assertEqual(survivor, self.deal)
        self.assertEqual(
            (survivor.deal_state, survivor.deal_suspended_until, survivor.deal_suspended_reason),
            ('suspended', self.day, "Budget"),
        )
        survivor.action_deal_undo_merge()
        self.assertEqual(self.deals.mapped('deal_state'), ['lost', 'suspended'])

    def test_an_open_deal_wakes_a_suspended_survivor(self):
        self._suspend()
        survivor = self.deals._merge_into_oldest()
        self.assertEqual(survivor.deal_state, 'open')
        self.assertFalse(survivor.deal_suspended_until)

    # Reports

    def test_four_states_are_counted(self):
        third = self._create_deal(name="Third", team_id=self.team_a.id)
        fourth = self._create_deal(name="Fourth", team_id=self.team_a.id, probability=10)
        self._lose()
        self._suspend(self.second)
        third.action_set_won()
        leads = self.env['crm.lead'].with_context(active_test=False)
        domain = [('id', 'in', (self.deals | third | fourth).ids)]
        counts = dict(leads._read_group(domain, ['deal_state'], ['__count']))
        self.assertEqual(counts, {'open': 1, 'suspended': 1, 'won': 1, 'lost': 1})
