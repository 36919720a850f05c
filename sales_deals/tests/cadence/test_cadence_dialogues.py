from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ...models.offer.ir_websocket import DEAL_CHANNEL
from .common import MONDAY, CadenceCase


@tagged('post_install', '-at_install')
class TestCadenceDialogues(CadenceCase):
    """Dialogues of cadences as a form works them, and those that have become outdated."""

    def setUp(self):
        super().setUp()
        self.cadence.reading = 'ask'

    # ------------------------------------------------------------
    # BEGINNING AND TRYING
    # ------------------------------------------------------------

    def _open_enrolment(self, leads):
        action = leads.with_user(self.salesman).action_deal_begin_cadence()
        return self.env[action['res_model']].with_user(self.salesman).browse(action['res_id'])

    def test_what_was_chosen_stays_chosen_when_it_is_shown(self):
        self.jan.email_from = False
        with Form(self._open_enrolment(self.leads)) as form:
            form.cadence_id = self.cadence
            self.assertEqual(form.cadence_id, self.cadence)
            self.assertEqual((form.lead_count, form.able_count), (2, 1))
            self.assertIn("No e-mail address", form.unable_text)
            self.assertIn("Dear Anna", form.trial)
            self.assertEqual(len(form.lead_ids), 2)
        self.assertFalse(self.leads.deal_cadence_run_ids)

    def test_another_deal_is_tried_without_forgetting_the_cadence(self):
        with Form(self._open_enrolment(self.leads)) as form:
            form.cadence_id = self.cadence
            form.tried_lead_id = self.jan
            self.assertEqual(form.cadence_id, self.cadence)
            self.assertIn("Dear Jan", form.trial)

    def test_a_cadence_is_tried_from_its_own_form(self):
        action = self.cadence.with_user(self.manager).action_try()
        dialogues = self.env[action['res_model']].with_user(self.manager)
        view = 'sales_deals.deal_cadence_enrol_view_form_trial'
        with Form(dialogues.with_context(**action['context']), view=view) as form:
            form.tried_lead_id = self.anna
            self.assertEqual(form.cadence_id, self.cadence)
            self.assertIn("Dear Anna", form.trial)
        self.assertFalse(self.anna.deal_cadence_run_ids)
        self.assertFalse(self.env['deal.followup'].search([('cadence_step_id', '!=', False)]))

    # ------------------------------------------------------------
    # OUTDATED LETTERS
    # ------------------------------------------------------------

    def _open_letter(self):
        """Begin the cadence on Anna's deal, and open its first message."""
        self.run = self._begin(self.anna)
        self._work(MONDAY)
        self.task = self.run.task_ids.with_user(self.salesman)
        self.assertEqual(self.task.state, 'ready')
        action = self.task.action_read()
        return self.env[action['res_model']].with_user(self.salesman).browse(action['res_id'])

    def _assert_refused(self, letter, reason):
        self.assertIn(reason, letter.obstacle)
        letter.subject = "Typed meanwhile"
        for act in (letter.action_send, letter.action_save):
            with self.assertRaisesRegex(UserError, reason):
                act()
        with self.assertRaisesRegex(UserError, reason):
            self.task.action_send()
        self.assertFalse(self._work(MONDAY))
        self.assertFalse(self.env['deal.followup.line'].search([('lead_id', '=', self.anna.id)]))

    def test_a_letter_says_nothing_as_long_as_it_waits(self):
        self.assertFalse(self._open_letter().obstacle)

    def test_a_letter_is_not_sent_after_a_reply(self):
        letter = self._open_letter()
        self.anna.message_post(
            body="We take it.", message_type='email', email_from='anna@client.example'
        )
        self._assert_refused(letter, "The client replied")

    def test_a_letter_is_not_sent_of_a_cadence_that_rests(self):
        letter = self._open_letter()
        self.run.with_user(self.salesman).action_pause()
        self._assert_refused(letter, "The cadence is paused: By hand")

    def test_a_letter_is_not_sent_of_a_cadence_that_was_stopped(self):
        letter = self._open_letter()
        self.run.with_user(self.salesman).action_stop()
        self._assert_refused(letter, "not sent any more: By hand")

    def test_a_letter_that_was_left_out_is_not_sent(self):
        letter = self._open_letter()
        self.task.action_skip()
        self._assert_refused(letter, "does not wait")

    def test_a_letter_is_sent_once_by_two_dialogues(self):
        letter = self._open_letter()
        other = self.env[letter._name].with_user(self.salesman).create({'task_id': self.task.id})
        letter.action_send()
        with self.assertRaisesRegex(UserError, "has been sent already"):
            other.action_send()
        self.assertEqual(len(self._work(MONDAY)), 1)
        self.assertIn("has been sent already", other.obstacle)

    def test_of_several_messages_the_one_that_is_not_sent_is_named(self):
        runs = self._begin()
        self._work(MONDAY)
        tasks = runs.task_ids.with_user(self.salesman)
        runs[0].action_stop()
        with self.assertRaisesRegex(UserError, runs[0].lead_id.name):
            tasks.action_send()
        self.assertFalse(self._work(MONDAY))

    # ------------------------------------------------------------
    # OPEN FORMS
    # ------------------------------------------------------------

    def test_open_forms_are_told_of_what_stops_rests_and_goes_on(self):
        run = self._begin(self.anna)
        told = []
        bus = patch.object(
            self.registry['bus.bus'], '_sendone', lambda _self, *sent: told.append(sent)
        )
        self.startPatcher(bus)
        channel = ((self.anna, DEAL_CHANNEL), 'deal_changed', {'deal_id': self.anna.id})
        for act in ('action_pause', 'action_resume', 'action_stop'):
            told.clear()
            getattr(run.with_user(self.salesman), act)()
            self.assertIn(channel, told, act)
