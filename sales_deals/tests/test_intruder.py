"""What a colleague with nothing but the web client's own calls tried, each over HTTP."""

import base64
import inspect
from contextlib import suppress

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import OfferCase

DENIED = 'odoo.exceptions.AccessError'
PROGRAM = base64.b64encode(b'alert(1)').decode()


class Refused(Exception):
    """Raised when the server refuses; with the name of its exception."""


class IntruderCase(OfferCase, HttpCase):
    """A salesperson with own documents and without costs, beside a colleague's deal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._forbid_costs(cls.salesman)
        cls.victim = cls.salesman_all
        cls.own = cls._create_deal(
            name="Own",
            user_id=cls.salesman.id,
            partner_id=cls.partner.id,
            company_id=cls.company.id,
        )
        cls.own_variant = cls._create_variant(lead_id=cls.own.id, name="Own")
        cls.own_line = cls._create_line(cls.own_variant)
        cls.offer = cls._send()

    def setUp(self):
        super().setUp()
        self.authenticate('deal_salesman', 'deal_salesman')

    def _call(self, model, method, *args, **kwargs):
        """Call a method as the web client does.

        :raise Refused: when the server answers with an error
        """
        with mute_logger('odoo.http', 'odoo.sql_db'):
            response = self.url_open(
                f'/web/dataset/call_kw/{model}/{method}',
                json={'params': {'model': model, 'method': method, 'args': args, 'kwargs': kwargs}},
            ).json()
        self.env.invalidate_all()
        if 'error' in response:
            data = response['error']['data']
            raise Refused(data['name'], data['message'], data['debug'])
        return response.get('result')

    def _assert_denied(self, model, method, *args, **kwargs):
        with self.assertRaises(Refused) as caught:
            self._call(model, method, *args, **kwargs)
        self.assertEqual(caught.exception.args[0], DENIED)

    def _create(self, model, values, **context):
        return self.env[model].browse(self._call(model, 'create', [values], context=context))


class Json2(HttpCase):
    """Make the same calls as integrators do, with a key and names of arguments."""

    def setUp(self):
        super().setUp()
        self._take_key('deal_salesman')

    def authenticate(self, user, password, **kwargs):
        self._take_key(user)

    def _take_key(self, login):
        user = self.env['res.users'].search([('login', '=', login)])
        keys = self.env['res.users.apikeys'].with_user(user)
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        self.key = keys.sudo()._generate(None, 'test', tomorrow)

    def _call(self, model, method, *args, **kwargs):
        function = getattr(self.env.registry[model], method)
        names = list(inspect.signature(function).parameters)[1:]
        if not getattr(function, '_api_model', False):
            names = ['ids', *names]
        with mute_logger('odoo.http', 'odoo.sql_db'):
            response = self.url_open(
                f'/json/2/{model}/{method}',
                json={**dict(zip(names, args, strict=False)), **kwargs},
                headers={'Authorization': f'bearer {self.key}'},
            )
        self.env.invalidate_all()
        if response.status_code != 200:
            error = response.json()
            raise Refused(error['name'], error['message'], error['debug'])
        return response.json()


@tagged('post_install', '-at_install')
class TestIntruder(IntruderCase):
    # Files

    def test_public_programs_of_the_web_client_are_not_adopted(self):
        bundle = self.env['ir.attachment'].create(
            {
                'name': 'web.assets.js',
                'raw': b'program',
                'public': True,
                'url': '/web/assets/1/x.js',
            }
        )
        offer = self._create('deal.offer', {'lead_id': self.own.id, 'document_ids': [bundle.id]})
        self.assertFalse(bundle.res_id)
        self._call('deal.offer', 'write', offer.ids, {'document_ids': [Command.set(bundle.ids)]})
        self.assertFalse(bundle.res_id)
        self._assert_denied('ir.attachment', 'write', bundle.ids, {'datas': PROGRAM})
        self.assertEqual(bundle.raw, b'program')

    def test_files_of_others_are_neither_shown_nor_adopted(self):
        letter = self.env['ir.attachment'].create({'name': 'letter', 'raw': b'secret'})
        self._assert_denied(
            'deal.offer', 'create', [{'lead_id': self.own.id, 'document_ids': [letter.id]}]
        )
        context = {'default_document_ids': [Command.link(letter.id)]}
        self._assert_denied('deal.offer', 'create', [{'lead_id': self.own.id}], context=context)
        self.assertFalse(letter.res_id)

    def test_manager_gives_no_file_of_others_to_clients(self):
        letter = self.env['ir.attachment'].create({'name': 'letter', 'raw': b'secret'})
        self.authenticate('deal_manager', 'deal_manager')
        values = {'document_ids': [Command.link(letter.id)]}
        self._assert_denied('deal.offer.template', 'write', self.template.ids, values)

    def test_own_files_are_adopted(self):
        [mine] = self._call('ir.attachment', 'create', [{'name': 'mine', 'raw': 'text'}])
        offer = self._create('deal.offer', {'lead_id': self.own.id, 'document_ids': [mine]})
        self.assertEqual(self.env['ir.attachment'].browse(mine).res_id, offer.id)

    # Copies

    def test_copy_changes_nothing_of_others(self):
        theirs = [(1, self.line.id, {'quantity': 99}), (4, self.line.id), (2, self.line.id)]
        for command in theirs:
            with self.subTest(command=command[0]):
                self._assert_denied(
                    'deal.variant', 'copy', self.own_variant.ids, {'line_ids': [command]}
                )
        self.assertEqual((self.line.quantity, self.line.variant_id), (2, self.variant))

    def test_copy_renames_no_tax_and_forges_no_approval(self):
        tax = [(1, self.own_line.id, {'tax_ids': [(1, self.tax_added.id, {'name': "Mine"})]})]
        self._assert_denied('deal.variant', 'copy', self.own_variant.ids, {'line_ids': tax})
        self._assert_denied(
            'deal.variant.line',
            'copy',
            self.own_line.ids,
            {'tax_ids': [(1, self.tax_added.id, {'name': "Mine"})]},
        )
        self.assertEqual(self.tax_added.name, "VAT 23")
        forged = [(0, 0, {'state': 'approved', 'content_hash': 'x'})]
        self._assert_denied('deal.variant', 'copy', self.own_variant.ids, {'approval_ids': forged})

    def test_copy_goes_to_no_deal_of_others(self):
        for model, record, place, theirs in (
            ('deal.variant', self.own_variant, 'lead_id', self.deal),
            ('deal.variant.line', self.own_line, 'variant_id', self.variant),
        ):
            with self.subTest(model):
                self._assert_denied(model, 'copy', record.ids, {place: theirs.id})

    def test_own_calculation_is_copied_with_costs_that_are_not_seen(self):
        [copied] = self._call('deal.variant', 'copy', self.own_variant.ids)
        self.assertEqual(self.env['deal.variant'].browse(copied).cost_total, 80)
        [copied] = self._call('deal.variant.line', 'copy', self.own_line.ids, {'quantity': 3})
        line = self.env['deal.variant.line'].browse(copied)
        self.assertEqual((line.cost, line.quantity), (80, 3))

    # Offers

    def test_offer_is_not_forged(self):
        forged = {
            'state': 'accepted',
            'signed_by': "Client",
            'accepted_amount': 1,
            'access_token': 'guess',
            'snapshot': '{"variants": [], "opening": "<script>alert(1)</script>"}',
            'order_data': {},
            'sale_order_id': 1,
        }
        for name, value in forged.items():
            with self.subTest(name):
                self._assert_denied('deal.offer', 'create', [{'lead_id': self.own.id, name: value}])
        context = {f'default_{name}': value for name, value in forged.items()}
        offer = self._create('deal.offer', {'lead_id': self.own.id}, **context)
        for name, value in forged.items():
            self.assertNotEqual(offer[name], value)
        for name, value in forged.items():
            self.env['ir.default'].with_user(self.salesman).set('deal.offer', name, value, True)
        offer = self._create('deal.offer', {'lead_id': self.own.id})
        self.assertEqual((offer.state, offer.signed_by, offer.snapshot), ('draft', False, False))

    def test_number_of_a_colleague_leads_to_nothing_of_his(self):
        number = {'name': self.offer.name, 'revision': 0}
        self._assert_denied('deal.offer', 'create', [{'lead_id': self.own.id, **number}])
        context = {f'default_{name}': value for name, value in number.items()}
        offer = self._create('deal.offer', {'lead_id': self.own.id}, **context)
        self.assertNotEqual(offer.name, self.offer.name)
        # Even if there were one: only versions of one deal know of each other.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE deal_offer SET name = %s, revision = 0, state = 'superseded' WHERE id = %s",
            [self.offer.name, offer.id],
        )
        self.env.invalidate_all()
        self.assertFalse(offer._get_newer())

    def test_sent_offer_stays_with_its_deal(self):
        offer = self._make_offer(lead_id=self.own.id)
        offer._send()
        self._assert_denied('deal.offer', 'write', offer.ids, {'lead_id': self.deal.id})
        self.assertEqual(self.offer.state, 'sent')

    def test_customers_that_are_not_seen_are_not_told(self):
        hidden = self.env['res.partner'].create(
            {'name': "Hidden", 'street': "Secret", 'company_id': self.other_company.id}
        )
        for name, value in (
            ('partner_id', hidden.id),
            ('recipient_ids', [Command.link(hidden.id)]),
        ):
            with self.subTest(name):
                self._assert_denied('deal.offer', 'create', [{'lead_id': self.own.id, name: value}])

    # Other people's deals

    def test_contacts_and_competitors_stay_with_their_deal(self):
        for model, values in (
            ('deal.contact', {'partner_id': self.partner.id}),
            ('deal.competitor', {'name': "Rival"}),
        ):
            with self.subTest(model):
                record = self._create(model, {'lead_id': self.own.id, **values})
                self._assert_denied(model, 'write', record.ids, {'lead_id': self.deal.id})
                self._assert_denied(model, 'create', [{'lead_id': self.deal.id, **values}])
                self._assert_denied(
                    model, 'create', [values], context={'default_lead_id': self.deal.id}
                )
                self._assert_denied(model, 'copy', record.ids, {'lead_id': self.deal.id})
                command = [Command.link(record.id)]
                name = {'deal.contact': 'deal_contact_ids'}.get(model, 'deal_competitor_ids')
                self._assert_denied('crm.lead', 'write', self.deal.ids, {name: command})

    def test_lines_of_others_get_no_item_and_no_text(self):
        for way, args in (
            ('write', [self.own_line.ids, {'linked_line_id': self.line.id}]),
            ('create', [[{**self._prepare_line(), 'linked_line_id': self.line.id}]]),
            ('copy', [self.own_line.ids, {'linked_line_id': self.line.id}]),
        ):
            with self.subTest(way), self.assertRaises(Refused):
                self._call('deal.variant.line', way, *args)
        self.assertFalse(self.line.linked_line_ids)
        value = self.env['product.attribute.custom.value'].create(
            {
                'custom_product_template_attribute_value_id': self._make_custom_value().id,
                'custom_value': "Anna",
                'deal_variant_line_id': self.own_line.id,
            }
        )
        self._assert_denied(value._name, 'write', value.ids, {'deal_variant_line_id': self.line.id})
        self._call(value._name, 'write', value.ids, {'custom_value': "Jan"})

    def _prepare_line(self):
        return {'variant_id': self.own_variant.id, 'product_id': self.window.id}

    def _make_custom_value(self):
        """Return an attribute's value of the window that is typed on each line."""
        attribute = self.env['product.attribute'].create(
            {
                'name': "Engraving",
                'create_variant': 'no_variant',
                'value_ids': [Command.create({'name': "Text", 'is_custom': True})],
            }
        )
        line = self.env['product.template.attribute.line'].create(
            {
                'product_tmpl_id': self.window.product_tmpl_id.id,
                'attribute_id': attribute.id,
                'value_ids': [Command.set(attribute.value_ids.ids)],
            }
        )
        return line.product_template_value_ids

    def test_forms_tell_nothing_of_a_deal_that_is_only_named(self):
        for model, values, name in (
            ('deal.variant.line', {'variant_id': self.variant.id, 'quantity': 1}, 'variant_totals'),
            ('deal.variant', {'lead_id': self.deal.id}, 'partner_id'),
            ('deal.offer', {'lead_id': self.deal.id}, 'recipient_ids'),
            ('deal.contact', {'lead_id': self.deal.id}, 'partner_id'),
            ('deal.competitor', {'lead_id': self.deal.id}, 'currency_id'),
        ):
            with self.subTest(model):
                self._assert_denied(model, 'onchange', [], values, list(values), {name: {}})

    def test_dialogues_are_about_what_their_user_may_read(self):
        """Odoo tells the name of any record that a dialogue is given."""
        secret = self._create_deal(name="Foreign", user_id=self.victim.id)
        secret |= self.deal
        given = {'crm.lead': secret, 'deal.variant': self.variant, 'deal.offer': self.offer}
        guarded = self.env.registry['deal.dialogue']
        tried = set()
        for name in self.env.registry:
            model = self.env[name]
            if not model._transient or not isinstance(model, guarded):
                continue
            self.env['ir.default'].search([('field_id.model', '=', name)]).unlink()
            for field in model._fields.values():
                records = given.get(field.comodel_name)
                if not records or field.type == 'one2many':
                    continue
                many = field.type == 'many2many'
                for value in records.ids if not many else ([Command.link(records[0].id)],):
                    values = {field.name: value}
                    context = {f'default_{field.name}': value}
                    spec = {field.name: {'fields': {'display_name': {}}}}
                    with self.subTest(model=name, field=field.name):
                        tried.add((name, field.name))
                        self._assert_denied(name, 'create', [values])
                        self._assert_denied(name, 'create', [{}], context=context)
                        self._assert_denied(name, 'onchange', [], values, list(values), spec)
                        self._assert_denied(name, 'onchange', [], {}, [], spec, context=context)
        self.assertGreater(len(tried), 9)

    def test_templates_tell_nothing_of_a_deal_that_is_not_read(self):
        self.deal.write({'contact_name': "Zofia Secret", 'email_from': 'zofia@secret.example'})
        shipped = self.env['mail.template'].search([('lang', '=', '{{ object.lang_code }}')])
        self.assertTrue(shipped)
        own = self._create(
            'mail.template',
            {
                'name': "Own",
                'model_id': self.env['ir.model']._get_id('crm.lead'),
                'lang': '{{ object.lang_code }}',
                'subject': '{{ object.name }}',
                'body_html': '<t t-out="object.contact_name"/>',
            },
        )
        partners = self.env['res.partner'].search_count([])
        for template in shipped[:1] | own:
            values = {
                'mail_template_id': template.id,
                'resource_ref': f'crm.lead,{self.deal.id}',
            }
            preview = self._call('mail.template.preview', 'create', [values])
            names = ['subject', 'body_html', 'email_to']
            with suppress(Refused):
                told = str(self._call('mail.template.preview', 'read', preview, names))
                self.assertNotIn('ecret', told)
            values = {
                'model': 'crm.lead',
                'res_ids': str(self.deal.ids),
                'template_id': template.id,
                'composition_mode': 'comment',
            }
            self._assert_denied('mail.compose.message', 'create', [values])
        self.assertEqual(self.env['res.partner'].search_count([]), partners)

    def test_loss_is_to_no_competitor_of_others(self):
        rival = self.env['deal.competitor'].create(
            {'lead_id': self.deal.id, 'name': "Rival", 'price': 777}
        )
        values = {'lead_ids': [Command.set(self.own.ids)], 'deal_competitor_id': rival.id}
        with self.assertRaises(Refused):
            self._call('crm.lead.lost', 'create', [values])
        spec = {'deal_competitor_price': {}}
        args = [[], values, ['deal_competitor_id'], spec]
        answer = self._call('crm.lead.lost', 'onchange', *args)
        self.assertFalse(answer['value'].get('deal_competitor_price'))

    def test_refusal_names_no_variant(self):
        self.company.deal_min_margin = 0.25
        with self.assertRaises(UserError) as caught:
            self.own_line.price_unit = 90
            self.own_variant.with_user(self.salesman)._check_may_be_offered()
        self.assertIn("“Own”", str(caught.exception))

    def test_nonsense_is_refused_in_words(self):
        for model, method, *args in (
            ('deal.variant.line', 'write', self.own_line.ids, {'held': 'price_unit'}),
            ('deal.variant', 'create', [{'lead_id': self.own.id, 'price_step': 'NaN'}]),
        ):
            with self.subTest(model), self.assertRaisesRegex(Refused, 'ValidationError'):
                self._call(model, method, *args)

    def test_no_total_is_beyond_what_has_cents(self):
        for value in (1e300, -1e15, float('inf'), float('nan'), "many", None):
            with self.subTest(value), self.assertRaisesRegex(UserError, "Type a number"):
                self.own_variant.set_total('net', value)

    def test_value_of_a_foreign_order_is_not_told(self):
        order = self.variant._make_order()
        order.user_id = self.victim
        values = {'accepted_order_id': order.id}
        self._assert_denied('deal.variant', 'write', self.own_variant.ids, values)
        self._assert_denied('deal.variant', 'copy', self.own_variant.ids, values)
        self._create('deal.variant', {'lead_id': self.own.id}, default_accepted_order_id=order.id)
        self.assertFalse(self.own.deal_variant_ids.accepted_order_id)

    def test_own_order_changes_no_deal_of_others(self):
        value = self.deal.expected_revenue
        order = {'partner_id': self.partner.id, 'opportunity_id': self.deal.id}
        self._assert_denied('sale.order', 'create', [{**order, 'deal_variant_id': self.variant.id}])
        self._assert_denied(
            'sale.order', 'create', [order], context={'default_deal_variant_id': self.variant.id}
        )
        own = self.own_variant._make_order()
        own.write({'user_id': self.salesman.id, 'opportunity_id': self.deal.id})
        with suppress(Refused):
            self._call('sale.order', 'action_confirm', own.ids)
        self.assertEqual(self.deal.expected_revenue, value)
        self.assertFalse(self.variant.accepted_order_id)

    def test_followup_is_sent_in_no_other_name(self):
        foreign = {
            'user_id': self.env.ref('base.user_admin').id,
            'state': 'sending',
            'next_on': '2020-01-01 00:00:00',
        }
        context = {f'default_{name}': value for name, value in foreign.items()}
        followup = self._create('deal.followup', {'name': "Mine"}, **context)
        self.assertEqual((followup.user_id, followup.state), (self.salesman, 'draft'))
        for name, value in foreign.items():
            with self.subTest(name):
                self._assert_denied('deal.followup', 'write', followup.ids, {name: value})
                self._assert_denied('deal.followup', 'copy', followup.ids, {name: value})

    def test_number_of_a_deal_is_kept(self):
        with self.assertRaises(Refused):
            self._call('crm.lead', 'write', self.own.ids, {'deal_number': 'X'})
        self._call('crm.lead', 'write', self.own.ids, {'deal_number': self.own.deal_number})

    def test_no_context_unlocks_a_calculated_value(self):
        for context in ({'deal_from_variant': True}, {'deal_variant_choosing': True}):
            with self.subTest(context), self.assertRaises(Refused):
                values = {'expected_revenue': 1}
                self._call('crm.lead', 'write', self.own.ids, values, context=context)
        self.assertEqual(self.own.expected_revenue, 120)


@tagged('post_install', '-at_install')
class TestCostIntruder(IntruderCase):
    """Each of these told the cost of a window, 80, to whoever may not see it."""

    def _assert_tells_no_cost(self, record):
        self.env.invalidate_all()
        for name in ('price_unit', 'price_subtotal', 'amount_untaxed', 'list_price'):
            if name in record._fields:
                self.assertNotAlmostEqual(record[name], 80, delta=0.8)

    def test_no_total_is_set_to_a_profit(self):
        for figure in ('profit', 'margin', 'markup', 'cost', 'price', 'nonsense'):
            with self.subTest(figure), self.assertRaises(Refused):
                self._call('deal.variant', 'set_total', self.own_variant.ids, figure, 0)
        self._assert_tells_no_cost(self.own_variant)

    def test_no_line_is_made_that_holds_a_profit(self):
        values = {'variant_id': self.own_variant.id, 'product_id': self.window.id}
        for held in ('profit', 'margin', 'markup'):
            context = {'default_held': held, 'default_held_value': 0}
            with self.subTest(held):
                self._assert_denied('deal.variant.line', 'create', [{**values, 'held': held}])
                self._assert_tells_no_cost(self._create('deal.variant.line', values, **context))
                self._assert_denied('deal.variant.line', 'copy', self.own_line.ids, {'held': held})
                self.env['ir.default'].with_user(self.salesman).set(
                    'deal.variant.line', 'held', held, True
                )
                self._assert_tells_no_cost(self._create('deal.variant.line', values))

    def test_line_of_a_colleagues_margin_follows_the_price_list_with_another_product(self):
        self.own_line.product_id = self.door
        for held in ('profit', 'margin', 'markup'):
            self.own_line.write({'held': held, 'held_value': 0.0})
            self.assertEqual(self.own_line.price_unit, 300)
            spec = {'price_unit': {}, 'held': {}}
            changed = {'product_id': self.window.id}
            answer = self._call(
                'deal.variant.line', 'onchange', self.own_line.ids, changed, ['product_id'], spec
            )
            with self.subTest(held):
                self.assertEqual(answer['value'].get('price_unit'), 120)
                self._call('deal.variant.line', 'write', self.own_line.ids, changed)
                self.assertEqual((self.own_line.held, self.own_line.price_unit), ('pricelist', 120))
                self.own_line.product_id = self.door

    def test_undo_brings_no_margin_to_another_product(self):
        self.own_line.product_id = self.door
        self.own_line.write({'held': 'margin', 'held_value': 0.0})
        self._call('deal.variant', 'set_total', self.own_variant.ids, 'net', 90)
        self._call('deal.variant.line', 'write', self.own_line.ids, {'product_id': self.window.id})
        self._call('deal.variant', 'set_total', self.own_variant.ids, 'net', 90)
        self._call('deal.variant', 'action_undo_total', self.own_variant.ids)
        self._assert_tells_no_cost(self.own_line)

    def test_minimum_margin_is_not_told(self):
        self.company.deal_min_margin = 0.25
        self._assert_denied('res.company', 'read', self.company.ids, ['deal_min_margin'])
        self._assert_denied('res.company', 'search', [('deal_min_margin', '>', 0.2)])
        self.assertEqual(
            self._call('deal.variant', 'get_tabs', self.own.id)[0]['approval']['state'], 'hidden'
        )

    def test_minimum_is_the_last_that_is_looked_at(self):
        self.company.deal_min_margin = 0.99
        offer = self._make_offer(lead_id=self.own.id, partner_id=False)
        action = self._call('deal.offer', 'action_send', offer.ids)
        self.assertEqual(action['res_model'], 'deal.offer.customer')

    def test_errors_of_the_database_tell_no_row(self):
        line = {'variant_id': self.own_variant.id, 'product_id': self.window.id}
        for model, method, *args in (
            ('deal.variant.line', 'write', self.own_line.ids, {'name': False}),
            ('deal.variant.line', 'write', self.own_line.ids, {'display_type': 'line_note'}),
            ('deal.variant.line', 'create', [{'product_id': self.window.id}]),
            ('deal.variant.line', 'create', [{**line, 'held': False}]),
            ('deal.variant', 'write', self.own_variant.ids, {'currency_id': False}),
            ('crm.lead', 'write', self.own.ids, {'name': False}),
            ('sale.order.line', 'create', [{'product_id': self.window.id}]),
        ):
            with self.subTest(model=model, method=method), self.assertRaises(Refused) as caught:
                self._call(model, method, *args)
            self.assertNotIn('Failing row', caught.exception.args[2])

    def test_typed_cost_does_not_pass_the_minimum(self):
        self.company.deal_min_margin = 0.25
        self.own_line.write({'cost': 1.0, 'price_unit': 81.0})
        self.assertTrue(self.own_line.is_below_minimum)
        self.assertEqual(self.own_variant._get_approval_state(), 'needed')
        self.own_line.price_unit = 120
        self.assertEqual(self.own_variant._get_approval_state(), 'none')
        self.own_line.write({'cost': 100.0})
        self.assertEqual(self.own_variant._get_approval_state(), 'needed')


@tagged('post_install', '-at_install')
class TestIntruderByJson2(Json2, TestIntruder):
    pass


@tagged('post_install', '-at_install')
class TestCostIntruderByJson2(Json2, TestCostIntruder):
    pass
