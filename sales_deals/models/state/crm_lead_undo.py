"""Deals go back to a state that they were in."""

from odoo import models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _take_back(self, values):
        """Write states that these deals had, with what Odoo has learned from their changes.

        :param dict values: id of a deal -> values
        """
        leads = self.with_context(tracking_disable=True, deal_takes_back=True)
        alike = leads.grouped(lambda lead: tuple(sorted(values[lead.id].items())))
        for written, group in alike.items():
            group.write(dict(written))

    def _describe(self):
        """Return the name of the one deal, or how many deals these are."""
        return self.display_name if len(self) == 1 else self.env._("%s deals", len(self))
