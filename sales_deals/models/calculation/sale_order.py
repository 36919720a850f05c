"""Sales orders that are made of a deal's variant, or become one."""

from odoo import fields, models
from odoo.exceptions import UserError

from . import deal_cost_guard  # noqa: F401 (inherited below)


class SaleOrder(models.Model):
    _name = 'sale.order'
    _inherit = ['sale.order', 'deal.cost.guard']

    _deal_cost_fields = ('margin', 'margin_percent')

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_variant_id = fields.Many2one(
        'deal.variant',
        string="Variant",
        ondelete='set null',
        index='btree_not_null',
        readonly=True,
        copy=False,
        help="The variant of the deal's calculation that says what this order says.",
    )
    deal_delivery_time = fields.Char(
        string="Delivery Time", help="In words or days, as the calculation promises it."
    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if {'state', 'order_line'} & set(vals):
            self._sync_accepted_deals()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_make_deal_variant(self):
        """Make a variant of the opportunity with this order's content, and open the deal.

        :return: the deal's form, on the Calculation tab with the new variant
        :raise UserError: when the order belongs to no opportunity
        """
        self.ensure_one()
        variant = self._make_deal_variant()
        action = self.opportunity_id.get_formview_action()
        return {**action, 'context': {'deal_variant_id': variant.id}}

    # ------------------------------------------------------------
    # TO A CALCULATION
    # ------------------------------------------------------------

    def _make_deal_variant(self):
        """Make a variant of the opportunity with the lines, terms and totals of this order.

        Lines hold their price, or their discount where Odoo's line has one off the product's list
        price. Lines of optional sections become optional lines, whatever the customer has taken
        of them. From now on the variant stands for the quotation: confirming it accepts the
        variant.

        :return: the new ``deal.variant``
        :raise UserError: when the order belongs to no opportunity, or to one without calculation
        :raise AccessError: when the user may not change the opportunity's calculation
        """
        self.ensure_one()
        if not self.opportunity_id:
            raise UserError(
                self.env._("“%s” belongs to no deal. Choose its opportunity first.", self.name)
            )
        self.opportunity_id._check_deal_uses_calculation()
        variants = self.env['deal.variant'].with_company(self.company_id)
        variant = variants.create(self._prepare_deal_variant_values()).with_env(self.env)
        lines = self._get_lines_for_deal_variant()
        values = [
            {**line._prepare_deal_variant_line_values(), 'variant_id': variant.id, 'sequence': i}
            for i, line in enumerate(lines, 1)
        ]
        # The variant keeps the order's costs, also for whoever may not see them.
        made = self.env['deal.variant.line'].sudo().create(values)
        lines._hold_discounts_in(made)
        if self.state in ('draft', 'sent') and self.has_access('write'):
            # Both are the user's to change; nobody enters which variant an order is of.
            self.sudo().deal_variant_id = variant
        return variant

    def _prepare_deal_variant_values(self):
        """Prepare the values of the variant that is made of this order, without its lines.

        :return: dictionary for ``deal.variant.create``
        """
        self.ensure_one()
        lead = self.opportunity_id
        day = fields.Datetime.context_timestamp(self, self.date_order).date()
        values = {
            'lead_id': lead.id,
            'name': lead._get_free_variant_name(self.name),
            'sequence': max(lead.deal_variant_ids.mapped('sequence'), default=0) + 1,
            'pricelist_id': self.pricelist_id.id,
            'currency_id': self.currency_id.id,
            'date': day,
            'fiscal_position_id': self.fiscal_position_id.id,
            'payment_term_id': self.payment_term_id.id,
            'validity_days': max((self.validity_date - day).days, 0) if self.validity_date else 0,
            'delivery_time': self.deal_delivery_time,
            'note': self.note,
        }
        if 'incoterm' in self._fields:  # comes with deliveries
            values['incoterm_id'] = self.incoterm.id
        return values

    def _get_lines_for_deal_variant(self):
        """Return the lines that were quoted, in their order.

        Not those that came later: down payments, and what was delivered or spent without having
        been ordered. An optional section of which the lines are in subsections leaves its place
        to these. A discount of the whole order, which Odoo puts last, comes before the optional
        sections.
        """
        self.ensure_one()
        lines = self.order_line.sorted('sequence').filtered(lambda line: line._is_quoted())
        misplaced = lines.filtered(
            lambda line: line._is_global_discount() and line._is_line_optional()
        )
        if misplaced:
            lines -= misplaced
            at = next(i for i, line in enumerate(lines) if line.is_optional)
            lines = lines[:at] + misplaced + lines[at:]
        following = [*lines[1:], lines.browse()]
        dropped = lines.browse(
            line.id
            for line, after in zip(lines, following, strict=True)
            if line.is_optional and after.display_type == 'line_subsection'
        )
        return lines - dropped

    def _prepare_deal_variant_lines(self, variant):
        """Prepare the values of the order's lines as lines of a variant of any deal.

        :return: list of dictionaries for ``deal.variant.line.create``
        """
        self.ensure_one()
        product = self.company_id.sudo().deal_rounding_product_id
        return [
            line._prepare_copy_for_deal_variant(variant)
            for line in self._get_lines_for_deal_variant()
            # What was left of a total that was set has no place in another one.
            if not product or line.product_id != product
        ]

    def _sync_accepted_deals(self):
        """Update the value of deals of which these orders were accepted."""
        # Whoever changes an order need not see the deal.
        variants = self.sudo().deal_variant_id
        accepted = variants.filtered(lambda variant: variant.accepted_order_id in self)
        accepted.lead_id._sync_from_chosen_variant()

    def _get_amount_at(self, amount, day):
        """Convert an amount of the order to its company's currency, at the rate of a day."""
        self.ensure_one()
        company = self.company_id
        return self.currency_id._convert(amount, company.currency_id, company, day)
