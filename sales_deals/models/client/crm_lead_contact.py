"""A deal's contacts on the client's side: they are proposed wherever the client is written to."""

from odoo import fields, models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_contact_ids = fields.One2many('deal.contact', 'lead_id', string="Contacts")

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _message_add_suggested_recipients(self, force_primary_email=False):
        suggested = super()._message_add_suggested_recipients(force_primary_email)
        for lead, partners in self._get_contact_recipients().items():
            suggested[lead.id]['partners'] |= partners
        return suggested

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_contact_recipients(self):
        """The contacts that get e-mails, as far as the user may see contacts of deals.

        :return: dictionary of deals that have some to ``res.partner``, the primary one first
        """
        contacts = self.env['deal.contact']
        if not self.ids or not contacts.has_access('read'):
            return {}
        found = contacts.search([('lead_id', 'in', self.ids), ('is_recipient', '=', True)])
        return {lead: of._get_recipients() for lead, of in found.grouped('lead_id').items()}
