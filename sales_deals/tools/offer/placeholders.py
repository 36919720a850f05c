"""Placeholders such as {{customer}}, in texts that users edit."""

import html
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

#: Faults that are told of a text, letters of each, and letters that an excerpt is made of.
MAX_FAULTS = 20
MAX_SHOWN = 60
EXCERPT = 400
#: Words in any script.
NAME = re.compile(r'[^\W\d][\w \u200c]*')
BRACES = re.compile(r'\{\{|\}\}')
TAG = re.compile(r'<[^<>]*>')
# In place of the braces, where a text is rendered by another engine first: of private use.
MARKED = re.compile('\ue000(\\w+)\ue001')


class Fault(NamedTuple):
    """A reason why a text can't be filled in."""

    #: 'unknown', 'formatted' (tags between the braces) or 'unclosed'.
    kind: str
    #: The passage without tags.
    text: str


def find_faults(text: str, known: Collection[str]) -> list[Fault]:
    """Return the faults in the placeholders of a text or an HTML text.

    >>> find_faults("Dear {{ customer }}, {{ custmer }}", {"customer"})
    [Fault(kind='unknown', text='custmer')]
    >>> find_faults("<p>{{<b>customer</b>}}</p>", {"customer"})
    [Fault(kind='formatted', text='customer')]
    >>> find_faults("<p>{{customer}</p>", {"customer"})
    [Fault(kind='unclosed', text='{{customer}')]
    """
    return list(islice(_find_faults(text, known), MAX_FAULTS))


def find_names(text: str) -> list[str]:
    """Return the words that stand between braces of a text.

    >>> find_names("{{ customer }} {{object.name}} {{ {{ شماره }}")
    ['customer', 'شماره']
    """
    contents = (content.rpartition('{{')[2].strip() for _before, content in _parts(text) if content)
    return [content for content in contents if NAME.fullmatch(content)]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace placeholders by values; those without a value are removed.

    :param values: by name; for an HTML text, escaped

    >>> fill("Dear {{ customer }}!", {"customer": "Mr &amp; Mrs Nowak"})
    'Dear Mr &amp; Mrs Nowak!'
    """
    return ''.join(
        before if content is None else f'{before}{values.get(_name(content), "")}'
        for before, content in _parts(text)
    )


def mark(text: str, known: Collection[str]) -> tuple[str, set[str]]:
    """Put marks in place of the braces of known names; return the text and these names.

    An engine with a syntax of its own leaves marks alone; :func:`fill_marked` comes after it.

    >>> mark("{{ contact }}: {{ object.name }}", {"contact"})
    ('\\ue000contact\\ue001: {{ object.name }}', {'contact'})
    """
    found, marked = set(), []
    for before, content in _parts(text):
        marked.append(before)
        if content is None:
            break
        name = _name(content)
        if name in known:
            found.add(name)
        marked.append(f'\ue000{name}\ue001' if name in known else f'{{{{{content}}}}}')
    return ''.join(marked), found


def fill_marked(text: str, values: Mapping[str, str]) -> str:
    """Replace marked names by the values; see :func:`fill`.

    >>> fill_marked(mark("Dear {{contact}}!", {"contact"})[0], {"contact": "Anna"})
    'Dear Anna!'
    """
    return MARKED.sub(lambda match: str(values.get(match[1], '')), text)


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield what stands before each placeholder, and between its braces; the rest, and None.

    The text editor may put formatting between the braces.
    """
    begin = 0
    while (opening := text.find('{{', begin)) >= 0:
        closing = text.find('}}', opening + 2)
        if closing < 0:
            break
        yield text[begin:opening], text[opening + 2 : closing]
        begin = closing + 2
    yield text[begin:], None


def _find_faults(text: str, known: Collection[str]) -> Iterator[Fault]:
    outside = []
    for before, content in _parts(text):
        outside.append(before)
        if content is not None and (fault := _find_fault(content, known)):
            yield fault
    rest = ''.join(outside)
    for match in BRACES.finditer(rest):
        yield Fault('unclosed', _excerpt(rest, match))


def _find_fault(content: str, known: Collection[str]) -> Fault | None:
    """Return the fault of what stands between braces, None for a good placeholder."""
    name = _name(content)
    if '{{' in content:
        return Fault('unclosed', name[:MAX_SHOWN])
    if name not in known:
        return Fault('unknown', name[:MAX_SHOWN])
    return Fault('formatted', name) if TAG.search(content) else None


def _name(content: str) -> str:
    text = TAG.sub('', content)
    try:
        text = html.unescape(text)
    except ValueError:  # a character's number has thousands of digits
        return text
    return text.replace('\xa0', ' ').strip()


def _excerpt(text: str, match: re.Match) -> str:
    """Return the passage around a brace, without tags."""
    begin = match.start()
    if match[0] == '}}':
        begin = max(begin - 40, text.rfind('<', max(begin - 40, 0), begin), 0)
    end = text.find('<', match.end(), match.end() + EXCERPT)
    return _name(text[begin : end if end >= 0 else match.end() + EXCERPT])[:MAX_SHOWN]
