from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import OfferCase


@tagged('post_install', '-at_install')
class TestOfferReminder(OfferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer = cls._send()

    def _run_on(self, day):
        with (
            patch.object(fields.Date, 'context_today', lambda *args: day),
            self.enter_registry_test_mode(),
        ):
            self.env.ref('sales_deals.ir_cron_deal_offer_follow_up').method_direct_trigger()

    def _get_reminders(self):
        return self.deal.message_ids.filtered(lambda m: "expires soon" in (m.subject or ''))

    def test_reminder_is_sent_once_before_the_end(self):
        end = self.offer.valid_until
        self._run_on(end - timedelta(days=4))
        self.assertFalse(self._get_reminders())
        for _run in range(2):
            self._run_on(end - timedelta(days=3))
        self.assertEqual(len(self._get_reminders()), 1)
        self.assertIn(self.partner, self._get_reminders().notified_partner_ids)

    def test_mails_are_read_in_the_direction_of_their_language(self):
        self.env['res.lang']._activate_lang('fa_IR')
        for name in ('mail_template_offer', 'mail_template_offer_reminder'):
            template = self.env.ref(f'sales_deals.{name}')
            for lang, direction in (('en_US', 'ltr'), ('fa_IR', 'rtl')):
                texts = template._render_field('body_html', self.offer.ids, set_lang=lang)
                self.assertIn(f'dir="{direction}"', texts[self.offer.id])

    def test_reminder_that_fails_keeps_no_other_waiting(self):
        other, remind = self._send(), type(self.offer)._remind

        def fail_for_other(offer):
            remind(offer)
            if offer == other:
                raise UserError(offer.display_name)

        with (
            patch.object(type(self.offer), '_remind', fail_for_other),
            self.assertLogs('odoo.addons.sales_deals.models.offer.deal_offer_reminder', 'ERROR'),
        ):
            self._run_on(self.offer.valid_until - timedelta(days=1))
        self.assertEqual(len(self._get_reminders()), 1)
        self.assertTrue(self.offer.reminded_on)
        self.assertFalse(other.reminded_on)

    def test_reminder_can_be_switched_off(self):
        self.offer.is_reminding = False
        self._run_on(self.offer.valid_until)
        self.assertFalse(self._get_reminders())
        self.template.reminder_days = 0
        offer = self._send()
        self.assertFalse(offer.remind_on)

    def test_offer_expires_after_its_last_day(self):
        self._run_on(self.offer.valid_until)
        self.assertEqual(self.offer.state, 'sent')
        for _run in range(2):
            self._run_on(self.offer.valid_until + timedelta(days=1))
        self.assertEqual(self.offer.state, 'expired')

    def test_answered_offers_are_left_alone(self):
        self.offer._decline()
        self._run_on(self.offer.valid_until - timedelta(days=1))
        self._run_on(self.offer.valid_until + timedelta(days=1))
        self.assertFalse(self._get_reminders())
        self.assertEqual(self.offer.state, 'declined')
