from datetime import timedelta

from odoo import fields
from odoo.addons.mail.tests.common import MockEmail
from odoo.tests import tagged

from ..common import FollowupCase, OfferCase


@tagged('post_install', '-at_install')
class TestFollowupReplies(FollowupCase):
    """Who has answered: the same for the recipients, the progress, the panel and the chatter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sent_on = fields.Datetime.now() - timedelta(days=10)
        client = cls.env['res.partner'].create({'name': "C", 'email': 'c@client.example'})
        colleague = cls.manager.partner_id
        #: Type, author and whether it is internal, of messages; and whether the client wrote it.
        cls.messages = [
            (('email', cls.env['res.partner'], False), True),
            (('email', client, False), True),
            (('email', colleague, False), False),
            (('email', client, True), False),
            (('comment', client, False), True),
            (('comment', client, True), False),
            (('comment', colleague, False), False),
            (('comment', cls.env['res.partner'], False), False),
            (('notification', client, False), False),
            (('email_outgoing', client, False), False),
        ]
        cls.deals = cls.env['crm.lead'].union(
            *(cls._create_mailed(f"M{number}") for number in range(len(cls.messages)))
        )
        for deal, (values, _wrote) in zip(cls.deals, cls.messages, strict=True):
            cls._write_message(deal, *values)

    @classmethod
    def _write_message(cls, deal, kind, author, is_internal):
        message = deal.sudo()._message_log(body="Text", message_type=kind)
        message.write(
            {
                'author_id': author.id,
                'is_internal': is_internal,
                'date': cls.sent_on + timedelta(days=1),
            }
        )

    def _get_expected(self):
        wrote = [wrote for _values, wrote in self.messages]
        return {deal.id for deal, is_reply in zip(self.deals, wrote, strict=True) if is_reply}

    def test_recipients_progress_panel_and_chatter_agree(self):
        expected = self._get_expected()
        self.assertEqual(len(expected), 3)
        followup = self._make_followup(self.deals)
        followup.sudo().line_ids.write({'state': 'sent', 'sent_on': self.sent_on})
        self.assertEqual(followup.reply_count, len(expected))
        contacts = self.deals._get_last_contacts()
        wrote = {deal_id for deal_id, last in contacts.items() if last.kind == 'mail_in'}
        self.assertEqual(wrote, expected)
        messages = self.env['mail.message']
        received = {
            deal.id
            for deal in self.deals
            if messages._message_fetch(None, thread=deal, deal_filter='received')['messages']
        }
        self.assertEqual(received, expected)
        for deal in self.deals:
            self._write_mail(deal, 'email_outgoing', self.sent_on)
        later = self._make_followup(self.deals)
        replied = later.sudo().line_ids.filtered(lambda line: line.reason == 'replied')
        self.assertEqual(set(replied.lead_id.ids), expected)


@tagged('post_install', '-at_install')
class TestFollowupQuestion(OfferCase, MockEmail):
    """A question on the page of an offer is an answer, as a mail is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesman_all.email = 'all@ours.example'
        cls.deal.email_from = 'client@example.com'

    def _follow(self):
        action = self.deal.with_user(self.salesman_all).action_deal_new_followup(skip_days=0)
        followups = self.env['deal.followup'].with_user(self.salesman_all)
        return followups.browse(action['res_id'])

    def test_who_asked_on_the_offers_page_gets_no_reminder(self):
        offer = self._send()
        followup = self._follow()
        with self.mock_mail_gateway():
            followup.action_launch()
            FollowupCase._run_job.__func__(type(self))
        self.assertEqual(followup.sent_count, 1)
        offer.sudo()._ask("Is delivery included?")
        self.assertEqual(followup.reply_count, 1)
        self.assertEqual(self._follow().sudo().line_ids.reason, 'replied')
