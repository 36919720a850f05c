"""Quotation templates as a source of calculation lines."""

from odoo import models


class SaleOrderTemplate(models.Model):
    _inherit = 'sale.order.template'

    def _prepare_deal_variant_lines(self, variant):
        """Prepare the values of the template's lines as lines of a variant.

        Lines of optional sections become optional lines, one piece where the template proposes
        none.

        :return: list of dictionaries for ``deal.variant.line.create``
        """
        self.ensure_one()
        template = self.with_context(lang=variant.partner_id.lang or self.env.lang)
        lines = template.sale_order_template_line_ids.sorted('sequence')
        return [line._prepare_deal_variant_line() for line in lines]


class SaleOrderTemplateLine(models.Model):
    _inherit = 'sale.order.template.line'

    def _prepare_deal_variant_line(self):
        """Prepare the values of this line as a line of a variant."""
        self.ensure_one()
        optional = self._is_line_optional()
        if self.display_type:
            return self._prepare_deal_variant_text(optional)
        values = {
            'product_id': self.product_id.id,
            'quantity': self.product_uom_qty or (1.0 if optional else 0.0),
            'uom_id': self.product_uom_id.id,
            'is_optional': optional,
        }
        return {**values, 'name': self.name} if self.name else values

    def _prepare_deal_variant_text(self, optional):
        """Prepare the values of a section or note.

        In a calculation lines are optional, not sections: subsections of an optional section stand
        by themselves.
        """
        stands_alone = self.display_type == 'line_subsection' and self.parent_id.is_optional
        return {
            'display_type': 'line_section' if stands_alone else self.display_type,
            'name': self.name or '',
            'is_optional': self.display_type == 'line_note' and optional,
        }

    def _is_line_optional(self):
        """Return whether the line is in an optional section, or a subsection of one."""
        self.ensure_one()
        return self.parent_id.is_optional or self.parent_id.parent_id.is_optional
