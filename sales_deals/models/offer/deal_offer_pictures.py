"""Pictures that clients would not see: the salesperson is told before the offer is sent."""

import base64

from odoo import api, fields, models

from . import deal_offer  # noqa: F401 (extended below)


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    picture_note = fields.Char(
        string="Missing Pictures",
        compute='_compute_picture_note',
        help="Pictures that clients can't be shown.",
    )

    @api.depends('template_id', 'company_id', 'state')
    def _compute_picture_note(self):
        for offer in self:
            is_hidden = offer.state == 'draft' and offer._is_hidden(offer._get_logo())
            offer.picture_note = is_hidden and self.env._(
                "The logo of %s can't be shown to clients: upload it as PNG, JPEG, GIF or WebP of "
                "up to 12 megapixels.",
                offer.company_id.sudo().name,  # its name stands in the offer
            )

    @api.model
    def _is_hidden(self, picture):
        """Tell whether a picture of a binary field can't be shown to clients."""
        content = base64.b64decode(picture) if picture else b''
        return bool(content) and not self._add_picture(picture, {})
