"""A salesperson is asked for practices in a real browser: in the form, the pipeline, the list."""

from odoo.tests import tagged

from ..common import TourCase
from .common import PlaybookCase

DEALS = '/odoo/action-sales_deals.crm_lead_action_deals'


@tagged('post_install', '-at_install')
class TestGateTour(TourCase, PlaybookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal.name = "Gate deal"
        # Her pipeline has the columns of her team's process.
        cls.team_a.member_ids = cls.salesman
        cls.env['res.partner'].create({'name': "Gate person"})
        cls.tick = cls._create_practice(name="Needs asked", requirement='must')
        cls.rival = cls._create_practice(name="Rival known", requirement='ask', kind='competitor')

    def _create_pair(self):
        self.deal.name = "Gate deal one"
        return self.deal | self.deal.copy(
            {'name': "Gate deal two", 'user_id': self.salesman.id, 'team_id': self.team_a.id}
        )

    def test_the_form_asks(self):
        date = [('date_deadline', '!=', False)]
        self._create_practice(
            name="Date known", requirement='ask', kind='domain', domain=repr(date)
        )
        self._create_practice(name="Decision maker", requirement='must', kind='contact', gate='win')
        self.start_tour(f'/odoo/deals/{self.deal.id}', 'deal_gate_form_tour', login='deal_salesman')
        self.assertEqual(self.deal.deal_state, 'won')
        self.assertEqual(self.deal.date_deadline.day, 15)
        self.assertEqual(self.deal.deal_tick_ids.note, "On the phone")
        override = self.deal.deal_override_ids
        self.assertEqual(override.practice_id, self.rival)
        self.assertEqual((override.way, override.reason), ('reason', "They are in a hurry"))

    def test_the_pipeline_asks(self):
        self.start_tour(DEALS, 'deal_gate_card_tour', login='deal_salesman')
        self.assertEqual(self.deal.stage_id, self.talks)
        self.assertEqual(self.deal.deal_override_ids.practice_id, self.rival)

    def test_the_list_asks_for_all(self):
        deals = self._create_pair()
        self.start_tour(DEALS, 'deal_gate_list_tour', login='deal_salesman')
        self.assertEqual(deals.stage_id, self.talks)
        self.assertEqual(deals.deal_tick_ids.mapped('note'), ["On the phone"] * 2)
        self.assertEqual(len(deals.deal_override_ids), 2)
