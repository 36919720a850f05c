"""Lines of sales orders that come from a calculation, or go into one."""

import math
from collections import defaultdict

from odoo import Command, fields, models

from . import deal_cost_guard  # noqa: F401 (inherited below)
from .deal_variant_line import HIDING


class SaleOrderLine(models.Model):
    _name = 'sale.order.line'
    _inherit = ['sale.order.line', 'deal.cost.guard']

    _deal_cost_fields = ('purchase_price', 'margin', 'margin_percent')

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    has_deal_price = fields.Boolean(
        string="Price of a Calculation",
        help="Price and discount come from a calculation: they stay when the quantity changes.",
    )
    deal_optional_quantity = fields.Float(
        string="Proposed Quantity",
        digits='Product Unit',
        help="Of an optional line: how much the customer takes by adding it.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_price_unit(self):
        force = self.env.context.get('force_price_recomputation')
        lines = self if force else self.filtered(lambda line: not line._keeps_deal_price())
        super(SaleOrderLine, lines)._compute_price_unit()

    def _compute_discount(self):
        lines = self.filtered(lambda line: not line._keeps_deal_price())
        super(SaleOrderLine, lines)._compute_discount()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if 'product_id' in vals:
            changed = self.filtered(lambda line: line.product_id.id != vals['product_id'])
            changed.filtered('has_deal_price').has_deal_price = False
        return super().write(vals)

    # ------------------------------------------------------------
    # TO A CALCULATION
    # ------------------------------------------------------------

    def _prepare_deal_variant_line_values(self):
        """Prepare the values of the calculation line that is made of this line.

        To be extended by whoever adds fields to order lines. The cost is in it for every user: it
        may be written, not shown.

        :return: dictionary for ``deal.variant.line.create``, without variant and sequence; the
            held price is for one unit in the order's currency, after the discount, with the taxes
            that it includes
        """
        self.ensure_one()
        optional = self._is_quoted_as_optional()
        if self.display_type:
            return self._prepare_deal_variant_text(optional)
        quantity = self.product_uom_qty
        if optional:
            quantity = quantity or self.deal_optional_quantity or 1.0
        return {
            'product_id': self.product_id.id,
            'name': self.name,
            'quantity': quantity,
            'uom_id': self.product_uom_id.id,
            'tax_ids': [Command.set(self.tax_ids.ids)],
            'is_optional': optional,
            # The cost that the variant shall keep, whoever makes it.
            'cost': self.sudo().purchase_price,
            'held': 'price',
            'held_value': self.price_unit * (1 - self.discount / 100.0),
            'extra_tax_data': self.extra_tax_data,
            **self._prepare_deal_configuration(),
            **self._prepare_deal_combo_link(),
        }

    def _prepare_deal_variant_text(self, optional):
        """Prepare the values of a section or note.

        In a calculation lines are optional, not sections: subsections of an optional section stand
        by themselves, and hide what it hides.
        """
        is_note = self.display_type == 'line_note'
        section = self.parent_id
        stands_alone = self.display_type == 'line_subsection' and section.is_optional
        headings = self | section if stands_alone else self
        return {
            'display_type': 'line_section' if stands_alone else self.display_type,
            'name': self.name,
            'is_optional': is_note and optional,
            **{name: True for name in HIDING if not is_note and any(headings.mapped(name))},
        }

    def _prepare_deal_configuration(self):
        """Prepare the product's configuration as values of a calculation line."""
        chosen = self.product_no_variant_attribute_value_ids
        typed = self.product_custom_attribute_value_ids
        if not chosen and not typed:
            return {}
        return {
            'product_no_variant_attribute_value_ids': [Command.set(chosen.ids)],
            'product_custom_attribute_value_ids': typed._prepare_custom_value_commands(),
        }

    def _prepare_deal_combo_link(self):
        """Prepare what keeps a combo and its items together in a calculation."""
        if self.combo_item_id and self.linked_line_id:
            link = {'linked_virtual_id': str(self.linked_line_id.id)}
            return {**link, 'combo_item_id': self.combo_item_id.id}
        return {'virtual_id': str(self.id)} if self.product_id.type == 'combo' else {}

    def _prepare_copy_for_deal_variant(self, variant):
        """Prepare the values of this line as a line of a variant that is priced today.

        It holds what the customer paid, in the variant's currency and with its taxes. What the
        product costs is taken anew, unless it has no cost of its own.

        :return: dictionary for ``deal.variant.line.create``; a cost may be in it for every user
        """
        values = self._prepare_deal_variant_line_values()
        if self.display_type:
            return values
        values.pop('tax_ids')
        values['held_value'] = variant._adapt_price(
            values['held_value'],
            self.currency_id,
            self.product_id,
            self.tax_ids,
            self.product_uom_id,
        )
        cost = variant._convert(values.pop('cost'), self.currency_id)
        if not self.product_id.sudo().with_company(variant.company_id).standard_price:
            values['cost'] = cost
        return values

    def _hold_discounts_in(self, made):
        """Let calculation lines hold the discounts of the order lines that they were made of.

        Only where the list prices agree: else the same discount would be another price.

        :param made: ``deal.variant.line`` records, one for each line
        """
        lines = defaultdict(made.browse)
        for line, variant_line in zip(self, made, strict=True):
            agrees = math.isclose(line.price_unit, variant_line.list_price, rel_tol=1e-14)
            if variant_line.list_price and agrees and line.discount and line.discount <= 100:
                lines[line.discount] += variant_line
        for discount, variant_lines in lines.items():
            variant_lines.write({'discount': discount})

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _reset_price_unit(self):
        """Let the price be Odoo's again: for a new product, or "Update Prices"."""
        if self.has_deal_price:
            self.has_deal_price = False
        super()._reset_price_unit()

    def _keeps_deal_price(self):
        return self.has_deal_price and self.product_id == self._origin.product_id

    def _is_quoted(self):
        """Return whether the line is part of what was quoted to the customer."""
        if self.is_downpayment or not (self.display_type or self.product_id):
            return False
        came_later = self.is_expense or self.qty_delivered
        return bool(self.display_type or self.product_uom_qty or not came_later)

    def _is_quoted_as_optional(self):
        """Return whether the line is in an optional section.

        A discount of the whole order is not, though Odoo puts it last.
        """
        return self._is_line_optional() and not self._is_global_discount()
