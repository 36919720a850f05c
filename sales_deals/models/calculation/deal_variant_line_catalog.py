"""Lines of a variant as the cards of Odoo's product catalogue show them."""

from odoo import fields, models

from . import deal_variant_line  # noqa: F401 (extended below)


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    # As on Odoo's order lines, and by the name that its catalogue reads.
    parent_id = fields.Many2one(
        'deal.variant.line',
        string="Section",
        compute='_compute_parent_id',
        exportable=False,
    )

    def _compute_parent_id(self):
        """The section in which a line stands, none for sections."""
        wanted = set(self)
        for line in self - self.variant_id.line_ids:
            line.parent_id = False
        for variant in self.variant_id:
            section = self.browse()
            for line in variant.line_ids.sorted():
                if line.display_type == 'line_section':
                    section = line
                if line in wanted:
                    line.parent_id = section - line

    def get_parent_section_line(self):
        return self.parent_id

    def _get_product_catalog_lines_data(self, **kwargs):
        """What the catalogue's card shows of these lines of one product.

        :return: dictionary: quantity, price, unit, and read-only where there are several lines
        """
        if not self:
            return {'quantity': 0}
        if len(self) == 1:
            return {
                'quantity': self.quantity,
                'price': self.price_unit,
                'readOnly': self.variant_id._is_readonly(),
                'uomDisplayName': self.uom_id.display_name,
            }
        product, variant = self.product_id, self.variant_id
        return {
            'quantity': sum(
                line.uom_id._compute_quantity(line.quantity, product.uom_id) for line in self
            ),
            'price': variant._get_catalog_prices(product)[product],
            'readOnly': True,
            'uomDisplayName': product.uom_id.display_name,
        }
