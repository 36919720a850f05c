"""Reasons that clients may give when they decline an offer."""

from odoo import fields, models


class CrmLostReason(models.Model):
    _inherit = 'crm.lost.reason'

    deal_is_shown_to_clients = fields.Boolean(
        string="Shown to Clients",
        help="Clients who decline an offer on its page may choose this reason.",
    )
    deal_client_words = fields.Char(
        string="In the Client's Words",
        translate=True,
        help="What clients read who may choose this reason. Empty: its name.",
    )

    def _get_client_words(self):
        """Return what clients read of this reason."""
        self.ensure_one()
        return self.deal_client_words or self.name
