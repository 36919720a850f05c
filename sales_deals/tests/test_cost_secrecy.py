"""A cost is learnt by no path: whoever may not see it tries all that can be called and typed."""

import re
import traceback
from contextlib import suppress
from itertools import product

from odoo import Command
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access import AccessCase, RolledBack

NUMBER = re.compile(r'(?<![:\d])\d+[.,]\d+')
#: How near a figure must come to tell a cost.
NEAR = 0.01
COST, OTHER_COST = 97.31, 58.43
PRICE, OTHER_PRICE = 401.07, 263.90
QUANTITY = 3
FIGURES = ('net', 'gross', 'discount', 'margin', 'markup', 'profit', 'cost', 'price', 'held')


@tagged('post_install', '-at_install')
class TestCostSecrecy(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.roles['without costs']
        cls.company.deal_min_margin = 0.31
        cls.chair = cls._create_product("Chair", PRICE, COST)
        cls.table = cls._create_product("Table", OTHER_PRICE, OTHER_COST)
        cls.own = cls._create_deal(
            name="Own", user_id=cls.user.id, partner_id=cls.partner.id, company_id=cls.company.id
        )
        cls.calculation = cls._create_variant(lead_id=cls.own.id)
        cls.held = cls._create_line(cls.calculation, cls.chair, quantity=QUANTITY)
        cls.telling = cls._get_telling(PRICE, COST) | cls._get_telling(OTHER_PRICE, OTHER_COST)
        cls.records.update(
            {
                'crm.lead': cls.own,
                'deal.variant': cls.calculation,
                'deal.variant.line': cls.held,
                'deal.offer': cls._make_offer(lead_id=cls.own.id),
            }
        )

    @classmethod
    def _get_telling(cls, price, cost):
        """Return figures from which a cost follows at once, of a unit and of the line."""
        return {cost, price - cost, cost * QUANTITY, (price - cost) * QUANTITY}

    def _observe(self):
        """Return all that the user can read of the deal, as text."""
        env = self.env(user=self.user.id)
        self.env.flush_all()
        seen = []
        orders = self.env['sale.order'].search([('opportunity_id', '=', self.own.id)])
        for records in (
            self.own,
            self.own.deal_variant_ids,
            self.own.deal_variant_ids.line_ids,
            self.own.deal_offer_ids,
            orders,
            orders.order_line,
            self.own.message_ids,
        ):
            records = records.with_env(env)
            names = [
                name for name, field in records._fields.items() if self._is_figure(records, field)
            ]
            with suppress(Exception):
                seen.append(records.read(names))
        return repr(seen)

    def _is_figure(self, records, field):
        kinds = ('float', 'monetary', 'char', 'text', 'html', 'json')
        return field.type in kinds and records._has_field_access(field, 'read')

    def _assert_secret(self, text):
        for number in NUMBER.findall(text):
            value = float(number.replace(',', '.'))
            for telling in self.telling:
                if abs(value - telling) <= telling * NEAR:
                    self.fail(f"{value} tells {telling}")

    def _try(self, model, method, args, **context):
        """Call a method, and look at what it gave, what it refused and what can be read then."""
        observed = []
        with suppress(RolledBack), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            try:
                env = self.env(user=self.user.id)
                observed.append(repr(call_kw(env[model], method, args, {'context': context})))
                observed.append(self._observe())
            except Exception as error:
                # As Odoo sends it to the web client.
                observed.append(''.join(traceback.format_exception(error)))
            raise RolledBack
        self.env.invalidate_all()
        self._assert_secret(repr(observed))

    def test_observer_would_see_a_cost(self):
        self.held.write({'held': 'price', 'held_value': COST})
        with self.assertRaises(AssertionError):
            self._assert_secret(self._observe())

    def test_no_method_tells_a_cost(self):
        for model, name in self._get_public_methods():
            with self.subTest(model=model, method=name):
                self._try(model, name, self._get_arguments(model, name))

    def test_no_total_tells_a_cost(self):
        for figure, value in product(FIGURES, (0, 0.0, 1e-9, -1, 1, 1e12, float('nan'), 'x')):
            with self.subTest(figure=figure, value=value):
                self._try('deal.variant', 'set_total', [self.calculation.ids, figure, value])

    def test_nothing_typed_tells_a_cost(self):
        changes = self._get_changes()
        self.assertGreater(len(changes), 20)
        for name, value in changes:
            with self.subTest(name=name, value=value):
                self._type(name, value)

    def test_no_line_that_a_colleague_holds_tells_the_cost_of_another_product(self):
        self.telling = self._get_telling(PRICE, COST)
        self.held.product_id = self.table
        for held in ('margin', 'markup', 'profit'):
            self.held.write({'held': held, 'held_value': 0.0})
            for name, value in self._get_changes():
                with self.subTest(held=held, name=name, value=value):
                    self._type(name, value)

    def _get_changes(self):
        """Return name and value of whatever may be typed into a line."""
        fields = self.env['deal.variant.line']._fields
        return [(name, value) for name in fields for value in self._get_values(fields[name])]

    def _type(self, name, value):
        """Give a line's field a value in each way in which one can be given."""
        spec = {
            n: {} for n in ('price_unit', 'price_subtotal', 'discount', 'held', 'variant_totals')
        }
        new = {'variant_id': self.calculation.id, 'product_id': self.chair.id}
        ids, line = self.held.ids, 'deal.variant.line'
        commands = [
            Command.update(self.held.id, {name: value}),
            Command.create({**new, name: value}),
        ]
        self._try(line, 'write', [ids, {name: value}])
        self._try(line, 'onchange', [ids, {name: value}, [name], spec])
        self._try(line, 'onchange', [[], {**new, name: value}, [name, 'product_id'], spec])
        self._try(line, 'create', [[{**new, name: value}]])
        self._try(line, 'create', [[new]], **{f'default_{name}': value})
        self._try(line, 'copy', [ids, {name: value}])
        self._try('deal.variant', 'copy', [self.calculation.ids, {'line_ids': [commands[1]]}])
        for command in commands:
            self._try('deal.variant', 'write', [self.calculation.ids, {'line_ids': [command]}])
        order = [ids, [name]] if name in self.held._fields else None
        self._try(line, 'export_data', order)
        self._try(line, 'search_read', [[(name, '>', 0)], ['id']])
        self._try(line, 'search_read', [[], ['id']], order=name)

    def _get_values(self, field):
        if field.name in ('id', 'variant_id', 'lead_id', 'create_date', 'write_date'):
            return ()
        if field.type in ('float', 'monetary', 'integer'):
            return (0, 1)
        if field.required and field.type in ('char', 'text'):
            return (False,)
        if field.type == 'selection':
            return [False, *(key for key, _label in field._description_selection(self.env))]
        if field.name == 'product_id':
            return (self.chair.id, self.table.id)
        if field.name == 'tax_ids':
            return ([Command.set(self.tax_included.ids)],)
        return (True, False) if field.type == 'boolean' else ()

    def test_no_variant_tells_a_cost_by_its_terms(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        terms = {
            'currency_id': euro.id,
            'pricelist_id': self.pricelist.id,
            'date': '2020-01-01',
            'tax_display': 'gross',
            'price_step': '.99',
            'cost_total': 0,
            'margin': 0,
            'profit': 0,
            'is_chosen': True,
            'total_undo': {str(self.held.id): ['profit', 0, PRICE]},
        }
        self.held.write({'held': 'margin', 'held_value': 0.4})
        for name, value in terms.items():
            with self.subTest(name):
                self._try('deal.variant', 'write', [self.calculation.ids, {name: value}])
                self._try('deal.variant', 'copy', [self.calculation.ids, {name: value}])
                self._try(
                    'deal.variant',
                    'create',
                    [[{'lead_id': self.own.id}]],
                    **{f'default_{name}': value},
                )

    def test_what_goes_out_tells_no_cost(self):
        self.held.write({'held': 'margin', 'held_value': 0.5})
        offer = self.records['deal.offer'].with_user(self.user)
        offer._send()
        page = offer.sudo()._get_content()[0]
        self._assert_secret(repr(page) + self._observe())
        order = self.calculation.with_user(self.user)._make_order()
        order.action_confirm()
        self._assert_secret(self._observe())
