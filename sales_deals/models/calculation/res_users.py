"""Who is denied the costs that a company hides from its salespeople."""

from odoo import api, models, tools

from .deal_variant import COST_GROUP

#: Groups whose work in Odoo reads costs, of addons that may not be installed.
COST_WORK_GROUPS = (
    'account.group_account_invoice',
    'account.group_account_readonly',
    'hr_expense.group_hr_expense_team_approver',
    'mrp.group_mrp_user',
    'point_of_sale.group_pos_user',
    'product.group_product_manager',
    'purchase.group_purchase_user',
    'stock.group_stock_user',
)


class ResUsers(models.Model):
    _inherit = 'res.users'

    @tools.ormcache('self.id', 'company_ids')
    def _is_denied_costs(self, company_ids):
        """Return whether a user is a salesperson from whom one of the companies hides costs.

        :param tuple company_ids: companies that the user works in
        """
        self.ensure_one()
        # What a company hides is no secret; users may not read its settings.
        companies = self.env['res.company'].sudo().browse(company_ids)
        return (
            any(companies.mapped('deal_hides_costs'))
            and self.has_group('sales_team.group_sale_salesman')
            and not any(self.has_group(group) for group in self._get_cost_groups())
        )

    @api.model
    def _get_cost_groups(self):
        """Return the XML ids of groups whose members see costs."""
        return (COST_GROUP, *COST_WORK_GROUPS)
