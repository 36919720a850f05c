"""A manager designs a process in a real browser."""

from odoo.tests import tagged

from ..common import TourCase
from .common import PlaybookCase


@tagged('post_install', '-at_install')
class TestPlaybookTour(TourCase, PlaybookCase):
    def test_a_process_is_made_of_a_set_and_designed(self):
        url = '/odoo/action-sales_deals.deal_process_action'
        self.start_tour(url, 'playbook_tour', login='deal_manager')
        process = self.env['deal.process'].search([('name', '=', "Our way")])
        needs = process.stage_ids[1]
        names = needs.deal_practice_ids.mapped('name')
        self.assertLess(names.index("Answer the enquiry"), names.index("Meet the client"))
        self.assertIn("Read their annual report", names)
        self.assertEqual(needs.deal_buyer_step, "Tells us everything")
        names = process.stage_ids[2].deal_practice_ids.mapped('name')
        self.assertIn("Send the offer to the client (copy)", names)
        self.assertFalse(self.deal.deal_override_ids)

    def test_it_is_tried_on_a_deal(self):
        self._create_practice(name="Ask for the plan", requirement='must')
        self._create_practice(name="Meet the rival", kind='competitor', requirement='ask')
        self._fulfil('competitor', self.deal)
        self.deal.name = "Tour deal"
        url = f'/odoo/action-sales_deals.deal_process_action/{self.process_a.id}'
        self.start_tour(url, 'playbook_trial_tour', login='deal_manager')
        self.assertEqual(self.deal.stage_id, self.start)
