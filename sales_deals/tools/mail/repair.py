"""Repair of mails that break the standards, as far as a person could read them.

Python's parser keeps what it does not understand; Odoo then refuses the mail (an unknown charset,
``model/step`` as type of an attachment) or loses its text (UTF-8 declared as ASCII or not at all, a
multipart without its boundary).
"""

import email.policy
from hashlib import sha256

from . import slow_html

#: Longer ones break the standard, and are too long for an index.
MAX_IDENTIFIER = 998
#: Types that Python's content manager supports; it raises KeyError for all others.
KNOWN_TYPES = {'text', 'audio', 'image', 'video', 'application', 'message', 'multipart'}
HEADERS = ('Subject', 'From', 'To', 'Cc')
#: Headers that Odoo reads of each part, and of the mail.
CONTENT_HEADERS = (
    'Content-Type',
    'Content-Disposition',
    'Content-Transfer-Encoding',
    'Content-Id',
)
READ_HEADERS = (*HEADERS, 'Message-Id', 'References', 'In-Reply-To', 'Return-Path', 'Delivered-To')
#: Writes a mail as it came, without folding lines again.
AS_IT_CAME = email.policy.compat32.clone(linesep='\r\n', max_line_length=None, mangle_from_=False)


def mend(message, headers=()):
    """Change, in place, the parts and headers that Odoo would refuse or lose.

    A mail that follows the standards does not change.

    :param email.message.EmailMessage message: a parsed mail
    :param headers: the result of :func:`get_headers`, if headers were changed since
    :return: the whole mail as it came, if no charset fits some text, or a page that takes long to
        clean was replaced by its text; else ``b''``
    """
    parts = list(message.walk())
    texts = [part for part in parts if _is_text(part)]
    slow = [part for part in texts if _is_slow(part)]
    original = b''
    if slow or not all(_find_charset(part) for part in texts):
        put_headers(headers)
        original = get_bytes(message)
    _mend_identifier(message)
    _mend_headers(message, {part.get_content_charset() for part in texts} - {None})
    for part in parts:
        _mend_type(part)
        if part.get_content_maintype() == 'text':
            _mend_charset(part)
    for part in slow:
        _quicken(part)
    return original


def get_headers(message):
    """Return the headers of a mail and its parts as they came, for :func:`put_headers`."""
    return [(part, list(part.raw_items())) for part in message.walk()]


def put_headers(headers):
    """Restore headers.

    :param headers: the result of :func:`get_headers`
    """
    for part, items in headers:
        for name in set(part.keys()):
            del part[name]
        for name, value in items:
            part.set_raw(name, value)


def hold_content_headers(message):
    """Keep the parsed headers of the content of each part: see :func:`hold_headers`."""
    for part in message.walk():
        _hold(part, CONTENT_HEADERS)


def hold_headers(message):
    """Keep the parsed headers of a mail.

    Python would parse a header each time it is read, and Odoo reads some ten times. The mail may
    look different when it is written again.
    """
    _hold(message, READ_HEADERS)


def _hold(part, names):
    for name in names:
        value = part.get(name)
        if value is not None:
            part.replace_header(name, value)


def without_nul(values):
    """Remove NUL characters from the strings of a result of ``mail.thread.message_parse``.

    PostgreSQL refuses NUL in a text. Contents of attachments do not change.

    >>> without_nul({'subject': 'a\\0b', 'attachments': [('c\\0d', b'\\0', {})]})
    {'subject': 'ab', 'attachments': [('cd', b'\\x00', {})]}
    """
    clean = {
        name: value.replace('\0', '') if isinstance(value, str) else value
        for name, value in values.items()
    }
    if clean.get('attachments'):
        clean['attachments'] = [_without_nul_in_name(file) for file in clean['attachments']]
    return clean


def _without_nul_in_name(attachment):
    name, *rest = attachment
    return getattr(type(attachment), '_make', tuple)([name.replace('\0', ''), *rest])


def _mend_identifier(message):
    """Give the mail a Message-Id that fits an index and is the same if the mail comes again."""
    identifier = str(message.get('Message-Id') or '').strip()
    if len(identifier) > MAX_IDENTIFIER:
        message.replace_header('Message-Id', f'<{_digest(identifier.encode())}@long.invalid>')
    elif not identifier and message.get('Date'):
        # Two copies have the same date; without a date, different mails may be equal.
        del message['Message-Id']
        content = get_bytes(message)
        message['Message-Id'] = f'<{_digest(content)}@none.invalid>'


def _digest(content):
    return sha256(content).hexdigest()


def _is_slow(part):
    content = b'' if _is_file(part) else part.get_payload(decode=True) or b''
    if len(content) < slow_html.SHORT:
        return False
    text = content.decode(_find_charset(part) or _get_lossy_charset(part), 'replace')
    if part.get_content_subtype() == 'html':
        return slow_html.is_slow(text)
    return slow_html.has_many_quotes(text.replace('\r\n', '\n'))


def _quicken(part):
    """Replace a page that takes long to clean by its text, in which no line counts as quoted."""
    text = part.get_content()
    if part.get_content_subtype() == 'html':
        text = slow_html.to_text(text)
    text = slow_html.without_quotes('\n'.join(text.splitlines()))
    part.set_content(text, cte='base64')


def _mend_type(part):
    """Declare a part as text or file that Odoo would skip or refuse."""
    if part.get_content_maintype() == 'multipart' and not part.is_multipart():
        # Without a boundary, the parser keeps everything as one text.
        _set_type(part, 'text/plain')
    elif part.get_content_maintype() not in KNOWN_TYPES:
        _set_type(part, 'application/octet-stream')


def _set_type(part, content_type):
    filename = part.get_filename()
    del part['Content-Type']
    part['Content-Type'] = content_type
    if filename and not part.get_filename():
        part.add_header('Content-Disposition', 'attachment', filename=filename)


def _mend_charset(part):
    charset = _find_charset(part) or _get_lossy_charset(part)
    if charset != _get_declared_charset(part):
        part.set_param('charset', charset)


def _find_charset(part):
    """Return the charset that decodes a text without loss, or None."""
    declared = _get_declared_charset(part)
    candidates = [declared, 'utf-8', *(['latin-1'] if _is_file(part) else [])]
    content = part.get_payload(decode=True) or b''
    return next((name for name in candidates if _explains(name, content, part)), None)


def _explains(charset, content, part):
    try:
        text = content.decode(charset)
        # Odoo encodes a file again: its bytes must stay the same.
        return not _is_file(part) or text.encode(charset) == content
    except (LookupError, ValueError):
        return False


def _get_lossy_charset(part):
    """Return the declared charset if Python knows it, though it does not fit, else UTF-8."""
    declared = _get_declared_charset(part)
    try:
        b'\xff'.decode(declared, 'replace')
    except (LookupError, ValueError):
        return 'utf-8'
    return declared


def _get_declared_charset(part):
    return part.get_content_charset() or 'us-ascii'


def _is_text(part):
    maintype = part.get_content_maintype()
    return maintype == 'text' or (maintype == 'multipart' and not part.is_multipart())


def _is_file(part):
    return bool(part.get_filename()) or part.get_content_disposition() == 'attachment'


def _mend_headers(message, charsets):
    """Decode bare bytes in headers by the charset of the text, unless they are UTF-8."""
    for name, value in list(message.raw_items()):
        wanted = name.title() in HEADERS and isinstance(value, str)
        text = _decode_header(value, charsets) if wanted else None
        if text and len(message.get_all(name)) == 1:
            message.replace_header(name, text)


def _decode_header(value, charsets):
    """Return a header's text if it has bytes that are not UTF-8 but fit one of the charsets."""
    content = ''.join(value.splitlines()).encode('utf-8', 'surrogateescape')
    for charset in ('utf-8', *sorted(charsets)):
        try:
            text = content.decode(charset)
        except (LookupError, ValueError):
            continue
        return None if charset == 'utf-8' else text
    return None


def get_bytes(message):
    """Return a parsed mail as it came."""
    return message.as_bytes(policy=AS_IT_CAME)
