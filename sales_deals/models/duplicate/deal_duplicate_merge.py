"""Preview of merging several groups of duplicates."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class DealDuplicateMerge(models.TransientModel):
    _name = 'deal.duplicate.merge'
    _description = "Merge Groups of Duplicates"
    _inherit = ['deal.dialogue']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    group_ids = fields.Many2many('deal.duplicate.group', readonly=True)
    line_ids = fields.One2many('deal.duplicate.merge.line', 'wizard_id', string="Groups")

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards.filtered(lambda wizard: not wizard.line_ids):
            wizard.line_ids = [
                Command.create(wizard._prepare_line(group)) for group in wizard.group_ids
            ]
        return wizards

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_merge(self):
        """Merge the ticked groups, each into its oldest deal.

        :raise UserError: if one can't be merged; then none is
        """
        lines = self.line_ids.filtered('is_included')
        if not lines:
            raise UserError(self.env._("Tick the groups to merge."))
        for line in lines:
            line.lead_ids._merge_into_oldest(reason=line.reason)
        offer = lines.survivor_id._offer_undo_of_merge()
        return {'type': 'ir.actions.act_window_close', **offer}

    def _get_action(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Merge Duplicates"),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
            'target': 'new',
        }

    def _prepare_line(self, group):
        leads = group.lead_ids
        problem = self._get_problem(group)
        return {
            'lead_ids': [Command.set(leads.ids)],
            'survivor_id': leads._get_oldest().id,
            'reason': group.reason,
            'problem': problem,
            'is_included': not problem,
        }

    def _get_problem(self, group):
        """Return why a group is not ticked at first, '' if it is."""
        if len(group.lead_ids) < 2:
            return self.env._("You may see only one of these deals.")
        if not group.lead_ids.has_access('write'):
            return self.env._("You may not change all of these deals.")
        if not group.shown_certain:
            return self.env._("Check it first: there is evidence against it.")
        return ''


class DealDuplicateMergeLine(models.TransientModel):
    """One group of duplicates in the preview."""

    _name = 'deal.duplicate.merge.line'
    _description = "Group of Duplicates to Merge"
    _inherit = ['deal.dialogue']
    _order = 'id'

    wizard_id = fields.Many2one('deal.duplicate.merge', required=True, ondelete='cascade')
    is_included = fields.Boolean(string="Merge")
    survivor_id = fields.Many2one(
        'crm.lead', string="Deal That Stays", readonly=True, ondelete='cascade'
    )
    lead_ids = fields.Many2many(
        'crm.lead',
        string="Deals",
        readonly=True,
        # One of them may be lost.
        context={'active_test': False},
    )
    reason = fields.Text(readonly=True)
    problem = fields.Text(string="Note", readonly=True)
