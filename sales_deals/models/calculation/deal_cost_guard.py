"""Costs and margins of Odoo's that a company may close to its salespeople."""

from odoo import models


class DealCostGuard(models.AbstractModel):
    """Close fields of a model of Odoo to users who are not to see costs.

    The fields stay as Odoo and other addons define them. Odoo's own computing of stored fields, its
    deliveries and its invoices run as superuser, to whom nothing is closed.
    """

    _name = 'deal.cost.guard'
    _inherit = ['deal.row.guard']
    _description = "Guard of Costs"

    _deal_cost_fields = ()

    def _has_field_access(self, field, operation):
        return super()._has_field_access(field, operation) and not (
            field.name in self._deal_cost_fields
            and self._is_denied_costs()
            and not self._is_cost_public()
        )

    def _add_precomputed_values(self, vals_list):
        """Let Odoo store costs of new records that it computes, whoever creates them."""
        # The right to create, and to write each value that was given, was checked before.
        model = self.sudo() if self._is_denied_costs() else self
        super(DealCostGuard, model)._add_precomputed_values(vals_list)

    def _is_denied_costs(self):
        return not self.env.su and self.env.user._is_denied_costs(self.env.companies._ids)

    def _is_cost_public(self):
        """Return whether the cost of these records is no secret of the company."""
        return False
