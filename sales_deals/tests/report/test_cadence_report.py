"""What cadences teach: the figures are those of a count of the records, one by one."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ..cadence.common import CadenceCase

MIN_MESSAGES = 'odoo.addons.sales_deals.models.report.deal_cadence_report.MIN_MESSAGES'
NOW = datetime(2026, 6, 1, 12)
ANSWERS = ('replied', 'colleague', 'asked', 'accepted', 'declined')
COUNTS = (
    'sent_count',
    'offered_count',
    'opened_count',
    'replied_count',
    'moved_count',
    'won_count',
    'stopped_count',
)


class CadenceReportCase(CadenceCase):
    """Cadences of the past, and what happened on their deals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.mail_template.copy({'name': "Second letter"})
        cls.message, cls.activity, cls.last = cls.cadence.step_ids
        cls.report = cls.env['deal.cadence.report'].with_context(tz='UTC')
        cls.followup = cls._make_followup()
        cls.deals = cls.env['crm.lead']

    @classmethod
    def _record(cls, lead, tasks=(), state='done', reason=False, begun_on=NOW, **values):
        """Record a cadence of a deal that has gone.

        :param tasks: tuples of a step, a state, and the days after the beginning
        """
        cls.deals |= lead
        run = cls.env['deal.cadence.run'].create(
            {
                'cadence_id': cls.cadence.id,
                'lead_id': lead.id,
                'company_id': cls.company.id,
                'user_id': cls.salesman.id,
                'email': lead.email_from,
                'revision': cls.cadence.revision,
                'state': state,
                'reason': reason,
                'begun_on': begun_on,
                **values,
            }
        )
        rows = [
            {
                'run_id': run.id,
                'step_id': step.id,
                'state': task_state,
                'since': begun_on,
                'done_on': task_state == 'done' and begun_on + timedelta(days=days),
                'template_id': step._pick_template(run).id,
            }
            for step, task_state, days in tasks
        ]
        cls.env['deal.cadence.task'].create(rows)
        return run

    @classmethod
    def _record_sent(cls, count, replied=0, step=None, template=None):
        """Record cadences of one message each, to some of which the client replied."""
        for number in range(count):
            lead = cls._create_mailed(f"P{len(cls.deals)}")
            is_answer = number < replied
            run = cls._record(
                lead,
                [(step or cls.message, 'done', 0)],
                state='stopped' if is_answer else 'done',
                reason='replied' if is_answer else False,
            )
            run.task_ids.template_id = template or cls.mail_template

    @classmethod
    def _offer(cls, task):
        offer = cls.env['deal.offer'].create({'lead_id': task.lead_id.id})
        line = cls.env['deal.followup.line'].create(
            {
                'followup_id': cls.followup.id,
                'lead_id': task.lead_id.id,
                'offer_id': offer.id,
                'state': 'sent',
                'sent_on': task.done_on,
            }
        )
        task.message_line_id = line
        return offer

    @classmethod
    def _visit(cls, offer, moment, kind='person'):
        cls.env['deal.offer.view'].create(
            {
                'offer_id': offer.id,
                'began': moment,
                'last': moment,
                'visitor': 'x',
                'kind': kind,
                'reason': 'visible',
            }
        )

    @classmethod
    def _change_stage(cls, lead, old, new, moment):
        message = lead._message_log(body="")
        change = cls.env['mail.tracking.value'].create(
            {
                'field_id': cls.env['ir.model.fields']._get('crm.lead', 'stage_id').id,
                'old_value_integer': old.id,
                'new_value_integer': new.id,
                'mail_message_id': message.id,
            }
        )
        cls._set_in_database(change, create_date=moment)

    @classmethod
    def _set_in_database(cls, records, **values):
        """Write what is of the past, which the ORM decides by itself."""
        records.flush_recordset()
        for name, value in values.items():
            cls.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = ANY(%s)",
                    SQL.identifier(records._table),
                    SQL.identifier(name),
                    value,
                    records.ids,
                )
            )
        records.invalidate_recordset()

    @property
    def domain(self):
        return [('lead_id', 'in', self.deals.ids)]

    def _get_row(self, step=None, domain=()):
        rows = self.report.get_picture([*self.domain, *domain])['rows']
        return next((row for row in rows if row['id'] == (step or self.message).id), None)

    def _get_counts(self, *domain):
        names = [f'{name}:sum' for name in COUNTS]
        [figures] = self.report._read_group([*self.domain, *domain], [], names)
        return {name: figure for name, figure in zip(COUNTS, figures, strict=True) if figure}


@tagged('post_install', '-at_install')
class TestCadenceReport(CadenceReportCase):
    def test_an_answer_counts_for_the_last_message_before_it(self):
        self._record(self.anna, [(self.message, 'done', 0), (self.last, 'done', 5)])
        self._write_mail(self.anna, 'email', NOW + timedelta(days=6))
        self.assertEqual(self._get_row()['replied_count'], 0)
        self.assertEqual(self._get_row(self.last)['replied_count'], 1)
        self._write_mail(self.anna, 'email', NOW + timedelta(days=1))
        self.assertEqual(self._get_row()['replied_count'], 1)

    def test_an_answer_after_a_month_is_none(self):
        self._record(self.anna, [(self.message, 'done', 0)])
        self._write_mail(self.anna, 'email', NOW + timedelta(days=30))
        self._write_mail(self.anna, 'email_outgoing', NOW + timedelta(days=1))
        self.assertEqual(self._get_counts(), {'sent_count': 1})
        self._write_mail(self.anna, 'email', NOW + timedelta(days=29, hours=23))
        self.assertEqual(self._get_counts(), {'sent_count': 1, 'replied_count': 1})

    def test_an_answer_elsewhere_by_which_it_stopped_counts(self):
        tasks = [(self.message, 'done', 0), (self.activity, 'done', 3), (self.last, 'cancelled', 0)]
        self._record(self.anna, tasks, 'stopped', 'accepted')
        counts = {'sent_count': 1, 'replied_count': 1, 'stopped_count': 1}
        self.assertEqual(self._get_counts(), counts)
        self.assertEqual(self._get_row()['replied_count'], 1)
        stopped = self.report.search([*self.domain, ('stop_reason', '=', 'accepted')])
        self.assertEqual(stopped.step_id, self.activity)

    def test_a_cadence_that_stopped_before_all_counts_at_its_first_step(self):
        self._record(self.anna, [(self.message, 'cancelled', 0)], 'stopped', 'opted_out')
        self.assertEqual(self._get_counts(), {'stopped_count': 1})
        picture = self.report.get_picture(self.domain)
        self.assertEqual(picture['rows'], [])
        self.assertEqual(
            [(stop['reason'], stop['count']) for stop in picture['stops']], [('opted_out', 1)]
        )

    def test_offers_are_opened_by_people_alone(self):
        self.message.offer_mode = 'link'
        task = self._record(self.anna, [(self.message, 'done', 0)]).task_ids
        offer = self._offer(task)
        self._visit(offer, NOW + timedelta(days=1), 'machine')
        self._visit(offer, NOW - timedelta(days=1))
        self.assertEqual(self._get_counts(), {'sent_count': 1, 'offered_count': 1})
        self._visit(offer, NOW + timedelta(days=1))
        self.assertEqual(self._get_row()['opened_count'], 1)

    def test_deals_that_go_forward_and_are_won(self):
        first, second = self.anna.deal_process_id._get_stages()[:2]
        self._record(self.anna, [(self.message, 'done', 0)])
        self._change_stage(self.anna, second, first, NOW + timedelta(days=1))
        self.assertEqual(self._get_counts(), {'sent_count': 1})
        self._change_stage(self.anna, first, second, NOW + timedelta(days=2))
        self.assertEqual(self._get_row()['moved_count'], 1)
        self.anna.action_set_won()
        self._set_in_database(self.anna, date_closed=NOW + timedelta(days=90))
        self.assertEqual(self._get_row()['won_count'], 1)

    def test_nothing_is_said_below_fifty_messages(self):
        self._record_sent(49, 10)
        row = self._get_row()
        self.assertEqual((row['sent_count'], row['replied_count']), (49, 10))
        self.assertIs(row['replied_share'], False)
        [(share,)] = self.report._read_group(self.domain, [], ['replied_share:avg'])
        self.assertIs(share, False)
        self._record_sent(1)
        self.assertEqual(self._get_row()['replied_share'], 0.2)
        [(share,)] = self.report._read_group(self.domain, [], ['replied_share:avg'])
        self.assertEqual(share, 0.2)

    def test_two_texts_are_compared(self):
        self.message.template_b_id = self.second
        self._record_sent(50, 5)
        self._record_sent(49, 30, template=self.second)
        turns = self._get_row()['turns']
        self.assertEqual([text['sent_count'] for text in turns['texts']], [50, 49])
        self.assertIs(turns['difference'], False)
        self._record_sent(1, template=self.second)
        turns = self._get_row()['turns']
        self.assertEqual([text['name'] for text in turns['texts']], ["Letter", "Second letter"])
        self.assertAlmostEqual(turns['difference'], 0.5)
        self.assertFalse(turns['may_be_chance'])

    def test_a_small_difference_of_texts_may_be_chance(self):
        self.message.template_b_id = self.second
        self._record_sent(50, 10)
        self._record_sent(50, 12, template=self.second)
        turns = self._get_row()['turns']
        self.assertAlmostEqual(turns['difference'], 0.04)
        self.assertTrue(turns['may_be_chance'])

    def test_texts_are_compared_of_the_time_in_which_both_went(self):
        self._record(self.anna, [(self.message, 'done', 0)], begun_on=NOW - timedelta(days=99))
        self.message.template_b_id = self.second
        self._record_sent(2, 1)
        self._record_sent(3, 1, template=self.second)
        row = self._get_row()
        self.assertEqual(row['sent_count'], 6)
        self.assertEqual([text['sent_count'] for text in row['turns']['texts']], [2, 3])
        third = self.mail_template.copy({'name': "Third letter"})
        self._begin()
        self.message.template_b_id = third
        row = self._get_row()
        self.assertEqual(row['sent_count'], 6)
        self.assertEqual([text['sent_count'] for text in row['turns']['texts']], [0, 0])

    def test_texts_are_compared_though_all_of_one_leave_before_the_other(self):
        self.message.template_b_id = self.second
        self._record_sent(3, 1)
        self._record_sent(3, 1, template=self.second)
        tasks = self.deals.deal_cadence_run_ids.task_ids
        later = tasks.filtered(lambda task: task.template_id == self.second)
        later.done_on = NOW + timedelta(minutes=1)
        texts = self._get_row()['turns']['texts']
        self.assertEqual([text['sent_count'] for text in texts], [3, 3])

    def test_a_removed_step_keeps_its_history(self):
        self._record_sent(2, 1)
        self.message.unlink()
        self.assertEqual((self._get_row()['sent_count'], self._get_row()['place']), (2, 0))

    def test_steps_with_the_most_answers_come_first(self):
        self._record_sent(50, 10)
        self._record_sent(50, 20, step=self.last)
        rows = self.report.get_picture(self.domain)['rows']
        self.assertEqual([row['id'] for row in rows], [self.last.id, self.message.id])
        self.assertEqual([row['place'] for row in rows], [3, 1])

    def test_the_rows_of_each_figure_are_as_many_as_it_says(self):
        self._record_sent(5, 3)
        row = self._get_row()
        for name in ('sent_count', 'replied_count'):
            domain = [*self.domain, ('step_id', '=', row['id']), (name, '=', 1)]
            self.assertEqual(self.report.search_count(domain), row[name])

    def test_by_period_salesperson_and_template(self):
        self._record_sent(2, 1)
        self._record_sent(1, template=self.second)
        groups = self.report._read_group(
            self.domain,
            ['user_id', 'template_id', 'done_on:month', 'begun_on_persian_month'],
            ['sent_count:sum', 'replied_count:sum'],
        )
        month = datetime(2026, 6, 1)
        wanted = {
            (self.salesman, self.mail_template, month, '1405/03', 2, 1),
            (self.salesman, self.second, month, '1405/03', 1, 0),
        }
        self.assertEqual(set(groups), wanted)

    def test_a_row_opens_its_deal(self):
        self._record(self.anna, [(self.message, 'done', 0)])
        action = self.report.search(self.domain).with_user(self.salesman).action_open_deal()
        self.assertEqual((action['res_model'], action['res_id']), ('crm.lead', self.anna.id))

    def test_rows_are_of_the_users_deals_and_companies(self):
        self._record(self.anna, [(self.message, 'done', 0)])
        self._record(self.jan, [(self.message, 'done', 0)])
        self.jan.user_id = self.salesman_all
        for user, leads in (
            (self.salesman, self.anna),
            (self.manager, self.leads),
            (self.stranger, self.deals.browse()),
        ):
            report = self.report.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            with self.subTest(user.login):
                self.assertEqual(report.search(self.domain).lead_id, leads)
                rows = report.get_picture(self.domain)['rows']
                self.assertEqual(sum(row['sent_count'] for row in rows), len(leads))

    def test_the_picture_takes_as_many_queries_for_one_deal_as_for_many(self):
        self.message.template_b_id = self.second
        self._record_sent(1, 1)
        counts = []
        for _round in range(3):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.report.get_picture(self.domain)
            counts.append(self.env.cr.sql_log_count - before)
            self._record_sent(10, 2)
            self._record_sent(10, 3, template=self.second)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 20)


@tagged('post_install', '-at_install')
class TestCadenceCount(CadenceReportCase):
    """Random cadences and events, against a plain count of the records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = Random(11)
        cls.message.write({'template_b_id': cls.second.id, 'offer_mode': 'link'})
        cls.stages = list(cls.anna.deal_process_id._get_stages())
        cls.mails, cls.moves, cls.visits = {}, {}, {}
        for number in range(60):
            if number == 30:
                # Those that run keep the steps as they are.
                cls._record(cls._create_mailed("Runs"), [(cls.message, 'done', 0)], 'running')
                cls.last.write({'template_b_id': cls.second.id, 'offer_mode': 'attach'})
            cls._record_at_random(cls._create_mailed(f"Q{number}"))
        cls.tasks = cls.env['deal.cadence.task'].search([('lead_id', 'in', cls.deals.ids)])
        cls.env.flush_all()

    @classmethod
    def _record_at_random(cls, lead):
        choose = cls.random.choice
        state = choose(('done', 'stopped', 'stopped', 'running', 'paused'))
        reasons = (*ANSWERS, 'meeting', 'stage', 'lost', 'by_hand')
        reason = choose(reasons) if state == 'stopped' else False
        days = 0
        tasks = []
        for step in cls.cadence.step_ids[: cls.random.randint(1, 3)]:
            days += cls.random.randint(0, 25)
            tasks.append((step, choose(('done', 'done', 'done', 'skipped', 'cancelled')), days))
        run = cls._record(lead, tasks, state, reason)
        for task in run.task_ids:
            # After a change of the text, or by hand.
            task.template_id = choose((task.template_id, task.template_id, cls.second))
            if task.kind == 'message' and task.state == 'done' and cls.random.random() < 0.7:
                offer = cls._offer(task)
                cls._visit_at_random(offer)
        cls._happen_at_random(lead)

    @classmethod
    def _get_moment(cls):
        return NOW + timedelta(days=cls.random.randint(-5, 90))

    @classmethod
    def _visit_at_random(cls, offer):
        for _number in range(cls.random.randint(0, 3)):
            moment, kind = cls._get_moment(), cls.random.choice(('person', 'machine', 'probable'))
            cls._visit(offer, moment, kind)
            cls.visits.setdefault(offer, []).append((moment, kind))

    @classmethod
    def _happen_at_random(cls, lead):
        for _number in range(cls.random.randint(0, 3)):
            moment, kind = cls._get_moment(), cls.random.choice(('email', 'email_outgoing'))
            cls._write_mail(lead, kind, moment)
            cls.mails.setdefault(lead, []).append((moment, kind))
        for _number in range(cls.random.randint(0, 2)):
            moment, old, new = cls._get_moment(), *cls.random.sample(cls.stages, 2)
            cls._change_stage(lead, old, new, moment)
            cls.moves.setdefault(lead, []).append((moment, old, new))
        if cls.random.random() < 0.3:
            lead.action_set_won()
            cls._set_in_database(lead, date_closed=cls._get_moment())

    # The plain count

    def _is_sent(self, task):
        return task.state == 'done' and task.step_id.kind == 'message'

    def _get_span(self, task):
        """Return the moments until which answers, and a deal that is won, count for a message."""
        place = (task.done_on, task.id)
        later = [
            other.done_on
            for other in task.run_id.task_ids
            if self._is_sent(other) and (other.done_on, other.id) > place
        ]
        following = min(later, default=datetime.max)
        return min(following, task.done_on + timedelta(days=30)), following

    def _count_task(self, task):
        """Return the figures of a step of a deal, as dictionary of those that are 1."""
        run, lead = task.run_id, task.lead_id
        facts = {'stopped_count': run.state == 'stopped' and self._is_end(task)}
        if self._is_sent(task):
            until, following = self._get_span(task)

            def is_in(moment, end=until):
                return task.done_on <= moment < end

            offer = task.message_line_id.offer_id
            has_offer = bool(offer) and task.step_id.offer_mode != 'none'
            facts |= {
                'sent_count': True,
                'offered_count': has_offer,
                'opened_count': has_offer
                and any(
                    kind == 'person' and is_in(moment)
                    for moment, kind in self.visits.get(offer, [])
                ),
                'replied_count': (
                    following == datetime.max and run.state == 'stopped' and run.reason in ANSWERS
                )
                or any(
                    kind == 'email' and is_in(moment) for moment, kind in self.mails.get(lead, [])
                ),
                'moved_count': any(
                    is_in(moment) and (new.sequence, new.id) > (old.sequence, old.id)
                    for moment, old, new in self.moves.get(lead, [])
                ),
                'won_count': lead.deal_state == 'won' and is_in(lead.date_closed, following),
            }
        return Counter({name: 1 for name, fact in facts.items() if fact})

    def _is_end(self, task):
        done = [other for other in task.run_id.task_ids if other.state == 'done']
        if done:
            return task == max(done, key=lambda other: (other.done_on, other.id))
        return task == min(task.run_id.task_ids, key=lambda other: other.id)

    def _get_turn(self, task):
        step, origin = task.step_id, task.step_id.origin_id or task.step_id
        if not self._is_sent(task) or not self._is_of_pair(task):
            return False
        began = min(
            (
                other.since
                for other in self.tasks
                if (other.step_id.origin_id or other.step_id) == origin
                and self._is_of_pair(other)
                and self._is_sent(other)
                and other.template_id == other.step_id.template_b_id
            ),
            default=datetime.max,
        )
        if task.since < began:
            return False
        return {step.template_id: 'first', step.template_b_id: 'second'}.get(
            task.template_id, False
        )

    def _is_of_pair(self, task):
        step, origin = task.step_id, task.step_id.origin_id or task.step_id
        texts = (step.template_id, step.template_b_id)
        return bool(step.template_b_id) and texts == (origin.template_id, origin.template_b_id)

    def test_each_row_is_as_counted(self):
        rows = {row.id: row for row in self.report.search(self.domain)}
        self.assertEqual(set(rows), set(self.tasks.ids))
        turns = set()
        for task in self.tasks:
            row = rows[task.id]
            found = Counter({name: row[name] for name in COUNTS if row[name]})
            self.assertEqual(found, self._count_task(task), task.id)
            self.assertEqual(row.turn, self._get_turn(task))
            is_end = task.run_id.state == 'stopped' and self._is_end(task)
            self.assertEqual(row.stop_reason, is_end and task.run_id.reason)
            turns.add(row.turn)
        self.assertEqual(turns, {False, 'first', 'second'})

    def test_groups_are_as_counted(self):
        for name, get_key in (
            ('step_id', lambda task: task.step_id.origin_id or task.step_id),
            ('template_id', lambda task: task.template_id),
            ('turn', self._get_turn),
            ('team_id', lambda task: task.lead_id.team_id),
        ):
            expected = {}
            for task in self.tasks:
                counts = expected.setdefault(get_key(task), Counter())
                counts += self._count_task(task)
                expected[get_key(task)] = counts
            groups = self.report._read_group(
                self.domain, [name], [f'{count}:sum' for count in COUNTS]
            )
            found = {
                key: Counter({c: n for c, n in zip(COUNTS, figures, strict=True) if n})
                for key, *figures in groups
            }
            if name == 'template_id':
                # Activities have a text in the test alone.
                found.pop(self.env['mail.template'], None)
                expected.pop(self.env['mail.template'], None)
                for counts in (*found.values(), *expected.values()):
                    counts.pop('stopped_count', None)
            with self.subTest(name):
                self.assertEqual(found, expected)

    def test_shares_are_of_those_counts(self):
        for least in (1, 5, 40):
            with patch(MIN_MESSAGES, least):
                for row in self.report.get_picture(self.domain)['rows']:
                    for share, (part, whole) in (
                        ('opened_share', ('opened_count', 'offered_count')),
                        ('replied_share', ('replied_count', 'sent_count')),
                    ):
                        expected = row[part] / row[whole] if row[whole] >= least else False
                        self.assertEqual(row[share], expected)
