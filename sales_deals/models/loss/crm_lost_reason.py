"""Lost reasons: their category, and the days after which such deals may be won back."""

from odoo import api, fields, models
from odoo.tools import SQL

#: Category of Odoo's own reasons, and the days after which such deals may be won back.
REASONS_OF_ODOO = {
    'crm.lost_reason_1': ('price', 180),
    'crm.lost_reason_2': ('product', 365),
    'crm.lost_reason_3': ('product', 60),
}
#: Reasons of Odoo's that are about the seller, as long as nobody has renamed them.
REASONS_OF_SELLERS = ("We don't have people/skills", "Not enough stock")


class CrmLostReason(models.Model):
    _inherit = 'crm.lost.reason'

    deal_category = fields.Selection(
        [
            ('price', "Price"),
            ('competitor', "Competitor"),
            ('timing', "Timing"),
            ('product', "Product"),
            ('no_decision', "No decision"),
            ('other', "Other"),
        ],
        string="Category",
        default='other',
        required=True,
        help="Reports sum up losses by it. For a competitor, their name and price are asked for.",
    )
    deal_description = fields.Text(string="When to Choose It", translate=True)
    deal_win_back_days = fields.Integer(
        string="Win Back After (Days)",
        help="Days after the loss until the deal is shown among those to win back. 0: never.",
    )

    _deal_win_back_days_positive = models.Constraint(
        "CHECK(deal_win_back_days >= 0)", "A deal can't be won back before it was lost."
    )

    @api.model
    def name_create(self, name):
        """Let salespeople add a missing reason by its name; managers complete it."""
        if not self.env.user.has_group('sales_team.group_sale_salesman'):
            return super().name_create(name)
        # Salespeople may set nothing but the name; the rest is up to managers.
        reason = self.sudo().create(self._prepare_new_reason(name))
        return reason.id, reason.display_name

    @api.model
    def _adopt_existing_reasons(self):
        """Show existing reasons to clients, as before, and give Odoo's own their category.

        In SQL: for users, nobody has changed these reasons.
        """
        shown = (
            "UPDATE crm_lost_reason SET deal_is_shown_to_clients = name->>'en_US' NOT IN %s"
            " OR name->>'en_US' IS NULL"
        )
        self.env.cr.execute(SQL(shown, REASONS_OF_SELLERS))
        query = (
            "UPDATE crm_lost_reason SET deal_category = %s, deal_win_back_days = %s WHERE id = %s"
        )
        for xmlid, (category, days) in REASONS_OF_ODOO.items():
            if reason := self.env.ref(xmlid, raise_if_not_found=False):
                self.env.cr.execute(SQL(query, category, days, reason.id))
        self.invalidate_model()

    @api.model
    def _prepare_new_reason(self, name):
        """Return values of a reason that only has a name, without defaults of the context."""
        return {
            'name': name,
            'deal_category': 'other',
            'deal_description': False,
            'deal_win_back_days': 0,
            'deal_is_shown_to_clients': False,
            'deal_client_words': False,
            'active': True,
        }
