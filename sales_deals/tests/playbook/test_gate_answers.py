"""What users answer when a deal is asked for practices, and what nobody can forge."""

from odoo import Command
from odoo.tests import tagged

from .test_gate_ways import GateWayCase, Refused

DENIED = 'odoo.exceptions.AccessError'


@tagged('post_install', '-at_install')
class TestGateAnswers(GateWayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for practice in cls.practices.values():
            practice.requirement = 'advice'
        cls.tick = cls.practices['tick']
        cls.date = cls.practices['domain']

    def setUp(self):
        super().setUp()
        self.own = self._make_deal()

    def _move(self, deals=None, **answers):
        deals = deals or self.own
        self.env.flush_all()
        context = {'deal_gate_answers': answers}
        self._call('crm.lead', 'write', deals.ids, {'stage_id': self.talks.id}, context=context)

    def _require(self, requirement, *practices):
        for practice in practices:
            practice.requirement = requirement
        self.env.flush_all()

    def _assert_stays(self, **answers):
        with self.assertRaises(Refused) as caught:
            self._move(**answers)
        self.env.invalidate_all()
        self.assertEqual(self.own.stage_id, self.start)
        self.assertFalse(self.own.deal_override_ids)
        self.assertFalse(self.own.deal_tick_ids)
        return caught.exception.args[-1]

    # What is answered

    def test_all_that_is_missing_is_answered_at_once(self):
        self._require('must', self.tick, self.date)
        self._require('ask', self.practices['meeting'])
        ticks, values = {self.tick.id: "By phone"}, {'date_deadline': '2030-02-01'}
        self._move(ticks=ticks, values=values, reason="They are abroad")
        self.assertEqual(self.own.stage_id, self.talks)
        self.assertEqual(f'{self.own.date_deadline}', '2030-02-01')
        tick = self.own.deal_tick_ids
        self.assertEqual((tick.note, tick.user_id), ("By phone", self.salesman))
        override = self.own.deal_override_ids
        self.assertEqual(override.practice_id, self.practices['meeting'])
        self.assertEqual((override.way, override.reason), ('reason', "They are abroad"))
        self.assertEqual((override.user_id, override.target_stage_id), (self.salesman, self.talks))
        self.assertIn("They are abroad", "".join(self.own.message_ids.mapped('body')))

    def test_pass_gate_takes_the_same_answers(self):
        self._require('must', self.tick)
        vals, ticks = {'stage_id': self.talks.id}, {f'{self.tick.id}': "Done"}
        self._call('crm.lead', 'pass_deal_gate', self.own.ids, vals, ticks=ticks)
        self.assertEqual((self.own.stage_id, self.own.deal_tick_ids.note), (self.talks, "Done"))

    def test_what_is_refused_leaves_nothing_behind(self):
        self._require('must', self.tick, self.practices['meeting'])
        data = self._assert_stays(ticks={self.tick.id: ""}, reason="I want to")
        [asked] = data['context']['practices']
        self.assertEqual(asked['id'], self.practices['meeting'].id)
        self.assertFalse(data['context']['may_pass'])

    def test_a_manager_passes_what_is_needed_with_a_reason(self):
        self._require('must', self.tick)
        self.authenticate('deal_manager', 'deal_manager')
        self._assert_stays(reason="  ")
        self._move(reason="Known for years")
        self.assertEqual(self.own.stage_id, self.talks)

    def test_a_reason_is_asked_for_once(self):
        self._require('ask', self.tick)
        self._move(reason="Known for years")
        self._call('crm.lead', 'write', self.own.ids, {'stage_id': self.start.id})
        self._call('crm.lead', 'write', self.own.ids, {'stage_id': self.talks.id})
        self.assertEqual(len(self.own.deal_override_ids), 1)

    def test_what_was_asked_for_and_is_needed_now_is_asked_again(self):
        self._require('ask', self.tick)
        self._move(reason="Known for years")
        self._call('crm.lead', 'write', self.own.ids, {'stage_id': self.start.id})
        self._require('must', self.tick)
        with self.assertRaises(Refused):
            self._move(reason="Known for years")

    def test_several_deals_are_answered_at_once(self):
        self._require('ask', self.tick, self.date)
        done, other = self._make_deal(), self._make_deal()
        self._fulfil_domain(done)
        self.env.flush_all()
        values = {'date_deadline': '2030-02-01'}
        deals = self.own | done | other
        self._move(deals, ticks={self.tick.id: "All"}, values=values)
        self.assertEqual(deals.stage_id, self.talks)
        self.assertEqual(len(deals.deal_tick_ids), 3)
        self.assertEqual(f'{done.date_deadline}', '2030-01-01', "it was known already")
        self.assertEqual({f'{lead.date_deadline}' for lead in self.own | other}, {'2030-02-01'})

    def test_an_answer_about_one_deal_is_none_about_others(self):
        self._require('ask', self.tick)
        other = self._make_deal()
        answers = {'ticks': {self.tick.id: "Known"}, 'reason': "In a hurry"}
        with self.assertRaises(Refused) as caught:
            self._move(self.own | other, lead_ids=self.own.ids, **answers)
        [asked] = caught.exception.args[-1]['context']['practices']
        self.assertEqual(asked['lead_ids'], other.ids)
        self.assertFalse((self.own | other).deal_tick_ids)
        self._move(self.own | other, lead_ids=[*self.own.ids, *other.ids], **answers)
        self.assertEqual(len((self.own | other).deal_tick_ids), 2)

    def test_a_new_deal_is_answered_for_too(self):
        self._require('ask', self.tick)
        answers = {'ticks': {self.tick.id: "At once"}}
        context = {'deal_gate_answers': answers}
        [new] = self._call('crm.lead', 'create', [self._prepare_new()], context=context)
        self.assertEqual(self.env['crm.lead'].browse(new).deal_tick_ids.note, "At once")

    def test_back_and_lost_and_suspended_are_free(self):
        self._require('must', *self.practices.values())
        deal = self._make_deal()
        deal.stage_id = self.talks
        self.env.flush_all()
        self._call('crm.lead', 'write', deal.ids, {'stage_id': self.start.id})
        reason = self.env['crm.lost.reason'].search([], limit=1)
        self._call('crm.lead', 'action_set_lost', deal.ids, lost_reason_id=reason.id)
        self.assertEqual((deal.stage_id, deal.deal_state), (self.start, 'lost'))
        suspended = {'deal_is_suspended': True, 'deal_suspended_until': '2100-01-01'}
        self._call('crm.lead', 'write', self.own.ids, suspended)
        self.assertEqual(self.own.deal_state, 'suspended')

    def test_a_stage_of_another_team_is_on_nobodys_way(self):
        self._require('must', self.tick)
        self.start.team_ids = self.team_b
        middle = self.env['crm.stage'].create(
            {'name': "Middle", 'sequence': 1, 'deal_process_id': self.process_a.id}
        )
        deal = self._make_deal(stage_id=middle.id)
        self._call('crm.lead', 'write', deal.ids, {'stage_id': self.signed.id})
        self.assertEqual(deal.stage_id, self.signed)

    # What is open

    def test_what_is_open_is_told(self):
        self._require('must', self.tick, self.date)
        told = self._call('crm.lead', 'get_deal_open_practices', self.own.ids, self.talks.id)
        self.assertEqual((told['stage'], told['may_pass']), (self.talks.name, False))
        asked = {practice['name']: practice for practice in told['practices']}
        self.assertEqual(asked['domain']['fields'], ['date_deadline'])
        self.assertEqual(asked['tick']['lead_ids'], self.own.ids)

    def test_each_kind_has_what_opens_it(self):
        for name, practice in self.practices.items():
            with self.subTest(name=name):
                action = self._call(
                    'crm.lead', 'get_deal_practice_action', self.own.ids, practice.id
                )
                self.assertTrue(action['type'].startswith('ir.actions.'))

    # What is forged

    def test_answers_write_nothing_that_is_not_asked_for(self):
        self._require('ask', self.tick, self.date)
        values = {
            'date_deadline': '2030-02-01',
            'name': "Mine",
            'user_id': self.manager.id,
            'stage_id': self.signed.id,
            'deal_number': "A-1",
            'deal_override_ids': [Command.create({'way': 'reason'})],
        }
        self._move(values=values, ticks={self.tick.id: ""})
        self.assertEqual((self.own.stage_id, self.own.name), (self.talks, "A deal"))
        self.assertEqual(self.own.user_id, self.salesman)
        self.assertNotEqual(self.own.deal_number, "A-1")

    def test_a_practice_can_not_move_a_deal_by_its_filter(self):
        practice = self._create_practice(
            kind='domain', domain=f"[('stage_id', '=', {self.signed.id})]", requirement='ask'
        )
        self.assertEqual(practice._get_asked_fields(), [])

    def test_ticks_of_other_kinds_and_practices_are_not_taken(self):
        foreign = self._create_practice(
            name="Foreign", stage_id=self.process_b.stage_ids[0].id, requirement='must'
        )
        self._require('must', self.practices['meeting'])
        ticks = {self.practices['meeting'].id: "", foreign.id: "", 0: "", 'x': ""}
        self._assert_stays(ticks=ticks)
        for practice in (self.practices['meeting'], foreign):
            values = {'lead_id': self.own.id, 'practice_id': practice.id}
            with self.subTest(practice=practice.name), self.assertRaises(Refused):
                self._call('deal.practice.tick', 'create', [values])
            with self.subTest(practice=practice.name), self.assertRaises(Refused):
                self._call('crm.lead', 'tick_deal_practice', self.own.ids, practice.id, "Done")
            commands = {'deal_tick_ids': [Command.create({'practice_id': practice.id})]}
            with self.subTest(practice=practice.name), self.assertRaises(Refused):
                self._call('crm.lead', 'write', self.own.ids, commands)
        self.assertFalse(self.own.deal_tick_ids)

    def test_deals_of_others_are_neither_ticked_nor_passed(self):
        self._require('ask', self.tick)
        theirs = self._make_deal(user_id=self.manager.id)
        for method, args in (
            ('tick_deal_practice', [self.tick.id, "Mine"]),
            ('pass_deal_gate', [{'stage_id': self.talks.id}, {self.tick.id: ""}, "Why not"]),
            ('get_deal_open_practices', [self.talks.id]),
            ('get_deal_practice_action', [self.tick.id]),
        ):
            with self.subTest(method=method):
                self._assert_denied('crm.lead', method, theirs.ids, *args)
        values = {'lead_id': theirs.id, 'practice_id': self.tick.id}
        self._assert_denied('deal.practice.tick', 'create', [values])
        self.assertFalse(theirs.deal_tick_ids)
        self.assertFalse(theirs.deal_override_ids)

    def test_who_and_when_are_not_forged(self):
        for values in ({'user_id': self.manager.id}, {'date': '2020-01-01 00:00:00'}):
            values = {'lead_id': self.own.id, 'practice_id': self.tick.id, **values}
            with self.subTest(values=values):
                self._assert_denied('deal.practice.tick', 'create', [values])
        context = {'default_user_id': self.manager.id, 'default_date': '2020-01-01 00:00:00'}
        self._call(
            'crm.lead', 'tick_deal_practice', self.own.ids, self.tick.id, "", context=context
        )
        tick = self.own.deal_tick_ids
        self.assertEqual((tick.user_id, tick.date.year > 2020), (self.salesman, True))
        self._assert_denied('deal.practice.tick', 'write', tick.ids, {'lead_id': self.deal.id})

    def test_overrides_are_made_by_nobody(self):
        values = {
            'lead_id': self.own.id,
            'practice_id': self.tick.id,
            'requirement': 'must',
            'way': 'reason',
        }
        for user in (self.salesman, self.manager):
            self.authenticate(user.login, user.login)
            self._assert_denied('deal.practice.override', 'create', [values])
            commands = {'deal_override_ids': [Command.create(values)]}
            self._assert_denied('crm.lead', 'write', self.own.ids, commands)
        context = {'default_deal_override_ids': [Command.create(values)]}
        new = {'name': "New", 'type': 'opportunity'}
        self._assert_denied('crm.lead', 'create', [new], context=context)

    def _assert_denied(self, model, method, *args, **kwargs):
        self.env.flush_all()
        with self.assertRaises(Refused) as caught:
            self._call(model, method, *args, **kwargs)
        self.assertEqual(caught.exception.args[-1]['name'], DENIED)
