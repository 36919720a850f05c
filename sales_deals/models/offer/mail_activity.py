"""Activities for clients' questions about offers."""

from odoo import fields, models


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    # What a client asks about an offer is open for as long as this is.
    deal_question_offer_id = fields.Many2one(
        'deal.offer', string="Offer Asked About", readonly=True, index='btree_not_null'
    )
    deal_question = fields.Text(string="Client's Question", readonly=True)
