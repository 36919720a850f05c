import random

from odoo import Command
from odoo.tests import tagged

from ..common import CalculationCase


@tagged('post_install', '-at_install')
class TestCopiesInOrders(CalculationCase):
    """The order of a copy says what the order of the original says."""

    SEED = 20261201

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(cls.SEED)
        cls.pricelists = [cls.pricelist, *map(cls._create_pricelist, cls._prepare_rules())]
        cls.tax_sets = [cls.env['account.tax'], cls.tax_added, cls.tax_included]
        cls.products = cls.env['product.product'].concat(
            *(
                cls._create_product(
                    f"P{n}", price, cost, taxes_id=[Command.set(cls.tax_sets[n % 3].ids)]
                )
                for n, (price, cost) in enumerate(
                    ((335, 200), (12.35, 7.77), (99.99, 60), (1250, 999.5), (0.07, 0.03), (0, 5))
                )
            )
        )
        cls.position = cls._create_position()

    @classmethod
    def _create_position(cls):
        position = cls.env['account.fiscal.position'].create(
            {'name': "Export", 'company_id': cls.company.id}
        )
        cls._create_tax("0", 0.0).write(
            {
                'fiscal_position_ids': [Command.set(position.ids)],
                'original_tax_ids': [Command.set((cls.tax_added + cls.tax_included).ids)],
            }
        )
        return position

    @classmethod
    def _prepare_rules(cls):
        return [
            {'compute_price': 'percentage', 'percent_price': 2.97},
            {'compute_price': 'formula', 'price_discount': 7.3, 'price_surcharge': 0.013},
            {'compute_price': 'formula', 'price_discount': -5, 'price_round': 0.05},
            {'compute_price': 'fixed', 'fixed_price': 42.42, 'min_quantity': 5},
        ]

    @classmethod
    def _create_pricelist(cls, rule):
        return cls.pricelist.copy({'item_ids': [Command.clear(), Command.create(rule)]})

    def _draw_line(self):
        draw = self.random
        typed = draw.choice(
            [
                {},
                {'discount': draw.choice([2.97, 10, 33.33, 12.345])},
                {'price_unit': draw.choice([325.05, 99.9, 12.3456])},
                {'margin': 0.3},
                {'markup': 0.25},
                {'profit': 17.5},
            ]
        )
        listed = draw.choice([{}, {}, {'list_price': draw.choice([335, 400.004])}])
        if 'discount' in typed:
            listed = {'list_price': 335}
        return {
            'product_id': draw.choice(self.products).id,
            'quantity': draw.choice([1, 2, 3, 7, 12.5, 64]),
            'is_optional': draw.random() < 0.15,
            **listed,
            **draw.choice([{}, {'cost': 66.6}]),
            **typed,
            **({'cost': 66.6} if {'margin', 'markup'} & typed.keys() else {}),
        }

    def _generate(self, **values):
        variant = self._create_variant(
            name="Original", pricelist_id=self.random.choice(self.pricelists).id, **values
        )
        variant.fiscal_position_id = self.random.choice([False, self.position])
        self.env['deal.variant.line'].create(
            [
                {'variant_id': variant.id, **self._draw_line()}
                for _line in range(self.random.randint(1, 5))
            ]
        )
        return variant

    def _get_content(self, variant):
        order = variant._make_order()
        return [
            (
                line.product_id.name,
                line.product_uom_qty,
                line.price_unit,
                line.discount,
                line.price_subtotal,
                line.price_total,
            )
            for line in order.order_line.sorted('sequence')
        ], (order.amount_untaxed, order.amount_total)

    def test_copy_of_a_variant_or_its_deal_is_ordered_as_the_original(self):
        for number in range(60):
            method = self.random.choice(['round_per_line', 'round_globally'])
            self.company.tax_calculation_rounding_method = method
            variant = self._generate()
            content = self._get_content(variant)
            deal = self.deal.copy()
            of_deal = deal.deal_variant_ids.filtered(lambda v, name=variant.name: v.name == name)
            with self.subTest(number=number):
                self.assertEqual(self._get_content(variant.copy()), content)
                self.assertEqual(self._get_content(of_deal), content)
            variant.unlink()

    def test_copied_lines_are_ordered_as_the_originals(self):
        for number in range(60):
            variant = self._generate()
            content = self._get_content(variant)
            other = self._create_variant(
                name="Other",
                pricelist_id=variant.pricelist_id.id,
                fiscal_position_id=variant.fiscal_position_id.id,
            )
            other.fiscal_position_id = variant.fiscal_position_id
            other.copy_lines_from('deal.variant', variant.ids)
            with self.subTest(number=number):
                self.assertEqual(self._get_content(other), content)
