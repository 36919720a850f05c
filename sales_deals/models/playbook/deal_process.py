"""How strictly a process asks for its practices, and the page on which it is designed."""

from collections import defaultdict

from odoo import api, fields, models


class DealProcess(models.Model):
    _inherit = 'deal.process'

    practice_import = fields.Selection(
        [('refuse', "Refuse them"), ('mark', "Accept and mark them")],
        string="Imports Without Needed Practices",
        default='refuse',
        required=True,
        help="What happens to deals that an import or another program moves past practices which"
        " are needed.",
    )
    practice_count = fields.Integer(string="Practices", compute='_compute_practice_count')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('stage_ids.deal_practice_ids.active')
    def _compute_practice_count(self):
        groups = self.env['deal.practice']._read_group(
            [('stage_id.deal_process_id', 'in', [False, *self._origin.ids])],
            ['stage_id'],
            ['__count'],
        )
        counts = defaultdict(int)
        for stage, count in groups:
            counts[stage.deal_process_id.id] += count
        for process in self:
            process.practice_count = counts[False] + counts[process._origin.id]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_playbook(self):
        """Open the page on which the process is designed: its stages are the columns."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('sales_deals.deal_practice_action')
        name = self.env._("Playbook: %s", self.name)
        return {
            **action,
            'name': name,
            'display_name': name,
            'domain': [('stage_id.deal_process_id', 'in', [False, self.id])],
            'context': {'default_deal_process_id': self.id},
        }

    def action_try_playbook(self):
        """Ask for a deal, and show what the process would ask of it."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Try on a Deal"),
            'res_model': 'deal.practice.trial',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_deal_process_id': self.id},
        }

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    @api.model
    def _prepare_deals_action(self, domain):
        """Return the action that lists some deals.

        :param domain: ``Domain`` of the deals
        """
        action = self.env['ir.actions.act_window']._for_xml_id('crm.crm_lead_opportunities')
        views = sorted(action['views'], key=lambda view: view[1] != 'list')
        return {
            **action,
            'views': views,
            'domain': list(domain),
            'context': {'default_type': 'opportunity'},
        }
