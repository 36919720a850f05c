"""Channel of a deal, by which web clients that show it learn that it has changed."""

import re

from odoo import models

#: Part of the channel's name that Odoo adds to the deal.
DEAL_CHANNEL = 'deal_news'
#: What a web client asks for; ids that a database can have.
ASKED_CHANNEL = re.compile(r'deal_news:(\d{1,9})')


class IrWebsocket(models.AbstractModel):
    _inherit = 'ir.websocket'

    def _build_bus_channel_list(self, channels):
        """Add the deals that are asked for and that the user may read."""
        asked = {
            int(match[1])
            for channel in channels
            if isinstance(channel, str) and (match := ASKED_CHANNEL.fullmatch(channel))
        }
        if asked and self.env.user._is_internal():
            leads = self.env['crm.lead'].browse(asked).exists()._filtered_access('read')
            channels = [*channels, *((lead, DEAL_CHANNEL) for lead in leads)]
        return super()._build_bus_channel_list(channels)
