"""Activities that ask whether a paused cadence goes on."""

from odoo import fields, models


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    deal_cadence_run_id = fields.Many2one(
        'deal.cadence.run',
        string="Paused Cadence",
        readonly=True,
        ondelete='cascade',
        index='btree_not_null',
        help="The cadence that the activity asks to go on or to stop.",
    )
