"""The customer that a deal most likely belongs to, found by the same keys as duplicates."""

from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import escape_psql, split_every

from ...tools import matching

#: Customers that are compared at most, of each deal.
MAX_CANDIDATES = 200
#: Deals whose customers are looked for at once.
BATCH = 100


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _find_alike_partners(self):
        """The customers that are likely these deals'; a query for each hundred of them.

        :return: dictionary of deals to ``res.partner``, empty where none is likely
        """
        found = dict.fromkeys(self, self.env['res.partner'])
        asked = self.filtered(lambda lead: lead._uses_deal_rules())
        for leads in split_every(BATCH, asked.ids, self.browse):
            found |= leads._find_alike_partners_in_batch()
        return found

    def _get_alike_partner_domain(self, record):
        """Customers that have at least one thing in common with the deal.

        :return: a domain, None where there is nothing to look for
        """
        company = self.company_id or self.env.company
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

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

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
        """What a customer may have in common with the deal, by the field of the customer."""
        return {
            'email_normalized': {*record.emails, self.email_normalized},
            'phone_sanitized': set(record.phones),
            'vat': {record.tax_id, record.tax_id[2:]},
        }

    def _index_partners(self, partners):
        """:return: dictionary of (field, value) to the customers that have it"""
        by_key = defaultdict(partners.browse)
        for partner in partners:
            for name in ('email_normalized', 'phone_sanitized', 'vat'):
                by_key[name, partner[name]] |= partner
            by_key['name', (partner.name or '').lower()] |= partner
        return by_key

    def _pick_partners(self, by_key, records):
        keys = self._get_partner_keys(records[self])
        keys['name'] = {(name or '').lower() for name in (self.partner_name, self.contact_name)}
        company = self.company_id or self.env.company
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
        """The likeliest of the candidates, if it is likely enough; of two the older one."""
        scores = {
            partner: matching.compare(record, partner._prepare_match_record(), rules).score
            for partner in candidates
        }
        none = self.env['res.partner']
        best = max(scores, key=lambda partner: (scores[partner], -partner.id), default=none)
        return best if scores.get(best, 0.0) >= rules.threshold else none
