from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CalculationCase


@tagged('post_install', '-at_install')
class TestWinBackOffer(CalculationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['deal.offer.template'].create({'name': "Letter"})
        cls._create_line(quantity=10)
        cls.deal.user_id = cls.salesman
        cls.deal.action_set_lost(lost_reason_id=cls.env.ref('crm.lost_reason_1').id)

    def _win_back(self, **values):
        wizard = self.env['deal.win.back'].with_user(self.salesman)
        return wizard.create({'lead_id': self.deal.id, **values}).action_apply()

    def test_the_last_variant_is_offered_with_a_discount(self):
        action = self._win_back(discount=10)
        offer = self.env['deal.offer'].browse(action['res_id'])
        copy = offer.variant_ids
        self.assertEqual((self.variant.amount_untaxed, copy.amount_untaxed), (1200, 1080))
        self.assertEqual((copy.name, self.deal.deal_chosen_variant_id), ("Win-back", copy))
        self.assertEqual((self.deal.deal_state, self.deal.expected_revenue), ('open', 1080))
        self.assertEqual(offer.state, 'draft')
        self.assertTrue(self.deal.deal_loss_ids.restored_on)

    def test_an_open_draft_is_taken(self):
        draft = self.env['deal.offer'].create({'lead_id': self.deal.id})
        action = self._win_back(discount=0)
        self.assertEqual(action['res_id'], draft.id)
        self.assertEqual(draft.variant_ids.amount_untaxed, 1200)

    def test_nothing_to_offer_is_said(self):
        self.variant.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "add products"):
            self._win_back()
        self.assertEqual(self.deal.deal_state, 'lost')

    def test_a_discount_is_a_share(self):
        for discount in (-1, 100):
            with self.assertRaisesRegex(ValidationError, "between"):
                self._win_back(discount=discount)

    def test_of_another_salesperson_nothing_is_won_back(self):
        self.deal.user_id = self.manager
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self._win_back()
        self.assertEqual(self.deal.deal_state, 'lost')
