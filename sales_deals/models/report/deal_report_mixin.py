"""Base of the reports of deals: common columns, and amounts in one currency."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..company.lagging_replica import empty_if_missing
from . import deal_report_rollup  # noqa: F401 (extended below)


class DealReportMixin(models.AbstractModel):
    _name = 'deal.report.mixin'
    _inherit = ['deal.report.rollup.mixin']
    _description = "Report of Deals"
    _auto = False

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    lead_id = fields.Many2one('crm.lead', string="Deal", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    deal_process_id = fields.Many2one('deal.process', string="Sales Process", readonly=True)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True)
    user_id = fields.Many2one('res.users', string="Salesperson", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    @empty_if_missing(bool)
    def action_open_deal(self):
        """Open the deal of a row."""
        self.ensure_one()
        return self.lead_id.get_formview_action()

    @api.model
    def _get_deal_columns(self):
        """Return the columns of ``crm_lead AS lead`` that are dimensions of each report.

        :return: dictionary of a field's name to SQL
        """
        names = ('company_id', 'deal_process_id', 'team_id', 'user_id', 'partner_id')
        return {
            'lead_id': SQL("lead.id"),
            'currency_id': SQL("%s::int", self.env.company.currency_id.id),
            **{name: SQL.identifier('lead', name) for name in names},
        }

    @api.model
    def _get_deals_condition(self):
        """Return the condition of a deal: no lead, not merged into another, not just archived."""
        return SQL(
            "lead.type = 'opportunity' AND lead.deal_merged_into_id IS NULL"
            " AND (lead.active OR lead.won_status = 'lost')"
        )

    @api.model
    def _get_factor(self, column, keys='company'):
        """Return the factor that converts an amount to the currency of the user's company.

        At today's rates, as on the teams' cards. Companies of that currency, and deals without a
        company, need no column to be read.

        :param SQL column: the id of a company, or of a currency
        :param str keys: which of both
        :return: SQL of a number
        """
        branches = [
            SQL("WHEN %s IN %s THEN %s", column, ids, factor)
            for factor, ids in self._get_factors(keys)
        ]
        return SQL("(CASE %s ELSE 1.0 END)", SQL(" ").join(branches)) if branches else SQL("1.0")

    @api.model
    def _get_in_calendar(self, spec):
        """Return a part of a day in the user's calendar, by which reports open.

        :param str spec: such as 'create_date:year'; what is no part of a day stays
        :return: str
        """
        return spec

    @api.model
    def _select_columns(self, columns):
        """Return the columns of a SELECT.

        :param dict columns: name to SQL
        """
        return SQL(", ").join(
            SQL("%s AS %s", column, SQL.identifier(name)) for name, column in columns.items()
        )

    @api.model
    def _get_factors(self, keys):
        """Return a list of tuples of a factor, and ids of companies or currencies."""
        # Which currency a company has, and its rate, is no secret; rows are chosen by rules.
        companies = self.env['res.company'].sudo().with_context(active_test=False).search([])
        currencies = companies.currency_id
        if keys == 'currency':
            currencies = self.env['res.currency'].search([])
        own = self.env.company.currency_id
        if not currencies - own:
            return []
        today = fields.Date.context_today(self)
        rates = (currencies | own)._get_rates(self.env.company, today)
        by_currency = companies.grouped('currency_id')
        return [
            (
                rates[own.id] / rates[currency.id],
                tuple(by_currency[currency].ids if keys == 'company' else currency.ids),
            )
            for currency in currencies - own
        ]
