"""Reasons that clients may give when they decline an offer."""

from odoo import fields, models


class CrmLostReason(models.Model):
    _inherit = 'crm.lost.reason'

    deal_is_shown_to_clients = fields.Boolean(
        string="Shown to Clients",
        help="Clients who decline an offer on its page may choose this reason.",
    )
