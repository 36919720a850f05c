"""Detection, in linear time, of pages whose cleaning would take a server minutes.

Odoo cleans each text several times with expressions that are quadratic in some of its parts, and
marks quoted text sibling by sibling. The limits were measured with Odoo alone: it needs some twenty
seconds for a page at one of them. Pages of mail programs are far below.
"""

import re

import lxml.html

#: Shorter pages never take long.
SHORT = 5_000
#: Steps of an expression from a "<" to the next ">", and within words of styles.
MAX_TAG_STEPS = 5_000_000_000
MAX_WORD_STEPS = 4_000_000_000
#: Runs of letters in embedded pictures are shorter.
LONG_WORD = 500
#: Sum of squared numbers of siblings, among which Odoo looks for quoted ones.
MAX_SIBLING_STEPS = 30_000_000
MAX_QUOTES = 10_000
MAX_TAGS = 300_000

_WORD = re.compile(r'[\w-]+')
_QUOTED = ('gmail_extra', 'SkyDrivePlaceholder', 'data-o-mail-quote')
_QUOTE = re.compile(r'(?:\n(?:>|&gt;)[^\n\r]*)+')
_BLOCKS = frozenset(
    [
        'address',
        'article',
        'blockquote',
        'body',
        'br',
        'caption',
        'center',
        'dd',
        'div',
        'dl',
        'dt',
        'footer',
        'form',
        'h1',
        'h2',
        'h3',
        'h4',
        'h5',
        'h6',
        'header',
        'hr',
        'li',
        'main',
        'ol',
        'p',
        'pre',
        'section',
        'table',
        'tbody',
        'tr',
        'ul',
    ]
)


def is_slow(html):
    """Return whether cleaning a page would take long.

    :param str html: the page

    >>> is_slow('<p>A question</p>' * 1000), is_slow('<' * 100_000)
    (False, True)
    """
    if len(html) < SHORT:
        return False
    tags = html.count('<')
    return (
        tags > MAX_TAGS
        or _get_tag_steps(html) > MAX_TAG_STEPS
        or _get_word_steps(html) > MAX_WORD_STEPS
        or has_many_quotes(html)
        or _get_sibling_steps(html, tags) > MAX_SIBLING_STEPS
    )


def has_many_quotes(text):
    """Return whether a text switches between quoted and own lines too often for a person's mail.

    :param str text: a page, or a text

    >>> has_many_quotes('\\n> a\\nb' * 90_000)
    True
    """
    if len(text) < SHORT:
        return False
    return text.count('\n>') + text.count('\n&gt;') > MAX_QUOTES < len(_QUOTE.findall(text))


def without_quotes(text):
    """Indent quoted lines by a blank, so that they do not count as quoted.

    >>> without_quotes('a\\n> b')
    'a\\n > b'
    """
    return text.replace('\n>', '\n >')


def to_text(html):
    """Return the text of a page, with a line for each block, in linear time.

    >>> to_text('<div>One<br>two <b>three</b></div><script>x()</script><p>four</p>')
    'One\\ntwo three\\n\\nfour'
    """
    try:
        page = lxml.html.document_fromstring(html.replace('\0', ''))
    except (ValueError, lxml.etree.ParserError):
        return ''
    lines = []
    for event, element in lxml.etree.iterwalk(page, events=('start', 'end', 'comment', 'pi')):
        is_end = event != 'start'
        name = element.tag if isinstance(element.tag, str) else ''
        if name in _BLOCKS and (is_end or name != 'br'):
            lines.append('\n')
        if is_end:
            lines.append(element.tail or '')
        elif name not in ('script', 'style', 'title'):
            lines.append(element.text or '')
    text = re.sub(r'[^\S\n]+', ' ', ''.join(lines))
    return re.sub(r'\n{3,}', '\n\n', re.sub(r' ?\n ?', '\n', text)).strip()


def _get_tag_steps(html):
    return sum(
        part.count('<') * (1 + part.count('encoding=')) * len(part) for part in html.split('>')
    )


def _get_word_steps(html):
    if 'style' not in html.lower():
        return 0
    lengths = (len(word) for word in _WORD.findall(html))
    return sum(length**2 for length in lengths if length > LONG_WORD)


def _get_sibling_steps(html, tags):
    if tags**2 < MAX_SIBLING_STEPS or not any(marker in html for marker in _QUOTED):
        return 0
    try:
        page = lxml.html.document_fromstring(html.replace('\0', ''))
    except (ValueError, lxml.etree.ParserError):
        return MAX_SIBLING_STEPS + 1
    return sum(len(element) ** 2 for element in page.iter())
