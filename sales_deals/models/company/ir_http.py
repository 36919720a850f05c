"""Tell the web client whether to point administrators to what the addon changes."""

from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    def session_info(self):
        """Add whether the first screen links to the page of changes."""
        info = super().session_info()
        if self.env.user._is_system():
            info['deal_shows_changes'] = self.env.company.deal_shows_changes
        return info
