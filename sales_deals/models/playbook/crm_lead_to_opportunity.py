"""Conversion of leads asks for the practices of all of them at once, where it lets them stand."""

from contextlib import contextmanager

from odoo import models

from .crm_lead_gate import ASKED_LATER


class CrmLead2opportunityPartner(models.TransientModel):
    _inherit = 'crm.lead2opportunity.partner'

    def _action_convert(self):
        leads = self.env['crm.lead'].browse(self.env.context.get('active_ids', []))
        with self._asking_at_the_end(leads | self.lead_id) as converts:
            result = super(CrmLead2opportunityPartner, converts)._action_convert()
        return result.with_env(self.env)

    @contextmanager
    def _asking_at_the_end(self, leads):
        """Yield this dialogue; when it is done, leads are asked for what they have gone past.

        On the way, each of them goes through places where it does not stay.
        """
        before = {lead.id: lead._get_standing_in_process() for lead in leads}
        yield self.with_context(deal_gate=ASKED_LATER)
        leads._check_gates(before)
