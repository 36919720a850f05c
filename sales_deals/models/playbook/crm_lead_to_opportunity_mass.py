"""Conversion of many leads asks for the practices of all of them at once."""

from odoo import models


class CrmLead2opportunityPartnerMass(models.TransientModel):
    _inherit = 'crm.lead2opportunity.partner.mass'

    def _convert_lines(self, lines):
        with self._asking_at_the_end(lines.lead_id) as converts:
            super(CrmLead2opportunityPartnerMass, converts)._convert_lines(
                lines.with_env(converts.env)
            )
