"""HTML texts that people have typed, reduced to what may be shown to others; no ORM.

What is written here is made anew from a list of what is allowed, each text and value escaped:
nothing of it runs, loads anything or leaves its place on the page, wherever the text is from.

>>> clean('<p onclick="x()">Dear <b>Anna</b><script>x()</script>, 5 < 6</p>')
'<p>Dear <b>Anna</b>, 5 &lt; 6</p>'
>>> clean('<a rel="attachment" href="javascript:x()">our terms</a>')
'<a rel="noopener noreferrer">our terms</a>'
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from urllib.parse import unquote

from lxml import html

PLAIN_TAGS = (
    'abbr b bdi bdo big blockquote br caption center cite code dd del dfn div dl dt em '
    'figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd mark p pre q s samp small span strike '
    'strong sub sup tbody tfoot thead tr tt u ul var wbr'
)
#: Tags that are kept, with the attributes that each of them may have beside those of all.
TAGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(PLAIN_TAGS.split(), ()),
    'a': ('href', 'target'),
    'col': ('span', 'width'),
    'colgroup': ('span',),
    'font': ('color', 'size'),
    'img': ('src', 'alt', 'width', 'height'),
    'li': ('value',),
    'ol': ('start', 'type'),
    'table': ('border', 'cellpadding', 'cellspacing', 'width'),
    'td': ('colspan', 'rowspan', 'width', 'height'),
    'th': ('colspan', 'rowspan', 'width', 'height'),
}
ATTRIBUTES = ('align', 'dir', 'lang', 'style', 'title', 'valign')
EMPTY = {'br', 'col', 'hr', 'img', 'wbr'}
#: Tags of which the content goes, too: it is no text. Of all others it stays.
CODE = (
    'applet audio canvas embed frameset iframe math noembed noframes noscript object plaintext '
    'script select style svg template textarea title video xmp'
)
CODE_TAGS = frozenset(CODE.split())
#: What CSS may say of a text: nothing that takes it out of its place, or loads anything.
PROPERTIES = {
    'background-color',
    'border',
    'border-collapse',
    'border-color',
    'border-radius',
    'border-spacing',
    'border-style',
    'border-width',
    'color',
    'direction',
    'float',
    'font-size',
    'font-style',
    'font-variant',
    'font-weight',
    'height',
    'letter-spacing',
    'line-height',
    'list-style-type',
    'max-width',
    'min-width',
    'table-layout',
    'text-align',
    'text-decoration',
    'text-decoration-line',
    'text-indent',
    'text-transform',
    'unicode-bidi',
    'vertical-align',
    'white-space',
    'width',
    'word-break',
    *(
        f'{name}{side}{part}'
        for name, part in (('margin', ''), ('padding', ''), ('border', ''), ('border', '-color'))
        for side in ('', '-top', '-right', '-bottom', '-left')
    ),
}
VALUE = re.compile(r'(?:[\w\s.,#%+-]|rgba?\([\d\s.,%/]{1,40}\))+')
#: A number that draws thousands of pages, or, below zero, draws over what others have written.
FAR = re.compile(r'\d{5}|\d[eE][+-]?\d|-\.?\d')
#: Elements within each other; people's texts have a dozen.
MAX_DEPTH = 50
# Neither is drawn; browsers leave them out of addresses, which become other addresses.
CONTROL = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]')
LINK = r'(?:https?://|mailto:|tel:|/(?![/\\]))[^\s\\]*'
PICTURE = re.compile(r'data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+', re.IGNORECASE)
STORED_PICTURE = re.compile(r'/web/image/[^\\]*')


def clean(text: str) -> str:
    """Return an HTML text without what could run, load anything, or leave its place.

    Links lead to other pages, mails and telephones. Pictures are in the text itself, or are
    Odoo's own (``/web/image/...``), which asks whoever loads them for the right to see them.
    """
    text = CONTROL.sub('', text)
    if not text.strip():
        return ''
    # Within an element that is none of the text's own, for libxml2 makes a paragraph of bare text.
    return ''.join(_write_content(html.document_fromstring(f'<article>{text}')))


def _write_content(element: html.HtmlElement, depth: int = 0) -> Iterator[str]:
    yield escape(element.text or '', quote=False)
    for child in element:
        # What is no text has no name: a comment, an instruction.
        if isinstance(child.tag, str) and child.tag not in CODE_TAGS and depth < MAX_DEPTH:
            yield from _write(child, depth + 1)
        yield escape(child.tail or '', quote=False)


def _write(element: html.HtmlElement, depth: int) -> Iterator[str]:
    tag = element.tag
    if tag not in TAGS:
        yield from _write_content(element, depth)
        return
    yield f'<{tag}{"".join(_write_attributes(element))}>'
    if tag not in EMPTY:
        yield from _write_content(element, depth)
        yield f'</{tag}>'


def _write_attributes(element: html.HtmlElement) -> Iterator[str]:
    for name in (*ATTRIBUTES, *TAGS[element.tag]):
        if value := CHECKS[name](element.get(name) or ''):
            yield f' {name}="{escape(value)}"'
    if element.tag == 'a':
        yield ' rel="noopener noreferrer"'


def _clean_style(style: str) -> str:
    """Return the declarations that are allowed.

    >>> _clean_style('color: red; background: url(/x); width: 99999px; position: fixed')
    'color: red'
    """
    pairs = (declaration.partition(':') for declaration in style.split(';'))
    found = ((name.strip().lower(), value.strip()) for name, _colon, value in pairs)
    return '; '.join(
        f'{name}: {value}'
        for name, value in found
        if name in PROPERTIES and VALUE.fullmatch(value) and not FAR.search(value)
    )


def _clean_picture(address: str) -> str:
    """Return the address of a picture, or nothing for what is none.

    >>> _clean_picture('/web/image/7-ab/logo.png'), _clean_picture('/web/image/../session/logout')
    ('/web/image/7-ab/logo.png', '')
    """
    is_stored = STORED_PICTURE.fullmatch(address) and '..' not in unquote(address)
    return address if is_stored or PICTURE.fullmatch(address) else ''


def _matching(pattern: str) -> Callable[[str], str]:
    """Return a function that returns a value if all of it matches, else nothing."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda value: value.strip() if compiled.fullmatch(value.strip()) else ''


_number, _length = _matching(r'\d{1,4}'), _matching(r'\d{1,4}(?:px|%)?')
#: Returns an attribute's value as it may stay, or nothing.
CHECKS: dict[str, Callable[[str], str]] = {
    'align': _matching('left|right|center|justify'),
    'alt': str,
    'border': _number,
    'cellpadding': _number,
    'cellspacing': _number,
    'color': _matching(r'#?\w{1,30}'),
    # As many cells as no table of a text has: each takes room, wherever it is drawn.
    'colspan': _matching(r'\d{1,2}'),
    'dir': _matching('ltr|rtl|auto'),
    'height': _length,
    'href': _matching(LINK),
    'lang': _matching(r'[a-z0-9-]{1,20}'),
    'rowspan': _matching(r'\d{1,2}'),
    'size': _matching(r'[+-]?\d'),
    'span': _matching(r'\d{1,2}'),
    'src': _clean_picture,
    'start': _number,
    'style': _clean_style,
    'target': _matching('_blank'),
    'title': str,
    'type': _matching('[1ai]'),
    'valign': _matching('top|middle|bottom|baseline'),
    'value': _number,
    'width': _length,
}
