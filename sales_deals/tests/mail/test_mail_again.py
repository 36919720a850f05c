"""Mails whose Message-Id is known: another mail, the copy for another team, or the same again."""

from unittest.mock import patch

from odoo.tools import mute_logger

from .test_mail_sender import MailCase

DATE = "Mon, 06 Oct 2025 10:00:00 +0200"
LATER = "Mon, 06 Oct 2025 10:00:07 +0200"
ALPHA, BETA = 'alpha@deals.example.com', 'beta@deals.example.com'
SCAN = (
    'Content-Type: multipart/mixed; boundary="b"\r\n',
    "--b\r\nContent-Type: text/plain\r\n\r\nScanned.\r\n--b\r\n"
    "Content-Type: application/pdf; name=scan.pdf\r\n\r\n%%PDF %s\r\n--b--",
)


class AgainCase(MailCase):
    def _come(self, text="Forty windows, please.", date=DATE, sender='form@shop.example', **values):
        """Process a mail with the id of all mails of a shop, and return the deals that are new."""
        headers = f"Date: {date}\r\n" if date else ''
        headers += values.pop('headers', '')
        leads = self.env['crm.lead'].with_context(active_test=False)
        before = leads.search([])
        values = {'message_id': '<fixed@shop.example>', **values}
        self._receive(sender, text=text, headers=headers, **values)
        return leads.search([]) - before

    def _come_by(self, *recipients, header='Delivered-To', **values):
        """Process the copy of a mail that a mail server has delivered to some addresses."""
        headers = ''.join(f"{header}: {recipient}\r\n" for recipient in recipients)
        values = {'to': 'undisclosed-recipients:;', **values}
        return self._come(headers=headers + values.pop('headers', ''), **values)


class TestOtherMail(AgainCase):
    def test_other_mails_of_one_id_become_deals(self):
        first = self._come()
        self.assertEqual(len(first), 1)
        others = {
            'sender': {'sender': 'anna@shop.example'},
            'date': {'date': LATER},
            'subject': {'subject': "Doors"},
            'text': {'text': "Two doors, urgently."},
        }
        for name, values in others.items():
            with self.subTest(name):
                lead = self._come(**values)
                self.assertEqual(len(lead), 1)
                mail = self._mails_of(lead)
                self.assertTrue(mail.message_id.endswith('@again.invalid>'))
                self.assertIn(values.get('text', "Forty windows"), mail.body)
                self.assertFalse(self._come(**values), "the other one came again")
        self.assertFalse(self._come(), "the first one came again")

    def test_a_mail_that_comes_again_by_another_way_is_the_same(self):
        self._come(text="Forty windows, see https://okna.example/plan")
        added = {
            'way': {'headers': "Received: from mx2\r\nX-Spam-Status: No\r\n"},
            'list': {'subject': "[sales] A question", 'text': "Forty windows, see \r\n-- \r\nList"},
            'link': {'text': "Forty windows, see https://safe.example/?u=okna"},
        }
        for name, values in added.items():
            with self.subTest(name):
                text = values.pop('text', "Forty windows, see https://okna.example/plan")
                self.assertFalse(self._come(text=text, **values))

    def test_scans_of_one_id_are_told_apart_by_their_files(self):
        header, text = SCAN
        for date in (DATE, ''):
            with self.subTest(date):
                values = {'headers': header, 'date': date, 'message_id': f'<scan{date[:3]}@x>'}
                first, second = (self._come(text=text % n, **values) for n in ("one", "two"))
                self.assertEqual((len(first), len(second)), (1, 1))
                files = self._mails_of(second).attachment_ids
                self.assertEqual((files.name, files.raw), ('scan.pdf', b'%PDF two'))
                for number in ("one", "two"):
                    self.assertFalse(self._come(text=text % number, **values))

    def test_without_a_date_any_other_word_makes_another_mail(self):
        self._come(date='')
        self.assertFalse(self._come(date=''))
        more = "Forty windows, please. White."
        self.assertTrue(self._come(more, date=''))
        self.assertFalse(self._come(more, date=''))

    def test_a_mail_stays_known_when_its_text_was_removed(self):
        header, text = SCAN
        lead = self._come(text=text % "one", headers=header)
        mail = self._mails_of(lead)
        mail.attachment_ids.unlink()
        mail.body = ''
        self.assertFalse(self._come(text=text % "one", headers=header))

    def test_an_answer_with_a_known_id_reaches_its_deal(self):
        self._come()
        question = self.deal.message_post(body="Which colour?", message_type='comment')
        answer = f"In-Reply-To: {question.message_id}\r\n"
        values = {'text': "White.", 'to': 'somebody@okna.example', 'headers': answer}
        self.assertFalse(self._come(**values))
        self.assertIn("White.", self._mails_of(self.deal).body)
        self._come(**values)
        self.assertEqual(len(self._mails_of(self.deal)), 1)

    def test_what_we_have_sent_makes_nothing_when_it_comes_back(self):
        sent = self.deal.message_post(body="Our offer", message_type='comment')
        back = {'message_id': sent.message_id, 'text': "Our offer\r\n-- \r\nForwarded"}
        self.assertFalse(self._come(**back, sender='seller@us.example'))
        self.assertFalse(self._come(**{**back, 'text': "Else"}, sender=sent.email_from))
        self._come()
        told = {'text': "A client has written.", 'date': LATER}
        self.assertFalse(self._come(headers="X-Odoo-Objects: crm.lead-1\r\n", **told))
        self.assertFalse(self._come(sender='notifications@deals.example.com', **told))

    def test_a_clients_mail_with_an_id_of_ours_is_another_mail(self):
        """Some programs give their mails the id of the mail that they were written on."""
        for kind in ('comment', 'email_outgoing', 'notification', 'user_notification'):
            sent = self.deal.message_post(body="Our offer", message_type='comment')
            sent.sudo().message_type = kind
            with self.subTest(kind):
                values = {'message_id': sent.message_id, 'sender': f'{kind}@client.example'}
                lead = self._come("Forty windows, please.", **values)
                self.assertEqual(len(lead), 1)
                mail = self._mails_of(lead)
                self.assertTrue(mail.message_id.endswith('@again.invalid>'))
                self.assertIn("Forty windows", mail.body)
                self.assertFalse(self._come("Forty windows, please.", **values), "came again")
                self.assertTrue(self._come("Two doors.", **values), "another one")

    def test_an_answer_with_an_id_of_ours_reaches_its_deal(self):
        sent = self.deal.message_post(body="Our offer", message_type='comment')
        headers = f"In-Reply-To: {sent.message_id}\r\nReferences: {sent.message_id}\r\n"
        values = {
            'message_id': sent.message_id,
            'sender': 'anna@client.example',
            'headers': headers,
            'to': 'catchall@deals.example.com',
        }
        text = "White, please.\r\n\r\n> Our offer"
        self.assertFalse(self._come(text, **values))
        self.assertIn("White, please.", self._mails_of(self.deal).body)
        self._come(text, **values)
        self.assertEqual(len(self._mails_of(self.deal)), 1)

    def test_other_mails_of_one_id_are_bounded_like_all_of_a_sender(self):
        made = [self._come(f"Number {number}") for number in range(23)]
        self.assertEqual(sum(map(len, made)), 20)

    def test_mails_for_other_records_are_ignored_as_by_odoo(self):
        partners = self.env['ir.model']._get_id('res.partner')
        alias = {'alias_name': 'people', 'alias_model_id': partners}
        self.env['mail.alias'].create({**alias, 'alias_domain_id': self.domain.id})
        people = 'people@deals.example.com'
        count = self.env['res.partner'].search_count
        self._come(to=people)
        before = count([])
        self._come("Another", to=people)
        self.assertEqual(count([]), before)
        lead = self._come("Another", to=f'{people}, {ALPHA}')
        self.assertEqual((lead.team_id, count([])), (self.team_a, before))
        with mute_logger('odoo.addons.mail.models.mail_thread'):
            self.assertFalse(self._come("A third", to='nobody@deals.example.com'))

    def test_a_mail_with_a_new_id_costs_no_query_more(self):
        """Count those of deciding about known ones: none."""
        threads = type(self.env['mail.thread'])
        for name in ('_find_again', '_get_received', '_find_deals_aliases'):
            with patch.object(threads, name, side_effect=AssertionError(name)):
                self.assertTrue(self._come(message_id=f'<{name}@new.example>'))


class TestCopies(AgainCase):
    def test_each_team_gets_the_copy_that_only_its_envelope_names(self):
        for header in ('Delivered-To', 'X-Original-To', 'Envelope-To'):
            with self.subTest(header):
                values = {'header': header, 'message_id': f'<{header}@okna.example>'}
                values['sender'] = f'{header}@okna.example'
                first, second = (self._come_by(a, **values) for a in (ALPHA, BETA))
                self.assertEqual(first.team_id | second.team_id, self.team_a | self.team_b)
                self.assertEqual((len(first), len(second)), (1, 1))
                mails = self._mails_of(first) | self._mails_of(second)
                self.assertEqual(len(set(mails.mapped('message_id'))), 1)
                for address in (ALPHA, BETA):
                    self.assertFalse(self._come_by(address, **values))

    def test_a_mail_that_names_both_teams_makes_a_deal_for_each_once(self):
        both = f'{ALPHA}, {BETA}'
        self.assertEqual(len(self._come_by(ALPHA, to=both)), 2)
        self.assertFalse(self._come_by(BETA, to=both))
        self.assertFalse(self._come_by(BETA, to=both, subject="[list] A question"))

    def test_a_blind_copy_makes_a_deal_beside_the_named_team_once(self):
        for order in ((ALPHA, BETA), (BETA, ALPHA)):
            with self.subTest(order):
                values = {'to': ALPHA, 'message_id': f'<{order[0]}>', 'sender': f'x{order[0]}'}
                made = [self._come_by(address, **values) for address in order]
                self.assertEqual((made[0] | made[1]).mapped('team_id'), self.team_a | self.team_b)
                self.assertEqual(len(made[0] | made[1]), 2)

    def test_copies_of_a_mail_with_a_used_id_are_received_like_those_of_any(self):
        self._come()
        values = {'text': "Two doors, urgently."}
        made = [self._come_by(address, **values) for address in (ALPHA, BETA, ALPHA, BETA)]
        self.assertEqual([len(leads) for leads in made], [1, 1, 0, 0])

    def test_a_copy_of_an_old_mail_is_the_mail_again(self):
        lead = self._come_by(ALPHA)
        mail = self._mails_of(lead)
        mail._write({'create_date': '2025-01-01'})
        mail.invalidate_recordset()
        self.assertFalse(self._come_by(BETA))

    def test_a_copy_of_a_mail_of_before_the_update_makes_nothing(self):
        self._come_by(ALPHA)
        receipts = self.env['deal.mail.receipt'].sudo()
        receipts.search([]).mail_hash = receipts._hash('<fixed@shop.example>', '')
        self.assertFalse(self._come_by(BETA))

    def test_a_deal_that_is_named_or_answered_gets_the_mail_once(self):
        question = self.deal.message_post(body="Which colour?", message_type='comment')
        ways = {
            'named': {'subject': f"Re: {self.deal.deal_number}"},
            'answered': {'headers': f"In-Reply-To: {question.message_id}\r\n"},
        }
        for name, way in ways.items():
            with self.subTest(name):
                before = len(self._mails_of(self.deal))
                way |= {'sender': 'jan@okna.example', 'message_id': f'<{name}@okna.example>'}
                self._come_by(ALPHA, **way)
                self._come_by(BETA, **way)
                self.assertEqual(len(self._mails_of(self.deal)), before + 1)

    def test_a_mail_to_both_teams_that_names_a_deal_is_there_once(self):
        subject = f"Re: {self.deal.deal_number}"
        self._come(sender='jan@okna.example', subject=subject, to=f'{ALPHA}, {BETA}')
        self.assertEqual(len(self._mails_of(self.deal)), 1)

    def test_copies_without_message_id_are_one_mail(self):
        def receive(address, to):
            raw = (
                f"Delivered-To: {address}\r\nReceived: by {address}\r\n"
                f"From: none@okna.example\r\nTo: {to}\r\nSubject: A\r\nDate: {DATE}\r\n\r\nText"
            )
            before = self.env['crm.lead'].search([])
            self.env['mail.thread'].message_process(False, raw)
            self.env.flush_all()
            return self.env['crm.lead'].search([]) - before

        made = [receive(address, f'{ALPHA}, {BETA}') for address in (ALPHA, BETA)]
        self.assertEqual([len(leads) for leads in made], [2, 0])
        made = [receive(address, 'list@okna.example') for address in (ALPHA, BETA, BETA)]
        self.assertEqual([len(leads) for leads in made], [1, 1, 0])

    def test_an_alias_that_refuses_strangers_answers_a_known_mail_once(self):
        self.team_b.alias_contact = 'partners'
        sent = self.env['mail.mail'].search_count
        self._come(to=f'{ALPHA}, {BETA}')
        before = sent([])
        self._come(to=f'{ALPHA}, {BETA}')
        self._come_by(ALPHA, to=f'{ALPHA}, {BETA}')
        self.assertEqual(sent([]), before)
