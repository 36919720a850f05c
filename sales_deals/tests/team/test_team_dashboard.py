"""Figures of a team's card, the records that a click opens, and access."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import Command, fields
from odoo.tests import tagged

from ..common import DealCase

NOW = '2026-11-18 12:00:00'
FIGURES = ('open', 'weighted', 'quotation', 'order', 'overdue', 'idle', 'won')


@tagged('post_install', '-at_install')
class DashboardCase(DealCase):
    """A team with deals in all states; today is the 18th of November."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.env.user.tz = 'UTC'
        cls.partner = cls.env['res.partner'].create({'name': "Client"})
        cls.product = cls.env['product.product'].create(
            {'name': "Window", 'list_price': 100, 'taxes_id': [Command.clear()]}
        )
        cls.reason = cls.env['crm.lost.reason'].search([], limit=1)
        cls.team_a.company_id = cls.company

    @classmethod
    def _create_team_deal(cls, value=100, probability=50, **values):
        values = {'team_id': cls.team_a.id, 'company_id': cls.company.id, **values}
        deal = cls._create_deal(expected_revenue=value, **values)
        deal.probability = probability
        return deal

    @classmethod
    def _win(cls, value, moment, **values):
        deal = cls._create_team_deal(value, **values)
        deal.action_set_won()
        deal.date_closed = moment
        return deal

    @classmethod
    def _create_order(cls, price, **values):
        return cls.env['sale.order'].create(
            {
                'partner_id': cls.partner.id,
                'team_id': cls.team_a.id,
                'user_id': False,
                'company_id': cls.company.id,
                'order_line': [Command.create({'product_id': cls.product.id, 'price_unit': price})],
                **values,
            }
        )

    @classmethod
    def _set_rate(cls, code, rate):
        currency = cls.env.ref(f'base.{code}')
        currency.active = True
        currency.rate_ids.unlink()
        cls.env['res.currency.rate'].create(
            {'currency_id': currency.id, 'rate': rate, 'name': '2020-01-01', 'company_id': False}
        )
        return currency

    def _get(self, name, team=None, user=None):
        team = (team or self.team_a).with_user(user or self.manager)
        team.invalidate_recordset()
        return team[name]

    def _assert_click_opens_what_is_counted(self, user):
        team = self.team_a.with_user(user)
        team.invalidate_recordset()
        for name in FIGURES:
            with self.subTest(figure=name, user=user.login):
                action = getattr(team, f'action_open_deal_{name}')()
                found = self.env[action['res_model']].with_user(user).search(action['domain'])
                self.assertEqual(len(found), team[f'deal_{name}_count'])


class TestFigures(DashboardCase):
    def test_open_opportunities_with_their_value_and_weighted_revenue(self):
        self._create_team_deal(100, 50)
        self._create_team_deal(40, 25)
        self._create_team_deal(0, 25)
        self._create_team_deal(70, type='lead')
        self._create_team_deal(70, team_id=self.team_b.id)
        suspended = self._create_team_deal(70)
        suspended._suspend(fields.Date.today() + timedelta(days=30))
        self._create_team_deal(70).action_set_lost(lost_reason_id=self.reason.id)
        self._win(70, NOW)
        self.assertEqual(self._get('deal_open_count'), 3)
        self.assertEqual(self._get('deal_open_amount'), 140)
        self.assertEqual(self._get('deal_weighted_count'), 2)
        self.assertEqual(self._get('deal_weighted_amount'), 60)

    def test_quotations_of_any_age_and_this_month_s_orders_without_taxes(self):
        tax = self.env['account.tax'].create(
            {'name': "VAT 23", 'amount': 23, 'company_id': self.company.id}
        )
        self.product.taxes_id = tax
        self._create_order(100, date_order='2025-01-05 10:00:00')
        self._create_order(50)
        self._create_order(300).action_confirm()
        old = self._create_order(900)
        old.action_confirm()
        old.date_order = '2026-10-31 23:59:59'
        self._create_order(70)._action_cancel()
        self.assertEqual(self._get('deal_quotation_count'), 2)
        self.assertEqual(self._get('deal_quotation_amount'), 150)
        self.assertEqual(self._get('deal_order_count'), 1)
        self.assertEqual(self._get('deal_order_amount'), 300)

    def test_overdue_activities_are_counted_one_by_one(self):
        deal = self._create_team_deal()
        lead = self._create_team_deal(type='lead')
        yesterday = fields.Date.today() - timedelta(days=1)
        for record, day in ((deal, -1), (deal, -9), (deal, 0), (lead, -1), (lead, 3)):
            record.activity_schedule(
                'mail.mail_activity_data_todo',
                fields.Date.today() + timedelta(days=day),
                user_id=self.manager.id,
            )
        done = deal.activity_schedule('mail.mail_activity_data_todo', yesterday)
        done.action_feedback()
        self.partner.activity_schedule('mail.mail_activity_data_todo', yesterday)
        self.assertEqual(self._get('deal_overdue_count'), 3)

    def test_deals_without_next_step(self):
        self._create_team_deal()
        planned = self._create_team_deal()
        planned.activity_schedule('mail.mail_activity_data_todo')
        self.assertEqual(self._get('deal_idle_count'), 1)

    def test_what_was_won_this_month_and_in_twelve_weeks(self):
        self._win(100, '2026-11-18 11:00:00')
        self._win(30, '2026-11-12 00:00:00')  # the first day of the last week
        self._win(7, '2026-11-11 23:59:59')
        self._win(5, '2026-10-31 23:59:59')
        self._win(2, '2026-08-27 00:00:00')  # 84 days with today
        self._win(1, '2026-08-26 23:59:59')
        self.assertEqual(self._get('deal_won_count'), 3)
        self.assertEqual(self._get('deal_won_amount'), 137)
        weeks = self._get('deal_won_weeks')
        self.assertEqual(weeks, [2, 0, 0, 0, 0, 0, 0, 0, 0, 5, 7, 130])

    def test_the_month_begins_where_the_user_is(self):
        self._win(100, '2026-10-31 22:00:00')
        self.manager.tz = 'Asia/Tehran'  # midnight is 20:30 UTC
        self.assertEqual(self._get('deal_won_count'), 1)
        self.manager.tz = 'America/New_York'
        self.assertEqual(self._get('deal_won_count'), 0)

    def test_persian_users_have_their_month(self):
        self._win(100, '2026-10-31 22:00:00')
        self._win(30, '2026-10-22 00:00:00')  # 30 Mehr 1405
        self.assertEqual(self._get('deal_won_amount'), 0)
        self.env['res.lang']._activate_lang('fa_IR')
        self.team_a = self.team_a.with_context(lang='fa_IR')
        self.assertEqual(self._get('deal_won_amount'), 100)
        action = self.team_a.action_open_deal_won()
        self.assertEqual(self.env['crm.lead'].search(action['domain']).expected_revenue, 100)

    def test_invoices_are_those_of_odoo_s_own_figure(self):
        order = self._create_order(300)
        order.action_confirm()
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        invoice.invoice_date = '2026-11-10'
        invoice.action_post()
        self.assertEqual(self._get('deal_invoiced_amount'), 0)
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoice.ids
        ).create({}).action_create_payments()
        self.env.flush_all()
        self.team_a.invalidate_recordset()
        self.assertGreater(self.team_a.invoiced, 0)
        self.assertEqual(self._get('deal_invoiced_amount'), self.team_a.invoiced)

    def test_orders_of_another_currency_are_converted_at_their_day_s_rate(self):
        self.company.currency_id = self._set_rate('USD', 1)
        euro = self._set_rate('EUR', 0.5)
        pricelist = self.env['product.pricelist'].create(
            {'name': "Euro", 'currency_id': euro.id, 'company_id': self.company.id}
        )
        self._create_order(100, pricelist_id=pricelist.id)
        self._create_order(10)
        self.assertEqual(self._get('deal_quotation_amount'), 210)

    def test_deals_of_several_companies_are_added_in_the_team_s_currency(self):
        self.company.currency_id = self._set_rate('USD', 1)
        self.other_company.currency_id = self._set_rate('EUR', 0.5)
        self.team_a.company_id = False
        self._create_team_deal(100)
        self._create_team_deal(100, company_id=self.other_company.id)
        self._create_team_deal(1, company_id=False)
        self.manager.company_ids = self.company | self.other_company
        team = self.team_a.with_user(self.manager).with_company(self.company)
        both = team.with_context(allowed_company_ids=[self.company.id, self.other_company.id])
        both.invalidate_recordset()
        self.assertEqual(both.deal_currency_id.name, 'USD')
        self.assertEqual((both.deal_open_count, both.deal_open_amount), (3, 301))
        one = team.with_context(allowed_company_ids=[self.company.id])
        one.invalidate_recordset()
        self.assertEqual((one.deal_open_count, one.deal_open_amount), (2, 101))

    def test_a_team_that_is_being_typed_has_no_figures(self):
        team = self.env['crm.team'].with_user(self.manager).new({'name': "New"})
        self.assertEqual(team.deal_open_count, 0)
        self.assertEqual(team.deal_won_weeks, [0] * 12)

    def test_a_merged_deal_is_counted_once(self):
        deals = self._win(100, NOW) | self._create_team_deal(100)
        deals._merge_into_oldest(with_won=True)
        self.assertEqual(self._get('deal_won_count') + self._get('deal_open_count'), 1)


class TestReaders(DashboardCase):
    """Figures count visible records only, and a click opens exactly these."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.salesman, cls.salesman_all, cls.env['res.users']):
            deal = cls._create_team_deal(100, user_id=user.id)
            deal.activity_schedule(
                'mail.mail_activity_data_todo',
                fields.Date.today() - timedelta(days=2),
                user_id=cls.salesman_all.id,
            )
            cls._create_team_deal(10, user_id=user.id)
            cls._win(1000, '2026-11-05 10:00:00', user_id=user.id)
            cls._create_order(50, user_id=user.id)
            cls._create_order(70, user_id=user.id).action_confirm()
        cls.env['crm.lead'].search([('team_id', '=', cls.team_a.id)]).flush_recordset()

    def test_a_click_opens_exactly_what_is_counted(self):
        for user in (self.salesman, self.salesman_all, self.manager):
            self._assert_click_opens_what_is_counted(user)

    def test_who_sees_own_deals_only_sees_their_figures_and_nobody_s(self):
        self.assertEqual(self._get('deal_open_count', user=self.salesman), 4)
        self.assertEqual(self._get('deal_open_count', user=self.manager), 6)
        self.assertEqual(self._get('deal_won_amount', user=self.salesman), 2000)
        self.assertEqual(self._get('deal_won_amount', user=self.manager), 3000)
        self.assertEqual(self._get('deal_quotation_count', user=self.salesman), 2)
        self.assertEqual(self._get('deal_overdue_count', user=self.salesman), 2)
        self.assertEqual(sum(self._get('deal_won_weeks', user=self.salesman)), 2000)

    def test_another_company_s_manager_sees_nothing(self):
        self.team_a.company_id = False
        self.assertEqual(self._get('deal_open_count', user=self.stranger), 0)
        self._assert_click_opens_what_is_counted(self.stranger)

    def test_who_does_not_sell_gets_no_figures(self):
        for user in (self.employee, self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(Exception) as refused:
                self._get('deal_open_count', user=user)
            self.assertEqual(type(refused.exception).__name__, 'AccessError')

    def test_a_click_narrows_nothing_and_what_is_created_there_is_the_team_s(self):
        team = self.team_a.with_user(self.manager)
        action = team.action_open_deal_open()
        self.assertFalse([key for key in action['context'] if key.startswith('search_default')])
        self.assertEqual(action['context']['default_team_id'], self.team_a.id)
        self.assertIn(self.team_a.name, action['display_name'])


class TestPage(DashboardCase):
    """The whole page, as the web client requests it."""

    def _get_specification(self, teams):
        view = self.env.ref('sales_team.crm_team_view_kanban_dashboard')
        views = teams.get_views([(view.id, 'kanban')])
        described = views['models']['crm.team']['fields']
        arch = etree.fromstring(views['views']['kanban']['arch'])
        names = {node.get('name') for node in arch.iter('field')}
        many2one = {'fields': {'display_name': {}}}
        return {name: many2one if described[name]['type'] == 'many2one' else {} for name in names}

    def _count_queries(self, user, domain):
        context = {'allowed_company_ids': user.company_ids.ids}
        teams = self.env['crm.team'].with_user(user).with_context(**context)
        fields_read = self._get_specification(teams)
        for _round in range(2):  # caches that outlive a request are warm
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answer = teams.web_search_read(domain, fields_read, limit=80, count_limit=10001)
        return len(answer['records']), self.env.cr.sql_log_count - before

    def test_the_page_takes_twelve_queries_at_most_whatever_the_number_of_teams(self):
        self.env['res.company'].create({'name': "Third"})
        self.other_company.currency_id = self._set_rate('EUR', 0.5)
        self.manager.company_ids = self.company | self.other_company
        teams = self.env['crm.team']
        for number in range(30):
            teams |= self._create_team(
                f"Team {number}",
                self.process_a,
                user_id=self.manager.id,
                alias_name=f'deal-team-{number}',
                company_id=self.company.id,
            )
            self._create_team_deal(team_id=teams[-1:].id)
            self._create_order(50, team_id=teams[-1:].id)
        for user in (self.manager, self.salesman):
            few = self._count_queries(user, [('id', 'in', teams[:3].ids)])
            many = self._count_queries(user, [('id', 'in', teams.ids)])
            self.assertEqual((few[0], many[0]), (3, 30))
            self.assertEqual(many[1], few[1])
            self.assertLessEqual(many[1], 12)
