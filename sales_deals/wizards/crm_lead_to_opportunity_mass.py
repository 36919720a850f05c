"""Converting many leads at once merges nothing that nobody has asked for."""

from odoo import fields, models


class CrmLead2opportunityPartnerMass(models.TransientModel):
    _inherit = 'crm.lead2opportunity.partner.mass'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deduplicate = fields.Boolean(default=lambda self: self._is_odoos_way())
    is_odoos_way = fields.Boolean(string="As Odoo Does", default=lambda self: self._is_odoos_way())

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_duplicated_lead_ids(self):
        """Of those selected, the ones that have duplicates: shown, not merged."""
        ours = self.filtered(lambda convert: not convert._is_odoos_way())
        super(CrmLead2opportunityPartnerMass, self - ours)._compute_duplicated_lead_ids()
        for convert in ours:
            found = convert.lead_tomerge_ids._origin._find_duplicates()
            convert.duplicated_lead_ids = convert.lead_tomerge_ids.browse(
                [lead_id for lead_id, matches in found.items() if matches]
            )

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _is_odoos_way(self):
        return self.env.company.deal_merge_policy == 'odoo'
