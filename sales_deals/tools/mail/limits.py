"""Limits for mails that would take a server too long to parse, by intent or by accident.

Python's parser needs minutes for some of a few hundred kilobytes: it reads each line once for each
level of nesting, and headers in quadratic time. The limits are far above the mails of people.
"""

import email.policy
import logging
import re
from email.message import EmailMessage

_logger = logging.getLogger(__name__)

#: Bytes of one header.
MAX_HEADER = 16_000
#: Bytes of a header of content, which takes more effort, and of a list of addresses.
MAX_CONTENT_HEADER = 4_000
MAX_ADDRESSES = 2_000
MAX_ADDRESS_COUNT = 300
#: Header lines at the top of a mail.
MAX_HEADER_COUNT = 500
#: Lines that look like a boundary between parts, declared boundaries, and their number times the
#: bytes of the mail.
MAX_PARTS = 2_000
MAX_BOUNDARIES = 300
MAX_NESTED_BYTES = 500_000_000

ADDRESS_HEADERS = {
    b'from',
    b'to',
    b'cc',
    b'bcc',
    b'sender',
    b'reply-to',
    b'delivered-to',
    b'return-path',
    b'resent-to',
    b'resent-cc',
    b'resent-from',
}
#: Headers by which a mail is identified, routed and answered.
KEPT_HEADERS = (
    *(name.title() for name in sorted(name.decode() for name in ADDRESS_HEADERS)),
    'Subject',
    'Date',
    'Message-Id',
    'In-Reply-To',
    'References',
    'Auto-Submitted',
    'Precedence',
)
_ADDRESS = re.compile(rb"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
_END_OF_HEADERS = re.compile(rb'\r?\n\r?\n')
_FIELD = re.compile(rb'(?m)^[^\s:][^:\r\n]*:[^\n]*(?:\n[ \t][^\n]*)*\n?')


def is_excessive(raw):
    """Return whether a mail has too many parts, or too long headers of parts, to be parsed.

    :param bytes raw: the mail as it came

    >>> is_excessive(b'Subject: s\\r\\n\\r\\ntext')
    False
    """
    lower = raw.lower()
    boundaries = lower.count(b'boundary')
    if boundaries > MAX_BOUNDARIES or boundaries * len(raw) > MAX_NESTED_BYTES:
        return True
    if boundaries and lower.count(b'\n--') > MAX_PARTS:
        return True
    if lower.count(b'\ncontent-type:') > MAX_PARTS:
        return True
    return _has_long_content_header(lower)


def shorten_headers(raw):
    """Shorten long headers of a mail.

    Lists of addresses keep addresses without names, references the last ones.

    :param bytes raw: the mail as it came
    :return: the same object if nothing is too long

    >>> shorten_headers(b'Subject: ' + b'a' * 99000 + b'\\r\\n\\r\\ntext')[-20:]
    b'aaaaaaaaaaaa\\r\\n\\r\\ntext'
    """
    end = _END_OF_HEADERS.search(raw)
    head = raw[: end.start() + 1] if end else raw
    if len(head) <= MAX_ADDRESSES:
        return raw
    fields = _FIELD.findall(head)
    short = [_shorten(field) for field in fields[:MAX_HEADER_COUNT]]
    if len(fields) <= MAX_HEADER_COUNT and short == fields:
        return raw
    return b''.join(short).rstrip(b'\r\n') + (raw[end.start() :] if end else b'\r\n\r\n')


def make_substitute(raw, text):
    """Make a mail with sender, recipients and subject of another one, and that one attached.

    :param bytes raw: the other mail as it came
    :param str text: the explanation for the reader
    :return: an :class:`email.message.EmailMessage`
    """
    message = EmailMessage(policy=email.policy.SMTP)
    wanted = {name.lower().encode(): name for name in KEPT_HEADERS}
    end = _END_OF_HEADERS.search(raw)
    for field in _FIELD.findall(raw[: end.start() + 1] if end else raw)[:MAX_HEADER_COUNT]:
        name, _colon, value = field.partition(b':')
        if (title := wanted.pop(name.strip().lower(), None)) and title not in message:
            _add_header(message, title, value)
    message.set_content(text)
    message.add_attachment(
        raw, maintype='application', subtype='octet-stream', filename='original_email.eml'
    )
    return message


def _has_long_content_header(lower):
    start = lower.find(b'\ncontent-')
    while start >= 0:
        following = lower.find(b'\n', start + 1)
        while following >= 0 and lower[following + 1 : following + 2] in (b' ', b'\t'):
            following = lower.find(b'\n', following + 1)
        if (following if following >= 0 else len(lower)) - start > MAX_CONTENT_HEADER:
            return True
        start = lower.find(b'\ncontent-', start + 1)
    return lower.startswith(b'content-') and lower.find(b'\n') > MAX_CONTENT_HEADER


def _shorten(field):
    name, _colon, value = field.partition(b':')
    name = name.strip().lower()
    if name in ADDRESS_HEADERS and len(field) > MAX_ADDRESSES:
        return field[: field.index(b':')] + b': ' + _keep_addresses(value) + b'\r\n'
    if len(field) <= MAX_HEADER:
        return field
    if name == b'references':
        return b'References: ' + b' '.join(value[-MAX_ADDRESSES:].split()[1:]) + b'\r\n'
    return field[:MAX_HEADER].rstrip(b'\r\n') + b'\r\n'


def _keep_addresses(value):
    found = list(dict.fromkeys(_ADDRESS.findall(value)))
    # Our own address may be the last one.
    kept = (
        found[: MAX_ADDRESS_COUNT // 2] + found[MAX_ADDRESS_COUNT // 2 :][-MAX_ADDRESS_COUNT // 2 :]
    )
    return b',\r\n '.join(kept)


def _add_header(message, name, value):
    """Add a header in its simplest form."""
    if name.lower().encode() in ADDRESS_HEADERS:
        text = ', '.join(address.decode('latin-1') for address in _ADDRESS.findall(value)[:20])
        if not text and name == 'Return-Path' and b'<>' in value:
            text = '<>'
    else:
        text = ' '.join(value[:MAX_ADDRESSES].decode('utf-8', 'replace').split())
        text = ''.join(char for char in text if char.isprintable())
    try:
        if text:
            message[name] = text
    except Exception:
        # Python's parser of headers has bugs; the attached mail has the header anyway.
        _logger.info("Left out a header of a mail: %s", name)
