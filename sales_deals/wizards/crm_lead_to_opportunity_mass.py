"""Converting many leads at once merges nothing that nobody has asked for."""

from odoo import fields, models


class CrmLead2opportunityPartnerMass(models.TransientModel):
    _inherit = 'crm.lead2opportunity.partner.mass'

    deduplicate = fields.Boolean(default=lambda self: self.env.company.deal_merge_policy == 'odoo')
