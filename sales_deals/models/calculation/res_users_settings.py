"""How a user likes to see calculations."""

from odoo import fields, models


class ResUsersSettings(models.Model):
    _inherit = 'res.users.settings'

    deal_calculation_is_wide = fields.Boolean(
        string="Wide Calculation",
        help="The calculation of a deal takes the whole width: panel and chatter step aside.",
    )
