"""Whom a deal competes with; winning and losing it decides against whom, and to whom."""

from odoo import fields, models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_competitor_ids = fields.One2many('deal.competitor', 'lead_id', string="Competitors")

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _after_state_change(self, old, new, before):
        if new == 'won':
            self._change_competitors('in_play', 'won_against')
        elif old == 'won':
            self._change_competitors('won_against', 'in_play')
        if old == 'lost':
            self._change_competitors('lost_to', 'in_play' if new != 'won' else 'won_against')
        return super()._after_state_change(old, new, before)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _note_lost_to(self, partner, name='', price=0.0):
        """Mark the competitor that each of these deals is lost to, or add it.

        :param partner: ``res.partner``, or empty for one of whom only the name is known
        :param str name: the plain name
        :param float price: of the competitor's offer, in the one deal's currency; 0 where it is
            not known, or for several deals
        """
        values = self._prepare_lost_to(price)
        known = self.deal_competitor_ids.filtered(lambda row: row._is_same(partner, name))
        # A price in a currency of the competitor's own is better known than what it makes today.
        same = known.filtered(
            lambda row: price and row._get_price_in(self.company_currency) == price
        )
        same.write(self._prepare_lost_to(0.0))
        (known - same).write(values)
        self.env['deal.competitor'].create(
            [
                {'lead_id': lead.id, 'partner_id': partner.id, 'name': name, **values}
                for lead in self - known.lead_id
            ]
        )

    def _prepare_lost_to(self, price):
        """What is written on the competitor that these deals are lost to.

        :return: dictionary for ``deal.competitor.write``
        """
        values = {'state': 'lost_to'}
        if price:
            values |= {'price': price, 'currency_id': self.company_currency.id}
        return values

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _change_competitors(self, old, new):
        # Whoever wins or loses a deal decides so for all that compete for it.
        competitors = self.env['deal.competitor'].sudo()
        competitors.search([('lead_id', 'in', self.ids), ('state', '=', old)]).state = new
