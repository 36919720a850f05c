"""A pair that rules for duplicates find, or do not find any more."""

from odoo import fields, models


class DealMatchTestLine(models.TransientModel):
    _name = 'deal.match.test.line'
    _description = "Pair Found by Tested Rules"
    _order = 'id'

    test_id = fields.Many2one('deal.match.test', required=True, ondelete='cascade')
    lead_id = fields.Many2one('crm.lead', string="Deal", ondelete='cascade')
    other_id = fields.Many2one('crm.lead', string="Later Deal", ondelete='cascade')
    score = fields.Float(string="Likeness")
    reason = fields.Char()
    change = fields.Selection(
        [('new', "New"), ('gone', "No longer found"), ('same', "As with the rules in use")]
    )
