"""Before a lead is converted: deals like it, and the customer that it likely belongs to."""

from odoo import models


class CrmLead2opportunityPartner(models.TransientModel):
    _inherit = 'crm.lead2opportunity.partner'

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_action(self):
        # What is found is shown before it is taken.
        suggesting = self.with_context(deal_suggest_customer=True)
        super(CrmLead2opportunityPartner, suggesting)._compute_action()

    def _compute_partner_id(self):
        suggesting = self.with_context(deal_suggest_customer=True)
        super(CrmLead2opportunityPartner, suggesting)._compute_partner_id()

    def _compute_duplicated_lead_ids(self):
        """By the one finder, unless the company keeps Odoo's own way."""
        ours = self.filtered(lambda convert: convert.lead_id and convert.lead_id._uses_deal_rules())
        super(CrmLead2opportunityPartner, self - ours)._compute_duplicated_lead_ids()
        found = ours.lead_id._find_duplicates()
        for convert in ours:
            others = convert.lead_id.browse(list(found.get(convert.lead_id.id, ())))
            convert.duplicated_lead_ids = convert.lead_id | others._filtered_access('read')

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _convert_and_allocate(self, leads, user_ids, team_id=False):
        """Who is chosen here comes before the team's rule; where nobody is, the rule decides."""
        waiting = leads.with_context(deal_keep_unassigned=True)
        result = super()._convert_and_allocate(waiting, user_ids, team_id=team_id)
        leads._assign_by_team()
        return result
