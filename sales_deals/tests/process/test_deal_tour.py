"""A salesperson works with deals in a real browser."""

from odoo.tests import tagged

from ..common import DealCase, TourCase


@tagged('post_install', '-at_install')
class TestDealTour(TourCase, DealCase):
    def test_a_deal_moves_along_its_process_and_to_another(self):
        deal = self._create_deal(
            name="Tour deal", user_id=self.salesman.id, deal_process_id=self.process_a.id
        )
        number = deal.deal_number
        self.start_tour('/odoo', 'deal_process_tour', login='deal_salesman')
        self.assertEqual(deal.deal_process_id, self.process_b)
        self.assertEqual(deal.stage_id.name, "Beta Start")
        self.assertEqual(deal.deal_number, number)
