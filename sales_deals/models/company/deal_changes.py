"""The page that shows what the addon changes of Odoo's ways, with a switch for each."""

from odoo import fields, models

from . import deal_dialogue  # noqa: F401 (inherited below)


class DealChanges(models.TransientModel):
    _name = 'deal.changes'
    _description = "What Changes With Sales Deals"
    _inherit = ['deal.dialogue']

    company_id = fields.Many2one(
        'res.company', default=lambda self: self.env.company, required=True, ondelete='cascade'
    )
    deal_merge_policy = fields.Selection(related='company_id.deal_merge_policy', readonly=False)
    deal_loss_reason_required = fields.Boolean(
        related='company_id.deal_loss_reason_required', readonly=False
    )
    deal_activities_lost = fields.Selection(
        related='company_id.deal_activities_lost', readonly=False
    )
    deal_hides_costs = fields.Boolean(related='company_id.deal_hides_costs', readonly=False)

    deal_persian_calendar = fields.Boolean(
        related='company_id.deal_persian_calendar', readonly=False
    )

    deal_has_polish = fields.Boolean(related='company_id.deal_has_polish')
    deal_groups_polish = fields.Boolean(related='company_id.deal_groups_polish', readonly=False)

    def action_apply(self):
        """Close the page; what was chosen is saved with it, and nobody is led to it any more."""
        self.company_id.deal_shows_changes = False
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def action_take_all(self):
        """Choose all of the addon's ways."""
        self.company_id.write({**self.company_id._prepare_own_rules(), 'deal_groups_polish': True})
        return self.action_apply()

    def action_take_odoos(self):
        """Choose all of Odoo's ways."""
        self.company_id.write(
            {
                **self.company_id._prepare_odoo_rules(),
                'deal_merge_policy': 'odoo',
                'deal_groups_polish': False,
            }
        )
        return self.action_apply()
