"""Blocks: keys that preselect the pairs of records to compare; no ORM.

Comparing all pairs would take quadratic time. Only records that share a block are compared: an
address, a number, or parts of names that a typing error leaves intact. A pair without a common
block can't reach the rules' threshold, or is too rare a case to look for.

Blocks contain no blanks, so that they can be stored as one text, joined by blanks.
"""

from collections.abc import Collection, Iterator

from .keys import email_domain, is_public_provider, phone_end
from .names import MAX_WORDS
from .scores import Record

#: How many letters of a word's beginning and end make a block: one typing error changes only one.
END = 4
#: The same if both names may have an error, which would let more strangers share a block.
LONG_END = 5


def blocks(record: Record, common: Collection[str] = ()) -> list[str]:
    """Return the blocks of a record, in order, each once.

    :param common: frequent words of companies' names, such as trades and countries

    >>> blocks(Record(phones=('+48601234567',), company='lis meble', person='jan'), {'meble'})
    ['p:01234567', 'a:lis:jan', 'b:lis:jan']
    """
    return list(dict.fromkeys(_blocks(record, common)))


def name_blocks(record: Record) -> list[str]:
    """Return blocks of whole names: too broad to compare all records, but enough to look one up.

    >>> name_blocks(Record(company='nowak meble', person='jan lis'))
    ['f:meble_nowak', 'n:jan_lis']
    """
    names = (('f', record.company), ('n', record.person))
    return [f'{kind}:{"_".join(sorted(name.split()))}' for kind, name in names if name]


def _blocks(record: Record, common: Collection[str]) -> Iterator[str]:
    for address in record.emails:
        yield f'm:{address}'
    for phone in record.phones:
        yield f'p:{phone_end(phone)}'
    if record.tax_id:
        yield f't:{record.tax_id}'
    for chosen in filter(None, (record.contact, record.customer)):
        yield f'u:{chosen}'
    # Within a company's domain, only records of the same person, or of none, can be duplicates.
    for host in _hosts(record):
        yield from (f'h:{host}:{name[:END]}' for name in record.person.split() or [''])
    yield from _joint_blocks(record, common)


def _joint_blocks(record: Record, common: Collection[str]) -> Iterator[str]:
    """Yield a company's word with the person, and with one of the person's names.

    The latter is left of a pair with an initial, a second name or an error in both, but too many
    share it where both are frequent; then the town must be the same.
    """
    person = '_'.join(sorted(record.person.split()))
    city = record.city.replace(' ', '_')
    for word in _telling_words(record.company, common):
        for end in (word[:END], word[-END:]):
            yield f'a:{end}:{person}'
            yield from (f'b:{end}:{name}' for name in record.person.split())
        for end in (word[:LONG_END], word[-LONG_END:]) if city else ():
            yield from (f'c:{end}:{name}:{city}' for name in record.person.split())


def _hosts(record: Record) -> Iterator[str]:
    """Yield the website, and the domains of mail addresses except public providers."""
    if record.host:
        yield record.host
    for address in record.emails:
        if not is_public_provider(domain := email_domain(address)):
            yield domain


def _telling_words(company: str, common: Collection[str]) -> list[str]:
    """Return the words of a company's name that are not common; all if none is left."""
    words = company.split()[:MAX_WORDS]
    return [word for word in words if word not in common] or words
