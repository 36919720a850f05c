"""Tour of the teams' cards and the assignment of deals, in two languages."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from ..common import DealCase, TourCase


@tagged('post_install', '-at_install')
class TestTeamTour(TourCase, DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('fa_IR')
        cls.team_a.invoiced_target = 1000
        cls.member = cls.env['crm.team.member'].create(
            {'crm_team_id': cls.team_a.id, 'user_id': cls.salesman.id}
        )
        of_team = {'team_id': cls.team_a.id, 'expected_revenue': 100}
        deal = cls._create_deal(name="Tour deal", **of_team)
        deal.activity_schedule(
            'mail.mail_activity_data_todo',
            fields.Date.today() - timedelta(days=2),
            summary="Tour activity",
            user_id=cls.manager.id,
        )
        cls._create_deal(name="Won deal", **of_team).action_set_won()
        product = cls.env['product.product'].create({'name': "Window", 'list_price': 100})
        cls.env['sale.order'].create(
            {
                'partner_id': cls.env['res.partner'].create({'name': "Tour client"}).id,
                'team_id': cls.team_a.id,
                'order_line': [Command.create({'product_id': product.id})],
            }
        )

    def test_a_manager_reads_a_card_and_sets_the_assignment(self):
        for lang in ('en_US', 'fa_IR'):
            with self.subTest(lang):
                self.team_a.write({'color': 1, 'deal_assignment': 'manual'})
                self.member.write({'deal_share': 1, 'deal_is_responsible': False})
                self.manager.lang = lang
                self.start_tour('/odoo', 'deal_team_tour', login='deal_manager')
                self.assertEqual(self.team_a.color, 3)
                self.assertEqual(self.team_a.deal_assignment, 'turn')
                self.assertEqual(self.member.deal_share, 3)
                self.assertTrue(self.member.deal_is_responsible)
                self.assertEqual(self.team_a.member_ids, self.salesman)
