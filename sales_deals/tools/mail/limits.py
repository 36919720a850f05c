"""Limits for mails that would take a server minutes to parse, by intent or by accident.

Python's parser reads each line once for each level of nesting, and headers in quadratic time. The
limits are estimates of its steps. Headers that no mail program writes are cut where they would take
some seconds; all else where Odoo alone needs half a minute or more, also in the shape that is
cheapest for its steps.
"""

import email.policy
import logging
import re
from email.message import EmailMessage

_logger = logging.getLogger(__name__)

#: Parts of a mail, levels of nesting, and lines times the levels that each is in. Python refuses
#: some hundred levels more.
MAX_PARTS = 2_000
MAX_DEPTH = 500
MAX_LINE_STEPS = 25_000_000
#: Bytes of a header of content or of another structured one, times the signs in it.
MAX_SIGN_STEPS = 100_000_000
#: Opened parentheses within a header of content: Python's parser calls itself for each.
MAX_OPENED = 100
#: Bytes of a list of addresses, times the commas and quotes in it; its commas, and the
#: encoded words in its names, which take memory.
MAX_ADDRESS_STEPS = 3_500_000_000
MAX_ADDRESSES = 11_000
MAX_ENCODED = 2_500
#: Bytes of a list of addresses that belong to no address: mail programs write none.
MAX_STRAY = 2_000
#: The same for all lists of a mail together.
MAX_STRAYS = 10_000
#: The longest entry of such a list, and most words of a name and dots of an entry.
MAX_ENTRY = 300
MAX_NAME_WORDS = 12
MAX_NAME_DOTS = 12
#: Bytes of another header, times the words in it; encoded words take longer.
MAX_WORD_STEPS = 40_000_000_000
ENCODED_WORD = 200
#: Shorter headers never take long.
SHORT_HEADER = 8_000
#: Header lines at the top of a mail.
MAX_HEADER_COUNT = 500_000
#: What is kept of a mail beyond a limit: bytes of a header, of a list of addresses or references,
#: addresses, lists of addresses where there are too many, header lines.
KEPT_HEADER = 16_000
KEPT_ADDRESSES = 2_000
KEPT_ADDRESS_COUNT = 300
KEPT_LISTS = 20
KEPT_HEADER_COUNT = 500

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
STRUCTURED_HEADERS = {b'message-id', b'mime-version', b'date'}
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
_QUOTED = re.compile(rb'"[^"]{0,100}"')
_END_OF_HEADERS = re.compile(rb'\r?\n\r?\n')
_FIELD = re.compile(rb'(?m)^[^\s:][^:\r\n]*:[^\n]*(?:\n[ \t][^\n]*)*\n?')
_CONTENT_FIELD = re.compile(rb'\ncontent-[^\n]*(?:\n[ \t][^\n]*)*')
_CONTENT_TYPE = re.compile(rb'(?mi)^content-type:[ \t\r\n]*((?:[^\n]|\n[ \t])*)')
_BOUNDARY = re.compile(rb'(?i)\bboundary[*0]*\s*=\s*(?:"([^"]*)"|([^\s;]+))')
_SIGN = re.compile(rb'[^\w]')


def is_excessive(raw):
    """Return whether a mail has too many parts, or too long headers of parts, to be parsed.

    :param bytes raw: the mail as it came

    >>> is_excessive(b'Subject: s\\r\\n\\r\\ntext')
    False
    """
    lower = b'\n' + raw.lower()
    # Most mails are far from the limits, by what is cheap to count.
    levels = lower.count(b'boundary') + lower.count(b'message/')
    if levels > MAX_DEPTH or levels * lower.count(b'\n') > MAX_LINE_STEPS:
        suspicious = True
    else:
        suspicious = levels and lower.count(b'\n--') > MAX_PARTS
    if suspicious and _Structure(raw).is_excessive():
        return True
    if len(raw) <= SHORT_HEADER and lower.count(b'(') <= MAX_OPENED:
        return False
    fields = [field[0] for field in _CONTENT_FIELD.finditer(lower)]
    opened = max((field.count(b'(') for field in fields), default=0)
    return opened > MAX_OPENED or sum(map(_get_sign_steps, fields)) > MAX_SIGN_STEPS


def shorten_headers(raw, get_domains=frozenset):
    """Shorten long headers of a mail.

    Lists of addresses keep addresses without names, references the last ones.

    :param bytes raw: the mail as it came
    :param get_domains: returns the domains of which all addresses are kept, as bytes; it is called
        only where a header is too long
    :return: the same object if nothing is too long

    >>> shorten_headers(b'Subject: ' + b'a ' * 900_000 + b'b\\r\\n\\r\\ntext')[-20:]
    b' a a a a a a\\r\\n\\r\\ntext'
    """
    end = _END_OF_HEADERS.search(raw)
    head = raw[: end.start() + 1] if end else raw
    if len(head) <= SHORT_HEADER:
        return raw
    fields = _FIELD.findall(head)
    kept = fields if len(fields) <= MAX_HEADER_COUNT else fields[:KEPT_HEADER_COUNT]
    short = list(_get_short(kept, get_domains))
    if short == fields:
        return raw
    return b''.join(short).rstrip(b'\r\n') + (raw[end.start() :] if end else b'\r\n\r\n')


def make_substitute(raw, text, domains=frozenset()):
    """Make a mail with sender, recipients and subject of another one, and that one attached.

    :param bytes raw: the other mail as it came
    :param str text: the explanation for the reader
    :param domains: those of which addresses are kept before others, as bytes
    :return: an :class:`email.message.EmailMessage`
    """
    message = EmailMessage(policy=email.policy.SMTP)
    wanted = {name.lower().encode(): name for name in KEPT_HEADERS}
    end = _END_OF_HEADERS.search(raw)
    for field in _FIELD.findall(raw[: end.start() + 1] if end else raw)[:KEPT_HEADER_COUNT]:
        name, _colon, value = field.partition(b':')
        if (title := wanted.pop(name.strip().lower(), None)) and title not in message:
            _add_header(message, title, value, domains)
    message.set_content(text)
    message.add_attachment(
        raw, maintype='application', subtype='octet-stream', filename='original_email.eml'
    )
    return message


class _Structure:
    """The tree of a mail's parts, measured in linear time.

    Headers are looked for where parts begin: texts about parts count for nothing.
    """

    def __init__(self, raw):
        self._raw = raw
        #: The boundary of each part that is open; None for an attached mail.
        self._open = []
        self.parts = self.depth = self.line_steps = 0
        position = 0
        while position is not None and not self.is_excessive():
            position = self._enter(position)

    def is_excessive(self):
        """Return whether the part of the mail that was looked at is beyond a limit."""
        return self.parts > MAX_PARTS or self.depth > MAX_DEPTH or self.line_steps > MAX_LINE_STEPS

    def _enter(self, position):
        """Count the part whose headers begin here; return where the next one's do, or None."""
        self.parts += 1
        found = _END_OF_HEADERS.search(self._raw, position)
        end = found.start() if found else len(self._raw)
        field = _CONTENT_TYPE.search(self._raw, position, end)
        value = field[1] if field else b''
        kind = value[:10].lower()
        boundary = _BOUNDARY.search(value) if kind == b'multipart/' else None
        if boundary:
            self._open.append((boundary[1] or boundary[2] or b'').rstrip())
        elif kind.startswith(b'message/'):
            self._open.append(None)
        self.depth = max(self.depth, len(self._open))
        return found.end() if kind.startswith(b'message/') and found else self._find_next(end)

    def _find_next(self, position):
        """Return where the next part's headers begin: at the end of a boundary's line."""
        while (mark := self._raw.find(b'\n--', position)) >= 0:
            self.line_steps += self._raw.count(b'\n', position, mark + 1) * len(self._open)
            end = self._raw.find(b'\n', mark + 1)
            position = end if end >= 0 else len(self._raw)
            if self._is_opened_by(self._raw[mark + 3 : position].rstrip()):
                return position
        self.line_steps += self._raw.count(b'\n', position) * len(self._open)
        return None

    def _is_opened_by(self, line):
        """Close the parts that a line ends; return whether it begins another one."""
        for level in reversed(range(len(self._open))):
            boundary = self._open[level]
            if boundary is not None and line in (boundary, boundary + b'--'):
                is_end = line != boundary
                del self._open[level if is_end else level + 1 :]
                return not is_end
        return False


def _get_sign_steps(field):
    return len(field) * len(_SIGN.findall(field))


def _get_short(fields, get_domains):
    """Yield headers, those that are costly shortened; of many lists of addresses the first ones."""
    lists = [field for field in fields if _get_name(field) in ADDRESS_HEADERS]
    steps, strays = sum(map(_get_address_steps, lists)), sum(map(_count_stray, lists))
    is_flood = steps > MAX_ADDRESS_STEPS or strays > MAX_STRAYS
    count = 0
    for field in fields:
        is_list = _get_name(field) in ADDRESS_HEADERS
        count += is_list
        if not is_flood or not is_list:
            yield _shorten(field, get_domains()) if _is_costly(field) else field
        elif count <= KEPT_LISTS:
            yield _shorten(field, get_domains())


def _is_costly(field):
    """Return whether parsing a header is beyond the limit of its kind."""
    if len(field) <= SHORT_HEADER:
        return False
    if _get_name(field) in ADDRESS_HEADERS:
        return (
            _count_stray(field) > MAX_STRAY
            or field.count(b',') > MAX_ADDRESSES
            or field.count(b'=?') > MAX_ENCODED
            or _get_address_steps(field) > MAX_ADDRESS_STEPS
        )
    if _get_name(field) in STRUCTURED_HEADERS:
        return _get_name(field) == b'mime-version' or _get_sign_steps(field) > MAX_SIGN_STEPS
    words = field.count(b' ') + ENCODED_WORD * field.count(b'=?')
    return len(field) * words > MAX_WORD_STEPS


def _get_address_steps(field):
    quotes = field.count(b'"')
    # Where few quotes belong to an address, Odoo finds none after all.
    lonely = max(quotes - 4 * field.count(b'@'), 0)
    return len(field) * (field.count(b',') + quotes + lonely + field.count(b'.') // 5)


def _count_stray(field):
    """Return how many bytes of a list of addresses belong to no address."""
    value = _QUOTED.sub(b'x ', field.partition(b':')[2])
    return sum(len(entry) for entry in value.split(b',') if not _is_address(entry))


def _is_address(entry):
    """Return whether an entry of a list is an address, with a name of few words or without one."""
    *name, address = entry[:MAX_ENTRY].split() or [b'']
    return (
        len(entry) < MAX_ENTRY
        and len(name) <= MAX_NAME_WORDS
        and entry.count(b'.') <= MAX_NAME_DOTS
        and bool(_ADDRESS.fullmatch(address.removeprefix(b'<').removesuffix(b'>')))
    )


def _get_name(field):
    return field.partition(b':')[0].strip().lower()


def _shorten(field, domains):
    name, _colon, value = field.partition(b':')
    if _get_name(field) in ADDRESS_HEADERS:
        return name + b': ' + _keep_addresses(value, domains) + b'\r\n'
    if _get_name(field) == b'references':
        return b'References: ' + b' '.join(value[-KEPT_ADDRESSES:].split()[1:]) + b'\r\n'
    kept = KEPT_ADDRESSES if _get_name(field) in STRUCTURED_HEADERS else KEPT_HEADER
    return field[:kept].rstrip(b'\r\n') + b'\r\n'


def _keep_addresses(value, domains, count=KEPT_ADDRESS_COUNT):
    """Return some addresses of a list: those of our domains, then the first and the last ones."""
    found = list(dict.fromkeys(_ADDRESS.findall(value)))
    ours = [address for address in found if address.rpartition(b'@')[2].lower() in domains]
    half = count // 2
    kept = dict.fromkeys([*ours[:count], *found[:half], *found[half:][-half:]])
    return b',\r\n '.join(list(kept)[:count])


def _add_header(message, name, value, domains):
    """Add a header in its simplest form."""
    if name.lower().encode() in ADDRESS_HEADERS:
        text = ' '.join(_keep_addresses(value, domains, 20).decode('latin-1').split())
        if not text and name == 'Return-Path' and b'<>' in value:
            text = '<>'
    else:
        text = ' '.join(value[:KEPT_ADDRESSES].decode('utf-8', 'replace').split())
        text = ''.join(char for char in text if char.isprintable())
    try:
        if text:
            message[name] = text
    except Exception:
        # Python's parser of headers has bugs; the attached mail has the header anyway.
        _logger.info("Left out a header of a mail: %s", name)
