"""Previewing and sending offers: what is sent is frozen, and older versions are superseded."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from . import deal_offer  # noqa: F401 (extended below)

#: How messages to clients look: with the salesperson's signature.
MAIL_LAYOUT = 'mail.mail_notification_layout_with_responsible_signature'


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_preview(self):
        """Open the offer in a browser tab, as the client will see it or sees it."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'target': 'new', 'url': f'/offer/{self.id}/preview'}

    def action_send(self):
        """Open the composer on the deal with the template's text in the offer's language.

        What the client sees is frozen when the message is sent, not before.
        """
        self.ensure_one()
        self._check_is_draft()
        if not self.partner_id:
            return self.lead_id._ask_for_customer('send', self)
        self._check_may_be_sent()
        return self._get_composer_action()

    def _get_composer_action(self):
        """Return the action that opens the composer with the offer's e-mail."""
        return {
            'name': self.env._("Send the Offer"),
            'type': 'ir.actions.act_window',
            'view_mode': 'form',
            'res_model': 'mail.compose.message',
            'views': [(False, 'form')],
            'target': 'new',
            'context': self._prepare_composer_context(),
        }

    def action_mark_sent(self):
        """Freeze the offer and open its page; the salesperson passes on the link by themselves."""
        self.ensure_one()
        self._check_is_draft()
        if not self.partner_id:
            return self.lead_id._ask_for_customer('open', self)
        self._send()
        self.lead_id.message_post(
            body=self.env._("The offer %s is open for the client.", self._get_html_link())
        )
        return True

    def _check_is_draft(self):
        """Check that this version was not sent yet.

        :raise UserError: when it was
        """
        if self.state != 'draft':
            raise UserError(
                self.env._("This version was sent. Make a new version to send another.")
            )

    def _check_may_be_sent(self):
        """Check that nothing is missing that an offer needs.

        :raise UserError: when something is missing, or the offer has expired
        """
        for offer in self:
            if not offer.partner_id:
                raise UserError(
                    self.env._("Choose a customer on “%s” first.", offer.lead_id.display_name)
                )
            if offer.valid_until and offer.valid_until < fields.Date.context_today(offer):
                raise UserError(self.env._("The offer would have expired before it is sent."))
            offer._check_has_content()
            offer._check_not_accepted_meanwhile()
        # Last: whether prices are too low is told of what could be sent otherwise.
        self.variant_ids._check_may_be_offered()

    def _check_not_accepted_meanwhile(self):
        """Check that the client has accepted no other version since this one was made.

        :raise UserError: when they have: they would accept, and order, twice
        """
        since = Domain('closed_on', '>', self.create_date)
        # What was accepted by phone may be told later.
        since |= Domain('told_on', '>', self.create_date)
        accepted = Domain('state', '=', 'accepted') & since
        if found := self.search(self._get_versions_domain() & accepted, limit=1):
            raise UserError(
                self.env._(
                    "The client has accepted %s meanwhile. Make a new version of it if something "
                    "is to change.",
                    found.display_name,
                )
            )

    def _check_has_content(self):
        """Check that there is something to offer: products, or files.

        :raise UserError: when there is nothing
        """
        for offer in self:
            if offer.kind == 'document':
                offer._check_has_documents()
            elif not offer.variant_ids.line_ids.filtered('product_id'):
                raise UserError(
                    self.env._("There is nothing to offer: add products to the calculation.")
                )
            else:
                offer._check_variants_can_be_ordered()

    def _check_variants_can_be_ordered(self):
        """Check that the client can order each variant that they may choose.

        :raise UserError: when one has nothing but texts, or quantities of zero
        """
        for variant in self.variant_ids:
            if not self._get_offered_products(variant).filtered('quantity'):
                raise UserError(
                    self.env._(
                        "“%s” has nothing to order: enter quantities of products, or leave the "
                        "variant out of the offer.",
                        variant.name,
                    )
                )

    def _send(self):
        """Freeze what the client sees, and open the page for them; older versions are superseded.

        :raise UserError: when something is missing, or it was sent before
        """
        self.ensure_one()
        self.check_access('write')
        self._check_is_draft()
        self._check_may_be_sent()
        self._portal_ensure_token()
        self.env.add_to_compute(self._fields['remind_on'], self)  # a draft may be days old
        self.flush_recordset()  # what a draft computes is stored before it is frozen
        self._freeze()
        # The state follows from what was just done, not from what users write.
        self.sudo().write({'state': 'sent', 'sent_on': fields.Datetime.now()})
        self._get_superseded()._close('superseded')

    def _get_superseded(self):
        """Return the earlier versions that are open: this one takes their place."""
        earlier = self._get_versions_domain() & Domain('revision', '<', self.revision)
        return self.search(earlier & self._get_open_domain())

    def _close(self, state):
        """End these offers, now.

        :param str state: what they are then
        """
        # Also those of colleagues: an accepted or a newer offer takes their place.
        self.sudo().write({'state': state, 'closed_on': fields.Datetime.now()})

    def _prepare_composer_context(self):
        """Prepare what the composer on the deal starts with.

        :return: dictionary of context keys
        """
        self.ensure_one()
        self._portal_ensure_token()
        template = self.template_id.mail_template_id
        texts = template._generate_template(self.ids, ('subject', 'body_html'))[self.id]
        return {
            'default_model': 'crm.lead',
            'default_res_ids': self.lead_id.ids,
            'default_composition_mode': 'comment',
            'default_subject': texts.get('subject') or self.display_name,
            'default_body': texts.get('body_html') or '',
            'default_partner_ids': self.recipient_ids.ids,
            'default_email_layout_xmlid': MAIL_LAYOUT,
            'email_notification_allow_footer': True,
            'hide_mail_template_management_options': True,
            'force_email': True,
            'deal_offer_sent': self.id,
        }
