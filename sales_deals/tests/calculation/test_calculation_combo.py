import json

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CalculationCase


class ComboCase(CalculationCase):
    """A set of a window and a door, each of two kinds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.round = cls._create_product("Round Window", 180.0, 110.0)
        cls.gate = cls._create_product("Gate", 900.0, 700.0)
        cls.windows = cls._create_choice("Windows", (cls.window, 0), (cls.round, 25))
        cls.doors = cls._create_choice("Doors", (cls.door, 0), (cls.gate, 150))
        cls.set = cls._create_product(
            "House Set",
            580.0,
            0.0,
            type='combo',
            combo_ids=[Command.set((cls.windows + cls.doors).ids)],
        )

    @classmethod
    def _create_choice(cls, name, *products):
        return cls.env['product.combo'].create(
            {
                'name': name,
                'combo_item_ids': [
                    Command.create({'product_id': product.id, 'extra_price': extra})
                    for product, extra in products
                ],
            }
        )

    @classmethod
    def _choose(cls, *products):
        items = (cls.windows + cls.doors).combo_item_ids
        return json.dumps(
            [
                {
                    'combo_item_id': items.filtered(lambda i, p=product: i.product_id == p).id,
                    'product_id': product.id,
                    'no_variant_attribute_value_ids': [],
                    'product_custom_attribute_values': [],
                }
                for product in products
            ]
        )

    @classmethod
    def _create_set(cls, *products, **values):
        products = products or (cls.window, cls.gate)
        return cls._create_line(
            product=cls.set, selected_combo_items=cls._choose(*products), **values
        )

    def _create_native_order(self, *products, **values):
        """Return an order of Odoo's own with the combo."""
        order = self.env['sale.order'].create(
            {'partner_id': self.partner.id, 'pricelist_id': self.pricelist.id, **values}
        )
        line = self.env['sale.order.line'].create(
            {'order_id': order.id, 'product_id': self.set.id, 'sequence': 1}
        )
        for item in json.loads(self._choose(*products)):
            line.create(
                {
                    'order_id': order.id,
                    'product_id': item['product_id'],
                    'combo_item_id': item['combo_item_id'],
                    'linked_line_id': line.id,
                    'sequence': 2,
                }
            )
        return order

    def _assert_genuine_combo(self, order, products):
        combo = order.order_line.filtered(lambda line: line.product_id == self.set)
        items = combo.linked_line_ids
        self.assertEqual(items.product_id, products)
        self.assertEqual(items.combo_item_id.product_id, products)
        self.assertTrue(all(item.linked_line_id == combo for item in items))
        return combo, items


@tagged('post_install', '-at_install')
class TestCombo(ComboCase):
    # Prices

    def test_combo_is_a_line_and_a_line_for_each_item(self):
        combo = self._create_set(quantity=2)
        items = combo.linked_line_ids
        self.assertEqual(items.product_id, self.window + self.gate)
        self.assertEqual(items.mapped('quantity'), [2, 2])
        self.assertEqual((combo.price_unit, combo.cost, combo.price_subtotal), (0, 0, 0))
        self.assertEqual(items.mapped('cost'), [80, 700])
        self.assertEqual(self.variant.amount_untaxed, 2 * (580 + 150))

    def test_prices_are_those_of_odoos_order(self):
        for products in (
            (self.window, self.door),
            (self.round, self.door),
            (self.round, self.gate),
        ):
            with self.subTest(products=[product.name for product in products]):
                combo = self._create_set(*products)
                order = self._create_native_order(*products)
                native = order.order_line.filtered('combo_item_id')
                self.assertEqual(
                    combo.linked_line_ids.mapped('price_unit'), native.mapped('price_unit')
                )
                combo.unlink()

    def test_price_list_is_asked_for_the_combo(self):
        self.pricelist.item_ids = [
            Command.create(
                {
                    'applied_on': '0_product_variant',
                    'product_id': self.set.id,
                    'compute_price': 'fixed',
                    'fixed_price': 500,
                    'min_quantity': 5,
                }
            )
        ]
        combo = self._create_set(self.window, self.door)
        self.assertEqual(self.variant.amount_untaxed, 580)
        combo.quantity = 5
        self.assertEqual(self.variant.amount_untaxed, 5 * 500)
        self.assertEqual(sum(combo.linked_line_ids.mapped('list_price')), 580)

    def test_shares_sum_up_to_the_price(self):
        self.set.list_price = 100.01
        combo = self._create_set(self.window, self.door)
        self.assertAlmostEqual(sum(combo.linked_line_ids.mapped('price_unit')), 100.01)

    def test_taxes_are_those_of_the_items(self):
        self.window.taxes_id = self.tax_added
        self.set.taxes_id = self.tax_added
        combo = self._create_set(self.window, self.door)
        self.assertFalse(combo.tax_ids)
        self.assertEqual(combo.linked_line_ids.tax_ids, self.tax_added)
        order = self._create_native_order(self.window, self.door)
        self.assertEqual(order.amount_total, self.variant.amount_total)

    def test_items_can_be_priced_the_combo_not(self):
        combo = self._create_set(self.window, self.door)
        combo.linked_line_ids[0].margin = 0.5
        self.assertEqual(combo.linked_line_ids[0].price_unit, 160)
        with self.assertRaisesRegex(ValidationError, "prices of its items"):
            combo.price_unit = 100

    def test_total_is_spread_over_the_items(self):
        combo = self._create_set(self.window, self.door)
        self.variant.set_total('net', 500)
        self.assertEqual(self.variant.amount_untaxed, 500)
        self.assertEqual((combo.held, combo.price_unit), ('pricelist', 0))

    def test_combo_line_is_not_below_the_minimum_margin(self):
        self.company.deal_min_margin = 0.01
        combo = self._create_set(self.window, self.door)
        self.assertFalse(combo.is_below_minimum)

    # Together

    def test_items_follow_the_combo(self):
        combo = self._create_set()
        combo.write({'quantity': 3, 'is_optional': True})
        self.assertEqual(combo.linked_line_ids.mapped('quantity'), [3, 3])
        self.assertEqual(combo.linked_line_ids.mapped('is_optional'), [True, True])
        self.assertEqual(self.variant.amount_untaxed, 0)

    def test_items_stand_behind_their_combo(self):
        combo = self._create_set(sequence=10)
        items = combo.linked_line_ids
        first, last = self._create_line(sequence=1), self._create_line(sequence=10)
        self.assertEqual(self.variant.line_ids.sorted().ids, (first + combo + items + last).ids)
        dragged = [(combo + first + last + items).ids]
        call_kw(combo.browse(), 'web_resequence', dragged, {'specification': {'sequence': {}}})
        self.assertEqual(self.variant.line_ids.sorted().ids, (combo + items + first + last).ids)
        items[0].sequence = 99
        swapped = combo + items[1] + items[0] + first + last
        self.assertEqual(self.variant.line_ids.sorted().ids, swapped.ids)

    def test_items_go_with_the_combo_and_not_alone(self):
        combo = self._create_set()
        with self.assertRaisesRegex(UserError, "part of “House Set”"):
            combo.linked_line_ids[0].unlink()
        other = self._create_line()
        combo.unlink()
        self.assertEqual(self.variant.line_ids, other)
        self.assertEqual(self.variant.amount_untaxed, 120)

    def test_another_choice_replaces_the_items(self):
        combo = self._create_set()
        combo.write({'quantity': 2, 'selected_combo_items': self._choose(self.round, self.door)})
        self.assertEqual(combo.linked_line_ids.product_id, self.round + self.door)
        self.assertEqual(combo.linked_line_ids.mapped('quantity'), [2, 2])
        self.assertEqual(len(self.variant.line_ids), 3)

    def test_another_product_is_no_combo_any_more(self):
        combo = self._create_set()
        combo.product_id = self.window
        self.assertEqual(self.variant.line_ids, combo)
        self.assertEqual(combo.price_unit, 120)

    @mute_logger('odoo.sql_db')
    def test_wrong_choices_are_refused(self):
        with self.assertRaises(ValidationError):
            self._create_set(self.window)
        with self.assertRaises(ValidationError):
            self._create_set(self.window, self.round)
        choice = json.loads(self._choose(self.window, self.door))
        choice[0]['product_id'] = self.gate.id
        with self.assertRaises(ValidationError):
            self._create_line(product=self.set, selected_combo_items=json.dumps(choice))

    def test_combo_without_items_is_not_offered(self):
        self._create_line(product=self.set)
        with self.assertRaisesRegex(UserError, "Choose the items of “House Set”"):
            self.variant._make_order()

    def test_catalog_offers_no_combos(self):
        domain = self.variant.action_add_from_catalog()['domain']
        self.assertNotIn(self.set, self.env['product.product'].search(domain))
        self._create_set(self.window, self.door)
        self.variant._update_order_line_info(self.window.id, 2)
        self.assertEqual(self.variant.amount_untaxed, 580 + 240)

    # Copies, orders

    def test_duplicate_has_a_combo_of_its_own(self):
        combo = self._create_set()
        copy = self.variant.copy()
        again = copy.line_ids.filtered(lambda line: line.product_id == self.set)
        self.assertEqual(copy.line_ids - again, again.linked_line_ids)
        self.assertEqual(again.linked_line_ids.combo_item_id, combo.linked_line_ids.combo_item_id)
        self.assertEqual(copy.amount_untaxed, self.variant.amount_untaxed)

    def test_copy_into_another_variant(self):
        self._create_line()
        combo = self._create_set()
        combo.linked_line_ids[1].discount = 10
        target = self._create_variant(name="B")
        for _time in range(2):
            target.copy_lines_from('deal.variant', self.variant.ids)
        prices = self.variant.line_ids.mapped('price_unit')
        self.assertEqual(target.line_ids.mapped('price_unit'), 2 * prices)
        combos = target.line_ids.filtered(lambda line: line.product_id == self.set)
        self.assertEqual([len(line.linked_line_ids) for line in combos], [2, 2])

    def test_order_has_a_genuine_combo_and_back(self):
        (self.window + self.gate).taxes_id = self.tax_added
        combo = self._create_set(quantity=3)
        combo.linked_line_ids[0].discount = 7.5
        self._create_line()
        order = self.variant._make_order()
        made, items = self._assert_genuine_combo(order, self.window + self.gate)
        self.assertEqual(order.amount_total, self.variant.amount_total)
        back = order._make_deal_variant()
        again = back.line_ids.filtered(lambda line: line.product_id == self.set)
        self.assertEqual(again.linked_line_ids.product_id, self.window + self.gate)
        self.assertEqual(back.amount_total, self.variant.amount_total)
        with self.subTest("the order's own form"):
            prices = items.mapped('price_unit')
            made.product_uom_qty = 6
            order._onchange_order_line()
            self.assertEqual(items.mapped('product_uom_qty'), [6, 6])
            self.assertEqual(items.mapped('price_unit'), prices)
            self.assertEqual(items.mapped('discount'), [0, 0])

    def test_odoos_combo_becomes_a_variant(self):
        order = self._create_native_order(self.round, self.gate, opportunity_id=self.deal.id)
        variant = order._make_deal_variant()
        combo = variant.line_ids.filtered(lambda line: line.product_id == self.set)
        self.assertEqual(combo.linked_line_ids.product_id, self.round + self.gate)
        self.assertEqual(variant.amount_total, order.amount_total)
        self.assertEqual(variant._make_order().amount_total, order.amount_total)

    def test_optional_combo_waits_with_its_items(self):
        self._create_set(quantity=2, is_optional=True)
        self._create_line()
        order = self.variant._make_order()
        combo, items = self._assert_genuine_combo(order, self.window + self.gate)
        self.assertEqual((combo + items).mapped('product_uom_qty'), [0, 0, 0])
        self.assertTrue(all(line._is_line_optional() for line in combo + items))
        self.assertEqual(combo.deal_optional_quantity, 2)

    def test_several_orders_keep_their_combos_apart(self):
        self._create_set()
        orders = (self.variant + self.variant.copy())._make_order()
        for order in orders:
            self._assert_genuine_combo(order, self.window + self.gate)

    # Access

    def test_salesperson_without_costs_chooses(self):
        self._forbid_costs(self.salesman)
        self.deal.user_id = self.salesman
        lines = self.env['deal.variant.line'].with_user(self.salesman)
        combo = lines.create(
            {
                'variant_id': self.variant.id,
                'product_id': self.set.id,
                'selected_combo_items': self._choose(self.window, self.gate),
            }
        )
        self.assertEqual(combo.sudo().linked_line_ids.mapped('cost'), [80, 700])
        self.variant.with_user(self.salesman).copy()
        with self.assertRaises(AccessError):
            combo.with_user(self.stranger).read(['linked_line_ids'])


@tagged('post_install', '-at_install')
class TestPlace(CalculationCase):
    def test_optional_products_come_right_behind_their_line(self):
        first, last = self._create_line(sequence=1), self._create_line(sequence=2)
        values = [{'product_id': self.door.id, 'quantity': 2}, {'product_id': self.window.id}]
        made = first.browse(first.add_behind(values))
        self.assertEqual(self.variant.line_ids.sorted().ids, (first + made + last).ids)
        self.assertEqual(self.variant.amount_untaxed, 120 + 1000 + 120 + 120)
