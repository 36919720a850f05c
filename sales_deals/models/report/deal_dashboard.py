"""Dashboards of deals in Odoo's Dashboards app, where that app is installed."""

import base64
import json

from odoo import Command, api, models
from odoo.tools import file_open

NAME = 'sales_deals.spreadsheet_dashboard_deals'
#: The same by months of the Persian calendar, where Persian is installed.
PERSIAN_NAME = 'sales_deals.spreadsheet_dashboard_deals_persian'
FILE = 'sales_deals/data/files/deals_dashboard.json'
GROUP = 'spreadsheet_dashboard.spreadsheet_dashboard_group_sales'
#: Contains twelve Persian months, which begin on about the 21st of a Gregorian one.
PERSIAN_WINDOW = [['date', '>=', 'today =1d -6m'], ['date', '<', 'today =1d +8m']]


class DealDashboard(models.AbstractModel):
    _name = 'deal.dashboard'
    _description = "Dashboard of Deals"

    @api.model
    def _install(self):
        """Create or update the dashboards, when the app is there.

        Called when the addon is installed or updated, and when the app is installed later. A
        dashboard that an administrator has unpublished, or opened to others, stays so.
        """
        if 'spreadsheet.dashboard' not in self.env:
            return
        with file_open(FILE, 'r') as file:
            content = json.load(file)
        self._install_one(NAME, content, self._prepare_dashboard())
        if 'fa_IR' in dict(self.env['res.lang'].get_installed()):
            values = {**self._prepare_dashboard(), 'name': "Deals by Persian Months"}
            self._install_one(PERSIAN_NAME, self._with_persian_months(content), values)

    @api.model
    def _prepare_dashboard(self):
        """Prepare the values of the dashboard, without its content."""
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

    @api.model
    def _install_one(self, xml_id, content, values):
        data = {'spreadsheet_binary_data': base64.b64encode(json.dumps(content).encode())}
        dashboard = self.env.ref(xml_id, raise_if_not_found=False)
        if dashboard:
            dashboard.write(data)
            return
        dashboard = self.env['spreadsheet.dashboard'].create({**values, **data})
        self._translate_name(dashboard)
        names = [{'xml_id': xml_id, 'record': dashboard, 'noupdate': True}]
        self.env['ir.model.data']._update_xmlids(names)

    @api.model
    def _translate_name(self, dashboard):
        names = {
            "Deals": lambda env: env._("Deals"),
            "Deals by Persian Months": lambda env: env._("Deals by Persian Months"),
        }
        translate = names[dashboard.with_context(lang='en_US').name]
        for code, _name in self.env['res.lang'].get_installed():
            translated = dashboard.with_context(lang=code)
            translated.name = translate(translated.env)

    @api.model
    def _with_persian_months(self, content):
        """Return the dashboard with Persian months in place of its months.

        :param dict content: of the spreadsheet
        :return: another dictionary
        """
        text = json.dumps(content)
        for old, new in (
            ('\\"date:month\\"', '\\"date_persian_month\\"'),
            ('"date_closed:month"', '"date_closed_persian_month"'),
        ):
            text = text.replace(old, new)
        content = json.loads(text)
        for pivot in content['pivots'].values():
            for row in pivot['rows']:
                if row['fieldName'] == 'date':
                    row['fieldName'] = 'date_persian_month'
                    del row['granularity']
                    pivot['domain'] = PERSIAN_WINDOW
        [shown, data] = content['sheets']
        self._mirror(shown['figures'])
        del data['formats']['A21:A32']
        data['cells'].update(self._get_persian_month_cells())
        return content

    @api.model
    def _mirror(self, figures):
        """Put figures in the order of readers from right to left; sheets know no direction."""
        width = max(figure['offset']['x'] + figure['width'] for figure in figures)
        for figure in figures:
            figure['offset']['x'] = width - figure['offset']['x'] - figure['width']
            figure['data']['title']['align'] = 'right'

    @api.model
    def _get_persian_month_cells(self):
        """Return cells with the months of the forecast as the report writes them, such as 1405/08.

        The 25th of a month lies in the first days of a Persian one, from 25 March in the first.
        """
        cells = {}
        for row, month in enumerate(range(-5, 7), start=21):
            begin = "TODAY()-20"
            cells[f'F{row}'] = f"=EDATE(DATE(YEAR({begin}),MONTH({begin}),25),{month})"
            cells[f'A{row}'] = (
                f'=YEAR(F{row})-IF(MONTH(F{row})>2,621,622)'
                f'&"/"&TEXT(MOD(MONTH(F{row})-3,12)+1,"00")'
            )
        return cells
