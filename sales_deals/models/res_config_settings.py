"""The company's decisions about deals, in CRM's settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    use_deal_calculation = fields.Boolean(related='company_id.use_deal_calculation')
    deal_min_margin = fields.Float(
        related='company_id.deal_min_margin', readonly=False, digits=False
    )
    deal_merge_automatic = fields.Boolean(related='company_id.deal_merge_automatic', readonly=False)
    deal_merge_policy = fields.Selection(related='company_id.deal_merge_policy', readonly=False)
    deal_merge_keep_days = fields.Integer(related='company_id.deal_merge_keep_days', readonly=False)
    deal_loss_reason_required = fields.Boolean(
        related='company_id.deal_loss_reason_required', readonly=False
    )
    deal_activities_lost = fields.Selection(
        related='company_id.deal_activities_lost', readonly=False
    )
    deal_activities_won = fields.Selection(related='company_id.deal_activities_won', readonly=False)
    deal_activities_suspended = fields.Selection(
        related='company_id.deal_activities_suspended', readonly=False
    )
    deal_mail_policy = fields.Selection(related='company_id.deal_mail_policy', readonly=False)
    deal_replaced_contacts = fields.Boolean(compute='_compute_deal_replaced_contacts')

    def _compute_deal_replaced_contacts(self):
        aliases = self.env['mail.alias'].sudo()
        # Who may open the settings may know that there is such a team.
        has_any = aliases._has_employees_app() and aliases.search_count(
            aliases._get_replaced_contact_domain(), limit=1
        )
        self.deal_replaced_contacts = bool(has_any)

    def action_use_employees_contact(self):
        """Accept mails from employees as the app Employees knows them, wherever ours did."""
        self.check_access('write')
        aliases = self.env['mail.alias'].sudo()
        # As Odoo writes aliases for whoever may write their records.
        aliases.search(aliases._get_replaced_contact_domain())._use_employees_contact()
        return {'type': 'ir.actions.client', 'tag': 'reload'}
