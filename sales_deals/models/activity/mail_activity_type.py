"""What follows on an activity of a type, and how such an activity can end."""

from odoo import fields, models


class MailActivityType(models.Model):
    _inherit = 'mail.activity.type'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_step_ids = fields.One2many(
        'deal.activity.step',
        'type_id',
        string="Next Steps",
        copy=True,
        help="What is suggested on a deal when an activity of this type is done.",
    )
    deal_outcome_ids = fields.Many2many(
        'deal.activity.outcome',
        'deal_activity_outcome_type_rel',
        'type_id',
        'outcome_id',
        string="Outcomes",
        help="How an activity of this type can end; one of them is chosen when it is done.",
    )

    deal_triggered_responsible = fields.Selection(
        [('deal', "Salesperson of the deal"), ('previous', "Whose activity it was")],
        string="Triggered For",
        default='deal',
        required=True,
        help="On a deal, who gets the activity that is triggered, unless its type has a user.",
    )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_suggested_types(self):
        """Odoo's own suggestions, where there are no steps."""
        self.ensure_one()
        return self.suggested_next_type_ids.filtered(lambda kind: kind._fits_deals())

    def _fits_deals(self):
        """Whether activities of this type can be scheduled on deals."""
        return self.active and self.res_model in (False, 'crm.lead')

    def _is_of_own_chain(self):
        """Whether somebody has set in Odoo's own way what follows."""
        return bool(self.suggested_next_type_ids or self.triggered_next_type_id)
