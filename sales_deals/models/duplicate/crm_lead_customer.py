"""Likely customers of a deal, found by the same keys as duplicates."""

from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import escape_psql, split_every

from ...tools import matching

#: Customers that are compared for each deal, at most.
MAX_CANDIDATES = 200
#: Deals whose customers are searched by one query.
BATCH = 100


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _find_alike_partners(self):
        """Find the likely customers of these deals; one query for each hundred deals.

        :return: dictionary of deals to ``res.partner``, empty where none is likely
        """
        found = dict.fromkeys(self, self.env['res.partner'])
        asked = self.filtered(lambda lead: lead._uses_deal_rules())
        for leads in split_every(BATCH, asked.ids, self.browse):
            found |= leads._find_alike_partners_in_batch()
        return found

    def _get_alike_partner_domain(self, record):
        """Return the domain of customers that have at least one key in common with the deal.

        :return: a domain, None if the deal has no keys
        """
        company = self._get_deciding_company()
        domains = [
            Domain(name, 'in', sorted(filter(None, values)))
            for name, values in self._get_partner_keys(record).items()
            if any(values)
        ]
        names = filter(None, (self.partner_name, self.contact_name))
        domains += [Domain('name', '=ilike', escape_psql(name)) for name in names]
        if not domains:
            return None
        return Domain.OR(domains) & Domain('company_id', 'in', [False, company.id])

    def _find_alike_partners_in_batch(self):
        records = {lead: lead._prepare_match_record() for lead in self}
        domains = {
            lead: domain
            for lead, record in records.items()
            if (domain := lead._get_alike_partner_domain(record))
        }
        if not domains:
            return {}
        partners = self.env['res.partner'].search(
            Domain.OR(domains.values()), limit=MAX_CANDIDATES * len(domains)
        )
        by_key = self._index_partners(partners)
        rules = self._get_weighed_rules(records.values())
        return {
            lead: lead._get_best_partner(records[lead], lead._pick_partners(by_key, records), rules)
            for lead in domains
        }

    def _get_partner_keys(self, record):
        """Return the deal's keys by the customer's field in which they are searched."""
        return {
            'email_normalized': {*record.emails, self.email_normalized},
            'phone_sanitized': {*record.phones, self.phone_sanitized},
            'vat': {record.tax_id, record.tax_id[2:]},
        }

    def _index_partners(self, partners):
        """Return a dictionary of (field, value) to the customers that have it."""
        by_key = defaultdict(partners.browse)
        for partner in partners:
            for name in ('email_normalized', 'phone_sanitized', 'vat'):
                by_key[name, partner[name]] |= partner
            by_key['name', (partner.name or '').lower()] |= partner
        return by_key

    def _pick_partners(self, by_key, records):
        """Return the customers that have a key in common with the deal."""
        keys = self._get_partner_keys(records[self])
        keys['name'] = {(name or '').lower() for name in (self.partner_name, self.contact_name)}
        company = self._get_deciding_company()
        found = self.env['res.partner'].union(
            *(
                by_key[name, value]
                for name, values in keys.items()
                for value in filter(None, values)
                if (name, value) in by_key
            )
        )
        return found.filtered(lambda partner: partner.company_id in (company.browse(), company))

    def _get_best_partner(self, record, candidates, rules):
        """Return the likeliest candidate above the threshold; of equal ones, the oldest."""
        scores = {
            partner: matching.compare(record, partner._prepare_match_record(), rules).score
            for partner in candidates
        }
        none = self.env['res.partner']
        best = max(scores, key=lambda partner: (scores[partner], -partner.id), default=none)
        return best if scores.get(best, 0.0) >= rules.threshold else none
