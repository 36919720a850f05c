from odoo.tests import HttpCase, tagged

from .common import CalculationCase


@tagged('post_install', '-at_install')
class TestCalculationTour(HttpCase, CalculationCase):
    def test_salesperson_calculates_compares_and_chooses(self):
        self.variant.unlink()
        self.deal.user_id = self.salesman
        url = f'/odoo/deals/{self.deal.id}'
        self.start_tour(url, 'calculation_tour', login='deal_salesman')
        first, second = self.deal.variant_ids.sorted('id')
        self.assertEqual((first.amount_untaxed, second.amount_untaxed), (700, 600))
        self.assertEqual(self.deal.chosen_variant_id, second)
        self.assertEqual(first.line_ids.mapped('held'), ['margin', 'pricelist'])
