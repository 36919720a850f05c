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
        country = self.country_id.code or self.env.company.country_id.code or ''
        is_person = not self.is_company
        return matching.Record(
            emails=tuple(matching.email_keys(self.email)),
            phones=tuple(matching.phone_keys(self.phone, [country])),
            host=matching.website_key(self.website or company.website),
            tax_id=matching.tax_id_key(self.vat or company.vat, country),
            company=matching.fold_company(
                company.name if company.is_company else self.company_name
            ),
            person=matching.fold_person(self.name) if is_person else '',
            city=matching.fold_text(self.city),
        )
