"""The dashboard of deals in Odoo's Dashboards app, where that app is installed."""

import base64

from odoo import Command, api, models
from odoo.tools import file_open

NAME = 'sales_deals.spreadsheet_dashboard_deals'
FILE = 'sales_deals/data/files/deals_dashboard.json'
GROUP = 'spreadsheet_dashboard.spreadsheet_dashboard_group_sales'


class DealDashboard(models.AbstractModel):
    _name = 'deal.dashboard'
    _description = "Dashboard of Deals"

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _install(self):
        """Make the dashboard, or bring it up to date, when the app is there.

        Called when the addon is installed or updated, and when the app is installed later. A
        dashboard that an administrator has unpublished, or opened to others, stays so.
        """
        if 'spreadsheet.dashboard' not in self.env:
            return
        content = {'spreadsheet_binary_data': self._get_content()}
        dashboard = self.env.ref(NAME, raise_if_not_found=False)
        if dashboard:
            dashboard.write(content)
            return
        dashboard = self.env['spreadsheet.dashboard'].create(
            {**self._prepare_dashboard(), **content}
        )
        self._translate_name(dashboard)
        names = [{'xml_id': NAME, 'record': dashboard, 'noupdate': True}]
        self.env['ir.model.data']._update_xmlids(names)

    @api.model
    def _prepare_dashboard(self):
        """Values of the dashboard, beside its content."""
        group = self.env.ref(GROUP, raise_if_not_found=False)
        group = group or self.env['spreadsheet.dashboard.group'].search([], limit=1)
        return {
            'name': "Deals",
            'dashboard_group_id': group.id,
            'group_ids': [Command.set(self.env.ref('sales_team.group_sale_salesman').ids)],
            'main_data_model_ids': [Command.set(self.env['ir.model']._get('crm.lead').ids)],
            'sequence': 90,
            'is_published': True,
        }

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _translate_name(self, dashboard):
        for code, _name in self.env['res.lang'].get_installed():
            translated = dashboard.with_context(lang=code)
            translated.name = translated.env._("Deals")

    @api.model
    def _get_content(self):
        with file_open(FILE, 'rb') as file:
            return base64.b64encode(file.read())
