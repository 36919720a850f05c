"""Every way in, by its real route: kinds of practices x ways x advice, asked for, needed."""

import re
from datetime import timedelta
from xmlrpc.client import Fault

from odoo import Command, fields
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import OfferCase
from .common import PlaybookCase

PEOPLE = (
    'form',
    'card',
    'won_card',
    'list',
    'list_each',
    'won_button',
    'menu_action',
    'process_change',
    'conversion',
    'lead_and_back',
    'new',
    'copy_there',
)
PROGRAMS = ('xmlrpc', 'jsonrpc', 'json2', 'xmlrpc_new', 'xmlrpc_won')
IMPORTS = ('import_in_web', 'import_by_program')
CLIENTS = ('accepted_offer', 'confirmed_order', 'mail', 'job')
#: On these, nothing can have been done before.
NEW = ('new', 'copy_there', 'xmlrpc_new', 'mail')
#: Where a deal stands.
PLACE = ('team_id', 'deal_process_id', 'stage_id')


class Refused(Exception):
    """Raised when the server refuses, with what it says."""


class GateWayCase(PlaybookCase, OfferCase, HttpCase):
    """A stage with a practice of each kind, and each way by which deals leave it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_pay = False
        cls.practices = cls._create_practices_of_all_kinds()
        cls.program = new_test_user(
            cls.env,
            'deal_program',
            groups='base.group_system,sales_team.group_sale_manager',
            lang='en_US',
        )
        cls.domain = cls.env['mail.alias.domain'].create({'name': 'deals.example.com'})
        cls.company.alias_domain_id = cls.domain
        cls.team_a.alias_id.write(
            {
                'alias_name': 'gate',
                'alias_domain_id': cls.domain.id,
                'alias_defaults': repr(
                    {
                        'type': 'opportunity',
                        'team_id': cls.team_a.id,
                        'deal_process_id': cls.process_a.id,
                        'stage_id': cls.talks.id,
                    }
                ),
            }
        )

    def setUp(self):
        super().setUp()
        self.authenticate('deal_salesman', 'deal_salesman')

    def _require(self, requirement):
        for practice in self.practices.values():
            practice.requirement = requirement
        self.env.flush_all()

    def _make_deal(self, **values):
        deal = self._create_deal(
            **{
                'deal_process_id': self.process_a.id,
                'team_id': self.team_a.id,
                'stage_id': self.start.id,
                'user_id': self.salesman.id,
                'partner_id': self.partner.id,
                'company_id': self.company.id,
                **values,
            }
        )
        self._create_variant(lead_id=deal.id, name="Main")
        self.env.flush_all()
        return deal

    def _go(self, way, deal):
        """Let a deal go forward in a way.

        :return: the deal that stands there then
        :raise Refused: when it may not
        """
        self.env.flush_all()
        with mute_logger('odoo.http', 'odoo.sql_db', 'odoo.addons.base.models.ir_model'):
            gone = getattr(self, f'_go_by_{way}')(deal)
        self.env.invalidate_all()
        return gone or deal

    # What calls

    def _call(self, model, method, *args, route='call_kw', **kwargs):
        path = f'/web/dataset/{route}/{model}/{method}'
        return self._post(path, model=model, method=method, args=args, kwargs=kwargs)

    def _post(self, path, **params):
        response = self.url_open(path, json={'params': params}).json()
        self.env.invalidate_all()
        if 'error' in response:
            raise Refused(response['error']['data']['message'], response['error']['data'])
        return response.get('result')

    def _press(self, model, method, ids, **kwargs):
        return self._call(model, method, ids, route='call_button', **kwargs)

    def _call_xmlrpc(self, user, model, method, *args):
        login = user.login
        try:
            return self.xmlrpc_object.execute_kw(
                self.env.cr.dbname, user.id, login, model, method, args
            )
        except Fault as fault:
            raise Refused(fault.faultString) from fault

    # People

    def _go_by_form(self, deal):
        values = {'stage_id': self.talks.id, 'name': "Renamed"}
        self._call('crm.lead', 'web_save', deal.ids, values, specification={})

    def _go_by_card(self, deal):
        self._call('crm.lead', 'web_save', deal.ids, {'stage_id': self.talks.id}, specification={})

    def _go_by_won_card(self, deal):
        self._call('crm.lead', 'web_save', deal.ids, {'stage_id': self.signed.id}, specification={})

    def _go_by_list(self, deal):
        ids = [*deal.ids, *deal.copy().ids]
        self._call('crm.lead', 'web_save', ids, {'stage_id': self.talks.id}, specification={})

    def _go_by_list_each(self, deal):
        values = {'stage_id': self.talks.id}
        self._call('crm.lead', 'web_save_multi', deal.ids, [values], specification={})

    def _go_by_won_button(self, deal):
        self._press('crm.lead', 'action_set_won_rainbowman', deal.ids)

    def _go_by_menu_action(self, deal):
        action = self.env['ir.actions.server'].create(
            {
                'name': "To talks",
                'model_id': self.env['ir.model']._get_id('crm.lead'),
                'state': 'code',
                'code': f"records.write({{'stage_id': {self.talks.id}}})",
            }
        )
        self.env.flush_all()
        context = {'active_model': 'crm.lead', 'active_id': deal.id, 'active_ids': deal.ids}
        self._post('/web/action/run', action_id=action.id, context=context)

    def _go_by_process_change(self, deal):
        values = {
            'lead_ids': [Command.set(deal.ids)],
            'deal_process_id': self.process_a.id,
            'stage_id': self.talks.id,
        }
        [change] = self._call('deal.process.change', 'create', [values])
        self._press('deal.process.change', 'action_apply', [change])

    def _go_by_conversion(self, deal):
        deal.type = 'lead'
        self.env.flush_all()
        context = {'active_model': 'crm.lead', 'active_id': deal.id, 'active_ids': deal.ids}
        values = {
            'name': 'convert',
            'action': 'nothing',
            'user_id': self.salesman.id,
            'team_id': self.team_a.id,
            'deal_process_id': self.process_a.id,
            'deal_stage_id': self.talks.id,
        }
        model = 'crm.lead2opportunity.partner'
        [convert] = self._call(model, 'create', [values], context=context)
        self._press(model, 'action_apply', [convert], context=context)

    def _go_by_lead_and_back(self, deal):
        self._call('crm.lead', 'write', deal.ids, {'type': 'lead'})
        # Leads are of no team.
        there = {name: self._prepare_new()[name] for name in PLACE}
        self._call('crm.lead', 'write', deal.ids, there)
        self._call('crm.lead', 'write', deal.ids, {'type': 'opportunity', **there})

    def _prepare_new(self):
        return {
            'name': "New",
            'type': 'opportunity',
            'team_id': self.team_a.id,
            'user_id': self.salesman.id,
            'deal_process_id': self.process_a.id,
            'stage_id': self.talks.id,
        }

    def _go_by_new(self, deal):
        [new] = self._call('crm.lead', 'web_save', [], self._prepare_new(), specification={})
        return deal.browse(new['id'])

    def _go_by_copy_there(self, deal):
        [copied] = self._call('crm.lead', 'copy', deal.ids, {'stage_id': self.talks.id})
        return deal.browse(copied)

    # Programs and imports

    def _go_by_xmlrpc(self, deal):
        values = {'stage_id': self.talks.id}
        self._call_xmlrpc(self.salesman, 'crm.lead', 'write', deal.ids, values)

    def _go_by_xmlrpc_won(self, deal):
        self._call_xmlrpc(self.salesman, 'crm.lead', 'action_set_won', deal.ids)

    def _go_by_xmlrpc_new(self, deal):
        [new] = self._call_xmlrpc(self.salesman, 'crm.lead', 'create', [self._prepare_new()])
        return deal.browse(new)

    def _go_by_jsonrpc(self, deal):
        login = self.salesman.login
        args = [deal.ids, {'stage_id': self.talks.id}]
        call = [self.env.cr.dbname, self.salesman.id, login, 'crm.lead', 'write', args]
        params = {'service': 'object', 'method': 'execute_kw', 'args': call}
        response = self.url_open('/jsonrpc', json={'params': params}).json()
        if 'error' in response:
            raise Refused(response['error']['data']['message'])

    def _go_by_json2(self, deal):
        keys = self.env['res.users.apikeys'].with_user(self.salesman).sudo()
        key = keys._generate(None, 'test', fields.Datetime.now() + timedelta(days=1))
        self.env.flush_all()
        response = self.url_open(
            '/json/2/crm.lead/write',
            json={'ids': deal.ids, 'vals': {'stage_id': self.talks.id}},
            headers={'Authorization': f'bearer {key}'},
        )
        if response.status_code != 200:
            raise Refused(response.json()['message'])

    def _get_import(self, deal):
        return ['.id', 'stage_id/.id'], [[str(deal.id), str(self.talks.id)]]

    def _check_import(self, result):
        if not result['ids']:
            raise Refused(" ".join(message['message'] for message in result['messages']))

    def _go_by_import_in_web(self, deal):
        context = {'import_file': True}
        self._check_import(self._call('crm.lead', 'load', *self._get_import(deal), context=context))

    def _go_by_import_by_program(self, deal):
        self._check_import(
            self._call_xmlrpc(self.salesman, 'crm.lead', 'load', *self._get_import(deal))
        )

    # Clients, mails and jobs

    def _go_by_accepted_offer(self, deal):
        self._create_line(deal.deal_chosen_variant_id)
        offer = self._send(lead_id=deal.id)
        self.env.flush_all()
        self.authenticate(None, None)
        url = f'/offer/{offer.id}%s?access_token={offer.access_token}'
        headers = {'User-Agent': "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0 Safari/537.36"}
        page = self.url_open(url % '', headers=headers).text
        form = {
            'csrf_token': re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1],
            'variant': str(deal.deal_chosen_variant_id.id),
            'name': "Anna Nowak",
        }
        self.url_open(url % '/accept', data=form, headers=headers)
        self.authenticate('deal_salesman', 'deal_salesman')
        self.env.invalidate_all()
        self.assertEqual(offer.state, 'accepted')

    def _go_by_confirmed_order(self, deal):
        self._create_line(deal.deal_chosen_variant_id)
        self.company.write({'portal_confirmation_pay': True, 'prepayment_percent': 1.0})
        offer = self._send(lead_id=deal.id)
        order = offer.sudo()._accept(str(deal.deal_chosen_variant_id.id), [], "Anna Nowak")
        self.company.portal_confirmation_pay = False
        order.user_id = self.salesman
        self.env.flush_all()
        self._press('sale.order', 'action_confirm', order.ids)

    def _go_by_mail(self, deal):
        number = len(self.env['crm.lead'].search([]))
        raw = (
            "From: anna@client.example\r\nTo: gate@deals.example.com\r\nSubject: Windows\r\n"
            f"Message-ID: <gate-{number}@client.example>\r\n\r\nHow much?\r\n"
        )
        found = self._call_xmlrpc(self.program, 'mail.thread', 'message_process', False, raw)
        return deal.browse(found)

    def _go_by_job(self, deal):
        deal.with_user(self.salesman).stage_id = self.talks


@tagged('post_install', '-at_install')
class TestGateWays(GateWayCase):
    def test_advice_stops_nothing(self):
        self._require('advice')
        for way in (*PEOPLE, *PROGRAMS, *IMPORTS, *CLIENTS):
            with self.subTest(way=way):
                self._assert_gone(way, self._make_deal(), None)

    def test_people_are_asked(self):
        for requirement in ('ask', 'must'):
            self._require(requirement)
            for way in PEOPLE:
                with self.subTest(way=way, requirement=requirement):
                    data = self._assert_refused(way)
                    asked = data['context']['practices']
                    self.assertEqual(
                        {practice['id'] for practice in asked},
                        {practice.id for practice in self.practices.values()},
                    )

    def test_programs_and_imports_are_refused_what_is_needed(self):
        self._require('must')
        for way in (*PROGRAMS, *IMPORTS):
            with self.subTest(way=way):
                self._assert_refused(way)

    def test_programs_and_imports_are_marked_without_what_is_asked_for(self):
        self._require('ask')
        self._assert_marked()

    def test_programs_and_imports_are_marked_where_the_process_says_so(self):
        self._require('must')
        self.process_a.practice_import = 'mark'
        self._assert_marked()

    def test_clients_mails_and_jobs_are_never_stopped(self):
        for requirement in ('ask', 'must'):
            self._require(requirement)
            for way in CLIENTS:
                with self.subTest(way=way, requirement=requirement):
                    self._assert_gone(way, self._make_deal(), 'server')

    def test_what_is_done_is_not_asked_for(self):
        self._require('must')
        for way in (*PEOPLE, *PROGRAMS, *IMPORTS, *CLIENTS):
            # The list's second deal has nothing of what was done on the first one.
            if way in (*NEW, 'list'):
                continue
            deal = self._make_deal()
            for name in self.practices:
                self._fulfil(name, deal)
            with self.subTest(way=way):
                self._assert_gone(way, deal, None)

    def test_who_claims_to_be_the_server_is_asked(self):
        self._require('ask')
        for context in (
            {'deal_gate': True},
            {'deal_gate': 'UNASKED'},
            {'deal_gate': {}},
            {'import_file': True},
            {'deal_gate_answers': True},
            {'deal_gate_answers': {'reason': ' '}},
            {'deal_gate_answers': {'reason': ['x'], 'ticks': 'all', 'values': [1]}},
            {'install_mode': True, 'tracking_disable': True},
        ):
            deal = self._make_deal()
            values = {'stage_id': self.talks.id}
            with self.subTest(context=context), mute_logger('odoo.http'):
                with self.assertRaises(Refused):
                    self._call('crm.lead', 'write', deal.ids, values, context=context)
                self.assertEqual(deal.stage_id, self.start)

    def _assert_refused(self, way):
        deal = self._make_deal()
        count = self.env['crm.lead'].search_count([])
        with self.assertRaises(Refused) as caught:
            self._go(way, deal)
        self.env.invalidate_all()
        self.assertIn(deal.stage_id, (self.start, self.talks if way == 'lead_and_back' else ()))
        if way != 'list':
            self.assertEqual(self.env['crm.lead'].search_count([]), count)
        self.assertFalse(deal.deal_override_ids)
        for practice in self.practices.values():
            self.assertIn(practice.name, caught.exception.args[0])
        return caught.exception.args[-1]

    def _assert_gone(self, way, deal, marked):
        gone = self._go(way, deal)
        self.assertIn(gone.stage_id, (self.talks, self.signed))
        overrides = gone.deal_override_ids
        self.assertEqual(set(overrides.mapped('way')), {marked} if marked else set())
        if marked:
            recorded = set(overrides.practice_id.mapped('name'))
            self.assertLessEqual(self._get_open_names(way), recorded)

    def _get_open_names(self, way):
        """Return the names of practices that nothing on the way itself fulfils."""
        offers = {name for name in self.practices if name.startswith('offer')}
        mails = {'mail received', 'mail sent'}
        ordered = {'calculation', 'file', *offers, *mails}
        done = {'accepted_offer': ordered, 'confirmed_order': ordered, 'mail': mails}
        return set(self.practices) - done.get(way, set())

    def _assert_marked(self):
        for ways, marked in ((PROGRAMS, 'rpc'), (IMPORTS, 'import')):
            for way in ways:
                with self.subTest(way=way):
                    self._assert_gone(way, self._make_deal(), marked)
