"""What a mail server's failure means, in words for users: what happened, and what to do."""

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.exceptions import UserError
from odoo.tools import exception_to_unicode

from ...tools.mail import failures


def describe_kind(env, kind):
    """Return a phrase about a kind of failure.

    :param str kind: see :func:`failures.kind_of`
    :return: str, which begins in lower case; '' for a kind that is not known
    """
    phrases = {
        'unreachable': env._(
            "our mail server could not be reached: an administrator should check its address and "
            "port"
        ),
        'slow': env._("our mail server did not answer in time: try again later"),
        'hung_up': env._(
            "our mail server ended the connection: an administrator should check its port and "
            "connection security"
        ),
        'encryption': env._(
            "no secure connection to our mail server could be made: an administrator should check "
            "its connection security and certificate"
        ),
        'login': env._(
            "our mail server refused the user name or the password: an administrator should check "
            "them"
        ),
        'sender': env._(
            "our mail server refused the sender's address: an administrator should check which "
            "addresses it may send from"
        ),
        'recipient': env._("our mail server refused the recipient's address: check it"),
        'too_big': env._(
            "the message is too large for our mail server: attach fewer or smaller files"
        ),
        'busy': env._("our mail server can't take the message now: try again later"),
        'refused': env._(
            "our mail server refused the message: an administrator finds its answer in the log"
        ),
    }
    return phrases.get(kind, '')


def describe_error(env, error):
    """Return a sentence about what went wrong while a message was made or sent."""
    if phrase := describe_kind(env, failures.kind_of(error)):
        return make_sentence(phrase)
    if isinstance(error, MailDeliveryException) and len(error.args) > 1:
        return str(error.args[1])
    if isinstance(error, UserError):
        return str(error.args[0])
    return exception_to_unicode(error)


def make_sentence(phrase):
    """Return a phrase with a capital and a full stop."""
    return f'{phrase[:1].upper()}{phrase[1:]}.'
