"""Until when the writer of an out-of-office reply is away; no ORM.

An absence "until" a day includes it, as the cautious reading: a day late costs less than another
automatic reply. Where a wording says otherwise ("not before", "until Monday", "back by") it counts.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..language.day_words import MONTHS, fold
from ..language.days import Mention, find_days
from ..language.periods import DAY, FRIDAY, MONDAY, SATURDAY, SUNDAY, Period
from . import absence_words as words

#: Characters that are looked at: of a mail, and of what its writer has written.
MAX_MAIL, MAX_TEXT = 40_000, 6_000
#: Nobody is away longer without a word about it.
MOST_DAYS = 400
#: Without a year, a later day is rather one of the last weeks: somebody forgot the reply.
MOST_DAYS_UNNAMED = 335
#: Characters before a day in which its preposition is, and between a day and what is done on it.
NEAR, BESIDE = 70, 45
#: Characters between "not" and what is not done.
NEGATED = 30

#: How telling a day is; the best one of a text wins.
BACK, REPLY, AWAY_UNTIL, UNTIL, AWAY_ON = 5, 4, 3, 2, 1
#: Less precise than a day.
_VAGUE = ('weekday', 'next', 'this', 'month', 'edge', 'new_year')
#: Kinds that mean a day only behind a word that says so.
_WORDS = ('month', 'new_year')
#: Words before a last day.
_UNTIL = ('until', 'to', 'through')
_WEEKEND, _PERSIAN_WEEKEND = (SATURDAY, SUNDAY), (FRIDAY,)
#: In Polish, "i" is "and".
_ENGLISH_I = re.compile(r"\bI(?=['’]|\s+[^\W\d_])")
_SENTENCE_END = re.compile(r'[.!?؟;…](?=["”»)]?\s+["„«(]?(\w+))')


class _Doing(NamedTuple):
    start: int
    end: int
    kind: str
    is_english: bool = False


class _Day(NamedTuple):
    """A day with what is said about it."""

    mention: Mention
    before: str
    #: Whether the word before it is Persian.
    is_persian: bool
    #: Whether another day stands before it as the first one.
    is_range: bool
    is_included: bool


def back_on(text: str, sent: date) -> date | None:
    """Return the first day on which the writer of an out-of-office reply is back.

    Weekends and holidays are not left out. Where several days are named, the one of the return
    wins; what is quoted, and what stands in a signature, does not count.

    :param text: the body of the mail, without markup
    :param sent: the day on which it was sent
    :return: None where no day is told, it is before ``sent`` or more than 400 days ahead

    >>> back_on("I am out of the office until 14 December.", date(2026, 12, 1))
    datetime.date(2026, 12, 15)
    >>> back_on("Jestem na urlopie 1.12–14.12, wracam w środę 16.12.", date(2026, 12, 1))
    datetime.date(2026, 12, 16)
    >>> back_on("تا ۱۵ آذر در مرخصی هستم", date(2026, 12, 1))
    datetime.date(2026, 12, 7)
    """
    letter, signature = _parts_of(text)
    return _find(letter, sent, AWAY_ON) or _find(signature, sent, AWAY_UNTIL)


def _find(text: str, sent: date, least: int) -> date | None:
    """Return the day of the most telling wording that is at least so telling."""
    told = [(rank, day) for rank, day in _told(text, sent) if rank[0] >= least]
    best = max((rank for rank, _day in told), default=None)
    return min((day for rank, day in told if rank == best), default=None)


def _told(text: str, sent: date) -> Iterator[tuple[tuple[int, bool], date]]:
    mentions = find_days(text, sent)
    doings = _doings(text)
    for place, mention in enumerate(mentions):
        day = _about(text, mention, mentions[place - 1] if place else None)
        rank, is_after = _judge(text, day, doings) or (0, False)
        found = _choose(mention, is_after, sent) if rank else None
        if found:
            yield (rank, mention.kind not in _VAGUE), found


def _choose(mention: Mention, is_after: bool, sent: date) -> date | None:
    """Return the nearest day that is meant, not before the mail.

    Of the ways to read it, those count that fall on the weekday that stands beside it.
    """
    returns = [_nearest(mention, reading, is_after, sent) for reading in mention.readings]
    days = [(named, day) for named, day in filter(None, returns)]
    fitting = [day for named, day in days if named.weekday() == mention.weekday]
    return min(fitting or [day for _named, day in days], default=None)


def _nearest(
    mention: Mention, reading: list[Period], is_after: bool, sent: date
) -> tuple[date, date] | None:
    """Return the nearest day of one reading, and when the writer is back from it."""
    earliest = sent + DAY if mention.kind == 'weekday' else sent
    days = [(last, last + DAY) if is_after else (first, first) for first, last in reading]
    latest = sent + (MOST_DAYS_UNNAMED if mention.has_no_year else MOST_DAYS) * DAY
    return next(((named, day) for named, day in days if earliest <= day <= latest), None)


def _judge(text: str, day: _Day, doings: list[_Doing]) -> tuple[int, bool] | None:
    """Return how telling a day is, and whether the writer is back only after it."""
    doing = _doing_of(text, day, doings)
    kind = doing.kind if doing else ''
    is_back = {'back': BACK, 'reply': REPLY}.get(kind)
    if day.is_range or day.before in ('until', 'through'):
        return _judge_until(text, day, doing)
    if day.before == 'after':
        return (is_back or UNTIL, True)
    if day.before == 'before':
        return (BACK, False) if kind in ('not_back', 'not') else None
    if day.before == 'since':
        return None
    # "I may reply", "happy new year"
    is_word = day.mention.kind in _WORDS and day.before not in ('on', 'from')
    if not doing or is_word:
        return None
    is_beside = _is_beside(day.mention, doing)
    if is_back:
        return (is_back, False) if day.before or is_beside else None
    is_day = day.before in ('', 'on', 'and') and not _is_weekly(text, day.mention)
    return (AWAY_ON, True) if is_beside and is_day else None


def _is_weekly(text: str, mention: Mention) -> bool:
    """Return whether a weekday is one on which nobody works: each week, not in an absence."""
    weekend = _WEEKEND if text[mention.start : mention.end].isascii() else _PERSIAN_WEEKEND
    return mention.kind == 'weekday' and mention.weekday in weekend


def _judge_until(text: str, day: _Day, doing: _Doing | None) -> tuple[int, bool] | None:
    """Return how telling the last day of an absence is, and whether it is a part of it."""
    kind = doing.kind if doing else ''
    mention = day.mention
    is_return = day.before == 'until' and not day.is_range and not day.is_included
    if is_return and kind in ('not', 'not_back') and doing.is_english:
        return (BACK, False)
    if is_return and kind == 'back' and doing.start >= mention.end:
        return (BACK, False)  # by that day, as in "تا شنبه برمی‌گردم"
    first_of_week = SATURDAY if day.is_persian else MONDAY
    is_first = mention.starts_with == first_of_week or mention.kind in (*_WORDS, 'next')
    is_after = not (is_first and is_return)
    if kind in ('away', 'not', 'not_back'):
        return (AWAY_UNTIL, is_after)
    begin, end = _clause(text, mention)
    has_word = day.before in ('until', 'through')
    if not (has_word or kind) or words.OTHER_DEADLINES.search(text[begin:end]):
        return None
    return None if mention.kind == 'weekday' and day.is_range else (UNTIL, is_after)


def _about(text: str, mention: Mention, previous: Mention | None) -> _Day:
    """Return a day with the words around it."""
    begin, end = _clause(text, mention)
    start = max(begin, mention.start - NEAR)
    found = words.BEFORE_A_DAY.search(text[start : mention.start])
    name = found.lastgroup if found else ''
    word_start = start + found.start() if found else mention.start
    around = text[max(start, mention.start - 25) : min(end, mention.end + 20)]
    return _Day(
        mention,
        name,
        is_persian=bool(found) and not found[0].isascii(),
        is_range=mention.kind == 'range'
        or _is_last(text[begin:word_start], text[begin : mention.start], name)
        or _follows(text, mention, previous, word_start if name in _UNTIL else None),
        is_included=name == 'through' or bool(words.INCLUDED.search(around)),
    )


def _is_last(before_word: str, before: str, name: str) -> bool:
    """Return whether the number of another day stands before a day: "1-14", "between 1 and 14"."""
    if name == 'and':
        return bool(words.BETWEEN.search(before_word))
    if name == 'to' and words.FROM.search(before_word):
        return True
    has_number = name in _UNTIL and words.NUMBER.search(before_word[-NEAR:])
    return bool(has_number or words.RANGE_OF_NUMBERS.search(before[-NEAR:]))


def _follows(text: str, mention: Mention, previous: Mention | None, word_start: int | None) -> bool:
    """Return whether another day stands before a day, with a dash or a word between them."""
    if not previous:
        return False
    is_near = word_start is not None and not text[previous.end : word_start].strip(' .,)')
    return is_near or bool(words.RANGE.fullmatch(text, previous.end, mention.start))


def _clause(text: str, mention: Mention) -> tuple[int, int]:
    """Return where the sentence of a day begins and ends."""
    begin = text.rfind('|', 0, mention.start) + 1
    end = text.find('|', mention.end)
    return begin, len(text) if end < 0 else end


def _doings(text: str) -> list[_Doing]:
    """Return what is done, in the order of the text; what is not done is another doing."""
    found = []
    for match in words.DOINGS.finditer(text):
        doing = _Doing(match.start(), match.end(), match.lastgroup)
        if found and doing.kind in ('back', 'reply') and _negates(text, found[-1], doing):
            doing = found.pop()._replace(end=doing.end, kind='not_back')
        if doing.kind == 'english_not':
            doing = doing._replace(kind='not', is_english=True)
        found.append(doing)
    return found


def _negates(text: str, negation: _Doing, doing: _Doing) -> bool:
    """Return whether something is not done: "not back in the office" has two words for it."""
    most = {'not': NEGATED, 'not_back': 5}.get(negation.kind, 0)
    between = text[negation.end : doing.start]
    return len(between) <= most and not words.PARTS.search(between)


def _doing_of(text: str, day: _Day, doings: list[_Doing]) -> _Doing | None:
    """Return what is done on a day: in the same part of the sentence first, before it first."""
    start, stop = day.mention.start, day.mention.end
    begin, end = _clause(text, day.mention)
    cuts = [match.end() for match in words.PARTS.finditer(text, begin, start)]
    after = words.PARTS.search(text, stop, end)
    part_begin, part_end = cuts[-1] if cuts else begin, after.start() if after else end
    places = [(part_begin, start), (stop, part_end), (begin, start)]
    if day.before == 'from' or day.is_range:
        places.append((stop, end))
    for first, last in places:
        inside = [doing for doing in doings if first <= doing.start and doing.end <= last]
        if inside:
            return inside[-1] if last == start else inside[0]
    return None


def _is_beside(mention: Mention, doing: _Doing) -> bool:
    return max(mention.start - doing.end, doing.start - mention.end) <= BESIDE


def _parts_of(text: str) -> tuple[str, str]:
    """Return what the writer has written, folded: before the closing words, and after them."""
    lines = _own_lines(text[:MAX_MAIL].splitlines())
    folded = [fold(line) for line in lines]
    closing = next(
        (place for place, line in enumerate(folded) if words.CLOSING.fullmatch(line)), len(lines)
    )
    return _join(lines[:closing]), _join(lines[closing + 1 :])


def _join(lines: list[str]) -> str:
    """Return lines as one folded line, with a bar at the end of each sentence."""
    text = '\n'.join(line.strip() for line in lines)[:MAX_TEXT]
    text = _ENGLISH_I.sub('me', text)
    text = re.sub(r'\n\n+', ' | ', _SENTENCE_END.sub(_end_sentence, text))
    return ' '.join(fold(text)[:MAX_TEXT].split())


def _end_sentence(match: re.Match) -> str:
    """Return a bar behind the end of a sentence; "14. Dezember" and "Dec. 14" go on."""
    word = match[1]
    is_shouted = len(word) > 1 and word.isupper()
    goes_on = word[0].islower() or not word[0].isalpha() or is_shouted or fold(word) in MONTHS
    return match[0] if match[0] == '.' and goes_on else f'{match[0]} |'


def _own_lines(lines: list[str]) -> list[str]:
    """Return the lines before a quoted mail and a signature, without quoted ones."""
    folded = [' '.join(fold(line).split()) for line in lines]
    end = next((place for place in range(len(lines)) if _ends_at(folded, place)), len(lines))
    return [lines[place] for place in range(end) if not folded[place].startswith('>')]


def _ends_at(folded: list[str], place: int) -> bool:
    """Return whether a quoted mail or a signature begins at a line."""
    line, following = folded[place], folded[place + 1 : place + 4]
    if line == '--' or words.ORIGINAL.match(line) or words.WROTE.search(line[-120:]):
        return True
    if words.QUOTED_FROM.match(line):
        return '@' in line or any(words.QUOTED_SENT.match(line) for line in following)
    # Mail programs break the line between who wrote when, and the colon.
    return bool(words.WROTE_BEGINS.match(line)) and any(
        words.WROTE.search(' '.join([line, *following[:count]])[-200:]) for count in (1, 2)
    )
