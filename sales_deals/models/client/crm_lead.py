"""Contacts and competitors of a deal; winning or losing it updates the competitors' status."""

from odoo import fields, models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    deal_contact_ids = fields.One2many('deal.contact', 'lead_id', string="Contacts", copy=True)
    deal_competitor_ids = fields.One2many(
        'deal.competitor', 'lead_id', string="Competitors", copy=True
    )

    def _message_add_suggested_recipients(self, force_primary_email=False):
        """Suggest the deal's contacts, too."""
        suggested = super()._message_add_suggested_recipients(force_primary_email)
        for lead, partners in self._get_contact_recipients().items():
            suggested[lead.id]['partners'] |= partners
        return suggested

    def _after_state_change(self, old, new, before):
        if new == 'won':
            self._change_competitors('in_play', 'won_against')
        elif old == 'won':
            self._change_competitors('won_against', 'in_play')
        if old == 'lost':
            self._change_competitors('lost_to', 'in_play' if new != 'won' else 'won_against')
        return super()._after_state_change(old, new, before)

    def _get_contact_recipients(self):
        """Return the contacts that get e-mails, as far as the user may see contacts of deals.

        :return: dictionary of deals that have some to ``res.partner``, the primary one first
        """
        contacts = self.env['deal.contact']
        if not self.ids or not contacts.has_access('read'):
            return {}
        found = contacts.search([('lead_id', 'in', self.ids), ('is_recipient', '=', True)])
        return {lead: of._get_recipients() for lead, of in found.grouped('lead_id').items()}

    def _note_lost_to(self, partner, name='', price=0.0):
        """Mark the competitor that each of these deals is lost to, or add it.

        :param partner: ``res.partner``, or empty if only the competitor's name is known
        :param str name: the plain name
        :param float price: of the competitor's offer, in the one deal's currency; 0 if it is not
            known, or for several deals
        """
        values = self._prepare_lost_to(price)
        known = self.deal_competitor_ids.filtered(lambda row: row._is_same(partner, name))
        # A price in another currency stays, if it is the same price at today's rate.
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
        """Return the values to write on the competitor that these deals are lost to.

        :return: dictionary for ``deal.competitor.write``
        """
        values = {'state': 'lost_to'}
        if price:
            values |= {'price': price, 'currency_id': self.company_currency.id}
        return values

    def _change_competitors(self, old, new):
        # Whoever may win or lose a deal may change the status of all its competitors.
        competitors = self.env['deal.competitor'].sudo()
        competitors.search([('lead_id', 'in', self.ids), ('state', '=', old)]).state = new
