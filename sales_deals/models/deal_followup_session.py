"""A connection to a mail server, over which many messages of a follow-up go."""

import email.policy
import logging
import smtplib
from typing import NamedTuple

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.exceptions import UserError
from odoo.tools import exception_to_unicode

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


#: The longest header that is one line as it is.
LINE = 76


class WholeLinkPolicy(type(email.policy.SMTP)):
    """How Odoo's mails are written, with headers that mail programs can follow.

    A link that is longer than a line would be encoded, and no mail program would find it. What is
    short enough is written as it is, which is what folding would come to.
    """

    def _fold(self, name, value, *args, **kwargs):
        is_short = len(name) + len(value) < LINE and '=?' not in value
        if name == 'List-Unsubscribe' or (is_short and value.isascii() and '\n' not in value):
            return f'{name}: {value}{self.linesep}'
        return super()._fold(name, value, *args, **kwargs)


POLICY = WholeLinkPolicy(linesep=email.policy.SMTP.linesep)


class Outcome(NamedTuple):
    """What became of a message."""

    line_id: int
    state: str
    failure: str = ''


def tell(error):
    """What went wrong, in words."""
    if isinstance(error, MailDeliveryException) and len(error.args) > 1:
        return str(error.args[1])
    if isinstance(error, UserError):
        return str(error.args[0])
    return exception_to_unicode(error)


class Parcel(NamedTuple):
    """A message as the mail server gets it."""

    line_id: int
    message: object
    recipients: list


class MailSession:
    """One connection to a mail server, for many messages; opened again when it was closed."""

    def __init__(self, env, server_id, domain_id, smtp_from):
        self.env = env
        self.server_id = server_id
        self.smtp_from = smtp_from
        self.domain = env['mail.alias.domain'].sudo().browse(domain_id or [])
        self.mailer = env['ir.mail_server']
        if self.domain:
            self.mailer = self.mailer.with_context(
                domain_notifications_email=self.domain.default_from_email,
                domain_bounce_address=self.domain.bounce_email,
            )
        self.smtp = None
        self._connect()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._close()

    def pack(self, letters):
        """The messages as Odoo's outgoing mails would be sent; or why one can't be.

        :return: list of :class:`Parcel` and :class:`Outcome`
        """
        messages = self.env['mail.message'].union(*(letter.line.message_id for letter in letters))
        messages.fetch(MESSAGE_FIELDS)
        return [self._pack(letter) for letter in letters]

    def _pack(self, letter):
        line_id = letter.line.id
        try:
            [values] = self._prepare_mail(letter)._prepare_outgoing_list(
                mail_server=self.env['ir.mail_server'].browse(self.server_id or [])
            )
            message = self.mailer._build_email__(
                email_from=letter.email_from,
                subtype='html',
                subtype_alternative='plain',
                **{
                    name: values[name]
                    for name in (
                        'email_to',
                        'subject',
                        'body',
                        'body_alternative',
                        'email_cc',
                        'reply_to',
                        'attachments',
                        'message_id',
                        'references',
                        'object_id',
                        'headers',
                    )
                },
            )
        except Exception as error:  # a header or a file that can't be written as a mail
            return Outcome(line_id, 'failed', tell(error))
        message.policy = POLICY
        return Parcel(line_id, message, values['email_to_normalized'])

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

    def send(self, parcel):
        """Hand a message over to the server.

        :return: :class:`Outcome`
        """
        try:
            if self._is_closed():
                self._connect()
        except Exception as error:  # whatever a mail server may raise
            return Outcome(parcel.line_id, 'failed', tell(error))
        mailer = self.mailer
        if parcel.message['To'].count('@') > 1:
            # A name like “Bike@Home” is no second recipient.
            mailer = mailer.with_context(send_validated_to=parcel.recipients)
        try:
            mailer.send_email(parcel.message, mail_server_id=self.server_id, smtp_session=self.smtp)
        except smtplib.SMTPServerDisconnected:
            self._close()
            text = self.env._("The mail server hung up: the message may have arrived.")
            return Outcome(parcel.line_id, 'interrupted', text)
        except Exception as error:  # refused, for whatever reason
            return Outcome(parcel.line_id, 'failed', tell(error))
        return Outcome(parcel.line_id, 'sent')

    def _connect(self):
        self.smtp = self.mailer._connect__(mail_server_id=self.server_id, smtp_from=self.smtp_from)

    def _is_closed(self):
        return self.smtp is not None and getattr(self.smtp, 'sock', True) is None

    def _close(self):
        try:
            if self.smtp:
                self.smtp.quit()
        except (smtplib.SMTPException, OSError):
            _logger.info("The mail server had hung up.")
