"""The list “Get Started”: what Odoo knows of each step, who sees it, and when it goes."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import config

from ..common import OfferCase, TourCase

STEPS = ['mail_server', 'logo', 'product', 'process', 'offer']


@tagged('post_install', '-at_install')
class TestDealStart(OfferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.deal_shows_start = True
        cls.seller = cls.salesman
        cls.administrator = new_test_user(
            cls.env, 'start_a', 'sales_team.group_sale_manager,base.group_system'
        )
        cls.env['ir.mail_server'].search([]).active = False
        cls.env['mail.notification'].search([]).unlink()
        cls.company.logo = cls.company._get_logo()
        cls.env['product.product'].search([]).write({'standard_price': 0})
        cls.env.flush_all()

    def _start(self, user=None):
        return self.env['deal.start'].with_user(user or self.manager)

    def _get_steps(self, user=None):
        return {step['name']: step for step in self._start(user).get_steps()}

    def _is_done(self, name):
        return self._get_steps()[name]['is_done']

    def test_the_steps_stand_in_order(self):
        self.assertEqual([*self._get_steps()], STEPS)
        self.company.use_deal_calculation = False
        self.assertNotIn('product', self._get_steps())

    def test_a_mail_server_is_there_or_configured_or_has_sent(self):
        self.assertFalse(self._is_done('mail_server'))
        with patch.dict(config.options, {'smtp_server': 'mail.example.com'}):
            self.assertTrue(self._is_done('mail_server'))
        message = self.env['mail.message'].create({'body': "Sent"})
        values = {'mail_message_id': message.id, 'res_partner_id': self.manager.partner_id.id}
        notification = self.env['mail.notification'].create(
            {**values, 'notification_type': 'email', 'notification_status': 'exception'}
        )
        self.assertFalse(self._is_done('mail_server'))
        notification.notification_status = 'sent'
        self.assertTrue(self._is_done('mail_server'))
        notification.unlink()
        self.env['ir.mail_server'].create({'name': "Ours", 'smtp_host': 'mail.example.com'})
        self.assertTrue(self._is_done('mail_server'))

    def test_the_logo_is_not_the_one_that_odoo_gives(self):
        self.assertFalse(self._is_done('logo'))
        pixel = (
            'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5'
            'ErkJggg=='
        )
        self.company.logo = pixel
        self.assertTrue(self._is_done('logo'))

    def test_a_product_has_a_cost_in_this_company(self):
        other = self.env['res.company'].create({'name': "Other"})
        product = self.env['product.product'].create({'name': "Window", 'list_price': 400})
        self.assertFalse(self._is_done('product'))
        product.with_company(other).standard_price = 250
        self.assertFalse(self._is_done('product'))
        product.with_company(self.company).standard_price = 250
        self.assertTrue(self._is_done('product'))
        product.sale_ok = False
        self.assertFalse(self._is_done('product'))

    def test_a_process_has_stages(self):
        self.assertTrue(self._is_done('process'))
        self.env['deal.process'].search([]).active = False
        self.assertFalse(self._is_done('process'))

    def test_a_test_offer_went_to_somebody_of_the_house(self):
        self._send()
        self.assertFalse(self._is_done('offer'))
        self.deal.partner_id = self.manager.partner_id
        offer = self._make_offer()
        self.assertFalse(self._is_done('offer'))
        offer.action_mark_sent()
        self.assertTrue(self._is_done('offer'))

    def test_the_links_lead_where_the_user_may_go(self):
        steps = self._get_steps()
        closed = [name for name, step in steps.items() if not step['action']]
        self.assertEqual(closed, ['mail_server', 'logo', 'product'])
        for user in (self.manager, self.administrator):
            for step in self._get_steps(user).values():
                action = step['action']
                if isinstance(action, str):
                    self.env.ref(action)
                elif action:
                    model = self.env[action['res_model']].with_user(user)
                    defaults = model.with_context(**action['context']).default_get([*model._fields])
                    self.assertTrue(defaults or action['res_id'])
        self.assertTrue(
            all(step['action'] for step in self._get_steps(self.administrator).values())
        )

    def test_it_goes_when_all_is_done(self):
        done = [{'name': name, 'is_done': True} for name in STEPS]
        with patch.object(type(self.env['deal.start']), '_prepare_steps', lambda _self: done):
            self.assertEqual(len(self._start().get_steps()), len(STEPS))
        self.assertFalse(self.company.deal_shows_start)
        self.assertFalse(self._start().get_steps())

    def test_a_manager_closes_it_for_the_company(self):
        self._start().action_close()
        self.assertFalse(self.company.deal_shows_start)
        self.assertFalse(self._start(self.administrator).get_steps())

    def test_salespeople_neither_see_nor_close_it(self):
        self.assertFalse(self._start(self.seller).get_steps())
        with self.assertRaises(AccessError):
            self._start(self.seller).action_close()
        self.assertTrue(self.company.deal_shows_start)

    def test_it_begins_only_in_a_database_without_deals(self):
        companies = self.env['res.company'].search([])
        companies.deal_shows_start = False
        self.env['deal.start']._begin()
        self.assertFalse(any(companies.mapped('deal_shows_start')))
        self.env['crm.lead'].with_context(active_test=False).search([]).active = False
        self.env['deal.start']._begin()
        self.assertFalse(any(companies.mapped('deal_shows_start')), "archived ones are deals too")
        with patch.object(type(self.env['crm.lead']), 'search_count', lambda *_args, **_kw: 0):
            self.env['deal.start']._begin()
        self.assertTrue(all(companies.mapped('deal_shows_start')))

    def test_nothing_is_asked_where_it_is_closed(self):
        self.company.deal_shows_start = False
        start = self._start()
        start._is_shown()
        with self.assertQueryCount(0):
            self.assertFalse(start.get_steps())


@tagged('post_install', '-at_install')
class TestDealStartScreens(TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, 'start_m', 'sales_team.group_sale_manager', password='start_m')
        new_test_user(cls.env, 'start_s', 'sales_team.group_sale_salesman', password='start_s')
        cls.env.company.deal_shows_start = True

    def _is_asked(self, login):
        self.authenticate(login, login)
        answer = self.make_jsonrpc_request('/web/session/get_session_info')
        return answer.get('deal_shows_start', False)

    def test_the_web_client_asks_for_managers_of_a_company_that_begins(self):
        self.assertTrue(self._is_asked('start_m'))
        self.assertFalse(self._is_asked('start_s'))
        self.env.company.deal_shows_start = False
        self.assertFalse(self._is_asked('start_m'))

    def test_a_manager_follows_a_step_and_closes_the_list(self):
        self.start_tour('/odoo/crm', 'deal_start_tour', login='start_m')
        self.assertFalse(self.env.company.deal_shows_start)
