"""Forecast: open deals by their expected decision, won deals, and the teams' targets."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import deal_report_mixin  # noqa: F401 (extended below)

#: Months before and after this one that the forecast opens with.
NEAR_PAST, NEAR_COMING = 3, 6
#: Months before and after this one for which a target is shown.
PAST, COMING = 11, 12


class DealForecastReport(models.Model):
    _name = 'deal.forecast.report'
    _description = "Forecast of Deals"
    _inherit = ['deal.report.mixin']
    _auto = False
    _rec_name = 'lead_id'
    _order = 'date, id'
    _depends = {
        'crm.lead': [
            'active',
            'company_id',
            'date_closed',
            'date_deadline',
            'deal_state',
            'expected_revenue',
            'deal_merged_into_id',
            'partner_id',
            'deal_process_id',
            'prorated_revenue',
            'team_id',
            'type',
            'user_id',
            'won_status',
        ],
        'crm.team': ['active', 'company_id', 'invoiced_target', 'use_opportunities'],
    }

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    date = fields.Date(
        readonly=True, help="Of the expected decision; of won deals, when they were won."
    )
    open_value = fields.Monetary(readonly=True, help="The expected revenue of open deals.")
    weighted_value = fields.Monetary(readonly=True, help="Of open deals: value times probability.")
    won_value = fields.Monetary(string="Won", readonly=True)
    target = fields.Monetary(readonly=True, help="The teams' monthly targets.")
    is_near = fields.Boolean(
        string="Three Months Back, Six Ahead",
        compute='_compute_is_near',
        search='_search_is_near',
        help="Whole months of your calendar.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends_context('lang', 'tz')
    @api.depends('date')
    def _compute_is_near(self):
        first, after = self._get_near_days()
        for row in self:
            row.is_near = bool(row.date) and first <= row.date < after

    @api.model
    def _search_is_near(self, operator, value):
        if operator != 'in':
            return NotImplemented
        first, after = self._get_near_days()
        return Domain('date', '>=', first) & Domain('date', '<', after)

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _get_report_query(self):
        parts = [self._get_open_query(), self._get_won_query(), self._get_target_query()]
        return SQL(" UNION ALL ").join(parts)

    @api.model
    def _get_open_query(self):
        return self._select_deals(
            SQL("lead.date_deadline"),
            {'open_value': 'expected_revenue', 'weighted_value': 'prorated_revenue'},
            SQL(
                "%s AND lead.deal_state = 'open'",
                self.env['crm.lead']._get_in_progress_condition('lead'),
            ),
        )

    @api.model
    def _get_won_query(self):
        zone = self.env.context.get('tz') or self.env.user.tz or 'UTC'
        won = SQL("(lead.date_closed AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", zone)
        columns = {'won_value': 'expected_revenue'}
        return self._select_deals(won, columns, SQL("lead.won_status = 'won'"))

    @api.model
    def _get_target_query(self):
        """Return a row for each team and month."""
        factor = self._get_factor(SQL("team.company_id"))
        columns = {name: SQL("NULL::int") for name in self._get_deal_columns()}
        columns |= {
            'company_id': SQL("team.company_id"),
            'currency_id': SQL("%s::int", self.env.company.currency_id.id),
            'team_id': SQL("team.id"),
        }
        number = PAST + COMING + 1
        return SQL(
            """SELECT -(team.id * %s + month.number) AS id, %s,
                      (date_trunc('month', %s::date)
                       + (month.number - %s) * interval '1 month')::date AS date,
                      %s
                 FROM crm_team team, generate_series(0, %s) AS month(number)
                WHERE team.active AND team.use_opportunities AND team.invoiced_target > 0""",
            number,
            self._select_columns(columns),
            fields.Date.context_today(self),
            PAST,
            self._select_amounts({'target': SQL("team.invoiced_target::numeric * %s", factor)}),
            number - 1,
        )

    @api.model
    def _get_near_days(self):
        """Return the first day that the forecast opens with, and the day after its last."""
        get_first = self.env['crm.team']._get_first_of_month
        return get_first(-NEAR_PAST), get_first(NEAR_COMING + 1)

    @api.model
    def _select_deals(self, date, amounts, condition):
        """Return a row for each deal that meets a condition.

        :param SQL date: of the row
        :param dict amounts: field to the column of a deal
        :param SQL condition: on ``crm_lead AS lead``
        """
        factor = self._get_factor(SQL("lead.company_id"))
        amounts = {
            name: SQL("%s * %s", SQL.identifier('lead', column), factor)
            for name, column in amounts.items()
        }
        return SQL(
            "SELECT lead.id AS id, %s, %s AS date, %s FROM crm_lead AS lead WHERE %s AND %s",
            self._select_columns(self._get_deal_columns()),
            date,
            self._select_amounts(amounts),
            self._get_deals_condition(),
            condition,
        )

    @api.model
    def _select_amounts(self, amounts):
        names = ('open_value', 'weighted_value', 'won_value', 'target')
        empty = SQL("NULL::numeric")
        return self._select_columns({name: amounts.get(name, empty) for name in names})
