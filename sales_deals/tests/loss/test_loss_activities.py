from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .test_loss import LossCase


@tagged('post_install', '-at_install')
class TestLossActivities(LossCase):
    def _plan(self, deal):
        return deal.activity_schedule(
            'mail.mail_activity_data_call', summary="Call", user_id=self.manager.id
        )

    def test_open_activities_of_lost_deals_are_cancelled_with_a_note(self):
        done = self._plan(self.deal)
        done.action_feedback()
        activity = self._plan(self.deal)
        kept = self._plan(self.second)
        self._lose(self.deal.with_user(self.salesman).with_context(active_test=False))
        self.assertFalse(activity.exists())
        self.assertTrue(done.exists())
        self.assertTrue(kept.exists())
        self.assertIn("Open activities were cancelled: Call", self._get_notes(self.deal))

    def test_a_company_may_keep_them_or_cancel_those_of_won_deals(self):
        self.company.deal_activities_lost = 'keep'
        self.company.deal_activities_won = 'cancel'
        lost, won = self._plan(self.deal), self._plan(self.second)
        self._lose()
        self.second.action_set_won()
        self.assertTrue(lost.exists())
        self.assertFalse(won.exists())

    def test_activities_of_won_and_suspended_deals_are_kept(self):
        activities = self._plan(self.deal) | self._plan(self.second)
        self.deal._suspend(fields.Date.today() + timedelta(days=3))
        self.second.action_set_won()
        self.assertEqual(activities.exists(), activities)

    def test_a_company_may_move_them_to_the_day_of_winning_back(self):
        self.company.deal_activities_lost = 'move'
        late = fields.Date.today() + timedelta(days=60)
        soon, later = self._plan(self.deal), self._plan(self.deal)
        later.date_deadline = late
        dropped = self._plan(self.second)
        self._lose()
        self._lose(self.second, lost_reason_id=self.rival.id)
        self.assertEqual(soon.date_deadline, self.deal.deal_win_back_on)
        self.assertEqual(later.date_deadline, late)
        self.assertFalse(dropped.exists(), "there is no day to win it back")
        self.assertIn("Open activities were cancelled: Call", self._get_notes(self.second))

    def test_a_company_may_move_them_to_the_day_on_which_the_deal_comes_back(self):
        self.company.deal_activities_suspended = 'move'
        activity = self._plan(self.deal)
        meeting = self._plan(self.deal)
        today = fields.Datetime.now()
        meeting.calendar_event_id = self.env['calendar.event'].create(
            {'name': "Meeting", 'start': today, 'stop': today + timedelta(hours=1)}
        )
        day = fields.Date.today() + timedelta(days=12)
        self.deal.with_user(self.salesman)._suspend(day)
        self.assertEqual(activity.date_deadline, day)
        self.assertLess(meeting.date_deadline, day)
        self.assertEqual(meeting.calendar_event_id.start, today)

    def _get_notes(self, deal):
        return " ".join(deal.message_ids.mapped('body'))
