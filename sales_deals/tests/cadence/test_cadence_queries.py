"""Who has no cadence pays nothing for them."""

from contextlib import ExitStack
from unittest.mock import patch

from odoo.tests import tagged

from ..common import FollowupCase

#: Methods of runs that others call.
HOOKS = ('_heed_leads', '_heed_people', '_stop_people', '_resume_leads', '_reopen_leads')


@tagged('post_install', '-at_install')
class TestCadenceQueries(FollowupCase):
    def test_a_deal_is_written_as_without_cadences(self):
        stages = self.anna.deal_process_id._get_stages()
        self._compare(lambda turn: self.anna.write({'stage_id': stages[turn % 2].id}))

    def test_a_message_is_posted_as_without_cadences(self):
        self._compare(
            lambda turn: self.anna.message_post(
                body=f"Yes {turn}",
                message_type='email',
                email_from='anna@client.example',
                author_id=False,
            )
        )

    def test_a_meeting_is_planned_as_without_cadences(self):
        self._compare(
            lambda turn: self.env['calendar.event'].create(
                {
                    'name': f"Meeting {turn}",
                    'opportunity_id': self.anna.id,
                    'start': '2026-11-30 10:00:00',
                    'stop': '2026-11-30 11:00:00',
                }
            )
        )

    def test_a_plain_followup_is_sent_as_without_cadences(self):
        followup = self._make_followup()
        tasks = self.registry['deal.cadence.task']
        with patch.object(tasks, 'search', side_effect=AssertionError):
            followup._update_lines(followup.line_ids)
            followup.sudo()._settle()
        self.assertNotIn('deal_cadence', followup._get_marking_condition().code)

    def _compare(self, action):
        """Check that an action takes as many queries as with the hooks taken away.

        :param action: function of the number of the turn
        """
        for turn in range(2):  # what is loaded once is loaded
            self._count(action, turn)
        with ExitStack() as stack:
            for name in HOOKS:
                stack.enter_context(patch.object(self.registry['deal.cadence.run'], name))
            without = self._count(action, 2)
        with self.assertQueryCount(without):
            self._do(action, 3)

    def _count(self, action, turn):
        before = self.env.cr.sql_log_count
        self._do(action, turn)
        return self.env.cr.sql_log_count - before

    def _do(self, action, turn):
        self.env.invalidate_all()
        action(turn)
        self.env.flush_all()
