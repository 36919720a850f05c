"""Install the dashboards of deals when the app Dashboards or the Persian language is."""

from odoo import models


class IrModuleModule(models.Model):
    _inherit = 'ir.module.module'

    def write(self, vals):
        """Install the deals' dashboard once the app Dashboards is installed."""
        result = super().write(vals)
        if vals.get('state') == 'installed' and 'spreadsheet_dashboard' in self.mapped('name'):
            # Whoever may install apps need not have rights on dashboards.
            self.env['deal.dashboard'].sudo()._install()
        return result

    def _update_translations(self, filter_lang=None, overwrite=False):
        """Install the dashboard by Persian months with the Persian language."""
        result = super()._update_translations(filter_lang, overwrite)
        if 'fa_IR' in (filter_lang or ()):
            # Whoever may install languages need not have rights on dashboards.
            self.env['deal.dashboard'].sudo()._install()
        return result
