"""Contacts of deals: their language, and what stays of those that are deleted."""

from odoo import api, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def write(self, vals):
        """Let open deals speak a contact's new language, unless they speak another by choice."""
        olds = {partner: partner.lang for partner in self} if 'lang' in vals else {}
        result = super().write(vals)
        for lang, partners in self.grouped(olds.get).items() if olds else ():
            if lang != vals['lang']:
                partners._pass_on_language(lang)
        return result

    def _pass_on_language(self, old):
        """Give open deals of these contacts their language in place of an old one.

        Odoo sets a deal's language once, when its contact is chosen.

        :param str old: the code of the language until now, or nothing
        """
        langs = self.env['res.lang']
        # Whoever may change a contact need not see all of their deals.
        deals = self.env['crm.lead'].sudo().with_context(mail_notrack=True)
        before = langs._get_data(code=old).id or False
        mine = deals.search(
            [
                ('partner_id', 'in', self.ids),
                ('lang_id', '=', before),
                ('deal_state', 'in', ('open', 'suspended')),
            ]
        )
        mine.lang_id = langs._get_data(code=self[:1].lang).id or False

    @api.ondelete(at_uninstall=False)
    def _unlink_keeps_competitors(self):
        """Keep competitors by their names; those of one name become one."""
        # Whoever may delete a contact may not see all deals that know it.
        self.env['deal.competitor'].sudo()._part_with(self)

    @api.ondelete(at_uninstall=False)
    def _unlink_notes_contacts(self):
        """Leave a note on the deals of which these are contacts: what was known goes with them."""
        # Whoever may delete a contact may not see all deals that know it.
        contacts = self.env['deal.contact'].sudo()
        contacts.search([('partner_id', 'in', self.ids)])._note_deletion()
