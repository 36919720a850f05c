"""What cadences teach: each step of a deal's cadence, and what followed on it."""

from odoo import api, fields, models
from odoo.tools import SQL

from . import deal_report_mixin  # noqa: F401 (extended below)

#: Of fewer messages, no share is said.
MIN_MESSAGES = 50
#: Days after a message in which what happens counts for it, unless the next one goes before.
DAYS = 30
#: Ends of a cadence that are an answer of the client's side.
ANSWERS = ('replied', 'colleague', 'asked', 'accepted', 'declined')
#: Shares, by the counts of which they are made.
SHARES = {
    'opened_share:avg': ('opened_count', 'offered_count'),
    'replied_share:avg': ('replied_count', 'sent_count'),
    'moved_share:avg': ('moved_count', 'sent_count'),
    'won_share:avg': ('won_count', 'sent_count'),
}


class DealCadenceReport(models.Model):
    _name = 'deal.cadence.report'
    _description = "What Cadences Teach"
    _inherit = ['deal.report.mixin']
    _auto = False
    _rec_name = 'lead_id'
    _order = 'id desc'
    _depends = {
        'crm.lead': [
            'company_id',
            'date_closed',
            'deal_process_id',
            'deal_state',
            'partner_id',
            'team_id',
            'user_id',
        ],
        'crm.stage': ['sequence'],
        'deal.cadence.run': ['begun_on', 'cadence_id', 'lead_id', 'reason', 'state', 'user_id'],
        'deal.cadence.step': ['kind', 'offer_mode', 'origin_id', 'template_b_id', 'template_id'],
        'deal.cadence.task': [
            'done_on',
            'message_line_id',
            'run_id',
            'state',
            'step_id',
            'template_id',
        ],
        'deal.followup.line': ['offer_id'],
        'deal.offer.view': ['began', 'kind', 'offer_id'],
        'mail.message': [
            'author_id',
            'date',
            'is_internal',
            'message_type',
            'model',
            'res_id',
        ],
        'mail.tracking.value': [
            'create_date',
            'field_id',
            'mail_message_id',
            'new_value_integer',
            'old_value_integer',
        ],
        'res.partner': ['partner_share'],
    }

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    cadence_id = fields.Many2one('deal.cadence', readonly=True)
    step_id = fields.Many2one('deal.cadence.step', readonly=True)
    kind = fields.Selection(
        [('message', "Message"), ('activity', "Activity"), ('condition', "Condition")],
        string="What",
        readonly=True,
    )
    template_id = fields.Many2one('mail.template', string="Text", readonly=True)
    turn = fields.Selection(
        [('first', "First Text"), ('second', "Second Text")],
        string="Text by Turns",
        readonly=True,
        help="Of steps with two texts: since both go, and as long as they are these two.",
    )
    state = fields.Selection(
        lambda self: self._get_labels('deal.cadence.task', 'state'),
        string="Status",
        readonly=True,
    )
    stop_reason = fields.Selection(
        lambda self: self._get_labels('deal.cadence.run', 'reason'),
        string="Why It Stopped",
        readonly=True,
        help="Told of the last step that was done before.",
    )
    signer_id = fields.Many2one('res.users', string="Signed by", readonly=True)
    begun_on = fields.Datetime(string="Begun", readonly=True, help="When the deal's cadence began.")
    done_on = fields.Datetime(string="Sent or Done", readonly=True)

    sent_count = fields.Integer(string="Sent", readonly=True)
    offered_count = fields.Integer(string="Sent With an Offer", readonly=True)
    opened_count = fields.Integer(
        string="Opened by People",
        readonly=True,
        help="Messages with an offer that a person opened in the 30 days after, before the next "
        "message went.",
    )
    replied_count = fields.Integer(
        string="Replied",
        readonly=True,
        help="Messages after which the client's side wrote, asked, accepted or declined in the 30 "
        "days after, before the next message went, or by which the cadence stopped.",
    )
    moved_count = fields.Integer(
        string="Moved On",
        readonly=True,
        help="Messages after which the deal went to a later stage in the 30 days after, before the "
        "next message went.",
    )
    won_count = fields.Integer(
        string="Won",
        readonly=True,
        help="Messages after which the deal was won, before the next message went.",
    )
    stopped_count = fields.Integer(
        string="Stopped", readonly=True, help="Cadences that stopped after this step."
    )
    opened_share = fields.Float(
        string="Share Opened",
        readonly=True,
        aggregator='avg',
        help="Of the messages with an offer; empty where there are fewer than 50.",
    )
    replied_share = fields.Float(
        string="Share Replied",
        readonly=True,
        aggregator='avg',
        help="Of the messages sent; empty where there are fewer than 50.",
    )
    moved_share = fields.Float(
        string="Share Moved On",
        readonly=True,
        aggregator='avg',
        help="Of the messages sent; empty where there are fewer than 50.",
    )
    won_share = fields.Float(
        string="Share Won",
        readonly=True,
        aggregator='avg',
        help="Of the messages sent; empty where there are fewer than 50.",
    )

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _get_report_query(self):
        return SQL(
            "SELECT %s FROM deal_cadence_task AS task %s",
            self._select_columns(self._get_columns()),
            SQL(" ").join(self._get_joins()),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Say shares of enough messages only."""
        if aggregate_spec not in SHARES:
            return super()._read_group_select(aggregate_spec, query)
        part, whole = (
            self._read_group_select(f'{name}:sum', query) for name in SHARES[aggregate_spec]
        )
        return SQL(
            "CASE WHEN %s >= %s THEN %s / (%s)::float8 END", whole, MIN_MESSAGES, part, whole
        )

    @api.model
    def _get_added_fields(self, spec):
        return list(SHARES.get(spec) or super()._get_added_fields(spec))

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    @api.model
    def _get_labels(self, model, name):
        """Return the choices of a field of another model, in the user's language."""
        return self.env[model]._fields[name]._description_selection(self.env)

    @api.model
    def _get_columns(self):
        """Return the columns of the report. To be extended.

        :return: dictionary of a field's name to SQL
        """
        stopped = SQL("run.state = 'stopped' AND flow.place = 1")
        return {
            'id': SQL("task.id"),
            **self._get_deal_columns(),
            'cadence_id': SQL("run.cadence_id"),
            'step_id': SQL("origin.id"),
            'kind': SQL("step.kind"),
            'template_id': SQL("CASE step.kind WHEN 'message' THEN task.template_id END"),
            'turn': self._get_turn(),
            'state': SQL("task.state"),
            'stop_reason': SQL("CASE WHEN %s THEN run.reason END", stopped),
            'signer_id': SQL("run.user_id"),
            'begun_on': SQL("run.begun_on"),
            'done_on': SQL("task.done_on"),
            **{name: SQL("(%s)::int", fact) for name, fact in self._get_facts().items()},
            'stopped_count': SQL("(%s)::int", stopped),
            **{spec.partition(':')[0]: SQL("NULL::float8") for spec in SHARES},
        }

    @api.model
    def _get_facts(self):
        """Return what is counted of each message.

        :return: dictionary of a field's name to SQL of a condition
        """
        return {
            'sent_count': SQL("flow.is_sent"),
            'offered_count': SQL("flow.is_sent AND %s", self._get_offered()),
            'opened_count': SQL(
                "flow.is_sent AND %s AND %s", self._get_offered(), self._get_opened()
            ),
            'replied_count': SQL("flow.is_sent AND %s", self._get_replied()),
            'moved_count': SQL("flow.is_sent AND %s", self._get_moved()),
            'won_count': SQL(
                """flow.is_sent AND lead.deal_state = 'won' AND lead.date_closed IS NOT NULL
                   AND lead.date_closed >= task.done_on
                   AND lead.date_closed < COALESCE(flow.next_on, 'infinity')"""
            ),
        }

    @api.model
    def _get_turn(self):
        """Return which of a step's two texts a message has.

        What got its text before there were both, or texts that the step has no more, is compared
        to nothing: it went in other times, or to others. Those of one text may all leave before
        those of the other, where many deals begin together.
        """
        return SQL(
            """CASE WHEN flow.is_sent AND task.since >= turns.began
                         AND step.template_id = origin.template_id
                         AND step.template_b_id = origin.template_b_id
                    THEN CASE task.template_id
                         WHEN step.template_id THEN 'first'
                         WHEN step.template_b_id THEN 'second' END END"""
        )

    @api.model
    def _get_offered(self):
        return SQL("step.offer_mode <> 'none' AND line.offer_id IS NOT NULL")

    @api.model
    def _get_opened(self):
        return SQL(
            """EXISTS (SELECT FROM deal_offer_view AS visit
                        WHERE visit.offer_id = line.offer_id AND visit.kind = 'person'
                              AND visit.began >= task.done_on AND visit.began < flow.until)"""
        )

    @api.model
    def _get_replied(self):
        return SQL(
            """(flow.next_on IS NULL AND run.state = 'stopped' AND run.reason IN %s
                OR EXISTS (SELECT FROM mail_message AS message
                            WHERE message.model = 'crm.lead' AND message.res_id = run.lead_id
                                  AND message.date >= task.done_on
                                  AND message.date < flow.until AND %s))""",
            ANSWERS,
            self.env['mail.message']._get_client_wrote_condition(),
        )

    @api.model
    def _get_moved(self):
        return SQL(
            """EXISTS (SELECT FROM mail_message AS message
                         JOIN mail_tracking_value AS change
                              ON change.mail_message_id = message.id AND change.field_id = %s
                         JOIN crm_stage AS earlier ON earlier.id = change.old_value_integer
                         JOIN crm_stage AS later ON later.id = change.new_value_integer
                        WHERE message.model = 'crm.lead' AND message.res_id = run.lead_id
                              AND change.create_date >= task.done_on
                              AND change.create_date < flow.until
                              AND (later.sequence, later.id) > (earlier.sequence, earlier.id))""",
            self.env['ir.model.fields']._get('crm.lead', 'stage_id').id,
        )

    @api.model
    def _get_joins(self):
        """Return joins, each of one row at most.

        :return: list of SQL
        """
        return [
            SQL("JOIN deal_cadence_run AS run ON run.id = task.run_id"),
            SQL("JOIN crm_lead AS lead ON lead.id = run.lead_id"),
            SQL("JOIN deal_cadence_step AS step ON step.id = task.step_id"),
            # Steps that were changed since are still the same step.
            SQL(
                """JOIN deal_cadence_step AS origin
                        ON origin.id = COALESCE(step.origin_id, step.id)"""
            ),
            SQL("JOIN (%s) AS flow ON flow.id = task.id", self._get_flow_query()),
            SQL("LEFT JOIN (%s) AS turns ON turns.step_id = origin.id", self._get_turns_query()),
            SQL("LEFT JOIN deal_followup_line AS line ON line.id = task.message_line_id"),
        ]

    @api.model
    def _get_flow_query(self):
        """Return steps with what comes after them in their deal's cadence.

        ``place`` is 1 for the step after which a cadence ended: the last one that was done, or the
        first one where none was.
        """
        return SQL(
            """SELECT sent.*, LEAST(next_on, done_on + %s * INTERVAL '1 day') AS until
                 FROM (SELECT task.id, task.done_on, task.state = 'done' AND step.kind = 'message'
                                  AS is_sent,
                              lead(task.done_on) OVER
                                  (PARTITION BY run_id, task.state = 'done'
                                                        AND step.kind = 'message'
                                       ORDER BY task.done_on, task.id) AS next_on,
                              row_number() OVER
                                  (PARTITION BY run_id
                                       ORDER BY task.state = 'done' DESC,
                                       CASE task.state WHEN 'done' THEN task.done_on END DESC,
                                       CASE task.state WHEN 'done' THEN -task.id ELSE task.id END)
                                  AS place
                         FROM deal_cadence_task AS task
                         JOIN deal_cadence_step AS step ON step.id = task.step_id) AS sent""",
            DAYS,
        )

    @api.model
    def _get_turns_query(self):
        """Return since when steps give out their second text."""
        return SQL(
            """SELECT COALESCE(step.origin_id, step.id) AS step_id, MIN(task.since) AS began
                 FROM deal_cadence_task AS task
                 JOIN deal_cadence_step AS step
                      ON step.id = task.step_id AND step.template_b_id = task.template_id
                 JOIN deal_cadence_step AS now ON now.id = COALESCE(step.origin_id, step.id)
                      AND now.template_id = step.template_id
                      AND now.template_b_id = step.template_b_id
                WHERE task.state = 'done'
             GROUP BY COALESCE(step.origin_id, step.id)"""
        )
