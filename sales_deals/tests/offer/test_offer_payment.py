import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import OfferCase

CHROME = {'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0'}


@tagged('post_install', '-at_install')
class TestOfferPayment(OfferCase, HttpCase):
    """An accepted offer whose order is confirmed when it is paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({'portal_confirmation_pay': True, 'prepayment_percent': 1.0})
        cls.offer = cls._send()

    def _accept(self, signature=None):
        return self.offer._accept(self.key, [self.option_key], "Anna Nowak", signature)

    def _get_page(self):
        offer = self.offer
        url = f'/offer/{offer.id}?access_token={offer.access_token}'
        return self.url_open(url, headers=CHROME).text

    def test_client_lands_on_the_offer_with_thanks_and_a_way_to_pay(self):
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self._get_page())
        answer = self.url_open(
            f'/offer/{self.offer.id}/accept?access_token={self.offer.access_token}',
            data={
                'csrf_token': found[1],
                'variant': self.key,
                'option': f'{self.key}:{self.option_key}',
                'name': "Anna Nowak",
            },
            headers=CHROME,
        )
        self.assertIn(f'/offer/{self.offer.id}?', answer.url)
        order = self.offer.sale_order_id
        self.assertEqual((order.state, order.amount_total), ('sent', 740))
        self.assertTrue(self.offer.awaits_payment)
        self.assertIn("Thank you!", answer.text)
        self.assertRegex(answer.text, r"is confirmed when \$\s*740.00 is paid")
        link = re.search(r'href="([^"]+)"[^>]*>Pay now<', answer.text)[1].replace('&amp;', '&')
        self.assertIn('allow_payment=yes', link)
        page = self.url_open(link)
        self.assertIn(order.name, page.text)
        self.assertIn('o_sale_portal_paynow', page.text, "he signed: he is not asked to sign again")

    def test_only_what_is_left_of_a_part_that_is_paid_first_is_asked_for(self):
        self.company.prepayment_percent = 0.25
        self.offer = self._send()
        self._accept()
        self.assertRegex(self.offer._prepare_page()['notice'], r"\$\s*185.00 is paid")

    def test_what_was_signed_cannot_be_changed_on_the_page_of_the_order(self):
        order = self._accept()
        option = order.order_line.filtered(lambda line: line.product_id == self.door)
        for values in ({'remove': True}, {'input_quantity': 0}, {}):
            self.make_jsonrpc_request(
                f'/my/orders/{order.id}/update_line_dict',
                {'line_id': option.id, 'access_token': order._portal_ensure_token(), **values},
            )
            self.assertEqual((option.product_uom_qty, order.amount_total), (1, 740))
        self.assertEqual(order.amount_total, self.offer.accepted_amount)
        self.assertFalse(option._can_be_edited_on_portal())
        self.assertNotIn('js_update_line_json', self.url_open(order.get_portal_url()).text)

    def test_page_says_what_became_of_the_order(self):
        order = self._accept()
        transactions = self.env['payment.transaction']
        provider = self.env['payment.provider'].search([], limit=1)
        methods = self.env['payment.method'].with_context(active_test=False)
        pending = {
            'provider_id': provider.id,
            'payment_method_id': methods.search([], limit=1).id,
            'amount': 740,
            'currency_id': order.currency_id.id,
            'partner_id': self.partner.id,
            'sale_order_ids': order.ids,
            'state': 'pending',
        }
        transaction = transactions.create({**pending, 'reference': 'T1'})
        self._check_says("payment is on its way", is_to_pay=False)
        transaction.state = 'cancel'
        self._check_says("is paid", is_to_pay=True)
        order.validity_date = fields.Date.today()
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            order.invalidate_recordset()
            self._check_says("not paid in time", is_to_pay=False)
        order.invalidate_recordset()
        order.action_cancel()
        self._check_says("was cancelled", is_to_pay=False)
        order.action_draft()
        order.action_confirm()
        self._check_says("Thank you!", is_to_pay=False)
        self.assertTrue(self.offer._prepare_page()['notice'].endswith("Thank you!"))

    def _check_says(self, words, is_to_pay):
        page = self.offer._prepare_page()
        self.assertIn(words, page['notice'])
        self.assertEqual(bool(page['notice_url']), is_to_pay)
