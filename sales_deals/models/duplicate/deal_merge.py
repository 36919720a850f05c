"""Duplicates of merged deals: keys and pairs stay with their deals."""

from odoo import api, models
from odoo.tools import SQL


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    @api.model
    def _get_merge_staying_columns(self):
        return super()._get_merge_staying_columns() | {
            ('deal_match_key', 'lead_id'),
            ('deal_duplicate', 'lead_id'),
            ('deal_duplicate', 'other_id'),
        }

    def _get_pending_columns(self, leads):
        """Add those of the rows beside deals, of the merged deals too."""
        pending = super()._get_pending_columns(leads)
        deals = self.env['crm.lead']
        changed = deals.union(*deals._get_changed().values())
        for name in changed._get_derived_models() if changed else ():
            model = self.env[name]
            # By SQL: a search would renew the rows.
            query = SQL(
                "SELECT id FROM %s WHERE lead_id = ANY(%s)",
                SQL.identifier(model._table),
                changed.ids,
            )
            ids = {row_id for (row_id,) in self.env.execute_query(query)}
            if ids:
                pending[model._table] = (model._get_text_columns(), ids)
        return pending
