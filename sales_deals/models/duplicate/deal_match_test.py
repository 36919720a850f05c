"""Comparison of what tested rules find with what the rules in use find."""

from odoo import Command, api, fields, models

from ...tools import matching

#: Number of the newest deals that rules are tested on, and most pairs that are shown.
SAMPLE, SHOWN = 1000, 200


class DealMatchTest(models.TransientModel):
    _name = 'deal.match.test'
    _description = "Test of Duplicate Rules"
    _inherit = ['deal.dialogue']
    _rec_name = 'rules_id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    rules_id = fields.Many2one('deal.match.rules', required=True, readonly=True)
    is_used = fields.Boolean(related='rules_id.is_used')
    deal_count = fields.Integer(string="Deals Looked At", readonly=True)
    found_count = fields.Integer(string="Pairs Found", readonly=True)
    new_count = fields.Integer(string="New Pairs", readonly=True)
    gone_count = fields.Integer(string="Pairs No Longer Found", readonly=True)
    line_ids = fields.One2many('deal.match.test.line', 'test_id', string="Pairs", readonly=True)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        tests = super().create(vals_list)
        for test in tests:
            test._run()
        return tests

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_use(self):
        self.rules_id.action_use()
        return {'type': 'ir.actions.act_window_close'}

    def _get_action(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Test These Rules"),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'dialog_size': 'extra-large'},
        }

    def _run(self):
        """Compare the newest visible deals by both sets of rules."""
        leads = self.env['crm.lead'].search([], order='id desc', limit=SAMPLE)
        would = self._get_pairs(leads, self.rules_id)
        does = self._get_pairs(leads, self.rules_id._get_used())
        changes = dict.fromkeys(set(would) - set(does), 'new')
        changes |= dict.fromkeys(set(does) - set(would), 'gone')
        every = sorted(does | would, key=lambda pair: (pair not in changes, pair))
        self.write(
            {
                'deal_count': len(leads),
                'found_count': len(would),
                'new_count': len(set(would) - set(does)),
                'gone_count': len(set(does) - set(would)),
                'line_ids': [
                    Command.create(
                        self._prepare_line(pair, (does | would)[pair], changes.get(pair, 'same'))
                    )
                    for pair in every[:SHOWN]
                ],
            }
        )

    def _get_pairs(self, leads, rules):
        """Return a dictionary of (earlier, later) to matches of visible deals."""
        tried = matching.RULES._replace(**rules._prepare_rules())
        pairs = {
            (min(lead_id, other_id), max(lead_id, other_id)): match
            for lead_id, matches in leads._find_matches(tried).items()
            for other_id, match in matches.items()
        }
        ids = {lead_id for pair in pairs for lead_id in pair}
        visible = set(leads.browse(ids)._filtered_access('read').ids)
        return {pair: match for pair, match in pairs.items() if visible.issuperset(pair)}

    def _prepare_line(self, pair, match, change):
        return {
            'lead_id': pair[0],
            'other_id': pair[1],
            'score': match.score,
            'reason': self.env['deal.duplicate']._describe_reasons(match.reasons),
            'change': change,
        }


class DealMatchTestLine(models.TransientModel):
    """A pair that the tested rules, or those in use, find."""

    _name = 'deal.match.test.line'
    _description = "Pair Found by Tested Rules"
    _inherit = ['deal.dialogue']
    _order = 'id'

    test_id = fields.Many2one('deal.match.test', required=True, ondelete='cascade')
    lead_id = fields.Many2one('crm.lead', string="Deal", ondelete='cascade')
    other_id = fields.Many2one('crm.lead', string="Later Deal", ondelete='cascade')
    score = fields.Float(string="Likeness")
    reason = fields.Char()
    change = fields.Selection(
        [('new', "New"), ('gone', "No longer found"), ('same', "As with the rules in use")]
    )
