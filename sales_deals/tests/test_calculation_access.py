from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import CalculationCase

LINE_COSTS = ('cost', 'markup', 'margin', 'profit')


@tagged('post_install', '-at_install')
class TestCalculationAccess(CalculationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls._create_line(margin=0.2)

    # Who sees which calculation

    def test_calculation_is_seen_with_its_deal(self):
        self.deal.user_id = self.manager
        for user in (self.manager, self.salesman_all):
            with self.subTest(user.login):
                self.assertEqual(self.line.with_user(user).price_unit, 100)
        with self.assertRaises(AccessError):
            self.line.with_user(self.salesman).read(['price_unit'])
        with self.assertRaises(AccessError):
            self.variant.with_user(self.salesman).write({'name': "Mine"})
        self.deal.user_id = self.salesman
        self.variant.with_user(self.salesman).name = "Mine"
        self.assertEqual(self.variant.name, "Mine")

    def test_calculation_of_another_company_is_hidden(self):
        for record in (self.variant, self.line):
            with self.assertRaises(AccessError):
                record.with_user(self.stranger).read(['name'])
        self.assertFalse(self.env['deal.variant'].with_user(self.stranger).search([]))

    def test_others_see_no_calculation(self):
        for user in (self.employee, self.portal, self.public):
            with self.subTest(user.login):
                for record in (self.variant, self.line):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(['name'])
                with self.assertRaises(AccessError):
                    self.env['deal.variant'].with_user(user).get_tabs(self.deal.id)

    def test_salesperson_prices_a_deal_of_his_own(self):
        deal = self.env['crm.lead'].with_user(self.salesman).create({'name': "Mine"})
        variant_id = self.env['deal.variant'].with_user(self.salesman).add_to_deal(deal.id)
        line = (
            self.env['deal.variant.line']
            .with_user(self.salesman)
            .create(
                {
                    'variant_id': variant_id,
                    'product_id': self.window.id,
                    'markup': 0.5,
                }
            )
        )
        self.assertEqual((line.price_unit, deal.expected_revenue, deal.deal_profit), (120, 120, 40))
        line.unlink()
        deal.variant_ids.unlink()
        self.assertFalse(deal.chosen_variant_id)

    # Who sees costs

    def test_salespeople_see_costs_by_default(self):
        for user in (self.salesman, self.salesman_all, self.manager):
            self.assertTrue(user.has_group('sales_deals.group_show_costs'))
        self.assertFalse(self.employee.has_group('sales_deals.group_show_costs'))

    def test_no_cost_leaves_the_server_without_the_group(self):
        self._forbid_costs(self.salesman_all)
        self.salesman_all.group_ids += self.env.ref('base.group_allow_export')
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'order_line': [Command.create({'product_id': self.window.id})],
            }
        )
        hidden = [
            (self.line, LINE_COSTS),
            (self.variant, ('cost_total', 'profit', 'margin', 'markup')),
            (self.deal, ('deal_cost', 'deal_profit', 'deal_margin')),
            (self.window, ('standard_price',)),
            (self.window.product_tmpl_id, ('standard_price',)),
            (order, ('margin', 'margin_percent')),
            (order.order_line, ('purchase_price', 'margin', 'margin_percent')),
            (self.env['sale.report'].search([], limit=1), ('margin',)),
        ]
        for records, names in hidden:
            records = records.with_user(self.salesman_all)
            described = records.fields_get()
            for name in names:
                with self.subTest(model=records._name, field=name):
                    self._assert_hidden(records, name, described)

    def _assert_hidden(self, records, name, described):
        self.assertNotIn(name, described)
        attempts = {
            'read': lambda: records.read([name]),
            'search_read': lambda: records.search_read([], [name]),
            'domain': lambda: records.search([(name, '>', 0)]),
            'order': lambda: records.search([], order=name),
            'group': lambda: records.formatted_read_group([], [], [f'{name}:sum']),
            'export': lambda: records.export_data([name]),
        }
        for way, attempt in attempts.items():
            with self.subTest(way=way), self.assertRaises(AccessError):
                attempt()

    def test_forms_and_typing_answer_without_costs(self):
        self._forbid_costs(self.salesman_all)
        line = self.line.with_user(self.salesman_all)
        with Form(line) as form:
            self.assertNotIn('cost', form._view['fields'])
            form.discount = 10
            self.assertEqual(form.price_unit, 108)
        self.assertEqual(self.line.cost, 80)
        answer = line.onchange(
            {'discount': 5}, ['discount'], {'discount': {}, 'price_unit': {}, 'variant_totals': {}}
        )
        totals = answer['value']['variant_totals']
        self.assertFalse({'cost_total', 'profit', 'margin', 'markup'} & set(totals))

    def test_typing_without_the_group_leaves_a_typed_cost(self):
        self.line.cost = 95
        self._forbid_costs(self.salesman_all)
        line = self.line.with_user(self.salesman_all)
        line.write({'quantity': 3})
        line.price_unit = 130
        self.assertEqual(self.line.cost, 95)

    def test_deal_follows_though_its_cost_is_hidden(self):
        self._forbid_costs(self.salesman_all)
        line = self.line.with_user(self.salesman_all)
        line.price_unit = 130
        self.assertEqual(self.deal.deal_cost, 80)
        self.assertEqual(self.deal.expected_revenue, 130)
