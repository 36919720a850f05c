"""Taxes as they are read at every keystroke in a calculation."""

from odoo import models


class AccountTax(models.Model):
    _inherit = 'account.tax'

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _compute_has_negative_factor(self):
        """Compute in one query while a line is typed or saved; Odoo reads all parts in two."""
        if not self.env.context.get('deal_line_typing'):
            return super()._compute_has_negative_factor()
        parts = self.env['account.tax.repartition.line'].search_fetch(
            [
                ('tax_id', 'in', self._origin.ids),
                ('document_type', '=', 'invoice'),
                ('repartition_type', '=', 'tax'),
                ('factor_percent', '<', 0.0),
            ],
            ['tax_id'],
        )
        for tax in self:
            tax.has_negative_factor = tax._origin in parts.tax_id
        return None
