from odoo.tests import tagged

from ..common import DealCase, TourCase


@tagged('post_install', '-at_install')
class TestUndoTour(TourCase, DealCase):
    def test_a_bulk_loss_and_a_bulk_suspension_are_undone(self):
        self.env['crm.lost.reason'].with_context(lang='en_US').create({'name': "Undo reason"})
        deals = self._create_deal(name="Undo one", user_id=self.salesman.id)
        deals |= self._create_deal(name="Undo two", user_id=self.salesman.id)
        self.start_tour('/odoo/deals', 'undo_tour', login='deal_salesman')
        self.assertEqual(set(deals.mapped('deal_state')), {'open'})
        self.assertFalse(deals.deal_loss_ids)
        self.assertEqual([len(deal.message_ids) >= 2 for deal in deals], [True, True])
