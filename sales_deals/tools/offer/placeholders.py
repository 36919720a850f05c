"""Placeholders such as {{customer}}, in texts that users edit."""

import html
import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

# The text editor may put formatting between the braces.
PLACEHOLDER = re.compile(r'\{\{(.*?)\}\}', re.DOTALL)
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
    faults = []
    for match in PLACEHOLDER.finditer(text):
        name = _name(match[1])
        if '{{' in match[1] or (name in known and TAG.search(match[1])):
            faults.append(Fault('unclosed' if '{{' in match[1] else 'formatted', name))
        elif name not in known:
            faults.append(Fault('unknown', name))
    rest = PLACEHOLDER.sub('', text)
    faults += [Fault('unclosed', _excerpt(rest, match)) for match in BRACES.finditer(rest)]
    return faults


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace placeholders by values; those without a value are removed.

    :param values: by name; for an HTML text, escaped

    >>> fill("Dear {{ customer }}!", {"customer": "Mr &amp; Mrs Nowak"})
    'Dear Mr &amp; Mrs Nowak!'
    """
    return PLACEHOLDER.sub(lambda match: str(values.get(_name(match[1]), '')), text)


def mark(text: str, known: Collection[str]) -> tuple[str, set[str]]:
    """Put marks in place of the braces of known names; return the text and these names.

    An engine with a syntax of its own leaves marks alone; :func:`fill_marked` comes after it.

    >>> mark("{{ contact }}: {{ object.name }}", {"contact"})
    ('\\ue000contact\\ue001: {{ object.name }}', {'contact'})
    """
    found = set()

    def replace(match: re.Match) -> str:
        name = _name(match[1])
        if name not in known:
            return match[0]
        found.add(name)
        return f'\ue000{name}\ue001'

    return PLACEHOLDER.sub(replace, text), found


def fill_marked(text: str, values: Mapping[str, str]) -> str:
    """Replace marked names by the values; see :func:`fill`.

    >>> fill_marked(mark("Dear {{contact}}!", {"contact"})[0], {"contact": "Anna"})
    'Dear Anna!'
    """
    return MARKED.sub(lambda match: str(values.get(match[1], '')), text)


def _name(content: str) -> str:
    return html.unescape(TAG.sub('', content)).replace('\xa0', ' ').strip()


def _excerpt(text: str, match: re.Match) -> str:
    """Return the passage around a brace, without tags."""
    begin = text.rfind('<', 0, match.start()) if match[0] == '}}' else match.start()
    end = text.find('<', match.end())
    passage = text[max(begin, match.start() - 40, 0) : end if end >= 0 else len(text)]
    return _name(passage)[:60]
