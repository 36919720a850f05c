"""Messages of cadences: they go by follow-ups, one of each step, salesperson and day."""

from collections import Counter
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.tools import SQL

from ...tools.cadence import timing
from . import deal_cadence_task  # noqa: F401 (extended below)

#: States of lines whose message went, or is about to.
GONE = ('waiting', 'sending', 'sent', 'interrupted')
#: Reasons against a message that move it to another day.
POSTPONING = ('recent', 'duplicate')
#: Reasons against a message -> why its cadence stops.
STOPPING = {
    'no_access': 'no_access',
    'merged': 'merged',
    'opted_out': 'opted_out',
    'blacklisted': 'blacklisted',
    'no_address': 'bounced',
    'invalid': 'bounced',
    'own_address': 'bounced',
    'internal': 'internal',
    'closed': 'archived',
    'replied': 'replied',
}


class DealCadenceTask(models.Model):
    _inherit = 'deal.cadence.task'

    def _hand_over(self, is_by_hand=False):
        """Hand messages to the job that sends them; those above a limit wait for another day.

        :param bool is_by_hand: whether who signs them sends them now, whatever the hour
        """
        tasks = self._keep_one_a_day()
        if is_by_hand:
            tasks.write({'send_until': False})
        else:
            tasks = tasks._keep_below_cap()
            tasks._set_send_until()
        for group in tasks.grouped(lambda task: task._get_sender()).values():
            group._add_to(group._get_followup())

    def _get_sender(self):
        """Return what messages have in common that go by one follow-up.

        :return: step, template, user and company
        """
        template = self.template_id or self.step_id.template_id
        return self.step_id, template, self.user_id, self.run_id.company_id

    def _keep_one_a_day(self):
        """Postpone what would be a second message of ours on a client's day.

        :return: the others
        """
        second = self.browse()
        for zone, tasks in self.grouped(lambda task: task._get_zone()).items():
            had = tasks._find_written_to(zone)
            for task in tasks.sorted('due_on'):
                if task.email in had:
                    second |= task
                had.add(task.email)
        second._postpone(lambda env: env._("Another message went to the client on this day."))
        return self - second

    def _find_written_to(self, zone):
        """Return the addresses to which a message went, or is about to, on this day.

        :param zone: ``datetime.tzinfo`` of the day
        """
        self.env.flush_all()
        query = SQL(
            """
            SELECT DISTINCT line.email
              FROM deal_followup_line AS line
              JOIN deal_followup AS followup ON followup.id = line.followup_id
             WHERE line.email IN %s AND %s
            """,
            tuple(self.mapped('email')) or ('',),
            self._get_gone_condition(self._get_day_begin(zone)),
        )
        return {email for (email,) in self.env.execute_query(query)}

    def _keep_below_cap(self):
        """Postpone what is above the number of messages that a mailbox sends a day.

        :return: the others
        """
        above = self.browse()
        sent = Counter(dict(self._count_sent_today()))
        for task in self.sorted('due_on'):
            cap = task.run_id.company_id.deal_cadence_cap
            sent[task.user_id.id] += 1
            if cap and sent[task.user_id.id] > cap:
                above |= task
        above._postpone(lambda env: env._("The mailbox has sent what it may send on this day."))
        return self - above

    def _count_sent_today(self):
        """Return how many messages of follow-ups and cadences went in each user's name today."""
        begin = self._get_day_begin(ZoneInfo(self.env.user.tz or 'UTC'))
        query = SQL(
            """
            SELECT followup.user_id, COUNT(*)
              FROM deal_followup_line AS line
              JOIN deal_followup AS followup ON followup.id = line.followup_id
             WHERE followup.user_id IN %(users)s AND followup.write_date >= %(begin)s
                   AND %(gone)s
          GROUP BY followup.user_id
            """,
            users=tuple(self.user_id.ids) or (0,),
            begin=begin,
            gone=self._get_gone_condition(begin),
        )
        return self.env.execute_query(query)

    @staticmethod
    def _get_gone_condition(begin):
        """Return the condition that a message has gone since a moment, or is about to.

        What waits in a follow-up that nobody has sent, or for another day, has not.
        """
        return SQL(
            """(line.state IN %s AND COALESCE(line.sent_on, line.create_date) >= %s
                AND (line.state != 'waiting' OR followup.state = 'sending'))""",
            GONE,
            begin,
        )

    @staticmethod
    def _get_day_begin(zone):
        """Return the beginning (UTC) of the day in a time zone."""
        today = datetime.now(zone).date()
        return timing.Hours(0, 24 * 60, zone).begin(today)

    def _set_send_until(self):
        """Note until when each message may be handed to a mail server: the end of its hours."""
        now = fields.Datetime.now()
        for task in self:
            hours = task._get_hours()
            task.send_until = hours.end(hours.local(now).date())

    # Follow-ups

    def _get_followup(self):
        """Return the follow-up that takes these messages: today's of their step and who signs."""
        step, template, user, company = self[:1]._get_sender()
        # Whoever may send the messages, or read them, need not read all follow-ups.
        followups = self.env['deal.followup'].sudo()
        zone = ZoneInfo(user.tz or 'UTC')
        domain = [
            ('cadence_step_id', '=', step.id),
            ('template_id', '=', template.id),
            ('user_id', '=', user.id),
            ('company_id', '=', company.id),
            ('create_date', '>=', self._get_day_begin(zone)),
            ('state', 'in', ('sending', 'done')),
        ]
        values = self._prepare_followup(step, template, user, company)
        writer = followups.with_context(lang=user.lang)
        return followups.search(domain, limit=1) or writer.create(values)

    def _prepare_followup(self, step, template, user, company):
        """Prepare a follow-up for messages of a step.

        :return: dictionary for ``deal.followup.create``
        """
        return {
            'name': f'{step.cadence_id.name}: {template.name}',
            'user_id': user.id,
            'company_id': company.id,
            'template_id': template.id,
            'offer_mode': step.offer_mode,
            'skip_days': 0,
            'skip_replied': False,
            'include_closed': step.cadence_id.deals != 'open',
            'cadence_step_id': step.id,
        }

    def _add_to(self, followup):
        """Add a line for each of these messages, and let the job send them."""
        known = followup.line_ids
        followup._add_lines(self.lead_id.ids)
        lines = {line.lead_id: line for line in followup.line_ids - known}
        for task in self:
            line = lines[task.lead_id]
            # Until the job decides on it, the client must be known not to get another one.
            line.email = task.email
            task.write({'state': 'sending', 'message_line_id': line.id, 'note': False})
        now = fields.Datetime.now()
        followup.write(
            {'state': 'sending', 'next_on': now, 'launched_on': followup.launched_on or now}
        )
        followup._trigger_job()

    # What became of them

    def _is_too_late(self):
        """Return whether a message may not be handed to a mail server any more on this day."""
        return bool(self.send_until) and self.send_until <= fields.Datetime.now()

    def _find_moved(self):
        """Return cadences whose client has another address now, each with its follow-up's line."""
        return [
            (task.run_id, line)
            for task in self
            for line in task.message_line_id
            if line.email and line.email != task.email
        ]

    def _follow_decision(self):
        """Follow what was decided about messages just before they are sent."""
        decided = self.filtered(lambda task: task.message_line_id.state == 'skipped')
        for reason, tasks in decided.grouped(lambda task: task.message_line_id.reason).items():
            if reason in POSTPONING:
                tasks._postpone(partial(self._describe_reason, reason))
            elif reason == 'suspended':
                tasks.run_id._pause('suspended')
            elif reason in STOPPING:
                tasks.run_id._stop(STOPPING[reason])
            else:
                tasks._settle('skipped', partial(self._describe_reason, reason))

    @staticmethod
    def _describe_reason(reason, env):
        """Return why a follow-up's message is not sent, in the words of an environment."""
        field = env['deal.followup.line']._fields['reason']
        return dict(field._description_selection(env)).get(reason)

    def _follow_sending(self):
        """Go on after messages that went; pause where one could not be sent."""
        gone = self.filtered(lambda task: task.message_line_id.state in ('sent', 'interrupted'))
        for task in gone:
            line = task.message_line_id
            moment = line.sent_on or fields.Datetime.now()
            task.write({'state': 'done', 'note': line.failure, 'done_on': moment})
        gone._plan_next()
        for task in self.filtered(lambda task: task.message_line_id.state == 'failed'):
            note = task.message_line_id.failure
            task.write({'state': 'planned', 'message_line_id': False, 'note': note})
            task.run_id._pause('failed')
