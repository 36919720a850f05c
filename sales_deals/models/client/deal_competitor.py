"""Competitors of a deal, with their prices and how the competition ended."""

from odoo import api, fields, models

from . import deal_client_row  # noqa: F401 (inherited below)


class DealCompetitor(models.Model):
    _name = 'deal.competitor'
    _description = "Competitor of a Deal"
    _inherit = ['deal.client.row']
    _deal_kept_fields = frozenset(('lead_id',))
    _order = 'lead_id, id'

    lead_id = fields.Many2one(
        'crm.lead',
        string="Deal",
        required=True,
        ondelete='cascade',
        index=True,
        context={'active_test': False},
    )
    partner_id = fields.Many2one(
        'res.partner',
        string="Company",
        ondelete='set null',
        index='btree_not_null',
        help="The competitor among your contacts. If you know nothing but the name, enter the name"
        " alone.",
    )
    name = fields.Char(
        compute='_compute_name', store=True, readonly=False, precompute=True, required=True
    )
    price = fields.Monetary(help="The price that the competitor offers.", aggregator='avg')
    currency_id = fields.Many2one(
        'res.currency',
        compute='_compute_currency_id',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    strengths = fields.Char()
    weaknesses = fields.Char()
    note = fields.Char()
    state = fields.Selection(
        [('in_play', "In Play"), ('won_against', "Won Against"), ('lost_to', "Lost To")],
        string="Status",
        default='in_play',
        required=True,
        copy=False,
        help="When the deal is won, competitors in play become won against. When it is lost, the"
        " competitor that it was lost to is marked.",
    )

    _one_company = models.UniqueIndex(
        "(lead_id, partner_id) WHERE partner_id IS NOT NULL",
        "This competitor is on the deal already.",
    )
    _one_name = models.UniqueIndex(
        "(lead_id, LOWER(name)) WHERE partner_id IS NULL", "This competitor is on the deal already."
    )

    @api.depends('partner_id.name')
    def _compute_name(self):
        for competitor in self:
            partner = competitor.partner_id
            competitor.name = partner.name or partner.display_name or competitor.name

    @api.depends('lead_id')
    def _compute_currency_id(self):
        """Take the deal's currency; one that is set stays when the deal's changes."""
        for competitor in self:
            if not competitor.currency_id:
                company = competitor.lead_id._get_deciding_company()
                competitor.currency_id = company.currency_id

    def _prepare_union(self, other):
        """Add the end of the competition: a competitor that the deal was lost to is not in play."""
        values = super()._prepare_union(other)
        if self.state == 'in_play':
            values['state'] = other.state
        return values

    def _describe_unlike(self, other):
        """Add another price."""
        words = super()._describe_unlike(other)
        prices = {(row.price, row.currency_id) for row in (self, other)}
        if self.price and other.price and len(prices) > 1:
            words.append(other._describe_value('price'))
        return words

    @api.model
    def _part_with(self, partners):
        """Leave one row on each deal of those that will have the same name and no company.

        :param partners: ``res.partner`` records that are about to be deleted
        """
        going = self.search([('partner_id', 'in', partners.ids)])
        rows = going | self.search(
            [('lead_id', 'in', going.lead_id.ids), ('partner_id', '=', False)]
        )
        for same in rows.grouped(lambda row: (row.lead_id, row.name.lower())).values():
            same = same.sorted(lambda row: (bool(row.partner_id), row.id))
            same[0]._take_over(same[1:])

    def _get_price_in(self, currency):
        """Return the price at today's rate; 0 if no rate is known, for which Odoo would take 1.0.

        :param currency: ``res.currency`` of the deal's company
        """
        self.ensure_one()
        company = self.lead_id._get_deciding_company()
        # Rates are no secret.
        rates = self.currency_id.sudo().rate_ids
        known = rates.filtered(lambda rate: rate.company_id.id in (False, company.root_id.id))
        if self.currency_id != currency and not known:
            return 0.0
        today = fields.Date.context_today(self)
        return self.currency_id._convert(self.price, currency, company, today)

    def _is_same(self, partner, name):
        """Return whether the competitor is this company, or has this name and no company."""
        self.ensure_one()
        if partner or self.partner_id:
            return self.partner_id == partner
        return self.name.lower() == (name or '').lower()
