"""What of ours must be seen to when other apps come and go."""

from odoo import models


class IrModuleModule(models.Model):
    _inherit = 'ir.module.module'

    def write(self, vals):
        """When the app Dashboards has been installed, the deals' dashboard comes into it."""
        result = super().write(vals)
        if vals.get('state') == 'installed' and 'spreadsheet_dashboard' in self.mapped('name'):
            self.env['deal.dashboard'].sudo()._install()
        return result

    def _update_translations(self, filter_lang=None, overwrite=False):
        """With the Persian language comes the dashboard by Persian months."""
        result = super()._update_translations(filter_lang, overwrite)
        if 'fa_IR' in (filter_lang or ()):
            self.env['deal.dashboard'].sudo()._install()
        return result

    def module_uninstall(self):
        """Deals' aliases that accept employees keep doing so without the app Employees.

        Odoo would delete such an alias; of a team it can't, and lets everybody write to it then.
        """
        names = set(self.mapped('name'))
        if 'hr' in names:
            self.env['mail.alias'].sudo()._replace_employees_contact(
                'partners' if 'sales_deals' in names else 'internal_users'
            )
        return super().module_uninstall()
