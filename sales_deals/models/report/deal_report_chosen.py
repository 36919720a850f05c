"""Reports whose rows are made of what has happened on deals: of those that are asked about only.

PostgreSQL applies a condition on deals to the table of deals, and not to what is collected beside
it: without more it would look at what has happened on a million deals for the figures of a year.
"""

from collections.abc import Collection

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import deal_report_mixin  # noqa: F401 (inherited below)

#: Fields of reports that are fields of deals -> the name there.
DEAL_FIELDS = {
    'company_id': 'company_id',
    'create_date': 'create_date',
    'date_closed': 'date_closed',
    'deal_process_id': 'deal_process_id',
    'partner_id': 'partner_id',
    'state': 'deal_state',
    'team_id': 'team_id',
    'user_id': 'user_id',
}
#: Of these, conditions on the others leave many deals: to look these up would take longer.
SELECTIVE = DEAL_FIELDS.keys() - {'company_id', 'deal_process_id', 'state'} | {'lead_id', 'left_on'}


class DealReportChosen(models.AbstractModel):
    _name = 'deal.report.chosen.mixin'
    _description = "Report of What Has Happened on Deals"
    _inherit = ['deal.report.mixin']
    _auto = False

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Have the report made of the deals that the domain and the rules leave."""
        if self._get_groups():
            return super()._search(domain, *args, **kwargs)
        report = self.with_context(deal_report_chosen=self._choose(Domain(domain)))
        return super(DealReportChosen, report)._search(domain, *args, **kwargs)

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    @api.model
    def _get_chosen(self):
        """Return a query of the ids of deals of which the report is made; None for all.

        No client can send such a query.
        """
        chosen = self.env.context.get('deal_report_chosen')
        return chosen if isinstance(chosen, SQL) else None

    @api.model
    def _choose(self, domain):
        """Return a query of the ids of deals that a domain leaves, or of more; None for all."""
        parts = self._get_parts(domain)
        if not self.env.su:
            rules = self._get_parts(self.env['ir.rule']._compute_domain(self._name, 'read'))
            # Others would be read with the user's rights here, and with all rights there.
            parts += [rule for rule in rules if not _get_names(rule, '.')]
        parts = list(filter(self._is_of_deals, parts))
        if not any(_get_names(part) & SELECTIVE for part in parts):
            return None
        leads = self.env['crm.lead'].with_context(active_test=False)
        chosen = Domain.AND(part.map_conditions(self._get_on_deals) for part in parts)
        # What the user may see of them is for the report's own rules.
        return leads._search(chosen, bypass_access=True).select()

    @api.model
    def _get_parts(self, domain):
        """Return the conditions that all hold."""
        return list(domain.children) if getattr(domain, 'OPERATOR', '') == '&' else [domain]

    @api.model
    def _is_of_deals(self, part):
        """Tell whether a part of a domain can be asked of deals. To be extended."""
        return all(map(_is_of_deal, part.iter_conditions()))

    @api.model
    def _get_on_deals(self, condition):
        """Return the domain of deals for a condition on the report. To be extended."""
        name, dot, rest = condition.field_expr.partition('.')
        name = 'id' if name == 'lead_id' else DEAL_FIELDS[name]
        return Domain(f'{name}{dot}{rest}', condition.operator, condition.value)


def _get_names(domain, mark=''):
    """Return the names of the fields of a domain, of those whose paths hold a mark."""
    paths = {condition.field_expr for condition in domain.iter_conditions()}
    return {path.partition('.')[0] for path in paths if mark in path}


def _is_of_deal(condition):
    name, value = condition.field_expr, condition.value
    if name == 'lead_id':
        ids = value if isinstance(value, Collection) else [value]
        return condition.operator in ('in', '=') and all(isinstance(i, int) for i in ids)
    return name.partition('.')[0] in DEAL_FIELDS
