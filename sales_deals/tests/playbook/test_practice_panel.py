"""What a deal's panel shows of the playbook."""

import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import tagged

from .common import PlaybookCase

#: What the panel may ask for beyond a deal without a playbook.
ALLOWED_QUERIES = 4


@tagged('post_install', '-at_install')
class TestPracticePanel(PlaybookCase):
    def _get_panel(self, deal=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (deal or self.deal).with_user(self.salesman).get_deal_panel()

    def _get_shown(self, deal=None):
        """Return name of a practice -> what is shown of it, in order."""
        practices = self._get_panel(deal)['playbook']['practices']
        return {practice['name']: practice for practice in practices}

    def _count_queries(self):
        self._get_panel()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.deal.with_user(self.salesman).get_deal_panel()
        return self.env.cr.sql_log_count - before

    def _give_guidance(self):
        self.start.write(
            {
                'deal_guidance': "<p>Ask first.</p>",
                'deal_buyer_step': "Compares offers",
                'rotting_threshold_days': 10,
                'deal_guidance_file_ids': [
                    Command.create({'name': "list.txt", 'datas': base64.b64encode(b"List")})
                ],
            }
        )

    # Stages

    def test_a_stage_without_anything_shows_nothing(self):
        self.start.rotting_threshold_days = 10
        self.assertIs(self._get_panel()['playbook'], False)
        self._create_practice(stage_id=self.talks.id)
        self.assertIs(self._get_panel()['playbook'], False)

    def test_guidance_files_and_days_of_the_stage(self):
        self._give_guidance()
        shown = self._get_panel()['playbook']
        self.assertEqual(shown['guidance'], "<p>Ask first.</p>")
        self.assertEqual((shown['buyer_step'], shown['expected_days']), ("Compares offers", 10))
        self.assertEqual([file['name'] for file in shown['files']], ["list.txt"])
        self.assertEqual((shown['practices'], shown['progress']), ([], False))
        self.start.deal_guidance_file_ids = [Command.clear()]
        self.start.deal_guidance = "<p><br></p>"
        shown = self._get_panel()['playbook']
        self.assertEqual((shown['files'], shown['guidance']), ([], ''))

    def test_progress_is_weighted_and_that_of_the_field(self):
        self._create_practice(name="One", weight=1)
        self._create_practice(name="Three", weight=3, kind='competitor')
        self._fulfil('competitor', self.deal)
        self.assertEqual(self._get_panel()['playbook']['progress'], 0.75)
        self.assertEqual(self.deal.deal_progress, 0.75)

    # Order and dates

    def test_what_is_open_comes_first_what_is_due_soonest_before_what_weighs_most(self):
        for name, values in {
            'light': {},
            'heavy': {'weight': 5},
            'later': {'due_days': 9},
            'soon': {'due_days': 2},
            'done': {'kind': 'competitor', 'due_days': 1},
        }.items():
            self._create_practice(name=name, **values)
        self._fulfil('competitor', self.deal)
        self.assertEqual(list(self._get_shown()), ['soon', 'later', 'heavy', 'light', 'done'])

    def test_what_should_have_been_done_is_overdue_on_a_deal_in_progress_alone(self):
        self._create_practice(name="Call them", due_days=2)
        with freeze_time('2026-03-10 12:00:00'):
            self.deal.date_last_stage_update = '2026-03-08 12:00:00'
            shown = self._get_shown()["Call them"]
            self.assertEqual((shown['due'], shown['is_overdue']), ('2026-03-10', False))
        with freeze_time('2026-03-11 12:00:00'):
            self.assertTrue(self._get_shown()["Call them"]['is_overdue'])
            self.deal.active = False
            self.assertFalse(self._get_shown()["Call them"]['due'])
            self.deal.active = True
            self.deal.tick_deal_practice(self.deal.stage_id.deal_practice_ids.id, "")
            self.assertFalse(self._get_shown()["Call them"]['is_overdue'])

    def test_a_planned_activity_is_told_with_the_practice_that_it_fulfils(self):
        call = self.env.ref('mail.mail_activity_data_call')
        self._create_practice(name="Call", kind='activity', activity_type_id=call.id)
        self.assertFalse(self._get_shown()["Call"]['planned'])
        day = fields.Date.today() + timedelta(days=3)
        plan = {'date_deadline': day, 'user_id': self.salesman.id}
        activity = self.deal.activity_schedule('mail.mail_activity_data_call', **plan)
        planned = {'id': activity.id, 'date': fields.Date.to_string(day)}
        self.assertEqual(self._get_shown()["Call"]['planned'], planned)
        activity.with_user(self.salesman).action_feedback()
        shown = self._get_shown()["Call"]
        self.assertEqual((shown['is_done'], shown['planned']), (True, False))

    def test_a_suggested_activity_knows_its_type(self):
        call = self.env.ref('mail.mail_activity_data_call')
        suggestion = self.env['deal.activity.suggestion'].create(
            {'lead_id': self.deal.id, 'type_id': call.id}
        )
        practice = self._create_practice(name="Call", kind='activity', activity_type_id=call.id)
        [step] = self.deal.with_user(self.salesman).deal_next_steps
        self.assertEqual((step['id'], step['type_id']), (suggestion.id, call.id))
        self.assertEqual(self._get_shown()["Call"]['activity_type_id'], step['type_id'])
        self.assertEqual(practice._describe()['activity_type_id'], call.id)

    # Ticks and overrides

    def test_a_tick_tells_who_and_how(self):
        practice = self._create_practice(name="Ask")
        self.deal.with_user(self.salesman).tick_deal_practice(practice.id, "On the phone")
        tick = self._get_shown()["Ask"]['tick']
        self.assertEqual((tick['user'], tick['text']), (self.salesman.name, "On the phone"))

    def test_a_tick_that_is_taken_back_stays_in_the_chatter(self):
        practice = self._create_practice(name="Ask them")
        own = self.deal.with_user(self.salesman)
        own.tick_deal_practice(practice.id, "On the phone")
        own.tick_deal_practice(practice.id)
        self.assertFalse(own.deal_tick_ids)
        self.assertFalse(self._get_shown()["Ask them"]['is_done'])
        body = self.deal.message_ids[:1].body
        for told in ("Ask them", self.salesman.name, "On the phone"):
            self.assertIn(told, body)

    def test_a_note_may_be_empty_and_changed(self):
        practice = self._create_practice(name="Ask")
        self.deal.tick_deal_practice(practice.id, "")
        self.deal.tick_deal_practice(practice.id, "Later")
        self.assertEqual(self._get_shown()["Ask"]['tick']['text'], "Later")

    def test_a_practice_that_was_passed_says_why(self):
        self._create_practice(name="Ask", requirement='ask')
        self._create_practice(name="Advice")
        own = self.deal.with_user(self.salesman)
        self.env['deal.practice.override'].sudo().create(
            {
                'lead_id': own.id,
                'practice_id': self.start.deal_practice_ids.filtered('name')[0].id,
                'requirement': 'ask',
                'way': 'reason',
                'reason': "In a hurry",
                'user_id': self.salesman.id,
            }
        )
        shown = self._get_shown()
        self.assertEqual(list(shown), ["Advice", "Ask"])
        self.assertEqual(shown["Ask"]['passed']['text'], "In a hurry")
        self.assertFalse(shown["Ask"]['is_done'])

    def test_what_was_left_open_without_being_asked_is_asked_for_later(self):
        practice = self._create_practice(name="Needed", requirement='must')
        self._create_practice(name="Asked", requirement='ask', kind='competitor')
        self._create_practice(name="Advised")
        self.deal.sudo().stage_id = self.talks
        shown = self._get_shown()
        self.assertEqual(list(shown), ["Needed", "Asked"])
        self.assertTrue(shown["Needed"]['is_left_behind'])
        self.assertIs(self._get_panel()['playbook']['progress'], False)
        self.deal.with_user(self.salesman).tick_deal_practice(practice.id, "")
        self._fulfil('competitor', self.deal)
        self.assertIs(self._get_panel()['playbook'], False)

    def test_back_on_its_stage_a_practice_is_shown_once(self):
        self._create_practice(name="Needed", requirement='must')
        self.deal.sudo().stage_id = self.talks
        self.deal.stage_id = self.start
        [shown] = self._get_panel()['playbook']['practices']
        self.assertFalse(shown['is_left_behind'])

    def test_a_lost_deal_is_asked_for_nothing_of_before(self):
        self._create_practice(name="Needed", requirement='must')
        self.deal.sudo().stage_id = self.talks
        reason = self.env['crm.lost.reason'].search([], limit=1)
        self.deal.action_set_lost(lost_reason_id=reason.id)
        self.assertIs(self._get_panel()['playbook'], False)

    # Opening what fulfils

    def test_an_offer_is_made_or_opened(self):
        own = self.deal.with_user(self.salesman_all)
        made = self._create_practice(kind='offer', offer_event='sent')
        answered = self._create_practice(kind='offer', offer_event='answered')
        self.assertEqual(own.get_deal_practice_action(made.id)['res_model'], 'crm.lead')
        offer = self._fulfil_offer_made(self.deal)
        action = own.get_deal_practice_action(made.id)
        self.assertEqual((action['res_model'], action['res_id']), ('deal.offer', offer.id))
        offer.action_mark_sent()
        action = own.get_deal_practice_action(answered.id)
        self.assertEqual((action['res_model'], action['res_id']), ('deal.offer', offer.id))

    # Cost

    def test_practices_of_other_stages_and_guidance_alone_cost_nothing(self):
        without = self._count_queries()
        self.start.write({'deal_guidance': "<p>Ask</p>", 'deal_buyer_step': "Looks around"})
        self.assertEqual(self._count_queries(), without)

    def test_a_full_playbook_costs_few_queries(self):
        without = self._count_queries()
        self._create_practices_of_all_kinds(requirement='must', due_days=3)
        self._give_guidance()
        self._fulfil('tick', self.deal)
        self._create_practice(stage_id=self.process_a.stage_ids[0].id, name="Later")
        self.assertLessEqual(self._count_queries(), without + ALLOWED_QUERIES)

    def test_what_was_left_behind_costs_no_more(self):
        without = self._count_queries()
        self._create_practices_of_all_kinds(requirement='must')
        self.deal.sudo().stage_id = self.talks
        self._create_practice(stage_id=self.talks.id, kind='competitor')
        self.assertLessEqual(self._count_queries(), without + ALLOWED_QUERIES)
