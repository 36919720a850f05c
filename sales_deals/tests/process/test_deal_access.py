from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import DealCase


@tagged('post_install', '-at_install')
class TestDealAccess(DealCase):
    def test_salespeople_read_processes_and_get_numbers(self):
        for user in (self.salesman, self.salesman_all, self.manager):
            with self.subTest(user.login):
                self.assertEqual(self.process_a.with_user(user).name, "Alpha")
                deal = self.env['crm.lead'].with_user(user).create({'name': "Mine"})
                self.assertTrue(deal.deal_number)
                self.assertEqual(deal.deal_process_id, self.standard)

    def test_only_managers_change_processes(self):
        for user in (self.salesman, self.salesman_all, self.employee):
            process = self.process_a.with_user(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                process.name = "Changed"
            with self.subTest(user.login), self.assertRaises(AccessError):
                process.number_next = 500
            with self.subTest(user.login), self.assertRaises(AccessError):
                process.number_prefix = 'Z'
            with self.subTest(user.login), self.assertRaises(AccessError):
                process.create({'name': "New"})
            with self.subTest(user.login), self.assertRaises(AccessError):
                process.unlink()

    def test_manager_sets_numbering_without_access_to_sequences(self):
        process = self.process_a.with_user(self.manager)
        process.write({'number_prefix': 'N/', 'number_padding': 3, 'number_next': 7})
        self.assertEqual(process._draw_numbers(1), ['N/007'])
        created = self._create_process("By the manager", 'BM/')
        self.assertTrue(created.with_user(self.manager).copy())

    def test_process_of_another_company_is_hidden(self):
        self.process_a.company_id = self.company
        seen = self.env['deal.process'].with_user(self.stranger).search([])
        self.assertNotIn(self.process_a, seen)
        self.assertIn(self.standard, seen)
        with self.assertRaises(AccessError):
            self.process_a.with_user(self.stranger).name = "Changed"

    def test_portal_and_public_see_no_process(self):
        for user in (self.portal, self.public):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env['deal.process'].with_user(user).search([])

    def test_open_deals_count_what_the_user_may_see(self):
        self._create_deal(team_id=self.team_a.id, user_id=self.manager.id)
        self._create_deal(team_id=self.team_a.id, user_id=self.salesman.id)
        self.assertEqual(self.process_a.with_user(self.salesman).deal_count, 1)
        self.assertEqual(self.process_a.with_user(self.manager).deal_count, 2)

    def test_salesman_cannot_move_deals_of_others(self):
        deal = self._create_deal(team_id=self.team_a.id, user_id=self.manager.id)
        wizard = self.env['deal.process.change'].with_user(self.salesman)
        with self.assertRaises(AccessError):
            wizard.create(
                {
                    'deal_process_id': self.process_b.id,
                    'stage_id': self.process_b.stage_ids[0].id,
                    'lead_ids': deal.ids,
                }
            )
        with self.assertRaises(AccessError):
            deal.with_user(self.salesman).write(
                {
                    'deal_process_id': self.process_b.id,
                    'stage_id': self.process_b.stage_ids[0].id,
                }
            )
