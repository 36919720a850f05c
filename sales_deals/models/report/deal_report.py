"""Report of deals: one row for each deal, with its value and state."""

from ast import literal_eval

from odoo import api, fields, models
from odoo.tools import SQL

from ...fields import Ratio
from ..calculation.deal_variant import COST_GROUP
from . import deal_report_mixin  # noqa: F401 (extended below)

#: The most deals for which a report opens with a row for each customer.
READABLE = 2000


class DealReport(models.Model):
    _name = 'deal.report'
    _description = "Deals Analysis"
    _inherit = ['deal.report.mixin']
    _auto = False
    _rec_name = 'lead_id'
    _order = 'id desc'
    _depends = {
        'crm.lead': [
            'active',
            'campaign_id',
            'company_id',
            'country_id',
            'create_date',
            'date_closed',
            'date_deadline',
            'date_last_stage_update',
            'deal_cost',
            'deal_kind',
            'deal_profit',
            'deal_state',
            'expected_revenue',
            'lost_reason_id',
            'medium_id',
            'deal_merged_into_id',
            'partner_id',
            'deal_process_id',
            'prorated_revenue',
            'source_id',
            'stage_id',
            'team_id',
            'type',
            'user_id',
            'won_status',
        ],
        'deal.competitor': ['lead_id', 'name', 'state'],
        'deal.offer': ['company_id', 'kind', 'lead_id', 'sent_on', 'state'],
        'deal.offer.view': ['kind', 'offer_id'],
        'deal.variant': ['company_id', 'currency_id', 'is_chosen', 'lead_id', 'deal_process_id'],
        'deal.variant.line': [
            'display_type',
            'is_optional',
            'list_price',
            'price_subtotal',
            'price_unit',
            'quantity',
            'variant_id',
        ],
        'mail.message': ['model', 'res_id'],
        'mail.tracking.value': [
            'field_id',
            'mail_message_id',
            'new_value_datetime',
            'old_value_datetime',
        ],
        'res.partner': ['industry_id'],
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
    kind = fields.Selection(
        [('opportunity', "Opportunity"), ('offer', "Offer"), ('contract', "Contract")],
        readonly=True,
    )
    country_id = fields.Many2one('res.country', readonly=True)
    industry_id = fields.Many2one('res.partner.industry', readonly=True)
    lost_reason_id = fields.Many2one('crm.lost.reason', readonly=True)
    competitor = fields.Char(
        readonly=True,
        help="Whom the deal was lost to; else won against; else the first one who is in play.",
    )
    source_id = fields.Many2one('utm.source', readonly=True)
    medium_id = fields.Many2one('utm.medium', readonly=True)
    campaign_id = fields.Many2one('utm.campaign', readonly=True)
    create_date = fields.Datetime(string="Creation Date", readonly=True)
    date_deadline = fields.Date(string="Expected Decision", readonly=True)
    date_closed = fields.Datetime(string="Closed Date", readonly=True)

    value = fields.Monetary(
        string="Deal Value", readonly=True, help="The expected revenue of the deals."
    )
    weighted_value = fields.Monetary(readonly=True, help="Value times probability.")
    cost = fields.Monetary(readonly=True, groups=COST_GROUP)
    profit = fields.Monetary(readonly=True, groups=COST_GROUP, help="Value less cost.")
    margin = Ratio(
        readonly=True,
        aggregator='avg',
        groups=COST_GROUP,
        help="Profit as a share of the price, of all deals together: (price - cost) / price.",
    )
    discount = fields.Monetary(
        readonly=True,
        help="What the chosen variants cost less than at list prices, without tax and optional"
        " lines.",
    )
    win_rate = fields.Float(
        readonly=True,
        aggregator='avg',
        help="Won deals as a share of those that were won or lost.",
    )
    days_to_close = fields.Float(
        string="Days to Close",
        readonly=True,
        aggregator='avg',
        help="From the creation of the deals until they were won or lost.",
    )
    days_in_stage = fields.Float(
        string="Days in Stage",
        readonly=True,
        aggregator='avg',
        help="Since when open and suspended deals stand where they stand.",
    )
    offers_sent = fields.Integer(readonly=True)
    offers_opened = fields.Integer(readonly=True, help="Offers that a person has opened.")
    offers_accepted = fields.Integer(readonly=True)
    slips = fields.Integer(
        string="Times Put Off",
        readonly=True,
        help="How often the expected decision was moved to a later day.",
    )
    slipped_days = fields.Integer(
        string="Days Put Off",
        readonly=True,
        help="By how many days the expected decision was moved, each time to a later day.",
    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def action_open_report(self, xml_id):
        """Open a report with the rows that suit the user and the number of deals.

        :param str xml_id: of the report's action
        :return: dictionary of an action
        """
        action = self.env['ir.actions.act_window']._for_xml_id(xml_id)
        context = literal_eval(action['context'])
        context['pivot_row_groupby'] += self._get_readable_rows(context)
        for name in ('pivot_row_groupby', 'graph_groupbys'):
            context[name] = [self._get_in_calendar(spec) for spec in context[name]]
        return {**action, 'context': context}

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _get_report_query(self):
        return SQL(
            "SELECT %s FROM crm_lead AS lead %s WHERE %s",
            self._select_columns(self._get_columns()),
            SQL(" ").join(self._get_joins()),
            self._get_deals_condition(),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Compute the margin of several deals from the sums of those with a cost."""
        if aggregate_spec == 'margin:avg':
            self._check_field_access(self._fields['margin'], 'read')
            profit, value, cost = (
                self._field_to_sql(self._table, name, query) for name in ('profit', 'value', 'cost')
            )
            known = SQL("FILTER (WHERE %s * %s > 0)", value, cost)
            return SQL("SUM(%s) %s / NULLIF(SUM(%s) %s, 0)", profit, known, value, known)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _get_added_fields(self, spec):
        return (
            ['profit', 'value', 'cost'] if spec == 'margin:avg' else super()._get_added_fields(spec)
        )

    @api.model
    def _get_columns(self):
        """Return the columns of the report. To be extended.

        :return: dictionary of a field's name to SQL
        """
        return {
            'id': SQL("lead.id"),
            **self._get_deal_columns(),
            **self._get_dimensions(),
            **self._get_amounts(),
            **self._get_figures(),
        }

    @api.model
    def _get_readable_rows(self, context):
        """Return the rows below those of a report, if it opens with few deals.

        Of more deals they are a click away: nobody reads ten thousand, and a browser would take
        minutes to draw them.

        :param dict context: of the report's action; ``deal_readable_domain`` in it finds the deals
            that the report opens with, by default those in progress
        """
        in_progress = [('state', 'in', ('open', 'suspended'))]
        domain = context.pop('deal_readable_domain', in_progress)
        rows = context.pop('deal_readable_rows', [])
        is_readable = rows and self.search_count(domain, limit=READABLE + 1) <= READABLE
        return rows if is_readable else []

    @api.model
    def _get_dimensions(self):
        names = (
            'stage_id',
            'country_id',
            'lost_reason_id',
            'source_id',
            'medium_id',
            'campaign_id',
            'create_date',
            'date_deadline',
            'date_closed',
        )
        return {
            'state': SQL("lead.deal_state"),
            'kind': SQL("lead.deal_kind"),
            'industry_id': SQL("partner.industry_id"),
            'competitor': SQL("competitor.name"),
            **{name: SQL.identifier('lead', name) for name in names},
        }

    @api.model
    def _get_amounts(self):
        factor = self._get_factor(SQL("lead.company_id"))
        names = {
            'value': 'expected_revenue',
            'weighted_value': 'prorated_revenue',
            'cost': 'deal_cost',
            'profit': 'deal_profit',
        }
        amounts = {
            name: SQL("%s * %s", SQL.identifier('lead', column), factor)
            for name, column in names.items()
        }
        # Without a cost it is unknown.
        margin = SQL(
            "CASE WHEN lead.expected_revenue * lead.deal_cost > 0"
            " THEN lead.deal_profit / lead.expected_revenue END"
        )
        return {**amounts, 'margin': margin, 'discount': SQL("calculation.discount")}

    @api.model
    def _get_figures(self):
        closed = SQL("lead.deal_state IN ('won', 'lost')")
        cycle = SQL("date_part('epoch', lead.date_closed - lead.create_date) / 86400")
        standing = self.env['crm.lead']._get_days_in_stage_sql('lead')
        return {
            'win_rate': SQL(
                "CASE lead.deal_state WHEN 'won' THEN 1.0::float8 WHEN 'lost' THEN 0.0 END"
            ),
            # Deals that were entered after they had been closed took no time.
            'days_to_close': SQL("CASE WHEN %s THEN GREATEST(%s, 0) END", closed, cycle),
            'days_in_stage': SQL("%s::float8", standing),
            **{
                f'offers_{name}': SQL.identifier('offers', name)
                for name in ('sent', 'opened', 'accepted')
            },
            'slips': SQL("history.slips"),
            'slipped_days': SQL("history.days"),
        }

    @api.model
    def _get_joins(self):
        """Return joins of one row a deal at most: the database skips those that nobody asks for.

        :return: list of SQL
        """
        return [
            SQL("LEFT JOIN res_partner AS partner ON partner.id = lead.partner_id"),
            SQL("LEFT JOIN (%s) AS offers ON offers.lead_id = lead.id", self._get_offers_query()),
            SQL(
                "LEFT JOIN (%s) AS calculation ON calculation.lead_id = lead.id",
                self._get_discounts_query(),
            ),
            SQL(
                "LEFT JOIN (%s) AS competitor ON competitor.lead_id = lead.id",
                self._get_competitors_query(),
            ),
            SQL("LEFT JOIN (%s) AS history ON history.lead_id = lead.id", self._get_slips_query()),
        ]

    @api.model
    def _get_offers_query(self):
        return SQL(
            """SELECT offer.lead_id,
                      count(offer.sent_on)::int AS sent,
                      count(*) FILTER (WHERE visit.offer_id IS NOT NULL)::int AS opened,
                      count(*) FILTER (WHERE offer.state = 'accepted')::int AS accepted
                 FROM deal_offer offer
            LEFT JOIN (SELECT DISTINCT offer_id FROM deal_offer_view WHERE kind = 'person') visit
                   ON visit.offer_id = offer.id
                WHERE %s
             GROUP BY offer.lead_id""",
            self.env['deal.offer']._get_seen_condition(),
        )

    @api.model
    def _get_discounts_query(self):
        """Return the discounts of deals: list price less price, of the chosen variants' lines."""
        return SQL(
            """SELECT variant.lead_id,
                      sum(%s * CASE WHEN line.price_unit <> 0
                          THEN line.price_subtotal * (line.list_price / line.price_unit - 1)
                          ELSE line.quantity * line.list_price END) AS discount
                 FROM deal_variant variant JOIN deal_variant_line line
                   ON line.variant_id = variant.id
                WHERE variant.is_chosen AND line.display_type IS NULL
                  AND line.is_optional IS NOT TRUE
                  AND (variant.company_id = ANY(%s)) IS NOT TRUE
                  AND (variant.deal_process_id = ANY(%s)) IS NOT TRUE
             GROUP BY variant.lead_id""",
            self._get_factor(SQL("variant.currency_id"), 'currency'),
            list(self.env['res.company']._get_without_calculation()),
            list(self.env['deal.process']._get_without_calculation()),
        )

    @api.model
    def _get_competitors_query(self):
        return SQL(
            """SELECT DISTINCT ON (lead_id) lead_id, name FROM deal_competitor
             ORDER BY lead_id,
                      CASE state WHEN 'lost_to' THEN 1 WHEN 'won_against' THEN 2 ELSE 3 END,
                      id"""
        )

    @api.model
    def _get_slips_query(self):
        """Return how often the expected decision of deals was put off, and by how many days."""
        return SQL(
            """SELECT message.res_id AS lead_id, count(*)::int AS slips,
                      sum(change.new_value_datetime::date - change.old_value_datetime::date)::int
                      AS days
                 FROM mail_tracking_value change
                 JOIN mail_message message ON message.id = change.mail_message_id
                WHERE message.model = 'crm.lead' AND %s
             GROUP BY message.res_id""",
            self.env['crm.lead']._get_slip_condition(),
        )
