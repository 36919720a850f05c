"""Whether the e-mail with an offer has arrived: who did not get it, why, and sending it again."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.mail import failures
from ..company.mail_failure import describe_kind
from . import deal_offer  # noqa: F401 (extended below)

#: States of a notification that has not come to its recipient.
FAILED = ('exception', 'bounce', 'canceled')


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    sent_message_id = fields.Many2one(
        'mail.message',
        string="E-Mail",
        readonly=True,
        copy=False,
        index='btree_not_null',
        help="The last message with the offer; none where the link was passed on.",
    )
    is_undelivered = fields.Boolean(
        string="Not Delivered",
        compute='_compute_delivery',
        search='_search_is_undelivered',
        help="None of the recipients has got the e-mail with the offer.",
    )
    delivery_note = fields.Text(
        string="Not Delivered To", compute='_compute_delivery', help="Who got no e-mail, and why."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('state', 'sent_message_id.notification_ids.notification_status')
    def _compute_delivery(self):
        for offer in self:
            # Whoever may read the offer may know who got it.
            mails = offer.sudo().sent_message_id.notification_ids.filtered(
                lambda notification: notification.notification_type == 'email'
            )
            failed = mails.filtered(lambda mail: mail.notification_status in FAILED)
            if not offer._is_open():
                failed = failed.browse()  # it is of no use to send it again
            offer.is_undelivered = bool(failed) and failed == mails
            offer.delivery_note = "\n".join(map(offer._describe_failure, failed)) or False

    def _search_is_undelivered(self, operator, value):
        if operator != 'in':
            return NotImplemented
        self.env['mail.notification'].flush_model()
        condition = (
            "SELECT mail_message_id FROM mail_notification WHERE notification_type = 'email' "
            "GROUP BY mail_message_id HAVING bool_and(notification_status IN %s)"
        )
        found = self._get_open_domain() & Domain('sent_message_id', 'in', SQL(condition, FAILED))
        return found if True in value else ~found

    @api.model
    def _describe_failure(self, notification):
        """Return who got no e-mail, and why, in words."""
        partner = notification.res_partner_id
        # The address alone: with a name in quotes it can't be read from right to left.
        who = partner.email_normalized or partner.name or notification.mail_email_address
        return f'{who}: {self._get_failure_reason(notification)}'

    @api.model
    def _get_failure_reason(self, notification):
        """Return why a notification has not come to its recipient."""
        kind = notification.failure_type
        words = {
            'mail_bounce': self.env._("the e-mail came back"),
            'mail_email_missing': self.env._("there is no e-mail address"),
            'mail_email_invalid': self.env._("the e-mail address is not valid"),
            'mail_smtp': self.env._("our mail server could not be reached, or refused it"),
            'mail_from_missing': self.env._("the sender has no e-mail address"),
            'mail_from_invalid': self.env._("the sender's e-mail address is not valid"),
        }
        said = (notification.failure_reason or '').strip()
        told = kind in (False, 'unknown', 'mail_smtp') and failures.kind_of_text(said)
        if told:
            return describe_kind(self.env, told)
        if kind in words:
            return words[kind]
        if notification.notification_status == 'bounce':
            return words['mail_bounce']
        kinds = dict(notification._fields['failure_type']._description_selection(self.env))
        # Of the server's own words, the first line.
        return said.partition('\n')[0] or kinds.get(kind) or self.env._("it was cancelled")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_resend(self):
        """Open the composer with the e-mail of an offer that the client has, or should have."""
        self.ensure_one()
        self.check_access('write')
        self._check_can_be_resent()
        action = self._get_composer_action()
        return {**action, 'context': {**action['context'], 'deal_offer_again': True}}

    def _check_can_be_resent(self):
        """Check that the client can still answer.

        :raise UserError: when they can't, so that nothing is sent again
        """
        if self._get_page_state() != 'open':
            raise UserError(
                self.env._("The client can no longer answer this offer. Make a new version.")
            )

    def _note_sent(self, message):
        """Keep by which message the offer was sent."""
        # It follows from what was just done, not from what users write.
        self.sudo().sent_message_id = message
