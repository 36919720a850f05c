"""Losses that are undone leave no record."""

from odoo import api, models
from odoo.tools import SQL


class DealUndo(models.Model):
    _inherit = 'deal.undo'

    @api.model
    def _get_conditions(self, leads):
        condition = SQL("lead_id = ANY(%s)", leads.ids)
        return {**super()._get_conditions(leads), 'deal.loss': condition}
