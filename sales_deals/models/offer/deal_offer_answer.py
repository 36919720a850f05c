"""Answers of clients to offers: they accept a variant, or decline with a reason."""

import base64
import binascii

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, plaintext2html

from ...tools.offer import pictures, sections
from ...tools.offer.choice import is_something_chosen
from . import deal_offer_order  # noqa: F401 (extended below)

#: The longest name, reason and question that are taken.
MAX_NAME, MAX_TEXT = 200, 4000
#: The largest drawn signature, as base64, and its longest side, in pixels.
MAX_SIGNATURE, MAX_SIDE = 500_000, 1024


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    accepted_key = fields.Char(
        readonly=True, copy=False, help="The variant in the snapshot that was accepted."
    )
    accepted_variant_id = fields.Many2one('deal.variant', readonly=True, copy=False)
    accepted_options = fields.Json(readonly=True, copy=False)
    accepted_amount = fields.Float(
        string="Accepted Total", readonly=True, copy=False, digits=False, help="With tax."
    )
    signed_by = fields.Char(readonly=True, copy=False)
    signature = fields.Image(readonly=True, copy=False, max_width=MAX_SIDE, max_height=MAX_SIDE)
    sale_order_id = fields.Many2one(
        'sale.order', string="Sales Order", readonly=True, copy=False, index='btree_not_null'
    )
    lost_reason_id = fields.Many2one('crm.lost.reason', string="Reason", readonly=True, copy=False)
    decline_note = fields.Text(string="Client's Words", readonly=True, copy=False)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_order(self):
        """Open the sales order that was made when the offer was accepted."""
        self.ensure_one()
        return self.sale_order_id.get_formview_action()

    def _accept(self, key, options=(), name='', signature=None):
        """Accept a variant of the offer with some of its options, or the offer's documents.

        Called with the offer as superuser, for a client whose link was checked. Of several that
        accept at the same moment exactly one succeeds.

        :param str key: of the variant in the snapshot; of no use for documents
        :param options: keys of ticked lines
        :param str name: of the person who accepts
        :param str signature: a picture as base64, or nothing
        :return: the ``sale.order`` that was made; confirmed, or waiting for its payment; none for
            documents
        :raise UserError: when it can't be accepted (any more), in words for the client
        """
        self.ensure_one()
        self._lock_answers()
        self._check_can_be_answered()
        if self.kind == 'document':
            return self._accept_documents(name, signature)
        return self._accept_variant(key, options, name, signature)

    def _accept_variant(self, key, options, name, signature):
        """Accept a variant and make its order; see :meth:`_accept`."""
        variant = self._get_accepted_content(key, options)
        values = self._prepare_acceptance(variant, options, name, signature)
        order = self._make_accepted_order(key, options)
        order.write(self._prepare_signed_order(values))
        self.write({**values, 'state': 'accepted', 'sale_order_id': order.id})
        self._get_rivals()._close('superseded')
        self._post_acceptance(variant, order)
        self._send_news('accepted')
        if order._has_to_be_paid():
            order.filtered(lambda order: order.state == 'draft').action_quotation_sent()
        else:
            order.action_confirm()
        return order

    @api.model
    def _prepare_signed_order(self, values):
        """Prepare what an order keeps of the acceptance.

        A typed name is enough for an offer: nobody is asked to sign again before they pay.
        """
        return {
            'signed_by': values['signed_by'],
            'signed_on': values['closed_on'],
            'signature': values['signature'],
            'require_signature': bool(values['signature']),
        }

    def _decline(self, reason_id=False, note=''):
        """Decline the offer; the salesperson finds the reason when they mark the deal as lost.

        :param int reason_id: of a ``crm.lost.reason``
        :param str note: the client's words
        :raise UserError: when it can't be answered any more
        """
        self.ensure_one()
        self._lock_answers()
        self._check_can_be_answered()
        note = self._clean(note, MAX_TEXT)
        reason = self._get_offered_reasons().filtered(lambda r: r.id == reason_id)
        self.write(
            {
                'state': 'declined',
                'lost_reason_id': reason.id,
                'decline_note': note,
                'closed_on': self._get_answered_on(),
                **self._prepare_told(),
            }
        )
        words = reason and reason._get_client_words()
        said = " – ".join(filter(None, (words, note)))
        self._post_as_client(
            self.env._(
                "The offer %(offer)s was declined. %(said)s", offer=self.display_name, said=said
            )
        )
        self._plan_for_salesperson(self.env._("%s was declined", self.display_name))
        self._send_news('declined')

    def _get_offered_reasons(self):
        """Return the reasons from which a client who declines may choose; colleagues from all."""
        shown = [] if self._get_told() else [('deal_is_shown_to_clients', '=', True)]
        return self.env['crm.lost.reason'].search(shown)

    def _get_rivals(self):
        """Return the deal's other offers that are open: they end when this one is accepted."""
        others = Domain('lead_id', '=', self.lead_id.id) & Domain('id', '!=', self.id)
        return self.search(others & self._get_open_domain())

    def _prepare_acceptance(self, variant, options, name, signature):
        """Prepare what is stored of the acceptance of a variant.

        :raise UserError: for no name, or a signature that is no picture
        """
        live = self.variant_ids.filtered(lambda v: str(v.id) == variant['key'])
        return {
            'accepted_key': variant['key'],
            'accepted_variant_id': live.id,
            'accepted_options': list(options),
            'accepted_amount': self._get_totals(variant, options).gross,
            **self._prepare_signing(name, signature),
        }

    def _prepare_signing(self, name, signature):
        """Prepare who accepts, and when.

        :raise UserError: for no name, or a signature that is no picture
        """
        name = self._clean(name, MAX_NAME)
        if not name:
            raise UserError(self.env._("Enter your name to accept the offer."))
        return {
            'signed_by': name,
            'signature': self._read_signature(signature),
            'closed_on': self._get_answered_on(),
            **self._prepare_told(),
        }

    def _lock_answers(self):
        """Lock the deal's offers, so that answers to them come one after the other.

        Each answer writes the state of all open offers of the deal that it concerns, so that a
        second one, which waited here, is repeated by Odoo and sees what the first one did.
        """
        self.env['deal.offer'].flush_model(['lead_id', 'state'])
        query = SQL(
            "SELECT id FROM deal_offer WHERE lead_id = %s ORDER BY id FOR UPDATE", self.lead_id.id
        )
        self.env.cr.execute(query)
        self.invalidate_recordset(['state'])

    def _check_can_be_answered(self):
        """Check that the client can still answer, or that it can be told how they did.

        :raise UserError: with the reason why not
        """
        if self._get_told():
            self._check_can_be_told()
            return
        state = self._get_page_state()
        if state == 'open':
            return
        raise UserError(
            self._prepare_page_notice(state)['notice'] or self.env._("This offer is not open.")
        )

    def _get_accepted_content(self, key, options):
        """Return the variant of the snapshot that is accepted.

        :raise UserError: for a variant or an option that was not offered
        """
        content = self._get_content()[0]
        variant = next((v for v in content['variants'] if v['key'] == key), None)
        known = {place.line['key'] for place in sections.options((variant or {}).get('lines', ()))}
        if variant is None or set(options) - known:
            raise UserError(self.env._("That was not offered. Load the page again."))
        if not is_something_chosen(variant, options):
            raise UserError(
                self.env._("Nothing is chosen yet: tick at least one of the options above.")
            )
        return variant

    def _read_signature(self, signature):
        """Check a signature that the client drew on the page, and draw it anew.

        :return: the picture as base64, or False for none
        :raise UserError: for what is no such picture
        """
        if not signature:
            return False
        data = signature.partition('base64,')[2] or signature
        try:
            content = binascii.a2b_base64(data) if len(data) <= MAX_SIGNATURE else b''
        except ValueError:
            content = b''
        drawn = pictures.redraw(content, MAX_SIDE)
        if not drawn:
            raise UserError(self.env._("Your signature could not be read. Draw it again."))
        return base64.b64encode(drawn).decode()

    def _clean(self, text, limit):
        """Clean what a client typed of what a database can't store.

        :raise UserError: when it is longer than ``limit``
        """
        text = (text or '').replace('\0', '').strip()
        if len(text) > limit:
            raise UserError(self.env._("Your text is too long: at most %s characters.", limit))
        return text

    def _post_as_client(self, text, **kwargs):
        """Post on the deal, in the client's name; the salesperson and followers are notified."""
        if self._get_told():
            return self._post_as_told(text)
        self._send_mails_soon()
        return self.lead_id.message_post(
            body=text if isinstance(text, Markup) else plaintext2html(text),
            author_id=self.partner_id.id,
            message_type='comment',
            subtype_xmlid='mail.mt_comment',
            partner_ids=self._get_told_user().partner_id.ids,
            force_send=False,
            **kwargs,
        )

    def _post_acceptance(self, variant, order):
        told = {
            'name': self.signed_by,
            'offer': self.display_name,
            'total': self._get_money_format(variant)(self.accepted_amount),
        }
        if len(self._get_content()[0]['variants']) == 1:
            text = self.env._("%(name)s accepted the offer %(offer)s: %(total)s.", **told)
        else:
            text = self.env._(
                "%(name)s accepted “%(variant)s” of the offer %(offer)s: %(total)s.",
                variant=variant['name'],
                **told,
            )
        if order.currency_id.compare_amounts(order.amount_total, self.accepted_amount):
            text += " " + self.env._(
                "Taxes have changed since it was sent: the order %(order)s comes to %(total)s.",
                order=order.name,
                total=self._get_money_format(variant)(order.amount_total),
            )
        self._post_as_client(text)

    def _plan_for_salesperson(self, summary):
        """Plan an activity for the salesperson, unless the same one is still to be done."""
        responsible = self._get_responsible()
        if self._get_told() and responsible == self.env.user:
            return  # they know: it is they who tell
        planned = self.lead_id.activity_ids.filtered(
            lambda activity: activity.summary == summary and activity.user_id == responsible
        )
        if not planned:
            self._plan('mail.mail_activity_data_todo', summary=summary)

    def _is_accepted(self, key):
        return self.state == 'accepted' and self.accepted_key == key
