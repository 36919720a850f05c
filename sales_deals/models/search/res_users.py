"""Users bear the mark of their partner as a field of the addon's own, which goes with it."""

from odoo import fields, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    deal_searched_ids = fields.One2many(
        related='partner_id.deal_searched_ids',
        groups=fields.NO_ACCESS,
        exportable=False,
        export_string_translation=False,
    )
