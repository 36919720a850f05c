"""Deleted contacts that are competitors of deals."""

from odoo import api, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    @api.ondelete(at_uninstall=False)
    def _unlink_keeps_competitors(self):
        """Keep competitors by their names; those of one name become one."""
        # Whoever may delete a contact may not see all deals that know it.
        self.env['deal.competitor'].sudo()._part_with(self)
