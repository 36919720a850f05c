from datetime import datetime, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.merge import deal_merge
from ..common import MergeCase


@tagged('post_install', '-at_install')
class TestMergePurge(MergeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.company'].search([]).deal_merge_keep_days = 0
        cls.merge = cls._merge_and_date(cls.old | cls.new, days=40)

    @classmethod
    def _merge_and_date(cls, leads, days):
        merge = leads._merge_into_oldest().deal_last_merge_id
        date = datetime.now() - timedelta(days=days)
        cls.env.cr.execute(
            SQL("UPDATE deal_merge SET create_date = %s WHERE id = %s", date, merge.id)
        )
        merge.invalidate_recordset()
        return merge

    def _purge(self):
        with self.enter_registry_test_mode():
            self.env.ref('sales_deals.ir_cron_deal_merge_purge').method_direct_trigger()

    def test_nothing_is_purged_unless_asked(self):
        self._purge()
        self.assertTrue(self.merge.exists())

    def test_only_old_ones_are_purged(self):
        recent = self._merge_and_date(self.old | self.lost, days=20)
        self.company.deal_merge_keep_days = 30
        self._purge()
        self.assertEqual((self.merge | recent).exists(), recent)
        self._purge()
        self.assertEqual((self.merge | recent).exists(), recent)

    def test_what_was_merged_stays_merged(self):
        columns = SQL("SELECT to_jsonb(crm_lead) FROM crm_lead WHERE id IN %s", self.leads._ids)
        self.env.flush_all()
        before = self.env.execute_query(columns)
        notes = self.old.message_ids
        self.company.deal_merge_keep_days = 30
        self._purge()
        self.env.flush_all()
        self.assertEqual(self.env.execute_query(columns), before)
        self.assertEqual(self.old.message_ids, notes)
        self.assertEqual(self.new.get_formview_action()['res_id'], self.old.id)
        with self.assertRaisesRegex(UserError, "too old"):
            self.old.action_deal_undo_merge()
        with self.assertRaisesRegex(UserError, "Nothing was merged"):
            self.lost.action_deal_undo_merge()

    def test_each_company_keeps_as_long_as_it_says(self):
        other = self._create_deal(name="Theirs", company_id=self.other_company.id)
        second = self._create_deal(name="Theirs too", company_id=self.other_company.id)
        theirs = self._merge_and_date(other | second, days=40)
        self.other_company.deal_merge_keep_days = 30
        self._purge()
        self.assertEqual((self.merge | theirs).exists(), self.merge)

    def test_deals_without_a_company_are_kept_as_long_as_any(self):
        deals = self._create_deal(name="One") | self._create_deal(name="Two")
        merge = self._merge_and_date(deals, days=40)
        companies = self.env['res.company'].search([])
        companies.deal_merge_keep_days = 30
        self.company.deal_merge_keep_days = 0
        self._purge()
        self.assertTrue(merge.exists())
        self.company.deal_merge_keep_days = 50
        self._purge()
        self.assertTrue(merge.exists())
        self.company.deal_merge_keep_days = 35
        self._purge()
        self.assertFalse(merge.exists())

    def test_many_are_purged_in_steps(self):
        self.patch(deal_merge, 'PURGE_BATCH', 1)
        older = self._merge_and_date(self.old | self.lost, days=50)
        self.company.deal_merge_keep_days = 30
        self._purge()
        self.assertFalse((self.merge | older).exists())

    def test_days_are_not_negative(self):
        with self.assertRaises(ValidationError):
            self.company.deal_merge_keep_days = -1
