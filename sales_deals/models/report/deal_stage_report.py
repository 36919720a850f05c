"""Days in stages: how long deals stood in each stage that they have left."""

from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import deal_report_chosen  # noqa: F401 (inherited below)
from .deal_practice_report import ID_FACTOR


class DealStageReport(models.Model):
    _name = 'deal.stage.report'
    _description = "Days in Stages"
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
            'date_conversion',
            'date_last_stage_update',
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
        'crm.stage': ['rotting_threshold_days'],
        'mail.message': ['model', 'res_id'],
        'mail.tracking.value': [
            'create_date',
            'field_id',
            'mail_message_id',
            'old_value_integer',
        ],
    }

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    stage_id = fields.Many2one('crm.stage', readonly=True)
    state = fields.Selection(
        [('open', "Open"), ('suspended', "Suspended"), ('won', "Won"), ('lost', "Lost")],
        string="Status",
        readonly=True,
    )
    left_on = fields.Datetime(
        readonly=True, help="When the deal left the stage, or was lost there."
    )
    days = fields.Float(
        string="Days There",
        readonly=True,
        aggregator='avg',
        help="All days of a deal in the stage together, also when it came back to it.",
    )
    days_expected = fields.Float(
        string="Expected Days",
        readonly=True,
        aggregator='avg',
        help="How long deals are expected to stay in the stage; empty where it says nothing.",
    )
    is_longer = fields.Boolean(string="Longer Than Expected", readonly=True)
    longer_share = fields.Float(
        string="Share Longer Than Expected",
        readonly=True,
        aggregator='avg',
        help="Of the deals that left stages with expected days.",
    )

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _get_report_query(self):
        return SQL(
            """SELECT %s FROM crm_lead AS lead
                 JOIN (%s) AS stay ON stay.lead_id = lead.id
                 JOIN crm_stage AS stage ON stage.id = stay.stage_id
                WHERE %s AND (lead.deal_state = 'lost' OR stay.stage_id <> lead.stage_id)""",
            self._select_columns(self._get_columns()),
            self._get_stays_query(),
            self._get_deals_condition(),
        )

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    @api.model
    def _get_columns(self):
        """Return the columns of the report. To be extended.

        :return: dictionary of a field's name to SQL
        """
        expected = SQL("NULLIF(stage.rotting_threshold_days, 0)")
        return {
            'id': SQL("lead.id::bigint * %s + stay.stage_id", ID_FACTOR),
            **self._get_deal_columns(),
            'stage_id': SQL("stay.stage_id"),
            'state': SQL("lead.deal_state"),
            'left_on': SQL("stay.left_on"),
            'days': SQL("stay.days"),
            'days_expected': SQL("%s::float8", expected),
            'is_longer': SQL("COALESCE(stay.days > %s, FALSE)", expected),
            'longer_share': SQL("(stay.days > %s)::int::float8", expected),
        }

    @api.model
    def _get_stays_query(self):
        """Return deals and the stages that they have left, with the days and the last moment.

        From Odoo's record of the changes, as its status bar has it. A lost deal leaves its stage
        then. A lead comes to a stage when it becomes a deal.
        """
        chosen = self._get_chosen()
        # By an index, deal by deal, where they are some; else the tables are read as a whole.
        leads = SQL("= ANY(ARRAY(SELECT id FROM chosen))" if chosen else "IS NOT NULL")
        return SQL(
            """%s SELECT lead_id, stage_id, max(ended) AS left_on,
                      sum(GREATEST(date_part('epoch', ended - began), 0) / 86400) AS days
                 FROM (%s UNION ALL %s) AS part
             GROUP BY lead_id, stage_id""",
            SQL("WITH chosen AS MATERIALIZED (%s)", chosen) if chosen else SQL(),
            self._get_changes_query(leads),
            SQL(
                """SELECT id, stage_id, date_last_stage_update, date_closed
                     FROM crm_lead
                    WHERE won_status = 'lost' AND stage_id IS NOT NULL
                          AND date_closed IS NOT NULL AND id %s""",
                leads,
            ),
        )

    @api.model
    def _get_changes_query(self, leads):
        return SQL(
            """SELECT message.res_id AS lead_id, change.old_value_integer AS stage_id,
                      GREATEST(deal.create_date, deal.date_conversion,
                               lag(change.create_date) OVER (PARTITION BY message.res_id
                                                             ORDER BY change.id)) AS began,
                      change.create_date AS ended
                 FROM mail_tracking_value AS change
                 JOIN mail_message AS message ON message.id = change.mail_message_id
                 JOIN crm_lead AS deal ON deal.id = message.res_id
                WHERE message.model = 'crm.lead' AND message.res_id %s AND change.field_id = %s""",
            leads,
            self._get_tracked_id(),
        )

    @api.model
    def _get_tracked_id(self):
        return self.env['ir.model.fields']._get('crm.lead', 'stage_id').id

    @api.model
    def _is_of_deals(self, part):
        # Below a negation, deals that have left any stage would not be those to leave out.
        if getattr(part, 'field_expr', '') == 'left_on':
            return part.operator in ('>=', '>')
        return super()._is_of_deals(part)

    @api.model
    def _get_on_deals(self, condition):
        if condition.field_expr != 'left_on':
            return super()._get_on_deals(condition)
        since = {known.value for known in condition.optimize_full(self).iter_conditions()}
        if not since or not all(isinstance(moment, datetime) for moment in since):
            return Domain.TRUE
        left = SQL(
            """(SELECT message.res_id FROM mail_tracking_value AS change
                  JOIN mail_message AS message ON message.id = change.mail_message_id
                 WHERE message.model = 'crm.lead' AND change.field_id = %(field)s
                       AND change.create_date >= %(since)s
             UNION SELECT id FROM crm_lead
                 WHERE won_status = 'lost' AND date_closed >= %(since)s)""",
            field=self._get_tracked_id(),
            since=min(since),
        )
        return Domain('id', 'in', left)
