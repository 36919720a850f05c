from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import formatLang

from ..common import DealCase


@tagged('post_install', '-at_install')
class TestDealChanges(DealCase):
    """The page that shows what the addon changes, with a switch for each."""

    def _open(self):
        return Form(self.env['deal.changes'])

    def test_it_shows_and_changes_the_current_company(self):
        self.company.deal_loss_reason_required = True
        page = self._open()
        self.assertTrue(page.deal_loss_reason_required)
        page.deal_loss_reason_required = False
        page.save().action_apply()
        self.assertFalse(self.company.deal_loss_reason_required)

    def test_odoos_rules_and_ours_are_chosen_at_once(self):
        odoos = {**self.company._prepare_odoo_rules(), 'deal_merge_policy': 'odoo'}
        self._open().save().action_take_odoos()
        self.assertEqual({name: self.company[name] for name in odoos}, odoos)
        self._open().save().action_take_all()
        ours = self.env['res.company'].default_get([*odoos])
        self.assertEqual({name: self.company[name] for name in odoos}, ours)
        self.assertEqual(ours.keys(), odoos.keys())
        self.assertFalse([name for name in ours if ours[name] == odoos[name]])

    def test_each_rule_is_on_the_page(self):
        page = self.env['deal.changes'].get_view(view_type='form')['arch']
        for name in (*self.company._prepare_odoo_rules(), 'deal_merge_policy'):
            self.assertIn(f'name="{name}"', page)

    def test_polish_amounts_are_grouped_when_it_is_asked_for_and_not_before(self):
        polish = self.env['res.lang']._activate_lang('pl_PL')
        polish.thousands_sep = ''
        self._open().save().action_apply()
        self.assertFalse(polish.thousands_sep)
        page = self._open()
        page.deal_groups_polish = True
        page.save().action_apply()
        self.assertEqual(polish.thousands_sep, '\N{NO-BREAK SPACE}')
        amount = formatLang(self.env(context={'lang': 'pl_PL'}), 1234567.5)
        self.assertEqual(amount, "1\xa0234\xa0567,50")
        page = self._open()
        page.deal_groups_polish = False
        page.save().action_apply()
        self.assertFalse(polish.thousands_sep)

    def test_the_separator_that_somebody_has_chosen_stays(self):
        polish = self.env['res.lang']._activate_lang('pl_PL')
        polish.thousands_sep = '.'
        for choose in ('action_take_all', 'action_take_odoos'):
            getattr(self._open().save(), choose)()
            self.assertEqual(polish.thousands_sep, '.')

    def test_all_ways_at_once_are_those_of_amounts_too(self):
        polish = self.env['res.lang']._activate_lang('pl_PL')
        self._open().save().action_take_all()
        self.assertTrue(polish.thousands_sep)
        self._open().save().action_take_odoos()
        self.assertFalse(polish.thousands_sep)

    def test_a_database_in_use_begins_with_odoos_rules_and_a_link_to_the_page(self):
        self.env['res.company']._begin_as_odoo()
        for company in self.env['res.company'].search([]):
            self.assertTrue(company.deal_shows_changes)
            for name, value in company._prepare_odoo_rules().items():
                self.assertEqual(company[name], value, name)
            self.assertEqual(company.deal_merge_policy, 'oldest')

    def test_administrators_alone_change_the_rules(self):
        manager = new_test_user(self.env, 'rules_m', 'sales_team.group_sale_manager')
        with self.assertRaises(AccessError):
            self.env['deal.changes'].with_user(manager).create({})


@tagged('post_install', '-at_install')
class TestDealChangesNotice(HttpCase):
    def _asks(self, login):
        self.authenticate(login, login)
        return self._get_session().get('deal_shows_changes')

    def test_the_web_client_is_told_who_reads_rials_in_tomans(self):
        self.authenticate('admin', 'admin')
        self.assertNotIn('deal_tomans', self._get_session())
        self.env.company.deal_shows_tomans = True
        self.assertEqual(self._get_session()['deal_tomans'], self.env.company.ids)

    def _get_session(self):
        return self.make_jsonrpc_request('/web/session/get_session_info')

    def test_administrators_are_pointed_to_the_page_until_one_has_chosen(self):
        new_test_user(
            self.env, 'salesman_n', 'sales_team.group_sale_manager', password='salesman_n'
        )
        self.env.company.deal_shows_changes = True
        self.assertTrue(self._asks('admin'))
        self.assertIsNone(self._asks('salesman_n'))
        self.env['deal.changes'].create({}).action_apply()
        self.assertFalse(self._asks('admin'))
