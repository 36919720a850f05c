from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .. import database
from ..common import MergeCase


@tagged('post_install', '-at_install')
class TestMerge(MergeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env.ref('crm.lost_reason_1')

    # Who survives

    def test_oldest_survives_whatever_stands_further(self):
        self.new.stage_id = self.new.deal_process_id.stage_ids.sorted()[-2]
        number = self.old.deal_number
        survivor = self._merge()
        self.assertEqual((survivor, survivor.name, survivor.deal_number), (self.old, "Old", number))
        self.assertTrue(survivor.active)
        self.assertFalse((self.lost | self.new).filtered('active'))
        self.assertEqual((self.lost | self.new).deal_merged_into_id, self.old)

    def test_every_way_of_odoo_leads_to_the_oldest(self):
        survivor = self.leads.with_user(self.manager).merge_opportunity()
        self.assertEqual(survivor, self.old)
        self.assertTrue(self.new.exists())
        second = self._create_dated("Second", 2023)
        self.assertEqual((self.old | second).merge_opportunity(auto_unlink=False), second)
        self.old.sudo().unlink()
        self.assertTrue(self.old.exists())

    def test_company_can_keep_odoos_way(self):
        self.company.deal_merge_policy = 'odoo'
        self.leads.merge_opportunity()
        self.assertEqual(len(self.leads.exists()), 1)

    def test_more_than_five_are_merged(self):
        many = self.env['crm.lead'].concat(
            *(self._create_dated(f"Deal {i}", 2020) for i in range(8))
        )
        self.assertEqual(self._merge(many), many[0])

    def test_fifty_deals_take_no_more_queries_than_two(self):
        few, many = self._create_busy(2), self._create_busy(50)
        counts = []
        for leads in (self._create_busy(2), few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._merge(leads)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    def _create_busy(self, count):
        """Create deals with messages, files and activities."""
        leads = self.env['crm.lead'].create(
            [
                {'name': f"Deal {i}", 'description': f"<p>Text {i}</p>", 'type': 'opportunity'}
                for i in range(count)
            ]
        )
        for lead in leads:
            lead.message_post(body="Called")
            for number in range(3):
                lead.activity_schedule('mail.mail_activity_data_call', summary=f"Call {number}")
        self.env['ir.attachment'].create(
            [
                {'name': "Plan", 'raw': b'x', 'res_model': 'crm.lead', 'res_id': lead.id}
                for lead in leads
            ]
        )
        return leads

    # Which value wins

    def test_what_is_empty_is_filled_in(self):
        survivor = self._merge()
        self.assertEqual(survivor.email_from, 'old@example.com')
        self.assertEqual(survivor.phone, '+48221234567')
        self.assertEqual(survivor.website, 'https://new.example')
        self.assertEqual(survivor.type, 'opportunity')

    def test_newest_of_the_others_fills_in(self):
        self.lost.contact_name, self.new.contact_name = "Anna", "Ewa"
        self.assertEqual(self._merge().contact_name, "Ewa")

    def test_address_is_taken_as_a_whole(self):
        self.lost.write({'street': "Polna 1", 'street2': "m. 2", 'city': "Łódź"})
        self.new.write({'street': "Leśna 7", 'city': "Gdańsk"})
        survivor = self._merge(self.old | self.lost | self.new)
        self.assertEqual(
            (survivor.street, survivor.street2, survivor.city), ("Leśna 7", False, "Gdańsk")
        )

    def test_user_can_choose_another_value(self):
        self.lost.contact_name, self.new.contact_name = "Anna", "Ewa"
        survivor = self._merge(choices={'contact_name': self.lost.id})
        self.assertEqual(survivor.contact_name, "Anna")

    def test_how_it_stands_comes_from_the_most_alive_as_a_whole(self):
        stages = self.old.deal_process_id.stage_ids.sorted()
        self.new.write({'stage_id': stages[1].id, 'probability': 42, 'expected_revenue': 700})
        self.lost.write({'stage_id': stages[2].id, 'expected_revenue': 900})
        self.lost.action_set_lost(lost_reason_id=self.reason.id)
        survivor = self._merge()
        self.assertEqual(
            (survivor.stage_id, survivor.probability, survivor.expected_revenue),
            (stages[1], 42, 700),
        )
        self.assertEqual(survivor.won_status, 'pending')

    def test_live_deal_revives_a_lost_survivor(self):
        self.old.action_set_lost(lost_reason_id=self.reason.id)
        survivor = self._merge()
        self.assertTrue(survivor.active)
        self.assertNotEqual(survivor.won_status, 'lost')

    def test_texts_and_tags_are_united(self):
        tags = self.env['crm.tag'].create([{'name': "A"}, {'name': "B"}])
        self.old.write({'description': "<p>One</p>", 'tag_ids': [Command.set(tags[0].ids)]})
        self.new.write({'description': "<p>Two</p>", 'tag_ids': [Command.set(tags.ids)]})
        survivor = self._merge()
        self.assertIn("One", survivor.description)
        self.assertIn("Two", survivor.description)
        self.assertEqual(survivor.tag_ids, tags)

    def test_variants_come_along_and_one_stays_chosen(self):
        mine = self._create_variant(lead_id=self.old.id, name="Mine")
        theirs = self._create_variant(lead_id=self.new.id, name="Theirs")
        self._create_line(mine, quantity=1)
        self._create_line(theirs, quantity=4)
        self.new.stage_id = self.new.deal_process_id.stage_ids.sorted()[1]
        survivor = self._merge()
        self.assertEqual(survivor.deal_variant_ids, mine | theirs)
        self.assertEqual(
            (survivor.deal_chosen_variant_id, survivor.expected_revenue), (theirs, 480)
        )

    # What points at the others

    def test_everything_that_points_at_the_others_moves(self):
        message = self.new.message_post(body="Hello", subject="Subject")
        activity = self.new.activity_schedule('mail.mail_activity_data_call', summary="Call")
        done = self.new.activity_schedule('mail.mail_activity_data_todo', summary="Done")
        done.action_feedback()
        file = self.env['ir.attachment'].create(
            {'name': "plan.txt", 'raw': b'x', 'res_model': 'crm.lead', 'res_id': self.new.id}
        )
        meeting = self.env['calendar.event'].create(
            {
                'name': "Talk",
                'start': datetime(2026, 5, 1, 10),
                'stop': datetime(2026, 5, 1, 11),
                'opportunity_id': self.new.id,
                'active': False,
            }
        )
        order = self.env['sale.order'].create(
            {'partner_id': self.partner.id, 'opportunity_id': self.new.id}
        )
        self.new.message_subscribe(self.partner.ids)
        self._merge()
        for record in (message, activity, done, file):
            self.assertEqual(record.res_id, self.old.id, record)
        self.assertEqual(message.subject, "Subject")
        self.assertEqual(file.name, "plan.txt")
        self.assertEqual((meeting.opportunity_id, order.opportunity_id), (self.old, self.old))
        self.assertIn(self.partner, self.old.message_partner_ids)

    def test_orders_that_the_user_may_not_see_move_too(self):
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'opportunity_id': self.new.id,
                'user_id': self.manager.id,
            }
        )
        self.leads.user_id = self.salesman
        self.leads.with_user(self.salesman)._merge_into_oldest()
        self.assertEqual(order.opportunity_id, self.old)

    # What becomes of the others

    def test_merged_deals_are_found_no_more(self):
        twin = self._create_dated("Twin", 2026, email_from='old@example.com')
        self._merge(self.old | twin)
        other = self._create_dated("Other", 2026, email_from='old@example.com')
        self.assertNotIn(twin, other.duplicate_lead_ids)
        found = self.env['crm.lead']._get_lead_duplicates(
            email='old@example.com', include_lost=True
        )
        self.assertNotIn(twin, found)

    def test_merged_deals_are_in_no_report_of_lost_ones(self):
        self.lost.action_set_lost(lost_reason_id=self.reason.id)
        lost = [('won_status', '=', 'lost')]
        leads = self.env['crm.lead'].with_context(active_test=False)
        self.assertIn(self.lost, leads.search(lost))
        self._merge()
        self.assertNotIn(self.lost, leads.search(lost))
        self.assertNotIn(self.new, self.env['crm.lead'].search([('active', '=', False)]))
        counted = leads._read_group([('name', '=', "Lost")], [], ['__count'])
        self.assertEqual(counted, [(0,)])
        self.assertIn(self.lost, leads.search([('deal_merged_into_id', '=', self.old.id)]))

    def test_numbers_of_merged_deals_lead_to_the_survivor(self):
        number = self.new.deal_number
        self._merge()
        leads = self.env['crm.lead'].with_user(self.manager)
        self.assertEqual([found[0] for found in leads.name_search(number)], self.old.ids)
        self.assertEqual(leads.search([('deal_merged_ids.deal_number', 'ilike', number)]), self.old)

    def test_old_links_lead_to_the_survivor(self):
        self._merge()
        self.assertEqual(self.new.get_formview_action()['res_id'], self.old.id)
        with self.assertRaisesRegex(UserError, "was merged into"):
            self.new.with_user(self.manager).unlink()

    def test_time_in_stages_is_never_negative(self):
        stages = self.old.deal_process_id.stage_ids.sorted()
        for lead in (self.new, self.old):
            lead = lead.with_context(tracking_disable=False)
            for stage in stages[1:3]:
                lead.stage_id = stage
                self.env.flush_all()
                self.cr.precommit.run()
        self._merge()
        self.old.invalidate_recordset()
        self.assertTrue(self.old.duration_tracking)
        self.assertGreaterEqual(min(self.old.duration_tracking.values()), 0)

    def test_nothing_is_merged_unasked(self):
        wizard = self.env['crm.lead2opportunity.partner.mass'].new({})
        self.assertFalse(wizard.deduplicate)
        twin = self._create_dated("Twin", 2026, email_from='old@example.com', type='lead')
        leads = self.old | twin
        result = self.team_a._allocate_leads_deduplicate(leads)
        self.assertEqual((result['assigned'], result['merged']), (set(leads.ids), set()))
        self.assertEqual(leads.team_id, self.team_a)
        self.assertFalse(twin.deal_merged_into_id)

    def test_assignment_job_merges_and_deletes_nothing(self):
        self.env['crm.lead'].search([]).user_id = self.manager
        twins = self._create_dated("One", 2026, email_from='twin@example.com', type='lead')
        twins |= self._create_dated("Two", 2026, email_from='twin@example.com', type='lead')
        twins.write({'team_id': False, 'user_id': False})
        self.team_a.write(
            {
                'assignment_domain': "[('email_from', '=', 'twin@example.com')]",
                'crm_team_member_ids': [
                    Command.create({'user_id': self.salesman.id, 'assignment_max': 30})
                ],
            }
        )
        self.team_a._action_assign_leads(creation_delta_days=0)
        self.assertEqual(len(twins.exists()), 2)
        self.assertFalse(twins.deal_merged_into_id)
        self.assertEqual(twins.team_id, self.team_a)

    # Undo

    def test_undo_puts_the_database_back(self):
        mine = self._create_variant(lead_id=self.old.id, name="Mine")
        theirs = self._create_variant(lead_id=self.new.id, name="Theirs")
        self._create_line(mine)
        self._create_line(theirs, quantity=4)
        self.new.message_post(body="Hello", subject="Subject")
        self.new.activity_schedule('mail.mail_activity_data_call', summary="Call")
        self.new.message_subscribe(self.partner.ids)
        tags = self.env['crm.tag'].create([{'name': "A"}, {'name': "B"}])
        self.new.tag_ids = tags
        self.lost.action_set_lost(lost_reason_id=self.reason.id)
        before = database.read(self.env)
        self._merge()
        merge = self.old.deal_last_merge_id
        self.assertEqual(merge.merged_ids, self.lost | self.new)
        self.old.action_deal_undo_merge()
        # The record of the merge, and the notes of merge and undo.
        grown = {'deal_merge', 'deal_merge_lead_rel', 'mail_message', 'mail_notification'}
        after = database.read(self.env)
        self.assertEqual(database.compare(before, after, left_out=grown), {})
        for table in grown:
            self.assertLessEqual(before[table].keys(), after[table].keys())
        self.assertEqual(merge.state, 'undone')

    def test_activities_are_cancelled_where_the_company_says_so_and_come_back(self):
        self.company.deal_activities_merged = 'cancel'
        call = self.new.activity_schedule(
            'mail.mail_activity_data_call', summary="Call", user_id=self.manager.id
        )
        done = self.new.activity_schedule('mail.mail_activity_data_todo', summary="Done")
        done.action_feedback()
        own = self.old.activity_schedule('mail.mail_activity_data_call', summary="Own")
        before = database.read(self.env)
        self._merge()
        self.assertFalse(call.exists())
        self.assertEqual(self.old.activity_ids, own)
        self.assertEqual(done.res_id, self.old.id)
        notes = " ".join(self.old.message_ids.mapped('body'))
        self.assertIn("Open activities were cancelled: Call", notes)
        self.old.action_deal_undo_merge()
        grown = {'deal_merge', 'deal_merge_lead_rel', 'mail_message', 'mail_notification'}
        after = database.read(self.env)
        self.assertEqual(database.compare(before, after, left_out=grown), {})
        self.assertEqual(call.exists().res_id, self.new.id)

    def test_an_activity_of_a_type_that_is_gone_stays_cancelled(self):
        self.company.deal_activities_merged = 'cancel'
        kind = self.env['mail.activity.type'].create({'name': "Visit", 'res_model': 'crm.lead'})
        visit = self.new.activity_schedule(activity_type_id=kind.id)
        call = self.new.activity_schedule('mail.mail_activity_data_call', summary="Call")
        self._merge()
        kind.unlink()
        self.old.action_deal_undo_merge()
        self.assertEqual((visit | call).exists(), call)

    def test_undo_keeps_what_was_changed_since(self):
        self._merge()
        self.old.phone = '+48601234567'
        self.old.action_deal_undo_merge()
        self.assertEqual(self.old.phone, '+48601234567')
        self.assertFalse(self.old.website)
        self.assertIn("Phone", self.old.message_ids.sorted('id')[-1].body)

    def test_merges_are_undone_in_order(self):
        self._merge(self.old | self.new)
        first = self.old.deal_last_merge_id
        self._merge(self.old | self.lost)
        with self.assertRaisesRegex(UserError, "later merge"):
            first.action_undo()
        self.old.action_deal_undo_merge()
        self.assertEqual(self.old.deal_last_merge_id, first)
        self.old.action_deal_undo_merge()
        self.assertTrue(self.new.active)
        self.assertFalse(self.leads.deal_merged_into_id)
        with self.assertRaisesRegex(UserError, "was undone"):
            first.action_undo()

    # What is refused

    def test_what_cannot_be_merged_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "at least two"):
            self._merge(self.old)
        other = self._create_deal(name="Other", company_id=self.other_company.id)
        with self.assertRaisesRegex(UserError, "different companies"):
            self._merge(self.old | other)
        (self.old | self.new).action_set_won()
        with self.assertRaisesRegex(UserError, "Several of these deals are won"):
            self._merge(self.old | self.new)
        self.assertEqual(self._merge(self.old | self.new, with_won=True), self.old)

    def test_values_in_different_currencies_are_refused_by_name(self):
        euro = self.env['res.company'].create(
            {'name': "Euro Company", 'currency_id': self.env.ref('base.EUR').id}
        )
        self.assertNotEqual(euro.currency_id, self.company.currency_id)
        self.env.user.company_ids |= euro
        leads = (self.old | self.new).with_company(euro)
        self.new.company_id = False
        leads.invalidate_recordset(['company_currency'])
        with self.assertRaises(UserError) as refused:
            leads._merge_into_oldest()
        self.assertIn("New (EUR)", str(refused.exception))
        self.assertIn(f"Old ({self.company.currency_id.name})", str(refused.exception))

    def test_deals_that_were_merged_meanwhile_are_named(self):
        self._merge(self.old | self.lost)
        with self.assertRaises(UserError) as refused:
            self._merge(self.lost | self.new)
        self.assertRegex(str(refused.exception), "Lost → .*Old")
        self.assertFalse(self.new.deal_merged_into_id)

    def test_merging_needs_the_right_to_write_all(self):
        self.leads.user_id = self.salesman
        self.new.user_id = self.manager
        with self.assertRaises(AccessError):
            self.leads.with_user(self.salesman)._merge_into_oldest()
        self._merge()
        self.old.user_id = self.manager
        with self.assertRaises(AccessError):
            self.old.deal_merge_ids.with_user(self.salesman).read(['reason'])
        with self.assertRaises(AccessError):
            self.old.deal_merge_ids.with_user(self.manager).read(['journal'])
        with self.assertRaises(AccessError):
            self.old.deal_merge_ids.with_user(self.manager).write({'state': 'undone'})

    # What follows

    def test_offers_of_merged_deals_get_the_salesperson_of_the_survivor(self):
        template = self.env['deal.offer.template'].create({'name': "Letter"})
        variant = self._create_variant(lead_id=self.new.id)
        self._create_line(variant)
        values = {'lead_id': self.new.id, 'template_id': template.id}
        offer = self.env['deal.offer'].create(values)
        self.old.user_id, self.new.user_id = self.manager, self.salesman
        self.assertEqual(offer.user_id, self.salesman)
        self._merge()
        self.assertEqual(offer.user_id, self.manager)
        self.old.action_deal_undo_merge()
        self.assertEqual(offer.user_id, self.salesman)

    def test_calculations_keep_their_price_list_when_the_contact_is_filled_in(self):
        other = self.pricelist.copy({'name': "Of the contact"})
        self.new.partner_id = self.partner
        self.partner.property_product_pricelist = other
        variant = self._create_variant(lead_id=self.old.id)
        self._merge()
        kept = self.old.partner_id, variant.pricelist_id
        self.assertEqual(kept, (self.partner, self.pricelist))
