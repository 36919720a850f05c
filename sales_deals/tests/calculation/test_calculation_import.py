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

from ..common import CalculationCase


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
