"""What goes by itself next: until the end of the next working day."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY, CadenceCase

#: A Friday, ten o'clock in the time zone of the tests' company.
FRIDAY = MONDAY + timedelta(days=4)


@tagged('post_install', '-at_install')
class TestCadenceAhead(CadenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one_day = cls._make_cadence(
            [{'kind': 'message', 'template_id': cls.mail_template.id, 'wait': 1}]
        )

    def _get_listed(self, user=None):
        tasks = self.env['deal.cadence.task'].with_user(user or self.salesman)
        tasks = tasks.with_context(allowed_company_ids=tasks.env.user.company_ids.ids)
        action = tasks.action_view_going_next()
        domain = [('goes_next', '=', True), ('run_id.cadence_id', '=', self.one_day.id)]
        if action['context']:
            domain.append(('user_id', '=', tasks.env.uid))
        return tasks.search(domain)

    def test_what_goes_tomorrow_is_listed(self):
        runs = self._begin(cadence=self.one_day)
        self.assertEqual(self._get_listed(), runs.task_ids)
        self.assertTrue(all(self._get_listed().mapped('goes_next')))
        runs.sudo().task_ids.due_on = MONDAY + timedelta(days=2)
        self.assertFalse(self._get_listed())
        self.assertFalse(any(runs.task_ids.mapped('goes_next')))

    def test_on_fridays_what_goes_on_monday_is_listed(self):
        self._at(FRIDAY)
        runs = self._begin(cadence=self.one_day)
        self.assertEqual(
            {due.date() for due in runs.task_ids.mapped('due_on')},
            {(FRIDAY + timedelta(days=3)).date()},
        )
        self.assertEqual(self._get_listed(), runs.task_ids)

    def test_the_day_is_the_companys(self):
        self.company.resource_calendar_id.tz = 'Asia/Tehran'
        self._at(datetime(2026, 11, 30, 21, 0))  # after midnight there
        end = self.env['deal.cadence.task']._get_end_of_next_day(self.company)
        self.assertEqual(end, datetime(2026, 12, 2, 20, 30))

    def test_what_does_not_go_by_itself_is_not_listed(self):
        runs = self._begin(cadence=self.one_day)
        runs[0].action_pause()
        self.assertEqual(self._get_listed(), runs[1].task_ids)
        self.one_day.reading = 'ask'
        self.assertFalse(self._get_listed())

    def test_salespeople_see_their_own_and_managers_all(self):
        self.jan.user_id = self.salesman_all
        self._begin(self.anna, self.one_day)
        self._begin(self.jan, self.one_day, self.salesman_all)
        self.assertEqual(self._get_listed().lead_id, self.anna)
        self.assertEqual(self._get_listed(self.salesman_all).lead_id, self.jan)
        self.assertEqual(self._get_listed(self.manager).lead_id, self.leads)
        with self.assertRaises(AccessError):
            self._get_listed(self.employee)

    def test_a_message_is_read_changed_skipped_and_stopped_before_it_goes(self):
        self.leads |= self._create_mailed("Eva")
        self._begin(cadence=self.one_day)
        first, second, third = self._get_listed()
        letters = self.env['deal.cadence.letter'].with_user(self.salesman)
        letter = letters.browse(first.action_read()['res_id'])
        self.assertIn("we wait for you", letter.html)
        letter.body = "<p>Only for you</p>"
        letter.action_save()
        following = letters.browse(letter.action_next()['res_id'])
        self.assertEqual(following.task_id, second)
        self.assertEqual(letters.browse(following.action_skip()['res_id']).task_id, third)
        third.action_stop()
        self.assertEqual(self._get_listed(), first)
        sent = self._work(first.due_on + timedelta(minutes=1))
        self.assertEqual(len(sent), 1)
        self.assertIn("Only for you", sent[0]['body'])

    def test_a_manager_goes_through_all_but_changes_only_his_own(self):
        self._begin(cadence=self.one_day)
        tasks = self._get_listed(self.manager)
        letters = self.env['deal.cadence.letter'].with_user(self.manager)
        letter = letters.browse(tasks[0].action_read()['res_id'])
        self.assertEqual(letters.browse(letter.action_next()['res_id']).task_id, tasks[1])
        letter.body = "<p>Mine</p>"
        with self.assertRaises(AccessError):
            letter.action_save()
        tasks[0].action_skip()
        self.assertEqual(self._get_listed(self.manager), tasks[1])
