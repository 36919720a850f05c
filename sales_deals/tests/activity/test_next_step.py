from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ActivityCase


@tagged('post_install', '-at_install')
class TestNextStep(ActivityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_letter = [('type_id', '=', cls.letter.id)]

    # Names

    def test_a_step_is_named_in_the_language_of_each_reader(self):
        self.env['res.lang']._activate_lang('pl_PL')
        self.letter.with_context(lang='pl_PL').name = "List"
        step = self._create_step()
        suggestion = self._do(user=self.manager)
        for record in (step, suggestion):
            english = record.display_name
            self.assertEqual(record.with_context(lang='pl_PL').display_name, "List")
            self.assertEqual(record.with_context(lang='en_US').display_name, english)

    # Suggesting

    @freeze_time('2026-11-24')
    def test_done_suggests_with_date_and_salesperson(self):
        self._create_step(delay_count=2, delay_unit='weeks', summary="Write to them")
        suggestion = self._do(user=self.manager)
        self.assertEqual(suggestion.type_id, self.letter)
        self.assertEqual(suggestion.date_deadline, date(2026, 12, 8))
        self.assertEqual(suggestion.user_id, self.salesman)
        hint = {'name': "Write to them", 'icon': 'fa-envelope', 'date': '2026-12-08'}
        [shown] = self.deal.with_user(self.salesman).deal_next_steps
        self.assertLessEqual(hint.items(), shown.items())

    def test_each_way_to_mark_as_done_suggests(self):
        self._create_step()
        ways = {
            'action_done': {},
            'action_feedback': {'feedback': "All went well"},
            'action_done_schedule_next': {},
            'action_feedback_schedule_next': {'feedback': "All went well"},
            'action_done_redirect_to_other': {},
        }
        for way, arguments in ways.items():
            with self.subTest(way):
                lead = self._create_deal(user_id=self.salesman.id)
                activity = self._plan(lead=lead).with_user(self.salesman)
                getattr(activity, way)(**arguments)
                self.assertEqual(lead.deal_suggestion_ids.state, 'open')
        lead.activity_schedule('mail.mail_activity_data_call')
        lead.activity_feedback(['mail.mail_activity_data_call'])
        self.assertEqual(len(lead.deal_suggestion_ids), 2)

    def test_steps_come_in_their_order(self):
        self._create_step(sequence=2)
        self._create_step(sequence=1, next_kind=self.visit)
        self.assertEqual(self._do().type_id.mapped('name'), ["Visit", "Letter"])

    def test_outcome_decides(self):
        self._create_step(outcome_id=self.no_answer.id, next_kind=self.visit)
        self._create_step(outcome_id=self.reached.id)
        self.assertFalse(self._do())
        self.assertEqual(self._do(deal_outcome_id=self.no_answer.id).type_id, self.visit)
        self.assertEqual(self._do(deal_outcome_id=self.reached.id).type_id, self.letter)

    def test_stage_decides(self):
        first, second = self.process_a.stage_ids.sorted()[:2]
        self._create_step(stage_ids=[Command.set(second.ids)])
        lead = self._create_deal(deal_process_id=self.process_a.id, stage_id=first.id)
        self.assertFalse(self._do(lead=lead))
        lead.stage_id = second
        self.assertTrue(self._do(lead=lead))

    def test_a_step_for_a_stage_that_is_deleted_is_for_no_other(self):
        stages = self.process_a.stage_ids.sorted()
        gone, kept = stages[0].copy(), stages[1]
        step = self._create_step(stage_ids=[Command.set(gone.ids)])
        other = self._create_step(stage_ids=[Command.set((gone | kept).ids)])
        gone.unlink()
        self.assertFalse(step.active)
        self.assertTrue(other.active)
        self.assertFalse(self._do())

    def test_state_of_the_deal_decides(self):
        steps = {
            state: self._create_step(deal_state=state, next_kind=self._create_type(f"If {state}"))
            for state in ('open', 'won', 'lost', False)
        }
        self.assertEqual(self._do().step_id, steps['open'] | steps[False])
        self.deal.action_set_won()
        self.assertEqual(self._do().step_id, steps['won'] | steps[False])
        self.company.deal_activities_lost = 'keep'
        lost = self._create_deal(user_id=self.salesman.id)
        activity = self._plan(lead=lost)
        lost.action_set_lost(lost_reason_id=self.env.ref('crm.lost_reason_1').id)
        activity.with_user(self.salesman).action_feedback()
        self.assertEqual(lost.deal_suggestion_ids.step_id, steps['lost'] | steps[False])

    def test_a_step_is_suggested_so_often_on_a_deal(self):
        self._create_step(max_count=3)
        other = self._create_deal(user_id=self.salesman.id)
        self._do(lead=other)
        for _turn in range(5):
            self._do()
        self.assertEqual(len(self.deal.deal_suggestion_ids), 3)
        self.assertEqual(len(other.deal_suggestion_ids), 1)

    def test_the_kind_is_suggested_once(self):
        self._create_step(sequence=1, outcome_id=self.reached.id, delay_count=7)
        self._create_step(sequence=2)
        suggestion = self._do(deal_outcome_id=self.reached.id)
        self.assertEqual(suggestion.step_id.delay_count, 7)

    def test_archived_types_and_steps_are_not_suggested(self):
        self._create_step().active = False
        self.assertFalse(self._do())
        self._create_step()
        self.letter.active = False
        self.assertFalse(self._do())

    def test_new_suggestions_take_the_place_of_those_before(self):
        self._create_step()
        before = self._do()
        now = self._do()
        self.assertEqual((before.state, now.state), ('dismissed', 'open'))
        self._do(kind=self.letter)
        self.assertEqual(now.state, 'open', "what suggests nothing leaves them")

    def test_odoo_s_suggestions_are_used_where_there_are_no_steps(self):
        self.visit.suggested_next_type_ids = self.letter
        self.letter.write({'delay_count': 4, 'delay_from': 'previous_activity'})
        deadline = date.today() + timedelta(days=10)
        suggestion = self._do(date_deadline=deadline)
        self.assertEqual(suggestion.type_id, self.letter)
        self.assertEqual(suggestion.date_deadline, deadline + timedelta(days=4))
        self.assertEqual(suggestion.user_id, self.salesman)
        self.letter.default_user_id = self.manager
        self.assertEqual(self._do().user_id, self.manager)
        self._create_step(next_kind=self.visit)
        self.assertEqual(self._do().type_id, self.visit)

    def test_types_of_other_models_are_not_suggested(self):
        self.letter.res_model = 'res.partner'
        self.visit.suggested_next_type_ids = self.letter
        self.assertFalse(self._do())

    def test_activities_of_other_records_suggest_nothing(self):
        self.visit.res_model = False
        self._create_step()
        partner = self.env['res.partner'].create({'name': "Somebody"})
        partner.activity_schedule(activity_type_id=self.visit.id).action_feedback()
        self.assertFalse(self.env['deal.activity.suggestion'].search(self.of_letter))

    def test_several_done_at_once_suggest_on_each_deal(self):
        self._create_step()
        other = self._create_deal(user_id=self.manager.id)
        activities = self._plan() | self._plan(lead=other) | self._plan(lead=other)
        activities.action_feedback()
        self.assertEqual(len(self.deal.deal_suggestion_ids), 1)
        self.assertEqual(other.deal_suggestion_ids.user_id, self.manager)

    def test_a_deal_that_is_gone_gets_none(self):
        self._create_step()
        lead = self._create_deal()
        activity = self._plan(lead=lead)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [lead.id])
        self.env.invalidate_all()
        activity.action_feedback()
        self.assertFalse(self.env['deal.activity.suggestion'].search(self.of_letter))

    # Responsible

    def test_the_step_names_who_is_responsible(self):
        expected = {
            'deal': self.salesman,
            'previous': self.salesman_all,
            'doer': self.manager,
            'user': self.employee,
        }
        step = self._create_step(user_id=self.employee.id)
        for responsible, user in expected.items():
            with self.subTest(responsible):
                step.responsible = responsible
                self._plan(user=self.salesman_all).with_user(self.manager).action_feedback()
                self.assertEqual(self.deal.deal_suggestion_ids.sorted()[-1].user_id, user)

    def test_somebody_is_responsible_in_any_case(self):
        step = self._create_step(responsible='user')
        self.assertEqual(self._do(user=self.manager).user_id, self.manager)
        step.user_id = self.employee
        self.employee.active = False
        self.assertEqual(self._do(user=self.manager).user_id, self.manager)
        nobodys = self._create_deal()
        activity = self._plan(lead=nobodys)
        activity.user_id = False
        activity.with_user(self.manager).action_feedback()
        self.assertEqual(nobodys.deal_suggestion_ids.user_id, self.manager)

    def test_what_odoo_triggers_is_for_the_salesperson(self):
        self.visit.triggered_next_type_id = self.letter
        self._plan(user=self.manager).with_user(self.manager).action_feedback()
        self.assertEqual(self.deal.activity_ids.user_id, self.salesman)

    def test_what_odoo_triggers_is_for_whom_the_type_says(self):
        self.visit.triggered_next_type_id = self.letter
        self.visit.deal_triggered_responsible = 'previous'
        self._plan(user=self.salesman_all).with_user(self.manager).action_feedback()
        self.assertEqual(self.deal.activity_ids.user_id, self.salesman_all)
        self.letter.default_user_id = self.manager
        self.deal.activity_ids.unlink()
        self._plan().with_user(self.salesman).action_feedback()
        self.assertEqual(self.deal.activity_ids.user_id, self.manager)

    # Taking and dismissing

    def test_taking_schedules_once(self):
        self._create_step(summary="Write to them")
        suggestion = self._do()
        taken = suggestion.with_user(self.salesman)
        self.assertFalse(taken.action_take())
        taken.action_take()
        activity = self.deal.activity_ids
        self.assertEqual(suggestion.taken_activity_id, activity)
        self.assertEqual(suggestion.state, 'taken')
        self.assertEqual(activity.activity_type_id, self.letter)
        self.assertEqual(activity.previous_activity_type_id, self.visit)
        self.assertEqual(activity.summary, "Write to them")
        self.assertEqual(activity.user_id, self.salesman)
        self.assertFalse(activity.automated)
        self.assertFalse(self.deal.with_user(self.salesman).deal_next_steps)

    def test_one_is_taken_and_the_others_stay(self):
        self._create_step(sequence=1)
        self._create_step(sequence=2, next_kind=self.visit)
        first, second = self._do()
        first.action_take()
        self.assertEqual(second.state, 'open')
        second.action_take()
        self.assertEqual(len(self.deal.activity_ids), 2)

    def test_summary_is_in_the_language_of_the_responsible(self):
        self.env['res.lang']._activate_lang('fa_IR')
        step = self._create_step(summary="Write to them")
        step.with_context(lang='fa_IR').summary = "نامه بنویسید"
        self.salesman.lang = 'fa_IR'
        self._do().with_user(self.manager).action_take()
        self.assertEqual(self.deal.activity_ids.summary, "نامه بنویسید")

    def test_what_has_waited_is_for_today(self):
        self._create_step()
        with freeze_time('2026-01-01'):
            suggestion = self._do()
        with freeze_time('2026-02-01'):
            suggestion.action_take()
        self.assertEqual(self.deal.activity_ids.date_deadline, date(2026, 2, 1))

    def test_dismissing_schedules_nothing(self):
        self._create_step()
        suggestion = self._do()
        suggestion.with_user(self.salesman).action_dismiss()
        suggestion.with_user(self.salesman).action_take()
        self.assertEqual(suggestion.state, 'dismissed')
        self.assertFalse(self.deal.activity_ids)

    def test_the_form_of_the_next_activity_opens_on_what_is_suggested(self):
        self._create_step(summary="Write to them", delay_count=5)
        done = self._plan(user=self.manager).with_user(self.manager)
        action = done.action_done_schedule_next()
        activities = self.env['mail.activity'].with_user(self.manager)
        with Form(activities.with_context(**action['context']), action['views'][0][0]) as form:
            self.assertEqual(form.activity_type_id, self.letter)
            self.assertEqual(form.summary, "Write to them")
            self.assertEqual(form.date_deadline, date.today() + timedelta(days=5))
            self.assertEqual(form.user_id, self.salesman)
        self.assertEqual(self.deal.deal_suggestion_ids.state, 'taken')
        self.assertEqual(self.deal.deal_suggestion_ids.taken_activity_id, form.record)

    def _plan_in_dialogue(self, user=None, **values):
        """Open the dialogue from the deal, change values and schedule."""
        action = self.deal.with_user(user or self.salesman).action_deal_plan()
        dialogue = self.env[action['res_model']].with_user(user or self.salesman)
        with Form(dialogue.with_context(**action['context'])) as form:
            for name, value in values.items():
                form[name] = value
        form.record.action_schedule_activities()
        return self.deal.activity_ids

    @freeze_time('2026-11-24')
    def test_the_dialogue_has_what_is_suggested_filled_in(self):
        self._create_step(delay_count=2, delay_unit='weeks', summary="Write to them")
        suggestion = self._do(user=self.manager)
        planned = self._plan_in_dialogue()
        self.assertEqual(
            (planned.activity_type_id, planned.date_deadline, planned.summary, planned.user_id),
            (self.letter, date(2026, 12, 8), "Write to them", self.salesman),
        )
        self.assertEqual((suggestion.state, suggestion.taken_activity_id), ('taken', planned))

    def test_what_else_is_scheduled_there_takes_nothing_that_is_suggested(self):
        self._create_step()
        suggestion = self._do()
        planned = self._plan_in_dialogue(activity_type_id=self.visit)
        self.assertEqual((planned.activity_type_id, suggestion.state), (self.visit, 'open'))

    def test_the_dialogue_is_odoos_where_nothing_is_suggested(self):
        self.assertTrue(self._plan_in_dialogue())
        self.deal.activity_ids.unlink()
        self._create_step()
        self._do().action_dismiss()
        self.assertNotIn('deal_suggestion_id', self.deal.action_deal_plan()['context'])

    def test_another_type_on_that_form_leaves_what_is_suggested(self):
        self._create_step()
        done = self._plan().with_user(self.salesman)
        action = done.action_done_schedule_next()
        activities = self.env['mail.activity'].with_user(self.salesman)
        with Form(activities.with_context(**action['context'])) as form:
            form.activity_type_id = self.visit
        self.assertEqual(self.deal.deal_suggestion_ids.state, 'open')

    def test_what_is_for_open_deals_is_not_shown_on_won_ones(self):
        self._create_step()
        self._do()
        self.assertTrue(self.deal.deal_next_steps)
        self.deal.action_set_won()
        self.assertFalse(self.deal.deal_next_steps)

    def test_buttons_ask_for_an_offer_on_the_screen(self):
        step = self._create_step()
        plain = self._plan().with_user(self.salesman).action_done()
        self.assertIsInstance(plain, int)
        offering = self._plan().with_user(self.salesman)
        action = offering.with_context(deal_offer_next_steps=True).action_done()
        self.assertEqual(action['tag'], 'deal_next_steps')
        [offer] = action['params']['offers']
        self.assertEqual(offer['id'], self.deal.id)
        self.assertEqual([shown['name'] for shown in offer['steps']], ["Letter"])
        step.active = False
        self.deal.deal_suggestion_ids.action_dismiss()
        offering = self._plan().with_user(self.salesman)
        self.assertFalse(
            isinstance(offering.with_context(deal_offer_next_steps=True).action_done(), dict)
        )

    # Outcomes

    def test_outcome_is_kept_and_counted(self):
        self._do(deal_outcome_id=self.no_answer.id)
        self._do(deal_outcome_id=self.no_answer.id)
        self._do(deal_outcome_id=self.reached.id)
        self._do()
        groups = self.env['mail.activity']._read_group(
            [('res_model', '=', 'crm.lead'), ('res_id', '=', self.deal.id), ('active', '=', False)],
            ['deal_outcome_id'],
            ['__count'],
        )
        counts = {outcome.name: count for outcome, count in groups}
        self.assertEqual(counts, {"No answer": 2, "Reached": 1, False: 1})

    def test_outcome_is_written_in_the_chatter(self):
        self._do(deal_outcome_id=self.no_answer.id)
        self.assertIn("No answer", self.deal.message_ids[0].body)

    def test_an_outcome_in_use_is_kept(self):
        self._do(deal_outcome_id=self.no_answer.id)
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.no_answer.unlink()

    # Cost

    def _count_queries_of_done(self, kind):
        lead = self._create_deal(user_id=self.salesman.id)
        activity = self._plan(kind=kind, lead=lead).with_user(self.salesman)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        activity._action_done()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_done_costs_few_queries_without_steps(self):
        todo = self.env.ref('mail.mail_activity_data_todo')
        self._count_queries_of_done(todo)
        with_addon = self._count_queries_of_done(todo)
        self.patch(type(self.env['mail.activity']), '_suggest_next_steps', lambda _self: None)
        self.assertLessEqual(with_addon, self._count_queries_of_done(todo) + 3)

    # Removing what is handled

    def _remove_handled(self, day):
        # The job may come several times, and after another one.
        with freeze_time(day):
            for _run in range(2):
                self.env['deal.activity.suggestion']._gc_handled()

    def test_handled_suggestions_are_removed_after_a_while(self):
        self._create_step()
        taken, dismissed, waiting = (
            self._do(lead=self._create_deal(user_id=self.salesman.id)) for _turn in range(3)
        )
        taken.action_take()
        dismissed.action_dismiss()
        suggestions = taken | dismissed | waiting
        self.env.flush_all()
        self._remove_handled(date.today() + timedelta(days=80))
        self.assertEqual(suggestions.exists(), suggestions)
        self._remove_handled(date.today() + timedelta(days=100))
        self.assertEqual(suggestions.exists(), waiting)

    def test_removing_forgets_no_limit(self):
        self._create_step(max_count=2)
        self._do().action_dismiss()
        self._do().action_dismiss()
        self.env.flush_all()
        self._remove_handled(date.today() + timedelta(days=1000))
        self.assertFalse(self._do())
        self.assertEqual(len(self.deal.deal_suggestion_ids), 2)

    def test_a_merge_is_undone_after_suggestions_were_removed(self):
        self._create_step()
        other = self._create_deal(user_id=self.salesman.id)
        handled = self._do(lead=other)
        handled.action_dismiss()
        waiting = self._do(lead=other)
        survivor = (self.deal | other)._merge_into_oldest()
        self.assertEqual(survivor, self.deal)
        self.assertEqual(survivor.deal_suggestion_ids, handled | waiting)
        self.env.flush_all()
        self._remove_handled(date.today() + timedelta(days=100))
        survivor.action_deal_undo_merge()
        self.assertEqual(other.deal_suggestion_ids, waiting)
        self.assertFalse(self.deal.deal_suggestion_ids)
