from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import CalculationCase


@tagged('post_install', '-at_install')
class TestCopyLines(CalculationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source_deal = cls._create_deal(
            name="Old deal", partner_id=cls.partner.id, company_id=cls.company.id
        )
        cls.source = cls._create_variant(lead_id=cls.source_deal.id, name="Old")

    def _copy(self, *sources, variant=None, user=None):
        variant = (variant or self.variant).with_user(user or self.env.user)
        ids = variant.copy_lines_from(sources[0]._name, [source.id for source in sources])
        return self.env['deal.variant.line'].browse(ids)

    def _create_template(self, *lines, **values):
        return self.env['sale.order.template'].create(
            {
                'name': "Template",
                'sale_order_template_line_ids': [Command.create(line) for line in lines],
                **values,
            }
        )

    # Quotation templates

    def test_template_gives_products_sections_and_notes_in_order(self):
        dozen = self.env.ref('uom.product_uom_dozen')
        self.door.uom_ids = dozen
        first = self._create_line(sequence=30)
        template = self._create_template(
            {'display_type': 'line_section', 'name': "Ground floor"},
            {'product_id': self.window.id, 'product_uom_qty': 3, 'name': "White window"},
            {'product_id': self.door.id, 'product_uom_qty': 2, 'product_uom_id': dozen.id},
            {'display_type': 'line_note', 'name': "By lorry"},
        )
        lines = self._copy(template)
        self.assertEqual(self.variant.line_ids.sorted().ids, first.ids + lines.ids)
        self.assertEqual(lines.mapped('display_type'), ['line_section', False, False, 'line_note'])
        self.assertEqual(lines.mapped('name'), ["Ground floor", "White window", "Door", "By lorry"])
        self.assertEqual(lines.mapped('quantity'), [0, 3, 2, 0])
        self.assertEqual(lines[2].uom_id, dozen)
        self.assertEqual(lines.mapped('price_unit'), [0, 120, 6000, 0])
        self.assertEqual(set(lines.mapped('held')), {'pricelist'})

    def test_optional_section_of_a_template_becomes_optional_lines(self):
        template = self._create_template(
            {'product_id': self.window.id},
            {'display_type': 'line_section', 'name': "Options", 'is_optional': True},
            {'product_id': self.door.id, 'product_uom_qty': 0},
            {'display_type': 'line_subsection', 'name': "More options"},
            {'product_id': self.door.id, 'product_uom_qty': 4},
            {'display_type': 'line_section', 'name': "Work"},
            {'product_id': self.window.id, 'product_uom_qty': 0},
        )
        lines = self._copy(template).filtered('product_id')
        self.assertEqual(lines.mapped('is_optional'), [False, True, True, False])
        self.assertEqual(lines.mapped('quantity'), [1, 1, 4, 0])
        self.assertEqual(self.variant.amount_untaxed, 120)

    def test_template_speaks_the_customers_language(self):
        self.env['res.lang']._activate_lang('pl_PL')
        self.partner.lang = 'pl_PL'
        template = self._create_template({'display_type': 'line_note', 'name': "By lorry"})
        template.sale_order_template_line_ids.with_context(lang='pl_PL').name = "Ciężarówką"
        self.assertEqual(self._copy(template).name, "Ciężarówką")

    # Other variants

    def test_copied_lines_keep_what_they_hold(self):
        holds = {'price_unit': 100, 'discount': 10, 'markup': 0.4, 'margin': 0.3, 'profit': 50}
        for name, value in holds.items():
            self._create_line(self.source, quantity=2, is_optional=True, **{name: value})
        self._create_line(self.source, name="As listed", is_locked=True)
        lines = self._copy(self.source)
        self.assertEqual(lines.mapped('held'), self.source.line_ids.mapped('held'))
        self.assertEqual(lines.mapped('held_value'), self.source.line_ids.mapped('held_value'))
        self.assertEqual(lines.mapped('price_unit'), self.source.line_ids.mapped('price_unit'))
        self.assertEqual(lines.mapped('is_optional'), [True] * 5 + [False])
        self.assertEqual((lines[5].name, lines[5].is_locked), ("As listed", True))

    def test_copied_margin_holds_at_the_cost_of_today(self):
        self._create_line(self.source, margin=0.2)
        self.window.standard_price = 100
        line = self._copy(self.source)
        self.assertEqual((line.cost, line.margin, line.price_unit), (100, 0.2, 125))

    def test_cost_entered_by_hand_is_copied(self):
        self._create_line(self.source, cost=90, margin=0.1)
        self.window.standard_price = 0
        line = self._copy(self.source)
        self.assertEqual((line.cost, line.is_cost_typed), (90, True))
        self.assertAlmostEqual(line.price_unit, 100)

    def test_what_cannot_be_held_any_more_becomes_a_held_price(self):
        for name, value in (('margin', 0.2), ('markup', 0.25)):
            self._create_line(self.source, **{name: value})
        self._create_line(self.source, self.door, discount=10)
        self.window.standard_price = 0
        self.door.list_price = 0
        lines = self._copy(self.source)
        self.assertEqual(lines.mapped('held'), ['price'] * 3)
        self.assertEqual(lines.mapped('price_unit'), [100, 100, 450])

    def test_lines_that_hold_nothing_follow_the_price_list_of_their_new_variant(self):
        self._create_line(self.source)
        self.pricelist.item_ids = [
            Command.create({'compute_price': 'percentage', 'percent_price': 10})
        ]
        self.assertEqual(self._copy(self.source).price_unit, 108)

    def test_held_amounts_are_converted(self):
        euro = self.env['res.currency'].create({'name': 'XEU', 'symbol': 'E'})
        self.env['res.currency.rate'].create(
            {'currency_id': euro.id, 'name': '2024-01-01', 'rate': 0.5}
        )
        self._create_line(self.source, price_unit=100)
        self._create_line(self.source, quantity=2, profit=60, cost=90)
        self._create_line(self.source, margin=0.2)
        variant = self._create_variant(name="E", currency_id=euro.id)
        lines = self._copy(self.source, variant=variant)
        self.assertEqual(lines.mapped('price_unit'), [50, 60, 50])
        self.assertEqual(lines.mapped('cost'), [40, 45, 40])
        self.assertEqual(lines.mapped('held_value'), [50, 30, 0.2])

    def test_missing_rate_is_said_and_nothing_is_copied(self):
        self._create_line(self.source, price_unit=100)
        currency = self.env['res.currency'].create({'name': 'XMI', 'symbol': 'M'})
        rate = self.env['res.currency.rate'].create(
            {'currency_id': currency.id, 'name': '2024-01-01', 'rate': 2}
        )
        variant = self._create_variant(name="M", currency_id=currency.id)
        rate.unlink()
        with self.assertRaisesRegex(UserError, "no exchange rate"):
            self._copy(self.source, variant=variant)
        self.assertFalse(variant.line_ids)

    def test_held_price_is_adapted_to_the_taxes_of_the_new_variant(self):
        exempt = self._create_tax("0", 0.0)
        position = self.env['account.fiscal.position'].create(
            {'name': "Export", 'company_id': self.company.id}
        )
        exempt.write(
            {
                'fiscal_position_ids': [Command.set(position.ids)],
                'original_tax_ids': [Command.set(self.tax_included.ids)],
            }
        )
        self.window.taxes_id = self.tax_included
        self._create_line(self.source, price_unit=123)
        self.variant.fiscal_position_id = position
        line = self._copy(self.source)
        self.assertEqual((line.tax_ids, line.price_subtotal), (exempt, 100))

    def test_several_sources_are_copied_in_the_order_of_choice(self):
        other = self._create_variant(lead_id=self.source_deal.id, name="Other")
        self._create_line(self.source)
        self._create_line(other, self.door)
        lines = self._copy(other, self.source)
        self.assertEqual(lines.product_id.ids, (self.door + self.window).ids)

    def test_variants_are_found_by_number_customer_and_product(self):
        self._create_line(self.source, self.door)
        search = self.env['deal.variant'].get_view(view_type='search')['arch']
        filters = etree.fromstring(search).xpath("//field[@filter_domain]/@filter_domain")
        texts = [self.source_deal.deal_number, "Door"]
        for expression, text in zip(filters, texts, strict=True):
            domain = safe_eval(expression, {'self': text})
            with self.subTest(text):
                self.assertEqual(self.env['deal.variant'].search(domain), self.source)
        self.assertIn(
            self.source, self.env['deal.variant'].search([('partner_id', 'child_of', "Client")])
        )

    # Orders of the customer

    def _create_order(self, *lines, **values):
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'pricelist_id': self.pricelist.id,
                'order_line': [Command.create(line) for line in lines],
                **values,
            }
        )
        order.action_confirm()
        return order

    def test_order_gives_its_lines_at_what_the_customer_paid(self):
        order = self._create_order(
            {'display_type': 'line_section', 'name': "Ground floor"},
            {'product_id': self.window.id, 'product_uom_qty': 3, 'name': "White window"},
            {'product_id': self.door.id, 'price_unit': 400, 'discount': 25},
            {'display_type': 'line_note', 'name': "By lorry"},
        )
        self.window.list_price = 200
        lines = self._copy(order)
        self.assertEqual(lines.mapped('name'), ["Ground floor", "White window", "Door", "By lorry"])
        self.assertEqual(lines.mapped('quantity'), [0, 3, 1, 0])
        self.assertEqual(lines.mapped('price_unit'), [0, 120, 300, 0])
        self.assertEqual(lines.filtered('product_id').mapped('held'), ['price', 'price'])

    def test_optional_section_of_an_order_becomes_optional_lines(self):
        order = self._create_order(
            {'product_id': self.window.id},
            {'display_type': 'line_section', 'name': "Options", 'is_optional': True},
            {'product_id': self.door.id, 'product_uom_qty': 0},
        )
        lines = self._copy(order).filtered('product_id')
        self.assertEqual(lines.mapped('is_optional'), [False, True])
        self.assertEqual(lines.mapped('quantity'), [1, 1])

    def test_costs_of_an_order_are_those_of_today(self):
        order = self._create_order(
            {'product_id': self.window.id}, {'product_id': self.door.id, 'purchase_price': 250}
        )
        self.window.standard_price = 100
        self.door.standard_price = 0
        lines = self._copy(order)
        self.assertEqual(lines.mapped('cost'), [100, 250])
        self.assertEqual(lines.mapped('is_cost_typed'), [False, True])

    def test_prices_of_an_order_are_converted(self):
        euro = self.env['res.currency'].create({'name': 'XEU', 'symbol': 'E'})
        self.env['res.currency.rate'].create(
            {'currency_id': euro.id, 'name': '2024-01-01', 'rate': 0.5}
        )
        order = self._create_order({'product_id': self.window.id, 'price_unit': 110})
        variant = self._create_variant(name="E", currency_id=euro.id)
        self.assertEqual(self._copy(order, variant=variant).price_unit, 55)

    def test_prices_of_an_order_are_adapted_to_the_taxes(self):
        self.window.taxes_id = self.tax_included
        order = self._create_order({'product_id': self.window.id, 'price_unit': 123})
        order_in_net = self._create_order(
            {'product_id': self.door.id, 'tax_ids': self.tax_included, 'price_unit': 123}
        )
        lines = self._copy(order, order_in_net)
        self.assertEqual(lines.mapped('price_unit'), [123, 100])
        self.assertEqual(lines.mapped('price_subtotal'), [100, 100])

    def test_only_orders_of_the_customer_are_offered(self):
        contact = self.env['res.partner'].create({'name': "A", 'parent_id': self.partner.id})
        stranger = self.env['res.partner'].create({'name': "B"})
        line = {'product_id': self.window.id}
        own, child, theirs, cancelled = (
            self._create_order(line, partner_id=partner.id)
            for partner in (self.partner, contact, stranger, self.partner)
        )
        cancelled._action_cancel()
        domain = self.variant.get_copy_domain('sale.order')
        self.assertEqual(self.env['sale.order'].search(domain), child + own)
        for order in (theirs, cancelled):
            with self.subTest(order), self.assertRaises(AccessError):
                self._copy(order)
        self.deal.partner_id = False
        domain = self.variant.get_copy_domain('sale.order')
        self.assertFalse(self.env['sale.order'].search(domain))

    def test_salesman_copies_from_own_orders_only(self):
        line = {'product_id': self.window.id}
        own = self._create_order(line, user_id=self.salesman.id)
        theirs = self._create_order(line, user_id=self.manager.id)
        self._forbid_costs(self.salesman)
        self.assertTrue(self._copy(own, user=self.salesman))
        with self.assertRaises(AccessError):
            self._copy(theirs, user=self.salesman)

    # Refusals and access

    def test_nothing_to_copy_is_said(self):
        with self.assertRaisesRegex(UserError, "no lines"):
            self._copy(self.source)

    def test_other_records_and_models_cannot_be_copied_from(self):
        stranger = self.env['deal.variant'].create(
            {
                'lead_id': self._create_deal(company_id=self.other_company.id).id,
                'name': "Theirs",
            }
        )
        for source in (self.variant, stranger, self.env.user):
            with self.subTest(source), self.assertRaises(AccessError):
                self._copy(source)

    def test_salesman_copies_from_own_deals_into_own_deals(self):
        self._create_line(self.source)
        self.source_deal.user_id = self.manager
        with self.assertRaises(AccessError):
            self._copy(self.source, user=self.salesman)
        self.source_deal.user_id = self.salesman
        self.deal.user_id = self.manager
        with self.assertRaises(AccessError):
            self._copy(self.source, user=self.salesman)
        self.deal.user_id = self.salesman
        self.assertTrue(self._copy(self.source, user=self.salesman))
        self.assertTrue(self._copy(self.source, user=self.salesman_all))

    def test_without_the_cost_group_costs_come_along_unseen(self):
        self._create_line(self.source, cost=90, margin=0.1)
        self._forbid_costs(self.salesman)
        lines = self._copy(self.source, user=self.salesman)
        self.assertEqual((lines.cost, lines.margin), (90, 0.1))
        with self.assertRaises(AccessError):
            lines.with_user(self.salesman).read(['cost'])

    def test_variant_is_duplicated_without_the_cost_group(self):
        self._create_line(cost=90, margin=0.1)
        self._forbid_costs(self.salesman)
        twin = self.variant.with_user(self.salesman).copy()
        self.assertFalse(twin.env.su)
        self.assertEqual((twin.line_ids.sudo().cost, twin.line_ids.sudo().margin), (90, 0.1))
        with self.assertRaises(AccessError):
            twin.copy({'lead_id': self._create_deal(user_id=self.manager.id).id})
        self.deal.user_id = self.manager
        with self.assertRaises(AccessError):
            self.variant.with_user(self.salesman).copy()

    def test_lines_take_no_query_each(self):
        counts = []
        for size in (5, 40):
            source = self._create_variant(lead_id=self.source_deal.id, name=f"{size}")
            self.env['deal.variant.line'].create(
                [
                    {'variant_id': source.id, 'product_id': self.window.id, 'margin': 0.2}
                    for _i in range(size)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._copy(source)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)
