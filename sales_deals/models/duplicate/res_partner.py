"""What a customer is compared with deals by."""

from odoo import models

from ...tools import matching


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _prepare_match_record(self):
        """Return the customer's :class:`sales_deals.tools.matching.Record`, like a deal's.

        A contact is compared with its company's name and website.
        """
        company = self.commercial_partner_id
        is_person = not self.is_company
        return matching.read_record(
            company=company.name if company.is_company else self.company_name,
            person=self.name if is_person else '',
            email=self.email,
            phone=self.phone,
            website=self.website or company.website,
            tax_id=self.vat or company.vat,
            city=self.city,
            countries=list(filter(None, (self.country_id.code,))),
            home=self.env.company._get_match_country_code(),
        )
