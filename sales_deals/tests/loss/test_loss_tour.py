"""A salesperson loses, restores and suspends a deal in a real browser, in two languages."""

from odoo.tests import tagged

from ..common import TourCase
from .test_loss import LossCase


@tagged('post_install', '-at_install')
class TestLossTour(TourCase, LossCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('fa_IR')
        cls.rival.with_context(lang='en_US').write(
            {'name': "Rival reason", 'deal_description': "Somebody else was better."}
        )
        cls.competitor = cls.env['res.partner'].create({'name': "Rival Ltd"})
        cls.deal.name = "Tour deal"

    def _start(self, tour, lang):
        self.salesman.lang = lang
        self.start_tour(f'/odoo/deals/{self.deal.id}', tour, login='deal_salesman')

    def test_a_deal_is_lost_and_restored(self):
        for lang in ('en_US', 'fa_IR'):
            with self.subTest(lang):
                self.deal.deal_loss_ids.sudo().unlink()
                self.deal.deal_competitor_ids.unlink()
                self._start('deal_loss_tour', lang)
                loss = self.deal.deal_loss_ids
                self.assertEqual(
                    (loss.reason_id, loss.competitor_id), (self.rival, self.competitor)
                )
                self.assertEqual((loss.competitor_price, loss.lost_by_id), (450, self.salesman))
                self.assertEqual((self.deal.deal_state, self.deal.probability), ('open', 40))
                competitor = self.deal.deal_competitor_ids
                self.assertEqual((competitor.partner_id, competitor.price), (self.competitor, 450))
                self.assertEqual(competitor.state, 'in_play')

    def test_a_deal_is_suspended_and_taken_up_again(self):
        for lang in ('en_US', 'fa_IR'):
            with self.subTest(lang):
                self._start('deal_suspend_tour', lang)
                self.assertEqual(self.deal.deal_state, 'open')
                changes = self.deal.message_ids.sudo().tracking_value_ids
                self.assertIn('deal_suspended_until', changes.field_id.mapped('name'))
