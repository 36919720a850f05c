from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..common import CalculationCase

# At a list price of 120, a cost of 80 and a quantity of 3 these describe one price.
TYPED = {'price_unit': 100, 'discount': 50 / 3, 'markup': 0.25, 'margin': 0.2, 'profit': 60}
FIGURES = tuple(TYPED)


@tagged('post_install', '-at_install')
class TestCalculationLine(CalculationCase):
    def _assert_figures(self, line, **expected):
        for name, value in expected.items():
            with self.subTest(figure=name):
                self.assertAlmostEqual(line[name] or 0.0, value, 6)

    # What a line starts with

    def test_line_follows_the_price_list(self):
        line = self._create_line(quantity=3)
        self.assertEqual(line.held, 'pricelist')
        self._assert_figures(
            line,
            list_price=120,
            price_unit=120,
            cost=80,
            discount=0,
            markup=0.5,
            margin=1 / 3,
            profit=120,
            price_subtotal=360,
        )

    def test_price_list_rule_shows_as_discount(self):
        self.pricelist.item_ids = [
            Command.create({'compute_price': 'percentage', 'percent_price': 10})
        ]
        line = self._create_line()
        self._assert_figures(line, list_price=120, price_unit=108, discount=10)

    def test_quantity_break_is_followed(self):
        self.pricelist.item_ids = [
            Command.create(
                {
                    'compute_price': 'fixed',
                    'fixed_price': 100,
                    'min_quantity': 10,
                    'applied_on': '0_product_variant',
                    'product_id': self.window.id,
                }
            )
        ]
        line = self._create_line()
        self.assertEqual(line.price_unit, 120)
        line.quantity = 10
        self.assertEqual(line.price_unit, 100)
        line.price_unit = 90
        line.quantity = 1
        self.assertEqual((line.price_unit, line.held), (90, 'price'))
        line.action_follow_pricelist()
        self.assertEqual((line.price_unit, line.held), (120, 'pricelist'))

    # Any of the five drives the others

    def test_each_figure_drives_the_others_by_write(self):
        for name, value in TYPED.items():
            line = self._create_line(quantity=3)
            line.write({name: value})
            with self.subTest(typed=name):
                self.assertEqual(line.held, 'price' if name == 'price_unit' else name)
                self._assert_figures(line, **TYPED)

    def test_each_figure_drives_the_others_on_create_and_import(self):
        line = self._create_line(margin=0.2)
        self.assertEqual((line.held, line.price_unit), ('margin', 100))
        result = self.env['deal.variant.line'].load(
            ['variant_id/.id', 'product_id/.id', 'markup'],
            [[str(self.variant.id), str(self.window.id), '0.25']],
        )
        line = self.env['deal.variant.line'].browse(result['ids'])
        self.assertEqual((line.held, line.price_unit), ('markup', 100))

    def test_each_figure_drives_the_others_in_the_form(self):
        typed = {'price_unit': 100, 'discount': 16.67, 'markup': 0.25, 'margin': 0.2, 'profit': 60}
        for name, value in typed.items():
            line = self._create_line(quantity=3)
            with self.subTest(typed=name), Form(line) as form:
                form[name] = value
                self.assertEqual(form.held, 'price' if name == 'price_unit' else name)
                self.assertAlmostEqual(form.price_unit, 100, 1)
                self.assertAlmostEqual(form.margin, 0.2, 3)
            self.assertEqual(line.held, 'price' if name == 'price_unit' else name)
            self.assertEqual(line[name], value)
            self.assertAlmostEqual(line.price_unit, 100, 1)

    def test_what_is_typed_last_is_held(self):
        line = self._create_line()
        with Form(line) as form:
            form.margin = 0.2
            form.discount = 10
            self.assertEqual((form.held, form.price_unit), ('discount', 108))
            form.quantity = 5
            self.assertEqual((form.held, form.price_unit), ('discount', 108))
        self.assertEqual((line.held, line.discount, line.price_unit), ('discount', 10, 108))

    # What is held stays when facts change

    def test_held_margin_stays_when_the_cost_rises(self):
        line = self._create_line(margin=0.3)
        line.cost = 140
        self._assert_figures(line, margin=0.3, price_unit=200)

    def test_held_profit_is_of_the_whole_line(self):
        line = self._create_line(quantity=2, profit=100)
        self.assertEqual(line.price_unit, 130)
        line.quantity = 4
        self._assert_figures(line, price_unit=105, profit=100)

    def test_held_price_stays_when_the_price_list_changes(self):
        line = self._create_line(price_unit=99)
        other = self._create_line()
        cheap = self.pricelist.copy(
            {'item_ids': [Command.create({'compute_price': 'percentage', 'percent_price': 50})]}
        )
        self.variant.pricelist_id = cheap
        self.assertEqual((line.price_unit, other.price_unit), (99, 60))

    def test_held_ratio_is_shown_as_typed_though_money_is_rounded(self):
        product = self._create_product("Screw", 0.05, 0.03)
        line = self._create_line(product=product, margin=0.3, quantity=1)
        self.assertEqual(line.margin, 0.3)
        self.assertEqual(line.price_subtotal, 0.04)
        self.assertAlmostEqual(line.price_unit, 0.0429, 9)

    def test_impossible_hold_becomes_a_held_price(self):
        for name, value in (('margin', 0.2), ('markup', 0.25)):
            line = self._create_line(**{name: value})
            line.cost = 0
            with self.subTest(held=name):
                self.assertEqual((line.held, line.price_unit), ('price', 100))
                self.assertEqual((line.margin, line.markup), (False, False))

    def test_impossible_hold_becomes_a_held_price_in_the_form(self):
        with Form(self._create_line(margin=0.2)) as form:
            form.cost = 0
            self.assertEqual((form.held, form.price_unit), ('price', 100))

    def test_profit_at_quantity_0_becomes_a_held_price(self):
        line = self._create_line(quantity=2, profit=100)
        line.quantity = 0
        self.assertEqual((line.held, line.price_unit, line.price_subtotal), ('price', 130, 0))

    def test_facts_changed_in_a_form_leave_what_is_held(self):
        for name, value in {**TYPED, None: None}.items():
            line = self._create_line(quantity=3, **({name: value} if name else {}))
            held = line.held
            with self.subTest(held=held):
                with Form(line) as form:
                    form.quantity = 4
                    price = form.price_unit
                self.assertEqual((line.held, line.price_unit), (held, price))
                with Form(line) as form:
                    form.product_id = self.door
                self.assertEqual(line.held, held)

    def test_figure_typed_together_with_a_fact_is_held(self):
        line = self._create_line(quantity=3)
        line.write({'quantity': 4, 'margin': 0.2})
        self.assertEqual((line.held, line.price_unit), ('margin', 100))
        line.write({'quantity': 5, 'price_unit': 90})
        self.assertEqual((line.held, line.price_unit), ('price', 90))

    def test_hold_without_a_value_holds_what_the_line_has(self):
        line = self._create_line(quantity=2, margin=0.2)
        line.held = 'profit'
        self.assertEqual((line.held_value, line.price_unit), (40, 100))
        line.held = 'price'
        self.assertEqual((line.held_value, line.price_unit), (100, 100))

    def test_cost_typed_with_a_new_product_is_kept(self):
        line = self._create_line()
        line.write({'product_id': self.door.id, 'cost': 310})
        self.assertEqual((line.cost, line.is_cost_typed), (310, True))
        line.product_id = self.window
        self.assertEqual((line.cost, line.is_cost_typed), (80, False))

    # What cannot be held is refused

    def test_what_cannot_be_held_is_refused_and_changes_nothing(self):
        line = self._create_line(quantity=2)
        cases = [
            ({'cost': 0}, {'margin': 0.3}, "cost of 0"),
            ({'cost': 0}, {'markup': 0.3}, "needs a cost"),
            ({'list_price': 0}, {'discount': 10}, "needs a list price"),
            ({}, {'discount': 101}, "more than 100"),
            ({}, {'margin': 1.0}, "can't be reached"),
            ({'quantity': 0}, {'profit': 10}, "needs a quantity"),
        ]
        for facts, typed, message in cases:
            line = self._create_line(quantity=2)
            line.write(facts)
            line.flush_recordset()
            before = line.read([*FIGURES, 'held', 'held_value'])
            with self.subTest(typed=typed):
                with self.assertRaisesRegex(ValidationError, message), self.env.cr.savepoint():
                    line.write(typed)
                line.invalidate_recordset()
                self.assertEqual(line.read([*FIGURES, 'held', 'held_value']), before)

    def test_refusal_in_the_form_warns_and_leaves_the_line(self):
        line = self._create_line(quantity=2)
        form = Form(line)
        with self.assertLogs('odoo.tests.form.onchange', 'WARNING') as logs:
            form.margin = 1.0
        self.assertIn("can't be reached", logs.output[0])
        self.assertEqual((form.held, form.price_unit), ('pricelist', 120))
        self.assertAlmostEqual(form.margin, 1 / 3, 6)

    def test_figures_that_agree_are_accepted(self):
        line = self._create_line(price_unit=100, margin=0.2, markup=0.25, discount=16.67)
        self.assertEqual((line.held, line.price_unit), ('price', 100))

    def test_figures_that_disagree_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "don't agree"):
            self._create_line(price_unit=100, margin=0.5)

    # Edges

    def test_edges_have_answers(self):
        cases = [
            ({'price_unit': 0}, {'margin': False, 'markup': -1.0, 'discount': 100, 'profit': -80}),
            ({'price_unit': 60}, {'margin': -1 / 3, 'markup': -0.25, 'profit': -20}),
            ({'quantity': 0}, {'margin': False, 'markup': False, 'profit': 0, 'price_unit': 120}),
            ({'quantity': -2}, {'margin': 1 / 3, 'profit': -80, 'price_subtotal': -240}),
            ({'cost': 0, 'price_unit': 0}, {'margin': False, 'markup': False, 'profit': 0}),
            ({'list_price': 0, 'price_unit': 10}, {'discount': False}),
            ({'quantity': 1e9}, {'price_subtotal': 120e9, 'profit': 40e9}),
            ({'price_unit': 150}, {'discount': -25}),
        ]
        for values, expected in cases:
            line = self._create_line(**values)
            line.flush_recordset()
            line.invalidate_recordset()
            with self.subTest(values=values):
                for name, value in expected.items():
                    if value is False:
                        self.assertIs(line[name], False, name)
                    else:
                        self.assertAlmostEqual(line[name], value, 6, name)

    def test_undefined_ratio_is_empty_in_database_and_export(self):
        line = self._create_line(price_unit=0)
        line.flush_recordset()
        self.env.cr.execute("SELECT margin FROM deal_variant_line WHERE id = %s", [line.id])
        self.assertEqual(self.env.cr.fetchone(), (None,))
        self.assertEqual(line.export_data(['margin'])['datas'], [['']])

    def test_lines_made_at_once_come_last_one_after_the_other(self):
        first = self._create_line(sequence=50)
        values = {'variant_id': self.variant.id, 'product_id': self.window.id}
        lines = self.env['deal.variant.line'].create([values, values, {**values, 'sequence': 7}])
        self.assertEqual(lines.mapped('sequence'), [51, 52, 7])
        self.assertEqual(self.variant.line_ids.sorted(), lines[2] + first + lines[:2])
        variant = self._create_variant(
            name="B", line_ids=[Command.create({'product_id': self.window.id})] * 2
        )
        self.assertEqual(variant.line_ids.mapped('sequence'), [1, 2])

    def test_section_goes_on_after_a_line(self):
        Line = self.env['deal.variant.line']
        last_shown = self._create_line(quantity=1, sequence=5)
        self._create_line(quantity=2, sequence=5)
        self._create_line(quantity=4, is_optional=True)
        self._create_line(quantity=8)
        self.assertEqual(Line.get_rest_of_section(last_shown.id), 1200)
        self._create_line(display_type='line_section', product_id=False, name="Next")
        self._create_line(quantity=16)
        self.assertEqual(Line.get_rest_of_section(last_shown.id), 1200)
        self.assertEqual(Line.get_rest_of_section(self.variant.line_ids.sorted()[-1].id), 0)

    def test_sections_and_notes_have_no_price(self):
        section = self.env['deal.variant.line'].create(
            {
                'variant_id': self.variant.id,
                'display_type': 'line_section',
                'name': "Ground floor",
            }
        )
        self.assertEqual((section.quantity, section.price_unit, section.price_subtotal), (0, 0, 0))

    # Taxes

    def test_included_tax_is_taken_out_of_the_price_both_ways(self):
        self.window.taxes_id = self.tax_included
        line = self._create_line(price_unit=123, quantity=2)
        self._assert_figures(line, price_subtotal=200, price_total=246, profit=40, margin=0.2)
        line.margin = 0.5
        self._assert_figures(line, price_unit=196.8, price_subtotal=320, margin=0.5)
        line.profit = 40
        self._assert_figures(line, price_unit=123, price_subtotal=200)

    def test_added_tax_stays_outside_the_price(self):
        self.window.taxes_id = self.tax_added
        line = self._create_line(markup=0.5)
        self._assert_figures(line, price_unit=120, price_subtotal=120, price_total=147.6)

    # Units and currencies

    def test_reverse_charge_is_typed_as_it_is_saved(self):
        spec = {'discount': {}, 'price_subtotal': {}, 'price_total': {}}
        line = self._create_line(tax_ids=self._create_reverse_charge())
        typed = line.onchange({'discount': 10}, ['discount'], spec)['value']
        line.discount = 10
        self.assertEqual(typed['price_total'], 108)
        self.assertEqual(typed['price_total'], line.price_total)
        self.assertEqual(typed['price_subtotal'], line.price_subtotal)

    def test_typing_into_a_line_that_holds_a_figure_reads_each_table_once(self):
        line = self._create_line(tax_ids=self.tax_added, discount=2).with_user(self.salesman_all)
        spec = self._get_list_spec()
        self._type_anew(line, spec)  # what is remembered of rights, for all requests
        # Line, its taxes by number and by name, their parts, variant, company, currency.
        self.assertLessEqual(self._type_anew(line, spec), 7)

    def _type_anew(self, line, spec):
        """Type a discount in a request of its own.

        :return: how many queries it took
        """
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        line.onchange({'discount': 10}, ['discount'], spec)
        return self.env.cr.sql_log_count - before

    def test_unit_converts_price_and_cost(self):
        dozen = self.env.ref('uom.product_uom_dozen')
        self.window.uom_ids = dozen
        line = self._create_line(uom_id=dozen.id, quantity=2)
        self._assert_figures(line, list_price=1440, cost=960, price_unit=1440, price_subtotal=2880)

    # The waterfall

    def test_waterfall_leads_from_list_price_to_profit(self):
        self.window.taxes_id = self.tax_included
        self.pricelist.item_ids = [
            Command.create({'compute_price': 'percentage', 'percent_price': 10})
        ]
        line = self._create_line(price_unit=98.4, quantity=2)
        waterfall = line.get_waterfall()
        steps = {step['key']: round(step['amount'], 6) for step in waterfall['steps']}
        self.assertEqual(
            steps,
            {
                'list_price': 120,
                'pricelist': -12,
                'discount': -9.6,
                'price_unit': 98.4,
                'tax': -18.4,
                'cost': -80,
                'profit': 0,
            },
        )

    def test_waterfall_hides_cost_without_the_group(self):
        self._forbid_costs(self.salesman_all)
        line = self._create_line(margin=0.2).with_user(self.salesman_all)
        keys = [step['key'] for step in line.get_waterfall()['steps']]
        self.assertEqual(keys, ['list_price', 'discount', 'price_unit'])

    def test_a_client_s_numbers_are_checked(self):
        line = self._create_line(quantity=1)
        for values in ({'list_price': float('nan')}, {'quantity': 1e300}, {'cost': float('inf')}):
            with self.assertRaisesRegex(ValidationError, "15 digits"):
                line.with_user(self.salesman).write(values)
            with self.assertRaisesRegex(ValidationError, "15 digits"):
                self._create_line(line.variant_id, **values)
        lines = self.env['deal.variant.line'].with_user(self.salesman)
        given = {'variant_id': line.variant_id.id, 'product_id': self.window.id}
        with self.assertRaisesRegex(ValidationError, "15 digits"):
            lines.with_context(default_quantity=float('nan')).create(given)
