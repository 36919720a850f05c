"""The activities' report, with the words that deals use."""

from odoo import fields, models


class CrmActivityReport(models.Model):
    _inherit = 'crm.activity.report'

    date_deadline = fields.Date(string="Expected Decision")
