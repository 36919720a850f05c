"""Custom attribute values of a calculation's line."""

from odoo import Command, fields, models


class ProductAttributeCustomValue(models.Model):
    _inherit = 'product.attribute.custom.value'

    deal_variant_line_id = fields.Many2one(
        'deal.variant.line',
        string="Calculation Line",
        ondelete='cascade',
        index='btree_not_null',
    )

    _deal_line_value_unique = models.Constraint(
        'unique(custom_product_template_attribute_value_id, deal_variant_line_id)',
        "A line has one custom value for an attribute.",
    )

    def write(self, vals):
        result = super().write(vals)
        if 'deal_variant_line_id' in vals:
            # Odoo has looked where the values were, not to which line they have come.
            self.check_access('write')
        return result

    def _prepare_custom_value_commands(self):
        """Prepare these values for another line, of a calculation or of an order."""
        return [
            Command.create(
                {
                    'custom_product_template_attribute_value_id': attribute_value.id,
                    'custom_value': custom_value,
                }
            )
            for attribute_value, custom_value in self._get_typed_values()
        ]

    def _get_typed_values(self):
        """Return tuples of attribute value and what was typed for it, saved or not yet."""
        return [
            (value.custom_product_template_attribute_value_id._origin, value.custom_value or '')
            for value in self
        ]
