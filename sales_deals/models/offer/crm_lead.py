"""Offers of a deal."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .ir_websocket import DEAL_CHANNEL


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_offer_ids = fields.One2many('deal.offer', 'lead_id', string="Offers")
    deal_can_be_offered = fields.Boolean(
        string="Can Be Offered",
        compute='_compute_deal_can_be_offered',
        help="The chosen variant of the calculation has lines.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(
        'deal_uses_calculation', 'deal_variant_ids.is_chosen', 'deal_variant_ids.amount_total'
    )
    def _compute_deal_can_be_offered(self):
        # Lines are looked for where the total, which was read with the variant, tells of none.
        chosen = {lead: lead.deal_chosen_variant_id for lead in self if lead.deal_uses_calculation}
        empty = self.deal_chosen_variant_id.filtered(lambda variant: not variant.amount_total)
        empty -= empty.filtered('line_ids')
        for lead in self:
            lead.deal_can_be_offered = lead in chosen and bool(chosen[lead] - empty)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_offered(self):
        """Keep deals whose offers were sent: they would be deleted, too, signatures and all."""
        # Whoever may delete a deal may not see all of its offers.
        sent = self.env['deal.offer'].sudo()
        sent = sent.search([('lead_id', 'in', self.ids), ('state', '!=', 'draft')])
        if offered := self & sent.lead_id.with_env(self.env):
            raise UserError(
                self.env._(
                    "Deals whose offers were sent to clients can't be deleted: %s. Archive them"
                    " instead.",
                    offered._get_names(),
                )
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_deal_new_offer(self):
        """Open a draft of an offer of this deal, with what its client would see.

        The draft that there is; else the next version of an open offer; else a new one, of
        documents where the deal has no calculation. A deal without a customer is asked for one.

        :raise UserError: when there is nothing to offer yet, or no template for it
        """
        self.ensure_one()
        self._check_has_something_to_offer()
        begun = self._get_begun_offer()
        if not (begun or self).partner_id:
            return self._ask_for_customer('offer', begun)
        return self._get_draft_offer().get_formview_action()

    def action_sale_quotations_new(self):
        """Ask before a second order is begun, and for the customer whom a calculation needs."""
        self.ensure_one()
        is_sure = self.env.context.get('deal_quotation_again')
        if not is_sure and self._get_ordered_offer():
            return self._get_dialogue(
                'deal.quotation.again', self.env._("Another Quotation"), default_lead_id=self.id
            )
        if not self.partner_id and self.deal_chosen_variant_id.line_ids:
            return self._ask_for_customer('quotation')
        return super().action_sale_quotations_new()

    def _get_ordered_offer(self):
        """Return the offer that was accepted last and has an order, as superuser; or none."""
        self.check_access('read')
        # Whoever works on the deal may know that it has an order, whoever's that is.
        ordered = Domain('state', '=', 'accepted') & Domain('sale_order_id.state', '!=', 'cancel')
        return (
            self.env['deal.offer']
            .sudo()
            .search(
                Domain('lead_id', '=', self.id) & Domain('sale_order_id', '!=', False) & ordered,
                order='closed_on desc, id desc',
                limit=1,
            )
        )

    def _ask_for_customer(self, next_act, offer=None):
        """Return the dialogue in which the customer is created or linked.

        :param str next_act: what goes on then, of the dialogue's field of that name
        :param offer: the offer that is to get the customer, too
        """
        return self._get_dialogue(
            'deal.offer.customer',
            self.env._("Who Is the Customer?"),
            default_lead_id=self.id,
            default_offer_id=offer.id if offer else False,
            default_next_act=next_act,
        )

    @api.model
    def _get_dialogue(self, model, name, **context):
        return {
            'name': name,
            'type': 'ir.actions.act_window',
            'res_model': model,
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'dialog_size': 'medium', **context},
        }

    def _get_begun_offer(self):
        """Return the draft that there is, else the offer that its client can answer, or none."""
        drafts = self.deal_offer_ids.filtered(lambda offer: offer.state == 'draft')
        return drafts[:1] or self.deal_offer_ids.filtered(lambda offer: offer._is_open())[:1]

    def _get_draft_offer(self):
        """Return the draft that there is, or a new one; see :meth:`action_deal_new_offer`."""
        begun = self._get_begun_offer()
        if begun.state == 'draft':
            return begun
        if begun:
            return begun._make_new_version()
        self._check_has_offer_template()
        return self.env['deal.offer'].create({'lead_id': self.id})

    def _check_has_something_to_offer(self):
        """Check that a deal with a calculation has lines in it.

        :raise UserError: when it has none
        """
        if self.deal_uses_calculation and not self.deal_variant_ids.line_ids:
            raise UserError(
                self.env._("There is nothing to offer: add products to the calculation.")
            )

    def _check_has_offer_template(self):
        """Check that there is a template for offers of this deal.

        :raise UserError: when all were archived or deleted, or are of other teams
        """
        company = self._get_deciding_company()
        if not self.env['deal.offer.template']._get_usable(company, self.team_id):
            raise UserError(
                self.env._(
                    "There is no offer template for this deal's team. Somebody who may change the "
                    "configuration makes one under Configuration, Offer Templates."
                )
            )

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def message_post(self, **kwargs):
        """Send the offer, or mark the question as answered, that the composer was opened for.

        An offer is frozen before the message goes out: what was previewed is sent.
        """
        if question_id := self.env.context.get('deal_question_answered'):
            lead = self.with_context(deal_question_answered=False)
            message = super(CrmLead, lead).message_post(**kwargs)
            lead.env['mail.activity'].browse(question_id)._answer_with(lead)
            return message
        if offer_id := self.env.context.get('deal_offer_sent'):
            lead = self.with_context(deal_offer_sent=False)
            offer = lead.env['deal.offer'].browse(offer_id)
            lead._send_offer(offer, kwargs)
            message = super(CrmLead, lead).message_post(**kwargs)
            offer._note_sent(message)
            return message
        return super().message_post(**kwargs)

    def _merge_dependences(self, opportunities):
        """Take over offers and calculations, too: Odoo's own way deletes the other deals."""
        super()._merge_dependences(opportunities)
        # Whoever may merge deals may not see all that was offered in them.
        others = opportunities.sudo()
        offers = others.deal_offer_ids
        others.deal_variant_ids.write({'lead_id': self.id})
        offers.write({'lead_id': self.id})

    def _send_offer(self, offer, message):
        """Freeze and send an offer, as part of a message.

        :param dict message: what is posted; changed in place
        """
        self.ensure_one()
        if offer.lead_id != self:
            raise UserError(self.env._("The offer belongs to another deal."))
        if message.get('partner_ids'):
            offer.recipient_ids = [fields.Command.set(message['partner_ids'])]
        if self.env.context.get('deal_offer_again'):
            offer._check_can_be_resent()
        else:
            offer._send()
        ids = [*(message.get('attachment_ids') or []), *offer._get_mail_attachments().ids]
        message['attachment_ids'] = ids

    def _refresh_open_forms(self):
        """Let web clients that show the deals read them anew: they are told no more than that."""
        for lead in self:
            channel = (lead, DEAL_CHANNEL)
            self.env['bus.bus']._sendone(channel, 'deal_changed', {'deal_id': lead.id})
