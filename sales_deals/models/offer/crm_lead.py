"""Offers of a deal."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_offer_ids = fields.One2many('deal.offer', 'lead_id', string="Offers")

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
        """Open a draft of an offer of this deal.

        The draft that there is; else the next version of an open offer; else a new one, of
        documents where the deal has no calculation.

        :raise UserError: when there is nothing to offer yet
        """
        self.ensure_one()
        if self.deal_uses_calculation and not self.deal_variant_ids.line_ids:
            raise UserError(
                self.env._("There is nothing to offer: add products to the calculation.")
            )
        draft = self.deal_offer_ids.filtered(lambda offer: offer.state == 'draft')[:1]
        if draft:
            return draft.get_formview_action()
        open_one = self.deal_offer_ids.filtered(lambda offer: offer._is_open())[:1]
        if open_one:
            return open_one.action_new_version()
        return self.env['deal.offer'].create({'lead_id': self.id}).get_formview_action()

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def message_post(self, **kwargs):
        """Freeze the offer that a message sends before it goes out: what was previewed is sent."""
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
