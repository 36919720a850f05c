from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common import DealCase, TourCase


@tagged('post_install', '-at_install')
class TestActionMenusTour(TourCase, DealCase):
    def test_menus_offer_what_can_be_done(self):
        names = ("Menu survivor", "Menu merged", "Menu open", "Menu suspended", "Menu won")
        survivor, merged, _open, suspended, won = (
            self._create_deal(name=name, user_id=self.manager.id, company_id=self.company.id)
            for name in names
        )
        (survivor | merged)._merge_into_oldest()
        suspended._suspend(fields.Date.today() + timedelta(days=9))
        won.action_set_won()
        filters = self.env['ir.filters'].create(
            {
                'name': "All",
                'model_id': 'crm.lead',
                'domain': "[('user_id', '=', uid)]",
                'is_default': True,
                'user_ids': [(4, self.manager.id)],
            }
        )
        self.assertTrue(filters)
        self.start_tour(f'/odoo/deals/{survivor.id}', 'action_menu_tour', login='deal_manager')
        self.assertFalse(merged.deal_merged_into_id)
