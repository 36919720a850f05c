"""Follow-ups of deals: where they begin, and what their texts may say of a deal."""

from ast import literal_eval

from odoo import api, fields, models
from odoo.fields import Domain

#: What anybody may put into a text, beside what Odoo allows.
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

    deal_open_offer_id = fields.Many2one('deal.offer', compute='_compute_deal_open_offer_id')
    deal_followup_line_ids = fields.One2many('deal.followup.line', 'lead_id', string="Follow-Ups")
    deal_followup_count = fields.Integer(
        string="Follow-Ups Sent", compute='_compute_deal_followup_count'
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('deal_offer_ids.state', 'deal_offer_ids.valid_until')
    def _compute_deal_open_offer_id(self):
        """The last offer that the client can accept."""
        today = fields.Date.context_today(self)
        for lead in self:
            lead.deal_open_offer_id = lead.deal_offer_ids.filtered(
                lambda offer: (
                    offer.state in ('sent', 'opened')
                    and (not offer.valid_until or offer.valid_until >= today)
                )
            ).sorted('id', reverse=True)[:1]

    @api.depends('deal_followup_line_ids.state')
    def _compute_deal_followup_count(self):
        domain = [('lead_id', 'in', self.ids), ('state', '=', 'sent')]
        counts = dict(self.env['deal.followup.line']._read_group(domain, ['lead_id'], ['__count']))
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
        """Open what was sent to the client of this deal in follow-ups."""
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

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _get_chosen_leads(self):
        """The deals of the list's whole domain where the ids were cut off at the limit."""
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
