"""Messages as mail servers take them, and the connections over which they go."""

import email.policy
import logging
import smtplib
from functools import lru_cache
from typing import NamedTuple

from ..company.mail_failure import describe_error

_logger = logging.getLogger(__name__)

#: Fields of a message that its outgoing mail has, too.
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
#: Values of an outgoing mail that its builder does not take.
NOT_BUILT = {'email_to_normalized', 'email_to_raw', 'partner_id'}
#: Headers that hold what programs have made of plain characters.
PLAIN_HEADERS = {
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
    'Message-Id',
    'X-Odoo-Objects',
    'references',
}
#: The longest header that is not folded.
MAX_HEADER = 76


class UnfoldedLinkPolicy(type(email.policy.SMTP)):
    """Odoo's policy, but that links in headers stay whole.

    A link longer than a line would be encoded, and no mail program would find it. Short headers of
    plain characters come out as they would otherwise, without the time that folding takes.
    """

    def _fold(self, name, value, *args, **kwargs):
        is_whole = len(name) + len(value) < MAX_HEADER or ' ' not in value
        is_plain = value.isascii() and '=?' not in value and '\n' not in value
        if name == 'List-Unsubscribe' or (is_whole and is_plain):
            return f'{name}: {value}{self.linesep}'
        return super()._fold(name, value, *args, **kwargs)


POLICY = UnfoldedLinkPolicy(linesep=email.policy.SMTP.linesep)


class PlainHeader(str):
    """A header that is written as it is: a link, or a name that programs give."""

    __slots__ = ('name',)

    def __new__(cls, name, value):
        header = super().__new__(cls, value)
        header.name = name
        return header

    def fold(self, *, policy):
        """Return the line of a message; ``email.headerregistry.BaseHeader`` has the same method."""
        return f'{self.name}: {self}{policy.linesep}'


def parse_header(name, value):
    """Return a header as messages store it, which they take without parsing it again.

    Parsing takes longer than all else in building a message, and headers like the sender are the
    same in all messages of a follow-up.
    """
    if not value:
        return value
    if name in PLAIN_HEADERS and value.isascii() and value.isprintable():
        return PlainHeader(name, value)
    return _parse_header(name, value)


@lru_cache(256)
def _parse_header(name, value):
    return email.policy.SMTP.header_store_parse(name, value)[1]


class ConnectionFailure(Exception):
    """A mail server can't be reached; the cause says why."""


class Outcome(NamedTuple):
    """The result of sending the message of a line."""

    line_id: int
    state: str
    failure: str = ''


class Route(NamedTuple):
    """The mail server and the sender by which messages go."""

    server_id: int
    domain_id: int
    smtp_from: str

    def get_mailer(self, env):
        """Return Odoo's mail servers with the addresses of this alias domain."""
        mailer = env['ir.mail_server']
        domain = env['mail.alias.domain'].sudo().browse(self.domain_id or [])
        if not domain:
            return mailer
        return mailer.with_context(
            domain_notifications_email=domain.default_from_email,
            domain_bounce_address=domain.bounce_email,
        )


def build_message(env, route, rendered):
    """Build the message as Odoo would from an outgoing mail, without storing one.

    :param rendered: :class:`RenderedMessage` whose line has a message
    :return: the ``email.message.EmailMessage``, and its recipients' addresses
    """
    server = env['ir.mail_server'].browse(route.server_id or [])
    [values] = _prepare_mail(env, rendered)._prepare_outgoing_list(mail_server=server)
    arguments = {name: value for name, value in values.items() if name not in NOT_BUILT}
    arguments.update(
        email_from=parse_header('From', rendered.email_from),
        message_id=parse_header('Message-Id', arguments['message_id']),
        references=parse_header('references', arguments['references']),
        subject=parse_header('Subject', arguments['subject']),
        reply_to=parse_header('Reply-To', arguments['reply_to'] or rendered.email_from),
        headers={name: parse_header(name, value) for name, value in arguments['headers'].items()},
    )
    message = route.get_mailer(env)._build_email__(
        **arguments, subtype='html', subtype_alternative='plain'
    )
    message.policy = POLICY
    return message, values['email_to_normalized']


def _prepare_mail(env, rendered):
    """Return an outgoing mail that is not stored, so that other addons add what is theirs."""
    message = rendered.line.message_id
    return env['mail.mail'].new(
        {
            # Given at once: asked for one by one, each costs a computation.
            **{name: message[name] for name in MESSAGE_FIELDS},
            'mail_message_id': message.id,
            'is_notification': True,
            'body_html': rendered.html,
            'email_to': rendered.email_to,
            'headers': repr(rendered.headers),
            'references': ' '.join(
                filter(None, (rendered.headers.get('In-Reply-To'), message.message_id))
            ),
        }
    )


class SmtpSession:
    """One connection to a mail server for many messages, opened again when the server closes it.

    :raise ConnectionFailure: when the server can't be reached
    """

    def __init__(self, env, route):
        self.env = env
        self.route = route
        self.mailer = route.get_mailer(env)
        try:
            self._connect()
        except Exception as error:  # whatever a mail server or its settings may raise
            raise ConnectionFailure from error

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._close()

    def send(self, rendered):
        """Build a message and hand it to the server.

        :param rendered: :class:`RenderedMessage`
        :return: :class:`Outcome`
        """
        line_id = rendered.line.id
        try:
            message, recipients = build_message(self.env, self.route, rendered)
            if self._is_closed():
                self._connect()
        except Exception as error:  # a header that can't be written, whatever a server may raise
            return self._fail(line_id, error)
        try:
            self._get_mailer(message, recipients).send_email(
                message, mail_server_id=self.route.server_id, smtp_session=self.smtp
            )
        except smtplib.SMTPServerDisconnected:
            self._close()
            text = self.env._("The mail server hung up: the message may have arrived.")
            return Outcome(line_id, 'interrupted', text)
        except Exception as error:  # refused, for whatever reason
            return self._fail(line_id, error)
        return Outcome(line_id, 'sent')

    def _fail(self, line_id, error):
        _logger.info("A message of a follow-up was not sent: %r", error)
        return Outcome(line_id, 'failed', describe_error(self.env, error))

    def _get_mailer(self, message, recipients):
        """Return Odoo's mail servers for one message."""
        if message['To'].count('@') == 1:
            return self.mailer
        # A name like “Bike@Home” is no second recipient.
        return self.mailer.with_context(send_validated_to=recipients)

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
            _logger.info("The mail server had closed the connection.")
