"""The dialogue of losing deals: why, to whom, at what price; what the client said is proposed."""

from lxml import etree

from odoo import api, fields, models
from odoo.tools.mail import is_html_empty


class CrmLeadLost(models.TransientModel):
    _inherit = 'crm.lead.lost'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    is_reason_required = fields.Boolean(compute='_compute_is_reason_required')
    reason_description = fields.Text(related='lost_reason_id.description')
    category = fields.Selection(related='lost_reason_id.category', help='')
    competitor_id = fields.Many2one('res.partner', help="To whom the deal was lost.")
    competitor_price = fields.Monetary(string="Competitor's Price")
    currency_id = fields.Many2one('res.currency', compute='_compute_currency_id')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('lead_ids')
    def _compute_is_reason_required(self):
        for wizard in self:
            wizard.is_reason_required = any(
                lead._get_deciding_company().deal_loss_reason_required for lead in wizard.lead_ids
            )

    @api.depends('lead_ids')
    def _compute_currency_id(self):
        """That of the one deal: what one competitor asked for several deals is no price."""
        for wizard in self:
            is_one = len(wizard.lead_ids) == 1
            wizard.currency_id = wizard.lead_ids.company_currency if is_one else False

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        leads = self.env['crm.lead'].browse(self.env.context.get('active_ids', []))
        declined = leads.offer_ids.filtered(lambda offer: offer.state == 'declined')[:1]
        if len(leads) == 1 and declined:
            values.setdefault('lost_reason_id', declined.lost_reason_id.id)
            if declined.decline_note:
                values.setdefault('lost_feedback', declined.decline_note)
        return values

    @api.model
    def get_view(self, view_id=None, view_type='form', **options):
        """Offer to add a reason by its name, see :meth:`crm.lost.reason.name_create`."""
        view = super().get_view(view_id, view_type, **options)
        arch = etree.fromstring(view['arch'])
        for node in arch.iter('field'):
            if node.get('name') == 'lost_reason_id':
                node.set('can_create', 'True')
        return {**view, 'arch': etree.tostring(arch, encoding='unicode')}

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_lost_reason_apply(self):
        """What was answered is kept with the loss, too."""
        result = super().action_lost_reason_apply()
        losses = self.lead_ids._get_open_losses()
        if losses:
            # Losses are written with their deals, which the user has just lost.
            rows = self.env['deal.loss'].concat(*losses.values()).sudo()
            rows.write(self._prepare_loss_details())
        return result

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _prepare_loss_details(self):
        """:return: dictionary for ``deal.loss.write``"""
        details = {}
        if not is_html_empty(self.lost_feedback):
            details['note'] = self.lost_feedback
        if self.category == 'competitor':
            details['competitor_id'] = self.competitor_id.id
            details['competitor_price'] = self.currency_id and self.competitor_price
        return details
