"""Starting follow-ups from deals; the placeholders that their texts may use."""

from ast import literal_eval

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.language.greetings import greet

#: Expressions that any user may put into a text, beside those of Odoo.
PLACEHOLDERS = (
    'object.deal_number',
    'object.partner_name',
    'object.company_id.name',
    'object.team_id.name',
    'object.user_id.email',
    'object.user_id.phone',
    'object.deal_open_offer_id.display_name',
    'object.deal_open_offer_id.page_url',
    'object.lang_code',
)


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_open_offer_id = fields.Many2one(
        'deal.offer', string="Open Offer", compute='_compute_deal_open_offer_id'
    )
    deal_followup_line_ids = fields.One2many(
        'deal.followup.line', 'lead_id', string="Follow-Ups", readonly=True
    )
    deal_followup_count = fields.Integer(
        string="Follow-Ups Sent", compute='_compute_deal_followup_count'
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('deal_offer_ids.state', 'deal_offer_ids.valid_until')
    def _compute_deal_open_offer_id(self):
        """Compute the last offer that the client can accept."""
        for lead in self:
            lead.deal_open_offer_id = lead.deal_offer_ids.filtered(
                lambda offer: offer._get_page_state() == 'open'
            ).sorted('id', reverse=True)[:1]

    @api.depends('deal_followup_line_ids.state')
    def _compute_deal_followup_count(self):
        leads = self._with_rows('deal_followup_line_ids')
        domain = [('lead_id', 'in', leads.ids), ('state', '=', 'sent')]
        lines = self.env['deal.followup.line']
        counts = dict(lines._read_group(domain, ['lead_id'], ['__count'])) if leads else {}
        for lead in self:
            lead.deal_followup_count = counts.get(lead, 0)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_deal_new_followup(self, **values):
        """Open a draft of a follow-up of these deals, or of all that a list shows.

        A list gives no more than Odoo's limit of ids; beyond it, its domain says which they are.

        :param values: for ``deal.followup.create``
        """
        followup = self.env['deal.followup']._make_for_leads(self._get_chosen_leads(), **values)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Follow-Up"),
            'res_model': 'deal.followup',
            'res_id': followup.id,
            'views': [(False, 'form')],
        }

    def action_deal_view_followups(self):
        """Open the lines of follow-ups of this deal."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'sales_deals.deal_followup_line_action'
        )
        return {**action, 'domain': [('lead_id', '=', self.id)], 'context': {}}

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def mail_allowed_qweb_expressions(self):
        return (*super().mail_allowed_qweb_expressions(), *PLACEHOLDERS)

    @api.model
    def _get_placeholder_labels(self):
        """Return the placeholders of texts about deals: those of offers that a deal knows.

        :return: dictionary of name to what it stands for
        """
        labels = self.env['deal.offer']._get_placeholder_labels()
        # What the client was offered stands in the offer itself.
        of_variant = ('total', 'payment_terms', 'delivery_time')
        return {name: label for name, label in labels.items() if name not in of_variant}

    def _get_placeholder_values(self):
        """Return what the placeholders stand for in a text about this deal.

        :return: dictionary of name to text
        """
        self.ensure_one()
        offer = self.deal_open_offer_id
        # The contact and the salesperson are named to the client, whoever may read their records.
        partner, user = self.partner_id.sudo(), self.user_id.sudo()
        contact = self.contact_name or partner.name
        values = {
            'customer': self.partner_name or partner.commercial_partner_id.name or contact,
            'contact': contact,
            'greeting': self._get_greeting(),
            'number': offer.display_name,
            'date': self._format_day(fields.Date.context_today(self)),
            'valid_until': self._format_day(offer.valid_until),
            'deal': self.name,
            'salesperson': user.name,
            'salesperson_email': user.email,
            'salesperson_phone': user.phone,
            'company': self._get_deciding_company().sudo().name,
        }
        return {name: value or '' for name, value in values.items()}

    def _get_greeting(self):
        """Return how a text in the language of this environment greets the client.

        :return: text; a neutral one where only a company is known
        """
        # The contact is named to the client, whoever may read the record.
        partner = self.partner_id.sudo()
        name = self.contact_name or ('' if partner.is_company else partner.name)
        return greet(name or '', self.env.lang or 'en_US')

    def _get_chosen_leads(self):
        """Return the selected deals, or all of the list where ids were cut off at the limit."""
        domain = self.env.context.get('active_domain')
        limit = int(
            # A technical parameter that tells nothing of anybody.
            self.env['ir.config_parameter'].sudo().get_param('web.active_ids_limit', 20000)
        )
        if not domain or len(self) < limit:
            return self
        if isinstance(domain, str):
            domain = literal_eval(domain)
        return self.search(Domain(domain))
