"""Deals whose offers were sent are kept, by whatever way somebody or something deletes them."""

from odoo import Command
from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import OfferCase


@tagged('post_install', '-at_install')
class TestOfferDeletion(OfferCase):
    def _assert_kept(self, delete):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            delete()
        self.env.invalidate_all()
        self.assertTrue(self.deal.exists())
        return str(caught.exception)

    def test_a_deal_whose_offer_was_sent_is_kept_in_each_state(self):
        offer = self._make_offer()
        for state in offer._fields['state'].get_values(self.env):
            offer.sudo().state = state
            if state != 'draft':
                with self.subTest(state):
                    said = self._assert_kept(self.deal.with_user(self.manager).unlink)
                    self.assertIn(self.deal.display_name, said)
                    self.assertIn("Archive", said)
        self.assertTrue(offer.exists())

    def test_a_client_who_can_still_accept_is_kept(self):
        offer = self._send()
        client = offer.partner_id
        said = self._assert_kept(client.unlink)
        self.assertIn(client.display_name, said)
        offer.sudo().state = 'declined'
        client.unlink()
        self.assertFalse(client.exists())

    def test_deals_without_an_offer_or_with_a_draft_are_deleted(self):
        offer = self._make_offer()
        other = self._create_deal()
        (self.deal | other).with_user(self.manager).unlink()
        self.assertFalse((self.deal | other).exists())
        self.assertFalse(offer.exists())

    def test_of_many_deals_none_is_deleted_and_all_that_were_offered_are_named(self):
        offer = self._send()
        more = self._create_deal(name="Another one")
        self._create_variant(lead_id=more.id)
        second = self._make_offer(lead_id=more.id)
        second.sudo().state = 'sent'
        free = self._create_deal(name="Free")
        said = self._assert_kept((free | self.deal | more).unlink)
        self.assertIn(self.deal.display_name, said)
        self.assertIn(more.display_name, said)
        self.assertNotIn(free.display_name, said)
        self.assertTrue(free.exists())
        self.assertEqual((offer | second).exists(), offer | second)

    def test_nobody_needs_to_see_the_offers(self):
        self._send()
        rights = self.env['ir.model.access'].search([('model_id.model', '=', 'deal.offer')])
        rights.perm_read = False
        self._assert_kept(self.deal.with_user(self.manager).unlink)
        self._assert_kept(self.deal.sudo().unlink)

    def test_no_deletion_of_another_record_takes_deals_or_offers_along(self):
        """The database deletes by itself what refers to a deleted record in cascade."""
        query = """
            SELECT child.relname, attribute.attname, parent.relname
              FROM pg_constraint
              JOIN pg_class child ON child.oid = conrelid
              JOIN pg_class parent ON parent.oid = confrelid
              JOIN pg_attribute attribute
                ON attribute.attrelid = conrelid AND attribute.attnum = ANY (conkey)
             WHERE contype = 'f' AND confdeltype = 'c'
               AND child.relname IN ('crm_lead', 'deal_offer')
        """
        self.env.cr.execute(query)
        self.assertEqual(self.env.cr.fetchall(), [('deal_offer', 'lead_id', 'crm_lead')])

    def test_other_records_of_a_deal_are_deleted_without_it(self):
        offer = self._send()
        self.deal.team_id = self.env['crm.team'].create({'name': "Going"})
        self.deal.tag_ids = [Command.create({'name': "Going"})]
        self.deal.team_id.unlink()
        self.deal.tag_ids.unlink()
        self.assertTrue(offer.exists())

    def test_uninstalling_an_addon_whose_demo_data_they_are_deletes_them(self):
        self._send()
        self.deal.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()
        self.assertFalse(self.deal.exists())

    def test_merging_ours_and_undoing_keep_offers(self):
        offer = self._send()
        older = self._create_deal(name="Older", company_id=self.deal.company_id.id)
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2020-01-01' WHERE id = %s", [older.id]
        )
        older.invalidate_recordset()
        (older | self.deal)._merge_into_oldest()
        self.assertEqual(offer.lead_id, older)
        self._assert_kept(older.unlink)
        older.action_deal_undo_merge()
        self.assertEqual(offer.lead_id, self.deal)
        older.unlink()
        self.assertFalse(older.exists())

    def test_merging_as_odoo_does_takes_offers_and_calculations_along(self):
        self.company.deal_merge_policy = 'odoo'
        offer = self._send()
        worth = self.deal.expected_revenue
        self.assertTrue(worth)
        further = self._create_deal(
            name="Further",
            company_id=self.deal.company_id.id,
            stage_id=self.deal.deal_process_id.stage_ids.sorted()[-2].id,
            deal_process_id=self.deal.deal_process_id.id,
        )
        # The most advanced one stays.
        self.deal.type = 'lead'
        kept = (further | self.deal).merge_opportunity()
        self.assertEqual((further | self.deal).exists(), kept)
        self.assertEqual(kept, further)
        self.assertEqual((offer.lead_id, offer.variant_ids), (further, self.variant))
        self.assertEqual(self.variant.lead_id, further)
        self.assertEqual(further.deal_chosen_variant_id, self.variant)
        self.assertEqual(further.expected_revenue, worth)
        offer._accept(self.key, [], "Client")
        self.assertEqual(offer.state, 'accepted')
