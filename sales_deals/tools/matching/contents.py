"""Whether two deals of one client are about the same thing; no ORM.

A client who comes back is no duplicate: what is asked for, for how much and until when tells the
two apart. The evidence is summed up in points, like that of :mod:`scores`.

>>> windows = Content(subject='windows site a', value=120_000, decision=365)
>>> doors = Content(subject='doors site b', value=480_000, decision=455)
>>> match = Match(0.99, (Reason('email', 'jan@nowak.pl'),))
>>> weigh(match, windows, doors).is_repeat
True
>>> weigh(match, windows, windows._replace(value=120_500)).is_repeat
False
"""

from collections.abc import Iterator
from typing import NamedTuple

from .folding import fold_text
from .names import likeness
from .scores import RULES, Match, Reason, Rules

#: Likeness of subjects: the same from the first on, different below the second.
SAME_SUBJECT, OTHER_SUBJECT = 0.8, 0.5
#: The smaller value as a part of the larger: the same from the first on, else below the second.
SAME_VALUE, OTHER_VALUE = 0.95, 0.8
#: Days between the dates of decision that make them different.
OTHER_DECISION = 30
#: Days between two deals: entered twice up to the first, likely another one from the second on.
SOON, LATER, MUCH_LATER = 3, 60, 300
#: Words that say nothing of what a deal is about.
EMPTY_WORDS = frozenset(
    [
        "re",
        "fw",
        "fwd",
        "odp",
        "aw",
        "wg",
        "pd",
        "deal",
        "opportunity",
        "lead",
        "request",
        "inquiry",
        "enquiry",
        "question",
        "offer",
        "quote",
        "quotation",
        "for",
        "from",
        "the",
        "an",
        "of",
        "about",
        "and",
        "website",
        "web",
        "form",
        "contact",
        "via",
        "new",
        "zapytanie",
        "oferta",
        "oferte",
        "o",
        "w",
        "z",
        "na",
        "do",
        "dla",
        "ze",
        "ofertowe",
        "prosba",
        "pytanie",
        "formularz",
        "kontaktowy",
        "strony",
        "kontakt",
        "nowe",
        "szansa",
        "sprzedazy",
        "anfrage",
        "angebot",
        "fur",
        "von",
        "uber",
        "kontaktformular",
        "درخواست",
        "استعلام",
        "قیمت",
        "از",
        "برای",
        "فرم",
        "تماس",
        "پیش",
        "فاکتور",
        "سوال",
        "فرصت",
    ]
)


class Content(NamedTuple):
    """What a deal is about; 0, '' or () for what is unknown."""

    #: Folded, without names of the client: see :func:`content_words`.
    subject: str = ''
    value: float = 0.0
    #: Ids of products.
    products: tuple[int, ...] = ()
    process: int = 0
    #: Day of the decision, and day on which the deal was made, as numbers.
    decision: int = 0
    created: int = 0
    #: Whether it has an offer.
    is_offered: bool = False
    #: What else is known of it, by a name each: it says little, but differs between two deals.
    details: tuple[tuple[str, object], ...] = ()


def content_words(subject: str, *names: str) -> str:
    """Return the folded words of a subject that tell what a deal is about.

    :param names: folded names of the client, which are in the subjects of all his deals

    >>> content_words("RE: Zapytanie o okna - Nowak Meble", 'nowak meble')
    'okna'
    """
    without = {word for name in names for word in name.split()} | EMPTY_WORDS
    words = [word for word in fold_text(subject).split() if word not in without]
    # A number alone is a running one.
    return ' '.join(words) if any(not word.isdigit() for word in words) else ''


def weigh(match: Match, one: Content, other: Content, rules: Rules = RULES) -> Match:
    """Add to a match of two clients whether their deals are two; the order does not matter.

    >>> match = Match(0.99, ())
    >>> weigh(match, Content(), Content()) == match
    True
    """
    codes = [*_subjects(one, other), *_values(one, other), *_products(one, other)]
    codes += [*_work(one, other), *_days(one, other)]
    points = sum(getattr(rules, code) for code in codes)
    reasons = tuple(Reason(code, '') for code in codes if getattr(rules, code))
    agrees = match.agrees and _agree(one, other)
    return Match(match.score, match.reasons + reasons, points <= -rules.repeated, agrees)


def _agree(one: Content, other: Content) -> bool:
    """Return whether nothing that is known of both deals differs."""
    pairs = [
        (sorted(one.subject.split()), sorted(other.subject.split())),
        (sorted(one.products), sorted(other.products)),
        (one.value, other.value),
        (one.process, other.process),
        (one.decision, other.decision),
    ]
    known = dict(other.details)
    pairs += [(value, known.get(name)) for name, value in one.details]
    return not any(a != b for a, b in pairs if a and b)


def _subjects(one: Content, other: Content) -> Iterator[str]:
    if one.subject and other.subject:
        alike = likeness(one.subject, other.subject).plain
        figures, others = _figures(one.subject), _figures(other.subject)
        if alike < OTHER_SUBJECT:
            yield 'subject_differs'
        elif figures and others and figures.isdisjoint(others):
            yield 'figures_differ'
        elif alike >= SAME_SUBJECT:
            yield 'subject'


def _figures(subject: str) -> set[str]:
    """Return what tells two orders of the same thing apart: numbers, and names of one letter."""
    return {word for word in subject.split() if word.isdigit() or len(word) == 1}


def _values(one: Content, other: Content) -> Iterator[str]:
    small, large = sorted((one.value, other.value))
    if small > 0:
        if small >= SAME_VALUE * large:
            yield 'value'
        elif small < OTHER_VALUE * large:
            yield 'value_differs'


def _products(one: Content, other: Content) -> Iterator[str]:
    if one.products and other.products:
        shared = len({*one.products} & {*other.products})
        if not shared:
            yield 'products_differ'
        elif 2 * shared > max(len(one.products), len(other.products)):
            yield 'products'


def _work(one: Content, other: Content) -> Iterator[str]:
    if one.process and other.process and one.process != other.process:
        yield 'process_differs'
    if one.is_offered and other.is_offered:
        yield 'both_offered'


def _days(one: Content, other: Content) -> Iterator[str]:
    if one.decision and other.decision and abs(one.decision - other.decision) > OTHER_DECISION:
        yield 'decision_differs'
    if one.created and other.created:
        apart = abs(one.created - other.created)
        if apart <= SOON:
            yield 'soon'
        elif apart >= LATER:
            yield 'much_later' if apart >= MUCH_LATER else 'later'
