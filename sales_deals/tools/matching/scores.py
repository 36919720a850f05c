"""Probability that two records are duplicates; no ORM.

The evidence is summed up after Fellegi and Sunter: each point doubles the odds, contradictions
count negative. All who work at a company share its data; so this evidence counts together, up to a
limit, and is never enough for different persons.

>>> jan = Record(company='nowak meble', person='jan kowalski', phones=('+48601234567',))
>>> same = Record(company='nowak melbe', person='kowalski jan', phones=('+48601234567',))
>>> match = compare(jan, same)
>>> match.score > RULES.certain, match.reasons[0]
(True, Reason(code='phone', value='+48601234567'))
>>> colleague = same._replace(person='anna lis')
>>> compare(jan, colleague).score < RULES.threshold
True
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from .keys import email_domain, is_public_provider, is_role_address, is_same_phone, phone_end
from .names import NO_WEIGHTS, likeness

#: Similarity of persons' names: the same from the first on, different below the second.
SAME_PERSON, OTHER_PERSON = 0.75, 0.7
#: The same for companies' names.
SAME_COMPANY, OTHER_COMPANY = 0.8, 0.6
#: Minimum similarity of a name that is part of the other: a surname alone, a name without trade.
PART = 0.5
#: Rarity of a person's name that gets all points: one rare word, or two fairly common ones.
RARE_PERSON = 1.2

#: Codes of evidence for a match.
SUPPORTING = (
    'contact',  # value: ''
    'customer',  # value: ''
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
#: Codes of evidence against it; values as above, or ''.
CONTRADICTING = (
    'tax_id_differs',
    'person_differs',
    'person_missing',
    'script_differs',
    'company_differs',
    'city_differs',
)
#: Codes of evidence that the deals of one client are one, and that they are two; values are ''.
SAME_CONTENT = ('subject', 'value', 'products', 'soon')
OTHER_CONTENT = (
    'subject_differs',
    'figures_differ',
    'value_differs',
    'products_differ',
    'process_differs',
    'decision_differs',
    'later',
    'much_later',
    'both_offered',
)
#: Evidence that everybody in a company shares; together it counts up to Rules.company_limit.
_OF_COMPANY = frozenset(
    ('customer', 'tax_id', 'company', 'host', 'role_email', 'shared_phone', 'domain')
)
#: Evidence that is one person's.
_OF_PERSON = frozenset(('contact', 'email', 'phone'))
_AGAINST = frozenset(CONTRADICTING + OTHER_CONTENT)


class Record(NamedTuple):
    """The compared data of a deal: keys and folded names, '' or () for what is unknown."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    host: str = ''
    tax_id: str = ''
    company: str = ''
    person: str = ''
    city: str = ''
    #: Ids of the contact and of the company, where somebody has chosen them.
    contact: str = ''
    customer: str = ''


class Rules(NamedTuple):
    """Points for each piece of evidence, and thresholds.

    A point doubles the odds; ``needed`` points make them even. Similar names get points in
    proportion to similarity and rarity. A deal without a person may belong to any colleague, so
    ``person_missing`` is deducted.
    """

    contact: float = 11.5
    customer: float = 7.0
    email: float = 11.5
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
    person_missing: float = -3.2
    script_differs: float = -3.2
    company_differs: float = -6.0
    city_differs: float = -0.5
    company_limit: float = 10.0
    needed: float = 8.0
    #: What two deals of one client are about: see :mod:`contents`.
    subject: float = 1.0
    value: float = 1.5
    products: float = 2.0
    soon: float = 1.0
    subject_differs: float = -3.0
    figures_differ: float = -2.0
    value_differs: float = -3.0
    products_differ: float = -3.0
    process_differs: float = -1.5
    decision_differs: float = -2.0
    later: float = -1.5
    much_later: float = -4.0
    both_offered: float = -1.5
    #: Points against it from which on they are two deals.
    repeated: float = 3.0
    #: Minimum scores of pairs that are shown, and of certain ones: see is_certain.
    threshold: float = 0.5
    certain: float = 0.97
    #: Addresses, domains, hosts, tax ids and ends of phones that are no evidence.
    ignored: Collection[str] = frozenset()
    #: Ends of phones and addresses shared by several people: a switchboard, an agency's mailbox.
    shared: Collection[str] = frozenset()
    #: Rarity of words, see :func:`word_weights`.
    company_words: Mapping[str, float] = NO_WEIGHTS
    person_words: Mapping[str, float] = NO_WEIGHTS


class Reason(NamedTuple):
    """A piece of evidence: a code of SUPPORTING or CONTRADICTING, and the value to show."""

    code: str
    value: str


class Match(NamedTuple):
    """Probability that two clients are one, from 0 to 1, and its reasons, the strongest first."""

    score: float
    reasons: tuple[Reason, ...]
    #: Whether the client's deals are two: see :func:`contents.weigh`.
    is_repeat: bool = False
    #: Whether nothing that is known of both differs: neither of the clients nor of their deals.
    agrees: bool = True


class _Evidence(NamedTuple):
    code: str
    value: str
    points: float


RULES = Rules()
NO_MATCH = Match(0.0, ())


def compare(one: Record, other: Record, rules: Rules = RULES, shown_only: bool = False) -> Match:
    """Return the probability that two records are duplicates, and why; the order does not matter.

    :param shown_only: return NO_MATCH for a pair that cannot reach ``rules.threshold``

    >>> firm = Record(host='nowak.pl', company='nowak')
    >>> compare(firm, Record(host='nowak.pl', company='nowak')).score
    0.8
    >>> compare(firm, Record(host='nowak.pl', person='anna lis'), shown_only=True) is NO_MATCH
    True
    """
    evidence = [*_customer_evidence(one, other, rules), *_tax_evidence(one, other, rules)]
    evidence += _web_evidence(one, other, rules)
    in_one_company = any(piece.code != 'tax_id_differs' for piece in evidence)
    evidence += _person_evidence(one.person, other.person, rules, in_one_company)
    strangers = any(piece.code == 'person_differs' for piece in evidence)
    if strangers and _is_exchanged(one, other):
        exchanged = other._replace(person=other.company, company=other.person)
        return compare(one, exchanged, rules, shown_only)
    evidence += _email_evidence(one, other, rules)
    evidence += _phone_evidence(one, other, rules, strangers)
    if any(piece.code in _OF_PERSON for piece in evidence):
        # A mailbox or a number of one's own names the person, too.
        evidence = [piece for piece in evidence if piece.code != 'person_missing']
    evidence += _city_evidence(one, other, rules)
    # Companies' names take longest to compare; mostly the rest is enough to decide.
    if shown_only and _score(evidence, rules, best_company=True) < rules.threshold:
        return NO_MATCH
    evidence += _company_evidence(one.company, other.company, rules)
    score = _score(evidence, rules)
    if shown_only and score < rules.threshold:
        return NO_MATCH
    evidence = [piece for piece in evidence if piece.points]  # no points, no reason
    evidence.sort(key=lambda piece: (-piece.points, piece.code))
    reasons = tuple(Reason(piece.code, piece.value) for piece in evidence)
    return Match(score, reasons, agrees=_agree(one, other))


def _is_exchanged(one: Record, other: Record) -> bool:
    """Return whether one deal has the person where the other has the company."""
    if likeness(one.person, other.company).plain < SAME_PERSON:
        return False
    return not one.company or likeness(one.company, other.person).plain >= PART


def _is_comparable(one: str, other: str) -> bool:
    """Return whether two names are there, and written in one script.

    >>> _is_comparable('ahmed', 'احمد'), _is_comparable('ahmed', 'ahmad')
    (False, True)
    """
    return bool(one and other) and one.isascii() == other.isascii()


def is_certain(match: Match, rules: Rules = RULES) -> bool:
    """Return whether a match may be merged unseen: likely enough, without contradiction.

    >>> reasons = Reason('phone', '+48601234567'), Reason('person_missing', '')
    >>> is_certain(Match(0.99, reasons[:1])), is_certain(Match(0.99, reasons))
    (True, False)
    """
    contradicted = any(reason.code in _AGAINST for reason in match.reasons)
    return match.score >= rules.certain and match.agrees and not contradicted


def _agree(one: Record, other: Record) -> bool:
    """Return whether no key that both have differs, and not only one names a person."""
    if bool(one.person) != bool(other.person):
        return False
    singles = ((one.host, other.host), (one.tax_id, other.tax_id), (one.contact, other.contact))
    if any(a != b for a, b in (*singles, (one.customer, other.customer)) if a and b):
        return False
    if one.emails and other.emails and not _common(one.emails, other.emails):
        return False
    return not (one.phones and other.phones) or bool(_common_phones(one.phones, other.phones))


def persons_decide(rules: Rules) -> bool:
    """Return whether different persons without a common address never reach the threshold.

    Then the names are enough to skip a pair.

    >>> persons_decide(RULES), persons_decide(RULES._replace(person_differs=-1.0))
    (True, False)
    """
    best = rules.company_limit + rules.city + rules.person_differs
    return _odds(rules.needed - best) < rules.threshold


def _score(evidence: list[_Evidence], rules: Rules, best_company: bool = False) -> float:
    """Return the probability; ``best_company`` assumes the best evidence of a company's name."""
    shared = max(0.0, rules.company) if best_company else 0.0
    own = max(0.0, rules.company_differs) if best_company else 0.0
    for piece in evidence:
        if piece.code in _OF_COMPANY:
            shared += piece.points
        else:
            own += piece.points
    return _odds(rules.needed - own - min(shared, rules.company_limit))


def _odds(lacking: float) -> float:
    """Return the probability at so many points below even odds."""
    return 1 / (1 + 2 ** min(max(lacking, -50.0), 50.0))


def _customer_evidence(one: Record, other: Record, rules: Rules) -> Iterator[_Evidence]:
    """Compare the records of the client that were chosen; a company may have several."""
    if one.contact and one.contact == other.contact:
        yield _Evidence('contact', '', rules.contact)
    elif one.customer and one.customer == other.customer:
        yield _Evidence('customer', '', rules.customer)


def _email_evidence(one: Record, other: Record, rules: Rules) -> Iterator[_Evidence]:
    same = [
        address
        for address in _common(one.emails, other.emails)
        if address not in rules.ignored and email_domain(address) not in rules.ignored
    ]
    own = [address for address in same if not _is_shared_address(address, rules)]
    if own:
        yield _Evidence('email', own[0], rules.email)
    elif same:
        yield _Evidence('role_email', same[0], rules.role_email)


def _common(values: Collection[str], others: Collection[str]) -> list[str]:
    """Return common values, sorted, so that the order of the records does not matter."""
    return sorted({*values}.intersection(others)) if values and others else []


def _common_phones(phones: Collection[str], others: Collection[str]) -> list[str]:
    """Return the common numbers, with their country where it is known."""
    if not phones or not others:
        return []
    return sorted(
        min(phone, other)  # a plus comes before digits
        for phone in phones
        for other in others
        if phone == other or is_same_phone(phone, other)
    )


def _is_shared_address(address: str, rules: Rules) -> bool:
    if address in rules.shared:
        return True
    return is_role_address(address) and not is_public_provider(email_domain(address))


def _phone_evidence(
    one: Record, other: Record, rules: Rules, strangers: bool
) -> Iterator[_Evidence]:
    """Compare phones; a common number of two different persons is a switchboard's."""
    same = [
        phone
        for phone in _common_phones(one.phones, other.phones)
        if phone_end(phone) not in rules.ignored
    ]
    own = [phone for phone in same if phone_end(phone) not in rules.shared and not strangers]
    if own:
        yield _Evidence('phone', own[0], rules.phone)
    elif same:
        yield _Evidence('shared_phone', same[0], rules.shared_phone)


def _tax_evidence(one: Record, other: Record, rules: Rules) -> Iterator[_Evidence]:
    """Compare tax ids; different ones contradict within one country only."""
    if not one.tax_id or not other.tax_id:
        return
    if one.tax_id in rules.ignored or other.tax_id in rules.ignored:
        return
    if one.tax_id == other.tax_id:
        yield _Evidence('tax_id', one.tax_id, rules.tax_id)
    elif one.tax_id[:2] == other.tax_id[:2]:
        yield _Evidence('tax_id_differs', '', rules.tax_id_differs)


def _person_evidence(one: str, other: str, rules: Rules, in_one_company: bool) -> list[_Evidence]:
    """Compare persons' names; a part of a name, such as its initials, never contradicts it.

    Relatives share a rare surname, so all words have equal weight. Frequent names get fewer points,
    except within one company, which hardly has two namesakes.
    """
    if not one and not other:
        return []
    if not one or not other:
        return [_Evidence('person_missing', '', rules.person_missing)]
    if not _is_comparable(one, other):
        return [_Evidence('script_differs', '', rules.script_differs)]
    alike = likeness(one, other, rules.person_words)
    if alike.plain >= SAME_PERSON or (alike.within and alike.plain >= PART):
        rarity = 1.0 if in_one_company else min(1.0, alike.rarity / RARE_PERSON)
        points = rules.person * alike.plain * rarity
        return [_Evidence('person', _per_cent(alike.plain), points)]
    if alike.plain < OTHER_PERSON and not alike.within:
        return [_Evidence('person_differs', _per_cent(alike.plain), rules.person_differs)]
    return []


def _company_evidence(one: str, other: str, rules: Rules) -> Iterator[_Evidence]:
    """Compare companies' names.

    Sister companies share a rare word, so the other words count with equal weights, too.
    """
    if not _is_comparable(one, other):
        return
    alike = likeness(one, other, rules.company_words)
    ratio = alike.ratio if alike.within else (alike.ratio + alike.plain) / 2
    if ratio >= SAME_COMPANY or (alike.within and ratio >= PART):
        points = rules.company * ratio * min(1.0, alike.rarity)
        yield _Evidence('company', _per_cent(alike.ratio), points)
    elif ratio < OTHER_COMPANY and not alike.within:
        yield _Evidence('company_differs', _per_cent(alike.ratio), rules.company_differs)


def _web_evidence(one: Record, other: Record, rules: Rules) -> Iterator[_Evidence]:
    """Compare websites, else mail domains: they are mostly equal, so only one counts."""
    if one.host and one.host == other.host and _tells_company(one.host, rules):
        yield _Evidence('host', one.host, rules.host)
        return
    for domain in _common(_domains(one), _domains(other)):
        if _tells_company(domain, rules):
            yield _Evidence('domain', domain, rules.domain)
            return


def _domains(record: Record) -> list[str]:
    domains = [record.host, *map(email_domain, record.emails)]
    return [domain for domain in domains if domain]


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
    """Write a ratio in per cent, rounded down: only names of the same words are 100 % alike."""
    return str(int(ratio * 100 + 1e-9))
