"""Which number of a deal is shown where another addon numbers leads too."""

from odoo import api, fields, models

#: The addon of the OCA that numbers leads, and its field.
OTHER_ADDON, OTHER_NUMBER = 'crm_lead_code', 'code'
OWN_NUMBER = 'deal_number'


class ResCompany(models.Model):
    _inherit = 'res.company'

    deal_number_shown = fields.Selection(
        [('deal', "The deal's number"), ('code', "The lead's code of the other addon")],
        string="Number Shown",
        default='deal',
        required=True,
        help="Deals keep both; the other one is hidden.",
    )
    deal_has_two_numbers = fields.Boolean(compute='_compute_deal_has_two_numbers')

    def _compute_deal_has_two_numbers(self):
        self.deal_has_two_numbers = self._has_two_numbers()

    @api.model
    def _has_two_numbers(self):
        field = self.env['crm.lead']._fields.get(OTHER_NUMBER)
        return bool(field) and OTHER_ADDON in field._modules

    @api.model
    def _get_hidden_number(self):
        """Return the field of the number that is not shown in the current company, if any."""
        if not self._has_two_numbers():
            return None
        is_own_shown = self.env.company.deal_number_shown == 'deal'
        return OTHER_NUMBER if is_own_shown else OWN_NUMBER

    @api.model
    def _prepare_odoo_rules(self):
        rules = super()._prepare_odoo_rules()
        return {**rules, 'deal_number_shown': 'code'} if self._has_two_numbers() else rules
