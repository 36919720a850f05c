"""Between follow-ups and mail servers: messages are packed, handed over, and accounted for."""

import base64
import email.policy
import logging
import secrets
import smtplib
from copy import copy
from email import quoprimime
from functools import lru_cache
from typing import NamedTuple

from psycopg2.extensions import TransactionRollbackError

from odoo import fields
from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.exceptions import UserError
from odoo.tools import SQL, exception_to_unicode

_logger = logging.getLogger(__name__)

#: What an outgoing mail takes from its message: read once for all.
MESSAGE_FIELDS = (
    'attachment_ids',
    'email_from',
    'message_id',
    'model',
    'record_alias_domain_id',
    'reply_to',
    'res_id',
    'subject',
)


#: What Odoo's outgoing mails say of a message, by the names of what builds it.
PARTS = (
    'attachments',
    'body',
    'body_alternative',
    'email_cc',
    'email_to',
    'headers',
    'message_id',
    'object_id',
    'references',
    'reply_to',
    'subject',
)
#: Where Odoo's own way of building a mail is found.
ODOO_BUILDS = 'odoo.addons.base.models.ir_mail_server'
#: Up to how many bytes a character a text is still readable when its few others are spelled out.
SPARSE = 1.2
#: No address, and yet something: Odoo asks no further.
NO_ADDRESS = ' '
#: The longest header that is one line as it is.
LINE = 76


class WholeLinkPolicy(type(email.policy.SMTP)):
    """How Odoo's mails are written, with headers that mail programs can follow.

    A link that is longer than a line would be encoded, and no mail program would find it. What is
    plain is kept and written as it is, which is what parsing and folding it again and again would
    come to; that takes longer than all the rest of sending.
    """

    def header_max_count(self, name):
        return None if name in PLAIN_HEADERS else super().header_max_count(name)

    def header_store_parse(self, name, value):
        is_parsed = hasattr(value, 'name')
        if is_parsed or self._is_plain(name, value):
            return name, value
        return name, self._parse(name, value)

    def header_fetch_parse(self, name, value):
        return value if self._is_plain(name, value) else super().header_fetch_parse(name, value)

    @staticmethod
    def _is_plain(name, value):
        return name in PLAIN_HEADERS and value.isascii() and value.isprintable()

    @staticmethod
    @lru_cache(64)
    def _parse(name, value):
        """Headers that differ little between messages, like the sender, are read once."""
        return email.policy.SMTP.header_store_parse(name, value)[1]

    def _fold(self, name, value, *args, **kwargs):
        is_whole = len(name) + len(value) < LINE or ' ' not in value
        is_plain = value.isascii() and '=?' not in value and '\n' not in value
        if name == 'List-Unsubscribe' or (is_whole and is_plain):
            return f'{name}: {value}{self.linesep}'
        return super()._fold(name, value, *args, **kwargs)


#: Headers that differ from message to message, and hold what a mail takes as it is.
PLAIN_HEADERS = {
    'Content-Transfer-Encoding',
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
    'Message-Id',
    'Return-Path',
    'Subject',
    'To',
    'X-Odoo-Objects',
    'references',
}
POLICY = WholeLinkPolicy(linesep=email.policy.SMTP.linesep)


class Outcome(NamedTuple):
    """What became of a message."""

    line_id: int
    state: str
    failure: str = ''


class Route(NamedTuple):
    """Which mail server messages go through; the same for many of them."""

    server_id: int
    domain_id: int
    smtp_from: str

    def get_mailer(self, env):
        """Odoo's mail servers, as they are asked for messages of this alias domain."""
        mailer = env['ir.mail_server']
        domain = env['mail.alias.domain'].sudo().browse(self.domain_id or [])
        if not domain:
            return mailer
        return mailer.with_context(
            domain_notifications_email=domain.default_from_email,
            domain_bounce_address=domain.bounce_email,
        )


class Parcel(NamedTuple):
    """A message as the mail server gets it."""

    line_id: int
    message: object
    recipients: list


def tell(error):
    """What went wrong, in words."""
    if isinstance(error, MailDeliveryException) and len(error.args) > 1:
        return str(error.args[1])
    if isinstance(error, UserError):
        return str(error.args[0])
    return exception_to_unicode(error)


def encode(text):
    """A text as mails carry it.

    :return: the encoded text, and the name of its encoding
    """
    content = text.replace('\r\n', '\n')
    octets = content.encode()
    if len(octets) > SPARSE * len(content):
        return base64.encodebytes(octets).decode(), 'base64'
    return quoprimime.body_encode(octets.decode('latin-1')), 'quoted-printable'


class Packer:
    """Makes of letters what a mail server takes."""

    def __init__(self, env, route):
        self.env = env
        self.mailer = route.get_mailer(env)
        self.server = env['ir.mail_server'].browse(route.server_id or [])
        self.frames = {}
        # Where another addon has a hand in building mails, it gets each one.
        self.is_plain = self.mailer._build_email__.__module__ == ODOO_BUILDS

    def pack(self, letters):
        """The messages as Odoo's outgoing mails would be sent; or why one can't be.

        :return: list of :class:`Parcel` and list of :class:`Outcome`
        """
        messages = self.env['mail.message'].union(*(letter.line.message_id for letter in letters))
        messages.fetch(MESSAGE_FIELDS)
        packed = [self._pack(letter) for letter in letters]
        failed = [outcome for outcome in packed if isinstance(outcome, Outcome)]
        return [parcel for parcel in packed if isinstance(parcel, Parcel)], failed

    def _pack(self, letter):
        line_id = letter.line.id
        try:
            [values] = self._prepare_mail(letter)._prepare_outgoing_list(mail_server=self.server)
            is_simple = self.is_plain and not values['attachments'] and not values['email_cc']
            message = (self._copy if is_simple else self._build)(letter, values)
        except Exception as error:  # a header or a file that can't be written as a mail
            return Outcome(line_id, 'failed', tell(error))
        message.policy = POLICY
        return Parcel(line_id, message, values['email_to_normalized'])

    def _build(self, letter, values):
        return self.mailer._build_email__(
            email_from=letter.email_from,
            subtype='html',
            subtype_alternative='plain',
            **{name: values[name] for name in PARTS},
        )

    def _copy(self, letter, values):
        """What Odoo builds, built once for all that have the same sender.

        Building it takes longer than sending it; most of that is the same for all.
        """
        key = (letter.email_from, values['reply_to'])
        if key not in self.frames:
            self.frames[key] = self._make_frame(letter, values)
        message, *parts = map(copy, self.frames[key])
        headers = {
            'Message-Id': values['message_id'],
            'references': values['references'],
            'Subject': values['subject'],
            'To': ', '.join(values['email_to']),
            **values['headers'],
        }
        for name, value in headers.items():
            del message[name]  # makes the headers the copy's own, too
            message[name] = value or ''
        for part, text in zip(parts, (values['body_alternative'], values['body']), strict=True):
            payload, encoding = encode(text)
            del part['Content-Transfer-Encoding']
            part['Content-Transfer-Encoding'] = encoding
            part.set_payload(payload)
        message.set_payload(parts)
        return message

    def _make_frame(self, letter, values):
        """A message of Odoo's and its two parts, of which the others are copies."""
        message = self._build(letter, values)
        message.set_boundary(f'=_{secrets.token_hex(12)}')
        frame = [message, *message.get_payload()]
        for part in frame:
            part.policy = POLICY
        return frame

    def _prepare_mail(self, letter):
        """An outgoing mail of Odoo that is not stored: what others add to mails is added."""
        message = letter.line.message_id
        mail = self.env['mail.mail'].new(
            {
                'mail_message_id': message.id,
                'is_notification': True,
                'body_html': letter.html,
                'email_to': letter.email_to,
                'headers': repr(letter.headers),
                'references': message.message_id,
            }
        )
        # What a mail has from its message, without asking for each field by itself.
        values = {name: message[name] for name in MESSAGE_FIELDS}
        mail._update_cache(values, validate=False)
        return mail


class Courier:
    """One connection to a mail server, for many messages; opened again when it was closed.

    It writes down what becomes of each message by a cursor of its own, so that it can work beside
    others.
    """

    def __init__(self, env, route):
        """:param env: with the cursor that keeps the journal: each statement commits itself"""
        self.env = env
        self.route = route
        self.mailer = self._fix_addresses(route.get_mailer(env))
        self.smtp = None
        self._connect()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._close()

    def deliver(self, parcels):
        """Send one after the other; what was done with one is kept with the mark of the next."""
        before = None
        for parcel in parcels:
            is_ours = self._mark(parcel.line_id, before)
            before = self._send(parcel) if is_ours else None
        if before:
            self._mark(None, before)

    # The journal

    def _mark(self, line_id, before):
        """Keep what became of the message before, and that this one is about to be sent.

        :param line_id: None after the last one
        :param before: :class:`Outcome` of the message before; None for none
        :return: whether this one is to be sent: not if it was cancelled or taken meanwhile
        """
        while True:
            try:
                rows = self.env.execute_query(self._get_marking(line_id, before))
            except TransactionRollbackError:
                # Somebody has just cancelled: what became of the message before must not be lost.
                continue
            return (line_id,) in rows

    def _get_marking(self, line_id, before):
        before = before or Outcome(None, None)
        return SQL(
            """
            UPDATE deal_followup_line
               SET state = CASE WHEN id = %(done)s THEN %(state)s ELSE 'sending' END,
                   failure = CASE WHEN id = %(done)s THEN %(failure)s END,
                   sent_on = CASE WHEN id = %(done)s THEN sent_on ELSE %(now)s END
             WHERE id = %(done)s
                   OR id = %(next)s AND state = 'waiting'
                      AND EXISTS (SELECT FROM deal_followup AS followup
                                   WHERE followup.id = followup_id AND followup.state = 'sending')
         RETURNING id
            """,
            done=before.line_id,
            next=line_id,
            state=before.state,
            failure=before.failure or None,
            now=fields.Datetime.now(),
        )

    # The mail server

    def _send(self, parcel):
        """Hand a message over to the server.

        :return: :class:`Outcome`
        """
        try:
            if self._is_closed():
                self._connect()
        except Exception as error:  # whatever a mail server may raise
            return Outcome(parcel.line_id, 'failed', tell(error))
        try:
            self._get_mailer(parcel).send_email(
                parcel.message, mail_server_id=self.route.server_id, smtp_session=self.smtp
            )
        except smtplib.SMTPServerDisconnected:
            self._close()
            text = self.env._("The mail server hung up: the message may have arrived.")
            return Outcome(parcel.line_id, 'interrupted', text)
        except Exception as error:  # refused, for whatever reason
            return Outcome(parcel.line_id, 'failed', tell(error))
        return Outcome(parcel.line_id, 'sent')

    @staticmethod
    def _fix_addresses(mailer):
        """Read once what is asked for each message: the cache is emptied with each commit."""
        context = mailer.env.context
        return mailer.with_context(
            domain_notifications_email=(
                context.get('domain_notifications_email')
                or mailer._get_default_from_address()
                or NO_ADDRESS
            ),
            domain_bounce_address=(
                context.get('domain_bounce_address') or mailer._get_default_bounce_address()
            ),
        )

    def _get_mailer(self, parcel):
        """Odoo's mail servers, as they are asked for one message."""
        sender, to = str(parcel.message['From']), parcel.message['To']
        context = {}
        if not self.mailer.env.context['domain_bounce_address']:
            # Where bounces go when there is no address for them, as in Odoo.
            context['domain_bounce_address'] = sender
        if to.count('@') > 1:
            # A name like “Bike@Home” is no second recipient.
            context['send_validated_to'] = parcel.recipients
        return self.mailer.with_context(**context) if context else self.mailer

    def _connect(self):
        self.smtp = self.mailer._connect__(
            mail_server_id=self.route.server_id, smtp_from=self.route.smtp_from
        )

    def _is_closed(self):
        return self.smtp is not None and getattr(self.smtp, 'sock', True) is None

    def _close(self):
        try:
            if self.smtp:
                self.smtp.quit()
        except (smtplib.SMTPException, OSError):
            _logger.info("The mail server had hung up.")
