"""Headers of a parsed mail, each parsed once.

Python parses a header anew each time it is read, and Odoo reads some of them ten times. Its parsers
have bugs: what one of them fails at is an unstructured text.
"""

import re
from email import _header_value_parser as parser
from email.headerregistry import AddressHeader, HeaderRegistry

#: Characters of a list of addresses that are parsed at once: Python copies what is left of a list
#: with each word that it reads, so that ten thousand addresses take a hundred times a thousand.
PIECE = 2_000
#: What may have a comma within an address: comments, groups, domains in brackets.
_ENCLOSING = re.compile(r'[(\[:;\\]')
_WORDS = re.compile(r'"[^"]*"|[^",]+|,')
_UNSTRUCTURED = HeaderRegistry(use_default_map=False)


def parse_once(message):
    """Have each header of a mail and its parts parsed once, with the same results.

    :param email.message.EmailMessage message: a parsed mail
    """
    policy = message.policy
    if isinstance(policy.header_factory, _Memory):
        return
    policy = policy.clone(header_factory=_Memory(policy.header_factory))
    for part in message.walk():
        part.policy = policy


class _Memory:
    """A factory of headers that makes each header once."""

    def __init__(self, factory):
        self._factory = factory
        self._made = {}

    def __call__(self, name, value):
        if not isinstance(value, str):
            return self._factory(name, value)
        key = (name, value)
        if key not in self._made:
            self._made[key] = self._make(name, value)
        return self._made[key]

    def __getitem__(self, name):
        return self._factory[name]

    def _make(self, name, value):
        try:
            kind = self._factory[name]
            if len(value) > PIECE and issubclass(kind, AddressHeader):
                kind = type(kind.__name__, (_PiecewiseHeader, kind), {})
            return kind(name, value)
        except Exception:
            # Of any kind: also RecursionError, for each of many parentheses.
            return _UNSTRUCTURED(name, value)


class _PiecewiseHeader:
    """A long list of addresses, with the same results as Python's."""

    @staticmethod
    def value_parser(value):
        whole = parser.AddressList()
        for place, piece in enumerate(_split_addresses(value)):
            if place:
                whole.append(parser.ValueTerminal(',', 'list-separator'))
            addresses, _rest = parser.get_address_list(piece)
            whole.extend(addresses)
            whole.defects.extend(addresses.defects)
        return whole


def _split_addresses(value):
    """Split a list at commas between addresses; where a comma may be in one, leave it whole."""
    words = _WORDS.findall(value)
    if _ENCLOSING.search(value) or sum(map(len, words)) != len(value):
        return [value]
    pieces, piece, size = [], [], 0
    for word in words:
        if word == ',' and size > PIECE:
            pieces.append(''.join(piece))
            piece, size = [], 0
        else:
            piece.append(word)
            size += len(word)
    return [*pieces, ''.join(piece)]
