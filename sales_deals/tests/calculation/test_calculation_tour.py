from odoo import Command
from odoo.tests import tagged

from ..common import CalculationCase, TourCase
from .test_calculation_combo import ComboCase
from .test_calculation_configuration import ConfigurationCase


@tagged('post_install', '-at_install')
class TestCalculationTour(TourCase, CalculationCase):
    def test_salesperson_calculates_compares_and_chooses(self):
        self.variant.unlink()
        self.deal.user_id = self.salesman
        url = f'/odoo/deals/{self.deal.id}'
        self.start_tour(url, 'calculation_tour', login='deal_salesman')
        first, second = self.deal.deal_variant_ids.sorted('id')
        self.assertEqual((first.amount_untaxed, second.amount_untaxed), (700, 600))
        self.assertEqual(self.deal.deal_chosen_variant_id, second)
        self.assertEqual(first.line_ids.mapped('held'), ['margin', 'pricelist'])

    def test_salesperson_types_tomans_and_rials_are_stored(self):
        rial = (
            self.env['res.currency'].with_context(active_test=False).search([('name', '=', 'IRR')])
        )
        rial.active = True
        self.env['res.currency.rate'].create(
            {'currency_id': rial.id, 'company_id': self.company.id, 'rate': 1}
        )
        self.company.deal_shows_tomans = True
        self.deal.user_id = self.salesman
        self.variant.currency_id = rial
        line = self._create_line(quantity=2, price_unit=10000)
        url = f'/odoo/deals/{self.deal.id}'
        self.start_tour(url, 'calculation_tomans_tour', login='deal_salesman')
        self.assertEqual(line.price_unit, 15001)
        self.assertEqual(self.variant.amount_untaxed, 30002)

    def test_salesperson_adds_products_in_several_ways(self):
        self.door.default_code = "DOOR"
        self.deal.user_id = self.salesman
        self._create_line(discount=10)
        second = self._create_variant(name="B")
        url = f'/odoo/deals/{self.deal.id}'
        self.start_tour(url, 'calculation_add_tour', login='deal_salesman')
        lines = second.line_ids.sorted()
        self.assertEqual(lines.product_id.ids, [self.window.id, self.door.id])
        self.assertEqual(lines.mapped('quantity'), [2, 2, 1, 1])
        self.assertEqual(lines.mapped('held'), ['pricelist', 'price', 'pricelist', 'discount'])

    def test_salesperson_adds_products_to_sections_in_the_catalog(self):
        self.deal.user_id = self.salesman
        section = {'display_type': 'line_section', 'product_id': False}
        self._create_line(**section, name="Ground floor")
        self._create_line(quantity=2)
        self._create_line(**section, name="First floor")
        url = f'/odoo/deals/{self.deal.id}'
        self.start_tour(url, 'calculation_catalog_tour', login='deal_salesman')
        lines = self.variant.line_ids.sorted()
        self.assertEqual(
            [(line.product_id and line.quantity) or line.name for line in lines],
            ["Ground floor", 2, "First floor", "Roof", 3],
        )

    def test_salesperson_hides_prices_and_composition_of_a_section(self):
        self.deal.user_id = self.salesman
        house = self._create_line(display_type='line_section', product_id=False, name="House")
        self._create_line(quantity=2)
        url = f'/odoo/deals/{self.deal.id}'
        self.start_tour(url, 'calculation_sections_tour', login='deal_salesman')
        self.assertEqual((house.collapse_prices, house.collapse_composition), (False, True))
        last = self.variant.line_ids.sorted()[-1]
        self.assertEqual((last.display_type, last.name), ('line_subsection', "Roof"))

    def test_salesperson_reaches_all_lines_of_a_long_calculation(self):
        self.deal.user_id = self.salesman
        lines = self.env['deal.variant.line'].create(
            [
                {'display_type': 'line_section', 'name': name, 'variant_id': self.variant.id}
                if (name := {190: "Long", 210: "Next"}.get(i))
                else {
                    'product_id': self.window.id,
                    'name': f"Line {i}",
                    'variant_id': self.variant.id,
                }
                for i in range(450)
            ]
        )
        url = f'/odoo/deals/{self.deal.id}'
        self.start_tour(url, 'calculation_pages_tour', login='deal_salesman')
        door, *others = self.variant.line_ids.sorted()
        self.assertEqual((door.product_id, door.quantity), (self.door, 2))
        moved = [*range(200), 201, 200, *range(202, 450)]
        self.assertEqual(others, [lines[i] for i in moved])


@tagged('post_install', '-at_install')
class TestConfigurationTour(TourCase, ConfigurationCase, ComboCase):
    def test_salesperson_configures_products_and_combos(self):
        cushion = self._create_product("Cushion", 25.0, 10.0)
        self.template.optional_product_ids = cushion.product_tmpl_id
        self.deal.user_id = self.salesman
        url = f'/odoo/deals/{self.deal.id}'
        self.start_tour(url, 'calculation_configuration_tour', login='deal_salesman')
        sofa, optional = self.variant.line_ids.sorted()
        self._assert_configured(sofa)
        self.assertEqual((sofa.held, sofa.price_unit), ('pricelist', 555))
        self.assertEqual(optional.product_id, cushion)

    def test_what_followed_was_not_typed(self):
        """Change a price by a quantity break: the line still follows the price list."""
        self.pricelist.item_ids = [
            Command.create({'compute_price': 'fixed', 'fixed_price': 100, 'min_quantity': 10})
        ]
        line, held = self._create_line(), self._create_line(margin=0.5, sequence=20)
        self.deal.user_id = self.salesman
        url = f'/odoo/deals/{self.deal.id}'
        self.start_tour(url, 'calculation_follow_tour', login='deal_salesman')
        self.assertEqual((line.quantity, line.held, line.price_unit), (10, 'pricelist', 100))
        self.assertEqual((held.quantity, held.held, held.margin), (3, 'margin', 0.5))
