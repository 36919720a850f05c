"""When the steps of cadences are due: by events, working days and sending hours."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.cadence import timing
from . import deal_cadence_task  # noqa: F401 (extended below)

#: Days that are read of a calendar at once.
READ_DAYS = 120


class OpenDays:
    """The days on which a company works, by its calendar without its holidays.

    :param company: ``res.company`` record
    """

    def __init__(self, company):
        self._company = company
        self._calendar = company.sudo().resource_calendar_id
        self._closed = {}

    def __call__(self, day):
        if day not in self._closed:
            self._read(day)
        return not self._closed[day]

    def _read(self, day):
        first = date.fromordinal(day.toordinal() // READ_DAYS * READ_DAYS or 1)
        days = [first + timedelta(days=number) for number in range(READ_DAYS)]
        begin, end = (datetime.combine(one, time.min) for one in (days[0], days[-1]))
        end += timedelta(days=1)
        unusual = self._calendar._get_unusual_days(begin, end, self._company)
        self._closed.update({one: unusual.get(fields.Date.to_string(one), False) for one in days})


class DealCadenceTask(models.Model):
    _inherit = 'deal.cadence.task'

    def _plan(self):
        """Set when these steps are due, or let them wait for the event that they follow on."""
        bases = self._get_bases()
        open_days = {company: OpenDays(company) for company in self.run_id.company_id}
        planned = self.filtered(lambda task: bases.get(task.id))
        (self - planned).write({'state': 'awaiting', 'due_on': False})
        planned._set_due(
            {
                task.id: task._get_due(bases[task.id], open_days[task.run_id.company_id])
                for task in planned
            }
        )

    def _set_due(self, moments):
        """Note when steps are due, in one statement: there may be thousands.

        :param moments: dictionary from a step's id to a moment
        """
        if not self:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE deal_cadence_task AS task
                   SET state = 'planned', due_on = planned.due_on
                  FROM UNNEST(%s::int[], %s::timestamp[]) AS planned(id, due_on)
                 WHERE task.id = planned.id
                """,
                list(moments),
                list(moments.values()),
            )
        )
        self.invalidate_recordset(['state', 'due_on'], flush=False)
        self.run_id.invalidate_recordset(['task_id', 'due_on'], flush=False)

    def _move_on(self):
        """Move steps on to the next moment in which they may be done."""
        now = fields.Datetime.now()
        open_days = {company: OpenDays(company) for company in self.run_id.company_id}
        for task in self:
            is_open = open_days[task.run_id.company_id]
            moment = max(now, task.due_on or now)
            task.due_on = timing.within(moment, task._get_hours(), is_open, task.id)

    def _wait_for_client(self):
        """Let messages wait until the day on which their client is back."""
        open_days = {company: OpenDays(company) for company in self.run_id.company_id}
        for task in self.filtered(lambda one: one.state in ('planned', 'ready')):
            back_on = task._get_return(open_days[task.run_id.company_id])
            if back_on and back_on > (task.due_on or task.since):
                task.write({'state': 'planned', 'due_on': back_on})
                task._note_why(lambda env: env._("The client is out of office."))

    def _get_return(self, is_open):
        """Return when the client who is away may get a message; None for what is no message.

        :param is_open: :class:`OpenDays`
        """
        day = self.run_id.absent_until
        if not day or self.kind != 'message':
            return None
        hours = self._get_hours()
        return timing.within(hours.begin(day), hours, is_open, self.id)

    def _postpone(self, tell):
        """Move messages to the next working day.

        :param tell: why; see :meth:`_note_why`
        """
        now = fields.Datetime.now()
        open_days = {company: OpenDays(company) for company in self.run_id.company_id}
        for task in self:
            is_open = open_days[task.run_id.company_id]
            due_on = timing.after_days(now, 1, task._get_hours(), is_open, task.id)
            task.write({'state': 'planned', 'due_on': due_on, 'message_line_id': False})
        self._note_why(tell)

    def _keep_times(self):
        """Plan anew what is out of hours, or follows on something that has moved.

        :return: the steps that may be done now
        """
        now = fields.Datetime.now()
        bases = self._get_bases()
        open_days = {company: OpenDays(company) for company in self.run_id.company_id}
        moved, late = self.browse(), self.browse()
        for task in self:
            is_open, base = open_days[task.run_id.company_id], bases.get(task.id)
            if not base or task._get_due(base, is_open) > now:
                moved |= task
            elif not timing.is_within(now, task._get_hours(), is_open):
                late |= task
        moved._plan()
        late._move_on()
        return self - moved - late

    def _get_due(self, base, is_open):
        """Return when a step is due.

        :param base: moment of what it follows on
        :param is_open: :class:`OpenDays`
        """
        step, hours = self.step_id, self._get_hours()
        if step.wait_unit == 'hours':
            due_on = timing.after_hours(base, self._get_wait(), hours, is_open, self.id)
        else:
            due_on = timing.after_days(base, self._get_wait(), hours, is_open, self.id)
        if due_on < self.since:
            due_on = timing.within(self.since, hours, is_open, self.id)
        return max(due_on, self._get_return(is_open) or due_on)

    def _get_wait(self):
        """Return days or hours; negative for what comes before its event."""
        step = self.step_id
        return -step.wait if step.wait_event == 'offer_expires' else step.wait

    def _get_hours(self):
        """Return the sending hours of a step.

        :return: :class:`..tools.cadence.timing.Hours`
        """
        cadence = self.run_id.cadence_id
        return timing.Hours(
            opens=round(cadence.send_from * 60),
            closes=round(cadence.send_to * 60),
            zone=self._get_zone(),
            spread=cadence.spread,
        )

    def _get_zone(self):
        """Return the client's time zone; where it is not known, the company's."""
        run = self.run_id
        names = (run.partner_id.tz, run.company_id.resource_calendar_id.tz, run.user_id.tz)
        for name in filter(None, names):
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError):
                continue
        return ZoneInfo('UTC')

    # Events

    def _get_bases(self):
        """Return the moment of what each step follows on.

        :return: dictionary from a step's id to a moment; without those whose event has not come
        """
        bases = {}
        for event, tasks in self.grouped(lambda task: task.step_id.wait_event).items():
            if event == 'previous':
                bases |= {task.id: task.since for task in tasks}
                continue
            found = self._get_moments(event, tasks.lead_id)
            if event == 'last_contact':
                # Where there was none, nothing would ever end the waiting.
                found = {task.lead_id.id: task.since for task in tasks} | found
            bases |= {task.id: found[task.lead_id.id] for task in tasks if task.lead_id.id in found}
        return bases

    @api.model
    def _get_moments(self, event, leads):
        """Return when something happened last on deals.

        :param str event: one of the steps' ``wait_event``
        :param leads: ``crm.lead`` records
        :return: dictionary from a deal's id to a moment
        """
        self.env.flush_all()
        query = getattr(self, f'_get_{event}_query')(SQL("%s", tuple(leads.ids) or (0,)))
        rows = self.env.execute_query(query)
        return {lead_id: fields.Datetime.to_datetime(moment) for lead_id, moment in rows if moment}

    @api.model
    def _get_offer_sent_query(self, leads):
        return SQL(
            "SELECT lead_id, MAX(sent_on) FROM deal_offer WHERE lead_id IN %s GROUP BY lead_id",
            leads,
        )

    @api.model
    def _get_offer_opened_query(self, leads):
        return SQL(
            """
            SELECT offer.lead_id, MIN(visit.began)
              FROM deal_offer AS offer JOIN deal_offer_view AS visit ON visit.offer_id = offer.id
             WHERE offer.lead_id IN %s AND visit.kind = 'person'
                   AND offer.id = (SELECT MAX(other.id) FROM deal_offer AS other
                                    WHERE other.lead_id = offer.lead_id
                                          AND other.sent_on IS NOT NULL)
          GROUP BY offer.lead_id
            """,
            leads,
        )

    @api.model
    def _get_answered_query(self, leads):
        return SQL(
            """
            SELECT activity.res_id, MAX(activity.write_date) FROM mail_activity AS activity
             WHERE activity.res_model = 'crm.lead' AND activity.res_id IN %s
                   AND activity.deal_question_offer_id IS NOT NULL
                   AND activity.active IS NOT TRUE AND activity.date_done IS NOT NULL
          GROUP BY activity.res_id
            """,
            leads,
        )

    @api.model
    def _get_stage_entered_query(self, leads):
        return SQL("SELECT id, date_last_stage_update FROM crm_lead WHERE id IN %s", leads)

    @api.model
    def _get_last_contact_query(self, leads):
        messages = self.env['mail.message']
        return SQL(
            """
            SELECT message.res_id, MAX(message.date) FROM mail_message AS message
             WHERE message.model = 'crm.lead' AND message.res_id IN %s AND (%s OR %s)
          GROUP BY message.res_id
            """,
            leads,
            messages._get_client_wrote_condition(),
            messages._get_client_received_condition(),
        )

    @api.model
    def _get_offer_expires_query(self, leads):
        return SQL(
            """
            SELECT DISTINCT ON (offer.lead_id) offer.lead_id,
                   offer.valid_until + INTERVAL '12 hours'
              FROM deal_offer AS offer
             WHERE offer.lead_id IN %s AND %s
          ORDER BY offer.lead_id, offer.id DESC
            """,
            leads,
            self.env['deal.offer']._get_answerable_condition(),
        )

    @api.model
    def _get_win_back_on_query(self, leads):
        return SQL(
            """
            SELECT lead_id, MAX(win_back_on) + INTERVAL '0 hours' FROM deal_loss
             WHERE lead_id IN %s AND restored_on IS NULL GROUP BY lead_id
            """,
            leads,
        )
