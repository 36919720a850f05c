"""Next steps and possible outcomes of a type of activity."""

from odoo import fields, models


class MailActivityType(models.Model):
    _inherit = 'mail.activity.type'

    deal_step_ids = fields.One2many(
        'deal.activity.step',
        'type_id',
        string="Next Steps",
        copy=True,
        help="Suggested on a deal when an activity of this type is done.",
        # Others than salespeople may read types, but no steps.
        groups='sales_team.group_sale_salesman',
    )
    deal_outcome_ids = fields.Many2many(
        'deal.activity.outcome',
        'deal_activity_outcome_type_rel',
        'type_id',
        'outcome_id',
        string="Outcomes",
        help="Possible outcomes of such an activity; one of them is chosen when it is done.",
    )

    deal_triggered_responsible = fields.Selection(
        [('deal', "Salesperson of the deal"), ('previous', "User of the done activity")],
        string="Triggered For",
        default='deal',
        required=True,
        help="The user who gets an activity triggered on a deal, unless its type has a user.",
    )

    def _get_suggested_types(self):
        """Return the types that Odoo itself suggests, used if there are no steps."""
        self.ensure_one()
        return self.suggested_next_type_ids.filtered(lambda kind: kind._fits_deals())

    def _fits_deals(self):
        """Return whether activities of this type can be scheduled on deals."""
        return self.active and self.res_model in (False, 'crm.lead')

    def _is_of_own_chain(self):
        """Return whether Odoo's own fields say what follows."""
        return bool(self.suggested_next_type_ids or self.triggered_next_type_id)
