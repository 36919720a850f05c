"""A salesperson is asked for practices in a real browser, in three languages."""

from contextlib import contextmanager

from odoo.tests import tagged

from ..common import OfferCase, TourCase
from .common import LANGUAGES, PlaybookCase

DEALS = '/odoo/action-sales_deals.crm_lead_action_deals'


class GateTourCase(TourCase, PlaybookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_all_languages()
        # Her pipeline has the columns of her team's process.
        cls.team_a.member_ids = cls.salesman
        cls.deal.unlink()

    @contextmanager
    def _speaking(self, lang, **values):
        """Yield a deal of the salesperson, who reads a language."""
        with self.subTest(lang):
            (self.salesman | self.manager).lang = lang
            place = {
                'deal_process_id': self.process_a.id,
                'team_id': self.team_a.id,
                'stage_id': self.start.id,
                'user_id': self.salesman.id,
                'company_id': self.company.id,
            }
            deal = self._create_deal(**{'name': "Gate deal", **place, **values})
            try:
                yield deal
            finally:
                deal.active = False

    def _start(self, deal, tour, login='deal_salesman'):
        self.start_tour(f'/odoo/deals/{deal.id}', f'deal_gate_{tour}_tour', login=login)

    def _assert_passed(self, deal, practice):
        self.assertEqual(deal.stage_id, self.talks)
        override = deal.deal_override_ids
        self.assertEqual(override.practice_id, practice)
        self.assertEqual((override.way, override.reason), ('reason', "They are in a hurry"))


@tagged('post_install', '-at_install')
class TestGateTour(GateTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.partner'].create({'name': "Gate person"})
        cls.tick = cls._create_practice(name="Needs asked", requirement='must')
        cls.rival = cls._create_practice(name="Rival known", requirement='ask', kind='competitor')

    def test_the_form_asks(self):
        date = [('date_deadline', '!=', False)]
        self._create_practice(
            name="Date known", requirement='ask', kind='domain', domain=repr(date)
        )
        self._create_practice(name="Decision maker", requirement='must', kind='contact', gate='win')
        for lang in LANGUAGES:
            with self._speaking(lang) as deal:
                self._start(deal, 'form')
                self.assertEqual(deal.deal_state, 'won')
                self.assertTrue(deal.date_deadline)
                self.assertEqual(deal.deal_tick_ids.note, "On the phone")
                override = deal.deal_override_ids
                self.assertEqual(override.practice_id, self.rival)
                self.assertEqual((override.way, override.reason), ('reason', "They are in a hurry"))

    def test_the_pipeline_asks(self):
        for lang in LANGUAGES:
            with self._speaking(lang) as deal:
                self.start_tour(DEALS, 'deal_gate_card_tour', login='deal_salesman')
                self._assert_passed(deal, self.rival)

    def test_a_card_that_is_added_to_a_later_column_asks(self):
        for lang in LANGUAGES:
            with self._speaking(lang):
                self.start_tour(DEALS, 'deal_gate_quick_tour', login='deal_salesman')
                deal = self.env['crm.lead'].search([('name', '=', "Quick deal")])
                self._assert_passed(deal, self.rival)
                deal.active = False

    def test_the_list_asks_for_all(self):
        for lang in LANGUAGES:
            with (
                self._speaking(lang, name="Gate deal one") as deal,
                self._speaking(lang, name="Gate deal two") as other,
            ):
                self.start_tour(DEALS, 'deal_gate_list_tour', login='deal_salesman')
                deals = deal | other
                self.assertEqual(deals.stage_id, self.talks)
                self.assertEqual(deals.deal_tick_ids.mapped('note'), ["On the phone"] * 2)
                self.assertEqual(len(deals.deal_override_ids), 2)

    def test_a_change_of_process_asks(self):
        place = {'deal_process_id': self.process_b.id, 'stage_id': self.process_b.stage_ids[0].id}
        for lang in LANGUAGES:
            with self._speaking(lang, **place) as deal:
                self._start(deal, 'process')
                self._assert_passed(deal, self.rival)

    def test_the_conversion_of_a_lead_asks(self):
        for lang in LANGUAGES:
            with self._speaking(lang, type='lead') as lead:
                self._start(lead, 'conversion')
                self.assertEqual(lead.type, 'opportunity')
                self._assert_passed(lead, self.rival)


@tagged('post_install', '-at_install')
class TestGateNeededTour(GateTourCase, OfferCase):
    def test_what_is_needed_only_a_manager_passes(self):
        visit = self._create_practice(name="Visit", requirement='must', kind='meeting')
        for lang in LANGUAGES:
            with self._speaking(lang) as deal:
                self._start(deal, 'needed')
                self.assertEqual(deal.stage_id, self.start)
                self._start(deal, 'manager', login='deal_manager')
                self._assert_passed(deal, visit)
                self.assertEqual(deal.deal_override_ids.user_id, self.manager)

    def test_an_offer_is_made_where_there_is_none(self):
        self._create_practice(
            name="Offer sent", requirement='must', kind='offer', offer_event='sent'
        )
        for lang in LANGUAGES:
            with self._speaking(lang, partner_id=self.partner.id) as deal:
                self._start(deal, 'offer')
                self.assertFalse(deal.deal_offer_ids)
                self._create_line(self._create_variant(lead_id=deal.id, name="Main"))
                self._start(deal, 'new_offer')
                self.assertEqual(deal.deal_offer_ids.state, 'draft')
                self.assertEqual(deal.stage_id, self.start)
