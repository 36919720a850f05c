"""Why a cadence stops or pauses: asked for in what has happened since it began."""

from odoo import api, fields, models
from odoo.tools import SQL

from . import deal_cadence_run  # noqa: F401 (extended below)
from .deal_cadence_run import ALIVE, PAUSES

#: Models and fields that the verdict reads, and that may wait to be written.
READ_MODELS = (
    'crm.lead',
    'deal.cadence',
    'deal.cadence.run',
    'deal.offer',
    'mail.activity',
    'mail.message',
    'mail.notification',
    'calendar.event',
    'deal.followup.line',
    'deal.followup.optout',
    'mail.blacklist',
    'res.partner',
)


class DealCadenceRun(models.Model):
    _inherit = 'deal.cadence.run'

    def _heed(self):
        """Stop or pause the cadences that have a reason to.

        :return: those that go on
        """
        if not self:
            return self
        verdicts = self._get_verdicts()
        for reason in set(verdicts.values()):
            runs = self.filtered(lambda run, reason=reason: verdicts.get(run.id) == reason)
            if reason in PAUSES:
                runs._pause(reason)
            else:
                runs._stop(reason)
        return self.filtered(lambda run: run.id not in verdicts)

    @api.model
    def _heed_leads(self, leads):
        """Stop or pause what runs on deals, after something has happened to them."""
        if not leads or not self._is_used():
            return
        # Follows from what has happened, whoever has done it.
        runs = self.sudo().search([('lead_id', 'in', leads.ids), ('state', 'in', ALIVE)])
        running = runs.filtered(lambda run: run.state == 'running')
        running._heed()
        (runs - running)._ask_anew()

    @api.model
    def _heed_people(self, emails):
        """Stop or pause what writes to some people, after they have said something, wherever."""
        emails = [email for email in emails if email]
        if not emails or not self._is_used():
            return
        # As above.
        self.sudo().search([('email', 'in', emails), ('state', '=', 'running')])._heed()

    @api.model
    def _stop_people(self, emails):
        """Stop what writes to people who have just written, on whatever deal."""
        emails = [email for email in emails if email]
        if not emails or not self._is_used():
            return
        # As above.
        alive = [('email', 'in', emails), ('state', 'in', ALIVE)]
        self.sudo().search(alive)._stop('replied')

    def _get_verdicts(self):
        """Return why cadences stop or pause, by one query.

        :return: dictionary from a run's id to a reason, of those that have one
        """
        for model in READ_MODELS:
            self.env[model].flush_model()
        query = SQL(
            "SELECT * FROM (SELECT run.id, %s AS reason FROM %s WHERE run.id IN %s) AS verdict"
            " WHERE reason IS NOT NULL",
            self._get_verdict(),
            self._get_verdict_tables(),
            tuple(self.ids),
        )
        return dict(self.env.execute_query(query))

    @api.model
    def _get_verdict_tables(self, now=None):
        """Return the tables of :meth:`_get_verdict`.

        :param now: ``SQL`` of the moment that it asks for; this one by default
        """
        return SQL(
            """
            (SELECT %s::timestamp AS now) AS clock
            CROSS JOIN deal_cadence_run AS run
            JOIN deal_cadence AS cadence ON cadence.id = run.cadence_id
            JOIN crm_lead AS lead ON lead.id = run.lead_id
            JOIN res_users AS seller ON seller.id = run.user_id
       LEFT JOIN res_partner AS person ON person.id = run.partner_id
            """,
            now or fields.Datetime.now(),
        )

    @api.model
    def _get_verdict(self):
        """Return the expression of the first reason to stop or pause; NULL for none."""
        reasons = SQL(" ").join(
            SQL("WHEN %s THEN %s", condition, reason)
            for reason, condition in self._get_verdict_conditions().items()
        )
        return SQL("CASE %s END", reasons)

    @api.model
    def _get_verdict_conditions(self):
        """Return the condition of each reason, those that weigh most first. To be extended.

        :return: dictionary of a reason to SQL on the tables of :meth:`_get_verdict_tables`
        """
        return {
            **self._get_state_conditions(),
            **self._get_objection_conditions(),
            **self._get_answer_conditions(),
            **self._get_deal_conditions(),
        }

    @api.model
    def _get_state_conditions(self):
        is_open = SQL("cadence.deals = 'open'")
        return {
            'merged': SQL("lead.deal_merged_into_id IS NOT NULL"),
            'won': SQL("lead.won_status = 'won' AND cadence.deals != 'won'"),
            'lost': SQL("lead.won_status = 'lost' AND cadence.deals != 'lost'"),
            'reopened': SQL("lead.won_status = 'pending' AND NOT %s", is_open),
            'archived': SQL("lead.active IS NOT TRUE AND lead.won_status != 'lost'"),
        }

    @api.model
    def _get_objection_conditions(self):
        return {
            'opted_out': SQL(
                """EXISTS (SELECT FROM deal_followup_optout AS optout
                            WHERE optout.email = run.email
                                  AND optout.company_id IN (run.company_id, lead.company_id))"""
            ),
            'blacklisted': SQL(
                """EXISTS (SELECT FROM mail_blacklist AS blacklist
                            WHERE blacklist.email = run.email AND blacklist.active)"""
            ),
            'bounced': SQL(
                """EXISTS (SELECT FROM deal_followup_line AS line
                             JOIN mail_notification AS notification
                                  ON notification.mail_message_id = line.message_id
                            WHERE line.email = run.email AND line.sent_on >= run.begun_on
                                  AND notification.notification_status = 'bounce')"""
            ),
        }

    @api.model
    def _get_answer_conditions(self):
        return {
            'accepted': self._get_answered('accepted'),
            'declined': self._get_answered('declined'),
            'asked': SQL(
                """EXISTS (SELECT FROM mail_activity AS question
                            WHERE question.res_model = 'crm.lead' AND question.res_id = lead.id
                                  AND question.deal_question_offer_id IS NOT NULL
                                  AND question.create_date >= run.begun_on)"""
            ),
            'replied': SQL("(%s OR %s)", self._get_replied_on_deal(), self._get_wrote()),
            'colleague': SQL(
                "cadence.stops_on_colleague AND person.commercial_partner_id IS NOT NULL AND %s",
                self._get_colleague_wrote(),
            ),
            'meeting': self._get_meeting_condition(),
        }

    @api.model
    def _get_answered(self, state):
        """Return the condition that the client accepted or declined an offer.

        What was told on the phone may have been said, but not recorded, before the cadence began.
        """
        return SQL(
            """EXISTS (SELECT FROM deal_offer AS offer
                        WHERE offer.lead_id = lead.id AND offer.state = %s
                              AND (offer.closed_on >= run.begun_on
                                   OR offer.told_on >= run.begun_on))""",
            state,
        )

    @api.model
    def _get_replied_on_deal(self):
        """Return the condition that the client's side wrote on the deal."""
        return SQL(
            """EXISTS (SELECT FROM mail_message AS message
                        WHERE message.model = 'crm.lead' AND message.res_id = lead.id
                              AND message.id > run.seen_message_id
                              -- A mail that was being received when the cadence began counts.
                              AND message.create_date >= run.begun_on - INTERVAL '10 minutes'
                              AND %(wrote)s
                              AND (cadence.stops_on_colleague OR %(same)s))""",
            wrote=self.env['mail.message']._get_client_wrote_condition(),
            # Who writes from an address that nobody knows may be the client himself.
            same=SQL(
                "message.author_id IS NULL OR run.partner_id IS NULL"
                " OR message.author_id = run.partner_id"
            ),
        )

    @api.model
    def _get_wrote(self):
        """Return the condition that the person wrote to us, wherever: by mail or on the portal."""
        return SQL(
            """EXISTS (SELECT FROM mail_message AS message
                        WHERE message.author_id = run.partner_id
                              AND message.message_type IN ('email', 'comment')
                              AND message.is_internal IS NOT TRUE
                              AND message.create_date >= run.begun_on)"""
        )

    @api.model
    def _get_colleague_wrote(self):
        return SQL(
            """EXISTS (SELECT FROM res_partner AS colleague
                         JOIN mail_message AS message ON message.author_id = colleague.id
                        WHERE colleague.commercial_partner_id = person.commercial_partner_id
                              AND colleague.partner_share
                              AND message.message_type IN ('email', 'comment')
                              AND message.is_internal IS NOT TRUE
                              AND message.create_date >= run.begun_on)"""
        )

    @api.model
    def _get_meeting_condition(self):
        """Return the condition that somebody has planned a meeting with the client."""
        return SQL(
            """(EXISTS (SELECT FROM calendar_event AS meeting
                         WHERE meeting.opportunity_id = lead.id AND meeting.active
                               AND meeting.create_date >= run.begun_on)
                OR EXISTS (SELECT FROM calendar_event_res_partner_rel AS attending
                             JOIN calendar_event AS meeting
                                  ON meeting.id = attending.calendar_event_id
                            WHERE attending.res_partner_id = run.partner_id AND meeting.active
                                  AND meeting.create_date >= run.begun_on)
                OR EXISTS (SELECT FROM mail_activity AS activity
                             JOIN mail_activity_type AS type ON type.id = activity.activity_type_id
                            WHERE activity.res_model = 'crm.lead' AND activity.res_id = lead.id
                                  AND activity.active AND type.category = 'meeting'
                                  AND activity.create_date >= run.begun_on
                                  AND NOT EXISTS (SELECT FROM deal_cadence_task AS task
                                                   WHERE task.activity_id = activity.id)))"""
        )

    @api.model
    def _get_deal_conditions(self):
        return {
            'stage': SQL(
                """cadence.deals = 'open' AND cadence.stops_on_stage
                   AND lead.stage_id IS DISTINCT FROM run.stage_id
                   AND NOT EXISTS (SELECT FROM crm_stage_deal_cadence_rel AS allowed
                                    WHERE allowed.deal_cadence_id = cadence.id
                                          AND allowed.crm_stage_id = lead.stage_id)"""
            ),
            'suspended': SQL("lead.deal_is_suspended"),
            'salesperson': SQL(
                "COALESCE(lead.user_id, run.user_id) != run.user_id OR seller.active IS NOT TRUE"
            ),
            # As Odoo tells who is out of office.
            'away': SQL(
                "seller.out_of_office_from <= clock.now"
                " AND COALESCE(seller.out_of_office_to, clock.now) >= clock.now"
            ),
        }

    @api.model
    def _resume_leads(self, leads, reason):
        """Let cadences of deals go on that were paused for a reason which is over."""
        if not leads or not self._is_used():
            return
        paused = [('lead_id', 'in', leads.ids), ('state', '=', 'paused'), ('reason', '=', reason)]
        # Follows from what has happened to the deals, whoever has done it.
        runs = self.sudo().search(paused)
        runs._resume()
        # Meanwhile there may have come another reason, such as another salesperson.
        runs._heed()

    @api.model
    def _reopen_leads(self, leads, reason):
        """Let cadences of deals go on that were stopped for a reason which was taken back."""
        if not leads or not self._is_used():
            return
        stopped = [('lead_id', 'in', leads.ids), ('state', '=', 'stopped'), ('reason', '=', reason)]
        # As above.
        runs = self.sudo().search(stopped)._get_reopenable()
        for run in runs:
            run._get_cancelled().write({'state': 'planned', 'due_on': fields.Datetime.now()})
        runs.write({'ended_on': False})
        runs._resume()

    def _get_reopenable(self):
        """Return those whose deal, and person, has not begun the cadence anew since it stopped."""
        alive = [('cadence_id', 'in', self.cadence_id.ids), ('state', 'in', ALIVE)]
        of_deals, of_people = (
            ('lead_id', 'in', self.lead_id.ids),
            ('email', 'in', self.mapped('email')),
        )
        taken = set()
        for run in self.search([*alive, '|', of_deals, of_people]):
            taken |= run._get_places()
        reopenable = self.browse()
        for run in self:
            if not taken & run._get_places():
                reopenable |= run
                taken |= run._get_places()
        return reopenable

    def _get_places(self):
        """Return what a cadence has once: its deal, and its person."""
        return {(self.cadence_id, self.lead_id), (self.cadence_id, self.email)}

    def _get_cancelled(self):
        """Return the steps that were taken back when the cadence stopped, not before."""
        return self.task_ids.filtered(lambda task: task.state == 'cancelled' and not task.done_on)
