"""Settings of deals, in CRM's settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    use_deal_calculation = fields.Boolean(related='company_id.use_deal_calculation')
    deal_min_margin = fields.Float(
        related='company_id.deal_min_margin', readonly=False, digits=False
    )
    deal_hides_costs = fields.Boolean(related='company_id.deal_hides_costs', readonly=False)
    deal_persian_calendar = fields.Boolean(
        related='company_id.deal_persian_calendar', readonly=False
    )
    deal_shows_tomans = fields.Boolean(related='company_id.deal_shows_tomans', readonly=False)
    deal_has_polish = fields.Boolean(related='company_id.deal_has_polish')
    deal_groups_polish = fields.Boolean(related='company_id.deal_groups_polish', readonly=False)
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
    deal_activities_merged = fields.Selection(
        related='company_id.deal_activities_merged', readonly=False
    )
