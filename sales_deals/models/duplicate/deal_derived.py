"""Rows beside deals are renewed before they are read."""

from odoo import models


class DealDerived(models.AbstractModel):
    _inherit = 'deal.derived'

    def flush_model(self, fnames=None):
        """Renew the rows of deals that have changed, too: no change marks them themselves."""
        leads = self.env['crm.lead']
        leads._recompute_model(leads._get_derived_parts())
        super().flush_model(fnames)
