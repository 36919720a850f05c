"""Columns of the list of deals that depend on processes."""

from odoo import api, models
from odoo.tools import SQL


class DealProcess(models.Model):
    _inherit = 'deal.process'

    @api.model
    def _adopt_existing_pipeline(self):
        super()._adopt_existing_pipeline()
        self.env['deal.start']._begin()

    def action_open_pipeline(self):
        """Open the pipeline with our own cards of deals."""
        action = super().action_open_pipeline()
        cards = self.env.ref('sales_deals.crm_lead_view_kanban_deals').id
        views = [(cards if kind == 'kanban' else view, kind) for view, kind in action['views']]
        return {**action, 'views': views}

    def _after_calculation_switch(self):
        """Show or hide last offers, which are hidden without the calculation."""
        super()._after_calculation_switch()
        self.env['crm.lead']._refresh_offer_states([('deal_process_id', 'in', self.ids)])

    def _get_filled_columns(self):
        kind = (SQL("varchar"), SQL("'opportunity'"))
        return {**super()._get_filled_columns(), 'deal_kind': kind}

    def _complete_existing_deals(self):
        super()._complete_existing_deals()
        self.env.cr.execute(self._get_kind_query())

    def _get_kind_query(self):
        """Return SQL that marks deals with sent or confirmed orders as offers or contracts."""
        return SQL(
            """UPDATE crm_lead SET deal_kind = orders.kind
                 FROM (SELECT opportunity_id,
                              CASE WHEN bool_or(state = 'sale') THEN 'contract' ELSE 'offer' END
                                   AS kind
                         FROM sale_order
                        WHERE state IN ('sale', 'sent') AND opportunity_id IS NOT NULL
                     GROUP BY opportunity_id) AS orders
                WHERE id = orders.opportunity_id"""
        )
