from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CalculationCase


@tagged('post_install', '-at_install')
class TestCalculationApproval(CalculationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal.user_id = cls.salesman
        cls.line = cls._create_line(margin=0.2)
        cls.mine = cls.variant.with_user(cls.salesman)

    def test_nothing_is_asked_for_by_default(self):
        self.line.margin = -1
        self.assertFalse(self.line.is_below_minimum or self.variant.is_below_minimum)
        self.mine._check_may_be_offered()

    def test_line_and_variant_below_the_company_are_marked(self):
        self.company.deal_min_margin = 0.25
        self.assertTrue(self.line.is_below_minimum and self.variant.is_below_minimum)
        self.line.margin = 0.25
        self.assertFalse(self.line.is_below_minimum or self.variant.is_below_minimum)

    def test_category_has_a_minimum_of_its_own(self):
        parent = self.env['product.category'].create({'name': "Timber", 'deal_min_margin': 0.3})
        self.window.categ_id = self.env['product.category'].create(
            {'name': "Oak", 'parent_id': parent.id}
        )
        self.line.invalidate_recordset()
        self.assertTrue(self.line.is_below_minimum)
        self.company.deal_min_margin = 0.1
        self.assertTrue(self.line.is_below_minimum)
        parent.deal_min_margin = 0
        self.line.invalidate_recordset()
        self.assertFalse(self.line.is_below_minimum)

    def test_optional_lines_and_given_away_goods(self):
        self.company.deal_min_margin = 0.1
        free = self._create_line(price_unit=0)
        self.assertTrue(free.is_below_minimum and self.variant.is_below_minimum)
        # The client may choose it.
        free.is_optional = True
        self.assertTrue(self.variant.is_below_minimum)
        free.margin = 0.1
        self.assertFalse(self.variant.is_below_minimum)

    def test_negative_lines_are_a_discount_on_all_others(self):
        self.window.categ_id = self.env['product.category'].create(
            {'name': "Oak", 'deal_min_margin': 0.1}
        )
        self.line.invalidate_recordset()
        other = self._create_line(product=self.door, price_unit=-1, cost=0)
        self.assertFalse(self.variant.is_below_minimum)
        for values in (
            {'price_unit': -(self.line.price_subtotal - 1)},
            {'price_unit': self.line.price_subtotal - 1, 'quantity': -1},
            {'price_unit': -10_000_000, 'quantity': 1},
            {'is_optional': True},
        ):
            other.write(values)
            self.assertTrue(self.variant.is_below_minimum, values)
            with self.assertRaisesRegex(UserError, "manager's approval"):
                self.mine._check_may_be_offered()
        option = self._create_line(product=self.door, price_unit=10_000_000_000, is_optional=True)
        self.assertTrue(self.variant.is_below_minimum)
        (other | option).unlink()
        self.assertFalse(self.variant.is_below_minimum)

    def test_below_it_nothing_is_offered_without_approval(self):
        self.company.deal_min_margin = 0.25
        with self.assertRaisesRegex(UserError, "manager's approval"):
            self.mine._check_may_be_offered()
        self.mine.action_request_approval()
        self.assertEqual(self.mine._get_approval_state(), 'requested')
        with self.assertRaises(UserError):
            self.mine._check_may_be_offered()
        with self.assertRaises(UserError):
            self.deal.with_user(self.salesman).action_new_quotation()
        self.assertFalse(self.deal.order_ids)
        self.variant.with_user(self.manager).action_approve()
        self.mine._check_may_be_offered()
        self.deal.with_user(self.salesman).action_new_quotation()
        self.assertEqual(self.deal.order_ids.amount_untaxed, self.variant.amount_untaxed)
        self.assertEqual(self.mine._get_approval_state(), 'approved')

    def test_request_is_an_activity_for_the_leader_of_the_team(self):
        self.company.deal_min_margin = 0.25
        self.deal.team_id = self.team_a
        self.team_a.user_id = self.manager
        self.mine.action_request_approval()
        activity = self.deal.activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.variant.with_user(self.manager).action_approve()
        self.assertFalse(activity.active)
        self.assertTrue(
            any("are approved" in body for body in self.deal.message_ids.mapped('body'))
        )

    def test_only_what_was_seen_is_approved(self):
        self.company.deal_min_margin = 0.25
        self.mine.action_request_approval()
        decision = self.variant.with_user(self.manager)
        seen = decision._get_approval()['seen']
        self.line.price_unit = 50
        for given in ((), (seen,), ('x',)):
            with self.assertRaisesRegex(UserError, "changed meanwhile"):
                decision.action_approve(*given)
        self.assertEqual(self.variant._get_approval_state(), 'needed')
        decision.action_approve(decision._get_approval()['seen'])
        self.assertEqual(self.variant._get_approval_state(), 'approved')
        self.assertFalse(self.mine._get_approval()['seen'])

    def test_who_has_asked_gets_a_decision_also_when_prices_are_high_enough_now(self):
        self.company.deal_min_margin = 0.25
        self.mine.action_request_approval()
        self.line.price_unit = 1000
        shown = self.variant._get_approval()
        self.assertEqual(shown['state'], 'requested')
        decision = self.variant.with_user(self.manager)
        decision.action_approve(decision._get_approval()['seen'])
        self.assertEqual(self.variant._get_approval()['state'], 'none')

    def test_refusal_needs_a_reason_and_is_told(self):
        self.company.deal_min_margin = 0.25
        decision = self.variant.with_user(self.manager)
        with self.assertRaises(UserError):
            decision.action_refuse(" ")
        decision.action_refuse("Too cheap")
        tab = self.env['deal.variant'].with_user(self.salesman).get_tabs(self.deal.id)[0]
        self.assertEqual(tab['approval']['state'], 'refused')
        self.assertEqual(tab['approval']['reason'], "Too cheap")
        self.assertTrue(any("Too cheap" in m.body for m in self.deal.message_ids))

    def test_only_managers_decide(self):
        self.company.deal_min_margin = 0.25
        with self.assertRaises(AccessError):
            self.mine.action_approve()
        with self.assertRaises(AccessError):
            self.env['deal.variant.approval'].with_user(self.salesman).create(
                {
                    'variant_id': self.variant.id,
                    'content_hash': 'x',
                    'state': 'approved',
                }
            )

    def test_any_later_change_voids_the_approval(self):
        self.company.deal_min_margin = 0.25
        dozen = self.env.ref('uom.product_uom_dozen')
        changes = [
            lambda: self.line.write({'price_unit': 99}),
            lambda: self.line.write({'cost': 81}),
            lambda: self.line.write({'quantity': 2}),
            lambda: self._create_line(margin=0.5),
            lambda: self.variant.line_ids[-1].unlink(),
            lambda: self._create_line(price_unit=81, is_optional=True),
            lambda: self.variant.line_ids[-1].write({'is_optional': False}),
            lambda: self.line.write({'tax_ids': [Command.set(self.tax_added.ids)]}),
            lambda: self._change_all_but_the_price(uom_id=dozen.id),
            lambda: self._change_all_but_the_price(product_id=self.door.id),
        ]
        for change in changes:
            self.variant.with_user(self.manager).action_approve()
            self.assertEqual(self.variant._get_approval_state(), 'approved')
            change()
            self.assertEqual(self.variant._get_approval_state(), 'needed')
        self.variant.with_user(self.manager).action_approve()
        self.env.invalidate_all()
        self.line.name = "Described in other words"
        self.assertEqual(self.variant._get_approval_state(), 'approved')

    def _change_all_but_the_price(self, **values):
        kept = self.line.read(['price_unit', 'cost', 'quantity'], load=False)[0]
        self.line.write(values)
        self.line.write({name: kept[name] for name in ('price_unit', 'cost', 'quantity')})

    def test_mark_is_not_told_without_the_group(self):
        self.company.deal_min_margin = 0.25
        self._forbid_costs(self.salesman)
        tab = self.env['deal.variant'].with_user(self.salesman).get_tabs(self.deal.id)[0]
        self.assertEqual(tab['approval']['state'], 'hidden')
        with self.assertRaises(AccessError):
            self.mine.read(['is_below_minimum'])
        with self.assertRaises(AccessError):
            self.line.with_user(self.salesman).read(['is_below_minimum'])
        self.mine.action_request_approval()
        self.variant.with_user(self.manager).action_approve()
        notes = "".join(self.deal.message_ids.mapped('body'))
        self.assertNotIn("margin", notes)

    def test_whoever_sees_no_costs_asks_once_for_a_product(self):
        """Else one price after the other would tell the minimum price, and from it the cost."""
        self.company.deal_min_margin = 0.25
        self._forbid_costs(self.salesman)
        self.mine.action_request_approval()
        other = self._create_variant(name="B")
        self._create_line(other)
        elsewhere = self._create_variant(name="C")
        self._create_line(elsewhere, self.door)
        self.line.price_unit = 120
        for variant in (self.variant, other):
            with self.subTest(variant.name), self.assertRaisesRegex(UserError, "have decided"):
                variant.with_user(self.salesman)._check_may_be_offered()
            variant.with_user(self.manager)._check_may_be_offered()
        elsewhere.with_user(self.salesman)._check_may_be_offered()
        with self.assertRaisesRegex(UserError, "have decided"):
            self.mine.unlink()
        decision = self.variant.with_user(self.manager)
        decision.action_approve(decision._get_approval()['seen'])
        (self.variant | other).with_user(self.salesman)._check_may_be_offered()
        self.mine.unlink()

    def test_ever_lower_prices_are_not_told_to_be_high_enough(self):
        """Else the lowest would tell the cost, without anything being sent."""
        self.company.deal_min_margin = 0.25
        self._forbid_costs(self.salesman)
        for price in (200, 199, 198, 198, 250, 197, 196, 195, 195):
            self.line.price_unit = price
            self.mine._check_may_be_offered()
        # Neither on another deal, in another unit, nor by a discount.
        other = self._create_variant(name="B")
        dozen = self._create_line(other, uom_id=self.env.ref('uom.product_uom_dozen').id)
        dozen.price_unit = 12 * 194.9
        less = self._create_variant(name="C")
        self._create_line(less, price_unit=200)
        discount = self.env['product.product'].create({'name': "Discount", 'type': 'service'})
        self._create_line(less, discount, price_unit=-6)
        self.line.price_unit = 194
        for variant in (self.variant, other, less):
            with self.assertRaisesRegex(UserError, "it is requested now"):
                variant.with_user(self.salesman)._check_may_be_offered()
            variant._check_may_be_offered()
        self.mine.action_request_approval()
        self.variant.with_user(self.manager).action_approve()
        self.line.price_unit = 193
        self.mine._check_may_be_offered()

    def test_what_follows_a_rollback_is_tried_again(self):
        """Others may change the deal while its request is written."""
        tried = []

        def work(env):
            tried.append(env.user)
            if len(tried) < 3:
                raise ConcurrencyError

        with patch('odoo.service.model.time.sleep'):
            self.mine._after_rollback(work)
            self.env.cr.postrollback.run()
        self.assertEqual(tried, [self.salesman] * 3)

    def test_request_is_shown_whatever_the_margin(self):
        self.company.deal_min_margin = 0.25
        self._forbid_costs(self.salesman)
        self.line.price_unit = 500
        self.mine.action_request_approval()
        tab = self.env['deal.variant'].with_user(self.salesman).get_tabs(self.deal.id)[0]
        self.assertEqual(tab['approval']['state'], 'requested')

    def test_nonsense_minimum_is_refused(self):
        for minimum in (-0.1, 1.0):
            with self.assertRaises(ValidationError):
                self.company.deal_min_margin = minimum

    def test_copied_variant_is_not_approved(self):
        self.company.deal_min_margin = 0.25
        self.variant.with_user(self.manager).action_approve()
        self.assertEqual(self.variant.copy()._get_approval_state(), 'needed')

    def test_approver_of_a_team_without_a_manager(self):
        self.deal.team_id = self.team_b
        group = self.env.ref('sales_team.group_sale_manager')
        self.assertTrue(self.variant._get_approver() in group.all_user_ids)
        self.manager.group_ids = [Command.unlink(group.id)]
        self.assertNotEqual(self.variant._get_approver(), self.manager)
