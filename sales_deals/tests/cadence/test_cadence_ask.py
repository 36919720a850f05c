"""A cadence that rests because of its salesperson asks somebody whether it goes on."""

from datetime import timedelta

from odoo.tests import tagged

from .common import MONDAY, CadenceCase


@tagged('post_install', '-at_install')
class TestCadenceAsk(CadenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.salesman.copy({'login': 'colleague', 'email': 'c@ours.example'})
        cls.leads.team_id = cls.team_a
        cls.team_a.user_id = cls.manager

    def _get_questions(self, runs, **context):
        activities = self.env['mail.activity'].with_context(**context)
        return activities.search([('deal_cadence_run_id', 'in', runs.ids)])

    def test_the_new_salesperson_is_asked_and_signs_what_goes_on(self):
        run = self._begin(self.anna)
        self.anna.user_id = self.colleague
        question = self._get_questions(run)
        self.assertEqual((question.user_id, question.res_id), (self.colleague, self.anna.id))
        for word in ("After an offer", "Another salesperson", self.anna.name):
            self.assertIn(word, f'{question.summary} {question.note}')
        run.with_user(self.colleague).action_resume()
        self.assertFalse(question.exists())
        self.assertEqual(run.user_id, self.colleague)
        [mail] = self._work(MONDAY + timedelta(hours=1))
        self.assertIn('c@ours.example', mail['email_from'])

    def test_names_are_written_as_they_are(self):
        self.anna.name = "<b>Door</b> & gate"
        run = self._begin(self.anna)
        self.anna.user_id = self.colleague
        self.assertIn("&lt;b&gt;Door&lt;/b&gt; &amp; gate", self._get_questions(run).note)

    def test_a_stopped_one_asks_no_more(self):
        run = self._begin(self.anna)
        self.anna.user_id = self.colleague
        run.with_user(self.colleague).action_stop()
        self.assertFalse(self._get_questions(run))

    def test_a_lost_deal_asks_no_more(self):
        run = self._begin(self.anna)
        self.anna.user_id = self.colleague
        self.anna.action_set_lost(lost_reason_id=self.env['crm.lost.reason'].search([])[0].id)
        self.assertFalse(self._get_questions(run))

    def test_the_leader_is_asked_for_whoever_is_away(self):
        run = self._begin(self.anna)
        self.salesman.out_of_office_from = MONDAY - timedelta(days=1)
        self._work()
        self.assertEqual(run.reason, 'away')
        self.assertEqual(self._get_questions(run).user_id, self.manager)
        self.assertIn("away", self._get_questions(run).note)

    def test_without_a_leader_whoever_is_away_finds_it(self):
        self.team_a.user_id = False
        run = self._begin(self.anna)
        self.salesman.out_of_office_from = MONDAY - timedelta(days=1)
        self._work()
        self.assertEqual(self._get_questions(run).user_id, self.salesman)

    def test_the_next_salesperson_is_asked_instead(self):
        run = self._begin(self.anna)
        self.anna.user_id = self.colleague
        self.anna.user_id = self.manager
        self.assertEqual(self._get_questions(run).user_id, self.manager)
        self.assertEqual(len(self._get_questions(run, active_test=False)), 1)

    def test_what_was_done_is_kept(self):
        run = self._begin(self.anna)
        self.anna.user_id = self.colleague
        question = self._get_questions(run)
        question.action_done()
        run.with_user(self.colleague).action_resume()
        self.assertTrue(question.exists())

    def test_other_pauses_ask_nobody(self):
        run = self._begin(self.anna)
        run.with_user(self.salesman).action_pause()
        self.anna._suspend(MONDAY.date() + timedelta(days=9), "Budget")
        self.assertFalse(self._get_questions(run))

    def test_it_is_asked_in_the_language_of_whoever_is_asked(self):
        self.env['res.lang']._activate_lang('pl_PL')
        self.colleague.lang = 'pl_PL'
        run = self._begin(self.anna)
        self.anna.user_id = self.colleague
        self.assertIn("Inny sprzedawca", self._get_questions(run).note)

    def test_the_question_is_no_activity_that_a_condition_asks_for(self):
        steps = [{'kind': 'condition', 'condition': 'has_activity', 'otherwise': 'end'}]
        other = self._begin(self.anna, self._make_cadence(steps, name="Other"))
        run = self._begin(self.anna)
        run._pause('away')
        self.assertTrue(self._get_questions(run))
        self.assertFalse(other.task_id._holds())

    def test_a_merge_and_its_undoing_keep_the_question(self):
        for policy in ('move', 'cancel'):
            self.company.deal_activities_merged = policy
            first, second = map(self._create_mailed, (f"Ewa{policy}", f"Ola{policy}"))
            run = self._begin(second)
            second.user_id = self.colleague
            first.user_id = self.colleague
            (first | second)._merge_into_oldest()
            first.action_deal_undo_merge()
            with self.subTest(policy):
                self.env.invalidate_all()
                self.assertEqual((run.lead_id, run.state), (second, 'paused'))
                self.assertEqual(self._get_questions(run).res_id, second.id)
                run.with_user(self.colleague).action_resume()
                self.assertFalse(self._get_questions(run))

    def test_many_deals_ask_by_as_few_queries_as_some(self):
        counts = []
        for number in (3, 12):
            names = [f"client{number}x{one}" for one in range(number)]
            leads = self.anna.browse().concat(*map(self._create_mailed, names))
            runs = self._begin(leads)
            self.assertEqual(len(runs), number)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads.user_id = self.colleague
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(self._get_questions(runs)), number)
        self.assertLess(counts[1] - counts[0], 9, counts)
