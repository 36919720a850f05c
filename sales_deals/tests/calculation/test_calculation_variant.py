from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import CalculationCase


@tagged('post_install', '-at_install')
class TestCalculationVariant(CalculationCase):
    def test_totals_are_sums(self):
        self._create_line(quantity=2, margin=0.2)
        self._create_line(product=self.door)
        self.assertEqual(
            (self.variant.amount_untaxed, self.variant.cost_total, self.variant.profit),
            (700, 460, 240),
        )
        self.assertAlmostEqual(self.variant.margin, 240 / 700)
        self.assertAlmostEqual(self.variant.markup, 240 / 460)

    def test_optional_lines_and_text_do_not_count(self):
        self._create_line()
        self._create_line(product=self.door, is_optional=True)
        self.env['deal.variant.line'].create(
            {
                'variant_id': self.variant.id,
                'display_type': 'line_note',
                'name': "By lorry",
            }
        )
        self.assertEqual(self.variant.amount_untaxed, 120)

    def test_empty_variant_has_no_margin(self):
        self.assertEqual(self.variant.amount_total, 0)
        self.assertIs(self.variant.margin, False)
        self.assertIs(self.variant.markup, False)

    def test_taxes_are_rounded_as_the_company_does(self):
        product = self._create_product(
            "Bolt", 0.33, 0.1, taxes_id=[Command.set(self.tax_added.ids)]
        )
        for _i in range(3):
            self._create_line(product=product)
        self.company.tax_calculation_rounding_method = 'round_per_line'
        self.assertEqual(self.variant._get_tax_totals(self.variant.line_ids), (0.99, 0.24, 1.23))
        self.company.tax_calculation_rounding_method = 'round_globally'
        self.assertEqual(self.variant._get_tax_totals(self.variant.line_ids), (0.99, 0.23, 1.22))

    def test_totals_are_those_of_odoos_summary(self):
        taxes = (self.tax_added, self.tax_included, self._create_reverse_charge(), self.tax_added)
        fixed = self._create_tax("Fee", 0.07, amount_type='fixed')
        for i, tax in enumerate(taxes):
            product = self._create_product(f"P{i}", 3.33 + i / 7, 1, taxes_id=tax + fixed)
            self._create_line(product=product, quantity=1.7 + i)
        self._create_line(quantity=3)
        engine, lines = self.env['account.tax'], self.variant.line_ids
        for method in ('round_per_line', 'round_globally'):
            self.company.tax_calculation_rounding_method = method
            base_lines = [line._prepare_base_line() for line in lines]
            engine._add_tax_details_in_base_lines(base_lines, self.company)
            engine._round_base_lines_tax_details(base_lines, self.company)
            summary = engine._get_tax_totals_summary(
                base_lines, self.variant.currency_id, self.company
            )
            names = ('base_amount_currency', 'tax_amount_currency', 'total_amount_currency')
            totals = self.variant._get_tax_totals(lines)
            for name, total in zip(names, totals, strict=True):
                with self.subTest(method=method, amount=name):
                    self.assertAlmostEqual(total, summary[name], 9)

    # Choosing

    def test_first_variant_is_chosen(self):
        self.assertTrue(self.variant.is_chosen)
        self.assertEqual(self.deal.deal_chosen_variant_id, self.variant)

    def test_choosing_another_one_leaves_the_first(self):
        other = self._create_variant(name="B")
        self.assertFalse(other.is_chosen)
        other.action_choose()
        self.assertEqual((self.variant.is_chosen, other.is_chosen), (False, True))

    def test_new_chosen_variant_takes_over(self):
        other = self._create_variant(name="B", is_chosen=True)
        self.assertEqual(self.deal.deal_chosen_variant_id, other)
        more = self.env['deal.variant'].create(
            [{'lead_id': self.deal.id, 'name': name, 'is_chosen': True} for name in 'CD']
        )
        self.assertEqual(self.deal.deal_chosen_variant_id, more[1])

    def test_deleting_the_chosen_one_chooses_the_next(self):
        other = self._create_variant(name="B", sequence=20)
        self.variant.unlink()
        self.assertTrue(other.is_chosen)

    def test_unchoosing_chooses_the_first_again(self):
        self._create_variant(name="B", sequence=20)
        self.variant.is_chosen = False
        self.assertTrue(self.deal.deal_chosen_variant_id)

    def test_moving_between_deals_keeps_one_chosen_in_each(self):
        second = self._create_variant(name="B", sequence=20)
        deal = self._create_deal(company_id=self.company.id)
        theirs = self._create_variant(lead_id=deal.id)
        self.variant.lead_id = deal
        self.assertEqual(self.deal.deal_chosen_variant_id, second)
        self.assertEqual(deal.deal_chosen_variant_id, theirs)
        second.lead_id = self._create_deal(company_id=self.company.id)
        self.assertTrue(second.is_chosen)
        self.assertFalse(self.deal.deal_chosen_variant_id)

    def test_two_of_one_deal_cannot_be_chosen(self):
        variants = self.variant + self._create_variant(name="B")
        with self.assertRaises(ValidationError):
            variants.is_chosen = True

    def test_copy_has_the_lines_and_a_free_name(self):
        self._create_line(margin=0.3)
        twin = self.variant.copy()
        self.assertEqual((twin.name, twin.is_chosen), ("A 2", False))
        self.assertEqual((twin.line_ids.held, twin.line_ids.margin), ('margin', 0.3))
        self.assertEqual(twin.amount_untaxed, self.variant.amount_untaxed)

    # The deal

    def test_copy_of_a_deal_takes_its_calculation_along(self):
        self._forbid_costs(self.salesman)
        self.deal.user_id = self.salesman
        self._create_line(margin=0.5)
        second = self._create_variant(name="B")
        self._create_line(second, price_unit=77, quantity=3)
        second.is_chosen = True
        self.env['deal.contact'].create(
            {'lead_id': self.deal.id, 'partner_id': self.partner.id, 'role': 'finance'}
        )
        self.env['deal.competitor'].create(
            {'lead_id': self.deal.id, 'name': "Rival", 'price': 9, 'state': 'lost_to'}
        )
        copied = self.deal.with_user(self.salesman).copy().sudo()
        variants = copied.deal_variant_ids.sorted()
        self.assertEqual(variants.mapped('name'), [self.variant.name, "B"])
        self.assertEqual(variants.mapped('is_chosen'), [False, True])
        self.assertEqual(variants.line_ids.mapped('held'), ['margin', 'price'])
        self.assertEqual(
            variants.mapped('amount_untaxed'), self.deal.deal_variant_ids.mapped('amount_untaxed')
        )
        self.assertEqual(copied.expected_revenue, 231)
        self.assertEqual(copied.deal_contact_ids.mapped('role'), ['finance'])
        self.assertEqual(
            copied.deal_competitor_ids.mapped(lambda row: (row.name, row.price, row.state)),
            [("Rival", 9, 'in_play')],
        )
        self.assertEqual(len(self.deal.deal_variant_ids), 2)

    def test_deal_takes_value_and_cost_of_the_chosen_variant(self):
        self._create_line(quantity=2, price_unit=100)
        self.assertEqual((self.deal.expected_revenue, self.deal.deal_cost), (200, 160))
        self.assertEqual((self.deal.deal_profit, self.deal.deal_margin), (40, 0.2))
        other = self._create_variant(name="B", is_chosen=True)
        self.assertEqual(self.deal.expected_revenue, 0)
        self._create_line(other, self.door)
        self.assertEqual(self.deal.expected_revenue, 500)
        self._create_line(price_unit=7)
        self.assertEqual(self.deal.expected_revenue, 500)
        other.line_ids.unlink()
        self.assertEqual(self.deal.expected_revenue, 0)

    def test_calculation_that_is_only_begun_leaves_the_value(self):
        deal = self._create_deal(expected_revenue=1000, company_id=self.company.id)
        variant = self._create_variant(lead_id=deal.id)
        self.assertEqual((deal.deal_chosen_variant_id, deal.expected_revenue), (variant, 1000))
        self._create_line(variant).unlink()
        self.assertEqual(deal.expected_revenue, 0)

    def test_calculated_value_cannot_be_typed(self):
        self._create_line()
        with self.assertRaisesRegex(UserError, "chosen variant"):
            self.deal.expected_revenue = 5
        self.deal.write({'expected_revenue': 120})

    def test_deal_without_variants_keeps_what_is_typed(self):
        deal = self._create_deal(expected_revenue=1000)
        deal.deal_cost = 400
        self.assertEqual((deal.expected_revenue, deal.deal_profit), (1000, 600))
        self.assertEqual(deal.deal_margin, 0.6)

    # Currencies

    def test_foreign_currency_converts_at_the_date_shown(self):
        euro = self._activate_currency('XEU', {'2024-01-01': 0.5, '2025-01-01': 0.25})
        pricelist = self.env['product.pricelist'].create({'name': "E", 'currency_id': euro.id})
        variant = self._create_variant(
            name="E", pricelist_id=pricelist.id, date=date(2024, 6, 1), is_chosen=True
        )
        line = self._create_line(variant)
        self.assertEqual((line.list_price, line.cost, line.price_unit), (60, 40, 60))
        self.assertEqual(self.deal.expected_revenue, 120)
        variant.date = date(2025, 6, 1)
        self.assertEqual((line.list_price, line.cost, line.price_unit), (30, 20, 30))
        self.assertEqual(self.deal.expected_revenue, 120)

    def test_typed_amounts_keep_their_worth_in_another_currency(self):
        euro = self._activate_currency('XEU', {'2024-01-01': 0.5})
        price, margin, profit = (
            self._create_line(price_unit=100),
            self._create_line(margin=0.2),
            self._create_line(profit=40),
        )
        price.cost = 70
        self.variant.currency_id = euro
        self.assertEqual((price.price_unit, price.cost, price.profit), (50, 35, 15))
        self.assertEqual((margin.price_unit, margin.margin), (50, 0.2))
        self.assertEqual((profit.price_unit, profit.profit), (60, 20))
        self.assertEqual(self.deal.expected_revenue, 320)

    def test_typed_cost_stays_when_the_date_changes(self):
        line = self._create_line()
        line.cost = 70
        followed = self._create_line()
        self.window.standard_price = 90
        self.variant.date = date(2024, 6, 1)
        self.assertEqual((line.cost, followed.cost), (70, 90))
        line.product_id = self.door
        self.assertEqual(line.cost, 300)

    def test_prices_are_kept_or_made_anew(self):
        euro = self._activate_currency('XEU', {'2024-01-01': 0.5})
        pricelist = self.env['product.pricelist'].create(
            {
                'name': "Wholesale",
                'currency_id': euro.id,
                'item_ids': [Command.create({'compute_price': 'percentage', 'percent_price': 50})],
            }
        )
        followed, typed = self._create_line(), self._create_line(price_unit=100)
        values = {'pricelist_id': pricelist.id, 'currency_id': euro.id}
        self.variant.reprice(values, keep=True)
        self.assertEqual((followed.price_unit, typed.price_unit), (60, 50))
        self.assertEqual(followed.held, 'price')
        self.variant.reprice(values, keep=False)
        self.assertEqual((followed.price_unit, typed.price_unit), (30, 30))
        self.assertEqual(set((followed + typed).mapped('held')), {'pricelist'})

    def test_dialogue_proposes_the_currency_of_the_price_list(self):
        euro = self._activate_currency('XEU', {'2024-01-01': 0.5})
        pricelist = self.env['product.pricelist'].create({'name': "E", 'currency_id': euro.id})
        self._create_line(price_unit=100)
        wizard = self.env['deal.variant.reprice'].with_context(default_variant_id=self.variant.id)
        form = Form(wizard)
        self.assertEqual(form.currency_id, self.company.currency_id)
        form.pricelist_id = pricelist
        self.assertEqual(form.currency_id, euro)
        form.save().action_apply()
        self.assertEqual(self.variant.line_ids.price_unit, 50)

    def test_missing_rate_is_said(self):
        currency = self._activate_currency('XMI', {})
        with self.assertRaisesRegex(UserError, "no exchange rate of XMI"):
            self._create_variant(currency_id=currency.id)

    def _activate_currency(self, name, rates):
        currency = self.env['res.currency'].create({'name': name, 'symbol': name})
        for day, rate in rates.items():
            self.env['res.currency.rate'].create(
                {
                    'currency_id': currency.id,
                    'name': day,
                    'rate': rate,
                    'company_id': self.company.id,
                }
            )
        return currency
