"""Sales processes of teams."""

from odoo import api, fields, models


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_process_ids = fields.Many2many(
        'deal.process',
        'deal_process_team_rel',
        'team_id',
        'process_id',
        string="Sales Processes",
        help="The team's new deals follow the first of these. Empty: the first process that "
        "is open to all teams.",
    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        if any('deal_process_ids' in vals for vals in vals_list):
            self.env.registry.clear_cache()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if 'deal_process_ids' in vals:
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def action_your_pipeline(self):
        """Open the pipeline on the user's process, whose stages are the columns."""
        action = super().action_your_pipeline()
        table = self.env['deal.process']._get_process_table()
        if sum(process.active for process in table.processes.values()) > 1:
            process_id = min(self.env['crm.lead']._get_column_process_ids([]))
            name = self.env['deal.process'].browse(process_id).name
            action['context'] = {
                **action['context'],
                # With its name, which the search shows.
                'search_default_deal_process_id': [process_id, name],
            }
        return action
