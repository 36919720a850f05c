import re

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..common import OfferCase

CHROME = {'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0'}


@tagged('post_install', '-at_install')
class TestOfferChoice(OfferCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_pay = False
        cls.line.unlink()
        cls.offer = cls._send()

    def test_options_alone_are_an_order_as_soon_as_one_is_ticked(self):
        for options in ([], ['']):
            with self.assertRaisesRegex(UserError, "tick at least one|not offered"):
                self.offer._accept(self.key, options, "Anna Nowak")
        self.assertEqual((self.offer.state, self.deal.won_status), ('sent', 'pending'))
        self.assertFalse(self.offer.sale_order_id)
        order = self.offer._accept(self.key, [self.option_key], "Anna Nowak")
        self.assertEqual((order.amount_untaxed, order.state), (500, 'sale'))

    def test_page_asks_to_choose_before_the_button_works(self):
        self.assertEqual(self._get_button(), (True, True))
        self.assertEqual(self._get_button(f'&option={self.key}:{self.option_key}'), (False, False))

    def test_page_asks_for_nothing_where_a_variant_can_be_taken_as_it_is(self):
        other = self._create_variant(name="B")
        self._create_line(other)
        self.offer = self._send(variant_ids=[Command.set((self.variant | other).ids)])
        self.assertEqual(self._get_button(), (False, False))

    def test_variant_without_anything_to_order_is_not_sent(self):
        empty = self._create_variant(name="Empty")
        self._create_line(empty, quantity=0)
        with self.assertRaisesRegex(UserError, "“Empty” has nothing to order"):
            self._send(variant_ids=[Command.set((self.variant | empty).ids)])

    def _get_button(self, query=''):
        """Return whether the page asks to choose, and whether its button is disabled."""
        offer = self.offer
        url = f'/offer/{offer.id}?access_token={offer.access_token}{query}'
        page = self.url_open(url, headers=CHROME).text
        hint = re.search(r'<p[^>]*id="choose_first"[^>]*>', page)
        self.assertTrue(hint)
        button = re.search(r'<button[^>]*aria-describedby="choose_first"[^>]*>', page)[0]
        return 'hidden' not in hint[0], 'disabled' in button
