"""Whether two mails with one Message-Id are one mail that came twice, or two mails.

Forms, scanners and shops give all their mails one id. A mail that comes again is hardly ever the
same, byte for byte: on its way, servers add headers, lists add lines, and filters rewrite links.
"""

import re
from collections import Counter
from email.utils import parsedate_to_datetime
from hashlib import sha1, sha256
from typing import NamedTuple

from . import slow_html

#: The mail as it came, which may be kept beside it: it tells by which way it came.
ORIGINAL = 'original_email.eml'
_LINK = re.compile(r'(?i)\b(?:https?://|www\.)\S+')
_WORD = re.compile(r'\w+')


class Content(NamedTuple):
    """What stays the same when a mail comes again.

    The date is what Odoo stores, or '' where a mail has none; words are those of the text but for
    links; files are the checksums of attachments.
    """

    sender: str
    date: str
    subject: str
    words: Counter[str]
    files: Counter[str]


def make(sender: str, date: str, subject: str, page: str, files) -> Content:
    """Return the content of a mail.

    :param page: its text, as HTML
    :param files: checksums of its attachments, see :func:`get_checksum`
    """
    words = _WORD.findall(_LINK.sub(' ', slow_html.to_text(page or '')))
    return Content(
        (sender or '').strip().lower(),
        date or '',
        ' '.join((subject or '').split()),
        Counter(words),
        Counter(files),
    )


def get_checksum(content) -> str:
    """Return what Odoo stores as checksum of an attachment.

    :param content: bytes, a text, or a mail
    """
    if isinstance(content, str):
        content = content.encode('utf-8', 'surrogateescape')
    elif not isinstance(content, bytes):
        content = content.as_bytes()
    return sha1(content, usedforsecurity=False).hexdigest()


def has_date(text: str) -> bool:
    """Return whether the header of a date can be read: else Odoo takes the moment of arrival.

    >>> has_date('Mon, 06 Oct 2025 10:00:00 +0200'), has_date('today'), has_date('')
    (True, False, False)
    """
    try:
        return bool(text and parsedate_to_datetime(text))
    except (TypeError, ValueError, OverflowError):
        return False


def is_same(new: Content, known: Content) -> bool:
    """Return whether a mail that has come is one that is known.

    Of a mail with a date, a list or a filter may have added to the subject, the text or the files:
    both are different where each has what the other one lacks.

    >>> first = make('a@b.example', '2025-10-06 08:00:00', "Form", "<p>Anna: windows</p>", ())
    >>> is_same(first._replace(words=first.words + Counter(['footer'])), first)
    True
    >>> is_same(first._replace(words=Counter(['Jan', 'doors'])), first)
    False
    """
    if new.sender != known.sender:
        return False
    if not new.date:
        return new[2:] == known[2:]
    return (
        new.date == known.date
        and (new.subject.endswith(known.subject) or known.subject.endswith(new.subject))
        and not _differ(new.words, known.words)
        and not _differ(new.files, known.files)
    )


def is_echo(new: Content, sent: Content) -> bool:
    """Return whether a mail that has come is one that we have sent ourselves.

    It comes back from its sender, or with all its text from whoever forwards it in his own name;
    a frame or a footer may be around it.

    >>> sent = make('we@us.example', '2025-10-06 08:00:00', "Offer", "<p>Our offer</p>", ())
    >>> back = sent._replace(sender='list@b.example', words=sent.words + Counter(['footer']))
    >>> is_echo(back, sent), is_echo(back._replace(words=Counter(['Doors'])), sent)
    (True, False)
    """
    if new.sender == sent.sender:
        return True
    return bool(sent.words) and new.subject.endswith(sent.subject) and not sent.words - new.words


def make_identifier(identifier: str, content: Content) -> str:
    """Return a Message-Id for another mail of a known id, the same if that mail comes again.

    >>> content = make('a@b.example', '', "Form", "", ())
    >>> made = make_identifier('<1@shop.example>', content)
    >>> made == make_identifier('<1@shop.example>', content), made.endswith('@again.invalid>')
    (True, True)
    """
    words, files = (sorted(counted.elements()) for counted in (content.words, content.files))
    parts = [identifier, *content[:3], *words, '', *files]
    digest = sha256('\n'.join(parts).encode('utf-8', 'surrogatepass')).hexdigest()
    return f'<{digest}@again.invalid>'


def _differ(one, other):
    return bool(one - other and other - one)
