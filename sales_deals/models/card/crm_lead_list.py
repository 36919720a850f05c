"""Columns of the deals list."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..offer.deal_offer import OPEN_STATES

#: State of an order that is a contract, and of a quotation that was sent.
CONTRACT_STATE, QUOTED_STATE = 'sale', 'sent'
COMPARISONS = ('<', '>', '<=', '>=')
#: States of deals whose days in the stage are counted.
WORKED_ON_STATES = ('open', 'suspended')


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_kind = fields.Selection(
        [('opportunity', "Opportunity"), ('offer', "Offer"), ('contract', "Contract")],
        string="Kind",
        compute='_compute_deal_kind',
        store=True,
        help="An opportunity until an offer or a quotation is sent; a contract from the first"
        " confirmed order on.",
    )
    deal_offer_state = fields.Selection(
        selection='_get_offer_states',
        string="Last Offer",
        compute='_compute_deal_offer_state',
        store=True,
        help="State of the newest offer of the deal.",
    )
    deal_offer_sent_on = fields.Datetime(
        string="Last Offer Sent On", compute='_compute_deal_offer_state', store=True
    )
    # Not stored: each opening of an offer would lock the deal.
    deal_opening_count = fields.Integer(
        string="Openings",
        compute='_compute_deal_opening_count',
        compute_sudo=True,
        search='_search_deal_opening_count',
        aggregator=None,
        help="How often people have opened the deal's offers; machines don't count.",
    )
    deal_last_contact = fields.Datetime(
        string="Last Contact",
        compute='_compute_deal_last_contact',
        help="The last mail, call or meeting with the client.",
    )
    deal_days_in_stage = fields.Integer(
        string="Days in Stage",
        compute='_compute_deal_days_in_stage',
        search='_search_deal_days_in_stage',
        aggregator='avg',
        help="How many days an open or suspended deal has been in its stage.",
    )

    # Pages of deals by expected decision, without sorting all deals.
    _deal_decision_index = models.Index("(date_deadline, id) WHERE active IS TRUE")
    # A kanban's first page sums up all deals of each stage: from this index alone.
    _deal_stage_totals_index = models.Index(
        "(stage_id, company_id, type) INCLUDE (id, expected_revenue, prorated_revenue)"
        " WHERE active IS TRUE"
    )
    # Only some hundred deals wait for an answer.
    _deal_offer_index = models.Index(f"(deal_offer_state) WHERE deal_offer_state IN {OPEN_STATES}")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _get_offer_states(self):
        return self.env['deal.offer']._fields['state']._description_selection(self.env)

    @api.depends('deal_offer_ids.state', 'order_ids.state')
    def _compute_deal_kind(self):
        for lead in self:
            orders = set(lead.order_ids.mapped('state'))
            if CONTRACT_STATE in orders:
                lead.deal_kind = 'contract'
            elif QUOTED_STATE in orders or lead.deal_offer_ids.filtered(
                lambda offer: offer.state != 'draft'
            ):
                lead.deal_kind = 'offer'
            else:
                lead.deal_kind = 'opportunity'

    @api.depends(
        'deal_offer_ids.state',
        'deal_offer_ids.sent_on',
        'deal_offer_ids.kind',
        'deal_process_id',
        'company_id',
    )
    def _compute_deal_offer_state(self):
        for lead in self:
            offers = lead.deal_offer_ids.filtered_domain(lead.deal_offer_ids._get_seen_domain())
            lead.deal_offer_state = offers.sorted('id', reverse=True)[:1].state
            lead.deal_offer_sent_on = max(
                offers.filtered('sent_on').mapped('sent_on'), default=False
            )

    @api.depends('deal_offer_ids.view_ids.kind', 'deal_uses_calculation', 'deal_offer_state')
    def _compute_deal_opening_count(self):
        """Count the openings of the offers, by one query, of which few pages have need."""
        offered = self.filtered('deal_offer_state')
        counts = offered._origin._count_openings() if offered else {}
        self.deal_opening_count = 0
        for lead in offered:
            lead.deal_opening_count = counts.get(lead._origin.id, 0)

    def _count_openings(self):
        """Return the number of openings by deal's id, of the offers that the deals show."""
        seen = self.env['deal.offer']._get_seen_domain()
        domain = Domain('lead_id', 'in', self.ids) & Domain('kind', '=', 'person')
        if not seen.is_true():
            domain &= Domain('offer_id', 'any!', seen)
        groups = self.env['deal.offer.view']._read_group(domain, ['lead_id'], ['__count'])
        return {lead.id: count for lead, count in groups}

    def _compute_deal_last_contact(self):
        contacts = self._origin._get_last_contacts()
        for lead in self:
            contact = contacts.get(lead._origin.id)
            lead.deal_last_contact = contact and contact.date

    @api.depends('date_last_stage_update', 'deal_state')
    def _compute_deal_days_in_stage(self):
        today = fields.Datetime.now().date()
        for lead in self:
            since = lead._is_worked_on() and lead.date_last_stage_update
            lead.deal_days_in_stage = (today - since.date()).days if since else 0

    @api.model
    def _search_deal_opening_count(self, operator, value):
        return self._search_figure('deal_opening_count', operator, value)

    @api.model
    def _search_deal_days_in_stage(self, operator, value):
        return self._search_figure('deal_days_in_stage', operator, value)

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists be sorted and grouped by figures that are not stored."""
        if field_expr == 'deal_opening_count' and query is not None:
            self._check_field_access(self._fields[field_expr], 'read')
            return self._join_openings(alias, query)
        if field_expr == 'deal_days_in_stage':
            self._check_field_access(self._fields[field_expr], 'read')
            return SQL("COALESCE(%s, 0)", self._get_days_in_stage_sql(alias))
        return super()._field_to_sql(alias, field_expr, query)

    def _read_group_select(self, aggregate_spec, query):
        """Leave deals that are won or lost out of the average of days in the stage."""
        if aggregate_spec == 'deal_days_in_stage:avg':
            self._check_field_access(self._fields['deal_days_in_stage'], 'read')
            return SQL("AVG(%s)", self._get_days_in_stage_sql(self._table))
        return super()._read_group_select(aggregate_spec, query)

    def _is_worked_on(self):
        """Tell whether the days that the deal stands in its stage count."""
        self.ensure_one()
        return self.deal_state in WORKED_ON_STATES

    @api.model
    def _refresh_offer_states(self, domain):
        """Recompute the last offers of deals whose calculation was switched on or off.

        Offers of documents alone do not change.
        """
        # Includes deals that the user may not see: all must be recomputed.
        offers = self.env['deal.offer'].sudo().with_context(active_test=False)
        leads = self.sudo().with_context(active_test=False)._search(domain)
        found = offers.search([('kind', '=', 'calculation'), ('lead_id', 'in', leads)])
        for name in ('deal_offer_state', 'deal_offer_sent_on'):
            self.env.add_to_compute(self._fields[name], found.lead_id)

    @api.model
    def _search_figure(self, name, operator, value):
        """Return a domain on a figure that has no column."""
        if operator == 'in':
            comparison, value = SQL("= ANY(%s)", [int(number) for number in value]), None
        elif operator in COMPARISONS:
            comparison = SQL(f"{operator} %s", value)  # pylint: disable=sql-injection
        else:
            return NotImplemented
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s %s", model._field_to_sql(alias, name, query), comparison
            )
        )

    @api.model
    def _join_openings(self, alias, query):
        """Join the number of openings of each deal's offers, counted at once for all deals.

        :return: SQL of the number
        """
        openings = query.make_alias(alias, 'openings')
        self.env['deal.offer'].flush_model(['company_id', 'kind', 'lead_id'])
        self.env['deal.offer.view'].flush_model(['offer_id', 'kind'])
        query.add_join(
            'LEFT JOIN',
            openings,
            SQL(
                """(SELECT offer.lead_id, count(*)::int AS number
                      FROM deal_offer_view visit JOIN deal_offer offer ON offer.id = visit.offer_id
                     WHERE visit.kind = 'person' AND %s GROUP BY offer.lead_id)""",
                self.env['deal.offer']._get_seen_condition(),
            ),
            SQL("%s = %s", SQL.identifier(openings, 'lead_id'), SQL.identifier(alias, 'id')),
        )
        return SQL("COALESCE(%s, 0)", SQL.identifier(openings, 'number'))

    @api.model
    def _get_days_in_stage_sql(self, alias):
        """Return SQL of the days that a deal has stood in its stage; NULL if won or lost.

        :param str alias: of ``crm_lead`` in the statement
        """
        state, since = self._fields['deal_state'], self._fields['date_last_stage_update']
        return SQL(
            "CASE WHEN %s IN %s THEN %s::date - %s::date END",
            SQL.identifier(alias, state.name, to_flush=state),
            WORKED_ON_STATES,
            fields.Datetime.now(),
            SQL.identifier(alias, since.name, to_flush=since),
        )
