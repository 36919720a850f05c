"""Settings of cadences, in CRM's settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    deal_cadence_cap = fields.Integer(related='company_id.deal_cadence_cap', readonly=False)
