"""Dialogue of losing deals, with the competitor, and the client's own answer as a proposal."""

from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mail import is_html_empty


class CrmLeadLost(models.TransientModel):
    _inherit = 'crm.lead.lost'

    deal_is_reason_required = fields.Boolean(
        string="Is Reason Required", compute='_compute_deal_is_reason_required'
    )
    deal_reason_description = fields.Text(related='lost_reason_id.deal_description')
    deal_category = fields.Selection(
        related='lost_reason_id.deal_category', string="Category", help=''
    )
    deal_competitor_id = fields.Many2one(
        'deal.competitor',
        string="Lost To",
        domain="[('lead_id', 'in', lead_ids)]",
        compute='_compute_deal_competitor_id',
        store=True,
        readonly=False,
        help="One of the deal's competitors.",
    )
    deal_has_competitors = fields.Boolean(
        string="Has Competitors", compute='_compute_deal_has_competitors'
    )
    deal_competitor_partner_id = fields.Many2one(
        'res.partner', string="Competitor", help="The company that the deal was lost to."
    )
    deal_competitor_price = fields.Monetary(
        currency_field='deal_currency_id',
        string="Competitor's Price",
        compute='_compute_deal_competitor_price',
        store=True,
        readonly=False,
    )
    deal_currency_id = fields.Many2one(
        'res.currency', string="Currency", compute='_compute_deal_currency_id'
    )

    @api.depends('lead_ids')
    def _compute_deal_is_reason_required(self):
        for wizard in self:
            wizard.deal_is_reason_required = any(
                lead._get_deciding_company().deal_loss_reason_required for lead in wizard.lead_ids
            )

    @api.depends('lead_ids')
    def _compute_deal_currency_id(self):
        """Take the currency of the one deal: for several deals no price is asked."""
        for wizard in self:
            is_one = len(wizard.lead_ids) == 1
            wizard.deal_currency_id = wizard.lead_ids.company_currency if is_one else False

    @api.depends('lead_ids')
    def _compute_deal_has_competitors(self):
        for wizard in self:
            is_one = len(wizard.lead_ids) == 1
            wizard.deal_has_competitors = is_one and bool(wizard.lead_ids.deal_competitor_ids)

    @api.depends('lead_ids', 'deal_category')
    def _compute_deal_competitor_id(self):
        """Propose the competitor if only one is in play."""
        for wizard in self:
            in_play = wizard.lead_ids.deal_competitor_ids.filtered(
                lambda row: row.state == 'in_play'
            )
            is_clear = wizard.deal_category == 'competitor' and wizard.deal_has_competitors
            wizard.deal_competitor_id = is_clear and len(in_play) == 1 and in_play

    @api.depends('deal_competitor_id')
    def _compute_deal_competitor_price(self):
        for wizard in self:
            # Computed as superuser: only of those deals that the dialogue is about.
            competitors = wizard.lead_ids._origin.deal_competitor_ids
            competitor = wizard.deal_competitor_id._origin & competitors
            if competitor.price and wizard.deal_currency_id:
                wizard.deal_competitor_price = competitor._get_price_in(wizard.deal_currency_id)

    @api.constrains('deal_competitor_id', 'lead_ids')
    def _check_deal_competitor(self):
        for wizard in self:
            if wizard.deal_competitor_id.sudo().lead_id - wizard.lead_ids:
                raise ValidationError(self.env._("Choose one of the competitors of these deals."))

    @api.model
    def default_get(self, fields):
        """Propose the reason and the words with which the client declined an offer."""
        values = super().default_get(fields)
        leads = self.env['crm.lead'].browse(self.env.context.get('active_ids', []))
        declined = leads.deal_offer_ids.filtered(lambda offer: offer.state == 'declined')[:1]
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

    def action_lost_reason_apply(self):
        """Keep the answers with the losses and competitors, too, and offer to undo it."""
        undo, leads = self.env['deal.undo'], self.lead_ids
        before = undo._read_before(leads)
        result = super().action_lost_reason_apply()
        self._keep_answers()
        message = self.env._("Marked as lost: %s.", leads._describe())
        offer = undo._offer(leads, before, message)
        action = result if isinstance(result, dict) else {'type': 'ir.actions.act_window_close'}
        return {**action, **offer} if offer else result

    def _keep_answers(self):
        losses = self.lead_ids._get_open_losses()
        if losses:
            # Nobody has rights to write losses; the user has just lost these deals.
            rows = self.env['deal.loss'].concat(*losses.values()).sudo()
            rows.write(self._prepare_loss_details())
            self._note_competitor(self.env['crm.lead'].concat(*losses))

    def _prepare_loss_details(self):
        """Return the answers to keep with the losses.

        :return: dictionary for ``deal.loss.write``
        """
        details = {}
        if not is_html_empty(self.lost_feedback):
            details['note'] = self.lost_feedback
        if self.deal_category == 'competitor':
            partner, name = self._get_competitor()
            details['competitor_id'] = partner.id
            details['competitor_name'] = name
            details['competitor_price'] = self.deal_currency_id and self.deal_competitor_price
        return details

    def _note_competitor(self, leads):
        """Mark the competitor that these deals are lost to."""
        partner, name = self._get_competitor()
        if self.deal_category == 'competitor' and name:
            leads._note_lost_to(partner, name, self.deal_currency_id and self.deal_competitor_price)

    def _get_competitor(self):
        """Return the competitor that was chosen.

        :return: tuple of the ``res.partner``, empty if only a name is known, and the name
        """
        chosen = self.deal_competitor_id
        partner = chosen.partner_id if chosen else self.deal_competitor_partner_id
        return partner, chosen.name if chosen else partner.display_name
