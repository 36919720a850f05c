"""Blocks: what two records have in common at least before they are compared; no ORM.

To compare each record with each other takes the square of their number. Records are compared that
share a block: an address, a number, or parts of names that survive a slip of the pen. A pair that
shares none can't reach the rules' threshold, or is too rare a case to look for.

A block has no blank in it, so that blocks joined by blanks are a text.
"""

from collections.abc import Collection, Iterator

from .keys import email_domain, is_public_provider
from .names import MAX_WORDS
from .scores import Record

#: Letters at the beginning and at the end of a word: one slip spoils at most one of them.
END = 4
#: The same where both names may have a slip, so that more strangers would share the block.
LONG_END = 5


def blocks(record: Record, common: Collection[str] = ()) -> list[str]:
    """The blocks that a record belongs to, in order, each once.

    :param common: words of companies' names that tell little: trades, countries

    >>> blocks(Record(phones=('+48601234567',), company='nowak meble', person='jan lis'), {'meble'})
    ['p:+48601234567', 'a:nowa:jan_lis', 'a:owak:jan_lis']
    """
    return list(dict.fromkeys(_blocks(record, common)))


def name_blocks(record: Record) -> list[str]:
    """The names alone: too little to compare all who share them, enough to look one up.

    >>> name_blocks(Record(company='nowak meble', person='jan lis'))
    ['f:meble_nowak', 'n:jan_lis']
    """
    names = (('f', record.company), ('n', record.person))
    return [f'{kind}:{"_".join(sorted(name.split()))}' for kind, name in names if name]


def _blocks(record: Record, common: Collection[str]) -> Iterator[str]:
    person = '_'.join(sorted(record.person.split()))
    for address in record.emails:
        yield f'm:{address}'
    for phone in record.phones:
        yield f'p:{phone}'
    if record.tax_id:
        yield f't:{record.tax_id}'
    # A company's own: only those of one person, or of nobody, can be one.
    for host in _hosts(record):
        yield from (f'h:{host}:{name[:END]}' for name in record.person.split() or [''])
    city = record.city.replace(' ', '_')
    for word in _telling_words(record.company, common):
        yield from (f'a:{end}:{person}' for end in (word[:END], word[-END:]))
        for end in (word[:LONG_END], word[-LONG_END:]) if city else ():
            yield from (f'c:{end}:{name}:{city}' for name in record.person.split())


def _hosts(record: Record) -> Iterator[str]:
    """The website, and the domains of mail addresses that not anybody can have."""
    if record.host:
        yield record.host
    for address in record.emails:
        if not is_public_provider(domain := email_domain(address)):
            yield domain


def _telling_words(company: str, common: Collection[str]) -> list[str]:
    """The words that tell a company from others; all, where it has no such word."""
    words = company.split()[:MAX_WORDS]
    return [word for word in words if word not in common] or words
