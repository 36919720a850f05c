"""The customer that a deal most likely belongs to, found by the same keys as duplicates."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import escape_psql

from ..tools import matching

#: Customers that are compared at most.
MAX_CANDIDATES = 200


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _find_alike_partner(self):
        """The customer that is likely this deal's, an empty ``res.partner`` where none is."""
        self.ensure_one()
        partners = self.env['res.partner']
        record = self._prepare_match_record()
        domain = self._get_alike_partner_domain(record)
        if not self._uses_deal_rules() or not domain:
            return partners
        candidates = partners.search(domain, limit=MAX_CANDIDATES)
        rules = self._get_weighed_rules([record])
        scores = {
            partner: matching.compare(record, partner._prepare_match_record(), rules).score
            for partner in candidates
        }
        best = max(scores, key=lambda partner: (scores[partner], -partner.id), default=partners)
        return best if scores.get(best, 0.0) >= rules.threshold else partners

    def _get_alike_partner_domain(self, record):
        """Customers that have at least one thing in common with the deal.

        :return: a domain, None where there is nothing to look for
        """
        company = self.company_id or self.env.company
        known = {
            'email_normalized': {*record.emails, self.email_normalized},
            'phone_sanitized': set(record.phones),
            'vat': {record.tax_id, record.tax_id[2:]},
        }
        domains = [
            Domain(name, 'in', list(filter(None, values)))
            for name, values in known.items()
            if any(values)
        ]
        names = filter(None, (self.partner_name, self.contact_name))
        domains += [Domain('name', '=ilike', escape_psql(name)) for name in names]
        if not domains:
            return None
        return Domain.OR(domains) & Domain('company_id', 'in', [False, company.id])
