"""Duplicates among the leads that Odoo's job assigns to teams."""

from odoo import models


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    def _action_assign_leads_logs(self, teams_data, members_data):
        """Log how many of the assigned leads are likely duplicates, which users decide about."""
        logs = super()._action_assign_leads_logs(teams_data, members_data)
        ids = {lead_id for data in teams_data.values() for lead_id in data['assigned']}
        found = self.env['crm.lead'].browse(ids).exists()._find_duplicates()
        if count := sum(map(bool, found.values())):
            logs.append(
                self.env._("Leads that are likely duplicates: %s. Nothing was merged.", count)
            )
        return logs

    def _allocate_leads(self, *args, **kwargs):
        # Where the company merges as Odoo does, Odoo deletes afterwards what it finds left over.
        teams = self.with_context(deal_keep_merged=True)
        return super(CrmTeam, teams)._allocate_leads(*args, **kwargs)

    def _allocate_leads_deduplicate(self, leads, duplicates_cache=None):
        """Merge nothing while leads are assigned, unless the company merges as Odoo does."""
        if self.company_id._or_current().deal_merge_policy != 'odoo':
            duplicates_cache = {lead: lead for lead in leads}
        return super()._allocate_leads_deduplicate(leads, duplicates_cache=duplicates_cache)
