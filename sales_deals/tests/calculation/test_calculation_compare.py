from odoo.tests import Form, tagged

from ..common import CalculationCase


@tagged('post_install', '-at_install')
class TestCalculationCompare(CalculationCase):
    def test_products_are_rows_and_variants_columns(self):
        other = self._create_variant(name="B", sequence=20)
        self._create_line(quantity=1)
        self._create_line(quantity=2, price_unit=90)
        self._create_line(product=self.door)
        self._create_line(other, self.door)
        table = self.env['deal.variant'].get_comparison(self.deal.id)
        self.assertEqual([variant['name'] for variant in table['variants']], ["A", "B"])
        rows = {row['id']: row for row in table['rows']}
        window = rows[self.window.id]
        self.assertTrue(window['differs'])
        self.assertEqual(
            window['cells'],
            [
                {'quantity': 3, 'price_subtotal': 300, 'price_unit': 100, 'is_optional': False},
                False,
            ],
        )
        self.assertFalse(rows[self.door.id]['differs'])

    def test_optional_lines_are_rows_apart_as_no_total_counts_them(self):
        self._create_line(quantity=1)
        self._create_line(quantity=2, is_optional=True)
        self._create_line(product=self.door, is_optional=True)
        self._create_line(self._create_variant(name="B", sequence=20))
        table = self.env['deal.variant'].get_comparison(self.deal.id)
        [row] = table['rows']
        self.assertEqual((row['id'], row['differs']), (self.window.id, False))
        self.assertEqual(row['cells'][0]['price_subtotal'], 120)
        options = {row['id']: row['cells'] for row in table['options']}
        self.assertEqual(set(options), {self.window.id, self.door.id})
        self.assertEqual(options[self.window.id][0]['price_subtotal'], 240)
        self.assertFalse(options[self.window.id][1])
        for variant in table['variants']:
            self.assertEqual(variant['totals']['amount_untaxed'], 120)

    def test_best_profit_and_margin_are_marked(self):
        other = self._create_variant(name="B", sequence=20)
        self._create_line(quantity=10)
        self._create_line(other, margin=0.8)
        table = self.env['deal.variant'].get_comparison(self.deal.id)
        self.assertEqual([v['best'] for v in table['variants']], [['profit'], ['margin']])

    def test_no_margin_is_the_best_where_there_is_none(self):
        for variant in (self.variant, self._create_variant(name="B", sequence=20)):
            self._create_line(variant, cost=0, price_unit=100)
        table = self.env['deal.variant'].get_comparison(self.deal.id)
        self.assertNotIn('margin', [figure for v in table['variants'] for figure in v['best']])

    def test_without_the_group_no_profit_is_compared(self):
        self._create_line()
        self._create_variant(name="B", sequence=20)
        self._forbid_costs(self.salesman_all)
        table = self.env['deal.variant'].with_user(self.salesman_all).get_comparison(self.deal.id)
        for variant in table['variants']:
            self.assertFalse(variant['best'])
            self.assertFalse({'profit', 'margin', 'markup', 'cost_total'} & set(variant['totals']))

    def test_dialogue_sets_a_total(self):
        self._create_line(quantity=2)
        wizard = self.env['deal.variant.set.total'].with_context(default_variant_id=self.variant.id)
        form = Form(wizard)
        form.amount = 200
        form.save().action_apply()
        self.assertEqual(self.variant.amount_untaxed, 200)
        form = Form(wizard)
        form.figure = 'discount'
        form.ratio = 0.25
        form.save().action_apply()
        self.assertEqual(self.variant.amount_untaxed, 180)
