"""Deals of a team whose stage needs what is open, and leads that are assigned to it."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..team.crm_team_dashboard import GROUP, Count
from .crm_lead_gate import UNASKED


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    deal_needing_count = fields.Integer(
        string="Needed Practices Are Open", compute='_compute_deal_figures', groups=GROUP
    )

    @api.readonly
    def action_open_deal_needing(self):
        return self._open_deal_figure('needing')

    def _get_deal_figure_domain(self, name):
        if name == 'needing':
            needing = Domain('deal_needs_practices', '=', True)
            return Domain('team_id', 'in', self.ids) & needing
        return super()._get_deal_figure_domain(name)

    def _get_deal_counts(self):
        """Count them in the statement of the other figures, where anything is needed."""
        counts = super()._get_deal_counts()
        leads = self.env['crm.lead']
        if leads._get_needed_facts():
            query = leads._search(self._get_deal_figure_domain('needing'))
            counts.append(Count(leads, query, {'deal_needing_count': SQL("count(*)")}))
        return counts

    def _action_assign_leads(self, *args, **kwargs):
        """Ask nothing: a rule assigns leads, one by one, and Odoo commits meanwhile.

        A reason given for one of them would be none for the others.
        """
        teams = self.with_context(deal_gate=UNASKED)
        return super(CrmTeam, teams)._action_assign_leads(*args, **kwargs)
