from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, CadenceCase


@tagged('post_install', '-at_install')
class TestCadenceRun(CadenceCase):
    def test_each_step_is_done_once_and_in_its_time(self):
        run = self._begin(self.anna)
        [mail] = self._work()
        self.assertEqual(mail['subject'], "About Deal of Anna")
        self.assertEqual(run.task_ids.mapped('state'), ['done', 'planned'])
        # Three working days after Monday; the weekend does not count for the four after it.
        self.assertEqual(run.due_on.date(), MONDAY.date() + timedelta(days=3))
        self.assertFalse(self._work(MONDAY + timedelta(days=2)))
        self.assertFalse(self.anna.activity_ids)
        self.assertFalse(self._work(MONDAY + timedelta(days=3, hours=3)))
        self.assertEqual(self.anna.activity_ids.summary, "Call")
        self.assertEqual(run.due_on.date(), MONDAY.date() + timedelta(days=9))
        [mail] = self._work(MONDAY + timedelta(days=9, hours=3))
        self.assertEqual(mail['subject'], "Re: About Deal of Anna")
        self.assertEqual(run.state, 'done')
        self.assertFalse(self._work(MONDAY + timedelta(days=30)))

    def test_hours_of_a_month_do_each_step_once(self):
        self._begin()
        sent = self._go_through(14)
        self.assertEqual(len(sent), 4)
        for moment, _mail in sent:
            self.assertLess(moment.weekday(), 5)
            self.assertIn(moment.hour, range(9, 18))

    def test_a_reply_stops_it(self):
        run = self._begin(self.anna)
        self._work()
        self.anna.message_post(
            body="Yes", message_type='email', email_from='anna@client.example', author_id=False
        )
        self.assertEqual((run.state, run.reason), ('stopped', 'replied'))
        self.assertFalse(self._work(MONDAY + timedelta(days=20)))
        self.assertFalse(self.anna.activity_ids)

    def test_a_reply_without_a_hook_stops_it_before_the_next_step(self):
        run = self._begin(self.anna)
        self._work()
        self._write_mail(self.anna, 'email', MONDAY + timedelta(hours=1))
        self.assertEqual(run.state, 'running')
        self._work(MONDAY + timedelta(days=20))
        self.assertEqual((run.state, run.reason), ('stopped', 'replied'))

    def test_what_came_before_it_began_is_no_reply(self):
        self._write_mail(self.anna, 'email', MONDAY - timedelta(hours=1))
        self._begin(self.anna)
        self.assertEqual(len(self._work()), 1)

    def test_an_automatic_reply_stops_nothing(self):
        run = self._begin(self.anna)
        self._work()
        self.anna.message_post(
            body="Away",
            message_type='email',
            email_from='anna@client.example',
            author_id=False,
            is_internal=True,
            subtype_xmlid='mail.mt_note',
        )
        self.assertEqual(run.state, 'running')

    def test_states_of_the_deal_stop_it(self):
        runs = self._begin()
        # Odoo archives a deal that is lost before its probability becomes 0.
        self.jan.probability = 40
        self.anna.action_set_won()
        self.jan.action_set_lost(lost_reason_id=self.env['crm.lost.reason'].search([], limit=1).id)
        reasons = {run.lead_id: run.reason for run in runs}
        self.assertEqual(reasons, {self.anna: 'won', self.jan: 'lost'})

    def test_another_stage_stops_it_where_it_says_so(self):
        stages = self.anna.deal_process_id._get_stages()
        run = self._begin(self.anna)
        self.anna.stage_id = stages[1]
        self.assertEqual(run.reason, 'stage')
        self.cadence.stops_on_stage = False
        run = self._begin(self.anna)
        self.anna.stage_id = stages[2]
        self.assertEqual(run.state, 'running')

    def test_a_suspended_deal_rests_and_goes_on(self):
        run = self._begin(self.anna)
        self.anna._suspend(MONDAY.date() + timedelta(days=9), "Budget")
        self.assertEqual((run.state, run.reason), ('paused', 'suspended'))
        self.assertFalse(self._work(MONDAY + timedelta(days=1)))
        self.anna.action_deal_resume()
        self.assertEqual(run.state, 'running')
        self.assertEqual(len(self._work(MONDAY + timedelta(days=2, hours=1))), 1)

    def test_another_salesperson_pauses_it_and_asks(self):
        run = self._begin(self.anna)
        other = self.salesman.copy({'login': 'other', 'email': 'other@ours.example'})
        self.anna.user_id = other
        self.assertEqual((run.state, run.reason), ('paused', 'salesperson'))
        run.with_user(other).action_resume()
        [mail] = self._work(MONDAY + timedelta(hours=1))
        self.assertIn('other@ours.example', mail['email_from'])

    def test_who_is_away_pauses_it(self):
        run = self._begin(self.anna)
        self.salesman.out_of_office_from = MONDAY - timedelta(days=1)
        self.assertFalse(self._work())
        self.assertEqual((run.state, run.reason), ('paused', 'away'))

    def test_a_planned_meeting_stops_it(self):
        run = self._begin(self.anna)
        self.env['calendar.event'].create(
            {
                'name': "Meeting",
                'opportunity_id': self.anna.id,
                'start': MONDAY + timedelta(days=2),
                'stop': MONDAY + timedelta(days=2, hours=1),
            }
        )
        self.assertEqual(run.reason, 'meeting')

    def test_opting_out_stops_it_on_all_deals(self):
        run = self._begin(self.anna)
        self.env['deal.followup.optout'].create({'email': 'anna@client.example'})
        self.assertEqual(run.reason, 'opted_out')

    def test_a_person_is_in_a_cadence_once(self):
        twin = self._create_mailed("Anna")
        runs = self._begin(self.anna | twin)
        self.assertEqual(len(runs), 1)
        self.assertEqual(len(self.reasons), 1)
        self.assertFalse(self._begin(self.anna))
        self.assertEqual(self.reasons[self.anna.id], 'in_cadence')

    def test_a_merged_deal_gives_its_cadence_to_the_survivor(self):
        run = self._begin(self.jan)
        (self.anna | self.jan)._merge_into_oldest()
        self.assertEqual(run.lead_id, self.anna)
        self.assertEqual(run.state, 'running')

    def test_two_of_one_kind_do_not_meet_on_the_survivor(self):
        runs = self._begin()
        (self.anna | self.jan)._merge_into_oldest()
        self.assertEqual(sorted(runs.mapped('state')), ['running', 'stopped'])
        self.assertEqual(len(self._work()), 1)

    def test_nobody_gets_two_messages_on_one_day(self):
        self._begin(self.anna)
        other = self._make_cadence(name="Another")
        self._begin(self.anna, other)
        self.assertEqual(len(self._work()), 1)
        self.assertFalse(self._work(MONDAY + timedelta(hours=5)))
        self.assertEqual(len(self._work(MONDAY + timedelta(days=1, hours=1))), 1)

    def test_a_mailbox_sends_so_many_a_day(self):
        self.company.deal_cadence_cap = 1
        self._begin()
        self.assertEqual(len(self._work()), 1)
        self.assertFalse(self._work(MONDAY + timedelta(hours=5)))
        self.assertEqual(len(self._work(MONDAY + timedelta(days=1, hours=1))), 1)

    def test_a_condition_ends_it(self):
        steps = self._prepare_steps()
        condition = {'kind': 'condition', 'condition': 'opened', 'sequence': 2, 'wait': 1}
        cadence = self._make_cadence([steps[0], condition, steps[2]])
        run = self._begin(self.anna, cadence)
        self._work()
        self._work(MONDAY + timedelta(days=2))
        self.assertEqual((run.state, run.reason), ('stopped', 'condition'))

    def test_a_condition_leaves_out_the_next_step(self):
        steps = self._prepare_steps()
        condition = {
            'kind': 'condition',
            'condition': 'opened',
            'sequence': 2,
            'wait': 1,
            'otherwise': 'skip',
        }
        call = {**steps[1], 'sequence': 3}
        cadence = self._make_cadence([steps[0], condition, call, {**steps[2], 'sequence': 4}])
        run = self._begin(self.anna, cadence)
        sent = self._go_through(14)
        self.assertEqual(len(sent), 2)
        self.assertFalse(self.anna.activity_ids)
        self.assertEqual(
            run.task_ids.sorted('id').mapped('state'), ['done', 'done', 'skipped', 'done']
        )

    def test_a_step_waits_for_its_event(self):
        step = {**self._prepare_steps()[0], 'wait': 1, 'wait_event': 'offer_sent'}
        run = self._begin(self.anna, self._make_cadence([step]))
        self.assertEqual(run.task_ids.state, 'awaiting')
        self.assertFalse(self._work(MONDAY + timedelta(days=5)))
        variant = self.env['deal.variant'].create({'lead_id': self.anna.id, 'name': "A"})
        self.env['deal.variant.line'].create(
            {
                'variant_id': variant.id,
                'product_id': self.env["product.product"].create({"name": "Window"}).id,
                'quantity': 1,
            }
        )
        offer = self.env['deal.offer'].create({'lead_id': self.anna.id})
        offer.write({'state': 'sent', 'sent_on': MONDAY + timedelta(days=7)})
        self.assertFalse(self._work(MONDAY + timedelta(days=7, hours=1)))
        self.assertEqual(len(self._work(MONDAY + timedelta(days=8, hours=1))), 1)

    def test_running_deals_keep_the_steps_with_which_they_began(self):
        run = self._begin(self.anna)
        self._work()
        cadence = self.cadence.with_user(self.manager)
        call = cadence.step_ids[1]
        cadence.write({'step_ids': [Command.update(call.id, {'summary': "Visit"})]})
        self.assertEqual(self.cadence.old_count, 1)
        newer = self._begin(self.jan)
        self._work(MONDAY + timedelta(days=4))
        self._work(MONDAY + timedelta(days=10))
        self.assertEqual(self.anna.activity_ids.summary, "Call")
        self.assertEqual(self.jan.activity_ids.summary, "Visit")
        self.assertEqual((run.revision, newer.revision), (1, 2))

    def test_running_deals_move_over_where_the_user_says_so(self):
        run = self._begin(self.anna)
        self._work()
        _first, call, last = self.cadence.step_ids
        more = {'kind': 'activity', 'activity_type_id': self.call.id, 'sequence': 9}
        cadence = self.cadence.with_user(self.manager)
        cadence.write({'step_ids': [Command.delete(call.id), Command.create({**more, 'wait': 9})]})
        self.assertEqual(run.task_id.step_id, call)
        cadence.action_move_over()
        self.assertEqual(run.task_id.step_id, last)
        self.assertFalse(self.cadence.old_count)
        self._go_through(12)
        self.assertFalse(self.anna.activity_ids)
        self._go_through(25)
        self.assertTrue(self.anna.activity_ids)
        self.assertEqual(run.state, 'done')

    def test_messages_wait_for_whoever_signs_them(self):
        cadence = self._make_cadence(reading='ask')
        run = self._begin(self.anna, cadence)
        self.assertFalse(self._work())
        task = run.task_id
        self.assertEqual(task.state, 'ready')
        letter = self.env['deal.cadence.letter'].with_user(self.salesman)
        letter = letter.create({'task_id': task.id})
        self.assertIn("Dear Anna", letter.body)
        self.assertIn('unsubscribe', letter.html)
        letter.body = "<p>Dear Anna, {{ object.name }} and 1 + 1</p>"
        letter.action_send()
        [mail] = self._work()
        self.assertIn("{{ object.name }} and 1 + 1", mail['body'])
        self.assertEqual(task.state, 'done')

    def test_what_is_sent_by_hand_is_one_a_day_too(self):
        for name in ("First", "Second"):
            self._begin(self.anna, self._make_cadence(name=name, reading='ask'))
        self._work()
        tasks = self.anna.deal_cadence_run_ids.task_ids
        self.assertEqual(tasks.mapped('state'), ['ready', 'ready'])
        tasks.with_user(self.salesman).action_send()
        self.assertEqual(len(self._work()), 1)

    def test_messages_of_two_companies_go_apart(self):
        self.salesman.company_ids += self.other_company
        self.jan.company_id = self.other_company
        self._begin()
        self._work()
        followups = self.env['deal.followup'].search([('cadence_step_id', '!=', False)])
        self.assertEqual(followups.company_id, self.company | self.other_company)

    def test_reading_leaves_no_trace(self):
        cadence = self._make_cadence(reading='ask')
        run = self._begin(self.anna, cadence)
        self._work()
        before = self.env['deal.followup'].search_count([])
        run.task_id.with_user(self.salesman).action_read()
        self.assertEqual(self.env['deal.followup'].search_count([]), before)
        self.assertFalse(run.task_id.message_line_id)

    def test_nobody_sends_in_a_colleagues_name(self):
        cadence = self._make_cadence(reading='ask')
        run = self._begin(self.anna, cadence)
        self._work()
        task = run.task_id
        with self.assertRaises(AccessError):
            task.with_user(self.env.ref('base.user_admin')).action_send()
        letter = self.env['deal.cadence.letter'].create({'task_id': task.id})
        letter.subject = "Mine"
        with self.assertRaises(AccessError):
            letter.action_save()

    def test_a_skipped_step_is_followed_by_the_next(self):
        run = self._begin(self.anna)
        run.task_id.with_user(self.salesman).action_skip()
        self.assertEqual(run.task_ids.mapped('state'), ['skipped', 'planned'])
        self.assertFalse(self._work())

    def test_a_message_that_fails_pauses_it(self):
        run = self._begin(self.anna)
        server = self.registry['ir.mail_server']
        with patch.object(server, 'send_email', side_effect=MailDeliveryException("refused")):
            self._work()
        self.assertEqual((run.state, run.reason), ('paused', 'failed'))
        run.with_user(self.salesman).action_resume()
        self.assertEqual(len(self._work(MONDAY + timedelta(hours=1))), 1)
        self.assertEqual(run.task_ids[0].state, 'done')

    def test_a_trial_shows_all_messages_and_leaves_nothing(self):
        rows = self.cadence.with_user(self.salesman)._try(self.anna.with_user(self.salesman))
        self.assertEqual([row['kind'] for row in rows], ['message', 'activity', 'message'])
        self.assertIn("Dear Anna", rows[0]['html'])
        self.assertEqual(rows[1]['due_on'].date(), MONDAY.date() + timedelta(days=3))
        self.assertFalse(self.env['deal.cadence.run'].search([]))

    def test_the_dialogue_says_why_not(self):
        self.jan.email_from = False
        enrol = self.env['deal.cadence.enrol'].with_user(self.salesman)
        enrol = enrol.create({'lead_ids': self.leads.ids, 'cadence_id': self.cadence.id})
        self.assertEqual((enrol.lead_count, enrol.able_count), (2, 1))
        self.assertIn("Deal of Jan", enrol.unable_text)
        enrol.action_begin()
        self.assertEqual(self.anna.deal_cadence_run_ids.state, 'running')

    def test_one_that_needs_consent_asks_for_it(self):
        self.cadence.needs_consent = True
        self.assertFalse(self._begin())
        self.assertEqual(set(self.reasons.values()), {'no_consent'})
        self.env['deal.cadence.consent'].create(
            {'email': 'Anna@client.example', 'source': "Form", 'company_id': self.company.id}
        )
        self.salesman.company_ids += self.other_company
        self.jan.company_id = self.other_company
        self.env['deal.cadence.consent'].create(
            {'email': 'jan@client.example', 'source': "Form", 'company_id': self.company.id}
        )
        # Jan has agreed to messages of another company.
        self.assertEqual(self._begin().lead_id, self.anna)

    def test_a_used_cadence_is_not_deleted(self):
        self._begin(self.anna)
        with self.assertRaises(UserError):
            self.cadence.unlink()
