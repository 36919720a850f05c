"""What people met with who tried cadences."""

from collections import Counter
from datetime import timedelta
from email.message import EmailMessage

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY, CadenceCase


@tagged('post_install', '-at_install')
class TestCadenceFaults(CadenceCase):
    def _make_colleague(self):
        return self.salesman.copy({'login': 'other', 'email': 'other@ours.example'})

    def _reply(self, lead, email, text="Yes", **values):
        lead.message_post(
            body=text, message_type='email', email_from=email, author_id=False, **values
        )

    # Who signs

    def test_nobody_lets_a_colleagues_cadence_go_on_where_the_deal_is_nobodys(self):
        run = self._begin(self.anna)
        run.with_user(self.salesman).action_pause()
        self.anna.user_id = False
        with self.assertRaises(AccessError):
            run.with_user(self._make_colleague()).action_resume()
        run.with_user(self.salesman).action_resume()
        self.assertEqual(run.state, 'running')

    def test_a_resumed_deal_asks_its_new_salesperson(self):
        run = self._begin(self.anna)
        self.anna._suspend(MONDAY.date() + timedelta(days=9), "Budget")
        self.anna.user_id = self._make_colleague()
        self.anna.action_deal_resume()
        self.assertEqual((run.state, run.reason), ('paused', 'salesperson'))
        self.assertEqual(run.user_id, self.salesman)
        self.assertFalse(self._work(MONDAY + timedelta(days=1)))

    def test_a_deal_that_is_not_seen_is_not_opened(self):
        run = self._begin(self.anna)
        with self.assertRaises(AccessError):
            run.task_id.with_user(self._make_colleague()).action_open_deal()

    # Merging

    def test_a_merge_is_undone_though_the_person_is_in_the_cadence_by_another_deal(self):
        stopped = self._begin() - self.anna.deal_cadence_run_ids
        self._merge()
        self.assertTrue(self._begin(self._create_mailed("Jan")))
        self._undo()
        self.assertEqual((stopped.lead_id, stopped.state), (self.jan, 'stopped'))

    def test_what_was_left_out_before_a_merge_stays_so_when_it_is_undone(self):
        run = self._begin() - self.anna.deal_cadence_run_ids
        self.cadence.step_ids[0].unlink()
        self.cadence.action_move_over()
        self._merge()
        self._undo()
        self.assertEqual(run.state, 'running')
        self.assertEqual(sorted(run.task_ids.mapped('state')), ['cancelled', 'planned'])

    def _merge(self):
        (self.anna | self.jan)._merge_into_oldest()

    def _undo(self):
        self.env['deal.merge'].search([], limit=1).action_undo()

    # Clients

    def test_a_message_after_a_call_waits_for_who_is_away(self):
        run = self._begin(self.anna)
        self._work()
        self.assertEqual(run.task_id.kind, 'activity')
        text = f"I am away until {MONDAY + timedelta(days=27):%-d %B %Y}."
        self._reply(self.anna, 'anna@client.example', text, is_internal=True)
        self._work(MONDAY + timedelta(days=3, hours=3))
        self.assertEqual(run.task_id.kind, 'message')
        self.assertEqual(run.due_on.date(), MONDAY.date() + timedelta(days=28))
        self.cadence.step_ids[2].wait = 1
        self.cadence.action_move_over()
        self.assertEqual(run.due_on.date(), MONDAY.date() + timedelta(days=28))

    def test_who_writes_from_an_address_that_was_mended_has_replied(self):
        run = self._begin(self.anna)
        self.anna.email_from = 'anna.new@client.example'
        [mail] = self._work()
        self.assertIn('anna.new@client.example', mail['email_to'][0])
        self._reply(self.jan, 'anna.new@client.example')
        self.assertEqual((run.state, run.reason), ('stopped', 'replied'))

    def test_an_address_that_is_in_the_cadence_already_gets_no_second_one(self):
        self._begin()
        self.anna.email_from = self.jan.email_from
        [mail] = self._work()
        self.assertIn('jan@client.example', mail['email_to'][0])
        run = self.anna.deal_cadence_run_ids
        self.assertEqual((run.state, run.reason), ('stopped', 'twice'))

    def test_a_message_that_comes_back_stops_it_at_once(self):
        run = self._begin(self.anna)
        self._work()
        message = run.task_ids.message_line_id.message_id
        values = {
            'bounced_email': 'anna@client.example',
            'bounced_partner': self.env['res.partner'],
            'bounced_msg_ids': [message.message_id],
            'bounced_message': message,
            'email_from': 'mailer-daemon@client.example',
            'to': 'whoever@ours.example',
            'message_id': '<b@client.example>',
            'body': '',
        }
        self.env['mail.thread']._routing_handle_bounce(self._make_report(), values)
        self.assertEqual((run.state, run.reason), ('stopped', 'bounced'))

    def test_a_blacklisted_address_stops_it_at_once(self):
        run = self._begin(self.anna)
        self.env['mail.blacklist']._add('anna@client.example')
        self.assertEqual((run.state, run.reason), ('stopped', 'blacklisted'))

    def test_a_meeting_with_the_client_about_another_thing_stops_it_at_once(self):
        self.anna.partner_id = self.env['res.partner'].create(
            {'name': "Anna", 'email': 'anna@client.example'}
        )
        run = self._begin(self.anna)
        self.env['calendar.event'].create(
            {
                'name': "Meeting",
                'partner_ids': self.anna.partner_id.ids,
                'start': MONDAY + timedelta(days=2),
                'stop': MONDAY + timedelta(days=2, hours=1),
            }
        )
        self.assertEqual((run.state, run.reason), ('stopped', 'meeting'))

    @staticmethod
    def _make_report():
        report = EmailMessage()
        report['From'] = 'mailer-daemon@client.example'
        report.set_content("It could not be delivered.")
        return report

    def test_an_answer_counts_when_it_is_given_or_recorded(self):
        template = self.env['deal.offer.template'].create({'name': "Letter"})
        offer = self.env['deal.offer'].create({'lead_id': self.anna.id, 'template_id': template.id})
        offer.write({'state': 'declined', 'closed_on': MONDAY - timedelta(days=20)})
        run = self._begin(self.anna)
        self._at(MONDAY + timedelta(minutes=30))
        offer.decline_note = "Too dear"
        self.assertEqual(len(self._work(MONDAY + timedelta(hours=1))), 1)
        offer.told_on = MONDAY + timedelta(hours=2)
        self.assertFalse(self._work(MONDAY + timedelta(days=9)))
        self.assertEqual((run.state, run.reason), ('stopped', 'declined'))

    # What the salesperson reads

    def test_notes_are_in_the_salespersons_language(self):
        self.env['res.lang']._activate_lang('pl_PL')
        self.salesman.lang = 'pl_PL'
        self._begin(self.anna)
        self._begin(self.anna, self._make_cadence(name="Another"))
        self._work()
        notes = self.anna.deal_cadence_run_ids.sudo().task_ids.mapped('note')
        self.assertIn("Tego dnia", ' '.join(filter(None, notes)))

    def test_a_message_that_does_not_go_today_says_so(self):
        self._begin(self.anna, self._make_cadence(name="Read", reading='ask'))
        self._begin(self.anna)
        self._work()
        run = self.anna.deal_cadence_run_ids.filtered(lambda run: run.cadence_id.name == "Read")
        action = run.task_id.with_user(self.salesman).action_read()
        letter = self.env['deal.cadence.letter'].with_user(self.salesman).browse(action['res_id'])
        told = letter.action_send()
        self.assertEqual(told['tag'], 'display_notification')
        self.assertIn("Another message went to the client", told['params']['message'])
        self.assertEqual(told['params']['next'], {'type': 'ir.actions.act_window_close'})

    def test_the_first_deal_that_can_is_tried(self):
        self._begin(self.anna)
        leads = (self.anna | self.jan).with_user(self.salesman)
        enrol = leads.env['deal.cadence.enrol'].create({'lead_ids': leads.ids})
        self.assertEqual(enrol.tried_lead_id, self.anna)
        enrol.cadence_id = self.cadence
        self.assertEqual(enrol.tried_lead_id, self.jan)

    # What counts

    def test_a_draft_of_a_followup_moves_nothing(self):
        self._begin(self.anna)
        self._make_followup(self.anna)
        self.assertEqual(len(self._work()), 1)

    def test_a_draft_of_a_followup_is_no_message_of_a_mailbox(self):
        self.company.deal_cadence_cap = 1
        self._begin(self.anna)
        self._make_followup(self.jan)
        self.assertEqual(len(self._work()), 1)

    def test_three_cadences_that_begin_together_have_both_texts_by_halves(self):
        second = self.mail_template.copy({'name': "Second letter"})
        message = {'kind': 'message', 'template_id': self.mail_template.id, 'wait': 1}
        cadences = [
            self._make_cadence([{**message, 'template_b_id': second.id}], name=name)
            for name in ("First", "Second", "Third")
        ]
        for number in range(16):
            lead = self._create_mailed(f"Client{number}")
            for cadence in cadences:
                self._begin(lead, cadence)
        for cadence in cadences:
            counts = Counter(task.template_id for task in cadence.sudo().run_ids.task_ids)
            self.assertLessEqual(abs(counts[second] - 8), 1)

    def test_its_own_call_is_no_activity_that_somebody_has_planned(self):
        call = {**self._prepare_steps()[1], 'wait': 0}
        condition = {'kind': 'condition', 'condition': 'has_activity', 'sequence': 3, 'wait': 0}
        message = {**self._prepare_steps()[2], 'sequence': 4}
        cadence = self._make_cadence([call, condition, message], name="Call first")
        runs = self._begin(self.anna, cadence)
        self._work()
        self.assertTrue(self.anna.activity_ids)
        self.assertEqual((runs.state, runs.reason), ('stopped', 'condition'))

    # Records of addresses

    def test_a_consent_is_not_turned_into_somebody_elses(self):
        consents = self.env['deal.cadence.consent'].with_user(self.salesman)
        consent = consents.create({'email': 'anna@client.example', 'source': "A form"})
        with self.assertRaises(AccessError):
            consent.email = 'jan@client.example'
