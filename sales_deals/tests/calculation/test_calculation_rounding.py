import random

from odoo import Command
from odoo.tests import tagged

from ...tools.offer.digits import price_digits
from ..common import OfferCase

QUANTITIES = [1, 1, 2, 3, 7, 12, 64, 250, 0.5, 1.37, 12.5]


class RoundingCase(OfferCase):
    """Prices that follow from another figure, and totals that are set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.variant.line_ids.unlink()
        cls.env['sale.order'].search([('deal_variant_id', '=', cls.variant.id)]).unlink()

    @classmethod
    def _set_precision(cls, digits):
        cls.env.ref('product.decimal_price').digits = digits

    @classmethod
    def _create_currency(cls, name, rounding):
        currency = cls.env['res.currency'].create(
            {'name': name, 'symbol': name, 'rounding': rounding}
        )
        cls.env['res.currency.rate'].create(
            {'currency_id': currency.id, 'name': '2020-01-01', 'rate': 1.0}
        )
        return currency

    def _get_rounding_line(self, variant=None):
        product = self.company.deal_rounding_product_id
        lines = (variant or self.variant).line_ids
        return lines.filtered(lambda line: product and line.product_id == product)


@tagged('post_install', '-at_install')
class TestFollowingPrices(RoundingCase):
    def test_price_of_a_held_margin_is_one_that_can_be_paid(self):
        line = self._create_line(quantity=64, cost=152, margin=0.3)
        self.assertEqual((line.price_unit, line.price_subtotal), (217.14, 13896.96))
        self.assertEqual((line.held, line.margin, line.held_value), ('margin', 0.3, 0.3))
        line.markup = 1 / 3
        self.assertEqual(line.price_unit, 202.67)
        line.profit = 1000
        self.assertEqual((line.price_unit, line.price_subtotal), (167.63, 10728.32))

    def test_profit_that_is_shown_is_the_one_of_the_price(self):
        line = self._create_line(quantity=64, cost=152, profit=1000)
        self.assertEqual((line.profit, line.held, line.held_value), (1000.32, 'profit', 1000))
        self.assertEqual(self.variant.profit, 1000.32)
        self.assertEqual(self.variant.cost_total, 64 * 152)

    def test_price_with_included_tax_is_made_as_it_is_shown(self):
        line = self._create_line(quantity=7, cost=152, margin=0.3, tax_ids=self.tax_included)
        self.assertEqual((line.price_unit, line.price_total), (267.09, 1869.63))

    def test_typed_prices_and_discounts_stay_as_fine_as_they_are(self):
        typed = self._create_line(quantity=1000, price_unit=0.0345)
        self.assertEqual((typed.price_unit, typed.price_subtotal), (0.0345, 34.5))
        line = self._create_line(list_price=335, discount=2.97)
        self.assertAlmostEqual(line.price_unit, 325.0505, 9)

    def test_database_of_finer_prices_has_finer_ones(self):
        self._set_precision(4)
        line = self._create_line(quantity=64, cost=152, margin=0.3)
        self.assertEqual((line.price_unit, line.price_subtotal), (217.1429, 13897.15))

    def test_currency_tells_the_decimals(self):
        for name, rounding, price in (
            ('XX0', 1.0, 217),
            ('XX3', 0.001, 217.143),
            ('XX5', 0.05, 217.14),
        ):
            currency = self._create_currency(name, rounding)
            variant = self._create_variant(name=f"{rounding}", currency_id=currency.id)
            line = self._create_line(variant, quantity=2, cost=152, margin=0.3)
            with self.subTest(rounding=rounding):
                self.assertEqual(line.price_unit, price)

    def test_small_price_is_made_finer_than_a_cent(self):
        line = self._create_line(quantity=1000, cost=0.03, margin=0.3)
        self.assertEqual((line.price_unit, line.price_subtotal), (0.0429, 42.9))

    def test_price_is_the_same_by_form_write_and_create(self):
        made = self._create_line(quantity=64, cost=152, margin=0.3)
        written = self._create_line(quantity=64, cost=152)
        written.margin = 0.3
        spec = {'price_unit': {}, 'margin': {}, 'price_subtotal': {}}
        typed = self._create_line(quantity=64, cost=152)
        answer = typed.onchange({'margin': 0.3}, ['margin'], spec)['value']
        self.assertEqual([made.price_unit, written.price_unit, answer['price_unit']], [217.14] * 3)

    def test_minimum_margin_allows_its_own_price(self):
        self.company.deal_min_margin = 0.3
        line = self._create_line(quantity=64, cost=152, margin=0.3)
        self.assertFalse(line.is_below_minimum or self.variant.is_below_minimum)
        line.price_unit = 217.13
        self.assertTrue(line.is_below_minimum and self.variant.is_below_minimum)


@tagged('post_install', '-at_install')
class TestRoundingLine(RoundingCase):
    def test_rest_goes_to_a_line_of_quantity_1(self):
        many = self._create_line(quantity=64, price_unit=100)
        one = self._create_line(price_unit=100)
        self.assertFalse(self.variant.set_total('net', 14000))
        self.assertEqual((many.price_unit, many.price_subtotal), (215.38, 13784.32))
        self.assertEqual((one.price_unit, self.variant.amount_untaxed), (215.68, 14000))
        self.assertEqual(self.variant.line_ids, many + one)

    def test_rest_goes_to_a_line_that_can_be_seen(self):
        self._create_line(quantity=64, price_unit=100)
        section = self._create_line(display_type='line_section', product_id=False, name="Options")
        self._create_line(product=self.door, is_optional=True)
        self.assertFalse(self.variant.set_total('net', 13897.14))
        line = self._get_rounding_line()
        self.assertEqual((line.name, line.quantity, line.price_unit), ("Rounding", 1, 0.18))
        self.assertEqual(self.variant.amount_untaxed, 13897.14)
        lines = self.variant.line_ids.sorted()
        self.assertEqual(lines[1:3], line + section)

    def test_setting_the_total_again_leaves_one_line_or_none(self):
        many = self._create_line(quantity=64, price_unit=100)
        for total, left in ((13897.14, 0.18), (13897.2, 0.24), (13896.9, -0.06), (6400, 0)):
            with self.subTest(total=total):
                self.assertFalse(self.variant.set_total('net', total))
                self.assertEqual(self.variant.amount_untaxed, total)
                self.assertEqual(
                    self._get_rounding_line().mapped('price_unit'), [left] * bool(left)
                )
        self.assertEqual(many.price_unit, 100)

    def test_undo_gives_back_the_rounding_too(self):
        many = self._create_line(quantity=64, margin=0.3, cost=152)
        self.variant.set_total('net', 13897.14)
        self.variant.action_undo_total()
        self.assertEqual((many.held, self.variant.amount_untaxed), ('margin', 13896.96))
        self.assertFalse(self._get_rounding_line())
        self.variant.set_total('net', 13897.14)
        for total in (6400, 13897.2):
            self.variant.set_total('net', total)
            self.variant.action_undo_total()
            with self.subTest(total=total):
                self.assertEqual(self._get_rounding_line().price_unit, 0.18)
                self.assertEqual(self.variant.amount_untaxed, 13897.14)

    def test_undo_leaves_a_rounding_that_was_changed_since(self):
        self._create_line(quantity=64, price_unit=100)
        self.variant.set_total('net', 13897.14)
        self._get_rounding_line().price_unit = 1
        self.variant.action_undo_total()
        self.assertEqual(self.variant.amount_untaxed, 6401)

    def test_step_of_prices_needs_no_rounding(self):
        self._create_line(quantity=64, price_unit=100)
        self.variant.set_total('net', 13897.14)
        self.variant.price_step = '5'
        self.assertIn("nearest", self.variant.set_total('net', 13897.14))
        self.assertFalse(self._get_rounding_line())

    def test_rounding_goes_when_all_lines_follow_the_price_list_again(self):
        self._create_line(quantity=64, price_unit=100)
        self.variant.set_total('net', 13897.14)
        self.variant.reprice({}, False)
        self.assertFalse(self._get_rounding_line())
        self.assertEqual(self.variant.amount_untaxed, 7680)

    def test_rounding_is_taxed_as_the_largest_line(self):
        fee = self._create_tax("Fee", 0.5, amount_type='fixed')
        self._create_line(quantity=64, price_unit=100, tax_ids=self.tax_added + fee)
        self.variant.set_total('gross', 17130.01)
        self.assertEqual(self.variant.amount_total, 17130.01)
        self.assertEqual(self._get_rounding_line().tax_ids, self.tax_added)

    def test_rounding_comes_to_order_and_offer_but_not_to_other_calculations(self):
        self._create_line(quantity=64, price_unit=100)
        self.variant.set_total('net', 13897.14)
        order = self.variant._make_order()
        self.assertEqual(order.amount_untaxed, 13897.14)
        self.assertEqual(order.order_line.mapped('price_unit'), [217.14, 0.18])
        other = self._create_variant(name="B")
        other.copy_lines_from('deal.variant', self.variant.ids)
        self.assertEqual(other.line_ids.product_id, self.window)
        back = order._make_deal_variant()
        self.assertFalse(back.set_total('net', 6400))
        self.assertEqual(back.line_ids.product_id, self.window)

    def test_salesperson_without_rights_on_products_or_costs_rounds_as_others_do(self):
        self._create_line(quantity=64, margin=0.3, cost=152)
        self._forbid_costs(self.salesman_all)
        variant = self.variant.with_user(self.salesman_all)
        self.assertFalse(variant.set_total('net', 13897.14))
        self.assertEqual(variant.amount_untaxed, 13897.14)
        variant.action_undo_total()
        self.assertEqual(variant.amount_untaxed, 13896.96)

    def test_rounding_is_named_in_the_language_of_the_client(self):
        self.env['res.lang']._activate_lang('pl_PL')
        self.partner.lang = 'pl_PL'
        self._create_line(quantity=64, price_unit=100)
        self.variant.set_total('net', 13897.14)
        self.assertEqual(self._get_rounding_line().name, "Zaokrąglenie")
        product = self.company.deal_rounding_product_id
        self.assertEqual(product.with_context(lang='pl_PL').name, "Zaokrąglenie")
        self.assertEqual(product.with_context(lang='en_US').name, "Rounding")


@tagged('post_install', '-at_install')
class TestGeneratedPrices(RoundingCase):
    """What a client reads adds up: each line by itself, and the whole to what was typed."""

    SEED = 20261130
    COUNT = 6  # of each currency and precision

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(cls.SEED)
        cls.currencies = [
            cls._create_currency('XY0', 1.0),
            cls._create_currency('XY2', 0.01),
            cls._create_currency('XY3', 0.001),
        ]
        cls.tax_sets = [cls.env['account.tax'], cls.tax_added, cls.tax_included]

    def _draw_line(self):
        draw = self.random
        figure = draw.choice(['margin', 'markup', 'profit', 'price_unit'])
        value = {
            'margin': round(draw.uniform(0.05, 0.6), 3),
            'markup': round(draw.uniform(0.05, 2), 2),
            'profit': round(draw.uniform(1, 5000), 2),
            'price_unit': round(draw.uniform(1, 900), draw.randint(0, 4)),
        }[figure]
        cost = draw.choice([draw.uniform(0.5, 10), draw.uniform(10, 1000), draw.uniform(1e3, 1e5)])
        return {
            'product_id': self.window.id,
            'quantity': draw.choice(QUANTITIES),
            'cost': round(cost, draw.randint(0, 4)),
            figure: value,
        }

    def _generate(self, currency, taxes=None):
        variant = self._create_variant(name="V", currency_id=currency.id)
        lines = self.env['deal.variant.line'].create(
            [
                {'variant_id': variant.id, **self._draw_line()}
                for _line in range(self.random.randint(1, 6))
            ]
        )
        for line in lines:
            chosen = self.random.choice(self.tax_sets) if taxes is None else taxes
            line.tax_ids = [Command.set(chosen.ids)]
        return variant

    def _assert_adds_up(self, price, quantity, amount, currency, discount=0.0):
        """Check that the price that Odoo shows, of six decimals, is right beside its amount."""
        shown = round(price, 6)
        self.assertAlmostEqual(shown, price, 9)
        shown *= 1 - discount / 100
        self.assertEqual(currency.compare_amounts(currency.round(shown * quantity), amount), 0)

    def test_shown_price_times_quantity_is_the_amount_everywhere(self):
        for digits in (2, 3, 4, 6):
            self._set_precision(digits)
            for currency in self.currencies:
                variants = [
                    self._generate(currency, self.random.choice([self.tax_sets[0], self.tax_added]))
                    for _variant in range(self.COUNT)
                ]
                for variant in variants[::2]:
                    target = currency.round(variant.amount_untaxed * self.random.uniform(0.5, 1.5))
                    variant.set_total('net', target)
                    self.assertEqual(currency.compare_amounts(variant.amount_untaxed, target), 0)
                for variant in variants:
                    with self.subTest(digits=digits, currency=currency.name):
                        self._check_documents(variant, currency)

    def _check_documents(self, variant, currency):
        for line in variant.line_ids:
            self._assert_adds_up(line.price_unit, line.quantity, line.price_subtotal, currency)
            amount = line.price_subtotal
            price = line._get_shown_price(amount)
            on_page = round(price, price_digits(price, line.quantity, amount, currency.rounding))
            rounded = currency.round(on_page * line.quantity)
            self.assertEqual(currency.compare_amounts(rounded, amount), 0)
        order = variant._make_order()
        for name in ('amount_untaxed', 'amount_total'):
            self.assertEqual(currency.compare_amounts(order[name], variant[name]), 0)
        for line in order.order_line:
            quantity, discount = line.product_uom_qty, line.discount
            self._assert_adds_up(line.price_unit, quantity, line.price_subtotal, currency, discount)
            values = line._prepare_invoice_line(quantity=quantity)
            self.assertEqual(
                (values['price_unit'], values['discount']), (line.price_unit, discount)
            )

    def test_totals_that_are_set_are_reached_by_prices_that_can_be_shown(self):
        for digits in (2, 4, 6):
            self._set_precision(digits)
            for currency in self.currencies:
                for _round in range(self.COUNT):
                    variant = self._generate(currency)
                    for figure, value in self._draw_totals(variant):
                        with self.subTest(digits=digits, currency=currency.name, figure=figure):
                            self._check_total(variant, figure, value)

    def _draw_totals(self, variant):
        net = variant.currency_id.round(variant.amount_untaxed * self.random.uniform(0.5, 1.5))
        margin = round(self.random.uniform(0.05, 0.5), 2)
        return [('net', net), ('margin', margin), ('net', variant.currency_id.round(net * 0.9))]

    def _check_total(self, variant, figure, value):
        currency = variant.currency_id
        message = variant.set_total(figure, value)
        self.assertFalse(message)
        if figure == 'net':
            self.assertEqual(currency.compare_amounts(variant.amount_untaxed, value), 0)
        self.assertLessEqual(len(self._get_rounding_line(variant)), 1)
        decimals = variant.line_ids[0]._get_price_decimals()
        for line in variant.line_ids:
            self.assertAlmostEqual(line.price_unit, line._make_price(line.price_unit), 9, decimals)
