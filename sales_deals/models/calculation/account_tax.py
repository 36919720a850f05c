"""Taxes of calculations: kept while they are in one, and read at every keystroke."""

from odoo import api, models
from odoo.exceptions import UserError


class AccountTax(models.Model):
    _inherit = 'account.tax'

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_calculated(self):
        """Keep taxes that are in calculations, which would lose them in silence."""
        # Whoever may delete a tax may not see the deals.
        lines = self.env['deal.variant.line'].sudo()
        if found := lines.search([('tax_ids', 'in', self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "“%s” is in the calculation of a deal. Archive the tax instead of deleting it.",
                    (found.tax_ids & self)[:1].name,
                )
            )

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
