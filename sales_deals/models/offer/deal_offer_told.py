"""Answers that clients gave by phone or on paper, as colleagues tell them."""

import base64
from datetime import date, datetime, time
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from . import deal_offer  # noqa: F401 (extended below)

#: States in which it can be told how the client has answered.
TOLD_STATES = ('sent', 'opened', 'expired')


class Told(NamedTuple):
    """When a client answered, and the paper that they signed, if there is one.

    In the context of an answer; what users put there is of other types.
    """

    day: date
    document: bytes | bool = False
    document_name: str = ''


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    told_by_id = fields.Many2one(
        'res.users',
        string="Recorded By",
        readonly=True,
        copy=False,
        help="Who recorded the answer, which the client gave by phone or on paper.",
    )
    told_on = fields.Datetime(string="Recorded On", readonly=True, copy=False)
    told_document = fields.Binary(string="Signed Paper", readonly=True, copy=False)
    told_document_name = fields.Char(readonly=True, copy=False)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_tell_accepted(self):
        """Open the dialogue in which it is told that the client accepted."""
        return self._ask_what_was_told('accepted')

    def action_tell_declined(self):
        """Open the dialogue in which it is told that the client declined."""
        return self._ask_what_was_told('declined')

    def _ask_what_was_told(self, answer):
        self.ensure_one()
        self.check_access('write')
        self._check_can_be_told_now()
        names = {
            'accepted': self.env._("Accepted by the Client"),
            'declined': self.env._("Declined by the Client"),
        }
        context = {'default_offer_id': self.id, 'default_answer': answer}
        return self.env['crm.lead']._get_dialogue('deal.told.answer', names[answer], **context)

    def _as_told(self, told):
        """Return the offer as superuser, to be answered as a colleague tells it.

        :param Told told: when and on what the client answered
        :raise AccessError: for whoever may not change the offer
        """
        self.check_access('write')
        # As a client's own answer: order, rivals and the deal's stage follow from it alone.
        return self.sudo().with_company(self.company_id).with_context(deal_told=told)

    def _get_told(self):
        """Return what a colleague tells, None where the client answers."""
        told = self.env.context.get('deal_told')
        return told if isinstance(told, Told) else None

    def _prepare_told(self):
        """Prepare what is stored of an answer that a colleague tells; nothing of a client's own."""
        told = self._get_told()
        if not told:
            return {}
        return {
            'told_by_id': self.env.uid,
            'told_on': fields.Datetime.now(),
            'told_document': told.document,
            'told_document_name': told.document_name,
        }

    def _get_answered_on(self):
        """Return when the client answers: now, or at noon of the day that is told."""
        told, now = self._get_told(), fields.Datetime.now()
        if not told or told.day == fields.Date.context_today(self):
            return now
        return min(max(datetime.combine(told.day, time(12)), self.sent_on), now)

    def _get_order_end(self):
        """Return the last day of the accepted order; none where the offer had expired."""
        end = self.valid_until
        return end if end and end >= fields.Date.context_today(self) else False

    def _check_can_be_told(self):
        """Check that the client may have answered so, on the day that is told.

        :raise UserError: with the reason why not
        """
        self._check_can_be_told_now()
        day, today = self._get_told().day, fields.Date.context_today(self)
        if day > today:
            raise UserError(self.env._("The day of the answer lies in the future."))
        if day < fields.Datetime.context_timestamp(self, self.sent_on).date():
            raise UserError(self.env._("The client had no offer yet on that day."))

    def _check_can_be_told_now(self):
        """Check that the offer is with the client, or has expired there.

        An expired one may be accepted: whoever tells it decides for the company.

        :raise UserError: for a draft, an offer that was answered, or one whose place was taken
        """
        name = self.display_name
        if self.state == 'draft':
            raise UserError(self.env._("The client has no offer yet: send it first."))
        if self.state in ('accepted', 'declined'):
            raise UserError(self.env._("The offer %s was answered already.", name))
        if newer := self._get_newer():
            raise UserError(
                self.env._(
                    "A newer version was sent, %(newer)s: it takes the place of %(offer)s.",
                    newer=newer.display_name,
                    offer=name,
                )
            )
        if self.state not in TOLD_STATES or self._get_accepted_since():
            raise UserError(
                self.env._(
                    "Another offer of the deal was accepted since. Make a new version of %s "
                    "if the client wants it, too.",
                    name,
                )
            )

    def _get_accepted_since(self):
        """Return another offer of the deal that was accepted since this one was sent."""
        since = Domain('closed_on', '>=', self.sent_on) | Domain('told_on', '>=', self.sent_on)
        others = Domain('lead_id', '=', self.lead_id.id) & Domain('id', '!=', self.id)
        # Also of a colleague: the client would order twice.
        return self.sudo().search(others & Domain('state', '=', 'accepted') & since, limit=1)

    def _post_as_told(self, text):
        """Post on the deal, in the name of whoever tells, for colleagues alone."""
        told = self._get_told()
        name = told.document_name or self.env._("Signed paper")
        responsible = self._get_responsible() - self.env.user
        said = self.env._(
            "By phone or on paper on %(day)s, recorded by %(user)s.",
            day=self._format_date(told.day),
            user=self.env.user.name,
        )
        return self.lead_id.message_post(
            body=plaintext2html(f'{text}\n{said}'),
            message_type='comment',
            subtype_xmlid='mail.mt_note',
            partner_ids=responsible.partner_id.ids,
            attachments=[(name, base64.b64decode(told.document))] if told.document else [],
        )
