"""What the widgets of a deal's form show, by one request after Odoo's own."""

from odoo import api, models

from .lagging_replica import empty_if_missing


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.readonly
    @empty_if_missing(dict)
    def get_deal_opening(self, parts):
        """Return what the widgets of a deal's form show.

        :param list parts: names of :meth:`_get_opening_parts`
        :return: dictionary of answers by name; empty where the deal is not there (yet)
        """
        self.ensure_one()
        self.check_access('read')
        return {name: ask() for name, ask in self._get_opening_parts().items() if name in parts}

    def _get_opening_parts(self):
        """Return the methods that answer for the widgets, by name. To be extended."""
        return {}
