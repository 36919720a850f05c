from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import CalculationCase

LINE_COSTS = ('cost', 'markup', 'margin', 'profit', 'held_value')


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
        deal.deal_variant_ids.unlink()
        self.assertFalse(deal.deal_chosen_variant_id)

    # Who sees costs

    def test_salespeople_see_costs_by_default(self):
        for user in (self.salesman, self.salesman_all, self.manager):
            self.assertTrue(user.has_group('sales_deals.group_show_costs'))
        self.assertFalse(self.employee.has_group('sales_deals.group_show_costs'))

    def test_no_cost_leaves_the_server_without_the_group(self):
        self._forbid_costs(self.salesman_all)
        self.salesman_all.group_ids += self.env.ref('base.group_allow_export')
        self._add_vendors()
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'order_line': [Command.create({'product_id': self.window.id})],
            }
        )
        hidden = [
            (self.line, LINE_COSTS),
            (self.variant, ('cost_total', 'profit', 'margin', 'markup', 'total_undo')),
            (self.deal, ('deal_cost', 'deal_profit', 'deal_margin')),
            (self.window, ('standard_price',)),
            (self.window.product_tmpl_id, ('standard_price',)),
            (self.window.seller_ids, ('price', 'price_discounted', 'discount')),
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

    def _add_vendors(self):
        vendors = [
            Command.create({'partner_id': self.partner.id, 'price': price, 'min_qty': quantity})
            for price, quantity in ((80, 1), (70, 10))
        ]
        self.window.product_tmpl_id.seller_ids = vendors

    def test_odoo_buys_at_vendor_prices_for_whoever_does_not_see_them(self):
        self._forbid_costs(self.salesman_all)
        self._add_vendors()
        product = self.window.with_user(self.salesman_all)
        self.assertEqual(product._select_seller(quantity=12, uom_id=product.uom_id).price, 70)
        with self.assertRaises(AccessError):
            product.seller_ids.read(['price'])

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

    def test_views_of_orders_and_products_go_without_closed_costs(self):
        self._forbid_costs(self.salesman_all)
        order = self.env['sale.order'].create({'partner_id': self.partner.id})
        views = [
            (order, 'form'),
            (order, 'list'),
            (order.order_line, 'list'),
            (self.window, 'form'),
            (self.window, 'list'),
            (self.window.product_tmpl_id, 'form'),
            (self.window.product_tmpl_id, 'list'),
            (self.env['sale.report'], 'pivot'),
        ]
        for model, kind in views:
            with self.subTest(model=model._name, kind=kind):
                shown = model.with_user(self.salesman_all).get_view(view_type=kind)['arch']
                for name in model._deal_cost_fields:
                    self.assertNotIn(f'"{name}"', shown)
                self.assertNotIn('deal_cost_of', model.with_user(self.manager).get_view()['arch'])
        with Form(order.with_user(self.salesman_all)) as form, form.order_line.new() as line:
            line.product_id = self.window
        self.assertEqual(order.order_line.purchase_price, 80)

    def test_costs_of_odoo_stay_open_where_the_company_does_not_hide_them(self):
        self._forbid_costs(self.salesman_all)
        self.env.companies.deal_hides_costs = False
        window = self.window.with_user(self.salesman_all)
        self.assertEqual(window.standard_price, 80)
        self.assertIn('standard_price', window.get_view()['arch'])

    def test_costs_of_odoo_stay_open_to_whoever_works_with_them(self):
        self._forbid_costs(self.salesman_all)
        group = self.env.ref('account.group_account_readonly')
        self.salesman_all.group_ids += group
        self.assertEqual(self.window.with_user(self.salesman_all).standard_price, 80)
        self.salesman_all.group_ids -= group
        with self.assertRaises(AccessError):
            self.window.with_user(self.salesman_all).read(['standard_price'])

    def test_costs_of_odoo_are_as_before_for_users_without_sales(self):
        self.assertEqual(self.window.with_user(self.employee).standard_price, 80)

    def test_odoo_computes_costs_for_whoever_does_not_see_them(self):
        self._forbid_costs(self.salesman_all)
        order = (
            self.env['sale.order']
            .with_user(self.salesman_all)
            .create(
                {
                    'partner_id': self.partner.id,
                    'order_line': [Command.create({'product_id': self.window.id})],
                }
            )
        )
        order.action_confirm()
        order._create_invoices()
        self.assertEqual(order.sudo().order_line.purchase_price, 80)
        self.assertEqual(order.sudo().margin, 40)

    def test_costs_are_seen_by_those_alone_to_whom_another_addon_leaves_them(self):
        self.assertTrue(self.salesman_all.has_group('sales_deals.group_show_costs'))
        field = self.env['product.product']._fields['standard_price']
        readers = self.env.ref('base.group_allow_export')
        with patch.object(field, 'groups', 'base.group_allow_export'):
            self.env['res.groups']._close_deal_costs()
        with self.assertRaises(AccessError):
            self.line.with_user(self.salesman_all).read(['cost'])
        self.salesman_all.group_ids += readers
        self.assertEqual(self.line.with_user(self.salesman_all).cost, 80)

    def test_groups_keep_costs_where_no_addon_closes_them(self):
        group = self.env.ref('sales_deals.group_show_costs')
        before = group.implied_by_ids
        self.env['res.groups']._close_deal_costs()
        self.assertEqual(group.implied_by_ids, before)

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

    def test_holding_a_figure_of_cost_is_refused_without_the_group(self):
        self._forbid_costs(self.salesman_all)
        lines = self.env['deal.variant.line'].with_user(self.salesman_all)
        line = lines.browse(self._create_line(price_unit=0.3).id)
        values = {'variant_id': self.variant.id, 'product_id': self.window.id}
        attempts = {
            'type': lambda: line.write({'markup': 0}),
            'hold': lambda: line.write({'held': 'margin'}),
            'value': lambda: line.write({'held_value': 0.3}),
            'create': lambda: lines.create({**values, 'markup': 0}),
            'create held': lambda: lines.create({**values, 'held': 'markup'}),
            'load': lambda: (
                lines.with_context(deal_lines_bulk=True).browse(line.id).write({'held': 'margin'})
            ),
            'margin of all': lambda: line.variant_id.set_total('margin', 0.3),
            'markup of all': lambda: line.variant_id.set_total('markup', 0.0),
        }
        for way, attempt in attempts.items():
            with self.subTest(way=way), self.assertRaises(AccessError):
                attempt()
        wizard = self.env['deal.variant.set.total'].with_user(self.salesman_all)
        self.assertNotIn('margin', dict(wizard.fields_get(['figure'])['figure']['selection']))

    def test_typed_margin_is_not_told_by_onchange(self):
        self._forbid_costs(self.salesman_all)
        line = self._create_line().with_user(self.salesman_all)
        spec = {'price_unit': {}, 'held': {}}
        for values in ({'markup': 0}, {'held': 'markup'}):
            with self.subTest(values=values):
                try:
                    answer = line.onchange(values, list(values), spec)
                except AccessError:
                    continue
                self.assertNotIn('price_unit', answer['value'])

    def test_held_price_does_not_tell_a_margin(self):
        self._forbid_costs(self.salesman_all)
        line = self.line.with_user(self.salesman_all)
        line.held = 'price'
        self.assertEqual((line.price_unit, self.line.held_value), (100, 100))

    def test_held_profit_does_not_tell_the_cost_at_another_quantity(self):
        self._forbid_costs(self.salesman_all)
        line = self._create_line(quantity=2, profit=100)
        with Form(line.with_user(self.salesman_all)) as form:
            form.quantity = 1000000
            self.assertEqual((form.price_unit, form.held), (130, 'price'))
        self.assertEqual((line.price_unit, line.held, line.quantity), (130, 'price', 1000000))
        line = self._create_line(quantity=2, profit=100)
        line.with_user(self.salesman_all).quantity = 1000000
        self.assertEqual((line.price_unit, line.held), (130, 'price'))

    def test_salesperson_without_the_group_prices_as_others_do(self):
        self._forbid_costs(self.salesman_all)
        user = self.salesman_all
        with Form(self.line.with_user(user)) as form:
            form.quantity = 5
        self.assertEqual((self.line.held, self.line.held_value), ('margin', 0.2))
        with Form(self.line.with_user(user)) as form:
            form.price_unit = 110
        self.assertEqual((self.line.held, self.line.held_value), ('price', 110))
        with Form(self.line.with_user(user)) as form:
            form.quantity = 6
            form.discount = 10
        self.assertEqual((self.line.held, self.line.price_unit), ('discount', 108))
        self.line.with_user(user).action_follow_pricelist()
        self.assertEqual((self.line.held, self.line.price_unit), ('pricelist', 120))
        self.variant.with_user(user).set_total('net', 600)
        self.assertEqual(self.variant.amount_untaxed, 600)
        self.assertTrue(self.variant.with_user(user)._get_tab()['can_undo'])
        self.variant.with_user(user).action_undo_total()
        self.assertEqual((self.line.held, self.line.price_unit), ('pricelist', 120))
        with Form(self.env['deal.variant.line'].with_user(user)) as form:
            form.variant_id = self.variant
            form.product_id = self.door
            form.discount = 50
        made = self.variant.line_ids - self.line
        self.assertEqual((made.held, made.price_unit, made.cost), ('discount', 250, 300))
        with Form(made.with_user(user)) as form:
            form.product_id = self.window
        self.assertEqual((made.held, made.price_unit, made.cost), ('discount', 60, 80))

    def test_copied_margins_are_held_without_the_group(self):
        self._forbid_costs(self.salesman_all)
        other = self._create_variant(name="B").with_user(self.salesman_all)
        other.copy_lines_from('deal.variant', self.variant.ids)
        copied = self.env['deal.variant.line'].browse(other.line_ids.ids)
        self.assertEqual((copied.held, copied.held_value, copied.price_unit), ('margin', 0.2, 100))
        copied = self.variant.with_user(self.salesman_all).copy().line_ids.sudo()
        self.assertEqual((copied.held, copied.held_value, copied.price_unit), ('margin', 0.2, 100))

    def test_deal_follows_though_its_cost_is_hidden(self):
        self._forbid_costs(self.salesman_all)
        line = self.line.with_user(self.salesman_all)
        line.price_unit = 130
        self.assertEqual(self.deal.deal_cost, 80)
        self.assertEqual(self.deal.expected_revenue, 130)
