"""Notations of days and periods: what :mod:`.days` looks for in a folded text."""

import re

from .day_words import (
    LONG_WEEKDAYS,
    MONTHS,
    PERSIAN_DAYS,
    ROMAN,
    SHORT_WEEKDAYS,
    alternatives,
)

_MONTH = f'(?P<month>{alternatives(name for name in MONTHS if name not in ROMAN)})(?: ?ماه)?'
_YEAR = r'(?P<year>1[34]\d\d|20\d\d)'
#: Persian weekdays are written with a half-space, a space, or without.
_WEEKDAY = f"(?P<long>{alternatives(LONG_WEEKDAYS).replace('شنبه', ' ?شنبه')})"
_DAY_WORD = alternatives(PERSIAN_DAYS)
#: Neither before nor after is what makes it a part of a longer number, a time, or money.
_BEFORE = r'(?<![\w+#])(?<!\d[.,/:])(?<!\bnr )(?<!\bno )(?<!\bno\. )(?<!\bext )(?<!\bext\. )'
_BEFORE += '(?<!شماره )'
_AFTER = r'(?![./:-]?\d)(?! ?(?:uhr|am|pm|%|eur|euro|zl|pln|usd|h)\b)'
_ORDINAL = r'(?:st|nd|rd|th|er|-?e?go|-?tego| ?ام| ?م)?'
_ONE_LETTER = r'[xvi](?=\.? \d{4})'
_ROMAN = f'(?P<roman>{alternatives(name for name in ROMAN if len(name) > 1)}|{_ONE_LETTER})'
_END = r'(?: ?(?:-|to|through|thru|until|till|and) ?(?:the )?(?P<end>\d\d?)(?:st|nd|rd|th)?'
_END += r'(?![\w:/]|\.\d| ?(?:am|pm)\b))?'
_EDGE = (
    r'(?:(?P<last>end|koniec|konca|koncu|koncem|ende|fin|پایان|اخر|انتهای|اواخر)'
    r'|(?P<middle>mid|middle|polowy|polowie|mitte|mi|اواسط|نیمه)'
    r'|(?P<begin>beginning|start|early|poczatku|poczatek|anfang|debut|اوایل|ابتدای))'
)
_UNITS = {
    'week': r'week|tygodnia|tygodniu|tydzien|woche|semaine|هفته',
    'month': r'month|miesiaca|miesiacu|monats?|mois|ماه',
    'year': r'year|roku|jahres|jahr|lannee|annee|سال',
}
_UNIT = '|'.join(f'(?P<unit_{unit}>{words})' for unit, words in _UNITS.items())
#: With the word that says which one behind it.
_UNIT_BEFORE = '|'.join(f'(?P<before_{unit}>{words})' for unit, words in _UNITS.items())
_NEXT = r'(?:next|przysz\w+|nastepn\w+|nachste[rnms]?|naechste[rnms]?|kommende[rnms]?)'
_LATER = r'(?:prochaine?|اینده|بعدی?)'
_ARTICLES = r'(?:of |the |de |des |du |der |la |this |biezacego |tego |dieses |dieser )*'

#: Kinds of notations, the most telling first: what one has read, the later ones do not see.
PATTERNS = {
    kind: re.compile(pattern)
    for kind, pattern in {
        'ymd': rf'{_BEFORE}{_YEAR} ?(?P<sign>[-/.]) ?(?P<first>\d\d?) ?(?P=sign) ?'
        rf'(?P<second>\d\d?){_AFTER}',
        'dmy': rf'{_BEFORE}(?P<first>\d\d?) ?(?P<sign>[-/.]) ?(?P<second>\d\d?) ?(?P=sign) ?'
        rf'(?P<third>1[34]\d\d|20\d\d|\d\d){_AFTER}',
        'day_month': rf'{_BEFORE}(?:(?P<day>\d\d?)|(?P<word>{_DAY_WORD})(?= )){_ORDINAL}\.?'
        rf'(?:(?P<dash>[-/])| ?(?:of |de )?)(?:{_MONTH}|{_ROMAN})(?!\w)(?(dash)(?! \d))\.?'
        rf'(?:,? ?(?:[-/] ?|de |of |سال )?{_YEAR}(?!\d)|[ -](?P<short>\d\d)(?![\w.:/,]\d|\d))?',
        'month_day': rf'(?<!\w){_MONTH}\.? (?:the )?(?P<day>\d\d?)(?!\d|[:.]\d){_ORDINAL}(?!\w)'
        rf'{_END}(?:,? {_YEAR}(?!\d))?',
        'dm': rf'{_BEFORE}(?!24/7)(?P<first>\d\d?)(?P<sign>[./]) ?(?P<second>\d\d?){_AFTER}(?!\w)',
        'edge': rf'(?<!\w){_EDGE}[ -]{_ARTICLES}'
        rf'(?:{_MONTH}(?: {_YEAR}(?!\d))?'
        rf'|(?:(?P<next>{_NEXT}) )?(?:{_UNIT})(?P<later> {_LATER})?)(?!\w)',
        'compound': r'(?<!\w)(?:(?P<unit_year>jahres)|(?P<unit_month>monats))ende(?!\w)',
        'next': rf'(?<!\w)(?:{_NEXT} (?:{_UNIT})|(?:{_UNIT_BEFORE}) {_LATER})(?!\w)',
        'new_year': r'(?<!\w)(?:new year|now(?:ym|ego) roku|neuen jahr|neujahr|nouvel an|'
        r'سال (?:نو|جدید))(?!\w)',
        'this': r'(?<!\w)(?:(?:this|whole|all|rest of (?:the|this)) week'
        r'|(?:tym|caly|w tym) tygodni\w+|caly tydzien|diese[rn]? woche|ganze woche'
        r'|cette semaine|این هفته)(?!\w)',
        'day': rf'(?<![\w./,:+-])(?:(?P<day>\d\d?)(?:st|nd|rd|th|-?tego|-?e?go| ?ام)'
        rf'|(?<!می )(?P<word>(?:{_DAY_WORD})(?<=م))'
        r'|(?:(?<=\bam )|(?<=\bzum )|(?<=\bdem )|(?<=\bbis ))(?P<german>\d\d?)\.'
        r'|(?:(?<=\ble )|(?<=\bau )|(?<=\bjusquau )|(?<=\bdu ))(?P<french>\d\d?)(?! ?h))'
        r'(?![\w/-]|[.:]\d)',
        'weekday': rf'(?<!\w){_WEEKDAY}(?!\w)',
        'short': rf'(?<!\w)(?P<short>{alternatives(SHORT_WEEKDAYS)})(?!\w)\.?',
        'tomorrow': r'(?<!\w)(?:tomorrow|jutro|jutra|demain|فردا|(?<!guten )morgen)(?!\w)',
        'today': r'(?<!\w)(?:today|dzis|dzisiaj|heute|aujourdhui|امروز)(?!\w)',
        'month': rf'(?<!\w)(?!می){_MONTH}(?!\w)(?:,? {_YEAR}(?!\d))?',
    }.items()
}
