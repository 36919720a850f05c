import random

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import CalculationCase


@tagged('post_install', '-at_install')
class TestCalculationTotal(CalculationCase):
    def _fill(self, *subtotals, **values):
        lines = self.env['deal.variant.line']
        for subtotal in subtotals:
            lines |= self._create_line(price_unit=subtotal, **values)
        return lines

    def test_net_total_is_spread_in_proportion(self):
        lines = self._fill(100, 200, 300)
        self.assertFalse(self.variant.set_total('net', 540))
        self.assertEqual(lines.mapped('price_subtotal'), [90, 180, 270])
        self.assertEqual(set(lines.mapped('held')), {'price'})

    def test_remainder_goes_to_the_last_grosz(self):
        lines = self._fill(100, 100, 100)
        self.variant.set_total('net', 100)
        self.assertEqual(lines.mapped('price_subtotal'), [33.34, 33.33, 33.33])
        self.assertEqual(self.variant.amount_untaxed, 100)

    def test_locked_and_optional_lines_stay(self):
        locked, free = self._fill(100, 100)
        locked.is_locked = True
        optional = self._create_line(price_unit=50, is_optional=True)
        self.variant.set_total('net', 150)
        self.assertEqual((locked.price_unit, free.price_unit, optional.price_unit), (100, 50, 50))

    def test_overall_figures(self):
        self._create_line(quantity=2)
        self._create_line(product=self.door)
        for figure, value, net in (
            ('margin', 0.2, 575),
            ('markup', 0.5, 690),
            ('discount', 10, 666),
        ):
            self.variant.set_total(figure, value)
            with self.subTest(figure=figure):
                self.assertEqual(self.variant.amount_untaxed, net)
        self.variant.set_total('margin', 0.2)
        self.assertAlmostEqual(self.variant.margin, 0.2)

    def test_gross_total_is_met(self):
        (self.window + self.door).taxes_id = self.tax_added
        self._create_line(quantity=3)
        self._create_line(product=self.door)
        self.assertFalse(self.variant.set_total('gross', 1000))
        self.assertEqual(self.variant.amount_total, 1000)

    def test_gross_total_that_no_net_reaches_gets_the_nearest_and_says_so(self):
        self.window.taxes_id = self.tax_added
        self._create_line(price_unit=1)
        reachable = {round(cents * 1.23) for cents in range(1, 200)}
        gap = next(cents for cents in range(50, 150) if cents not in reachable)
        message = self.variant.set_total('gross', gap / 100)
        self.assertIn("nearest", message)
        self.assertEqual(self.variant.total_message, message)
        self.assertAlmostEqual(abs(self.variant.amount_total - gap / 100), 0.01)
        self.variant.line_ids.quantity = 2
        self.assertFalse(self.variant.total_message)

    def test_any_net_total_is_met_in_any_currency(self):
        draw = random.Random(20261122)
        currencies = [
            self.company.currency_id,
            self._create_currency('XZ0', 1),
            self._create_currency('XZ3', 0.001),
        ]
        tax_sets = [self.env['account.tax'], self.tax_added, self.tax_included]
        for round_no in range(30):
            currency = currencies[round_no % 3]
            variant = self._create_variant(name=f"V{round_no}", currency_id=currency.id)
            self.env['deal.variant.line'].create(
                [
                    {
                        'variant_id': variant.id,
                        'product_id': self.window.id,
                        'price_unit': round(draw.uniform(1, 900), 3),
                        'quantity': draw.choice([1, 2, 3, 7, 12.5, 250]),
                        'tax_ids': [Command.set(tax_sets[draw.randrange(3)].ids)],
                    }
                    for _line in range(draw.randint(1, 9))
                ]
            )
            target = currency.round(variant.amount_untaxed * draw.uniform(0.4, 1.8))
            with self.subTest(round=round_no, currency=currency.name):
                self.assertFalse(variant.set_total('net', target))
                self.assertEqual(currency.compare_amounts(variant.amount_untaxed, target), 0)

    def test_the_last_unit_goes_to_a_line_that_meets_it(self):
        """Check where the rest goes when a line with included tax misses its part.

        The largest line that can take it does, and no other line changes.
        """
        large = self._create_line(product=self.door, price_unit=900)
        small = self._create_line(product=self.door, price_unit=100)
        for cents in range(1, 60):
            taxed = self._create_line(price_unit=5 + cents / 100, quantity=7)
            taxed.tax_ids = self.tax_included
            target = self.variant.currency_id.round(self.variant.amount_untaxed * 0.9)
            with self.subTest(cents=cents):
                self.assertFalse(self.variant.set_total('net', target))
                self.assertEqual(self.variant.amount_untaxed, target)
                self.assertAlmostEqual(large.price_subtotal / small.price_subtotal, 9, 1)
            taxed.unlink()
            (large.price_unit, small.price_unit) = (900, 100)

    def test_step_wins_over_exactness_and_the_difference_is_said(self):
        lines = self._fill(103, 207)
        self.variant.price_step = '.99'
        message = self.variant.set_total('net', 300)
        self.assertEqual([round(price, 2) for price in lines.mapped('price_unit')], [99.99, 199.99])
        self.assertIn("difference", message)
        self.variant.price_step = '5'
        self.variant.set_total('net', 312)
        self.assertEqual(lines.mapped('price_unit'), [105, 210])

    def test_nonsense_step_is_refused(self):
        with self.assertRaises(ValidationError):
            self.variant.price_step = 'cheap'

    def test_undo_gives_back_what_was_held(self):
        first = self._create_line(margin=0.3)
        second = self._create_line()
        third = self._create_line()
        before = self.variant.amount_untaxed
        self.variant.set_total('net', 100)
        self.variant.action_undo_total()
        self.assertEqual(self.variant.amount_untaxed, before)
        self.assertEqual((first.held, first.margin), ('margin', 0.3))
        self.assertEqual(second.held, 'pricelist')
        self.variant.set_total('net', 100)
        third.price_unit = 7
        self.variant.action_undo_total()
        self.assertEqual((first.held, third.price_unit), ('margin', 7))

    def test_what_cannot_be_set_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "Add products"):
            self.variant.set_total('net', 100)
        line = self._create_line()
        line.is_locked = True
        with self.assertRaisesRegex(UserError, "locked"):
            self.variant.set_total('net', 100)
        line.is_locked = False
        with self.assertRaisesRegex(UserError, "can't be reached"):
            self.variant.set_total('margin', 1)
        line.price_unit = 0
        with self.assertRaisesRegex(UserError, "sum up to 0"):
            self.variant.set_total('net', 100)
        self.assertEqual(line.price_unit, 0)

    def _create_currency(self, name, rounding):
        currency = self.env['res.currency'].create(
            {'name': name, 'symbol': name, 'rounding': rounding}
        )
        self.env['res.currency.rate'].create(
            {
                'currency_id': currency.id,
                'name': '2020-01-01',
                'rate': 1.0,
                'company_id': self.company.id,
            }
        )
        return currency
