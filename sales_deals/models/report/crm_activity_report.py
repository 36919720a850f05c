"""The activities' report calls the dates of deals as the deals do."""

from odoo import fields, models


class CrmActivityReport(models.Model):
    _inherit = 'crm.activity.report'

    date_deadline = fields.Date(string="Expected Decision")
