"""Figures of deals in the digest."""

from odoo import fields, models
from odoo.exceptions import AccessError


class DigestDigest(models.Model):
    _inherit = 'digest.digest'

    kpi_deal_won_amount = fields.Boolean(string="Value of Deals Won")
    kpi_deal_won_amount_value = fields.Monetary(compute='_compute_kpi_deal_won_amount_value')
    kpi_deal_offers_sent = fields.Boolean(string="Offers Sent")
    kpi_deal_offers_sent_value = fields.Integer(compute='_compute_kpi_deal_offers_sent_value')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_kpi_deal_won_amount_value(self):
        self._check_deals_access()
        self._calculate_company_based_kpi(
            'crm.lead',
            'kpi_deal_won_amount_value',
            date_field='date_closed',
            additional_domain=[('type', '=', 'opportunity'), ('won_status', '=', 'won')],
            sum_field='expected_revenue',
        )

    def _compute_kpi_deal_offers_sent_value(self):
        self._check_deals_access()
        self._calculate_company_based_kpi(
            'deal.offer', 'kpi_deal_offers_sent_value', date_field='sent_on'
        )

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref('crm.crm_menu_root').id
        return {
            **super()._compute_kpis_actions(company, user),
            'kpi_deal_won_amount': f'sales_deals.deal_report_action_closed?menu_id={menu}',
            'kpi_deal_offers_sent': f'sales_deals.deal_offer_action?menu_id={menu}',
        }

    def _check_deals_access(self):
        """Check that the recipient may see figures of deals; the digest leaves them out if not.

        :raise AccessError: for whoever is no salesperson
        """
        if not self.env.user.has_group('sales_team.group_sale_salesman'):
            raise AccessError(self.env._("Only salespeople get the figures of deals."))
