"""Aliases when the app Employees is uninstalled."""

from odoo import models


class IrModuleModule(models.Model):
    _inherit = 'ir.module.module'

    def module_uninstall(self):
        """Let deals' aliases that accept employees keep doing so without the app Employees.

        Odoo would delete such an alias; of a team it can't, and lets everybody write to it then.
        """
        names = set(self.mapped('name'))
        if 'hr' in names:
            # Whoever may uninstall apps may know that there are such aliases.
            self.env['mail.alias'].sudo()._replace_employees_contact(
                'partners' if 'sales_deals' in names else 'internal_users'
            )
        return super().module_uninstall()
