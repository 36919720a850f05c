"""Offers are made, sent and answered for the client in a real browser, in two languages."""

import time

from odoo import Command
from odoo.tests import tagged

from ..common import OfferCase, TourCase


@tagged('post_install', '-at_install')
class TestOfferTour(TourCase, OfferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('fa_IR')
        cls.company.portal_confirmation_pay = False
        cls.salesman_all.email = 'seller@ours.example'
        cls.env['deal.offer.template'].create({'name': "Tour Template", 'layout': 'compact'})

    def _start(self, tour, path, lang='en_US'):
        self.salesman_all.lang = lang
        self.start_tour(path, tour, login='deal_all')

    def test_offer_is_begun_and_sent_from_the_deal(self):
        self._begin_and_send('en_US')

    def test_offer_is_begun_and_sent_from_right_to_left(self):
        # A test of its own: the customer that the other one makes would be suggested.
        self._begin_and_send('fa_IR')

    def _begin_and_send(self, lang):
        deal = self._create_deal(
            user_id=self.salesman_all.id,
            partner_id=False,
            partner_name="Tour Doors",
            contact_name="Tour Person",
            email_from='tour.person@doors.example',
        )
        self.variant.copy({'lead_id': deal.id}).is_chosen = True
        self._start('offer_begin_tour', f'/odoo/deals/{deal.id}', lang)
        self.assertEqual(deal.partner_id.name, "Tour Person")
        offer = deal.deal_offer_ids
        self.assertEqual((offer.state, offer.partner_id), ('sent', deal.partner_id))

    def test_second_quotation_is_asked_for(self):
        self._send().sudo()._accept(self.key, [], "Anna Nowak")
        for lang in ('en_US', 'fa_IR'):
            with self.subTest(lang):
                count = len(self.deal.order_ids)
                self._start('quotation_again_tour', f'/odoo/deals/{self.deal.id}', lang)
                self.assertEqual(len(self.deal.order_ids), count + 1)

    def _open_each(self, tour):
        """Yield a sent offer of two variants after a tour on it, in both languages, one by one."""
        second = self.variant.copy({'name': "Tour Variant"})
        for lang in ('en_US', 'fa_IR'):
            offer = self._send(variant_ids=[Command.set((self.variant | second).ids)])
            self._start(tour, f'/odoo/crm.lead/{self.deal.id}/deal.offer/{offer.id}', lang)
            yield offer

    def test_acceptance_by_phone_is_told(self):
        for offer in self._open_each('offer_told_accepted_tour'):
            self.assertEqual((offer.state, offer.signed_by), ('accepted', "Tour Person"))
            self.assertEqual(offer.accepted_variant_id.name, "Tour Variant")
            self.assertEqual(offer.sale_order_id.amount_total, 740)
            # What is sent in the very second of an acceptance counts as sent before it.
            time.sleep(1.1)

    def test_refusal_by_phone_is_told(self):
        reason = self.env['crm.lost.reason'].create({'name': "Tour Reason"})
        for offer in self._open_each('offer_told_declined_tour'):
            self.assertEqual((offer.state, offer.lost_reason_id), ('declined', reason))
