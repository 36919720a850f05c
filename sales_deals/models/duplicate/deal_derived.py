"""Rows beside deals are renewed before they are read."""

from odoo import models


class DealDerived(models.AbstractModel):
    _inherit = 'deal.derived'

    def flush_model(self, fnames=None):
        """Renew the rows of deals that have changed, too: no change marks them themselves."""
        self.env['crm.lead']._recompute_model(['deal_match_key_ids'])
        super().flush_model(fnames)
