"""Addresses that unsubscribed from follow-ups."""

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.tools import email_normalize

from . import deal_address  # noqa: F401 (inherited below)


class DealFollowupOptout(models.Model):
    _name = 'deal.followup.optout'
    _description = "Opt-Out of Follow-Ups"
    _inherit = ['deal.address']
    _order = 'id desc'
    _rec_name = 'email'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    email = fields.Char(string="Address", required=True, index=True)
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company
    )
    lead_id = fields.Many2one(
        'crm.lead', string="Deal", ondelete='set null', index='btree_not_null', readonly=True
    )
    source = fields.Selection(
        [('client', "The client"), ('user', "By hand")],
        string="By",
        required=True,
        default='user',
        readonly=True,
    )

    _one_address = models.UniqueIndex("(email, company_id)", "This address has opted out already.")

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _opt_out(self, email, company, lead):
        """Unsubscribe an address from follow-ups, and log it on the deal, once.

        :param str email: the address to which a message went
        :param company: ``res.company`` record that sent it
        :param lead: the ``crm.lead`` of which it was, or an empty one
        :return: whether it was not opted out before
        """
        domain = [('email', '=', email_normalize(email)), ('company_id', '=', company.id)]
        if self.search_count(domain, limit=1):
            return False
        values = {'email': email, 'company_id': company.id, 'lead_id': lead.id, 'source': 'client'}
        try:
            with self.env.cr.savepoint():
                self.create(values)
        except UniqueViolation:  # clicked twice
            return False
        env = self._get_note_env(lead)
        self._note(lead, env._("The client unsubscribed from follow-ups: %s.", email))
        return True

    @api.model
    def _opt_in(self, email, company, lead):
        """Subscribe an address again that the client had unsubscribed.

        :return: whether it had opted out
        """
        found = self.search(
            [
                ('email', '=', email_normalize(email)),
                ('company_id', '=', company.id),
                ('source', '=', 'client'),
            ]
        )
        if not found:
            return False
        found.unlink()
        env = self._get_note_env(lead)
        self._note(lead, env._("The client subscribed to follow-ups again: %s.", email))
        return True

    @api.model
    def _prepare_page(self, kind, email, company):
        """Prepare the page on which a client unsubscribes.

        :param str kind: 'ask', 'done', 'back' or 'invalid'
        :param str email: the client's address
        :param company: ``res.company`` record that sends the messages
        :return: dictionary of values for the template ``sales_deals.followup_page``
        """
        names = {'email': email, 'company': company.name}
        pages = {
            'ask': (
                self.env._("Unsubscribe"),
                self.env._("Shall %(company)s send no more follow-ups to %(email)s?", **names),
                self.env._("Unsubscribe"),
            ),
            'done': (
                self.env._("You are unsubscribed"),
                self.env._("%(company)s sends no more follow-ups to %(email)s.", **names),
                self.env._("That was a mistake: subscribe again"),
            ),
            'back': (
                self.env._("You are subscribed again"),
                self.env._("%(company)s may send follow-ups to %(email)s again.", **names),
                '',
            ),
            'invalid': (
                self.env._("This link is not valid"),
                self.env._("Check that you have opened the whole link, or answer the message."),
                '',
            ),
        }
        title, text, button = pages[kind]
        page = {'title': title, 'text': text, 'button': button, 'is_undo': kind == 'done'}
        return {**page, **self.env['deal.offer']._prepare_page_language(self.env.lang)}

    @api.model
    def _get_note_env(self, lead):
        """Return an environment in the salesperson's language, for notes on the deal."""
        lang = lead.user_id.lang or self.env.company.partner_id.lang or 'en_US'
        return self.with_context(lang=lang).env

    @api.model
    def _note(self, lead, text):
        if lead:
            lead._message_log(body=text, author_id=self.env.ref('base.partner_root').id)
