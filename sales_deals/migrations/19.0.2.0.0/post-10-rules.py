"""Renew rules that updates leave alone, unless somebody has changed them."""

from odoo import SUPERUSER_ID, api

COMPANIES = "company_ids + [False]"
#: A group of duplicates told of deals of companies that one does not work for.
RULES = {
    'deal_duplicate_group_rule_company': (
        f"['|', ('pair_ids.lead_id.company_id', 'in', {COMPANIES}),"
        f" ('pair_ids.other_id.company_id', 'in', {COMPANIES})]",
        f"[('pair_ids', 'any', [('lead_id.company_id', 'in', {COMPANIES}),"
        f" ('other_id.company_id', 'in', {COMPANIES})])]",
    ),
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, (old, new) in RULES.items():
        rule = env.ref(f'sales_deals.{name}', raise_if_not_found=False)
        if rule and rule.domain_force == old:
            rule.domain_force = new
