"""One way to price a deal: lines, terms, and the totals that follow from them."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...fields import Ratio
from ...tools.pricing import arithmetic

COST_GROUP = 'sales_deals.group_show_costs'


class DealVariant(models.Model):
    _name = 'deal.variant'
    _description = "Calculation Variant"
    _inherit = ['deal.record']
    _order = 'lead_id, sequence, id'
    _check_company_auto = True
    _deal_kept_fields = frozenset(('lead_id',))

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    lead_id = fields.Many2one(
        'crm.lead', string="Deal", required=True, ondelete='cascade', index=True, readonly=False
    )
    name = fields.Char(required=True, default=lambda self: self.env._("Variant"))
    sequence = fields.Integer(default=10)
    is_chosen = fields.Boolean(
        string="Chosen",
        copy=False,
        help="The chosen variant gives the deal its value, and becomes the quotation.",
    )
    company_id = fields.Many2one(
        'res.company', compute='_compute_company_id', store=True, precompute=True
    )
    # Stored, for record rules ask for it with every line that is typed.
    deal_process_id = fields.Many2one(
        related='lead_id.deal_process_id', store=True, precompute=True
    )
    partner_id = fields.Many2one(related='lead_id.partner_id', string="Customer", help='')

    pricelist_id = fields.Many2one(
        'product.pricelist',
        string="Price List",
        compute='_compute_pricelist_id',
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('company_id', 'in', [False, company_id])]",
    )
    currency_id = fields.Many2one(
        'res.currency',
        compute='_compute_currency_id',
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date = fields.Date(
        string="Rates of",
        required=True,
        default=fields.Date.context_today,
        help="The day whose exchange rates and price list rules apply.",
    )
    fiscal_position_id = fields.Many2one(
        'account.fiscal.position',
        compute='_compute_fiscal_position_id',
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    payment_term_id = fields.Many2one(
        'account.payment.term',
        string="Payment Terms",
        compute='_compute_payment_term_id',
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    incoterm_id = fields.Many2one('account.incoterms', string="Delivery Terms")
    delivery_time = fields.Char(help="In words or days: \"6 weeks\".")
    validity_days = fields.Integer(string="Valid for (Days)", default=30)
    tax_display = fields.Selection(
        [('net', "Net"), ('gross', "Gross")], string="Prices Shown", default='net', required=True
    )
    note = fields.Html(string="Notes")

    line_ids = fields.One2many('deal.variant.line', 'variant_id', string="Lines", copy=True)

    amount_untaxed = fields.Monetary(
        string="Net Total", compute='_compute_amounts', store=True, help="Without tax."
    )
    amount_tax = fields.Monetary(string="Tax", compute='_compute_amounts', store=True)
    amount_total = fields.Monetary(
        string="Gross Total", compute='_compute_amounts', store=True, help="With tax."
    )
    cost_total = fields.Monetary(
        string="Cost", compute='_compute_amounts', store=True, groups=COST_GROUP
    )
    profit = fields.Monetary(
        compute='_compute_amounts',
        store=True,
        groups=COST_GROUP,
        help="Net total less cost. Odoo's sales orders call it “margin”.",
    )
    margin = Ratio(
        compute='_compute_amounts',
        store=True,
        groups=COST_GROUP,
        help="Profit as a share of the price: (price - cost) / price.",
    )
    markup = Ratio(
        compute='_compute_amounts',
        store=True,
        groups=COST_GROUP,
        help="Profit as a share of the cost: (price - cost) / cost.",
    )

    _one_chosen = models.UniqueIndex(
        "(lead_id) WHERE is_chosen", "A deal can have only one chosen variant."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('lead_id.company_id')
    def _compute_company_id(self):
        for variant in self:
            own = variant.lead_id.company_id or variant.company_id
            variant.company_id = own._or_current()

    @api.depends('company_id', 'lead_id.partner_id')
    def _compute_pricelist_id(self):
        for variant in self:
            if not variant.pricelist_id:
                partner = variant.lead_id.partner_id.with_company(variant.company_id)
                variant.pricelist_id = partner.property_product_pricelist

    @api.depends('pricelist_id', 'company_id')
    def _compute_currency_id(self):
        for variant in self:
            variant.currency_id = variant.pricelist_id.currency_id or variant.company_id.currency_id

    @api.depends('company_id', 'lead_id.partner_id')
    def _compute_fiscal_position_id(self):
        for variant in self:
            positions = self.env['account.fiscal.position'].with_company(variant.company_id)
            partner = variant.lead_id.partner_id
            variant.fiscal_position_id = (
                positions._get_fiscal_position(partner) if partner else False
            )

    @api.depends('company_id', 'lead_id.partner_id')
    def _compute_payment_term_id(self):
        for variant in self:
            partner = variant.lead_id.partner_id.with_company(variant.company_id)
            variant.payment_term_id = variant.payment_term_id or partner.property_payment_term_id

    @api.depends(
        'currency_id',
        'payment_term_id',
        'line_ids.price_subtotal',
        'line_ids.price_total',
        'line_ids.profit',
        'line_ids.is_optional',
        'line_ids.display_type',
    )
    def _compute_amounts(self):
        """Compute totals as Odoo's tax engine does for a quotation with the same lines."""
        for variant in self:
            lines = variant._get_priced_lines()
            net, tax, gross = variant._get_tax_totals(lines)
            profit = variant.currency_id.round(
                net - sum(lines.mapped('price_subtotal')) + sum(lines.mapped('profit'))
            )
            cost = variant.currency_id.round(net - profit)
            variant.amount_untaxed, variant.amount_tax, variant.amount_total = net, tax, gross
            variant.cost_total, variant.profit = cost, profit
            variant.margin = arithmetic.margin_of(net, cost)
            variant.markup = arithmetic.markup_of(net, cost)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_price_step(vals)
        self.env['crm.lead'].browse(
            vals['lead_id'] for vals in vals_list if vals.get('lead_id')
        )._check_deal_uses_calculation()
        variants = super().create(self._with_one_choice(vals_list))
        variants.lead_id._choose_some_variant()
        # A first variant that is still empty leaves the value that was entered.
        begun = variants.lead_id.filtered(
            lambda lead: lead.deal_variant_ids.line_ids or lead.deal_variant_ids - variants
        )
        begun._sync_from_chosen_variant()
        return variants

    def write(self, vals):
        """Write values; amounts that were typed keep their worth in another currency."""
        self._check_price_step(vals)
        currencies = self._prepare_rate_change(vals)
        leads = self.lead_id
        if vals.get('lead_id'):
            # What is chosen is decided anew in the deal that it comes to.
            vals = {'is_chosen': False, **vals}
        if vals.get('is_chosen'):
            self._check_one_of_each_deal()
            (leads.deal_variant_ids - self)._unchoose()
        result = super().write(vals)
        if not (self.env.su and self.env.context.get('deal_variant_choosing')):
            self._after_change(leads)
        self._convert_from(currencies)
        return result

    def unlink(self):
        leads = self.lead_id
        result = super().unlink()
        self.browse()._after_change(leads)
        return result

    def copy(self, default=None):  # pylint: disable=method-required-super
        """Copy with the costs, also for users who may not see them."""
        return self._copy_whole(default)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for variant, vals in zip(self, vals_list, strict=True):
            lead = variant.lead_id.browse(vals['lead_id'])
            vals['name'] = lead._get_free_variant_name(variant.name)
        return vals_list

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_choose(self):
        """Make this the variant that gives the deal its value."""
        self.ensure_one()
        self.is_chosen = True

    # ------------------------------------------------------------
    # INTERFACE
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def get_tabs(self, lead_id):
        """Return what the Calculation tab shows of a deal's variants.

        :param int lead_id: the deal
        :return: list of dictionaries: id, name, is_chosen, terms (list of names), totals,
            message (what is to say of the total), can_undo
        """
        return [variant._get_tab() for variant in self.search_fetch([('lead_id', '=', lead_id)])]

    def _get_tab(self):
        """Return what the Calculation tab shows of one variant; see :meth:`get_tabs`."""
        self.ensure_one()
        return {
            'id': self.id,
            'name': self.name,
            'is_chosen': self.is_chosen,
            'terms': self._get_terms(),
            'totals': self._get_totals(),
            'message': self.total_message or '',
            'can_undo': bool(self.sudo().total_undo),
            'approval': self._get_approval(),
        }

    @api.model
    def add_to_deal(self, lead_id):
        """Add an empty variant at the end.

        :return: id of the new variant
        """
        lead = self.env['crm.lead'].browse(lead_id)
        letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
        letter = letters[len(lead.deal_variant_ids) % len(letters)]
        sequence = max(lead.deal_variant_ids.mapped('sequence'), default=0) + 1
        name = lead._get_free_variant_name(letter)
        return self.create({'lead_id': lead_id, 'name': name, 'sequence': sequence}).id

    def _get_terms(self):
        """Return the names of price list, currency if it is another, and payment terms."""
        self.ensure_one()
        currency = (
            self.currency_id.name if self.currency_id != self.pricelist_id.currency_id else ''
        )
        shown = [self.pricelist_id.display_name, currency, self.payment_term_id.display_name]
        return [name for name in shown if name]

    def _get_totals(self):
        """Return the totals below the lines."""
        return self._get_totals_with(0.0, 0.0, 0.0)

    def _get_totals_with(self, net, gross, profit):
        """Return the totals when lines add so much; cost and profit for the group only.

        :return: dictionary, amounts in the variant's currency
        """
        self.ensure_one()
        net, gross = self.amount_untaxed + net, self.amount_total + gross
        totals = {
            'currency_id': self.currency_id.id,
            'amount_untaxed': net,
            'amount_tax': gross - net,
            'amount_total': gross,
        }
        if self.env.user.has_group(COST_GROUP):
            profit += self.profit
            totals.update(
                cost_total=net - profit,
                profit=profit,
                margin=arithmetic.margin_of(net, net - profit) or False,
                markup=arithmetic.markup_of(net, net - profit) if net - profit else False,
            )
        return totals

    def _get_moment(self):
        """Return the moment at which price rules hold: now for a variant of today."""
        today = fields.Date.context_today(self)
        if self.date == today:
            return fields.Datetime.now()
        return fields.Datetime.to_datetime(self.date)

    def _get_priced_lines(self):
        """Return the lines that count in the total: products that are not optional."""
        return self.line_ids.filtered(lambda line: not line.display_type and not line.is_optional)

    def _get_tax_totals(self, lines, prices=None):
        """Return net, tax and gross of ``lines``, rounded as the company rounds taxes.

        :param dict prices: unit prices to take in place of some lines' own
        :return: tuple of three floats in the variant's currency
        """
        self.ensure_one()
        taxes, prices = self.env['account.tax'], prices or {}
        base_lines = [
            line._prepare_base_line(price_unit=prices.get(line, line.price_unit)) for line in lines
        ]
        base_lines += self._get_early_payment_base_lines(lines, prices)
        taxes._add_tax_details_in_base_lines(base_lines, self.company_id)
        taxes._round_base_lines_tax_details(base_lines, self.company_id)
        # The engine's own summary sums up in the same way, and groups by tax what nobody reads.
        details = [base_line['tax_details'] for base_line in base_lines]
        net = sum(
            line['total_excluded_currency'] + line['delta_total_excluded_currency']
            for line in details
        )
        tax = sum(tax['tax_amount_currency'] for line in details for tax in line['taxes_data'])
        return tuple(self.currency_id.round(amount) for amount in (net, tax, net + tax))

    def _get_early_payment_base_lines(self, lines, prices):
        """Prepare what an early payment discount takes off the tax, as in Odoo's orders.

        :param dict prices: unit prices to take in place of some lines' own
        :return: base lines for the tax engine; none for most payment terms
        """
        term, taxes = self.payment_term_id, self.env['account.tax']
        if not term.early_discount or term.early_pay_discount_computation != 'mixed':
            return []
        base_lines = []
        for line in lines:
            net = line._get_amounts(prices.get(line, line.price_unit))[0]
            taxed = line.tax_ids.flatten_taxes_hierarchy()
            for sign, tax_ids in (
                (-1, taxed.filtered(lambda tax: tax.amount_type != 'fixed')),
                (1, taxes),
            ):
                base_lines.append(
                    taxes._prepare_base_line_for_taxes_computation(
                        self,
                        price_unit=sign * net / 100 * term.discount_percentage,
                        quantity=1.0,
                        currency_id=self.currency_id,
                        sign=1,
                        special_type='early_payment',
                        tax_ids=tax_ids,
                    )
                )
        return base_lines

    def _after_line_change(self):
        """Update what follows from the lines, after some were made, written or removed."""
        self._forget_total_message()
        for variant in self.filtered('is_chosen'):
            variant.lead_id._sync_from_variant(variant)

    def _after_change(self, leads):
        """Update the deals that these variants are in, or were in.

        :param leads: deals that the variants may have left
        """
        leads = (leads | self.lead_id).exists()
        leads._choose_some_variant()
        leads._sync_from_chosen_variant()

    def _check_one_of_each_deal(self):
        if len(self.lead_id) != len(self):
            raise ValidationError(self.env._("Choose one variant of a deal, not several."))

    def _unchoose(self):
        chosen = self.filtered('is_chosen')
        chosen.check_access('write')
        # Only our own code may leave a deal without a chosen variant, until the next is chosen.
        chosen.sudo().with_context(deal_variant_choosing=True).is_chosen = False
        # Before another one is chosen: the unique index looks at each row by itself.
        chosen.flush_recordset(['is_chosen'])

    @api.model
    def _with_one_choice(self, vals_list):
        """Return values in which one new variant of a deal is chosen: the last one given so."""
        chosen = {}
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if vals.get('is_chosen'):
                chosen.setdefault(vals['lead_id'], vals)['is_chosen'] = False
                chosen[vals['lead_id']] = vals
                vals['is_chosen'] = True
        self.env['crm.lead'].browse(chosen).deal_variant_ids._unchoose()
        return vals_list
