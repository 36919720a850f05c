"""Days and periods that a text names, in the words and notations of several languages; no ORM."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from . import periods
from .day_patterns import PATTERNS
from .day_words import LONG_WEEKDAYS, MONTHS, PERSIAN_DAYS, SHORT_WEEKDAYS
from .periods import DAY, Period

#: Days that are found at most.
MOST = 60


class Mention(NamedTuple):
    """A place of a text that names a day, a weekday, a week or a month.

    ``readings`` has the periods of each way to read it, of several years where none is named.
    """

    start: int
    end: int
    kind: str
    readings: list[list[Period]]
    weekday: int | None = None
    has_no_year: bool = False
    #: The weekday before the day, if there is one, or that it is.
    starts_with: int | None = None


class _Text(NamedTuple):
    """What the notations of a text depend on."""

    sent: date
    is_persian: bool
    #: Which number comes first in 05/06, where the text tells it: 'day', 'month' or ''.
    first: str


_PERSIAN_LETTERS = re.compile('[آ-ی]')
_SLASHED = re.compile(r'(?<![\d/])(\d\d?)/(\d\d?)(?!\d)')
#: Words of languages that never write the month first.
_DAY_FIRST = re.compile(
    r'\b(?:jestem|urlop\w*|bede|dnia|nieobecn\w*|wracam|od|ich|bin|bis|vom|je|suis|jusquau|du)\b'
)
#: What may stand between a weekday and its day.
_BESIDE = re.compile(
    r'(?: (?:morning|evening|afternoon|rano))?[ ,(]{0,3}'
    r'(?:(?:the|den|dem|dnia|le|on|of|w|in|مورخ|روز) )?'
)
#: Short names of weekdays that stand alone, and after what: most are words, too.
_SHORT = re.compile(r'(?:tues?|wed|thu|thurs?|fri|pon|wt|czw)\.?')
_BEFORE_SHORT = re.compile(r'\b(?:back|until|till?|through|thru|on|w|we|do) \Z')
_BEHIND = re.compile(r'(?: ?\(|,? )')


def find_days(text: str, sent: date) -> list[Mention]:
    """Return what names a day in a text, in its order.

    :param text: as :func:`.day_words.fold` makes it
    :param sent: the day on which it was written

    >>> found = find_days('from 1 to 14 december, back on monday', date(2026, 12, 1))
    >>> [(mention.kind, str(mention.readings[0][1][0])) for mention in found]
    [('day_month', '2026-12-14'), ('weekday', '2026-12-07')]
    """
    about = _Text(sent, bool(_PERSIAN_LETTERS.search(text)), _order(text))
    return list(_join_weekdays(text, sorted(_find(text, about))[:MOST]))


def _order(text: str) -> str:
    """Return which number comes first in 05/06: by other days of the text, or by its words."""
    pairs = [(int(first), int(second)) for first, second in _SLASHED.findall(text)]
    if any(first <= 12 < second < 32 for first, second in pairs):
        return 'month'
    is_day_first = any(second <= 12 < first < 32 for first, second in pairs)
    return 'day' if is_day_first or _DAY_FIRST.search(text) else ''


def _find(text: str, about: _Text) -> Iterator[Mention]:
    """Yield what each pattern finds in what those before it have left, be it a day or not."""
    for kind, pattern in PATTERNS.items():
        matches = list(pattern.finditer(text))
        yield from filter(None, (_read(kind, match, about) for match in matches))
        text = _hide(text, matches)


def _hide(text: str, matches: list[re.Match]) -> str:
    """Return a text of the same length without what was found."""
    parts, end = [], 0
    for match in matches:
        parts += [text[end : match.start()], '\0' * (match.end() - match.start())]
        end = match.end()
    return ''.join([*parts, text[end:]])


def _read(kind: str, match: re.Match, about: _Text) -> Mention | None:
    """Return what a match means, or None where the calendar has no such day."""
    parts = match.groupdict()
    readings = [reading for reading in _READERS[kind](parts, about) if reading]
    if not readings:
        return None
    weekday = readings[0][0][0].weekday() if kind in ('weekday', 'short') else None
    has_month = kind == 'dm' or parts.get('month') or parts.get('roman')
    has_no_year = bool(has_month and not parts.get('year') and not parts.get('short'))
    kind = 'range' if parts.get('end') else kind
    return Mention(match.start(), match.end(), kind, readings, weekday, has_no_year, weekday)


def _join_weekdays(text: str, found: list[Mention]) -> Iterator[Mention]:
    """Yield days with the weekdays beside them; a short name of a weekday alone is a word."""
    weekday, behind = None, None
    for mention, after in zip_longest(found, found[1:]):
        between = text[mention.end : after.start] if after else None
        if mention is behind:
            continue
        if mention.weekday is None:
            is_behind = after and after.weekday is not None and _BEHIND.fullmatch(between)
            behind = after if is_behind and not weekday else None
            beside = weekday or behind
            yield _with_weekday(mention, beside) if beside else mention
            weekday = None
        elif after and after.weekday is None and _BESIDE.fullmatch(between):
            weekday = mention
        elif mention.kind == 'weekday' or _is_alone(text, mention):
            yield mention._replace(kind='weekday')


def _is_alone(text: str, mention: Mention) -> bool:
    """Return whether a short name is that of a weekday without a day beside it."""
    before = text[max(0, mention.start - 10) : mention.start]
    is_name = _SHORT.fullmatch(text, mention.start, mention.end)
    return bool(is_name and _BEFORE_SHORT.search(before))


def _with_weekday(mention: Mention, beside: Mention) -> Mention:
    """Return a day that begins at its weekday, or the weekday of a week."""
    start, end = min(mention.start, beside.start), max(mention.end, beside.end)
    if mention.kind not in ('next', 'this'):
        first = beside.weekday if beside.start == start else None
        return mention._replace(start=start, weekday=beside.weekday, starts_with=first)
    readings = [
        _one_day(first + (beside.weekday - first.weekday()) % 7 * DAY for first, _last in reading)
        for reading in mention.readings
    ]
    return Mention(start, end, 'day', readings, beside.weekday, starts_with=beside.weekday)


def _one_day(days) -> list[Period]:
    return [(day, day) for day in days if day]


def _days(about: _Text, year: int | None, month: int, day: int, is_persian=False) -> list[Period]:
    """Return the days of a year, or of the years around where none is said."""
    if year:
        return _one_day([periods.make_day(year, month, day, is_persian)])
    return _one_day(periods.days_around(about.sent, month, day, is_persian))


def _read_ymd(parts, about):
    year, month, day = (int(parts[name]) for name in ('year', 'first', 'second'))
    return [_days(about, year, month, day)]


def _read_dmy(parts, about):
    first, second, third = (int(parts[name]) for name in ('first', 'second', 'third'))
    if periods.is_persian_year(third):
        return [_days(about, third, second, first)]
    if len(parts['third']) == 4:
        return [_days(about, third, *pair) for pair in _orders(parts, about)]
    readings = [_days(about, 2000 + third, *pair) for pair in _orders(parts, about)]
    if about.is_persian:
        readings += [_days(about, 1400 + first, second, third)]
        readings += [_days(about, 1400 + third, second, first)]
    return readings


def _read_dm(parts, about):
    pairs = _orders(parts, about)
    return [_days(about, None, *pair, is_persian=about.is_persian) for pair in pairs]


def _orders(parts, about: _Text) -> list[tuple[int, int]]:
    """Return the months and days that two numbers may be."""
    first, second = int(parts['first']), int(parts['second'])
    day_first, month_first = (second, first), (first, second)
    if about.is_persian or max(first, second) > 12:
        return [day_first, month_first]
    if parts['sign'] != '/' or about.first == 'day':
        return [day_first]
    return [month_first] if about.first == 'month' else [day_first, month_first]


def _read_day_month(parts, about):
    is_persian, month = MONTHS[parts['month'] or parts['roman']]
    year = _named_year(parts) or _short_year(parts['short'], is_persian, about)
    return [_days(about, year, month, _day_number(parts), is_persian)]


def _short_year(text: str | None, is_persian: bool, about: _Text) -> int | None:
    """Return the year that two digits behind a month mean, if they can mean one."""
    years = periods.years_around(about.sent, is_persian)
    return next((year for year in years if text and year % 100 == int(text)), None)


def _read_month_day(parts, about):
    is_persian, month = MONTHS[parts['month']]
    day = int(parts['end'] or parts['day'])
    return [_days(about, _named_year(parts), month, day, is_persian)]


def _read_day(parts, about):
    day = _day_number(parts)
    return [_one_day(periods.days_of_months(about.sent, day, about.is_persian))]


def _day_number(parts) -> int:
    digits = parts['day'] or parts.get('german') or parts.get('french')
    return int(digits) if digits else PERSIAN_DAYS[parts['word']]


def _read_month(parts, about):
    is_persian, month = MONTHS[parts['month']]
    year = _named_year(parts)
    years = [year] if year else periods.years_around(about.sent, is_persian)
    return [[periods.make_month(year, month, is_persian) for year in years]]


def _read_edge(parts, about):
    if parts['month']:
        [around] = _read_month(parts, about)
    else:
        get = periods.next_unit if parts['next'] or parts['later'] else periods.unit_around
        around = [get(_unit(parts), about.sent, about.is_persian)]
    if parts['last']:
        return [_one_day(last for _first, last in around)]
    ahead = 14 * DAY if parts['middle'] else 0 * DAY
    return [_one_day(first + ahead for first, _last in around)]


def _read_compound(parts, about):
    return [_one_day([periods.unit_around(_unit(parts), about.sent)[1]])]


def _read_next(parts, about):
    return [[periods.next_unit(_unit(parts), about.sent, about.is_persian)]]


def _read_new_year(parts, about):
    first, _last = periods.next_unit('year', about.sent, about.is_persian)
    return [_one_day([first])]


def _read_this(parts, about):
    return [[periods.unit_around('week', about.sent, about.is_persian)]]


def _unit(parts) -> str:
    """Return which of the groups ``unit_week``, ``before_year`` and so on has matched."""
    named = (name for name, text in parts.items() if text and name.startswith(('unit_', 'before_')))
    return next(named).partition('_')[2]


def _read_weekday(parts, about):
    name = _plain(parts.get('long') or parts['short'])
    weekday = (LONG_WEEKDAYS if 'long' in parts else SHORT_WEEKDAYS)[name]
    return [_one_day(periods.weekdays_around(about.sent, weekday))]


def _named_year(parts) -> int | None:
    return int(parts['year']) if parts['year'] else None


def _plain(name: str) -> str:
    return name.replace(' ', '')


_READERS = {
    'ymd': _read_ymd,
    'dmy': _read_dmy,
    'day_month': _read_day_month,
    'month_day': _read_month_day,
    'dm': _read_dm,
    'edge': _read_edge,
    'compound': _read_compound,
    'next': _read_next,
    'new_year': _read_new_year,
    'this': _read_this,
    'day': _read_day,
    'weekday': _read_weekday,
    'short': _read_weekday,
    'tomorrow': lambda _parts, about: [_one_day([about.sent + DAY])],
    'today': lambda _parts, about: [_one_day([about.sent])],
    'month': _read_month,
}
