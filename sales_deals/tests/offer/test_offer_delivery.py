from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import OfferCase


@tagged('post_install', '-at_install')
class TestOfferDelivery(OfferCase):
    """An offer that was sent by a mail that does not arrive."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(user=cls.salesman_all)
        cls.salesman_all.email = 'seller@ours.example'
        cls.offer = cls._make_offer().with_user(cls.salesman_all)

    def _send_by_mail(self, action=None, fails=True):
        """Send the offer as the composer does, by a mail server that refuses it, or not."""
        action = action or self.offer.action_send()
        composer = self.env['mail.compose.message'].with_context(**action['context']).create({})
        composer._action_send_mail()
        message = self.offer.sudo().sent_message_id
        if not fails:
            message.notification_ids.notification_status = 'sent'
            return
        mails = self.env['mail.mail'].sudo().search([('mail_message_id', '=', message.id)])
        refused = ConnectionRefusedError("Connection refused")
        with patch.object(self.registry['ir.mail_server'], '_connect__', side_effect=refused):
            mails.send()

    def _search(self, value=True):
        found = self.env['deal.offer'].search([('is_undelivered', '=', value)])
        return self.offer in found

    def test_offer_whose_mail_failed_says_so_and_why(self):
        self._send_by_mail()
        self.assertEqual(self.offer.state, 'sent')
        self.assertTrue(self.offer.is_undelivered)
        self.assertIn("client@example.com", self.offer.delivery_note)
        self.assertIn("our mail server could not be reached", self.offer.delivery_note)
        self.assertEqual((self._search(), self._search(False)), (True, False))
        self.assertTrue(self.deal.with_user(self.salesman_all)._prepare_panel_offer())

    def test_offer_that_arrives_says_nothing(self):
        self._send_by_mail(fails=False)
        self.assertEqual((self.offer.is_undelivered, self.offer.delivery_note), (False, False))
        self.assertEqual((self._search(), self._search(False)), (False, True))

    def test_bounce_that_comes_later_is_shown(self):
        self._send_by_mail(fails=False)
        self.offer.sudo().sent_message_id.notification_ids.write(
            {'notification_status': 'bounce', 'failure_type': 'mail_bounce'}
        )
        self.assertTrue(self.offer.is_undelivered)
        self.assertIn("came back", self.offer.delivery_note)

    def test_one_of_two_recipients_is_named(self):
        second = self.env['res.partner'].sudo().create({'name': "Jan", 'email': 'jan@example.com'})
        self.offer.recipient_ids = [Command.link(second.id)]
        self._send_by_mail(fails=False)
        self.offer.sudo().sent_message_id.notification_ids.filtered(
            lambda notification: notification.res_partner_id == second
        ).write({'notification_status': 'exception', 'failure_type': 'mail_email_invalid'})
        self.assertFalse(self.offer.is_undelivered)
        self.assertIn("jan@example.com", self.offer.delivery_note)
        self.assertNotIn("client@example.com", self.offer.delivery_note)
        self.assertFalse(self._search())

    def test_resent_offer_is_the_same_and_delivered(self):
        self._send_by_mail()
        told = (self.offer.snapshot_hash, self.offer.access_token, self.offer.sent_on)
        self._send_by_mail(self.offer.action_resend(), fails=False)
        self.assertFalse(self.offer.is_undelivered)
        now = (self.offer.snapshot_hash, self.offer.access_token, self.offer.sent_on)
        self.assertEqual(now, told)
        self.assertIn(self.offer.access_token, self.offer.sudo().sent_message_id.body)

    def test_what_can_no_longer_be_answered_is_not_resent(self):
        self._send_by_mail()
        action = self.offer.action_resend()
        self.offer._close('expired')
        self.assertFalse(self.offer.is_undelivered, "it is of no use to send it again")
        with self.assertRaisesRegex(UserError, "new version"):
            self.offer.action_resend()
        with self.assertRaisesRegex(UserError, "new version"):
            self._send_by_mail(action)
        later = self._make_offer(
            valid_until=fields.Date.context_today(self.offer) + timedelta(days=3)
        )
        with self.assertRaises(UserError):
            later.action_resend()

    def test_link_that_was_passed_on_is_not_undelivered(self):
        self.offer.action_mark_sent()
        self.assertEqual((self.offer.is_undelivered, self.offer.delivery_note), (False, False))
