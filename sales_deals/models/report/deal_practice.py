"""When a practice was removed: until then it counts in the report."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DealPractice(models.Model):
    _inherit = 'deal.practice'

    removed_on = fields.Datetime(compute='_compute_removed_on', store=True)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('active')
    def _compute_removed_on(self):
        for practice in self:
            removed_on = practice.removed_on or fields.Datetime.now()
            practice.removed_on = False if practice.active else removed_on

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    @api.model
    def _get_reported(self):
        """Return the practices that the report counts: those of stages, removed ones too."""
        # Whoever sees a deal may know what its stages ask for.
        practices = self.sudo().with_context(active_test=False)
        found = practices.search([('stage_id', '!=', False)])
        return found.filtered(lambda practice: practice._is_readable())

    def _is_readable(self):
        """Tell whether the practice's filter can be read still: a field may be gone."""
        self.ensure_one()
        try:
            self._check_domain()
        except ValidationError:
            return False
        return True
