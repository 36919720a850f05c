"""What becomes of incoming mails, in CRM's settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_mail_policy = fields.Selection(related='company_id.deal_mail_policy', readonly=False)
    deal_replaced_contacts = fields.Boolean(compute='_compute_deal_replaced_contacts')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_deal_replaced_contacts(self):
        aliases = self.env['mail.alias'].sudo()
        # Who may open the settings may know that there is such a team.
        has_any = aliases._has_employees_app() and aliases.search_count(
            aliases._get_replaced_contact_domain(), limit=1
        )
        self.deal_replaced_contacts = bool(has_any)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_deal_use_employees_contact(self):
        """Accept mails from employees as the app Employees knows them, wherever ours did."""
        self.check_access('write')
        aliases = self.env['mail.alias'].sudo()
        # As Odoo writes aliases for whoever may write their records.
        aliases.search(aliases._get_replaced_contact_domain())._use_employees_contact()
        return {'type': 'ir.actions.client', 'tag': 'reload'}
