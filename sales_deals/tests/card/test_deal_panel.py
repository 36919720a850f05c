from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import FollowupCase, OfferCase


@tagged('post_install', '-at_install')
class TestDealPanel(OfferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.salesman_all

    def _get_panel(self, user=None, deal=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (deal or self.deal).with_user(user or self.user).get_deal_panel()

    def test_panel_of_a_bare_deal(self):
        deal = self._create_deal(name="Bare", company_id=self.company.id)
        panel = self._get_panel(deal=deal)
        self.assertEqual(
            (panel['number'], panel['process'], panel['stage'], panel['stage_days']),
            (deal.deal_number, deal.deal_process_id.name, deal.stage_id.name, 0),
        )
        for name in ('customer', 'decision', 'days_left', 'activity', 'last_contact', 'offer'):
            self.assertIs(panel[name] or False, False, name)
        for name in ('contacts', 'competitors', 'questions', 'activity_ids'):
            self.assertEqual(panel[name], [], name)
        self.assertTrue(panel['deal_is_without_next_step'])

    def test_lead_has_no_panel(self):
        self.deal.type = 'lead'
        self.assertIsNone(self._get_panel())

    def test_panel_tells_value_cost_profit_and_margin(self):
        panel = self._get_panel()
        self.assertEqual(
            (panel['value'], panel['cost'], panel['profit']),
            (self.deal.expected_revenue, self.deal.deal_cost, self.deal.deal_profit),
        )
        self.assertEqual(panel['currency_id'], self.company.currency_id.id)

    def test_who_may_not_see_costs_is_told_none(self):
        self._forbid_costs(self.user)
        panel = self._get_panel()
        self.assertFalse({'cost', 'profit', 'margin'} & panel.keys())
        self.assertEqual(panel['value'], self.deal.expected_revenue)

    def test_days_until_the_decision(self):
        with freeze_time('2026-03-10 12:00:00'):
            self.deal.date_deadline = '2026-03-19'
            self.assertEqual(self._get_panel()['days_left'], 9)
            self.deal.date_deadline = '2026-03-05'
            panel = self._get_panel()
            self.assertEqual((panel['decision'], panel['days_left']), ('2026-03-05', -5))
            self.deal.action_set_won()
            self.assertIs(self._get_panel()['days_left'], False)

    def test_an_archived_deal_has_no_days_left(self):
        self.deal.write({'date_deadline': '2026-03-19', 'probability': 40, 'active': False})
        self.assertEqual(self.deal.won_status, 'pending')
        self.assertIs(self._get_panel()['days_left'], False)

    def test_days_in_stage_are_the_lists_and_none_of_a_closed_deal(self):
        with freeze_time('2026-03-10 01:00:00'):
            # Two hours, and another day.
            self.deal.date_last_stage_update = '2026-03-09 23:00:00'
            panel = self._get_panel()
            self.assertEqual(panel['stage_days'], 1)
            self.assertEqual(panel['stage_days'], self.deal.deal_days_in_stage)
            self.deal.action_set_won()
            self.assertIs(self._get_panel()['stage_days'], False)

    def test_next_activity_is_the_earliest_open_one(self):
        for days, name in ((5, "Later"), (2, "Sooner")):
            self.deal.activity_schedule(
                'mail.mail_activity_data_call',
                fields.Date.today() + timedelta(days=days),
                summary=name,
                user_id=self.user.id,
            )
        panel = self._get_panel()
        self.assertEqual(
            (panel['activity']['name'], panel['activity']['state']), ("Sooner", 'planned')
        )
        self.assertEqual(set(panel['activity_ids']), set(self.deal.activity_ids.ids))
        self.assertFalse(panel['deal_is_without_next_step'])

    def test_a_deal_is_new_on_the_day_on_which_it_was_made(self):
        self.user.tz = 'Asia/Tehran'
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2026-03-10 21:00:00' WHERE id = %s", [self.deal.id]
        )
        # In Tehran it was made after midnight.
        for moment, is_new in (
            ('2026-03-10 22:00:00', True),
            ('2026-03-11 20:00:00', True),
            ('2026-03-11 21:00:00', False),
            ('2026-03-10 20:00:00', False),
        ):
            with self.subTest(moment), freeze_time(moment):
                panel = self._get_panel()
                self.assertEqual(panel['is_new'], is_new)
                self.assertTrue(panel['deal_is_without_next_step'])

    def test_the_number_to_call_is_the_primary_contacts_or_the_deals(self):
        self.assertFalse(self._get_panel()['phone'])
        self.deal.phone = '+48 22 123 45 67'
        self.assertEqual(self._get_panel()['phone'], self.deal.phone)
        anna, jan = self.env['res.partner'].create(
            [{'name': "Anna", 'phone': '+48 600 100 200'}, {'name': "Jan", 'phone': '+48 600 1'}]
        )
        self.deal.deal_contact_ids = [
            Command.create({'partner_id': jan.id}),
            Command.create({'partner_id': anna.id, 'is_primary': True}),
        ]
        self.assertEqual(self._get_panel()['phone'], anna.phone)

    def test_only_what_a_client_can_open_has_a_link_and_only_what_they_can_answer_is_resent(self):
        offer = self._make_offer()
        shown = self._get_panel()['offer']
        self.assertEqual((shown['url'], shown['is_answerable']), (False, False))
        offer._send()
        shown = self._get_panel()['offer']
        self.assertEqual((shown['url'], shown['is_answerable']), (offer.page_url, True))
        self.assertIn(offer.access_token, shown['url'])
        offer.sudo()._decline()
        shown = self._get_panel()['offer']
        self.assertEqual((shown['url'], shown['is_answerable']), (offer.page_url, False))

    def test_last_offer_and_its_openings(self):
        offer = self._send()
        self._make_offer()
        self.env['deal.offer.view'].create(
            {
                'offer_id': offer.id,
                'visitor': "somebody",
                'kind': 'person',
                'reason': 'visible',
                'began': fields.Datetime.now(),
                'last': fields.Datetime.now(),
            }
        )
        shown = self._get_panel()['offer']
        self.assertEqual((shown['id'], shown['state'], shown['openings']), (offer.id, 'sent', 1))

    def test_questions_are_open_until_they_are_answered(self):
        offer = self._send()
        offer.sudo()._ask("Is delivery included?")
        offer.sudo()._ask("And the fitting?", 'anna@client.example')
        [question] = self._get_panel()['questions']
        self.assertIn("Is delivery included?", question['text'])
        self.assertIn("And the fitting?", question['text'])
        self.assertEqual((question['offer'], question['offer_id']), (offer.display_name, offer.id))
        self.deal.activity_ids.with_user(self.user).action_feedback()
        self.assertEqual(self._get_panel()['questions'], [])

    def test_contacts_and_competitors(self):
        self.deal.deal_contact_ids = [
            Command.create({'partner_id': self.partner.id, 'role': 'finance', 'is_primary': True})
        ]
        self.deal.deal_competitor_ids = [Command.create({'name': "Rival", 'price': 90})]
        panel = self._get_panel()
        [contact], [competitor] = panel['contacts'], panel['competitors']
        self.assertEqual(
            (contact['partner']['name'], contact['role'], contact['is_primary']),
            ("Client", "Finance", True),
        )
        self.assertEqual(
            (competitor['name'], competitor['price'], competitor['state_label']),
            ("Rival", 90, "In Play"),
        )

    def test_panel_takes_few_queries_whatever_the_deal_has(self):
        self._send()
        people = self.env['res.partner'].create([{'name': f"Person {i}"} for i in range(12)])
        self.deal.deal_contact_ids = [Command.create({'partner_id': p.id}) for p in people]
        self.deal.deal_competitor_ids = [Command.create({'name': f"Rival {i}"}) for i in range(12)]
        for number in range(12):
            self.deal.activity_schedule(
                'mail.mail_activity_data_call', summary=f"Call {number}", user_id=self.user.id
            )
        self._get_panel()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(23):
            self.deal.with_user(self.user).get_deal_panel()

    def test_who_does_not_see_the_deal_sees_no_panel_and_no_history(self):
        self.deal.user_id = self.manager
        for user in (self.salesman, self.stranger, self.employee, self.portal, self.public):
            for method in ('get_deal_panel', 'get_deal_history'):
                with self.subTest(user.login, method=method), self.assertRaises(AccessError):
                    self.env.invalidate_all()
                    getattr(self.deal.with_user(user), method)()

    def test_panel_and_history_write_nothing(self):
        for method in ('get_deal_panel', 'get_deal_history'):
            self.assertTrue(getattr(getattr(type(self.deal), method), '_readonly', False), method)


@tagged('post_install', '-at_install')
class TestLastContact(FollowupCase):
    def _get_last(self, lead=None):
        lead = lead or self.anna
        return lead._get_last_contacts().get(lead.id)

    def test_mails_in_both_directions(self):
        self.assertIsNone(self._get_last())
        self._write_mail(self.anna, 'email_outgoing', '2026-01-02 10:00:00')
        self.assertEqual(self._get_last().kind, 'mail_out')
        self._write_mail(self.anna, 'email', '2026-01-03 10:00:00')
        last = self._get_last()
        self.assertEqual((last.kind, str(last.date)), ('mail_in', '2026-01-03 10:00:00'))
        self.assertIsNone(self._get_last(self.jan))

    def test_notes_are_no_contact(self):
        self.anna.message_post(body="Between us")
        self.anna._message_log(body="A note")
        self.assertIsNone(self._get_last())

    def test_calls_and_meetings_that_were_done(self):
        call = self.anna.activity_schedule('mail.mail_activity_data_call', user_id=self.salesman.id)
        self.assertIsNone(self._get_last())
        call.with_user(self.salesman).action_feedback()
        last = self._get_last()
        self.assertEqual((last.kind, last.name), ('call', self.salesman.name))

    def test_call_that_nobody_answered_is_no_contact(self):
        call = self.anna.activity_schedule('mail.mail_activity_data_call', user_id=self.salesman.id)
        call.deal_outcome_id = self.env.ref('sales_deals.activity_outcome_no_answer')
        call.with_user(self.salesman).action_feedback()
        self.assertIsNone(self._get_last())

    def test_meetings_of_the_calendar_that_have_begun(self):
        now = fields.Datetime.now()
        for hours in (-30, 30):
            self.env['calendar.event'].create(
                {
                    'name': "Visit",
                    'start': now + timedelta(hours=hours),
                    'stop': now + timedelta(hours=hours + 1),
                    'opportunity_id': self.anna.id,
                    'user_id': self.salesman.id,
                }
            )
        last = self._get_last()
        self.assertEqual(last.kind, 'meeting')
        self.assertLess(last.date, now)

    def test_many_deals_take_one_query(self):
        leads = self.anna | self.jan
        self._write_mail(self.anna, 'email', '2026-01-03 10:00:00')
        self._write_mail(self.jan, 'email_outgoing', '2026-01-03 10:00:00')
        self.env.ref('sales_deals.activity_outcome_no_answer')
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertEqual(len(leads._get_last_contacts()), 2)


@tagged('post_install', '-at_install')
class TestDealHistory(OfferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls.deal.with_context(tracking_disable=False)
        cls.deal.date_deadline = '2026-03-01'
        cls._track()

    @classmethod
    def _track(cls):
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def _put_off(self, *days):
        for day in days:
            self.deal.with_user(self.salesman_all).date_deadline = day
            self._track()

    def test_history_tells_who_changed_what_and_when(self):
        self._put_off('2026-04-01', '2026-03-15', False)
        changes = self.deal.with_user(self.salesman_all).get_deal_history()
        self.assertEqual(
            [(change['old'], change['new'], change['is_slip']) for change in changes],
            [
                ('2026-03-15', False, False),
                ('2026-04-01', '2026-03-15', False),
                ('2026-03-01', '2026-04-01', True),
            ],
        )
        self.assertEqual(changes[0]['user'], self.salesman_all.partner_id.name)
        self.assertEqual((changes[0]['field'], changes[0]['type']), ('date_deadline', 'date'))

    def test_value_and_stage_are_in_the_history(self):
        deal = self._create_deal(name="Plain", deal_process_id=self.process_a.id)
        deal = deal.with_context(tracking_disable=False)
        self._track()
        deal.write({'expected_revenue': 700, 'stage_id': self.process_a.stage_ids.sorted()[1].id})
        self._track()
        changes = {change['field']: change for change in deal.get_deal_history()}
        value, stage = changes['expected_revenue'], changes['stage_id']
        self.assertEqual((value['old'], value['new'], value['type']), (0, 700, 'monetary'))
        self.assertEqual(value['currency_id'], deal.company_currency.id)
        self.assertEqual((stage['old'], stage['new']), ("Alpha Start", "Alpha Talks"))

    def test_slips_are_counted(self):
        self._put_off('2026-04-01', '2026-05-01', '2026-04-15', '2026-06-01')
        self.assertEqual(self.deal._get_slips(), {self.deal.id: 3})
        self.assertEqual(self.deal.with_user(self.salesman_all).get_deal_panel()['slips'], 3)

    def test_imported_deals_have_a_history_from_their_first_change(self):
        deal = self._create_deal(name="Imported", date_deadline='2026-01-01')
        self._track()
        deal.with_context(tracking_disable=False).date_deadline = '2026-02-01'
        self._track()
        [change] = deal.get_deal_history()
        self.assertEqual((change['old'], change['is_slip']), ('2026-01-01', True))


@tagged('post_install', '-at_install')
class TestChatterFilters(FollowupCase):
    def _fetch(self, name, user=None, **kwargs):
        messages = self.env['mail.message'].with_user(user or self.salesman)
        thread = self.anna.with_user(user or self.salesman)
        return messages._message_fetch(None, thread=thread, deal_filter=name, **kwargs)

    def test_each_filter_shows_its_messages(self):
        came = self._write_mail(self.anna, 'email', '2026-01-02 10:00:00')
        went = self._write_mail(self.anna, 'email_outgoing', '2026-01-03 10:00:00')
        note = self.anna._message_log(body="Note")
        file = self.env['ir.attachment'].create(
            {'name': "plan.txt", 'raw': b"x", 'res_model': 'crm.lead', 'res_id': self.anna.id}
        )
        note.attachment_ids = file
        call = self.anna.activity_schedule('mail.mail_activity_data_call', user_id=self.salesman.id)
        call.with_user(self.salesman).action_feedback()
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.anna.with_context(tracking_disable=False).date_deadline = '2026-03-01'
        self.env.flush_all()
        self.env.cr.precommit.run()
        expected = {'received': came, 'sent': went, 'attachments': note}
        for name, messages in expected.items():
            with self.subTest(name):
                found = self._fetch(name)
                self.assertEqual((found['messages'], found['count']), (messages, 1))
        self.assertEqual(
            self._fetch('activities')['messages'].mail_activity_type_id,
            self.env.ref('mail.mail_activity_data_call'),
        )
        [change] = self._fetch('changes')['messages']
        self.assertEqual(change.sudo().tracking_value_ids.field_id.name, 'date_deadline')

    def test_a_bounced_mail_is_neither_sent_nor_the_last_contact(self):
        went = self._write_mail(self.anna, 'email_outgoing', '2026-01-02 10:00:00')
        bounced = self._write_mail(self.anna, 'email_outgoing', '2026-01-03 10:00:00')
        bounced.notification_ids.notification_status = 'bounce'
        self.env.flush_all()
        found = self._fetch('sent')
        self.assertEqual((found['messages'], found['count']), (went, 1))
        self.assertEqual(self.anna._get_last_contacts()[self.anna.id].date, went.date)

    def test_no_filter_and_an_unknown_one_show_all(self):
        for date in ('2026-01-02', '2026-01-03'):
            self._write_mail(self.anna, 'email', f'{date} 10:00:00')
        for name in (None, 'other'):
            self.assertGreaterEqual(len(self._fetch(name)['messages']), 2)

    def test_older_messages_come_with_the_next_request(self):
        mails = [self._write_mail(self.anna, 'email', f'2026-01-0{i} 10:00:00') for i in (1, 2, 3)]
        first = self._fetch('received', limit=2)
        self.assertEqual((first['messages'].ids, first['count']), ([mails[2].id, mails[1].id], 3))
        second = self._fetch('received', limit=2, before=mails[1].id)
        self.assertEqual(second['messages'], mails[0])
