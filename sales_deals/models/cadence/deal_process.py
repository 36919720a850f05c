"""Processes in which a cadence begins by itself when an offer is sent."""

from odoo import fields, models


class DealProcess(models.Model):
    _inherit = 'deal.process'

    offer_cadence_id = fields.Many2one(
        'deal.cadence',
        string="Cadence after an Offer",
        ondelete='set null',
        index='btree_not_null',
        copy=False,
        help="Begins by itself when an offer is sent. Empty: none.",
    )
