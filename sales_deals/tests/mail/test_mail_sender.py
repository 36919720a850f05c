"""Mails to a team's alias: their customer, and the open deal they may belong to."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import DealCase


class MailCase(DealCase):
    """Two teams with an alias each, and a client with an open deal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env['mail.alias.domain'].create({'name': 'deals.example.com'})
        cls.company.alias_domain_id = cls.domain
        cls.env['ir.config_parameter'].set_param('crm.iap.lead.enrich.setting', 'manual')
        for team, name in ((cls.team_a, 'alpha'), (cls.team_b, 'beta')):
            team.write({'alias_name': name, 'alias_domain_id': cls.domain.id})
        cls.client_company = cls.env['res.partner'].create({'name': "Okna", 'is_company': True})
        cls.client_partner = cls.env['res.partner'].create(
            {'name': "Jan", 'email': 'jan@okna.example', 'parent_id': cls.client_company.id}
        )
        cls.deal = cls._create_deal(
            name="Forty windows",
            partner_id=cls.client_partner.id,
            team_id=cls.team_a.id,
            user_id=cls.salesman.id,
        )
        cls.company.deal_loss_reason_required = False
        cls.mail_count = 0

    @classmethod
    def _receive(
        cls, sender, to='alpha@deals.example.com', subject="A question", headers='', **values
    ):
        """Process a mail and return the lead it became, an empty ``crm.lead`` if none."""
        cls.mail_count += 1
        message_id = values.get('message_id') or f'<{cls.mail_count}@okna.example>'
        raw = (
            f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: {message_id}\r\n"
            f"{headers}\r\n{values.get('text', 'Text')}\r\n"
        )
        cls.env.flush_all()
        threads = cls.env['mail.thread'].with_context(tracking_disable=False)
        lead_id = threads.message_process(False, raw.encode())
        cls.env.flush_all()
        return cls.env['crm.lead'].browse(lead_id or ())

    @classmethod
    def _mails_of(cls, lead):
        return lead.message_ids.filtered(lambda message: message.message_type == 'email')


class TestMailSender(MailCase):
    def test_a_mail_has_the_customer_with_its_address(self):
        lead = self._receive('Jan <JAN@Okna.example>')
        self.assertEqual(lead.partner_id, self.client_partner)
        self.assertEqual(lead.deal_process_id, self.process_a)

    def test_receiving_describes_the_fields_briefly_and_only_then(self):
        described = []
        fields_get = type(self.env['crm.lead']).fields_get

        def watch(model, allfields=None, attributes=None):
            found = fields_get(model, allfields, attributes)
            if not allfields and not attributes:
                described.append(found)
            return found

        with patch.object(type(self.env['crm.lead']), 'fields_get', watch):
            lead = self._receive('new@client.example')
        self.assertEqual((lead.name, lead.email_from), ("A question", 'new@client.example'))
        self.assertTrue(described)
        for found in described:
            self.assertGreaterEqual(len(found), 100)
            self.assertNotIn('sortable', found['name'])
        self.assertIn('sortable', lead.fields_get()['name'])

    def test_a_mail_has_the_customer_whose_address_reaches_the_same_mailbox(self):
        partner = self.env['res.partner'].create({'name': "Ewa", 'email': 'ewakowal@gmail.com'})
        lead = self._receive('Ewa <ewa.kowal+windows@googlemail.com>')
        self.assertEqual(lead.partner_id, partner)
        self.assertEqual(partner.email, 'ewakowal@gmail.com')

    def test_a_customer_with_another_spelling_is_found_by_his_deals(self):
        partner = self.env['res.partner'].create({'name': "Ewa", 'email': 'ewa.kowal@gmail.com'})
        self._create_deal(name="Old", partner_id=partner.id).action_set_lost()
        lead = self._receive('e.wakowal@gmail.com')
        self.assertEqual(lead.partner_id, partner)
        self.assertEqual(partner.email, 'ewa.kowal@gmail.com')
        self.assertFalse(lead.deal_asks_belonging)

    def test_somebody_at_the_same_provider_or_firm_is_no_customer(self):
        self.env['res.partner'].create({'name': "Ewa", 'email': 'ewa@gmail.com'})
        self.assertFalse(self._receive('adam@gmail.com').partner_id)
        self.assertFalse(self._receive('adam@okna.example').partner_id)

    def test_a_mail_of_a_client_with_an_open_deal_asks(self):
        lead = self._receive('jan@okna.example')
        self.assertTrue(lead.deal_asks_belonging)
        self.assertEqual(lead.deal_belongs_to_id, self.deal)
        self.assertEqual(lead.user_id, self.salesman)
        offer = lead.with_user(self.salesman).deal_belonging
        self.assertEqual([deal['id'] for deal in offer['deals']], self.deal.ids)
        self.assertEqual(offer['hidden'], 0)

    def test_a_mail_of_a_colleague_asks_whether_it_belongs_to_the_companys_deal(self):
        colleague = {
            'name': "Ola",
            'email': 'ola@okna.example',
            'parent_id': self.client_company.id,
        }
        self.env['res.partner'].create(colleague)
        self.assertEqual(self._receive('ola@okna.example').deal_belongs_to_id, self.deal)

    def test_a_mail_of_an_address_without_customer_asks(self):
        deal = self._create_deal(name="By phone", email_from='Adam <adam@new.example>')
        self.assertEqual(self._receive('adam@new.example').deal_belongs_to_id, deal)

    def test_two_mails_ask_for_the_same_deal(self):
        self._receive('jan@okna.example')
        self.assertEqual(self._receive('jan@okna.example').deal_belongs_to_id, self.deal)

    def test_a_suspended_deal_is_open_and_closed_ones_are_not(self):
        self.deal.write({'deal_is_suspended': True, 'deal_suspended_until': '2099-01-01'})
        self.assertTrue(self._receive('jan@okna.example').deal_asks_belonging)
        self.deal.action_set_lost()
        self.assertFalse(self._receive('jan@okna.example').deal_asks_belonging)

    def test_nothing_is_asked_any_more_when_the_open_deal_is_won(self):
        lead = self._receive('jan@okna.example')
        domain = [('deal_asks_belonging', '=', True)]
        self.assertIn(lead, self.env['crm.lead'].search(domain))
        self.assertNotIn(self.deal, self.env['crm.lead'].search(domain))
        self.deal.action_set_won()
        self.assertFalse(lead.deal_asks_belonging)
        self.assertNotIn(lead, self.env['crm.lead'].search(domain))
        self.assertIn(lead, self.env['crm.lead'].search([('deal_asks_belonging', '=', False)]))

    def test_a_company_may_keep_odoos_way(self):
        self.company.deal_mail_policy = 'new'
        lead = self._receive('jan@okna.example')
        self.assertEqual(lead.partner_id, self.client_partner)
        self.assertFalse(lead.deal_asks_belonging)
        self.assertFalse(lead.user_id)

    def test_a_deal_of_another_company_is_not_offered(self):
        team = self._create_team("Elsewhere", self.standard, company_id=self.other_company.id)
        self.deal.write({'user_id': False, 'team_id': team.id, 'company_id': self.other_company.id})
        self.client_company.company_id = self.client_partner.company_id = False
        self.assertFalse(self._receive('jan@okna.example').deal_asks_belonging)

    def test_an_address_with_very_many_open_deals_is_no_client(self):
        self.env['crm.lead'].create(
            [self._prepare_deal(email_from='portal@many.example') for _number in range(21)]
        )
        self.assertFalse(self._receive('portal@many.example').deal_asks_belonging)

    def test_a_colleague_of_ours_is_no_client(self):
        self.deal.partner_id = self.salesman.partner_id
        self.salesman.partner_id.email = 'seller@us.example'
        self.assertFalse(self._receive('seller@us.example').deal_asks_belonging)

    def test_a_mail_that_names_the_deals_number_goes_there(self):
        subject = f"Re: {self.deal.deal_number}, forty windows"
        self.assertEqual(self._receive('jan@okna.example', subject=subject), self.deal)
        self.assertEqual(self._mails_of(self.deal).subject, subject)

    def test_a_number_is_known_however_it_is_written(self):
        self.deal.sudo().deal_number = 'Nr 2026/00012'
        for subject in (
            "RE: nr  2026/00012",
            "Pytanie (Nr 2026/00012), kolor",
            "#Nr 2026/00012",
            "سؤال دربارهٔ Nr \u202a۲۰۲۶/۰۰۰۱۲\u202c",
            "Nr ٢٠٢٦/٠٠٠١٢",
        ):
            with self.subTest(subject):
                self.assertEqual(self._receive('jan@okna.example', subject=subject), self.deal)
        for subject in ("Nr 2026/000123", "Nr 2026/00012/B", "Nr 2026/00012-7", "2026/00012"):
            with self.subTest(subject):
                self.assertNotEqual(self._receive('jan@okna.example', subject=subject), self.deal)

    def test_an_alias_with_a_tag_is_the_alias(self):
        for to in ('Alpha+fair@deals.example.com', 'x@y.example, alpha+a+b@deals.example.com'):
            lead = self._receive('tag@new.example', to=to)
            self.assertEqual(lead.team_id, self.team_a)
            lead.unlink()

    def test_a_team_of_no_company_works_for_the_clients(self):
        self.team_a.company_id = False
        client = self.env['res.partner'].create(
            {'name': "Abroad", 'email': 'abroad@new.example', 'company_id': self.other_company.id}
        )
        lead = self._receive(client.email)
        self.assertEqual((lead.partner_id, lead.company_id), (client, self.other_company))

    def test_a_client_of_another_company_is_no_customer_of_this_one(self):
        team = self.env['crm.team'].create(
            {'name': "Abroad", 'alias_name': 'abroad', 'company_id': self.other_company.id}
        )
        alias = team.alias_id
        if not alias.alias_domain_id:
            alias.alias_domain_id = self.team_a.alias_id.alias_domain_id
        ours = self.env['res.partner'].create(
            {'name': "Ours", 'email': 'ours@new.example', 'company_id': self.company.id}
        )
        lead = self._receive('ours@new.example', to=alias.alias_full_name)
        self.assertEqual(
            (lead.company_id, lead.email_from), (self.other_company, 'ours@new.example')
        )
        self.assertFalse(lead.partner_id)
        self.assertEqual(self._mails_of(lead).author_id, ours)

    def test_a_mail_is_taken_again_when_its_deal_was_deleted(self):
        raw = {'message_id': '<once@okna.example>'}
        lead = self._receive('ola@new.example', **raw)
        self.assertFalse(self._receive('ola@new.example', **raw))
        lead.unlink()
        again = self._receive('ola@new.example', **raw)
        self.assertTrue(again)
        self.assertFalse(self._receive('ola@new.example', **raw))

    def test_a_deal_that_looks_automatic_is_dropped_or_kept_by_one_click(self):
        leads = self.env['crm.lead']
        for address in ('a@shop.example', 'b@shop.example'):
            lead = self._receive(address, headers='Precedence: bulk\r\n')
            self.assertTrue(lead.deal_looks_automatic)
            leads |= lead
        dropped, kept = leads.with_user(self.salesman_all)
        dropped.action_deal_drop_automatic()
        kept.action_deal_is_from_person()
        self.assertEqual(dropped.won_status, 'pending')
        self.assertEqual(leads.mapped('active'), [False, True])
        self.assertEqual(leads.mapped('deal_looks_automatic'), [True, False])
        self.assertFalse(self._receive('c@shop.example').deal_looks_automatic)

    def test_a_strangers_mail_that_names_a_number_makes_a_deal(self):
        lead = self._receive('eve@evil.example', subject=f"Re: {self.deal.deal_number}")
        self.assertNotEqual(lead, self.deal)
        self.assertFalse(lead.deal_asks_belonging)


class TestBelonging(MailCase):
    def setUp(self):
        super().setUp()
        self.lead = self._receive(
            'jan@okna.example',
            headers='Content-Type: multipart/mixed; boundary="b"\r\n',
            text="--b\r\nContent-Type: text/plain\r\n\r\nWhite ones, please.\r\n--b\r\n"
            "Content-Type: application/pdf; name=plan.pdf\r\n\r\n%PDF-1.4\r\n--b--",
        )

    def test_belonging_moves_the_mail_with_its_files(self):
        message = self._mails_of(self.lead)
        self.lead.with_user(self.salesman).action_deal_belongs_to(self.deal.id)
        self.assertEqual(message.res_id, self.deal.id)
        self.assertEqual(message.attachment_ids.mapped('name'), ['plan.pdf'])
        self.assertEqual(message.attachment_ids.res_id, self.deal.id)
        self.assertEqual(self.lead.deal_merged_into_id, self.deal)
        self.assertFalse(self.lead.active)
        self.assertFalse(self.deal.deal_belongs_to_id)
        self.assertFalse(self.deal.deal_asks_belonging)

    def test_answers_to_the_mail_go_to_the_deal(self):
        message_id = self._mails_of(self.lead).message_id
        self.lead.with_user(self.salesman).action_deal_belongs_to(self.deal.id)
        headers = f'In-Reply-To: {message_id}\r\n'
        self.assertEqual(self._receive('jan@okna.example', headers=headers), self.deal)

    def test_undoing_asks_again(self):
        self.lead.with_user(self.salesman).action_deal_belongs_to(self.deal.id)
        self.deal.with_user(self.salesman).action_deal_undo_merge()
        self.assertTrue(self.lead.active)
        self.assertTrue(self.lead.deal_asks_belonging)
        self.assertEqual(len(self._mails_of(self.lead)), 1)

    def test_the_deals_salesperson_is_told(self):
        self.lead.with_user(self.salesman_all).action_deal_belongs_to(self.deal.id)
        told = self.env['mail.notification'].search(
            [('res_partner_id', '=', self.salesman.partner_id.id)], order='id desc', limit=1
        )
        self.assertEqual(told.mail_message_id.res_id, self.deal.id)
        self.assertIn("A question", told.mail_message_id.body)

    def test_a_new_deal_asks_no_more(self):
        self.lead.with_user(self.salesman).action_deal_is_new()
        self.assertFalse(self.lead.deal_asks_belonging)
        self.assertFalse(self.lead.deal_belongs_to_id)
        self.assertTrue(self.lead.active)

    def test_an_answered_question_cannot_be_answered_again(self):
        self.lead.action_deal_is_new()
        with self.assertRaises(UserError):
            self.lead.action_deal_belongs_to(self.deal.id)

    def test_it_belongs_to_the_deal_that_the_open_one_was_merged_into(self):
        older = self._create_deal(name="Older", partner_id=self.client_partner.id)
        older._write({'create_date': '2020-01-01'})
        older.invalidate_recordset()
        (older | self.deal)._merge_into_oldest()
        self.assertEqual(self.lead.deal_belongs_to_id, older)
        self.lead.action_deal_belongs_to(self.deal.id)
        self.assertEqual(self.lead.deal_merged_into_id, older)

    def test_deleting_the_open_deal_leaves_a_deal(self):
        self.deal.unlink()
        self.assertFalse(self.lead.deal_asks_belonging)

    def test_who_may_not_see_the_open_deal_is_told_no_name(self):
        self.lead.user_id = False
        other = self._create_user('deal_other', 'sales_team.group_sale_salesman')
        lead = self.lead.with_user(other)
        self.assertTrue(lead.deal_asks_belonging)
        self.assertEqual(lead.deal_belonging, {'deals': [], 'more': 0, 'hidden': 1})
        with self.assertRaises(AccessError):
            lead.read(['deal_belongs_to_id'])
        with self.assertRaises(AccessError):
            lead.action_deal_belongs_to(self.deal.id)
        with self.assertRaises(AccessError):
            lead.search([('deal_belongs_to_id.name', 'ilike', "Forty")])

    def test_nothing_is_told_of_a_deal_of_another_company(self):
        self.lead.write({'user_id': False, 'team_id': False, 'company_id': False})
        self.deal.partner_id = False
        self.deal.write({'user_id': False, 'team_id': False, 'company_id': self.other_company.id})
        self.assertTrue(self.lead.deal_asks_belonging)
        self.assertFalse(self.lead.with_user(self.salesman_all).deal_belonging)

    def test_only_who_may_change_the_deal_may_answer(self):
        for user in (self.employee, self.portal, self.public, self.stranger):
            lead = self.lead.with_user(user)
            for call in (lead.action_deal_is_new, lambda lead=lead: lead.action_deal_belongs_to(1)):
                with self.assertRaises(AccessError), mute_logger('odoo.addons.base.models.ir_rule'):
                    call()

    def test_receipts_of_mails_are_nobodys(self):
        for user in (self.salesman, self.manager, self.employee, self.portal, self.public):
            with self.assertRaises(AccessError):
                self.env['deal.mail.receipt'].with_user(user).search([])

    def test_managers_set_what_becomes_of_such_mails(self):
        form = Form(self.env['res.config.settings'])
        form.deal_mail_policy = 'new'
        form.save().execute()
        self.assertEqual(self.company.deal_mail_policy, 'new')


class TestMailOnce(MailCase):
    def test_a_mail_that_comes_again_makes_nothing(self):
        self.assertTrue(self._receive('a@new.example', message_id='<one@x>'))
        self.assertFalse(self._receive('a@new.example', message_id='<one@x>'))

    def test_a_mail_is_known_by_its_receipt_where_its_message_was_not_seen(self):
        self.assertTrue(self._receive('a@new.example', message_id='<two@x>'))
        # As for a transaction that began before the other one ended.
        messages = self.registry['mail.message']
        with patch.object(messages, 'search', lambda model, *_args, **_options: model.browse()):
            self.assertFalse(self._receive('a@new.example', message_id='<two@x>'))

    def test_old_receipts_are_removed(self):
        self._receive('a@new.example')
        receipts = self.env['deal.mail.receipt'].search([])
        self.assertTrue(receipts)
        receipts.received_on = '2020-01-01'
        receipts._gc_receipts()
        self.assertFalse(receipts.exists())


class TestMailFlood(MailCase):
    def test_a_flood_from_one_sender_is_bounded(self):
        made = [self._receive('flood@new.example') for _number in range(23)]
        self.assertEqual(sum(map(bool, made)), 20)

    def test_archiving_or_merging_lets_no_more_in(self):
        made = [self._receive('flood@new.example') for _number in range(20)]
        made[0].active = False
        (made[1] | made[2])._merge_into_oldest()
        self.assertFalse(self._receive('flood@new.example'))

    def test_a_flood_in_other_spellings_is_bounded(self):
        partner = self.env['res.partner'].create({'name': "Ewa", 'email': 'ewakowal@gmail.com'})
        made = [self._receive('ewa.kowal@gmail.com') for _number in range(22)]
        self.assertEqual(made[3].partner_id, partner)
        self.assertEqual(sum(map(bool, made)), 20)

    def test_senders_without_an_address_are_bounded_together(self):
        self.env['crm.lead'].create([{'name': f"Imported {n}"} for n in range(30)])
        made = [self._receive(f'"Nobody {n % 3}"') for n in range(22)]
        self.assertEqual(sum(map(bool, made)), 20)

    def test_a_mail_from_the_alias_itself_makes_nothing(self):
        self.assertFalse(self._receive('alpha@deals.example.com'))


class TestAutomaticMail(MailCase):
    def setUp(self):
        super().setUp()
        self.question = self.deal.with_user(self.salesman).message_post(
            body="Which colour?",
            partner_ids=self.client_partner.ids,
            subtype_xmlid='mail.mt_comment',
            message_type='comment',
        )

    def test_an_automatic_reply_makes_no_deal(self):
        headers = 'Auto-Submitted: auto-replied\r\n'
        subject = "Automatic reply: Forty windows"
        self.assertFalse(self._receive('jan@okna.example', headers=headers, subject=subject))

    def test_an_automatic_reply_is_a_note_on_the_deal_that_it_answers(self):
        answered = f'In-Reply-To: {self.question.message_id}\r\nAuto-Submitted: auto-replied\r\n'
        self.assertEqual(self._receive('jan@okna.example', headers=answered), self.deal)
        note = self._mails_of(self.deal)
        self.assertTrue(note.subtype_id.internal)
        self.assertEqual(note.notified_partner_ids, self.salesman.partner_id)

    def test_an_automatic_reply_to_a_clients_mail_tells_no_client(self):
        lead = self._receive('ola@okna.example', message_id='<theirs@okna.example>')
        headers = 'In-Reply-To: <theirs@okna.example>\r\nReturn-Path: <>\r\n'
        self.assertEqual(self._receive('jan@okna.example', headers=headers), lead)
        note = self._mails_of(lead)[0]
        self.assertTrue(note.subtype_id.internal)
        self.assertFalse(note.notified_partner_ids.filtered('partner_share'))

    def test_an_answer_by_a_person_is_no_note(self):
        headers = f'In-Reply-To: {self.question.message_id}\r\n'
        self.assertEqual(self._receive('jan@okna.example', headers=headers), self.deal)
        self.assertFalse(self._mails_of(self.deal).subtype_id.internal)

    def _report(self, kind, fields):
        return self._receive(
            'mailer-daemon@okna.example',
            headers='Return-Path: <>\r\n'
            f'Content-Type: multipart/report; report-type={kind}; boundary="r"\r\n',
            text="--r\r\nContent-Type: text/plain\r\n\r\nWhat has happened.\r\n"
            f"--r\r\nContent-Type: message/{kind}\r\n\r\n{fields}\r\n--r\r\n"
            "Content-Type: message/rfc822\r\n\r\n"
            f"Message-ID: {self.question.message_id}\r\nSubject: s\r\n\r\nq\r\n--r--",
        )

    def test_a_report_of_failure_marks_the_message_and_makes_no_deal(self):
        fields = (
            "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; jan@okna.example\r\n"
            "Action: failed\r\n"
        )
        self.assertFalse(self._report('delivery-status', fields))
        self.assertEqual(self.deal.message_bounce, 1)
        self.assertFalse(self._mails_of(self.deal))

    def test_a_receipt_of_reading_is_a_note_and_no_failure(self):
        fields = "Final-Recipient: rfc822; jan@okna.example\r\nDisposition: manual; displayed\r\n"
        self.assertFalse(self._report('disposition-notification', fields))
        self.assertEqual(self.deal.message_bounce, 0)
        self.assertIn("What has happened.", self._mails_of(self.deal).body)

    def test_a_report_of_delay_is_a_note_and_no_failure(self):
        fields = (
            "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; jan@okna.example\r\n"
            "Action: delayed\r\n"
        )
        self.assertFalse(self._report('delivery-status', fields))
        self.assertEqual(self.deal.message_bounce, 0)
        self.assertIn("What has happened.", self._mails_of(self.deal).body)

    def test_a_report_of_delay_on_another_record_is_odoos(self):
        moved = {'model': 'res.partner', 'res_id': self.client_partner.id}
        self.question.with_user(self.env.ref('base.user_admin')).write(moved)
        fields = (
            "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; jan@okna.example\r\n"
            "Action: delayed\r\n"
        )
        self.assertFalse(self._report('delivery-status', fields))
        self.assertEqual(self.client_partner.message_bounce, 1)
        self.assertFalse(self._mails_of(self.deal))

    def test_a_mail_without_message_id_that_comes_again_is_found_without_its_receipt(self):
        def receive():
            raw = (
                "From: new@client.example\r\nTo: alpha@deals.example.com\r\nSubject: Windows\r\n"
                "Date: Mon, 06 Oct 2025 10:00:00 +0200\r\n\r\nText"
            )
            lead_id = self.env['mail.thread'].message_process(False, raw)
            self.env.flush_all()
            return lead_id

        self.assertTrue(receive())
        self.env['deal.mail.receipt'].sudo().search([]).unlink()
        self.assertFalse(receive())
