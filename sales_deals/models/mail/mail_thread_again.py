"""Mails whose Message-Id is known already: another mail, or the copy for another team.

Odoo ignores each of them. Here, two of them become deals: what a sender gives the id of another
mail (forms, scanners and shops have one for all), and the copy that a mail server delivers for an
alias that only the envelope names. Mails with a new id cost no query more.
"""

import logging
from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

from odoo import api, models
from odoo.fields import Datetime, Domain
from odoo.tools import email_normalize, email_split
from odoo.tools.mail import decode_message_header

from ...tools.mail import sameness

_logger = logging.getLogger(__name__)

#: Key of the cursor's cache: what was read of a mail, until Odoo has found its Message-Id new.
READ = 'sales_deals.mail_read'
#: Copies for other aliases come at once. Receipts must be there still, see `deal.mail.receipt`.
COPIES_COME = timedelta(days=1)
#: Messages of a Message-Id that are looked at: one for each record that got the mail.
LOOKED_AT = 20
#: Headers in which mail servers write the recipient of the envelope; Odoo reads the first.
ENVELOPE = ('Delivered-To', 'X-Original-To', 'Envelope-To', 'X-Envelope-To', 'X-Delivered-To')
#: Longer ones are of no mail server.
MAX_ENVELOPE = 1_000


class Again(NamedTuple):
    """How a mail is received whose Message-Id is known."""

    #: Its Message-Id from now on.
    identifier: str
    #: Addresses of deals' aliases that it is for.
    addresses: tuple[str, ...]
    #: Ids of deals that have it already.
    deals: tuple[int, ...]


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    @api.model
    def _process_known(self, process, model):
        """Process a mail; once more where Odoo ignores it for its Message-Id though it is needed.

        :param process: a function of a model in whose context the mail is processed
        :param str model: the fallback of routing
        :return: the result of ``message_process``
        """
        cache = self.env.cr.cache
        cache.pop(READ, None)
        result = process(self)
        read = cache.pop(READ, None)
        again = self._find_again(model, *read) if read and result is False else None
        return process(self.with_context(deal_again=again)) if again else result

    @api.model
    def _keep_read(self, message, values):
        """Keep what was read of a mail for :meth:`_find_again`; let a known one pass.

        :param dict values: the result of ``message_parse``
        :return: the same values
        """
        if self.env.context.get('deal_again'):
            # Any that Odoo does not know; the right one comes back when it is routed.
            values['message_id'] = f'<{uuid4()}@passing.invalid>'
        else:
            self.env.cr.cache[READ] = message, dict(values)
        return values

    @api.model
    def _forget_read(self):
        """Forget what was read of a mail: its Message-Id is new."""
        self.env.cr.cache.pop(READ, None)

    @api.model
    def _find_again(self, model, message, values):
        """Return how a mail is received whose Message-Id is known; None where it is not.

        :param str model: the fallback of routing
        :param dict values: the result of ``message_parse``
        :return: :class:`Again` or None
        """
        identifier = values['message_id']
        known = self._get_known(identifier)
        if not known or values.get('is_bounce') or self._is_sent_by_us(message, values):
            return None
        content = self._get_content(message, values)
        sent = known.filtered(lambda mail: mail.message_type != 'email')
        if not message.get('In-Reply-To') and self._is_echo(content, sent):
            return None
        known -= sent
        if not any(sameness.is_same(content, self._get_content_of(mail)) for mail in known):
            identifier = sameness.make_identifier(identifier, content)
            known = self._get_received(identifier)
        if known:
            addresses = tuple(self._get_aliases_of_copy(message, values, identifier, known))
            is_needed = bool(addresses)
        else:
            addresses = tuple(self._find_deals_aliases(self._get_addresses(message, values)))
            is_needed = addresses or model == 'crm.lead' or self._answers_deal(values)
        if not is_needed:
            return None
        _logger.info(
            "A mail from %s with the known Message-Id %s is taken in as %s: %s",
            values['email_from'],
            values['message_id'],
            identifier,
            "a copy for another team" if known else "it is another mail",
        )
        return Again(identifier, addresses, tuple(self._get_deals_having(known)))

    @api.model
    def _get_known(self, identifier):
        """Return the messages of a Message-Id, received and sent."""
        # A sender has no rights; only what becomes of the same sender's mail is decided.
        known = self.env['mail.message'].sudo()
        return known.search([('message_id', '=', identifier)], limit=LOOKED_AT)

    @api.model
    def _get_received(self, identifier):
        """Return the messages that a received mail has become; none if it was not received."""
        return self._get_known(identifier).filtered(lambda mail: mail.message_type == 'email')

    @api.model
    def _is_echo(self, content, sent):
        """Return whether a mail is what we have sent ourselves, back from a forwarding mailbox.

        :param content: of the mail, see :func:`sameness.make`
        :param sent: messages of its Message-Id that we have sent
        """
        return any(sameness.is_echo(content, self._get_content_of(mail)) for mail in sent)

    @api.model
    def _is_sent_by_us(self, message, values):
        """Return whether a mail is what Odoo has told followers of a client's mail."""
        sender = email_normalize(values['email_from'], strict=False)
        # Odoo asks the same of each mail's recipients.
        domains = self.env['mail.alias.domain'].sudo()
        return 'X-Odoo-Objects' in message or bool(sender and domains._find_aliases([sender]))

    @api.model
    def _get_content(self, message, values):
        has_date = sameness.has_date(str(message.get('Date') or ''))
        files = [file[:2] for file in values.get('attachments') or ()]
        return sameness.make(
            email_normalize(values['email_from'], strict=False) or values['email_from'],
            values.get('date') if has_date else '',
            values.get('subject'),
            values.get('body'),
            [sameness.get_checksum(data) for name, data in files if name != sameness.ORIGINAL],
        )

    @api.model
    def _get_content_of(self, mail):
        files = mail.attachment_ids.filtered(lambda file: file.name != sameness.ORIGINAL)
        return sameness.make(
            email_normalize(mail.email_from or '', strict=False) or mail.email_from,
            Datetime.to_string(mail.date),
            mail.subject,
            mail.body,
            files.mapped('checksum'),
        )

    @api.model
    def _answers_deal(self, values):
        parent = self.env['mail.message'].sudo().browse(values.get('parent_id'))
        return parent.model == 'crm.lead'

    @api.model
    def _get_aliases_of_copy(self, message, values, identifier, known):
        """Return deals' aliases for which only this copy of a mail has come, by address.

        What the mail itself names, its first copy was for, too.

        :param known: the messages that the first copy has become
        """
        if self._is_old(known):
            return {}
        found = self._find_deals_aliases(self._get_addresses(message, values))
        named = {found[address] for address in self._get_named(message) if address in found}
        others = {address: alias for address, alias in found.items() if alias not in named}
        if not others:
            return {}
        targets = {address: self._get_target(False, alias) for address, alias in others.items()}
        # Nobody reads receipts but the gateway.
        new = self.env['deal.mail.receipt'].sudo()._get_new(identifier, set(targets.values()))
        return {address: others[address] for address, name in targets.items() if name in new}

    @api.model
    def _get_deals_having(self, known):
        """Return the ids of the deals that have one of some messages."""
        return known.filtered(lambda mail: mail.model == 'crm.lead').mapped('res_id')

    @api.model
    def _get_target(self, deal_id, alias):
        """Return what a mail is for, as a text: a deal, an alias, or '' for neither."""
        if deal_id:
            return f'deal {deal_id}'
        return f'alias {alias.id}' if alias else ''

    @api.model
    def _is_old(self, known):
        """Return whether a mail came too long ago for its copies to come still."""
        return min(known.mapped('create_date')) < self.env.cr.now() - COPIES_COME

    @api.model
    def _get_named(self, message):
        """Return the addresses that a mail itself names as recipients, without tags."""
        headers = ('To', 'Cc', 'Resent-To', 'Resent-Cc')
        texts = [decode_message_header(message, name, separator=',') for name in headers]
        return {self._untag(address) for text in texts for address in email_split(text)}

    @api.model
    def _get_envelope(self, message):
        """Return the addresses of a mail's envelope, as far as mail servers have noted them."""
        values = [
            str(value)
            for name in ENVELOPE
            if name in message
            for value in message.get_all(name)
            if len(value) <= MAX_ENVELOPE
        ]
        return {address.lower() for value in values for address in email_split(value)}

    @api.model
    def _get_addresses(self, message, values):
        """Return all addresses that a mail is for, without tags."""
        addresses = email_split(values.get('recipients') or '')
        return {self._untag(address) for address in {*addresses, *self._get_envelope(message)}}

    @api.model
    def _untag(self, address):
        """Return an address in small letters, without a tag: ``sales@...`` of ``Sales+fair@...``.

        :param str address: an address without a name
        """
        local, _at, domain = address.lower().rpartition('@')
        untagged = local.partition('+')[0] if '+' in local.strip('+') else local
        return f'{untagged or local}@{domain}'

    @api.model
    def _find_deals_aliases(self, addresses):
        """Return deals' aliases, by address.

        :param addresses: addresses in small letters
        """
        is_deals = Domain('alias_model_id.model', '=', 'crm.lead')
        is_full = Domain('alias_full_name', 'in', list(addresses))
        locals_ = [address.partition('@')[0] for address in addresses]
        is_local = Domain('alias_name', 'in', locals_) & Domain('alias_incoming_local', '=', True)
        return {
            address: alias
            for alias in self.env['mail.alias'].search(is_deals & (is_full | is_local))
            for address in sorted(addresses)
            if alias.alias_full_name == address
            or (alias.alias_incoming_local and alias.alias_name == address.partition('@')[0])
        }

    @api.model
    def _route_again(self, route, message_dict, again):
        """Return the routes to deals of a mail whose Message-Id is known.

        :param route: Odoo's ``message_route``, a function without arguments
        :param dict message_dict: what was read of the mail; it gets its Message-Id here
        :param Again again: how it is received
        """
        recipients = message_dict['recipients']
        message_dict.update(message_id=again.identifier, recipients=','.join(again.addresses))
        try:
            routes = route()
        except ValueError:
            _logger.info("The mail with Message-Id %s is for no deal", again.identifier)
            routes = []
        message_dict['recipients'] = recipients
        return [route for route in routes or () if route[0] == 'crm.lead']
