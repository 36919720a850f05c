"""What practices win: each deal with the practices of the stages that it has reached."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..playbook.deal_practice_fact import NOTHING
from . import deal_report_chosen  # noqa: F401 (inherited below)

#: With fewer closed deals on either side, nothing is said about win rates.
MIN_DEALS = 20
#: Larger than the id of any practice, so that a deal and a practice make one id.
ID_FACTOR = 1_000_000
#: Figures of one practice: a total of several would mean nothing.
PRACTICE_FIGURES = ('win_rate_with:avg', 'win_rate_without:avg', 'win_difference:avg')


class DealPracticeReport(models.Model):
    _name = 'deal.practice.report'
    _description = "What Practices Win"
    _inherit = ['deal.report.chosen.mixin']
    _auto = False
    _rec_name = 'lead_id'
    _order = 'id desc'
    _depends = {
        'crm.lead': [
            'active',
            'company_id',
            'create_date',
            'date_closed',
            'deal_merged_into_id',
            'deal_process_id',
            'deal_state',
            'partner_id',
            'stage_id',
            'team_id',
            'type',
            'user_id',
            'won_status',
        ],
        'crm.stage': ['deal_process_id', 'sequence', 'team_ids'],
        'deal.practice': [
            'create_date',
            'kind',
            'removed_on',
            'requirement',
            'stage_id',
            'team_ids',
        ],
        'deal.practice.override': ['lead_id', 'practice_id', 'way'],
        'deal.practice.tick': ['lead_id', 'practice_id'],
    }

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    practice_id = fields.Many2one('deal.practice', readonly=True)
    stage_id = fields.Many2one('crm.stage', string="Stage of the Practice", readonly=True)
    requirement = fields.Selection(
        [('advice', "Advice"), ('ask', "Asked For"), ('must', "Needed")], readonly=True
    )
    state = fields.Selection(
        [('open', "Open"), ('suspended', "Suspended"), ('won', "Won"), ('lost', "Lost")],
        string="Status",
        readonly=True,
    )
    create_date = fields.Datetime(string="Creation Date", readonly=True)
    date_closed = fields.Datetime(string="Closed Date", readonly=True)
    has_fulfilled = fields.Boolean(string="Fulfilled", readonly=True)
    is_passed = fields.Boolean(string="Passed With a Reason", readonly=True)

    fulfilled_share = fields.Float(
        readonly=True,
        aggregator='avg',
        help="Deals that fulfil the practice, as a share of those that reached its stage.",
    )
    closed_with = fields.Integer(
        string="Closed With It", readonly=True, help="Won and lost deals that fulfil the practice."
    )
    closed_without = fields.Integer(
        string="Closed Without It",
        readonly=True,
        help="Won and lost deals that reached the stage and do not fulfil the practice.",
    )
    win_rate_with = fields.Float(
        readonly=True,
        aggregator='avg',
        help="Of one practice; empty where fewer than 20 closed deals have it, or lack it.",
    )
    win_rate_without = fields.Float(
        readonly=True,
        aggregator='avg',
        help="Of one practice; empty where fewer than 20 closed deals have it, or lack it.",
    )
    win_difference = fields.Float(
        string="Difference of Win Rates",
        readonly=True,
        aggregator='avg',
        help="Win rate with the practice less the one without it, in percentage points.",
    )
    passed_count = fields.Integer(
        string="Deals That Passed It",
        readonly=True,
        help="Deals that went on without it, with a reason.",
    )

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _get_report_query(self):
        return SQL(
            "SELECT %s FROM crm_lead AS lead %s WHERE %s AND %s",
            self._select_columns(self._get_columns()),
            SQL(" ").join(self._get_joins()),
            self._get_deals_condition(),
            self._get_counted_condition(),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Say win rates of one practice only, and only of enough deals on both sides."""
        if aggregate_spec not in PRACTICE_FIGURES:
            return super()._read_group_select(aggregate_spec, query)
        with_it = super()._read_group_select('win_rate_with:avg', query)
        without = super()._read_group_select('win_rate_without:avg', query)
        value = {
            'win_rate_with:avg': with_it,
            'win_rate_without:avg': without,
            'win_difference:avg': SQL("%s - %s", with_it, without),
        }[aggregate_spec]
        practice = self._field_to_sql(self._table, 'practice_id', query)
        enough = [
            SQL("%s >= %s", self._read_group_select(f'{count}:sum', query), MIN_DEALS)
            for count in ('closed_with', 'closed_without')
        ]
        return SQL(
            "CASE WHEN MIN(%s) = MAX(%s) AND %s THEN %s END",
            practice,
            practice,
            SQL(" AND ").join(enough),
            value,
        )

    @api.model
    def _get_added_fields(self, spec):
        if spec in PRACTICE_FIGURES:
            return ['win_rate_with', 'win_rate_without', 'closed_with', 'closed_without']
        return super()._get_added_fields(spec)

    @api.model
    def _get_finest(self, parts):
        """Group by practices at least, so that a figure of one is told from a total."""
        finest = super()._get_finest(parts)
        return None if finest is None else {'practice_id': '', **finest}

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    @api.model
    def _get_columns(self):
        """Return the columns of the report. To be extended.

        :return: dictionary of a field's name to SQL
        """
        return {
            'id': SQL("lead.id::bigint * %s + practice.id", ID_FACTOR),
            **self._get_deal_columns(),
            'practice_id': SQL("practice.id"),
            'stage_id': SQL("practice.stage_id"),
            'requirement': SQL("practice.requirement"),
            'state': SQL("lead.deal_state"),
            'create_date': SQL("lead.create_date"),
            'date_closed': SQL("lead.date_closed"),
            'has_fulfilled': SQL("COALESCE(get_bit(fulfilled.bits, practice.bit) = 1, FALSE)"),
            'is_passed': SQL("COALESCE(get_bit(passed.bits, practice.bit) = 1, FALSE)"),
            **self._get_figures(),
        }

    @api.model
    def _get_figures(self):
        with_it = SQL("get_bit(fulfilled.bits, practice.bit) = 1")
        without = SQL("COALESCE(get_bit(fulfilled.bits, practice.bit) = 0, TRUE)")
        closed = SQL("lead.deal_state IN ('won', 'lost')")
        won = SQL(
            "CASE lead.deal_state WHEN 'won' THEN 1.0::float8 WHEN 'lost' THEN 0.0::float8 END"
        )
        return {
            'fulfilled_share': SQL("CASE WHEN %s THEN 1.0::float8 ELSE 0.0::float8 END", with_it),
            'closed_with': SQL("CASE WHEN %s AND %s THEN 1 ELSE 0 END", closed, with_it),
            'closed_without': SQL("CASE WHEN %s AND %s THEN 1 ELSE 0 END", closed, without),
            'win_rate_with': SQL("CASE WHEN %s THEN %s END", with_it, won),
            'win_rate_without': SQL("CASE WHEN %s THEN %s END", without, won),
            'win_difference': SQL("NULL::float8"),
            'passed_count': SQL("COALESCE(get_bit(passed.bits, practice.bit), 0)"),
        }

    @api.model
    def _get_counted_condition(self):
        """Return the condition of a deal and a practice that count together.

        A practice is for deals of its teams. Once it was removed, nobody was asked for it; and
        before it was there, nobody could tick it. PostgreSQL takes conditions one by one for ones
        that leave hardly any rows, and plans for a handful.
        """
        return SQL(
            """CASE WHEN
               (practice.stage_team_ids IS NULL OR lead.team_id = ANY(practice.stage_team_ids))
               AND (practice.team_ids IS NULL OR lead.team_id = ANY(practice.team_ids))
               AND (practice.removed_on IS NULL OR (lead.deal_state IN ('won', 'lost')
                    AND lead.date_closed <= practice.removed_on))
               AND (practice.kind <> 'tick' OR lead.deal_state NOT IN ('won', 'lost')
                    OR lead.date_closed >= practice.create_date)
               THEN TRUE ELSE FALSE END"""
        )

    @api.model
    def _get_joins(self):
        """Return joins; the last ones are of one row at most: those not asked for are skipped.

        :return: list of SQL
        """
        practices = self.env['deal.practice']._get_reported()
        passed = SQL("SELECT lead_id, practice_id FROM deal_practice_override WHERE way = 'reason'")
        return [
            SQL(
                "JOIN (%s) AS practice ON practice.place = %s",
                self._get_reached_query(practices),
                self._get_place(SQL("lead.stage_id"), SQL("COALESCE(lead.deal_process_id, 0)")),
            ),
            SQL(
                "LEFT JOIN (%s) AS fulfilled ON fulfilled.lead_id = lead.id",
                self._get_fulfilled_query(practices),
            ),
            SQL(
                "LEFT JOIN (%s) AS passed ON passed.lead_id = lead.id",
                self._get_bits_query(passed, practices),
            ),
        ]

    @api.model
    def _get_place(self, stage, process):
        """Return SQL of a stage and a process as one number.

        By two columns, PostgreSQL would expect hardly any row to be found.
        """
        return SQL("%s::bigint * %s + %s", stage, ID_FACTOR, process)

    @api.model
    def _get_reached_query(self, practices):
        """Return SQL of the practices that a deal of a process has reached on a stage.

        That is a small table, of processes, stages and practices: the database makes it once and
        looks deals up in it. A stage where a deal stands counts whatever process it is of. Deals
        are closed in whole seconds, so practices begin in whole ones.
        """
        return SQL(
            """WITH stage AS MATERIALIZED (
                   SELECT id, deal_process_id,
                          row_number() OVER (ORDER BY sequence, id) AS place,
                          %s AS team_ids
                     FROM crm_stage),
               reached AS MATERIALIZED (
                   SELECT process.id AS for_process_id, standing.id AS standing_id,
                          practice.id, practice.stage_id, practice.requirement, practice.kind,
                          date_trunc('second', practice.create_date) AS create_date,
                          practice.removed_on,
                          array_position(%s, practice.id) - 1 AS bit,
                          CASE WHEN stage.id <> standing.id THEN stage.team_ids END
                          AS stage_team_ids,
                          %s AS team_ids
                     FROM (SELECT id FROM deal_process UNION ALL SELECT 0) AS process
               CROSS JOIN stage AS standing
                     JOIN stage ON stage.id = standing.id
                          OR (stage.place < standing.place
                              AND COALESCE(stage.deal_process_id, process.id) = process.id)
                     JOIN deal_practice AS practice ON practice.stage_id = stage.id
                    WHERE practice.id = ANY(%s))
               SELECT *, %s AS place FROM reached""",
            self._get_teams(self.env['crm.stage'], 'crm_stage'),
            practices.ids,
            self._get_teams(practices, 'practice'),
            practices.ids,
            self._get_place(SQL("standing_id"), SQL("for_process_id")),
        )

    @api.model
    def _get_teams(self, model, alias):
        """Return SQL of an array of the teams that a stage or practice is for; NULL for all."""
        field = model._fields['team_ids']
        return SQL(
            "(SELECT array_agg(%s) FROM %s WHERE %s = %s)",
            SQL.identifier(field.column2),
            SQL.identifier(field.relation),
            SQL.identifier(field.column1),
            SQL.identifier(alias, 'id'),
        )

    @api.model
    def _get_fulfilled_query(self, practices):
        """Return SQL of deals and the practices that they fulfil, as :meth:`_get_bits_query`."""
        chosen = self._get_chosen()
        # By an index, deal by deal, where they are some; else the tables are read as a whole.
        leads = "= ANY(ARRAY(SELECT id FROM chosen))" if chosen else "IN (SELECT id FROM crm_lead)"
        facts = [practice._get_facts() for practice in practices]
        query = self.env['deal.practice'].sudo()._get_fact_query(SQL(leads), facts)
        bits = self._get_bits_query(query or NOTHING, practices)
        return SQL("WITH chosen AS MATERIALIZED (%s) %s", chosen, bits) if chosen else bits

    @api.model
    def _get_bits_query(self, pairs, practices):
        """Return SQL of deals and their practices, a bit for each.

        A row for each deal and practice would take several times as long to compare and to sort.

        :param SQL pairs: query of the columns lead_id and practice_id
        """
        return SQL(
            """SELECT lead_id, bit_or(set_bit(%s, array_position(%s, practice_id) - 1, 1)) AS bits
                 FROM (%s) AS pair WHERE lead_id IS NOT NULL AND practice_id = ANY(%s)
             GROUP BY lead_id""",
            SQL("B%s", '0' * max(len(practices), 1)),
            practices.ids,
            pairs,
            practices.ids,
        )
