"""Why a mail server did not take a message, told from an error or from what was kept of one."""

import errno
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator

#: Kind, what the name of an error's class says, and what its text says. The first one counts.
_SIGNS = tuple(
    (kind, re.compile(names), re.compile(words, re.IGNORECASE))
    for kind, names, words in (
        ('login', r'SMTPAuthenticationError', r'SMTPAuthenticationError|\b(53[045]|454) 5\.7'),
        ('recipient', r'SMTPRecipientsRefused', r'SMTPRecipientsRefused'),
        ('sender', r'SMTPSenderRefused', r'SMTPSenderRefused'),
        (
            'encryption',
            r'SSL\w*Error|SSLCert\w+|CertificateError|SMTPNotSupportedError',
            r'SSLError|\bSSL:|CERTIFICATE_VERIFY_FAILED|STARTTLS|SMTPNotSupportedError',
        ),
        ('hung_up', r'SMTPServerDisconnected', r'SMTPServerDisconnected|unexpectedly closed'),
        ('slow', r'TimeoutError|timeout', r'TimeoutError|timed out'),
        ('unreachable', r'SMTPConnectError', r'SMTPConnectError'),
        ('refused', r'SMTP(Data|Helo|Response)\w*', r'SMTP(Data|Helo|Response)\w*'),
        (
            'unreachable',
            r'gaierror|herror|Connection\w*Error|OSError',
            r'\[Errno -?\d+\]|Connection refused|Name or service not known',
        ),
        ('refused', r'SMTPException', r'SMTPException'),
    )
)
#: Code and enhanced code of a server's answer, of which the kind is told more exactly.
_TOO_BIG = re.compile(r"\b552\b|\b5\.3\.4\b|\b5\.2\.3\b|message (too|size)", re.IGNORECASE)
_BUSY = re.compile(r"(?<![\d.])4[25]\d\b")
#: Errors of a network and of mail servers: others say in their own words what went wrong.
_OF_MAIL = (
    smtplib.SMTPException,
    ssl.SSLError,
    socket.gaierror,
    socket.herror,
    ConnectionError,
    TimeoutError,
)
#: Numbers of errors that have no class of their own.
_UNREACHABLE = (errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH)


def kind_of(error: BaseException) -> str:
    """Return the kind of an error that sending a message raised.

    Errors are told by their classes, also behind the one that Odoo raises in their place.

    :return: 'unreachable', 'slow', 'hung_up', 'encryption', 'login', 'sender', 'recipient',
        'too_big', 'busy', 'refused'; '' for an error of something else than a mail server

    >>> kind_of(ConnectionRefusedError(111, "Connection refused"))
    'unreachable'
    >>> kind_of(smtplib.SMTPDataError(552, b"5.3.4 Message too big"))
    'too_big'
    >>> kind_of(ValueError("A text that can't be written"))
    ''
    """
    for cause in _causes_of(error):
        if not isinstance(cause, _OF_MAIL):
            if isinstance(cause, OSError) and cause.errno in _UNREACHABLE:
                return 'unreachable'
            continue
        classes = [base.__name__ for base in type(cause).__mro__]
        for kind, names, _words in _SIGNS:
            if any(names.fullmatch(name) for name in classes):
                return _refine(kind, str(cause))
    return ''


def kind_of_text(text: str) -> str:
    """Return the kind of an error of which only the text was kept; '' if it can't be told.

    >>> kind_of_text("Mail delivery failed.\\nSMTPSenderRefused: (550, b'no', 'a@b.example')")
    'sender'
    >>> kind_of_text("[Errno 111] Connection refused")
    'unreachable'
    """
    text = text[:2000]
    for kind, _names, words in _SIGNS:
        if words.search(text):
            return _refine(kind, text)
    return ''


def _refine(kind: str, text: str) -> str:
    if kind in ('refused', 'sender') and _TOO_BIG.search(text):
        return 'too_big'
    if kind in ('refused', 'sender', 'recipient', 'unreachable') and _BUSY.search(text):
        return 'busy'
    return kind


def _causes_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those behind it, also one that is an argument of another."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, *one.args]
