import random

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import CalculationCase, TourCase

TOTALS = ('amount_untaxed', 'amount_tax', 'amount_total')
AMOUNTS = ('price_subtotal', 'price_total')


class OrderCase(CalculationCase):
    @classmethod
    def _create_text(cls, display_type, name, variant=None, **values):
        return cls.env['deal.variant.line'].create(
            {
                'variant_id': (variant or cls.variant).id,
                'display_type': display_type,
                'name': name,
                **values,
            }
        )

    @classmethod
    def _make_order(cls, variant=None):
        return (variant or cls.variant)._make_order()

    def _assert_same_totals(self, record, other):
        """Compare to the last unit, not almost."""
        for name in TOTALS:
            difference = record.currency_id.compare_amounts(record[name], other[name])
            self.assertFalse(difference, (name, record[name], other[name]))


@tagged('post_install', '-at_install')
class TestGeneratedCalculations(OrderCase):
    """Totals of orders and variants agree, whatever is in them."""

    COUNT = 50  # of each currency and rounding method
    SEED = 20250711

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(cls.SEED)
        cls.tax_choices = cls._create_taxes()
        cls.pricelists = {
            0.01: cls.pricelist,
            1.0: cls._create_pricelist('XWH', 1.0),
            0.001: cls._create_pricelist('XML', 0.001),
        }

    @classmethod
    def _create_taxes(cls):
        """Create taxes of all kinds, as lines may have them."""
        reduced = cls._create_tax("VAT 8", 8.0)
        odd = cls._create_tax("Odd 7.77", 7.77)
        reduced_included = cls._create_tax("VAT 5 included", 5.0, 'tax_included')
        fee = cls._create_tax("Fee", 0.37, amount_type='fixed')
        fee_included = cls._create_tax("Fee included", 1.11, 'tax_included', amount_type='fixed')
        base = cls._create_tax("Duty", 3.3, include_base_amount=True, sequence=0)
        division = cls._create_tax("Division", 12.0, amount_type='division')
        group = cls._create_tax(
            "Group",
            0.0,
            amount_type='group',
            children_tax_ids=[
                Command.set((cls._create_tax("G1", 4.5) + cls._create_tax("G2", 1.25)).ids)
            ],
        )
        none = cls.env['account.tax']
        return [
            none,
            cls.tax_added,
            cls.tax_included,
            reduced,
            odd,
            reduced_included,
            group,
            division,
            base + cls.tax_added,
            fee + cls.tax_added,
            fee_included + cls.tax_included,
            reduced + reduced_included,
        ]

    @classmethod
    def _create_pricelist(cls, name, rounding):
        currency = cls.env['res.currency'].create(
            {'name': name, 'symbol': name, 'rounding': rounding}
        )
        cls.env['res.currency.rate'].create(
            {
                'currency_id': currency.id,
                'name': '2020-01-01',
                'rate': 3.7,
                'company_id': cls.company.id,
            }
        )
        return cls.pricelist.copy({'currency_id': currency.id})

    @classmethod
    def _draw_line(cls):
        draw = cls.random
        quantity = draw.choice([1, 2, 3, 7, 12, 0.5, 1.37, -1, -2.5, 0, 1000000, 123456.78])
        # Up to 14 digits: of more, Odoo's rounding of one number twice gives another one.
        price = draw.choice([draw.uniform(0, 20), draw.uniform(0, 2000), draw.uniform(0, 20000)])
        price = draw.choice([price, round(price, 2), round(price)])
        figure = draw.choice(['price', 'price', 'discount', 'discount', 'discount', 'margin'])
        value = {
            'price': draw.choice([price, 0.0, price * 1.2]),
            'discount': draw.choice([10, 12.5, 33.33, 100 / 3, draw.uniform(-20, 100), 100]),
            'margin': draw.uniform(-0.5, 0.9),
        }[figure]
        return {
            'quantity': quantity,
            'list_price': price,
            'cost': price * draw.uniform(0.1, 1.2) or 1.0,
            'held': figure,
            'held_value': value,
            'tax_ids': [Command.set(draw.choice(cls.tax_choices).ids)],
        }

    @classmethod
    def _generate(cls, rounding, method):
        """Create variants of one currency, with lines drawn at random."""
        cls.company.tax_calculation_rounding_method = method
        pricelist = cls.pricelists[rounding]
        variants = cls.env['deal.variant'].create(
            [
                {'lead_id': cls.deal.id, 'name': f"{rounding} {n}", 'pricelist_id': pricelist.id}
                for n in range(cls.COUNT)
            ]
        )
        cls.env['deal.variant.line'].create(
            [
                {
                    'variant_id': variant.id,
                    'product_id': cls.random.choice([cls.window.id, cls.door.id]),
                    'sequence': n,
                    **cls._draw_line(),
                }
                for variant in variants
                for n in range(cls.random.randint(1, 6))
            ]
        )
        return variants

    def _assert_same(self, variants, orders):
        for variant, order in zip(variants, orders, strict=True):
            with self.subTest(variant=variant.name):
                self._assert_same_totals(order, variant)
                lines = zip(variant.line_ids.sorted(), order.order_line.sorted(), strict=True)
                for line, order_line in lines:
                    for name in AMOUNTS:
                        self.assertEqual(
                            variant.currency_id.compare_amounts(line[name], order_line[name]), 0
                        )

    def test_orders_and_variants_have_the_same_totals(self):
        with_discount = 0
        for rounding in (0.01, 1.0, 0.001):
            for method in ('round_per_line', 'round_globally'):
                with self.subTest(rounding=rounding, method=method):
                    variants = self._generate(rounding, method)
                    orders = variants._make_order()
                    # What the database keeps, not what was just computed.
                    self.env.flush_all()
                    self.env.invalidate_all()
                    self._assert_same(variants, orders)
                    with_discount += len(orders.order_line.filtered('discount'))
                    back = self.env['deal.variant'].union(
                        *[order._make_deal_variant() for order in orders[:12]]
                    )
                    self._assert_same(back, orders[:12])
                    self._assert_same(back, back._make_order())
        self.assertGreater(with_discount, 100)


@tagged('post_install', '-at_install')
class TestVariantToOrder(OrderCase):
    def _get_shown(self, order):
        """Return what one sees of an order's lines: kind, text, quantity."""
        return [
            (line.display_type or 'product', line.name, line.product_uom_qty)
            for line in order.order_line.sorted('sequence')
        ]

    # The deal's button

    def test_new_quotation_is_made_of_the_chosen_variant(self):
        self._create_line(quantity=2, price_unit=100)
        other = self._create_variant(name="B")
        self._create_line(other, self.door)
        action = self.deal.action_sale_quotations_new()
        order = self.deal.order_ids
        self.assertEqual((action['res_model'], action['res_id']), ('sale.order', order.id))
        self.assertEqual([kind for _id, kind in action['views']], ['form'])
        self.assertEqual(order.deal_variant_id, self.variant)
        self.assertEqual((order.state, order.amount_untaxed), ('draft', 200))

    def test_new_quotation_of_a_deal_without_lines_is_odoos(self):
        for variants in (self.variant, self.env['deal.variant']):
            (self.deal.deal_variant_ids - variants).unlink()
            with self.subTest(variants=len(variants)):
                action = self.deal.action_sale_quotations_new()
                self.assertFalse(action.get('res_id'))
                self.assertEqual(action['context']['default_opportunity_id'], self.deal.id)
                self.assertFalse(self.deal.order_ids)

    def test_new_quotation_asks_for_the_customer_first(self):
        self.deal.partner_id = False
        self._create_line()
        action = self.deal.action_sale_quotations_new()
        # The same dialogue as for offers; Odoo's own, opened otherwise, goes on alike.
        self.assertEqual(action['res_model'], 'deal.offer.customer')
        self.assertEqual(action['context']['default_next_act'], 'quotation')
        wizard = self.env['crm.quotation.partner'].with_context(
            active_model='crm.lead', active_id=self.deal.id
        )
        with self.assertRaisesRegex(UserError, "needs a customer"):
            wizard.create({'action': 'nothing'}).action_apply()
        action = wizard.create({'action': 'exist', 'partner_id': self.partner.id}).action_apply()
        order = self.env['sale.order'].browse(action['res_id'])
        self.assertEqual((order.partner_id, order.amount_untaxed), (self.partner, 120))

    # Terms

    def test_order_has_the_terms_of_deal_and_variant(self):
        currency = self.env['res.currency'].create({'name': 'XOR', 'symbol': 'X'})
        self.env['res.currency.rate'].create(
            {
                'currency_id': currency.id,
                'name': '2020-01-01',
                'rate': 2.0,
                'company_id': self.company.id,
            }
        )
        term = self.env['account.payment.term'].create({'name': "In a year"})
        position = self.env['account.fiscal.position'].create({'name': "Abroad"})
        tag = self.env['crm.tag'].create({'name': "Windows"})
        source = self.env['utm.source'].create({'name': "Fair"})
        self.deal.write(
            {
                'user_id': self.salesman.id,
                'team_id': self.team_a.id,
                'tag_ids': [Command.set(tag.ids)],
                'source_id': source.id,
            }
        )
        self.variant.write(
            {
                'currency_id': currency.id,
                'payment_term_id': term.id,
                'fiscal_position_id': position.id,
                'validity_days': 10,
                'delivery_time': "6 weeks",
                'note': "<p>Without <b>scaffolding</b>.</p>",
            }
        )
        self._create_line()
        order = self._make_order()
        expected = {
            'partner_id': self.partner,
            'opportunity_id': self.deal,
            'company_id': self.company,
            'pricelist_id': self.pricelist,
            'currency_id': currency,
            'payment_term_id': term,
            'fiscal_position_id': position,
            'user_id': self.salesman,
            'team_id': self.team_a,
            'tag_ids': tag,
            'source_id': source,
            'origin': self.deal.name,
            'deal_delivery_time': "6 weeks",
            'validity_date': fields.Date.add(fields.Date.context_today(order), days=10),
        }
        self.assertEqual({name: order[name] for name in expected}, expected)
        self.assertIn("scaffolding", order.note)
        self.assertEqual(order.amount_untaxed, 240)

    def test_client_reads_the_delivery_time(self):
        self.variant.delivery_time = "6 weeks"
        self._create_line()
        order = self._make_order()
        report = self.env['ir.actions.report']
        html, _format = report._render_qweb_html('sale.action_report_saleorder', order.ids)
        self.assertIn("6 weeks", html.decode())

    def test_what_the_variant_leaves_open_is_odoos(self):
        self.company.quotation_validity_days = 7
        self.variant.write({'validity_days': 0, 'note': "<p><br></p>"})
        self._create_line()
        order = self._make_order()
        today = fields.Date.context_today(order)
        self.assertEqual(order.validity_date, fields.Date.add(today, days=7))

    # Lines

    def test_lines_keep_their_order_and_what_they_say(self):
        dozen = self.env.ref('uom.product_uom_dozen')
        self.window.uom_ids = dozen
        self._create_text('line_section', "Ground floor", sequence=1)
        line = self._create_line(
            uom_id=dozen.id,
            quantity=1.5,
            name="Oak windows",
            tax_ids=[Command.set(self.tax_added.ids)],
            cost=700,
            sequence=2,
        )
        self._create_text('line_note', "By lorry", sequence=3)
        self._create_text('line_section', "First floor", sequence=4)
        self._create_line(product=self.door, sequence=5)
        order = self._make_order()
        self.assertEqual(
            self._get_shown(order),
            [
                ('line_section', "Ground floor", 0),
                ('product', "Oak windows", 1.5),
                ('line_note', "By lorry", 0),
                ('line_section', "First floor", 0),
                ('product', "Door", 1),
            ],
        )
        made = order.order_line[1]
        self.assertEqual(
            (made.product_id, made.product_uom_id, made.tax_ids, made.purchase_price),
            (self.window, dozen, self.tax_added, 700),
        )
        self.assertEqual(made.price_total, line.price_total)
        self.assertEqual(order.margin, self.variant.profit)

    def test_price_is_shown_as_list_price_and_discount(self):
        cases = [
            ({'discount': 10}, (120, 10)),
            ({}, (120, 0)),
            ({'price_unit': 100}, (120, 16.67)),  # 99.996 comes to the same amount
            ({'discount': 100}, (120, 100)),
            ({'discount': 10, 'quantity': -2}, (120, 10)),
        ]
        for values, expected in cases:
            with self.subTest(values=values):
                line = self._create_line(**values)
                self.assertEqual(line._get_discounted_price(), expected)

    def test_price_is_shown_as_it_is_where_no_discount_fits(self):
        cases = [
            {'price_unit': 100, 'quantity': 1000},  # 99996.00 at 16.67 %
            {'price_unit': 150},  # nobody is shown a surcharge
            {'list_price': 0, 'price_unit': 10},
        ]
        for values in cases:
            self.variant.line_ids.unlink()
            with self.subTest(values=values):
                line = self._create_line(**values)
                made = self._make_order().order_line
                self.assertEqual((made.price_unit, made.discount), (line.price_unit, 0))
                self.assertEqual(made.price_subtotal, line.price_subtotal)

    def test_discounts_that_add_up_to_another_total_are_not_shown(self):
        self.company.tax_calculation_rounding_method = 'round_globally'
        values = {'list_price': 10.01, 'discount': 100 / 3}
        for n in range(50):
            taxes = [Command.set(self.tax_added.ids)]
            self._create_line(**values, tax_ids=taxes, sequence=n)
        exact = self._create_line(discount=10, sequence=60)
        self.assertTrue(all(line._get_discounted_price() for line in self.variant.line_ids))
        order = self._make_order()
        self._assert_same_totals(order, self.variant)
        self.assertEqual(set(order.order_line[:50].mapped('discount')), {0})
        self.assertEqual((order.order_line[50].discount, exact.discount), (10, 10))

    def test_prices_with_included_tax_stay_included(self):
        self.window.taxes_id = self.tax_included
        self._create_line(price_unit=123, quantity=3)
        order = self._make_order()
        self._assert_same_totals(order, self.variant)
        self.assertEqual((order.amount_untaxed, order.amount_total), (300, 369))

    def test_early_payment_discount_lowers_the_tax_of_both(self):
        self.variant.payment_term_id = self.env['account.payment.term'].create(
            {
                'name': "2 % in a week",
                'early_discount': True,
                'discount_percentage': 2,
                'discount_days': 7,
                'early_pay_discount_computation': 'mixed',
            }
        )
        self._create_line(price_unit=100, tax_ids=[Command.set(self.tax_added.ids)])
        self._create_line(price_unit=33.33, tax_ids=[Command.set(self.tax_added.ids)])
        order = self._make_order()
        self.assertEqual(self.variant.amount_tax, 30.05)
        self._assert_same_totals(order, self.variant)

    def test_taxes_changed_by_hand_stay(self):
        self.window.taxes_id = self.tax_added
        self._create_line(tax_ids=[Command.clear()])
        self.assertFalse(self._make_order().order_line.tax_ids)

    # What Odoo would compute anew

    def test_prices_stay_when_the_quantity_changes(self):
        self._enable_discounts()
        self._create_line(discount=10)
        self._create_line(price_unit=70.07)
        self._create_line(price_unit=0)
        order = self._make_order()
        shown = [(line.price_unit, line.discount) for line in order.order_line]
        self.assertEqual(shown[0], (120, 10))
        order.order_line.product_uom_qty = 4
        self.assertEqual([(line.price_unit, line.discount) for line in order.order_line], shown)
        with Form(order) as form:
            for n in range(3):
                with form.order_line.edit(n) as line:
                    line.product_uom_qty = 5
        self.assertEqual([(line.price_unit, line.discount) for line in order.order_line], shown)
        self.assertEqual(order.copy().order_line[0].has_deal_price, True)

    def test_prices_follow_odoo_again_when_asked_to(self):
        self._enable_discounts()
        self._create_line(discount=10)
        order = self._make_order()
        order.action_update_prices()
        line = order.order_line
        self.assertEqual((line.price_unit, line.discount), (120, 0))
        self.assertFalse(line.has_deal_price)
        line.discount = 5
        line.product_uom_qty = 2
        self.assertEqual(line.discount, 0)

    def test_another_product_comes_with_its_own_price(self):
        self._enable_discounts()
        self._create_line(discount=10)
        order = self._make_order()
        with Form(order) as form, form.order_line.edit(0) as line:
            line.product_id = self.door
        line = order.order_line
        self.assertEqual((line.price_unit, line.discount), (500, 0))
        self.assertFalse(line.has_deal_price)

    def _enable_discounts(self):
        group = self.env.ref('sale.group_discount_per_so_line')
        self.env.ref('base.group_user').implied_ids = [Command.link(group.id)]

    # Optional lines

    def test_optional_lines_go_into_an_optional_section_at_the_end(self):
        self._create_text('line_section', "Ground floor", sequence=1)
        self._create_line(sequence=2)
        self._create_line(product=self.door, quantity=3, is_optional=True, sequence=3)
        self._create_line(name="Blind", discount=50, is_optional=True, sequence=4)
        self._create_line(sequence=5)
        order = self._make_order()
        self.assertEqual(
            self._get_shown(order),
            [
                ('line_section', "Ground floor", 0),
                ('product', "Window", 1),
                ('product', "Window", 1),
                ('line_section', "Optional products", 0),
                ('product', "Door", 0),
                ('product', "Blind", 0),
            ],
        )
        self.assertEqual(order.order_line.mapped('deal_optional_quantity'), [0, 0, 0, 0, 3, 1])
        optional = order.order_line[4:]
        self.assertTrue(all(line._can_be_edited_on_portal() for line in optional))
        self.assertFalse(order.order_line[2]._can_be_edited_on_portal())
        self.assertEqual((optional[1].price_unit, optional[1].discount), (120, 50))
        self._assert_same_totals(order, self.variant)

    def test_discount_of_the_whole_order_is_not_optional(self):
        self._create_line(price_unit=100)
        self._create_line(is_optional=True)
        order = self._make_order()
        wizard = {'sale_order_id': order.id, 'discount_type': 'so_discount'}
        wizard = self.env['sale.order.discount'].create({**wizard, 'discount_percentage': 0.1})
        wizard.action_apply_discount()
        self.assertEqual(order.amount_untaxed, 90)
        discount = order.order_line.filtered(lambda line: line._is_global_discount())
        self.assertFalse(discount._is_line_optional())

    def test_taxes_of_an_order_are_never_what_somebody_has_entered(self):
        line = self._create_line(discount=10)
        line.tax_ids = self.tax_added
        amounts = {'tax_amount_currency': -99.0, 'tax_amount': -99.0}
        given = {
            'computation_key': 'global_discount,1',
            'manual_tax_amounts': {str(self.tax_added.id): amounts},
            'manual_total_excluded_currency': 1.0,
            'manual_total_excluded': 1.0,
            'currency_id': self.variant.currency_id.id,
            'price_unit': line.list_price,
            'discount': 10.0,
            'quantity': 1.0,
            'rate': 1.0,
        }
        wrong = (given, {**given, 'computation_key': 'other'}, [1], "text", 5)
        for data in (*wrong, {'computation_key': 5}):
            with self.subTest(data=str(data)[:40]):
                line.with_user(self.salesman_all).extra_tax_data = data
                order = self._make_order()
                self._assert_same_totals(order, self.variant)
                self.assertFalse('manual_tax_amounts' in (order.order_line.extra_tax_data or ()))

    def test_section_of_optional_lines_goes_as_a_whole(self):
        self._create_text('line_section', "Extras", sequence=1)
        self._create_line(product=self.door, is_optional=True, sequence=2)
        self._create_text('line_note', "With a handle", sequence=3)
        self._create_text('line_section', "Ground floor", sequence=4)
        self._create_line(sequence=5)
        self._create_line(name="Blind", is_optional=True, sequence=6)
        order = self._make_order()
        self.assertEqual(
            self._get_shown(order),
            [
                ('line_section', "Ground floor", 0),
                ('product', "Window", 1),
                ('line_section', "Optional products", 0),
                ('product', "Blind", 0),
                ('line_subsection', "Extras", 0),
                ('product', "Door", 0),
                ('line_note', "With a handle", 0),
            ],
        )
        doors = order.order_line.filtered(lambda line: line.product_id == self.door)
        self.assertTrue(doors._can_be_edited_on_portal())

    # Who may

    def test_salespeople_make_quotations_of_their_deals(self):
        for user in (self.salesman, self.salesman_all, self.manager):
            deal = self._create_deal(
                partner_id=self.partner.id, company_id=self.company.id, user_id=user.id
            )
            self._create_line(self._create_variant(lead_id=deal.id))
            with self.subTest(user.login):
                deal.with_user(user).action_new_quotation()
                self.assertEqual(deal.order_ids.user_id, user)
                self.assertEqual(deal.order_ids.order_line.purchase_price, 80)

    def test_salesman_makes_a_quotation_for_a_colleagues_customer(self):
        self.partner.user_id = self.manager
        self._create_line()
        self.deal.with_user(self.salesman).action_new_quotation()
        self.assertEqual(self.deal.order_ids.user_id, self.salesman)

    def test_quotation_keeps_costs_that_its_maker_may_not_see(self):
        self._forbid_costs(self.salesman)
        self.deal.user_id = self.salesman
        self._create_line(cost=77, price_unit=100)
        self.deal.with_user(self.salesman).action_new_quotation()
        self.assertEqual(self.deal.order_ids.order_line.sudo().purchase_price, 77)

    def test_accountant_opens_the_order_without_seeing_the_deal(self):
        accountant = self._create_user('deal_accountant', 'account.group_account_invoice')
        self._create_line()
        order = self._make_order().with_user(accountant)
        self.assertEqual(Form(order).partner_id, self.partner)
        with self.assertRaises(AccessError):
            order.deal_variant_id.read(['name'])

    def test_prices_below_the_minimum_margin_need_an_approval(self):
        self.company.deal_min_margin = 0.5
        self._create_line(cost=80, price_unit=100)
        with self.assertRaisesRegex(UserError, "approval"):
            self.deal.action_new_quotation()
        self.variant.with_user(self.manager).action_approve()
        self.deal.action_new_quotation()
        self.assertEqual(self.deal.order_ids.amount_untaxed, 100)

    def test_others_make_no_quotation(self):
        self._create_line()
        self.deal.user_id = self.manager
        for user in (self.salesman, self.stranger, self.employee):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.deal.with_user(user).action_new_quotation()
        self.assertFalse(self.deal.order_ids)


@tagged('post_install', '-at_install')
class TestOrderToVariant(OrderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.env['sale.order'].create(
            {
                'partner_id': cls.partner.id,
                'opportunity_id': cls.deal.id,
                'pricelist_id': cls.pricelist.id,
            }
        )

    @classmethod
    def _create_order_line(cls, product=None, **values):
        return cls.env['sale.order.line'].create(
            {
                'order_id': cls.order.id,
                'product_id': (product or cls.window).id,
                **values,
            }
        )

    @classmethod
    def _create_order_text(cls, display_type, name, **values):
        return cls.env['sale.order.line'].create(
            {'order_id': cls.order.id, 'display_type': display_type, 'name': name, **values}
        )

    def _get_shown(self, variant):
        """Return what one sees of a variant's lines: kind, text, quantity, if optional."""
        return [
            (line.display_type or 'product', line.name, line.quantity, line.is_optional)
            for line in variant.line_ids.sorted()
        ]

    def test_quotation_becomes_a_variant_of_its_deal(self):
        term = self.env['account.payment.term'].create({'name': "In a year"})
        self.order.write(
            {
                'payment_term_id': term.id,
                'validity_date': fields.Date.add(fields.Date.context_today(self.order), days=12),
                'deal_delivery_time': "6 weeks",
                'note': "<p>As agreed.</p>",
            }
        )
        self._create_order_line(
            product_uom_qty=3,
            price_unit=99.5,
            name="Oak windows",
            tax_ids=[Command.set(self.tax_added.ids)],
            purchase_price=71,
        )
        action = self.order.action_make_deal_variant()
        self.assertEqual((action['res_model'], action['res_id']), ('crm.lead', self.deal.id))
        variant = self.env['deal.variant'].browse(action['context']['deal_variant_id'])
        self.assertEqual((variant.lead_id, variant.name), (self.deal, self.order.name))
        self.assertEqual(variant.pricelist_id, self.pricelist)
        self.assertEqual((variant.payment_term_id, variant.validity_days), (term, 12))
        self.assertIn("As agreed", variant.note)
        self.assertEqual(variant.delivery_time, "6 weeks")
        self.assertFalse(variant.is_chosen)
        line = variant.line_ids
        self.assertEqual(
            (line.product_id, line.name, line.quantity), (self.window, "Oak windows", 3)
        )
        self.assertEqual((line.held, line.price_unit, line.cost), ('price', 99.5, 71))
        self.assertEqual(line.tax_ids, self.tax_added)
        self._assert_same_totals(variant, self.order)
        self.assertEqual(variant.profit, self.order.margin)

    def test_discount_is_held_where_the_list_price_agrees(self):
        cases = [
            ({'discount': 10}, ('discount', 10, 108)),
            ({'price_unit': 200, 'discount': 10}, ('price', 180, 180)),
            ({'price_unit': 108}, ('price', 108, 108)),
            ({'discount': 100}, ('discount', 100, 0)),
            ({'discount': -25}, ('discount', -25, 150)),
        ]
        for values, _expected in cases:
            self._create_order_line(**values)
        variant = self.order._make_deal_variant()
        for line, (values, expected) in zip(variant.line_ids.sorted(), cases, strict=True):
            with self.subTest(values=values):
                self.assertEqual((line.held, line.held_value, line.price_unit), expected)

    def test_sections_notes_and_optional_lines_come_along(self):
        lines = [
            ('line_section', "House", {}),
            ('line_subsection', "Ground floor", {}),
            (False, "A", {'product_uom_qty': 2}),
            ('line_note', "By lorry", {}),
            ('line_section', "Extras", {'is_optional': True}),
            (False, "B", {'product_uom_qty': 0}),
            (False, "C", {'product_uom_qty': 4}),
            (False, "D", {'product_uom_qty': 0, 'deal_optional_quantity': 7}),
            ('line_section', "More extras", {'is_optional': True}),
            ('line_subsection', "Doors", {}),
            (False, "E", {'product_uom_qty': 0}),
        ]
        for sequence, (kind, name, values) in enumerate(lines):
            if kind:
                self._create_order_text(kind, name, sequence=sequence, **values)
            else:
                self._create_order_line(name=name, sequence=sequence, **values)
        variant = self.order._make_deal_variant()
        self.assertEqual(
            self._get_shown(variant),
            [
                ('line_section', "House", 0, False),
                ('line_subsection', "Ground floor", 0, False),
                ('product', "A", 2, False),
                ('line_note', "By lorry", 0, False),
                ('line_section', "Extras", 0, False),
                ('product', "B", 1, True),
                ('product', "C", 4, True),
                ('product', "D", 7, True),
                ('line_section', "Doors", 0, False),
                ('product', "E", 1, True),
            ],
        )

    def test_round_trip_keeps_lines_and_optional_section(self):
        self._create_text('line_section', "Ground floor", sequence=1)
        self._create_line(sequence=2, discount=10)
        self._create_line(name="Blind", quantity=3, is_optional=True, sequence=3)
        self._create_text('line_section', "Extras", sequence=4)
        self._create_line(product=self.door, is_optional=True, sequence=5)
        order = self._make_order()
        again = order._make_deal_variant()._make_order()
        names = ('display_type', 'name', 'product_uom_qty', 'price_unit', 'discount')
        names += ('is_optional', 'deal_optional_quantity', 'purchase_price')
        self.assertEqual(
            [[line[name] for name in names] for line in again.order_line],
            [[line[name] for name in names] for line in order.order_line],
        )

    def test_discount_of_the_whole_order_stays_to_the_cent(self):
        for method in ('round_per_line', 'round_globally'):
            with self.subTest(method=method):
                self.company.tax_calculation_rounding_method = method
                self.order.order_line.unlink()
                for tax in (self.tax_added, self.tax_included, self.tax_added):
                    self._create_order_line(price_unit=33.33, tax_ids=[Command.set(tax.ids)])
                self._create_order_text('line_section', "Extras", is_optional=True, sequence=50)
                self._create_order_line(product_uom_qty=0, sequence=51)
                self._discount_order(0.0777)
                variant = self.order._make_deal_variant()
                shown = [(line.display_type, line.is_optional) for line in variant.line_ids]
                products = [(False, False)] * 3
                discounts = [(False, False)] * 2
                optional = [('line_section', False), (False, True)]
                self.assertEqual(shown, products + discounts + optional)
                self._assert_same_totals(variant, self.order)
                self._assert_same_totals(variant._make_order(), self.order)

    def _discount_order(self, share):
        wizard = self.env['sale.order.discount'].create(
            {
                'sale_order_id': self.order.id,
                'discount_type': 'so_discount',
                'discount_percentage': share,
            }
        )
        wizard.action_apply_discount()

    def test_what_was_never_offered_stays_behind(self):
        self._create_order_line()
        self._create_order_text('line_section', "Down Payments", is_downpayment=True)
        self._create_order_line(is_downpayment=True, product_uom_qty=0, price_unit=50)
        self._create_order_line(is_expense=True, product_uom_qty=0, price_unit=9)
        self._create_order_line(product_uom_qty=0, qty_delivered=2)
        free = self._create_order_line(product_uom_qty=0, name="On demand")
        variant = self.order._make_deal_variant()
        self.assertEqual(variant.line_ids.mapped('name'), ["Window", free.name])

    def test_order_without_a_deal_is_refused(self):
        self.order.opportunity_id = False
        with self.assertRaisesRegex(UserError, "belongs to no deal"):
            self.order.action_make_deal_variant()

    def test_first_variant_of_a_deal_gives_it_its_value(self):
        self._create_order_line(price_unit=70)
        self.variant.unlink()
        variant = self.order._make_deal_variant()
        self.assertEqual(
            (self.deal.deal_chosen_variant_id, self.deal.expected_revenue), (variant, 70)
        )

    def test_foreign_currency_comes_along(self):
        currency = self.env['res.currency'].create({'name': 'XOR', 'symbol': 'X'})
        self.env['res.currency.rate'].create(
            {
                'currency_id': currency.id,
                'name': '2020-01-01',
                'rate': 2.0,
                'company_id': self.company.id,
            }
        )
        self.order.pricelist_id = self.pricelist.copy({'currency_id': currency.id})
        self._create_order_line(discount=10)
        variant = self.order._make_deal_variant()
        self.assertEqual((variant.currency_id, variant.amount_untaxed), (currency, 216))
        self.assertEqual((variant.line_ids.held, variant.line_ids.cost), ('discount', 160))

    def test_whose_deal_it_is_may_calculate_it(self):
        self._create_order_line(purchase_price=71)
        self.order.user_id = self.salesman
        self.deal.user_id = self.salesman
        self._forbid_costs(self.salesman)
        order = self.order.with_user(self.salesman)
        order.action_make_deal_variant()
        self.assertEqual(self.order.deal_variant_id.line_ids.cost, 71)
        self.deal.user_id = self.manager
        for user in (self.salesman, self.stranger, self.employee):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.order.with_user(user).action_make_deal_variant()


@tagged('post_install', '-at_install')
class TestAcceptedAmount(OrderCase):
    def test_confirming_chooses_the_variant_and_sets_the_value(self):
        self._create_line(quantity=2, price_unit=100, cost=50)
        other = self._create_variant(name="B")
        self._create_line(other, self.door)
        order = self._make_order(other)
        self.assertEqual(self.deal.expected_revenue, 200)
        order.action_confirm()
        self.assertEqual(self.deal.deal_chosen_variant_id, other)
        self.assertEqual(other.accepted_order_id, order)
        self.assertEqual((self.deal.expected_revenue, self.deal.deal_cost), (500, 300))

    def test_order_changed_since_sets_its_own_amount(self):
        self._create_line(quantity=2, price_unit=100, cost=50)
        order = self._make_order()
        order.order_line.write({'product_uom_qty': 3, 'price_unit': 90})
        self.assertEqual(self.deal.expected_revenue, 200)
        order.action_confirm()
        self.assertEqual((self.deal.expected_revenue, self.deal.deal_cost), (270, 150))
        # What was agreed stays, whatever is calculated afterwards.
        self.variant.line_ids.price_unit = 40
        self.assertEqual(self.deal.expected_revenue, 270)

    def test_smaller_order_lowers_the_value(self):
        self._create_line(quantity=2, price_unit=100)
        order = self._make_order()
        order.order_line.product_uom_qty = 1
        order.action_confirm()
        self.assertEqual(self.deal.expected_revenue, 100)

    def test_optional_lines_that_were_taken_count(self):
        self._create_line(price_unit=100)
        self._create_line(price_unit=30, quantity=2, is_optional=True)
        order = self._make_order()
        order.order_line[-1].product_uom_qty = 2
        order.action_confirm()
        self.assertEqual(self.deal.expected_revenue, 160)

    def test_value_is_in_the_deals_currency_at_the_variants_date(self):
        currency = self.env['res.currency'].create({'name': 'XOR', 'symbol': 'X'})
        for day, rate in (('2020-01-01', 2.0), ('2024-01-01', 4.0)):
            self.env['res.currency.rate'].create(
                {
                    'currency_id': currency.id,
                    'name': day,
                    'rate': rate,
                    'company_id': self.company.id,
                }
            )
        pricelist = self.pricelist.copy({'currency_id': currency.id})
        variant = self._create_variant(name="X", pricelist_id=pricelist.id, date='2021-01-01')
        self._create_line(variant, price_unit=100)
        order = self._make_order(variant)
        order.action_confirm()
        self.assertEqual(self.deal.expected_revenue, 50)
        order.write({'order_line': [Command.update(order.order_line.id, {'product_uom_qty': 3})]})
        self.assertEqual(self.deal.expected_revenue, 150)

    def test_cancelled_order_gives_the_variants_value_back(self):
        self._create_line()
        order = self._make_order()
        order.order_line.price_unit = 90
        order.action_confirm()
        self.assertEqual(self.deal.expected_revenue, 90)
        order._action_cancel()
        self.assertEqual(self.deal.expected_revenue, 120)

    def test_last_confirmed_order_of_a_variant_counts(self):
        self._create_line()
        first, second = self._make_order(), self._make_order()
        second.order_line.price_unit = 80
        first.action_confirm()
        second.action_confirm()
        self.assertEqual(self.deal.expected_revenue, 80)

    def test_order_made_otherwise_leaves_the_value_of_a_calculated_deal(self):
        self._create_line(price_unit=100)
        order = self._create_plain_order(self.deal)
        order.action_confirm()
        self.assertEqual((self.deal.expected_revenue, self.variant.is_chosen), (100, True))

    def test_order_of_another_deals_variant_leaves_the_value(self):
        self._create_line(price_unit=100)
        order = self._make_order()
        deal = self._create_deal(company_id=self.company.id)
        self._create_line(self._create_variant(lead_id=deal.id), price_unit=7)
        order.opportunity_id = deal
        order.action_confirm()
        self.assertEqual((deal.expected_revenue, self.deal.expected_revenue), (7, 100))

    def test_deal_without_variants_follows_odoo(self):
        deal = self._create_deal(company_id=self.company.id, expected_revenue=50)
        self._create_plain_order(deal).action_confirm()
        self.assertEqual(deal.expected_revenue, 500)

    def test_quotation_that_became_a_variant_is_accepted_as_it(self):
        self._create_line(price_unit=100)
        order = self._create_plain_order(self.deal)
        variant = order._make_deal_variant()
        order.action_confirm()
        self.assertEqual(
            (self.deal.deal_chosen_variant_id, self.deal.expected_revenue), (variant, 500)
        )

    def test_copied_order_is_not_the_variants(self):
        self._create_line(price_unit=100)
        copy = self._make_order().copy()
        self.assertFalse(copy.deal_variant_id)

    def test_whoever_confirms_need_not_see_the_deal(self):
        self._create_line(price_unit=100)
        order = self._make_order()
        self.deal.user_id = self.manager
        order.user_id = self.salesman
        order.with_user(self.salesman).action_confirm()
        self.assertEqual(self.variant.accepted_order_id, order)

    def test_deleted_variant_leaves_its_orders(self):
        self._create_line(price_unit=90)
        order = self._make_order()
        self.variant.unlink()
        self.assertTrue(order.exists())
        order.order_line.product_uom_qty = 2
        self.assertEqual(order.amount_untaxed, 180)
        order.action_confirm()

    def _create_plain_order(self, deal):
        return self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'opportunity_id': deal.id,
                'pricelist_id': self.pricelist.id,
                'order_line': [Command.create({'product_id': self.door.id})],
            }
        )


@tagged('post_install', '-at_install')
class TestPortalOptions(TourCase, OrderCase):
    def setUp(self):
        super().setUp()
        self._create_line()
        self._create_line(product=self.door, quantity=4, is_optional=True)
        self.order = self._make_order()
        self.order.action_quotation_sent()
        self.required, _section, self.option = self.order.order_line

    def _update(self, line, token=None, **values):
        self.make_jsonrpc_request(
            f'/my/orders/{self.order.id}/update_line_dict',
            {
                'line_id': line.id,
                'access_token': token or self.order._portal_ensure_token(),
                **values,
            },
        )
        return line.product_uom_qty

    def test_first_tick_takes_the_proposed_quantity(self):
        self.assertEqual(self._update(self.option), 4)
        self.assertEqual(self.order.amount_untaxed, 2120)
        self.assertEqual(self._update(self.option), 5)
        self.assertEqual(self._update(self.option, remove=True), 4)
        self.assertEqual(self._update(self.option, input_quantity=0), 0)
        self.assertEqual(self._update(self.option, remove=True), 0)
        self.assertEqual(self._update(self.option, input_quantity=2), 2)

    def test_nobody_else_takes_anything(self):
        self.assertEqual(self._update(self.option, token='guessed'), 0)
        self.assertEqual(self._update(self.required), 1)
        self.order.action_confirm()
        self.assertEqual(self._update(self.option), 0)

    def test_signed_quotation_sets_the_value(self):
        self._update(self.option)
        self.order.require_payment = False
        self.make_jsonrpc_request(
            f'/my/orders/{self.order.id}/accept',
            {
                'access_token': self.order._portal_ensure_token(),
                'name': "Client",
                'signature': 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
            },
        )
        self.assertEqual(self.order.state, 'sale')
        self.assertEqual(self.deal.expected_revenue, 2120)


@tagged('post_install', '-at_install')
class TestOrderTour(TourCase, OrderCase):
    def test_salesperson_goes_to_the_quotation_and_back(self):
        self.deal.user_id = self.salesman
        self._create_line(quantity=2, discount=10)
        self._create_line(product=self.door, is_optional=True, sequence=20)
        url = f'/odoo/deals/{self.deal.id}'
        self.start_tour(url, 'calculation_order_tour', login='deal_salesman')
        self.assertEqual(len(self.deal.order_ids), 1)
        self.assertEqual(len(self.deal.deal_variant_ids), 3)
        for variant in self.deal.deal_variant_ids:
            self._assert_same_totals(variant, self.deal.order_ids)
