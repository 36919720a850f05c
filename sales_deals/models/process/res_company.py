"""Numbers of a company's deals: they stay unique, and which is shown beside another addon's."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbers_clash(self):
        """Keep a company whose deals would have the numbers of others: they are of none then."""
        self.env['crm.lead'].flush_model(['deal_number', 'company_id'])
        query = SQL(
            "SELECT deal.company_id, deal.deal_number FROM crm_lead deal"
            " JOIN crm_lead other ON other.deal_number = deal.deal_number AND other.id <> deal.id"
            " WHERE deal.company_id = ANY(%(ids)s)"
            " AND (other.company_id IS NULL OR other.company_id = ANY(%(ids)s)) LIMIT 1",
            ids=self.ids,
        )
        for company_id, number in self.env.execute_query(query):
            raise UserError(
                self.env._(
                    "“%(company)s” can't be deleted: its deal %(number)s would be of no company, as"
                    " another deal with this number. Archive the company instead.",
                    company=self.browse(company_id).display_name,
                    number=number,
                )
            )

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
