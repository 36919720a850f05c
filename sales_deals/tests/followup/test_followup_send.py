import smtplib
from datetime import timedelta
from email.message import EmailMessage
from unittest.mock import patch

from odoo import Command, fields
from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.mail.tests.common import MockEmail
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..common import FollowupCase, OfferCase


@tagged('post_install', '-at_install')
class TestFollowupSend(FollowupCase, MockEmail):
    def _send(self, followup):
        with self.mock_mail_gateway():
            followup.action_launch()
            self._run_job()
        return followup

    def _answer(self, followup, subject, text, headers=''):
        """Receive Anna's answer to a follow-up.

        :return: what has come in on her deal
        """
        message = self._get_line(followup, self.anna).message_id
        raw = (
            "From: Anna <anna@client.example>\nTo: whoever@ours.example\n"
            f"Subject: {subject}\nMessage-Id: <answer@client.example>\n{headers}"
            f"In-Reply-To: {message.message_id}\n\n{text}\n"
        )
        with self.mock_mail_gateway():
            self.env['mail.thread'].message_process(False, raw)
        return self.anna.message_ids.filtered(lambda found: found.message_type == 'email')

    def _get_mail(self, name):
        address = f'{name}@client.example'
        [mail] = [mail for mail in self._mails if address in mail['email_to'][0]]
        return mail

    def test_each_client_gets_a_message_of_his_own(self):
        followup = self._send(self._make_followup())
        self.assertEqual(followup.state, 'done')
        self.assertEqual(len(self._mails), 2)
        mail = self._get_mail('anna')
        self.assertEqual(mail['subject'], "About Deal of Anna")
        self.assertIn("Dear Anna, we wait", mail['body'])
        self.assertEqual(mail['email_from'], self.salesman.email_formatted)
        self.assertEqual(followup.sent_count, 2)
        self.assertEqual(followup.progress, 100)

    def test_days_are_written_as_the_reader_does(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.env['res.lang']._activate_lang('pl_PL')
        self.anna.date_deadline = '2026-03-21'
        self.mail_template.body_html = (
            '<p><t t-out="object.date_deadline">no day</t></p>'
            '<p><t t-out="format_date(object.date_deadline)"/></p>'
        )
        self.mail_template.subject = "{{ format_date(object.date_deadline) }}"
        for code, day in (
            ('en_US', "03/21/2026"),
            ('pl_PL', "21.03.2026"),
            ('fa_IR', "۱ فروردین ۱۴۰۵"),
        ):
            with self.subTest(code):
                self.anna.lang_id = self.env['res.lang']._lang_get(code)
                followup = self._make_followup(self.anna)
                letter = followup._render_lines(followup.line_ids)[followup.line_ids.id]
                self.assertEqual(letter.body.count(day), 2, letter.body)
                self.assertEqual(letter.subject, day)
        self.anna.date_deadline = False
        followup = self._make_followup(self.anna)
        self.assertIn(
            "no day", followup._render_lines(followup.line_ids)[followup.line_ids.id].body
        )

    def test_what_is_empty_has_a_text_of_its_own(self):
        self.anna.contact_name = False
        self._send(self._make_followup(self.anna))
        self.assertIn("Dear friend, we wait", self._mails[0]['body'])

    def test_the_deal_has_the_message_with_its_text(self):
        followup = self._send(self._make_followup(self.anna))
        message = self._get_line(followup, self.anna).message_id
        self.assertEqual(message.model, 'crm.lead')
        self.assertEqual(message.res_id, self.anna.id)
        self.assertIn("Dear Anna, we wait", message.body)
        self.assertNotIn('unsubscribe', message.body)
        self.assertEqual(message.author_id, self.salesman.partner_id)
        [notification] = message.notification_ids
        self.assertEqual(notification.notification_status, 'sent')
        self.assertEqual(notification.mail_email_address, 'anna@client.example')

    def test_no_contact_is_created(self):
        before = self.env['res.partner'].search_count([])
        self._send(self._make_followup())
        self.assertEqual(self.env['res.partner'].search_count([]), before)
        self.assertFalse(self.anna.partner_id)

    def test_a_contact_that_is_there_is_told_by_its_record(self):
        partner = self.env['res.partner'].create(
            {'name': "Anna Nowak", 'email': 'anna@client.example'}
        )
        self.anna.partner_id = partner
        followup = self._send(self._make_followup(self.anna))
        line = self._get_line(followup, self.anna)
        self.assertEqual(line.message_id.notification_ids.res_partner_id, partner)
        self.assertIn("Anna Nowak", self._mails[0]['email_to'][0])

    def test_a_client_gets_the_template_in_his_language(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.env['res.lang']._activate_lang('pl_PL')
        self.mail_template.with_context(lang='fa_IR').write(
            {'subject': "درباره", 'body_html': "<p>سلام</p>"}
        )
        self.anna.lang_id = self.env['res.lang']._lang_get('fa_IR')
        followup = self._make_followup()
        self.assertEqual(self._get_line(followup, self.anna).lang, 'fa_IR')
        self._send(followup)
        persian, english = self._get_mail('anna'), self._get_mail('jan')
        self.assertEqual(persian['subject'], "درباره")
        self.assertIn('dir="rtl"', persian['body'])
        self.assertIn("سلام", persian['body'])
        self.assertEqual(english['subject'], "About Deal of Jan")

    def test_a_template_sent_by_hand_has_the_direction_of_its_language(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.mail_template.lang = '{{ object.lang_id.code }}'
        self.mail_template.with_context(lang='fa_IR').body_html = "<p>سلام</p>"
        for code, count in (('en_US', 0), ('fa_IR', 1)):
            with self.subTest(code):
                self.anna.lang_id = self.env['res.lang']._lang_get(code)
                composer = self.env['mail.compose.message'].create(
                    {
                        'composition_mode': 'comment',
                        'model': 'crm.lead',
                        'res_ids': self.anna.ids,
                        'template_id': self.mail_template.id,
                    }
                )
                self.assertEqual(composer.body.count('dir="rtl"'), count)
                followup = self._make_followup(self.anna)
                letter = followup._render_lines(followup.line_ids)[followup.line_ids.id]
                self.assertEqual(letter.body.count('dir="rtl"'), count)

    def test_a_persian_sender_sends_english_to_an_english_client(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.mail_template.with_context(lang='fa_IR').write(
            {'subject': "درباره", 'body_html': "<p>سلام</p>"}
        )
        self.salesman.lang = 'fa_IR'
        self.anna.lang_id = self.env['res.lang']._lang_get('en_US')
        followups = self.env['deal.followup'].with_user(self.salesman)
        followup = followups.with_context(lang='fa_IR')._make_for_leads(
            self.anna.with_user(self.salesman), template_id=self.mail_template.id
        )
        self.assertEqual(followup.subject, "درباره")
        self._send(followup)
        self.assertEqual(self._mails[0]['subject'], "About Deal of Anna")

    def test_a_text_of_ones_own_is_sent_as_it_is(self):
        followup = self._make_followup(self.anna)
        followup.write({'subject': "Just so", 'body': "<p>My words</p>"})
        self._send(followup)
        self.assertEqual(self._mails[0]['subject'], "Just so")
        self.assertIn("My words", self._mails[0]['body'])

    def test_the_client_can_unsubscribe_by_one_click(self):
        self._send(self._make_followup(self.anna))
        headers = self._mails[0]['headers']
        self.assertEqual(headers['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
        url = headers['List-Unsubscribe'].strip('<>')
        self.assertIn('/deal/unsubscribe/', url)
        self.assertIn(url, self._mails[0]['body'])

    def test_an_answer_reaches_the_deal(self):
        followup = self._send(self._make_followup(self.anna))
        answers = self._answer(followup, "Re: About", "Yes, please.")
        self.assertIn("Yes, please", answers.body)
        self.assertEqual(followup.reply_count, 1)
        later = self._make_followup(self.anna)
        self.assertEqual(self._get_reasons(later), {'Anna': 'replied'})

    def test_an_out_of_office_note_is_no_answer(self):
        followup = self._send(self._make_followup(self.anna))
        headers = "Auto-Submitted: auto-replied\n"
        notes = self._answer(followup, "Out of office", "I am back on Monday.", headers)
        self.assertIn("back on Monday", notes.body)
        self.assertEqual(followup.reply_count, 0)
        later = self._make_followup(self.anna)
        self.assertNotIn('replied', self._get_reasons(later).values())

    def test_a_bounce_shows_on_the_message(self):
        followup = self._send(self._make_followup(self.anna))
        message = self._get_line(followup, self.anna).message_id
        self.env['mail.thread']._routing_handle_bounce(
            EmailMessage(),
            {
                'bounced_email': 'anna@client.example',
                'bounced_partner': self.env['res.partner'],
                'bounced_msg_ids': [message.message_id],
                'bounced_message': message,
                'body': "No such mailbox",
                'email_from': 'x@y.example',
                'to': 'z@y.example',
                'message_id': '<x>',
            },
        )
        self.assertEqual(message.notification_ids.notification_status, 'bounce')

    def test_the_job_run_twice_sends_once(self):
        followup = self._send(self._make_followup())
        sent = len(self._mails)
        with self.mock_mail_gateway():
            self._run_job()
            self.assertFalse(self._mails)
        self.assertEqual(sent, 2)
        self.assertEqual(followup.sent_count, 2)

    def test_sending_goes_on_in_batches(self):
        followup = self._make_followup()
        with (
            patch('odoo.addons.sales_deals.models.followup.deal_followup_send.BATCH', 1),
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60.0) as told,
            self.mock_mail_gateway(),
        ):
            followup.action_launch()
            self.env['deal.followup']._cron_send()
        steps = [(call.args[0], call.kwargs['remaining']) for call in told.call_args_list]
        self.assertEqual(steps, [(0, 2), (1, 1), (1, 0)])
        self.assertEqual(followup.state, 'done')

    def test_sending_stops_when_the_job_has_no_time_left(self):
        followup = self._make_followup()
        with (
            patch('odoo.addons.sales_deals.models.followup.deal_followup_send.BATCH', 1),
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=0.0),
            self.mock_mail_gateway(),
        ):
            followup.action_launch()
            self.env['deal.followup']._cron_send()
        self.assertEqual(followup.state, 'sending')
        self.assertEqual(followup.sent_count, 1)
        with self.mock_mail_gateway():
            self._run_job()
        self.assertEqual(followup.sent_count, 2)

    def test_a_refused_message_is_listed_with_the_reason_and_can_be_tried_again(self):
        followup = self._make_followup()
        refusal = MailDeliveryException("Mail Delivery Failed", "550 no such user")
        server = self.registry['ir.mail_server']
        with self.mock_mail_gateway():
            followup.action_launch()
            deliver = server.send_email

            def send_email(this, message, *args, **kwargs):
                if 'anna' in message['To']:
                    raise refusal
                return deliver(this, message, *args, **kwargs)

            with patch.object(server, 'send_email', send_email):
                self._run_job()
        line = self._get_line(followup, self.anna)
        self.assertEqual((line.state, line.failure), ('failed', "550 no such user"))
        self.assertEqual(self._get_line(followup, self.jan).state, 'sent')
        self.assertEqual(followup.failed_count, 1)
        notification = line.message_id.notification_ids
        self.assertEqual(notification.notification_status, 'exception')
        self.assertIn("550", notification.failure_reason)
        message = line.message_id
        with self.mock_mail_gateway():
            followup.action_retry()
            self.assertEqual(followup.state, 'sending')
            self._run_job()
            self.assertEqual(len(self._mails), 1)
        self.assertEqual((line.state, line.message_id), ('sent', message))
        self.assertEqual(notification.notification_status, 'sent')
        self.assertEqual(followup.state, 'done')

    def test_what_a_dead_worker_was_sending_is_not_sent_again_by_itself(self):
        followup = self._make_followup()
        with self.mock_mail_gateway():
            followup.action_launch()
            line = self._get_line(followup, self.anna)
            line.state = 'sending'
            self._run_job()
            self.assertEqual(len(self._mails), 1)
        self.assertEqual(line.state, 'interrupted')
        self.assertIn("may have arrived", line.failure)
        self.assertEqual(followup.state, 'done')
        line.with_user(self.salesman).action_mark_sent()
        self.assertEqual(line.state, 'sent')

    def test_an_interrupted_message_can_be_sent_again_by_hand(self):
        followup = self._make_followup(self.anna)
        with self.mock_mail_gateway():
            followup.action_launch()
            line = self._get_line(followup, self.anna)
            line.state = 'sending'
            self._run_job()
            line.with_user(self.salesman).action_retry()
            self._run_job()
            self.assertEqual(len(self._mails), 1)
        self.assertEqual(line.state, 'sent')

    def test_a_lost_connection_leaves_the_message_in_doubt(self):
        followup = self._make_followup()
        server = self.registry['ir.mail_server']
        error = smtplib.SMTPServerDisconnected("gone")
        with (
            self.mock_mail_gateway(),
            patch.object(server, 'send_email', side_effect=error),
        ):
            followup.action_launch()
            self._run_job()
        self.assertEqual(set(followup.line_ids.mapped('state')), {'interrupted'})

    def test_an_unreachable_mail_server_is_tried_again_later(self):
        followup = self._make_followup()
        server = self.registry['ir.mail_server']
        now = fields.Datetime.now()
        with (
            freeze_time(now),
            self.mock_mail_gateway(),
            patch.object(server, '_connect__', side_effect=OSError("refused")),
        ):
            followup.action_launch()
            self._run_job()
        self.assertEqual(followup.state, 'sending')
        self.assertIn("refused", followup.trouble)
        self.assertEqual(followup.waiting_count, 2)
        self.assertGreater(followup.next_on, now)
        with freeze_time(now + timedelta(minutes=2)), self.mock_mail_gateway():
            self._run_job()
        self.assertEqual((followup.state, followup.trouble), ('done', False))
        self.assertFalse(followup.attempts)

    def test_messages_of_a_time_wait_for_it(self):
        now = fields.Datetime.now()
        followup = self._make_followup(timing='later', scheduled_on=now + timedelta(hours=2))
        with freeze_time(now):
            self._send(followup)
            self.assertFalse(self._mails)
            self.assertEqual(followup.state, 'scheduled')
        with freeze_time(now + timedelta(hours=3)), self.mock_mail_gateway():
            self._run_job()
            self.assertEqual(len(self._mails), 2)

    def test_messages_of_a_rate_are_spread(self):
        now = fields.Datetime.now()
        followup = self._make_followup(timing='spread', hourly_rate=2)
        self.assertEqual(followup.duration_text, "1 h 0 min")
        with freeze_time(now):
            self._send(followup)
            self.assertEqual(followup.sent_count, 1)
            self.assertEqual(followup.next_on, now.replace(microsecond=0) + timedelta(minutes=30))
        with freeze_time(now + timedelta(minutes=31)), self.mock_mail_gateway():
            self._run_job()
        self.assertEqual(followup.sent_count, 2)

    def test_cancelling_stops_what_was_not_sent(self):
        followup = self._make_followup()
        with (
            patch('odoo.addons.sales_deals.models.followup.deal_followup_send.BATCH', 1),
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=0.0),
            self.mock_mail_gateway(),
        ):
            followup.action_launch()
            self.env['deal.followup']._cron_send()
            followup.action_cancel()
        with self.mock_mail_gateway():
            self._run_job()
            self.assertFalse(self._mails)
        self.assertEqual(followup.state, 'cancelled')
        self.assertEqual(self._get_reasons(followup), {'Anna': False, 'Jan': 'cancelled'})

    def _send_and(self, followup, act):
        """Launch it, and do something at the moment when a mail server takes a message.

        :return: to whom messages went
        """
        server, taken = self.registry['ir.mail_server'], []

        def send_email(_this, message, *_args, **_kwargs):
            self.env.invalidate_all()
            act()
            self.env.flush_all()
            taken.append(message['To'])

        with self.mock_mail_gateway(), patch.object(server, 'send_email', send_email):
            followup.action_launch()
            self._run_job()
        return taken

    def test_what_is_cancelled_while_it_is_sent_stays_cancelled(self):
        followup = self._make_followup()
        taken = self._send_and(followup, followup.action_cancel)
        self.assertEqual(len(taken), 1)
        self.assertEqual((followup.state, followup.next_on), ('cancelled', False))
        states = {line.lead_id: line.state for line in followup.line_ids}
        self.assertEqual(states, {self.anna: 'sent', self.jan: 'skipped'})
        notification = self._get_line(followup, self.anna).message_id.notification_ids
        self.assertEqual(notification.notification_status, 'sent')

    def test_what_a_dead_worker_left_of_a_cancelled_one_is_told(self):
        followup = self._make_followup()
        followup.action_launch()
        self._get_line(followup, self.anna).state = 'sending'
        followup.action_cancel()
        with self.mock_mail_gateway():
            self._run_job()
            self.assertFalse(self._mails)
        self.assertEqual(self._get_line(followup, self.anna).state, 'interrupted')
        self.assertEqual((followup.state, followup.next_on), ('cancelled', False))

    def test_a_bounce_that_comes_at_once_is_not_forgotten(self):
        followup = self._make_followup(self.anna)

        def bounce():
            notification = self._get_line(followup, self.anna).message_id.notification_ids
            notification.notification_status = 'bounce'

        self._send_and(followup, bounce)
        notification = self._get_line(followup, self.anna).message_id.notification_ids
        self.assertEqual(notification.notification_status, 'bounce')

    def test_what_has_changed_since_the_launch_is_heeded(self):
        followup = self._make_followup()
        followup.action_launch()
        self.env['mail.blacklist']._add('anna@client.example')
        with self.mock_mail_gateway():
            self._run_job()
            self.assertEqual(len(self._mails), 1)
        self.assertEqual(self._get_reasons(followup), {'Anna': 'blacklisted', 'Jan': False})

    def test_a_deal_that_breaks_the_text_does_not_stop_the_others(self):
        self.salesman.group_ids = [Command.link(self.env.ref('mail.group_mail_template_editor').id)]
        followup = self._make_followup()
        followup.body = '<p><t t-out="1 / len(object.contact_name or [])"/></p>'
        followup.action_launch()
        self.jan.contact_name = False
        with self.mock_mail_gateway():
            self._run_job()
            self.assertEqual(len(self._mails), 1)
        line = self._get_line(followup, self.jan)
        self.assertEqual(line.state, 'failed')
        self.assertIn("Deal of Jan", line.failure)

    def test_what_is_set_for_one_client_is_not_told_to_the_next(self):
        self.salesman.group_ids = [Command.link(self.env.ref('mail.group_mail_template_editor').id)]
        followup = self._make_followup()
        followup.body = (
            '<p><t t-if="object.contact_name == \'Anna\'">'
            '<t t-set="secret" t-value="\'for Anna\'"/></t><t t-out="secret or \'none\'"/></p>'
        )
        self._send(followup)
        self.assertIn("for Anna", self._get_mail('anna')['body'])
        self.assertNotIn("for Anna", self._get_mail('jan')['body'])

    def test_the_next_activity_is_the_salespersons(self):
        call = self.env.ref('mail.mail_activity_data_call')
        self.anna.user_id = self.manager
        followup = self._make_followup(
            user=self.manager,
            activity_type_id=call.id,
            activity_days=4,
            activity_summary="Ask",
        )
        self.manager.email = 'manager@ours.example'
        self._send(followup)
        for lead, user in ((self.anna, self.manager), (self.jan, self.salesman)):
            [activity] = lead.activity_ids
            self.assertEqual(activity.user_id, user)
            self.assertEqual(activity.summary, "Ask")
            due = fields.Date.context_today(activity) + timedelta(days=4)
            self.assertEqual(activity.date_deadline, due)

    def test_deals_of_the_stages_process_are_moved(self):
        stage = self.process_a.stage_ids[1]
        start = self.process_a.stage_ids[0]
        self.anna.write({'deal_process_id': self.process_a.id, 'stage_id': start.id})
        followup = self._make_followup(stage_id=stage.id)
        before = self.jan.stage_id
        self._send(followup)
        self.assertEqual(self.anna.stage_id, stage)
        self.assertEqual(self.jan.stage_id, before)

    def test_a_deal_without_process_stays_and_hinders_no_other(self):
        self.anna.write(
            {'deal_process_id': self.process_a.id, 'stage_id': self.process_a.stage_ids[0].id}
        )
        shared = self.env['crm.stage'].create({'name': "Shared", 'deal_process_id': False})
        self.jan.write({'deal_process_id': False, 'stage_id': shared.id})
        followup = self._make_followup(stage_id=self.process_a.stage_ids[1].id)
        self._send(followup)
        self.assertEqual(self.anna.stage_id, self.process_a.stage_ids[1])
        self.assertEqual((self.jan.stage_id, followup.trouble), (shared, False))

    def test_deals_that_could_not_be_moved_are_told(self):
        stage = self.process_a.stage_ids[1]
        followup = self._make_followup(stage_id=stage.id)
        self.anna.write(
            {'deal_process_id': self.process_a.id, 'stage_id': self.process_a.stage_ids[0].id}
        )
        error = UserError("Not now")
        with patch.object(self.registry['crm.lead'], 'write', side_effect=error):
            self._send(followup)
        self.assertEqual((followup.state, followup.sent_count), ('done', 2))
        self.assertIn("Not now", followup.trouble)

    def test_messages_may_be_in_the_salespersons_name(self):
        self.manager.email = 'manager@ours.example'
        followup = self._make_followup(user=self.manager, from_mode='salesperson')
        self._send(followup)
        self.assertEqual(self._mails[0]['email_from'], self.salesman.email_formatted)

    def test_the_salesperson_signs(self):
        self.salesman.signature = "<p>Kind regards, Seller</p>"
        followup = self._make_followup(self.anna)
        self._send(followup)
        self.assertIn("Kind regards, Seller", self._mails[0]['body'])

    def test_files_of_the_template_go_along(self):
        self.mail_template.attachment_ids = [Command.create({'name': "terms.txt", 'raw': b"terms"})]
        followup = self._make_followup()
        self._send(followup)
        for mail in self._mails:
            self.assertEqual([file[:2] for file in mail['attachments']], [("terms.txt", b"terms")])
        [file] = self._get_line(followup, self.anna).message_id.attachment_ids
        self.assertEqual((file.res_model, file.res_id), ('crm.lead', self.anna.id))

    def test_the_preview_is_what_is_sent(self):
        followup = self._make_followup()
        line = self._get_line(followup, self.anna).with_user(self.salesman)
        shown = (line.preview_subject, line.preview_to, line.preview_from)
        body = line.preview_body
        self._send(followup)
        mail = self._get_mail('anna')
        self.assertEqual(shown, (mail['subject'], mail['email_to'][0], mail['email_from']))
        self.assertEqual(str(body), str(mail['body']))

    def test_the_preview_goes_round(self):
        followup = self._make_followup()
        first = followup.action_preview()['res_id']
        line = self.env['deal.followup.line'].with_user(self.salesman).browse(first)
        self.assertEqual(line.preview_position, "1 / 2")
        second = line.action_next()['res_id']
        self.assertNotEqual(first, second)
        self.assertEqual(line.browse(second).action_next()['res_id'], first)
        self.assertEqual(line.action_previous()['res_id'], second)

    def test_a_test_goes_to_the_user_and_unsubscribes_nobody(self):
        followup = self._make_followup()
        with self.mock_mail_gateway():
            followup.action_send_test()
        [mail] = self._mails
        self.assertIn('seller@ours.example', mail['email_to'][0])
        self.assertIn("About Deal of Anna", mail['subject'])
        self.assertNotIn('List-Unsubscribe', mail['headers'])
        self.assertEqual(followup.waiting_count, 2)

    def test_nothing_is_launched_without_text_or_recipients(self):
        followup = self._make_followup(self.anna)
        followup.subject = " "
        with self.assertRaises(UserError):
            followup.action_launch()
        followup.subject = "Hello"
        self.anna.email_from = False
        with self.assertRaises(UserError):
            followup.action_launch()

    def test_what_was_launched_is_not_changed(self):
        followup = self._make_followup(timing='later', scheduled_on='2099-01-01 10:00:00')
        followup.action_launch()
        with self.assertRaises(UserError):
            followup.subject = "Other"
        followup.action_back_to_draft()
        followup.subject = "Other"

    def test_queries_do_not_grow_with_the_deals(self):
        leads = self.anna.union(*(self._create_mailed(f"C{i}") for i in range(30)))
        counts = []
        for size in (10, 30):
            followup = self._make_followup(leads[:size])
            with self.mock_mail_gateway():
                followup.action_launch()
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self._run_job()
                counts.append(self.env.cr.sql_log_count - before)
        # One statement a message marks it, before it goes out.
        self.assertLess(counts[1] - counts[0], 1.2 * 20)


@tagged('post_install', '-at_install')
class TestFollowupOffer(OfferCase, MockEmail):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesman_all.email = 'all@ours.example'
        cls.deal.email_from = 'client@example.com'

    def _follow(self, **values):
        deal = self.deal.with_user(self.salesman_all)
        action = deal.action_deal_new_followup(skip_days=0, **values)
        followup = self.env['deal.followup'].with_user(self.salesman_all)
        return followup.browse(action['res_id'])

    def _launch(self, followup):
        with self.mock_mail_gateway():
            followup.action_launch()
            FollowupCase._run_job.__func__(type(self))
        return self._mails[0]

    def test_the_open_offer_is_linked(self):
        offer = self._send()
        mail = self._launch(self._follow(offer_mode='link'))
        self.assertIn(offer.page_url.replace('&', '&amp;'), mail['body'])

    def test_the_open_offer_is_attached(self):
        offer = self._send()
        mail = self._launch(self._follow(offer_mode='attach'))
        [(name, content, kind)] = mail['attachments']
        self.assertEqual((name, kind), (offer._get_pdf_name(), 'application/pdf'))
        self.assertTrue(content.startswith(b'%PDF'))

    def test_without_an_open_offer_there_is_nothing_to_remind_of(self):
        followup = self._follow(offer_mode='link')
        self.assertEqual(followup.line_ids.reason, 'no_offer')
        followup.line_ids.action_put_in()
        self.assertEqual(followup.line_ids.state, 'waiting')

    def test_an_offer_is_followed_up_from_its_form(self):
        offer = self._send().with_user(self.salesman_all)
        action = offer.action_deal_new_followup()
        followup = self.env['deal.followup'].browse(action['res_id'])
        self.assertEqual(followup.offer_mode, 'link')
        self.assertEqual(followup.line_ids.offer_id, offer)
