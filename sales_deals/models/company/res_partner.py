"""Check tax and company numbers of Polish and Iranian partners.

Offers and invoices show them; a wrong digit is found before the client finds it. As in Odoo's
`base_vat`, a slash means that there is none, and the context key `no_vat_validation` lets imports
pass.
"""

from odoo import api, models
from odoo.exceptions import ValidationError

from ...tools import identifiers

NONE = '/'


class ResPartner(models.Model):
    _inherit = 'res.partner'

    @api.constrains('vat', 'country_id')
    def _check_deal_tax_id(self):
        """Refuse tax ids with a wrong check digit."""
        for partner in self._get_checked('vat'):
            if message := partner._get_tax_id_fault():
                raise ValidationError(message)

    @api.constrains('company_registry', 'country_id')
    def _check_deal_registry(self):
        """Refuse company numbers with a wrong check digit."""
        for partner in self._get_checked('company_registry'):
            if message := partner._get_registry_fault():
                raise ValidationError(message)

    def _get_company_registry_labels(self):
        labels = super()._get_company_registry_labels()
        ours = {'PL': self.env._("REGON or KRS"), 'IR': self.env._("National ID")}
        return {**ours, **labels}

    def _get_checked(self, field):
        """Return the partners whose number in a field is to be checked."""
        if self.env.context.get('no_vat_validation'):
            return self.browse()
        return self.filtered(lambda partner: partner[field] and partner[field] != NONE)

    def _get_tax_id_fault(self):
        """Return what is wrong with the tax id; '' for a right one, or one of another country."""
        country, number = self.country_id.code, self.vat
        prefix = identifiers.plain(number)[:2]
        # A Polish partner may be registered for taxes elsewhere, as DE123456788 says.
        is_foreign = prefix.isalpha() and prefix != 'PL'
        if (country == 'PL' and not is_foreign) or (not country and prefix == 'PL'):
            if not identifiers.is_nip(number):
                return self.env._(
                    "“%(number)s” is no valid NIP of %(partner)s: it has ten digits, and the last "
                    "one must match the others. Correct it, or enter “/” if there is none.",
                    number=number,
                    partner=self.name,
                )
        elif country == 'IR' and not identifiers.is_iranian_tax_id(number):
            return self._get_iranian_fault(number)
        return ''

    def _get_registry_fault(self):
        """Return what is wrong with the company number; '' as for :meth:`_get_tax_id_fault`."""
        country, number = self.country_id.code, self.company_registry
        if country == 'PL' and not identifiers.is_polish_registry(number):
            return self.env._(
                "“%(number)s” is no valid REGON or KRS number of %(partner)s: a REGON has 9 or 14 "
                "digits, and its last one must match the others, a KRS number has 10. Correct it, "
                "or enter “/” if there is none.",
                number=number,
                partner=self.name,
            )
        length = len(identifiers.plain(number))
        # Others are numbers of the companies' register, which have no check digit.
        if country == 'IR' and length == identifiers.COMPANY:
            return '' if identifiers.is_iranian_id(number) else self._get_iranian_fault(number)
        return ''

    def _get_iranian_fault(self, number):
        return self.env._(
            "“%(number)s” is no valid national ID of %(partner)s: a company's has 11 digits, a "
            "person's 10, and the last one must match the others. Correct it, or enter “/” if "
            "there is none.",
            number=number,
            partner=self.name,
        )
