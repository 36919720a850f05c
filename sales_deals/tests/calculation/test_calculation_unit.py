from odoo import Command
from odoo.tests import Form, tagged

from ..common import CalculationCase

FIGURES = ('price_unit', 'list_price', 'cost', 'held', 'held_value', 'is_cost_typed')


@tagged('post_install', '-at_install')
class TestCalculationUnit(CalculationCase):
    """What was typed for one unit follows when the line gets another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref('uom.group_uom')
        cls.kilogram = cls.env.ref('uom.product_uom_kgm')
        cls.ton = cls.env.ref('uom.product_uom_ton')
        cls.steel = cls._create_product(
            "Steel", 2.0, 1.5, uom_id=cls.kilogram.id, uom_ids=[Command.set(cls.ton.ids)]
        )
        cls.dozen = cls.env.ref('uom.product_uom_dozen')
        cls.window.uom_ids = cls.dozen

    def _create_steel(self, **values):
        return self._create_line(product=self.steel, quantity=500, **values)

    def _get_figures(self, line):
        return line.read(FIGURES)[0]

    def test_typed_price_follows_the_unit(self):
        line = self._create_steel(price_unit=1.9)
        line.write({'uom_id': self.ton.id, 'quantity': 0.5})
        self.assertEqual((line.price_unit, line.held_value, line.price_subtotal), (1900, 1900, 950))
        line = self._create_line(price_unit=95)
        line.uom_id = self.dozen
        self.assertEqual(
            (line.price_unit, line.discount), (1140, self._create_line(price_unit=95).discount)
        )

    def test_whatever_is_held_comes_to_the_same_in_another_unit_and_back(self):
        holds = {
            'price': {'price_unit': 95.99},
            'discount': {'discount': 12.5},
            'markup': {'markup': 0.25},
            'margin': {'margin': 0.3},
            'profit': {'profit': 50},
            'pricelist': {},
        }
        for typed in ({}, {'cost': 66.67}, {'list_price': 130.13}, {'cost': 1, 'list_price': 99}):
            for held, values in holds.items():
                line = self._create_line(quantity=12, **typed, **values)
                before = self._get_figures(line)
                amount = line.price_subtotal
                line.write({'uom_id': self.dozen.id, 'quantity': 1})
                with self.subTest(held=held, typed=typed):
                    self.assertEqual(line.held, held)
                    self.assertAlmostEqual(line.price_subtotal, amount, delta=0.07)
                    self.assertAlmostEqual(line.cost, before['cost'] * 12, 9)
                    if held != 'pricelist':
                        self.assertAlmostEqual(line.list_price, before['list_price'] * 12, 9)
                    line.uom_id = self.window.uom_id
                    line.quantity = 12
                    self.assertEqual(self._get_figures(line), before)

    def test_form_converts_as_a_write_does(self):
        for typed in ({'price_unit': 1.9}, {'margin': 0.3}, {'discount': 10}, {'profit': 40}):
            written = self._create_steel(cost=1.234, list_price=2.5, **typed)
            line = self._create_steel(cost=1.234, list_price=2.5, **typed)
            written.write({'uom_id': self.ton.id, 'quantity': 0.5})
            with self.subTest(typed=typed):
                with Form(line, 'sales_deals.deal_variant_line_view_form') as form:
                    form.uom_id = self.ton
                    self.assertAlmostEqual(form.cost, 1234)
                    self.assertAlmostEqual(form.list_price, 2500)
                    form.quantity = 0.5
                    self.assertEqual(form.price_unit, written.price_unit)
                expected = {**self._get_figures(written), 'id': line.id}
                self.assertEqual(self._get_figures(line), expected)

    def test_form_goes_there_and_back_before_it_is_saved(self):
        line = self._create_steel(price_unit=1.9, cost=1.234, list_price=2.5)
        before = self._get_figures(line)
        with Form(line, 'sales_deals.deal_variant_line_view_form') as form:
            form.uom_id = self.ton
            form.uom_id = self.kilogram
            self.assertEqual((form.price_unit, form.cost, form.list_price), (1.9, 1.234, 2.5))
            form.uom_id = self.ton
            form.cost = 1300
            form.price_unit = 2000
            form.uom_id = self.kilogram
            self.assertEqual((form.price_unit, form.cost, form.list_price), (2, 1.3, 2.5))
            form.uom_id = self.ton
        self.assertEqual((line.price_unit, line.cost, line.list_price), (2000, 1300, 2500))
        line.write({'price_unit': 1900, 'cost': 1234})
        line.uom_id = self.kilogram
        self.assertEqual(self._get_figures(line), before)

    def test_new_line_converts_in_the_form_too(self):
        with Form(self.env['deal.variant.line'], 'sales_deals.deal_variant_line_view_form') as form:
            form.variant_id = self.variant
            form.product_id = self.steel
            form.price_unit = 1.9
            form.uom_id = self.ton
            self.assertEqual((form.price_unit, form.cost), (1900, 1500))
        line = self.variant.line_ids
        self.assertEqual((line.price_unit, line.cost, line.is_cost_typed), (1900, 1500, False))

    def test_figures_given_with_the_unit_are_for_that_unit(self):
        line = self._create_steel(price_unit=1.9)
        line.write({'uom_id': self.ton.id, 'price_unit': 1850, 'cost': 1400, 'list_price': 2100})
        self.assertEqual((line.price_unit, line.cost, line.list_price), (1850, 1400, 2100))
        lines = self._create_steel(price_unit=1.9) + self._create_steel(margin=0.3)
        lines.write({'uom_id': self.ton.id, 'price_unit': 1850})
        self.assertEqual(lines.mapped('price_unit'), [1850, 1850])

    def test_imported_unit_converts(self):
        line = self._create_steel(price_unit=1.9)
        result = self.env['deal.variant.line'].load(
            ['.id', 'uom_id/.id', 'quantity'], [[str(line.id), str(self.ton.id), '0.5']]
        )
        self.assertFalse(result['messages'])
        self.assertEqual((line.price_unit, line.price_subtotal), (1900, 950))

    def test_options_and_items_of_combos_convert(self):
        combo = self.env['product.combo'].create(
            {'name': "C", 'combo_item_ids': [Command.create({'product_id': self.window.id})]}
        )
        menu = self._create_product(
            "Menu", 100, 1, type='combo', combo_ids=[Command.set(combo.ids)]
        )
        line = self._create_line(product=menu)
        line._choose_items(
            [
                {
                    'combo_item_id': combo.combo_item_ids.id,
                    'product_id': self.window.id,
                    'no_variant_attribute_value_ids': [],
                    'product_custom_attribute_values': [],
                }
            ]
        )
        item = line.linked_line_ids
        option = self._create_line(is_optional=True, price_unit=95, cost=70)
        item.price_unit = 95
        (item + option).write({'uom_id': self.dozen.id})
        self.assertEqual((item + option).mapped('price_unit'), [1140, 1140])
        self.assertEqual((item + option).mapped('cost'), [960, 840])

    def test_salesperson_without_costs_converts_them_unseen(self):
        self._forbid_costs(self.salesman_all)
        self.salesman_all.group_ids += self.env.ref('uom.group_uom')
        for typed in ({'price_unit': 1.9}, {'margin': 0.3}, {'discount': 10}):
            written = self._create_steel(cost=1.234, list_price=2.5, **typed)
            written.with_user(self.salesman_all).write({'uom_id': self.ton.id, 'quantity': 0.5})
            line = self._create_steel(cost=1.234, list_price=2.5, **typed)
            view = 'sales_deals.deal_variant_line_view_form'
            with self.subTest(typed=typed):
                with Form(line.with_user(self.salesman_all), view) as form:
                    form.uom_id = self.ton
                    form.quantity = 0.5
                    self.assertEqual(form.price_unit, written.price_unit)
                    self.assertAlmostEqual(form.list_price, 2500)
                expected = {**self._get_figures(written), 'id': line.id}
                self.assertEqual(self._get_figures(line), expected)
                self.assertEqual((line.cost, line.is_cost_typed), (1234, True))

    def test_salesperson_without_costs_types_on(self):
        self._forbid_costs(self.salesman_all)
        for name, value, price in (('price_unit', 110, 110), ('discount', 10, 108)):
            line = self._create_line(margin=0.2)
            with self.subTest(name), Form(line.with_user(self.salesman_all)) as form:
                form[name] = value
                form.quantity = 6
                self.assertEqual((form.price_unit, form.quantity), (price, 6))
            self.assertEqual((line.price_unit, line.quantity), (price, 6))

    def test_other_product_forgets_what_was_typed(self):
        line = self._create_line(cost=70, list_price=130)
        line.product_id = self.door
        self.assertEqual((line.cost, line.list_price, line.is_list_price_typed), (300, 500, False))
        line = self._create_line(cost=70, list_price=130)
        with Form(line) as form:
            form.product_id = self.door
        self.assertEqual((line.cost, line.list_price, line.is_list_price_typed), (300, 500, False))

    def test_typed_list_price_stays_when_the_variant_changes(self):
        line = self._create_line(list_price=335, discount=2.97)
        self.variant.date = '2026-01-01'
        self.assertEqual((line.list_price, line.discount), (335, 2.97))
