import base64
import io
from unittest.mock import patch

import openpyxl
from lxml import etree
from psycopg2.errors import DivisionByZero

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

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


@tagged('post_install', '-at_install')
class TestImport(CalculationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.window.write({'default_code': "WIN-1", 'barcode': "5901234123457"})
        cls.door.default_code = "DOOR"

    def _create_import(self, text, user=None):
        wizard = self.env['deal.variant.import'].with_user(user or self.env.user)
        return wizard.create({'variant_id': self.variant.id, 'text': text})

    def _import(self, text, **options):
        wizard = self._create_import(text, **options)
        wizard.action_add()
        return wizard

    def _assert_fault(self, text, fault):
        wizard = self._create_import(text)
        self.assertEqual((wizard.good_count, wizard.bad_count), (0, 1), wizard.preview)
        self.assertIn(fault, wizard.preview)

    def test_rows_become_lines_in_order_behind_the_others(self):
        first = self._create_line(sequence=50)
        self._import("Code\tQuantity\tPrice\nDOOR\t2\t450,50\nWIN-1\t3\t\n")
        lines = self.variant.line_ids - first
        self.assertEqual(self.variant.line_ids[0], first)
        self.assertEqual(lines.product_id.ids, (self.door + self.window).ids)
        self.assertEqual(lines.mapped('quantity'), [2, 3])
        self.assertEqual(lines.mapped('price_unit'), [450.5, 120])
        self.assertEqual(lines.mapped('held'), ['price', 'pricelist'])

    def test_code_barcode_and_exact_name_find_the_product(self):
        for text in ("WIN-1", "win-1", "5901234123457", "۵۹۰۱۲۳۴۱۲۳۴۵۷", "Window"):
            with self.subTest(text):
                self._import(f"{text};1\nDOOR;1")
                self.assertEqual(self.variant.line_ids.product_id, self.window + self.door)
                self.variant.line_ids.unlink()

    def test_code_comes_before_anothers_name(self):
        self._create_product("WIN-1", 1, 1)
        self._import("WIN-1\t1")
        self.assertEqual(self.variant.line_ids.product_id, self.window)

    def test_name_that_is_not_the_products_becomes_the_description(self):
        self._import("Code;Name\nWIN-1;Window\nDOOR;Oak door, left")
        self.assertEqual(self.variant.line_ids[0].name, "[WIN-1] Window")
        self.assertEqual(self.variant.line_ids[1].name, "Oak door, left")

    def test_row_without_a_quantity_is_of_one_piece(self):
        self._import("Code;Price\nWIN-1;99")
        self.assertEqual((self.variant.line_ids.quantity, self.variant.amount_untaxed), (1, 99))

    def test_cost_of_the_table_is_the_lines(self):
        self._import("Code;Price;Cost\nWIN-1;100;60")
        self.assertEqual((self.variant.line_ids.cost, self.variant.line_ids.margin), (60, 0.4))

    def test_tables_of_three_languages_in_their_digits(self):
        tables = [
            "Kod towaru;Ilość;Cena netto\nWIN-1;2;1 234,50",
            "Code,Qty,Unit price\nWIN-1,2,\"1,234.50\"",
            "کد کالا\tتعداد\tقیمت واحد\nWIN-1\t۲\t۱٬۲۳۴٫۵۰",
        ]
        for text in tables:
            self._import(text)
        self.assertEqual(self.variant.line_ids.mapped('quantity'), [2, 2, 2])
        self.assertEqual(self.variant.line_ids.mapped('price_unit'), [1234.5] * 3)

    def test_language_tells_what_the_table_does_not(self):
        lang = self.env['res.lang']._lang_get('en_US')
        self._import("Code;Price\nWIN-1;1.234")
        lang.decimal_point = ','
        self._import("Code;Price\nWIN-1;1.234")
        self.assertEqual(self.variant.line_ids.mapped('price_unit'), [1.234, 1234])

    # Prices with tax, and columns

    def _choose(self, wizard, **roles):
        """Choose what columns are, by their place."""
        keys = [column['key'] for column in wizard._prepare_columns(wizard._read_table())]
        wizard.choices = {keys[int(place[1:])]: role for place, role in roles.items()}

    def test_gross_prices_are_gross(self):
        self.window.taxes_id = self._create_tax("23", 23.0)
        self.door.taxes_id = self.tax_included
        for header in ("Cena (brutto)", "Unit price (incl. VAT)", "Prix TTC", "قیمت (با مالیات)"):
            with self.subTest(header):
                self._import(f"Code;{header}\nWIN-1;123\nDOOR;246")
                lines = self.variant.line_ids
                self.assertEqual(lines.mapped('price_unit'), [100, 246])
                self.assertEqual(lines.mapped('price_subtotal'), [100, 200])
                lines.unlink()

    def test_net_prices_are_net(self):
        self.window.taxes_id = self._create_tax("23", 23.0)
        self.door.taxes_id = self.tax_included
        self._import("Code;Cena (netto)\nWIN-1;100\nDOOR;200")
        self.assertEqual(self.variant.line_ids.mapped('price_unit'), [100, 246])
        self.assertEqual(self.variant.line_ids.mapped('price_subtotal'), [100, 200])

    def test_gross_price_of_many_pieces_is_that_of_the_table(self):
        self.window.taxes_id = self._create_tax("23", 23.0)
        self._import("Code;Qty;Cena brutto\nWIN-1;1000;1,99")
        self.assertEqual(self.variant.amount_total, 1990)

    def test_gross_prices_of_a_client_abroad_are_what_the_client_pays(self):
        tax, exempt = self._create_tax("23", 23.0), self._create_tax("0", 0.0)
        position = self.env['account.fiscal.position'].create(
            {'name': "Export", 'company_id': self.company.id}
        )
        exempt.write(
            {
                'fiscal_position_ids': [Command.set(position.ids)],
                'original_tax_ids': [Command.set(tax.ids)],
            }
        )
        self.window.taxes_id = tax
        self.variant.fiscal_position_id = position
        self._import("Code;Cena brutto\nWIN-1;123")
        self.assertEqual(self.variant.line_ids.price_total, 123)

    def test_gross_price_of_a_product_without_tax_is_asked_for(self):
        self.window.taxes_id = False
        self._assert_fault("Code;Cena (brutto)\nWIN-1;123", "has no tax")
        wizard = self._create_import("Code;Cena (brutto)\nWIN-1;123")
        self._choose(wizard, _1='price_net')
        wizard.action_add()
        self.assertEqual(self.variant.line_ids.price_unit, 123)

    def test_preview_shows_the_price_that_is_added_and_that_of_the_table(self):
        self.window.taxes_id = self._create_tax("23", 23.0)
        wizard = self._create_import("Code;Cena (brutto)\nWIN-1;123")
        for shown in ("100.00", "123.00"):
            self.assertIn(shown, wizard.preview)

    def test_column_that_may_be_another_is_asked_for(self):
        for header in ("Price (old)", "Price (per 100 pcs)", "Qty (in stock)"):
            with self.subTest(header):
                wizard = self._create_import(f"Code;{header}\nWIN-1;5\nNOPE;6")
                self.assertEqual((wizard.good_count, wizard.bad_count), (0, 0))
                self.assertIn(f"Say what the column “{header}” is", wizard.preview)
                with self.assertRaisesRegex(UserError, "Say what the column"):
                    wizard.action_add()
                self._choose(wizard, _1='')
                self.assertEqual((wizard.good_count, wizard.bad_count), (1, 1))

    def test_choices_are_kept_while_the_dialogue_is_open(self):
        wizard = self._create_import("Code;Price (old)\nWIN-1;5\nNOPE;6")
        self._choose(wizard, _1='price')
        wizard.action_add()
        self.assertEqual(self.variant.line_ids.price_unit, 5)
        self.assertEqual((wizard.good_count, wizard.bad_count), (0, 1))
        wizard.text = "Code;Price (old)\nDOOR;7"
        wizard.action_add()
        self.assertEqual(self.variant.line_ids.mapped('price_unit'), [5, 7])

    def test_choices_of_nonsense_change_nothing(self):
        for choices in ([1], "x", {'1:price': ['price']}, {'1:price': {}}, {'0:code': None}):
            with self.subTest(choices):
                wizard = self._create_import("Code;Price\nWIN-1;5")
                wizard.choices = choices
                self.assertTrue(wizard.preview)

    def test_cost_is_offered_to_those_who_see_costs(self):
        self._forbid_costs(self.salesman)
        self.assertIn('value="cost"', self._create_import("WIN-1;1").preview)
        wizard = self._create_import("Code;Cost (gross)\nWIN-1;66", user=self.salesman)
        self.assertNotIn('value="cost"', wizard.preview)
        self.assertEqual(wizard.good_count, 1)
        self._choose(wizard, _1='cost')
        wizard.action_add()
        self.assertEqual(self.variant.line_ids.cost, 80)

    # What is wrong with a row

    def test_every_fault_is_named(self):
        self._create_product("Twin", 1, 1)
        self._create_product("Twin", 1, 1)
        self._create_product("Bought", 1, 1, sale_ok=False)
        self._create_product("Theirs", 1, 1, company_id=self.other_company.id)
        self._create_product("Old", 1, 1, active=False)
        faults = {
            "NOPE;1": "No product has the code, barcode or name “NOPE”",
            "Theirs;1": "No product has",
            "Old;1": "No product has",
            "Twin;1": "Several products have",
            "Bought;1": "“Bought” is not for sale",
            ";1": "neither a code nor a name",
            "WIN-1;x": "The quantity “x” is not a number",
            "WIN-1;1;12 ABC": "The price “12 ABC” is not a number",
            "WIN-1;1;1;z": "The cost “z” is not a number",
            "WIN-1;1;1;1;1": "more cells than the table has columns",
        }
        for text, fault in faults.items():
            with self.subTest(text):
                self._assert_fault(f"Code;Quantity;Price;Cost\n{text}", fault)

    def test_all_faults_of_a_row_are_named(self):
        wizard = self._create_import("Code;Name;Quantity;Price;Cost\nNOPE;;x;12 ABC;z;1\nWIN-1;;;;")
        self.assertEqual((wizard.good_count, wizard.bad_count), (1, 1))
        for fault in (
            "No product has the code, barcode or name “NOPE”",
            "The quantity “x” is not a number",
            "The price “12 ABC” is not a number",
            "The cost “z” is not a number",
            "more cells than the table has columns",
        ):
            self.assertIn(fault, wizard.preview)

    def test_product_of_a_row_with_a_fault_is_looked_up_all_the_same(self):
        wizard = self._create_import("Code;Quantity\nWIN-1;x\nNOPE;y")
        self.assertEqual(wizard.preview.count("No product has"), 1)
        self.assertEqual(wizard.preview.count("is not a number"), 2)

    def test_prices_in_another_currency_are_refused(self):
        code = self.variant.currency_id.name
        other = "EUR" if code != "EUR" else "CHF"
        for header in (f"Price [{other}]", f"Cena ({other})", "قیمت (تومان)"):
            with self.subTest(header):
                named = header.split()[-1].strip('[()]')
                self._assert_fault(
                    f"Code;Quantity;{header}\nWIN-1;1;100",
                    f"The header names {named} for the prices, but the variant is in {code}.",
                )

    def test_rows_without_a_price_go_in_whatever_currency_the_header_names(self):
        wizard = self._import("Code;Price (XAF);Cost (XAF)\nWIN-1;;\nDOOR;5;\nDOOR;;7")
        self.assertEqual(self.variant.line_ids.product_id, self.window)
        self.assertEqual(wizard.text, "Code\tPrice (XAF)\tCost (XAF)\nDOOR\t5\t\nDOOR\t\t7\n")
        self.assertIn("names XAF for the costs", wizard.preview)

    def test_prices_in_the_variants_currency_are_taken_whatever_it_is_called(self):
        currency = self.env['res.currency'].with_context(active_test=False)
        rial = currency.search([('name', '=', 'IRR')])
        rial.active = True
        self.env['res.currency.rate'].create({'currency_id': rial.id, 'rate': 10})
        self.variant = self._create_variant(name="R", currency_id=rial.id)
        self._import("کد کالا;قیمت (ریال)\nWIN-1;۱٬۰۰۰ ریال")
        self._import("Code;Price IRR\nWIN-1;1000")
        self.assertEqual(self.variant.line_ids.mapped('price_unit'), [1000, 1000])

    def test_combo_is_refused(self):
        combo = self.env['product.combo'].create(
            {'name': "C", 'combo_item_ids': [Command.create({'product_id': self.door.id})]}
        )
        self._create_product("Menu", 10, 1, type='combo', combo_ids=[Command.set(combo.ids)])
        self._assert_fault("Menu;1", "is a combo")

    def test_good_rows_go_in_and_bad_ones_stay_in_the_box(self):
        wizard = self._create_import("Code;Quantity\nWIN-1;2\nNOPE;1\nDOOR;x")
        self.assertEqual((wizard.good_count, wizard.bad_count), (1, 2))
        action = wizard.action_add()
        self.assertEqual((action['res_id'], action['target']), (wizard.id, 'new'))
        self.assertEqual(self.variant.line_ids.product_id, self.window)
        self.assertEqual(wizard.text, "Code\tQuantity\nNOPE\t1\nDOOR\tx\n")
        self.assertEqual((wizard.added_count, wizard.good_count, wizard.bad_count), (1, 0, 2))
        wizard.text = wizard.text.replace("NOPE", "WIN-1").replace("x", "3")
        self.assertEqual(wizard.action_add()['type'], 'ir.actions.act_window_close')
        self.assertEqual(self.variant.line_ids.mapped('quantity'), [2, 1, 3])

    def test_table_without_a_good_row_is_refused(self):
        with self.assertRaisesRegex(UserError, "No row can be added"):
            self._import("NOPE;1")
        with self.assertRaisesRegex(UserError, "no rows"):
            self._import("Code;Quantity\n")
        with self.assertRaisesRegex(UserError, "more than 2000 rows"):
            self._import("WIN-1\n" * 2001)

    def test_nothing_is_half_written(self):
        wizard = self._create_import("Code;Quantity\nWIN-1;2\nDOOR;1")
        with (
            patch.object(type(self.env['deal.variant.line']), '_check_typed', refuse_the_door),
            mute_logger('odoo.sql_db'),
            self.assertRaises(DivisionByZero),
            self.env.cr.savepoint(),
        ):
            wizard.action_add()
        self.assertFalse(self.variant.line_ids)

    def test_preview_shows_what_will_be_added(self):
        wizard = self._create_import("Code;Quantity;Price;Discount\nWIN-1;2;1234,5;7\nDOOR;1;;")
        for shown in ("[WIN-1] Window", "2.00", "1,234.50", "price list", "Discount"):
            self.assertIn(shown, wizard.preview)
        self.assertFalse(self.variant.line_ids)

    def test_long_preview_shows_all_faults_and_some_good_rows(self):
        rows = ["WIN-1;1"] * 300 + ["NOPE;1"] * 3
        wizard = self._create_import("\n".join(rows))
        self.assertEqual((wizard.good_count, wizard.bad_count), (300, 3))
        # Faults are in a row of their own, below the one that has them.
        self.assertEqual(wizard.preview.count("<tr"), 1 + 50 + 2 * 3)
        self.assertIn("250", wizard.preview)

    def test_rows_of_the_preview_add_up(self):
        wizard = self._create_import(
            'Our offer;;\nCode;Name;Quantity\n\nWIN-1;"Pipe;1\nNOPE;x;2\nWIN-1;Pipe;3\n'
        )
        self.assertEqual((wizard.good_count, wizard.bad_count), (2, 1))
        shown = etree.fromstring(wizard.preview, etree.HTMLParser()).xpath("//p[1]//b/text()")
        self.assertEqual(list(map(int, shown)), [2, 1, 2, 1, 6])

    def test_rows_that_a_quotation_mark_takes_in_are_asked_for(self):
        self._assert_fault('WIN-1;"Pipe;1;5\nDOOR;Pipe 19";2;6', "Several rows may have become one")

    def test_what_is_pasted_is_shown_as_text(self):
        wizard = self._create_import("<img src=x>;1")
        self.assertNotIn("<img", wizard.preview)

    # Files

    def _upload(self, content, **options):
        form = Form(
            self.env['deal.variant.import'].with_context(default_variant_id=self.variant.id)
        )
        form.file = base64.b64encode(content)
        return form.save()

    def test_workbook_is_put_into_the_box(self):
        book = openpyxl.Workbook()
        for row in (["Kod", "Ilość", "Cena"], ["WIN-1", 2, 1.125], ["NOPE", 1, 5]):
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        wizard = self._upload(content.getvalue())
        self.assertEqual(wizard.text, "Kod\tIlość\tCena\nWIN-1\t2\t1.1250\nNOPE\t1\t5\n")
        wizard.action_add()
        self.assertEqual(self.variant.line_ids.price_unit, 1.125)

    def test_csv_file_is_put_into_the_box(self):
        wizard = self._upload("\ufeffCode;Quantity\r\nWIN-1;2\r\n".encode())
        self.assertEqual((wizard.good_count, wizard.bad_count), (1, 0))

    def test_sheet_of_several_is_asked_for(self):
        book = openpyxl.Workbook()
        book.active.sheet_state = 'hidden'
        for name, code in (("First", "WIN-1"), ("Second", "DOOR")):
            book.create_sheet(name).append([code, 2])
        content = io.BytesIO()
        book.save(content)
        form = Form(
            self.env['deal.variant.import'].with_context(default_variant_id=self.variant.id)
        )
        form.file = base64.b64encode(content.getvalue())
        self.assertFalse(form.text)
        self.assertIn("several sheets", form.preview)
        form.sheet = "Second"
        self.assertEqual(form.text, "DOOR\t2\n")
        form.sheet = "First"
        self.assertEqual(form.text, "WIN-1\t2\n")
        form.save().action_add()
        self.assertEqual(self.variant.line_ids.product_id, self.window)

    def test_polish_file_of_an_english_user(self):
        wizard = self._upload("Kod;Ilość;Cena\nWIN-1;2;5\n".encode('cp1250'))
        self.assertEqual(wizard.text, "Kod;Ilość;Cena\nWIN-1;2;5\n")

    def test_formula_without_a_result_is_asked_for(self):
        book = openpyxl.Workbook()
        book.active.append(["WIN-1", "=1+1", "=B1*2"])
        content = io.BytesIO()
        book.save(content)
        wizard = self._upload(content.getvalue())
        self.assertEqual((wizard.good_count, wizard.bad_count), (0, 1))
        self.assertIn("has no result in the file", wizard.preview)

    def test_broken_file_is_said(self):
        for content, message in [
            (b'PK\x03\x04 not a workbook', "can't be read"),
            (b'\xd0\xcf\x11\xe0', "old Excel"),
            (b'%PDF-1.7', "kind PDF"),
            (b'\x00', "can't be read"),
        ]:
            with self.subTest(message), self.assertRaisesRegex(UserError, message):
                self._upload(content)

    # Access

    def test_without_the_cost_group_the_cost_is_ignored(self):
        self._forbid_costs(self.salesman)
        text = "Code;Price;Cost (XAF)\nWIN-1;100;66\nDOOR;1;secret"
        wizard = self._create_import(text, user=self.salesman)
        self.assertEqual((wizard.good_count, wizard.bad_count), (2, 0))
        for hidden in ("Cost", "66", "secret"):
            self.assertNotIn(hidden, wizard.preview)
        wizard.action_add()
        self.assertEqual(self.variant.line_ids.mapped('cost'), [80, 300])

    def test_deals_of_others_cannot_be_added_to(self):
        self.deal.user_id = self.manager
        for user in (self.salesman, self.stranger):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._import("WIN-1;1", user=user)
        self._import("WIN-1;1", user=self.salesman_all)
        self.assertEqual(len(self.variant.line_ids), 1)

    # Speed

    def test_codes_take_one_search_and_lines_no_query_each(self):
        products = self.env['product.product'].create(
            [{'name': f"P{i}", 'default_code': f"P{i}", 'taxes_id': False} for i in range(60)]
        )
        self._create_import("P0;1").action_add()
        counts = []
        for size in (10, 60):
            wizard = self._create_import("\n".join(f"{p.default_code};1" for p in products[:size]))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_add()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)


def refuse_the_door(line, typed):
    if line.product_id.default_code == "DOOR":
        line.env.cr.execute("SELECT 1 / 0")


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
