"""Next steps of a stage that is deleted."""

from odoo import api, models


class CrmStage(models.Model):
    _inherit = 'crm.stage'

    @api.ondelete(at_uninstall=False)
    def _unlink_archives_steps(self):
        """Archive next steps that were for these stages only: they would be for each stage then."""
        # Who may delete the stage decides about what was bound to it.
        steps = self.env['deal.activity.step'].sudo().search([('stage_ids', 'in', self.ids)])
        steps.filtered(lambda step: step.stage_ids <= self).active = False
