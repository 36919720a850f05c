"""Tour of the deals list and the reports, in two languages."""

from odoo import Command, fields
from odoo.tests import tagged

from ..common import OfferCase, TourCase


@tagged('post_install', '-at_install')
class TestDealListTour(TourCase, OfferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('fa_IR')
        cls.env['crm.lead'].search([('user_id', '=', cls.salesman_all.id)]).user_id = False
        cls.deal.write(
            {
                'name': "Tour deal",
                'user_id': cls.salesman.id,
                'date_deadline': fields.Date.today(),
                'phone': "+48 500 100 200",
                'deal_competitor_ids': [Command.create({'name': "Tour rival"})],
            }
        )
        cls.deal.probability = 30
        offer = cls._send()
        offer.sudo().state = 'opened'
        won = cls._create_deal(
            name="Tour won",
            user_id=cls.salesman.id,
            expected_revenue=500,
            company_id=cls.company.id,
        )
        won.action_set_won()

    def test_a_salesperson_reads_and_edits_the_list(self):
        for lang in ('en_US', 'fa_IR'):
            with self.subTest(lang):
                self.deal.name = "Tour deal"
                self.salesman.lang = lang
                path = '/odoo/action-sales_deals.crm_lead_action_deals'
                self.start_tour(path, 'deal_list_tour', login='deal_salesman')
                self.assertEqual(self.deal.name, "Tour deal renamed")

    def test_a_salesperson_reads_the_reports(self):
        for lang in ('en_US', 'fa_IR'):
            with self.subTest(lang):
                self.salesman.lang = lang
                path = '/odoo/action-sales_deals.crm_lead_action_deals'
                self.start_tour(path, 'deal_report_tour', login='deal_salesman')
