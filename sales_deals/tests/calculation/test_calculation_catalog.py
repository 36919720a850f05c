from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import CalculationCase


@tagged('post_install', '-at_install')
class TestCatalog(CalculationCase):
    def _get_card(self, product, variant=None):
        variant = variant or self.variant
        return variant._get_product_catalog_order_line_info(product.ids)[product.id]

    def test_catalog_opens_for_the_variant_and_knows_the_deal(self):
        action = self.variant.action_add_from_catalog()
        self.assertEqual(action['res_model'], 'product.product')
        context = action['context']
        self.assertEqual(
            (context['product_catalog_order_model'], context['order_id']),
            ('deal.variant', self.variant.id),
        )
        self.assertEqual(context['product_catalog_lead_id'], self.deal.id)
        self.assertEqual(context['product_catalog_currency_id'], self.variant.currency_id.id)

    def test_catalog_shows_what_is_sold_in_the_variants_company(self):
        foreign = self._create_product("Foreign", 1, 1, company_id=self.other_company.id)
        bought = self._create_product("Bought", 1, 1, sale_ok=False)
        domain = self.variant.action_add_from_catalog()['domain']
        shown = self.env['product.product'].search(domain)
        self.assertIn(self.window, shown)
        self.assertFalse(shown & (foreign + bought))

    def test_card_shows_the_price_of_the_variants_price_list(self):
        self.pricelist.item_ids = [
            Command.create({'compute_price': 'percentage', 'percent_price': 10})
        ]
        card = self._get_card(self.window)
        self.assertEqual((card['quantity'], card['price']), (0, 108))

    def test_adding_changing_and_removing(self):
        self.assertEqual(self.variant._update_order_line_info(self.window.id, 2), 120)
        line = self.variant.line_ids
        self.assertEqual((line.product_id, line.quantity), (self.window, 2))
        self.assertEqual(self._get_card(self.window)['quantity'], 2)
        self.variant._update_order_line_info(self.window.id, 5)
        self.assertEqual((self.variant.line_ids, line.quantity), (line, 5))
        self.assertEqual(self.deal.expected_revenue, 600)
        self.assertEqual(self.variant._update_order_line_info(self.window.id, 0), 120)
        self.assertFalse(self.variant.line_ids)
        self.assertEqual(self._get_card(self.window)['quantity'], 0)

    def test_quantity_breaks_are_shown_while_the_quantity_changes(self):
        self.pricelist.item_ids = [
            Command.create({'compute_price': 'fixed', 'fixed_price': 100, 'min_quantity': 10})
        ]
        self.assertEqual(self.variant._update_order_line_info(self.window.id, 9), 120)
        self.assertEqual(self.variant._update_order_line_info(self.window.id, 10), 100)

    def test_what_a_line_holds_stays(self):
        line = self._create_line(margin=0.2)
        self.assertEqual(self.variant._update_order_line_info(self.window.id, 7), 100)
        self.assertEqual((line.quantity, line.held, line.margin), (7, 'margin', 0.2))

    def test_added_products_come_last(self):
        self._create_line(self.variant, self.door, sequence=50)
        self.variant._update_order_line_info(self.window.id, 1)
        self.assertEqual(self.variant.line_ids.product_id.ids, (self.door + self.window).ids)

    # Sections

    def _create_sections(self):
        """Create a door, a section First with a window, and Second with two optional doors."""
        self._create_line(product=self.door)
        first = self._create_section("First")
        self._create_line(quantity=2)
        second = self._create_section("Second")
        self._create_line(product=self.door, quantity=2, is_optional=True)
        return first, second

    def _create_section(self, name):
        return self._create_line(display_type='line_section', product_id=False, name=name)

    def _get_order(self):
        self.env.invalidate_all()
        return [line.product_id or line.name for line in self.variant.line_ids.sorted()]

    def test_catalog_shows_sections_and_counts_their_lines(self):
        self.assertEqual(
            [(s['id'], s['name'], s['line_count']) for s in self.variant._get_sections('line_ids')],
            [(False, "No Section", 0)],
        )
        first, second = self._create_sections()
        self.assertTrue(self.variant.action_add_from_catalog()['context']['show_sections'])
        self.assertEqual(
            [(s['id'], s['name'], s['line_count']) for s in self.variant._get_sections('line_ids')],
            [(False, "No Section", 1), (first.id, "First", 1), (second.id, "Second", 0)],
        )

    def test_product_goes_into_the_chosen_section(self):
        first, second = self._create_sections()
        for section, quantity in ((False, 3), (first.id, 4), (second.id, 5)):
            self.variant._update_order_line_info(self.window.id, quantity, section_id=section)
        self.assertEqual(
            self._get_order(),
            [self.door, self.window, "First", self.window, "Second", self.window, self.door],
        )
        self.assertEqual(self.variant.line_ids.sorted().mapped('quantity'), [1, 3, 0, 4, 0, 5, 2])
        self.assertEqual(self.variant.amount_untaxed, 12 * 120 + 500)
        for section, quantity in ((False, 3), (first.id, 4), (second.id, 5)):
            info = self.variant._get_product_catalog_order_line_info(
                self.window.ids, section_id=section
            )
            self.assertEqual(info[self.window.id]['quantity'], quantity)
            self.assertFalse(info[self.window.id].get('readOnly'))
        self.variant._update_order_line_info(self.window.id, 0, section_id=first.id)
        self.assertEqual(
            self._get_order(), [self.door, self.window, "First", "Second", self.window, self.door]
        )

    def test_first_section_is_shown_where_no_line_stands_before_it(self):
        section = self._create_section("Only")
        self._create_line(quantity=2)
        self.assertEqual(self._get_card(self.window)['quantity'], 2)
        self.assertEqual(self.variant._get_sections('line_ids')[0]['id'], section.id)

    def test_sections_are_made_and_moved_in_the_catalog(self):
        first, second = self._create_sections()
        self.variant._create_section('line_ids', "Third", 'bottom')
        self.variant._create_section('line_ids', "Top", 'top')
        self.assertEqual(
            self._get_order(),
            ["Top", self.door, "First", self.window, "Second", self.door, "Third"],
        )
        self.variant._resequence_sections(
            [{'id': s.id, 'sequence': s.sequence} for s in (second, first)], 'line_ids'
        )
        self.assertEqual(
            self._get_order(),
            ["Top", self.door, "Second", self.door, "First", self.window, "Third"],
        )

    def test_products_of_the_chosen_section_can_be_filtered(self):
        first, _second = self._create_sections()
        context = {
            'order_id': self.variant.id,
            'product_catalog_order_model': 'deal.variant',
            'child_field': 'line_ids',
        }
        domain = [('is_in_selected_section_of_order', '=', True)]
        for section, product in ((first.id, self.window), (False, self.door)):
            Product = self.env['product.product'].with_context(**context, section_id=section)
            self.assertEqual(Product.search(domain), product)

    def test_sections_of_others_are_closed(self):
        first, second = self._create_sections()
        self.deal.user_id = self.manager
        variant = self.variant.with_user(self.salesman)
        with self.assertRaises(AccessError):
            variant._get_sections('line_ids')
        with self.assertRaises(AccessError):
            variant._create_section('line_ids', "New", 'bottom')
        moved = [{'id': s.id, 'sequence': s.sequence} for s in (second, first)]
        with self.assertRaises(AccessError):
            variant._resequence_sections(moved, 'line_ids')

    def test_adding_to_a_section_takes_no_query_for_each_line_behind_it(self):
        section = self._create_section("First")
        counts = []
        for size in (10, 60):
            values = {'variant_id': self.variant.id, 'product_id': self.door.id}
            self.env['deal.variant.line'].create([values] * size)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            product = self._create_product(f"P{size}", 1, 1)
            self.variant._update_order_line_info(product.id, 1, section_id=section.id)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)

    def test_product_on_several_lines_is_read_only(self):
        lines = self._create_line(quantity=2) + self._create_line(quantity=3)
        card = self._get_card(self.window)
        self.assertEqual((card['quantity'], card['readOnly']), (5, True))
        self.variant._update_order_line_info(self.window.id, 1)
        self.assertEqual(lines.mapped('quantity'), [2, 3])

    def test_optional_lines_are_another_thing(self):
        optional = self._create_line(quantity=4, is_optional=True)
        self.assertEqual(self._get_card(self.window)['quantity'], 0)
        self.variant._update_order_line_info(self.window.id, 1)
        self.assertEqual(optional.quantity, 4)
        self.assertEqual(self.variant.amount_untaxed, 120)

    def test_price_of_a_card_includes_what_the_line_will_include(self):
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
        self.window.write({'list_price': 123, 'taxes_id': self.tax_included})
        self.variant.fiscal_position_id = position
        price = self._get_card(self.window)['price']
        self.assertAlmostEqual(price, 100)
        self.assertAlmostEqual(self.variant._update_order_line_info(self.window.id, 1), price)

    def test_cards_take_no_query_each(self):
        products = self.env['product.product'].create(
            [{'name': f"P{i}", 'list_price': i, 'taxes_id': False} for i in range(30)]
        )
        self.env.flush_all()
        counts = []
        for shown in (products[:5], products):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.variant._get_product_catalog_order_line_info(shown.ids)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_catalog_of_a_colleagues_or_strangers_deal_is_closed(self):
        self._create_line()
        self.deal.user_id = self.manager
        variant = self.variant.with_user(self.salesman)
        with self.assertRaises(AccessError):
            variant._update_order_line_info(self.window.id, 3)
        with self.assertRaises(AccessError):
            variant._get_product_catalog_order_line_info(self.window.ids)
        stranger = self.variant.with_user(self.stranger)
        with self.assertRaises(AccessError):
            stranger._update_order_line_info(self.door.id, 3)
        everybody = self.variant.with_user(self.salesman_all)
        everybody._update_order_line_info(self.window.id, 3)
        self.assertEqual(self.variant.line_ids.quantity, 3)

    def test_catalog_without_the_cost_group(self):
        self._forbid_costs(self.salesman)
        variant = self.variant.with_user(self.salesman)
        variant._update_order_line_info(self.window.id, 3)
        self.assertEqual(self.variant.line_ids.cost, 80)
        card = variant._get_product_catalog_order_line_info(self.window.ids)[self.window.id]
        self.assertFalse({'cost', 'margin', 'profit', 'markup'} & set(card))
