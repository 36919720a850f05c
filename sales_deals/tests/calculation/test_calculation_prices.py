"""List prices, price rules and margins at their edges."""

from ast import literal_eval
from datetime import datetime, timedelta
from random import Random

from freezegun import freeze_time
from lxml import etree

from odoo import Command
from odoo.tests import tagged

from ..common import CalculationCase


@tagged('post_install', '-at_install')
class TestCalculationPrices(CalculationCase):
    def test_fiscal_position_takes_the_included_tax_out_of_the_list_price(self):
        """A client abroad is given no discount that nobody gave."""
        product = self._create_product(
            "Gate", 123.0, 60.0, taxes_id=[Command.set(self.tax_included.ids)]
        )
        typed = self._create_line(product=product, discount=10)
        line = self._create_line(product=product)
        self.assertEqual((line.list_price, line.price_subtotal), (123, 100))
        abroad = self.env['account.fiscal.position'].create({'name': "Abroad"})
        self.tax_added.write(
            {
                'amount': 0,
                'fiscal_position_ids': [Command.set(abroad.ids)],
                'original_tax_ids': [Command.set(self.tax_included.ids)],
            }
        )
        self.variant.fiscal_position_id = abroad
        self.assertEqual((line.list_price, line.price_unit), (100, 100))
        self.assertFalse(line.discount)
        self.assertEqual((typed.list_price, typed.price_unit, typed.discount), (100, 90, 10))

    def test_a_margin_typed_as_the_minimum_is_never_below_it(self):
        """Amounts are rounded: the margin of 10 lines at exactly 20 % is 19.995 %."""
        self.company.deal_min_margin = 0.2
        random = Random(7)
        for _try in range(8):
            variant = self._create_variant()
            for _line in range(random.randint(1, 6)):
                cost, quantity = random.uniform(0.05, 90), random.randint(1, 40)
                product = self._create_product("Part", 1, round(cost, 2))
                self._create_line(variant, product, margin=0.2, quantity=quantity)
            self.assertFalse(variant.is_below_minimum, variant.margin)
            self.assertFalse(any(variant.line_ids.mapped('is_below_minimum')))
        variant.line_ids[0].margin = 0.19
        self.assertTrue(variant.is_below_minimum)

    def test_what_is_sold_for_less_than_nothing_has_no_margin(self):
        self.company.deal_min_margin = 0.2
        line = self._create_line(price_unit=-10, cost=60)
        self.assertEqual((line.margin, line.profit), (False, -70))
        self.assertFalse(self.variant.margin)
        self.assertTrue(line.is_below_minimum and self.variant.is_below_minimum)

    def test_without_a_cost_there_is_no_margin(self):
        free = self._create_product("Advice", 100.0, 0.0)
        line = self._create_line(product=free)
        self.assertEqual((line.margin, line.markup, line.profit), (False, False, 100))
        self.assertFalse(self.variant.margin)
        self.assertFalse(self.variant._get_totals()['margin'])
        self.variant.is_chosen = True
        self.assertFalse(self.deal.deal_margin)
        self.company.deal_min_margin = 0.2
        self.assertFalse(line.is_below_minimum)

    def test_deals_without_a_cost_are_found(self):
        free = self._create_product("Advice", 100.0, 0.0)
        self._create_line()
        view = self.env.ref('sales_deals.crm_lead_view_search_calculation')
        found = self._find_by_filter(view, 'deal_without_cost')
        self.assertNotIn(self.deal, found)
        self._create_line(product=free)
        self.assertIn(self.deal, self._find_by_filter(view, 'deal_without_cost'))

    def _find_by_filter(self, view, name):
        """Return the deals that a filter of a search view finds."""
        [node] = etree.fromstring(view.arch).xpath(f"//filter[@name='{name}']")
        return self.env['crm.lead'].search(literal_eval(node.get('domain')))

    def test_price_rules_end_to_the_second(self):
        now = datetime(2026, 5, 4, 15, 0, 0)
        self.pricelist.item_ids = [
            Command.create(
                {
                    'applied_on': '0_product_variant',
                    'product_id': self.window.id,
                    'compute_price': 'fixed',
                    'fixed_price': 70,
                    'date_start': now - timedelta(days=3),
                    'date_end': now - timedelta(hours=3),
                }
            )
        ]
        self.variant.pricelist_id = self.pricelist
        for moment, price in ((now - timedelta(hours=4), 70), (now, 120)):
            with freeze_time(moment), self.subTest(moment):
                self.variant.date = moment.date()
                line = self._create_line()
                self.assertEqual(line.price_unit, price)

    def test_a_step_gives_nothing_away(self):
        screw = self._create_product("Screw", 2.3, 1.0)
        line = self._create_line(product=screw)
        credit = self._create_line(product=self.door, price_unit=-50, cost=0)
        self.variant.price_step = '5'
        self.variant.set_total('net', -47)
        self.assertEqual((line.price_unit, credit.price_unit), (5, -50))
