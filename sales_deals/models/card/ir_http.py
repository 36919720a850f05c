"""Tell the web client whether to ask for the list “Get Started”, which most never see."""

from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    def session_info(self):
        info = super().session_info()
        if self.env['deal.start']._is_shown():
            info['deal_shows_start'] = True
        return info
