"""Value and cost of merged deals: they come together, from a deal with a calculation."""

from odoo import api, models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.model
    def _get_merge_value_group(self):
        names, deciding = super()._get_merge_value_group()
        return (*names, 'deal_cost', 'deal_is_value_by_hand'), (*deciding, 'deal_cost')

    def _get_merge_value_source(self):
        # Which deal has a calculation is no secret to whoever may merge it.
        calculated = self.sudo().filtered('deal_chosen_variant_id')[:1]
        return calculated.sudo(self.env.su) or super()._get_merge_value_source()

    @api.model
    def _get_merge_uncompared_fields(self):
        return super()._get_merge_uncompared_fields() | {'deal_is_value_by_hand'}
