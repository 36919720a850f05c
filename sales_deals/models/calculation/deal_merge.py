"""Calculations of merged deals: one variant stays the chosen one."""

from odoo import models
from odoo.tools import SQL


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    def _unite_belongings(self, survivor, others, plan):
        belongings = super()._unite_belongings(survivor, others, plan)
        source = plan['sources']['expected_revenue']
        return {**belongings, 'chosen_variants': self._release_variants(survivor | others, source)}

    def _undo_belongings(self, journal):
        self._choose_variants(journal['chosen_variants'])
        super()._undo_belongings(journal)

    def _release_variants(self, leads, lead_id):
        """Keep only the chosen variant of the deal that gives the value.

        :return: ids of the variants that are no longer chosen
        """
        query = SQL(
            "UPDATE deal_variant SET is_chosen = FALSE"
            " WHERE is_chosen AND lead_id IN %s AND lead_id <> %s RETURNING id",
            leads._ids,
            lead_id,
        )
        return [row[0] for row in self.env.execute_query(query)]

    def _choose_variants(self, ids):
        if ids:
            query = SQL("UPDATE deal_variant SET is_chosen = TRUE WHERE id IN %s", tuple(ids))
            self.env.cr.execute(query)
