from datetime import timedelta
from unittest.mock import patch

from psycopg2.extensions import TransactionRollbackError

from odoo.tests import tagged

from .common import MONDAY, CadenceCase


@tagged('post_install', '-at_install')
class TestCadenceAtOnce(CadenceCase):
    def test_what_somebody_changes_at_the_same_moment_fails_no_step(self):
        run = self._begin(self.anna)
        tasks = self.registry['deal.cadence.task']
        with (
            patch.object(tasks, '_work_message', side_effect=TransactionRollbackError),
            self.assertRaises(TransactionRollbackError),
        ):
            run.task_ids._work()
        self.assertEqual(run.task_ids.state, 'planned')

    def test_the_job_looks_anew_at_what_has_just_been_changed(self):
        run = self._begin(self.anna)
        self.env.flush_all()
        tasks = self.registry['deal.cadence.task']
        with (
            patch.object(tasks, '_work', side_effect=TransactionRollbackError),
            patch.object(self.env.cr, 'rollback') as rollback,
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=0.0),
        ):
            self.env['deal.cadence.task']._cron_work()
        rollback.assert_called_once()
        self.assertEqual(len(self._work()), 1)
        self.assertEqual(run.task_ids[0].state, 'done')

    def test_a_message_is_judged_though_runs_were_thought_to_be_none(self):
        run = self._begin(self.anna)
        run.task_ids._work()
        followup = run.task_ids.message_line_id.followup_id
        with patch.object(self.registry['deal.cadence.run'], '_is_used', return_value=False):
            self.assertIn('deal_cadence_run', followup._get_marking_condition().code)

    def test_whether_there_are_runs_is_asked_again_once_they_are_committed(self):
        self.registry.clear_cache()
        clear_cache = self.registry.clear_cache
        with patch.object(self.registry, 'clear_cache', side_effect=clear_cache) as cleared:
            self._begin(self.anna)
            cleared.reset_mock()
            # Another request may have asked meanwhile, which can't see the first run yet.
            self.env.cr.postcommit.run()
        cleared.assert_called()

    def test_a_message_that_waits_for_the_mail_server_counts_on_its_day(self):
        self._begin(self.anna).task_ids._work()
        run = self._begin(self.anna, self._make_cadence(name="Another"))
        self._at(MONDAY + timedelta(hours=1))
        run.task_ids._work()
        self.assertEqual(run.task_ids.state, 'planned')
        self.assertGreater(run.due_on.date(), MONDAY.date())

    def test_a_step_after_the_last_contact_goes_on_where_there_was_none(self):
        step = {**self._prepare_steps()[0], 'wait': 1, 'wait_event': 'last_contact'}
        run = self._begin(self.anna, self._make_cadence([step]))
        self.assertEqual(run.task_ids.state, 'planned')
        self.assertEqual(len(self._work(MONDAY + timedelta(days=1, hours=1))), 1)

    def test_marking_leaves_nothing_in_a_connection_that_others_use(self):
        run = self._begin(self.anna)
        self.assertEqual(len(self._work()), 1)
        self.assertEqual(run.task_ids[0].state, 'done')
        prepared = "SELECT name FROM pg_prepared_statements WHERE name LIKE 'deal%'"
        self.env.cr.execute(prepared)
        self.assertFalse(self.env.cr.fetchall())
        self.env.cr.execute("SHOW plan_cache_mode")
        self.assertEqual(self.env.cr.fetchone(), ('auto',))
