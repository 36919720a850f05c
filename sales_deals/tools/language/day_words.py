"""Names of months and weekdays as people write them, and a form in which texts are compared."""

import re
import unicodedata
from functools import lru_cache

from ..matching.folding import LETTERS

#: Months in all forms, January first: English, Polish, German, French, Persian.
GREGORIAN = """
january jan stycznia styczen styczniu sty januar jänner janvier janv ژانویه
february feb lutego luty lutym lut februar février févr fév فوریه
march mar marca marzec marcu märz maerz mars مارس
april apr kwietnia kwiecień kwietniu kwi avril avr آوریل
may maja maj maju mai مه می
june jun czerwca czerwiec czerwcu cze juni juin ژوئن ژوین
july jul lipca lipiec lipcu lip juli juillet juil ژوئیه ژوییه جولای
august aug sierpnia sierpień sierpniu sie août اوت آگوست
september sept sep września wrzesień wrześniu wrz septembre سپتامبر
october oct października październik październiku paź oktober okt octobre اکتبر
november nov listopada listopad listopadzie lis novembre نوامبر
december dec grudnia grudzień grudniu gru dezember dez décembre déc دسامبر
"""
#: Months of the Persian calendar, Farvardin first.
PERSIAN = """
فروردین farvardin
اردیبهشت ordibehesht
خرداد khordad
تیر tir
مرداد امرداد mordad
شهریور shahrivar
مهر mehr
آبان aban
آذر azar
دی dey
بهمن bahman
اسفند esfand
"""
#: Roman numbers of months; those of one letter are words, too, and need a year.
ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii']
#: Weekdays, Monday first; what follows the bar is short: it stands beside a day only.
WEEKDAYS = """
monday poniedziałek poniedziałku poniedziałkiem montag lundi دوشنبه|mon pon lun mo pn
tuesday wtorek wtorku wtorkiem dienstag mardi سهشنبه|tue tues wt di mar
wednesday środa środę środy środą mittwoch mercredi چهارشنبه|wed śr mi mer
thursday czwartek czwartku czwartkiem donnerstag jeudi پنجشنبه|thu thur thurs czw jeu
friday piątek piątku piątkiem freitag vendredi جمعه آدینه|fri pt pią fr ven
saturday sobota sobotę soboty sobotą samstag sonnabend samedi شنبه|sat sob sa sam
sunday niedziela niedzielę niedzieli niedzielą sonntag dimanche یکشنبه|sun nd ndz niedz dim
"""
#: Persian words for days of a month: cardinals, from which ordinals are made.
ONES = 'یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده'
TENS = {'بیست': 20, 'سی': 30}
SIGNS = {
    **dict.fromkeys('\u200c\u2028\u2029', ' '),
    **dict.fromkeys('\u060c\u066b', ','),
    **dict.fromkeys('\u2044\u2215', '/'),
    '\u2212': '-',
    '\u06d4': '.',
}


@lru_cache(maxsize=10_000)
def _fold_character(char: str) -> str:
    if char in SIGNS:
        return SIGNS[char]
    plain = unicodedata.normalize('NFKD', LETTERS.get(char, char)).casefold()
    return ''.join(_keep(part) for part in plain)


def _keep(char: str) -> str:
    category = unicodedata.category(char)
    if category == 'Nd':
        return str(unicodedata.decimal(char))
    if category == 'Pd':
        return '-'
    if category in ('Cf', 'Mn') or unicodedata.combining(char):
        return ''
    return SIGNS.get(char) or LETTERS.get(char, char)


def fold(text: str) -> str:
    """Return the form in which the words of dates are compared.

    Without capitals, accents, apostrophes and invisible marks; one kind of digits, dashes and
    Persian letters; half-spaces are spaces.

    >>> fold('Do środy, 14–15 PAŹDZIERNIKA; I’ll be back')
    'do srody, 14-15 pazdziernika; ill be back'
    >>> fold('تا ۱۵ آذر برمی\u200cگردم')
    'تا 15 اذر برمی گردم'
    """
    return ''.join(map(_fold_character, text))


def alternatives(words) -> str:
    """Return a pattern of words, the longest first, so that none hides another.

    >>> alternatives(['mar', 'march'])
    'march|mar'
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return '|'.join(map(re.escape, ordered))


def _months() -> dict[str, tuple[bool, int]]:
    """Return whether each name is one of the Persian calendar, and the number of its month."""
    return {
        fold(name): (is_persian, number)
        for is_persian, text in ((False, GREGORIAN), (True, PERSIAN))
        for number, line in enumerate(text.strip().split('\n'), 1)
        for name in line.split()
    } | {name: (False, number) for number, name in enumerate(ROMAN, 1)}


def _weekdays(part: int) -> dict[str, int]:
    return {
        fold(name): number
        for number, line in enumerate(WEEKDAYS.strip().split('\n'))
        for name in line.split('|')[part].split()
    }


def _persian_days() -> dict[str, int]:
    """Return the days of a month by their Persian words, both as cardinals and as ordinals."""
    ones = dict(enumerate(ONES.split(), 1))
    words = {word: number for number, word in ones.items()} | TENS
    words |= {
        f'{ten} و {ones[one]}': value + one
        for ten, value in TENS.items()
        for one in range(1, 10)
        if value + one < 32
    }
    ordinals = {_ordinal(word): number for word, number in words.items()}
    return {fold(word): number for word, number in (words | ordinals | {'اول': 1}).items()}


def _ordinal(word: str) -> str:
    return word[:-2] + 'سوم' if word.endswith('سه') else word + ('‌ام' if word == 'سی' else 'م')


MONTHS = _months()
LONG_WEEKDAYS, SHORT_WEEKDAYS = _weekdays(0), _weekdays(1)
PERSIAN_DAYS = _persian_days()
