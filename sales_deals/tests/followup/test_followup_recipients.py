from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import FollowupCase


@tagged('post_install', '-at_install')
class TestFollowupRecipients(FollowupCase):
    def _reason(self, lead=None, **values):
        lead = lead or self.anna
        return self._get_line(self._make_followup(lead, **values), lead).reason

    def test_each_deal_has_a_line_with_its_address(self):
        followup = self._make_followup()
        self.assertEqual(self._get_reasons(followup), {'Anna': False, 'Jan': False})
        self.assertEqual(
            set(followup.line_ids.mapped('email')), {'anna@client.example', 'jan@client.example'}
        )
        self.assertEqual(followup.waiting_count, 2)

    def test_the_contacts_address_is_used_where_the_deal_has_none(self):
        partner = self.env['res.partner'].create({'name': "P", 'email': 'p@client.example'})
        self.anna.write({'partner_id': partner.id})
        self.anna.flush_recordset()
        self.env.cr.execute(
            "UPDATE crm_lead SET email_from = NULL, email_normalized = NULL WHERE id = %s",
            [self.anna.id],
        )
        self.anna.invalidate_recordset()
        line = self._get_line(self._make_followup(self.anna), self.anna)
        self.assertEqual((line.email, line.partner_id), ('p@client.example', partner))

    def test_a_missing_and_a_wrong_address_are_told_apart(self):
        self.anna.email_from = False
        self.jan.email_from = 'nobody at home'
        reasons = self._get_reasons(self._make_followup())
        self.assertEqual(reasons, {'Anna': 'no_address', 'Jan': 'invalid'})

    def test_blacklisted_and_opted_out_addresses_get_nothing(self):
        self.env['mail.blacklist']._add('anna@client.example')
        self.env['deal.followup.optout'].create({'email': 'JAN@client.example'})
        reasons = self._get_reasons(self._make_followup())
        self.assertEqual(reasons, {'Anna': 'blacklisted', 'Jan': 'opted_out'})

    def test_opting_out_of_one_company_is_not_opting_out_of_another(self):
        self.env['deal.followup.optout'].create(
            {'email': 'anna@client.example', 'company_id': self.other_company.id}
        )
        self.assertFalse(self._reason())

    def test_who_opted_out_of_the_deals_company_gets_nothing_from_another(self):
        self.env['deal.followup.optout'].create(
            {'email': 'anna@client.example', 'company_id': self.other_company.id}
        )
        self.salesman.company_ids |= self.other_company
        self.anna.company_id = self.other_company
        self.assertEqual(self._reason(), 'opted_out')

    def test_our_own_addresses_get_nothing(self):
        domain = self.env['mail.alias.domain'].search([], limit=1)
        domain = domain or self.env['mail.alias.domain'].create({'name': 'ours.example'})
        self.team_a.write({'alias_name': 'sales-box', 'alias_domain_id': domain.id})
        self.anna.email_from = self.team_a.alias_id.alias_full_name
        self.assertEqual(self._reason(), 'own_address')

    def test_colleagues_get_nothing(self):
        self.anna.email_from = '"Somebody" <SELLER@Client.example>'
        self.manager.email = 'seller@client.example'
        self.assertEqual(self._reason(), 'internal')
        followup = self._make_followup(self.anna)
        self.assertFalse(self._get_line(followup, self.anna).is_soft)
        for gone in ({'active': False}, {'email': 'another@client.example'}):
            with self.subTest(gone):
                self.manager.write({'active': True, 'email': 'seller@client.example', **gone})
                self.assertFalse(self._reason())

    def test_portal_users_are_clients(self):
        self.portal.email = 'anna@client.example'
        self.assertFalse(self._reason())

    def test_the_same_address_gets_one_message(self):
        self.jan.email_from = '"Anna" <ANNA@client.example>'
        followup = self._make_followup()
        self.assertEqual(self._get_reasons(followup), {'Anna': 'duplicate', 'Jan': False})
        self._get_line(followup, self.jan).with_user(self.salesman).action_take_out()
        self.assertEqual(self._get_reasons(followup), {'Anna': False, 'Jan': 'removed'})

    def test_an_address_that_is_about_to_be_served_gets_no_second_message(self):
        followup = self._make_followup()
        followup.action_launch()
        self.jan.email_from = self.anna.email_from
        followup.sudo()._update_lines(self._get_line(followup, self.jan))
        self.assertEqual(self._get_reasons(followup), {'Anna': False, 'Jan': 'duplicate'})

    def test_the_form_tells_how_long_it_takes(self):
        followup = self._make_followup()
        with Form(followup) as form:
            form.timing = 'spread'
            form.hourly_rate = 2
            self.assertEqual(form.duration_text, "1 h 0 min")

    def test_who_has_replied_gets_no_reminder(self):
        now = fields.Datetime.now()
        self._write_mail(self.anna, 'email_outgoing', now - timedelta(days=20))
        self._write_mail(self.anna, 'email', now - timedelta(days=10))
        self.assertEqual(self._reason(), 'replied')
        self.assertFalse(self._reason(skip_replied=False))
        self._write_mail(self.anna, 'email_outgoing', now - timedelta(days=5))
        self.assertFalse(self._reason())

    def test_a_first_mail_from_the_client_is_no_reply(self):
        self._write_mail(self.anna, 'email', fields.Datetime.now() - timedelta(days=1))
        self.assertFalse(self._reason())

    def test_who_got_a_message_lately_gets_none(self):
        now = fields.Datetime.now()
        self._write_mail(self.anna, 'email_outgoing', now - timedelta(days=3))
        self.assertEqual(self._reason(skip_days=4), 'recent')
        self.assertFalse(self._reason(skip_days=2))
        self.assertFalse(self._reason(skip_days=0))

    def test_a_message_about_another_deal_counts_too(self):
        followup = self._make_followup(self.anna)
        self._get_line(followup, self.anna).sudo().write(
            {'state': 'sent', 'sent_on': fields.Datetime.now()}
        )
        self.jan.email_from = self.anna.email_from
        self.assertEqual(self._reason(self.jan, skip_days=1), 'recent')

    def test_suspended_deals_are_left_out_unless_they_are_wanted(self):
        self.anna._suspend(fields.Date.today() + timedelta(days=9), "Spring")
        self.assertEqual(self._reason(), 'suspended')
        self.assertFalse(self._reason(include_suspended=True))

    def test_closed_deals_are_left_out_unless_all_of_them_are(self):
        reason = self.env['crm.lost.reason'].create({'name': "Price"})
        self.anna.action_set_lost(lost_reason_id=reason.id)
        self.assertEqual(self._get_reasons(self._make_followup()), {'Anna': 'closed', 'Jan': False})
        self.assertFalse(self._reason())

    def test_merged_deals_get_one_message(self):
        followup = self._make_followup()
        self.leads._merge_into_oldest()
        followup.action_refresh()
        self.assertEqual(len(followup.line_ids.lead_id), 1)
        waiting = followup.line_ids.filtered(lambda line: line.state == 'waiting')
        self.assertEqual(len(waiting), 1)

    def test_the_sender_may_overrule_what_is_not_forbidden(self):
        now = fields.Datetime.now()
        self._write_mail(self.anna, 'email_outgoing', now)
        followup = self._make_followup(skip_days=3)
        line = self._get_line(followup, self.anna).with_user(self.salesman)
        self.assertTrue(line.is_soft)
        line.action_put_in()
        self.assertEqual((line.state, line.reason), ('waiting', False))
        self.env['mail.blacklist']._add('anna@client.example')
        followup.action_refresh()
        self.assertEqual(line.reason, 'blacklisted')
        with self.assertRaisesRegex(UserError, "Blacklisted"):
            line.action_put_in()

    def test_changed_settings_are_heeded_at_once(self):
        now = fields.Datetime.now()
        self._write_mail(self.anna, 'email_outgoing', now)
        followup = self._make_followup()
        self.assertEqual(followup.skipped_count, 0)
        followup.skip_days = 3
        self.assertEqual(followup.skipped_count, 1)
        self.assertEqual(followup.skipped_text, "Got a message lately: 1")

    def test_deals_that_the_sender_lost_sight_of_get_nothing(self):
        followup = self._make_followup()
        self.anna.user_id = self.manager
        followup.action_refresh()
        self.assertEqual(self._get_reasons(followup), {'Anna': 'no_access', 'Jan': False})

    def test_a_whole_list_is_taken_beyond_the_limit_of_ids(self):
        self.env['ir.config_parameter'].set_param('web.active_ids_limit', 1)
        context = {'active_domain': [('id', 'in', self.leads.ids)]}
        deal = self.anna.with_user(self.salesman).with_context(**context)
        action = deal.action_deal_new_followup()
        followup = self.env['deal.followup'].browse(action['res_id'])
        self.assertEqual(followup.line_ids.lead_id, self.leads)

    def test_thousands_of_deals_take_a_fixed_number_of_queries(self):
        counts = []
        for size in (5, 50):
            leads = self.env['crm.lead'].create(
                [
                    self._prepare_deal(user_id=self.salesman.id, email_from=f'a{size}{i}@b.example')
                    for i in range(size)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._make_followup(leads)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_forgotten_drafts_are_removed(self):
        followup = self._make_followup()
        followup.flush_recordset()
        self.env.cr.execute(
            "UPDATE deal_followup SET write_date = '2020-01-01' WHERE id = %s", [followup.id]
        )
        followup.invalidate_recordset()
        self.env['deal.followup']._gc_forgotten_drafts()
        self.assertFalse(followup.exists())
