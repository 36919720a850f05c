"""Settings of incoming e-mails, in CRM's settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    deal_mail_policy = fields.Selection(related='company_id.deal_mail_policy', readonly=False)
    deal_replaced_contacts = fields.Boolean(compute='_compute_deal_replaced_contacts')

    def _compute_deal_replaced_contacts(self):
        aliases = self.env['mail.alias'].sudo()
        # Whoever may open the settings may know that there is such a team.
        has_any = aliases._has_employees_app() and aliases.search_count(
            aliases._get_replaced_contact_domain(), limit=1
        )
        self.deal_replaced_contacts = bool(has_any)

    def action_deal_use_employees_contact(self):
        """Let the app Employees say who is an employee, in aliases where the addon did."""
        self.check_access('write')
        # As Odoo writes aliases for whoever may write their records.
        aliases = self.env['mail.alias'].sudo()
        aliases.search(aliases._get_replaced_contact_domain())._use_employees_contact()
        return {'type': 'ir.actions.client', 'tag': 'reload'}
