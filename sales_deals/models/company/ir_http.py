"""Tell the web client what the addon shows to whom from the first screen on."""

from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    def session_info(self):
        """Add whether the first screen links to the page of changes; days off of the calendar.

        The web client loads the Persian calendar where it has its days off.
        """
        info = super().session_info()
        if self.env.user._is_system():
            info['deal_shows_changes'] = self.env.company.deal_shows_changes
        if self.env.user._uses_persian_calendar():
            info['deal_days_off'] = self.env.user._get_persian_days_off()
        return info
