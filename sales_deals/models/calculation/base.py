"""Costs in models of addons that may be there or not, closed as those of products are."""

from odoo import models

#: What stock is worth, by model: Odoo's Inventory with accounting adds these fields.
VALUATION_FIELDS = {
    'stock.avco.audit.report': frozenset(('added_value', 'avco_value', 'total_value', 'value')),
    'stock.lot': frozenset(('avg_cost', 'standard_price', 'total_value')),
    'stock.move': frozenset(
        (
            'price_unit',
            'remaining_value',
            'standard_price',
            'value',
            'value_computed_justification',
            'value_justification',
            'value_manual',
        )
    ),
    'stock.quant': frozenset(('value',)),
}


class Base(models.AbstractModel):
    _inherit = 'base'

    def _has_field_access(self, field, operation):
        allowed = super()._has_field_access(field, operation)
        # Odoo asks this some thousand times for a page.
        if not allowed or self._name not in VALUATION_FIELDS or self.env.su:
            return allowed
        is_cost = field.name in VALUATION_FIELDS[self._name]
        return not (is_cost and self.env.user._is_denied_costs(self.env.companies._ids))
