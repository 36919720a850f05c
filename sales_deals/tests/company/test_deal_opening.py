from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import CalculationCase

#: Fields of rows that the form shows, and what is computed of such rows.
SHOWN = (
    *('deal_contact_ids', 'deal_competitor_ids', 'deal_offer_ids', 'deal_chosen_variant_id'),
    *('deal_can_be_offered', 'deal_loss_count', 'deal_followup_count', 'deal_next_steps'),
)


@tagged('post_install', '-at_install')
class TestDealOpening(CalculationCase):
    """Opening a deal asks once what there is beside it."""

    def setUp(self):
        super().setUp()
        self.new = self._create_deal(user_id=self.manager.id).with_user(self.salesman_all)

    def _read(self, deal, *names):
        self.env.flush_all()
        self.env.invalidate_all()
        return deal.web_read({name: {} for name in names})[0]

    def _count(self, *names):
        self._read(self.new, *names)
        before = self.cr.sql_log_count
        self._read(self.new, *names)
        return self.cr.sql_log_count - before

    def test_a_deal_without_rows_costs_one_query_more(self):
        plain = ('name', 'partner_id', 'company_id', 'deal_process_id', 'won_status')
        self.assertLessEqual(self._count(*plain, *SHOWN), self._count(*plain) + 1)

    def test_rows_are_shown_as_they_come_and_go(self):
        names = ('deal_competitor_ids', 'deal_chosen_variant_id', 'deal_loss_count')
        self.assertEqual(self._read(self.new, *names)['deal_competitor_ids'], [])
        deal = self.new.sudo()
        deal.deal_competitor_ids = [(0, 0, {'name': "Rival"})]
        variant = self._create_variant(lead_id=deal.id)
        deal.action_set_lost(lost_reason_id=self.env.ref('crm.lost_reason_1').id)
        # By the same transaction, with what it knows and without.
        for values in (self.new.web_read({n: {} for n in names})[0], self._read(self.new, *names)):
            self.assertEqual(values['deal_competitor_ids'], deal.deal_competitor_ids.ids)
            self.assertEqual(values['deal_chosen_variant_id'], variant.id)
            self.assertEqual(values['deal_loss_count'], 1)
        deal.deal_competitor_ids.unlink()
        self.assertEqual(self._read(self.new, *names)['deal_competitor_ids'], [])

    def test_widgets_are_answered_together(self):
        variant = self._create_variant(lead_id=self.new.id)
        answer = self.new.get_deal_opening(['panel', 'tabs', 'unknown'])
        self.assertEqual(set(answer), {'panel', 'tabs'})
        self.assertEqual(answer['panel'], self.new.get_deal_panel())
        self.assertEqual([tab['id'] for tab in answer['tabs']], variant.ids)
        self.assertEqual(set(self.new.get_deal_opening(['tabs'])), {'tabs'})

    def test_who_does_not_see_the_deal_gets_no_answer(self):
        for user in (self.salesman, self.stranger, self.portal, self.public):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env.invalidate_all()
                self.new.with_user(user).get_deal_opening(['panel', 'tabs'])
