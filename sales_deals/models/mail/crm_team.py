"""Senders whom a team's alias accepts."""

from odoo import api, fields, models


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_can_use_employees_contact = fields.Boolean(
        string="Can Use Employees Contact", compute='_compute_deal_can_use_employees_contact'
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('alias_contact')
    def _compute_deal_can_use_employees_contact(self):
        has_app = self.env['mail.alias']._has_employees_app()
        for team in self:
            team.deal_can_use_employees_contact = has_app and team.alias_contact == 'internal_users'

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_deal_use_employees_contact(self):
        """Leave it to the Employees app who counts as an employee."""
        self.check_access('write')
        # Write access to the team was checked; Odoo lets it cover the alias.
        self.alias_id.sudo()._use_employees_contact()
