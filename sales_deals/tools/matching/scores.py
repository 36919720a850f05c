"""How much speaks for two records being one; no ORM.

Names are alike by their words: rare words count for more, the order for nothing, a slip of the
pen for little. Records are one or not by the sum of evidence, as Fellegi and Sunter count it:
each point doubles the odds, and what contradicts counts against. What belongs to a company is
shared by all who work there; so it counts together, up to a limit, and where the persons are not
the same it never suffices.

>>> jan = Record(company='nowak meble', person='jan kowalski', phones=('+48601234567',))
>>> same = Record(company='nowak melbe', person='kowalski jan', phones=('+48601234567',))
>>> match = compare(jan, same)
>>> match.score > RULES.certain, match.reasons[0]
(True, Reason(code='phone', value='+48601234567'))
>>> colleague = same._replace(person='anna lis')
>>> compare(jan, colleague).score < RULES.threshold
True
"""

import math
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from .keys import email_domain, is_public_provider, is_role_address

#: More words and letters than a name has; what is beyond does not count.
MAX_WORDS = 12
MAX_LETTERS = 40
#: Words that weigh less are in so many names that none of them is a slip of the pen.
COMMON = 0.75
NO_WEIGHTS: Mapping[str, float] = {}

#: What speaks for a match.
SUPPORTING = (
    'email',  # value: the address
    'phone',  # value: the number
    'tax_id',  # value: the id
    'person',  # value: per cent alike
    'company',  # value: per cent alike
    'host',  # value: the website
    'role_email',  # value: an office's address
    'shared_phone',  # value: a number that several people have
    'domain',  # value: of the mail addresses
    'city',  # value: folded
)
#: What speaks against it; values as above, or ''.
CONTRADICTING = ('tax_id_differs', 'person_differs', 'company_differs', 'city_differs')
#: Evidence that all of a company share, and that is therefore counted up to Rules.company_limit.
_OF_COMPANY = frozenset(('tax_id', 'company', 'host', 'role_email', 'shared_phone', 'domain'))


class Record(NamedTuple):
    """What is compared of a deal: keys and folded names, '' or () for what is not known."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    host: str = ''
    tax_id: str = ''
    company: str = ''
    person: str = ''
    city: str = ''


class Rules(NamedTuple):
    """Points for each piece of evidence, and what they are worth together.

    A point doubles the odds; ``needed`` points make them even. Names that are alike have their
    points in proportion to likeness and rarity.
    """

    email: float = 10.0
    phone: float = 8.5
    tax_id: float = 7.0
    person: float = 5.5
    company: float = 7.0
    host: float = 3.0
    role_email: float = 4.0
    shared_phone: float = 2.0
    domain: float = 2.0
    city: float = 1.0
    tax_id_differs: float = -8.0
    person_differs: float = -7.0
    company_differs: float = -4.0
    city_differs: float = -0.5
    company_limit: float = 10.0
    needed: float = 8.0
    #: Scores from which a pair is shown, and from which it is certain.
    threshold: float = 0.5
    certain: float = 0.97
    #: Addresses, domains, hosts, phones and tax ids that say nothing.
    ignored: Collection[str] = frozenset()
    #: Phones and addresses that several people share: a switchboard, an agency's mailbox.
    shared: Collection[str] = frozenset()
    #: Rarity of words, see :func:`word_weights`.
    company_words: Mapping[str, float] = NO_WEIGHTS
    person_words: Mapping[str, float] = NO_WEIGHTS


class Reason(NamedTuple):
    """A piece of evidence: one of SUPPORTING or CONTRADICTING, and what is shown of it."""

    code: str
    value: str


class Match(NamedTuple):
    """How likely two records are one, from 0 to 1, and why, the strongest reason first."""

    score: float
    reasons: tuple[Reason, ...]


class Likeness(NamedTuple):
    """Of two names: how alike they are, and what that is worth."""

    #: From 0 to 1, by the weight of words.
    ratio: float
    #: The same with all words of one weight.
    plain: float
    #: Weight of the words that both have: 1.0 is one word that nobody else has.
    rarity: float
    #: One of the names has no word that the other lacks.
    within: bool


class _Evidence(NamedTuple):
    code: str
    value: str
    points: float


RULES = Rules()


def word_weights(counts: Mapping[str, int], total: int) -> dict[str, float]:
    """How rare words are among so many names: 1.0 for one name, nearly 0 for all of them.

    Words that nobody else has need no entry: what is not in the mapping weighs 1.0.

    >>> word_weights({'nowak': 10, 'wisznia': 1, 'firma': 1000}, 1000)
    {'nowak': 0.667, 'wisznia': 1.0, 'firma': 0.05}
    """
    scale = math.log(max(total, 2))
    return {
        word: round(min(1.0, max(0.05, 1 - math.log(max(count, 1)) / scale)), 3)
        for word, count in counts.items()
    }


def similarity(one: str, other: str, weights: Mapping[str, float] = NO_WEIGHTS) -> float:
    """How alike two folded names are, from 0 to 1.

    :param weights: rarity of words, see :func:`word_weights`

    >>> similarity('nowak meble', 'meble nowak')
    1.0
    >>> similarity('nowak meble', 'nowka meble')
    0.875
    >>> similarity('nowak meble', 'lis transport')
    0.0
    """
    return likeness(one, other, weights).ratio


def likeness(one: str, other: str, weights: Mapping[str, float] = NO_WEIGHTS) -> Likeness:
    """How alike two folded names are, and what that is worth; see :class:`Likeness`."""
    first, second = _words(one), _words(other)
    if set(first) != set(second):
        first, second = _joined(first, second), _joined(second, first)
    pairs, rest = _pair(first, second, weights)
    if not pairs:
        return Likeness(0.0, 0.0, 0.0, False)
    rarity = math.fsum(alike * weight for alike, weight in pairs)
    heavy = math.fsum(weight for _alike, weight in pairs)
    left = [math.fsum(weights.get(word, 1.0) for word in words) for words in rest]
    count = 2 * len(pairs) + len(rest[0]) + len(rest[1])
    return Likeness(
        ratio=2 * rarity / (2 * heavy + math.fsum(left)) if rarity else 0.0,
        plain=2 * math.fsum(alike for alike, _weight in pairs) / count,
        rarity=rarity,
        within=not all(rest),
    )


def _pair(
    first: list[str], second: list[str], weights: Mapping[str, float]
) -> tuple[list[tuple[float, float]], tuple[list[str], list[str]]]:
    """Likeness and weight of each word with its twin, and the words that have none."""
    rest, others, pairs = [], list(second), []
    for word in first:
        if word in others:
            others.remove(word)
            pairs.append((1.0, weights.get(word, 1.0)))
        else:
            rest.append(word)
    for alike, word, twin in _twins(rest, others, weights) if rest and others else ():
        rest.remove(word)
        others.remove(twin)
        pairs.append((alike, min(weights.get(word, 1.0), weights.get(twin, 1.0))))
    return pairs, (rest, others)


def _words(name: str) -> list[str]:
    return [word[:MAX_LETTERS] for word in (name or '').split()[:MAX_WORDS]]


def _joined(words: list[str], others: list[str]) -> list[str]:
    """The words, with two of them as one where the other name has them so."""
    wanted = {word for word in others if len(word) > 3}
    joined, place = [], 0
    while place < len(words):
        both = ''.join(words[place : place + 2])
        if place + 1 < len(words) and both in wanted and words[place] not in wanted:
            joined.append(both)
            place += 2
        else:
            joined.append(words[place])
            place += 1
    return joined


def _twins(
    words: list[str], others: list[str], weights: Mapping[str, float]
) -> list[tuple[float, str, str]]:
    """Pairs of words that are spellings of one, the likest first, each word once."""
    pairs = [
        (-alike, min(word, other), max(word, other), word, other)
        for word in words
        for other in others
        if (alike := _word_likeness(word, other, weights))
    ]
    free, free_others, twins = list(words), list(others), []
    for negative, _low, _high, word, other in sorted(pairs):
        if word in free and other in free_others:
            free.remove(word)
            free_others.remove(other)
            twins.append((-negative, word, other))
    return twins


def _word_likeness(word: str, other: str, weights: Mapping[str, float]) -> float:
    """1 less the share of slips; 0 for different words."""
    short, long = sorted((len(word), len(other)))
    if short == 1:
        return 0.6 if long > 1 and word[0] == other[0] and word.isalpha() else 0.0
    allowed = _allowed_slips(short)
    if long - short > allowed or not allowed or not (word.isalpha() and other.isalpha()):
        return 0.0
    if weights and weights.get(word, 1.0) < COMMON and weights.get(other, 1.0) < COMMON:
        return 0.0
    slips = edits(word, other, allowed)
    return 0.0 if slips > allowed else 1 - 1.25 * slips / long


def _allowed_slips(letters: int) -> int:
    """How many slips a word of so many letters can have and still be known."""
    if letters < 7:
        return int(letters > 3)
    return 2 if letters < 11 else 3


def edits(word: str, other: str, limit: int) -> int:
    """Letters to add, drop, change or swap to make one word the other; limit + 1 if more.

    >>> edits('kowalski', 'kowlaski', 2), edits('kowalski', 'nowakowski', 2)
    (1, 3)
    """
    start, end = 0, min(len(word), len(other))
    while start < end and word[start] == other[start]:
        start += 1
    word, other = word[start:], other[start:]
    end -= start
    cut = 0
    while cut < end and word[-1 - cut] == other[-1 - cut]:
        cut += 1
    word, other = word[: len(word) - cut], other[: len(other) - cut]
    if abs(len(word) - len(other)) > limit:
        return limit + 1
    if not word or not other:
        return len(word) + len(other)
    return _edits(word, other, limit)


def _edits(word: str, other: str, limit: int) -> int:
    """The table of Damerau and Levenshtein, row by row, until a whole row is over the limit."""
    older, before = [], list(range(len(other) + 1))
    for place, letter in enumerate(word):
        row = [place + 1]
        for column, twin in enumerate(other):
            cost = min(before[column] + (letter != twin), before[column + 1] + 1, row[column] + 1)
            if place and column and letter == other[column - 1] and twin == word[place - 1]:
                cost = min(cost, older[column - 1] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        older, before = before, row
    return min(before[-1], limit + 1)


def compare(one: Record, other: Record, rules: Rules = RULES) -> Match:
    """How likely two records are one, and why; the order of the two does not matter.

    >>> firm = Record(host='nowak.pl', company='nowak')
    >>> compare(firm, Record(host='nowak.pl', company='nowak'))
    Match(score=0.8, reasons=(Reason(code='company', value='100'), Reason(code='host', \
value='nowak.pl')))
    """
    person = _person_evidence(one.person, other.person, rules)
    strangers = any(piece.code == 'person_differs' for piece in person)
    evidence = [
        *person,
        *_email_evidence(one, other, rules),
        *_phone_evidence(one, other, rules, strangers),
        *_tax_evidence(one, other, rules),
        *_company_evidence(one.company, other.company, rules),
        *_web_evidence(one, other, rules),
        *_city_evidence(one, other, rules),
    ]
    evidence.sort(key=lambda piece: (-piece.points, piece.code))
    reasons = tuple(Reason(piece.code, piece.value) for piece in evidence)
    return Match(_score(evidence, rules), reasons)


def _score(evidence: list[_Evidence], rules: Rules) -> float:
    shared = math.fsum(piece.points for piece in evidence if piece.code in _OF_COMPANY)
    own = math.fsum(piece.points for piece in evidence if piece.code not in _OF_COMPANY)
    lacking = rules.needed - own - min(shared, rules.company_limit)
    return 1 / (1 + 2 ** min(max(lacking, -50.0), 50.0))


def _email_evidence(one: Record, other: Record, rules: Rules) -> Iterator[_Evidence]:
    same = [
        address
        for address in sorted(set(one.emails) & set(other.emails))
        if address not in rules.ignored and email_domain(address) not in rules.ignored
    ]
    own = [address for address in same if not _is_shared_address(address, rules)]
    if own:
        yield _Evidence('email', own[0], rules.email)
    elif same:
        yield _Evidence('role_email', same[0], rules.role_email)


def _is_shared_address(address: str, rules: Rules) -> bool:
    if address in rules.shared:
        return True
    return is_role_address(address) and not is_public_provider(email_domain(address))


def _phone_evidence(
    one: Record, other: Record, rules: Rules, strangers: bool
) -> Iterator[_Evidence]:
    """A number of two different persons is a switchboard's."""
    same = sorted(
        phone for phone in set(one.phones) & set(other.phones) if phone not in rules.ignored
    )
    own = [phone for phone in same if phone not in rules.shared and not strangers]
    if own:
        yield _Evidence('phone', own[0], rules.phone)
    elif same:
        yield _Evidence('shared_phone', same[0], rules.shared_phone)


def _tax_evidence(one: Record, other: Record, rules: Rules) -> Iterator[_Evidence]:
    """A company may have an id in each country, so only those of one country contradict."""
    if not one.tax_id or not other.tax_id:
        return
    if one.tax_id in rules.ignored or other.tax_id in rules.ignored:
        return
    if one.tax_id == other.tax_id:
        yield _Evidence('tax_id', one.tax_id, rules.tax_id)
    elif one.tax_id[:2] == other.tax_id[:2]:
        yield _Evidence('tax_id_differs', '', rules.tax_id_differs)


def _person_evidence(one: str, other: str, rules: Rules) -> list[_Evidence]:
    """Relatives share a rare name, so each word of a person's name has the same say."""
    if not one or not other:
        return []
    alike = likeness(one, other, rules.person_words)
    if alike.plain >= 0.75 or (alike.within and alike.plain >= 0.5):
        points = rules.person * alike.plain * min(1.0, alike.rarity / 1.2)
        return [_Evidence('person', _per_cent(alike.plain), points)]
    if alike.plain < 0.65:
        return [_Evidence('person_differs', _per_cent(alike.plain), rules.person_differs)]
    return []


def _company_evidence(one: str, other: str, rules: Rules) -> Iterator[_Evidence]:
    """Sister companies share a rare word; what else they are called tells them apart."""
    if not one or not other:
        return
    alike = likeness(one, other, rules.company_words)
    ratio = alike.ratio if alike.within else (alike.ratio + alike.plain) / 2
    if ratio >= 0.8 or (alike.within and ratio >= 0.5):
        points = rules.company * ratio * min(1.0, alike.rarity)
        yield _Evidence('company', _per_cent(alike.ratio), points)
    elif ratio < 0.6:
        yield _Evidence('company_differs', _per_cent(alike.ratio), rules.company_differs)


def _web_evidence(one: Record, other: Record, rules: Rules) -> Iterator[_Evidence]:
    """A website, else a mail domain: mostly they are one and the same, so they count once."""
    if one.host and one.host == other.host and _tells_company(one.host, rules):
        yield _Evidence('host', one.host, rules.host)
        return
    same = _domains(one) & _domains(other)
    if telling := sorted(domain for domain in same if _tells_company(domain, rules)):
        yield _Evidence('domain', telling[0], rules.domain)


def _domains(record: Record) -> set[str]:
    return {email_domain(address) for address in record.emails} | {record.host} - {''}


def _tells_company(host: str, rules: Rules) -> bool:
    return host not in rules.ignored and not is_public_provider(host)


def _city_evidence(one: Record, other: Record, rules: Rules) -> Iterator[_Evidence]:
    if not one.city or not other.city:
        return
    if one.city == other.city:
        yield _Evidence('city', one.city, rules.city)
    else:
        yield _Evidence('city_differs', '', rules.city_differs)


def _per_cent(ratio: float) -> str:
    """Rounded down: only names of the same words are 100 % alike."""
    return str(int(ratio * 100 + 1e-9))
