"""Repair of mails that break the standards, as far as a person could read them.

Python's parser keeps what it does not understand; Odoo then refuses the mail (an unknown charset,
``model/step`` as type of an attachment) or loses its text (UTF-8 declared as ASCII or not at all, a
multipart without its boundary).
"""

import binascii
import email.policy
import re
from hashlib import sha256

from . import slow_html

#: PostgreSQL refuses longer ones in an index, unless it can compress them.
MAX_IDENTIFIER = 2600
#: Types that Python's content manager supports; it raises KeyError for all others.
KNOWN_TYPES = {'text', 'audio', 'image', 'video', 'application', 'message', 'multipart'}
HEADERS = ('Subject', 'From', 'To', 'Cc')
_ENCODED_WORD = re.compile(rb'(=\?[\w.:+*-]{1,60}\?[QqBb]\?[^?\s]{0,1000}\?=)')
#: Stands for what can't be decoded.
GAP = '\ufffd'
#: Headers that servers add on the way: each copy of a mail has others.
WAY = {
    'received',
    'return-path',
    'delivered-to',
    'x-original-to',
    'envelope-to',
    'x-envelope-to',
    'x-delivered-to',
    'x-received',
    'received-spf',
    'authentication-results',
}
#: Writes a mail as it came, without folding lines again.
AS_IT_CAME = email.policy.compat32.clone(linesep='\r\n', max_line_length=None, mangle_from_=False)


def mend(message):
    """Change, in place, the parts and headers that Odoo would refuse or lose.

    A mail that follows the standards does not change.

    :param email.message.EmailMessage message: a parsed mail
    :return: the whole mail as it came, if no charset fits some text, or a page that takes long to
        clean was replaced by its text; else ``b''``
    """
    parts = list(message.walk())
    texts = [part for part in parts if _is_text(part)]
    slow = [part for part in texts if _is_slow(part)]
    original = b''
    if slow or not all(_find_charset(part) for part in texts):
        original = get_bytes(message)
    _mend_headers(message, _get_charsets(texts))
    for part in parts:
        _mend_type(part)
        if part.get_content_maintype() == 'text':
            _mend_charset(part)
    for part in slow:
        _quicken(part)
    return original


def must_mend(message):
    """Return whether Odoo would skip a text of a mail, or need minutes for a page.

    What Odoo refuses it says by itself; texts with wrong charsets are found by :func:`has_lost`.
    """
    return any(_is_skipped(part) or (_is_text(part) and _is_slow(part)) for part in message.walk())


def has_lost(values, kept):
    """Return whether characters were lost that :func:`mend` would keep, or attach as they came.

    :param dict values: the result of ``mail.thread.message_parse``
    :param kept: the mail as it came, the result of :func:`keep`
    """
    if not _has_gap(values):
        return False
    message = kept[0][0]
    read = keep(message)
    restore(kept)
    try:
        return _is_lossy(message)
    finally:
        restore(read)


def keep(message):
    """Return the parts of a mail as they are, for :func:`restore`: Odoo changes what it reads."""
    return [(part, vars(part).copy(), list(part.raw_items())) for part in message.walk()]


def restore(kept):
    """Make a mail what it was.

    :param kept: the result of :func:`keep`
    """
    for part, attributes, headers in kept:
        vars(part).update(attributes)
        for name in set(part.keys()):
            del part[name]
        for name, value in headers:
            part.set_raw(name, value)


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


def shorten_identifier(values):
    """Give a mail a Message-Id that fits an index and is the same if the mail comes again.

    :param dict values: the result of ``mail.thread.message_parse``
    """
    identifier = values['message_id'].encode('utf-8', 'surrogateescape')
    if len(identifier) > MAX_IDENTIFIER:
        values['message_id'] = f'<{sha256(identifier).hexdigest()}@long.invalid>'


def make_identifier(message):
    """Return a Message-Id for a mail without one, the same if the mail comes again.

    Two copies have the same date, and other headers of the way; without a date, different mails may
    be equal.

    :param email.message.EmailMessage message: a parsed mail
    :return: the Message-Id, or ``''``
    """
    if message.get('Message-Id') or not message.get('Date'):
        return ''
    content = sha256()
    for part in message.walk():
        headers = [item for item in part.raw_items() if item[0].lower() not in WAY]
        texts = [f'{name}: {value}' for name, value in headers]
        if not part.is_multipart():
            texts.append(str(part.get_payload()))
        content.update('\n'.join(texts).encode('utf-8', 'surrogatepass'))
    return f'<{content.hexdigest()}@none.invalid>'


def _has_gap(values):
    texts = [value for value in values.values() if isinstance(value, str)]
    for name, content, *_info in values.get('attachments') or ():
        texts += [name, content] if isinstance(content, str) else [name]
    return any(GAP in text for text in texts)


def _is_lossy(message):
    texts = [part for part in message.walk() if _is_text(part)]
    charsets = _get_charsets(texts)
    return any(_is_lost(part, 'us-ascii' if part is message else 'utf-8') for part in texts) or any(
        _decode_header(value, charsets) for _name, value in _get_bare_headers(message)
    )


def _is_lost(part, default):
    """Return whether the charset that Odoo takes for a text loses characters.

    What the sender had lost already stands for itself, however often.

    :param str default: the charset if none is declared
    """
    charset = part.get_content_charset() or default
    content = part.get_payload(decode=True) or b''
    try:
        content.decode(charset)
    except (LookupError, ValueError):
        fitting = _find_charset(part)
        return not fitting or _without_gaps(content, charset) != _without_gaps(content, fitting)
    return False


def _without_gaps(content, charset):
    try:
        return content.decode(charset, 'replace').replace(GAP, '')
    except (LookupError, ValueError):
        return None


def _is_skipped(part):
    """Return whether a part is taken for a container of parts but has a text instead."""
    is_container = part.get_content_maintype() == 'multipart' and not part.is_multipart()
    return is_container and bool(str(part.get_payload()).strip())


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
    for name, value in _get_bare_headers(message):
        text = _decode_header(value, charsets)
        if text and len(message.get_all(name)) == 1:
            message.replace_header(name, text)


def _get_bare_headers(message):
    return [
        (name, value)
        for name, value in message.raw_items()
        if name.title() in HEADERS and isinstance(value, str) and not value.isascii()
    ]


def _get_charsets(texts):
    return {part.get_content_charset() for part in texts} - {None}


def _decode_header(value, charsets):
    """Return a header's text if it has bytes that are not UTF-8 but fit one of the charsets.

    Bare bytes within an encoded word are of the word's charset.
    """
    content = ''.join(value.splitlines()).encode('utf-8', 'surrogateescape')
    texts, fitting = [], {'utf-8'}
    for position, piece in enumerate(_ENCODED_WORD.split(content)):
        is_word = position % 2 and not piece.isascii()
        text, charset = _decode_word(piece) if is_word else _decode_bare(piece, charsets)
        if text is None:
            return None
        texts.append(text)
        fitting.add(charset)
    return ''.join(texts) if len(fitting) > 1 else None


def _decode_bare(content, charsets):
    """Return a text and the charset that fits it; None and None if there is none."""
    for charset in ('utf-8', *sorted(charsets)):
        try:
            return content.decode(charset), charset
        except (LookupError, ValueError):
            continue
    return None, None


def _decode_word(word):
    """Return the text of an encoded word (RFC 2047) that has bare bytes, and its charset."""
    charset, encoding, content = word[2:-2].split(b'?', 2)
    charset = charset.partition(b'*')[0].decode()
    if encoding in b'Qq':
        content = binascii.a2b_qp(content, header=True)
    try:
        return content.decode(charset), f'word {charset}'
    except (LookupError, ValueError):
        return None, None


def get_bytes(message):
    """Return a parsed mail as it came."""
    try:
        return message.as_bytes(policy=AS_IT_CAME)
    except UnicodeEncodeError:
        # It was given as text: what it was encoded in is not known.
        return message.as_string(policy=AS_IT_CAME).encode('utf-8', 'surrogateescape')
