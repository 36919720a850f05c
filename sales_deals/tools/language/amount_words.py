"""Amounts in words, for the totals of contracts and offers.

`num2words` spells numbers, and currencies where it knows them. It knows none in Persian, where the
names below are used. Other currencies are given by their code, with their decimals as a fraction:
"sto dwa CHF 50/100". What it says in a foreign language, of another currency or without a part of
the amount is not used.
"""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from babel.numbers import get_currency_precision
from num2words import CONVERTER_CLASSES, num2words

from .money import SMALLEST, TOMAN

#: Larger amounts have no words in some languages.
LIMIT = 10**15
#: Where it is less: Romanian says each number of billions alike from here on.
LIMITS = {'ro': 10**12}
#: Never ends for some numbers, and is wrong for numbers without hundreds.
UNUSABLE = {'am', 'vi'}
#: Odoo's codes of languages that `num2words` calls otherwise.
ALIASES = {'nb': 'no'}
#: Languages whose names of currencies without decimals are said without a word for zero decimals.
WITHOUT_DECIMALS = {'ja', 'ko'}
#: More decimals are no amount of money.
MAX_DECIMALS = 6


class Money(NamedTuple):
    """An amount without its sign, in whole units and the smallest parts."""

    whole: int
    parts: int
    decimals: int
    currency: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.whole) + Decimal(self.parts).scaleb(-self.decimals)


class Names(NamedTuple):
    """The Persian names of a currency and its parts, of which a unit has 10 ** decimals."""

    unit: str
    part: str = ''
    decimals: int = 2


PERSIAN = {
    'IRR': Names("ریال"),
    'PLN': Names("زلوتی", "گروش"),
    'EUR': Names("یورو", "سنت"),
    'USD': Names("دلار", "سنت"),
    'GBP': Names("پوند", "پنس"),
    'AED': Names("درهم", "فلس"),
    'TRY': Names("لیر", "قروش"),
    'KWD': Names("دینار کویت", "فلس", 3),
    'BHD': Names("دینار بحرین", "فلس", 3),
    'OMR': Names("ریال عمان", "بیسه", 3),
    'IQD': Names("دینار عراق", "فلس", 3),
}
#: What parts are called that have no name of their own.
PERSIAN_FRACTIONS = ("", "دهم", "صدم", "هزارم", "ده‌هزارم", "صدهزارم", "میلیونم")
MINUS = {'fa': "منفی"}
#: What the spelling of numbers and currencies raises that a language can't say.
UNSAID = (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError)


def spell(
    amount: float, currency: str, lang: str, in_tomans: bool = False, decimals: int = 2
) -> str:
    """Spell an amount in words.

    :param float amount: in the currency; rounded to its decimals, half away from zero
    :param str currency: ISO 4217 code
    :param str lang: code of a language, such as pl_PL
    :param bool in_tomans: whether to give rials as tomans of ten rials each, in Persian
    :param int decimals: of amounts in the currency; rials have none
    :return: the words, or '' if the language has none for such a number

    >>> spell(1234.56, 'PLN', 'pl_PL')
    'tysiąc dwieście trzydzieści cztery złote pięćdziesiąt sześć groszy'
    >>> spell(22, 'CHF', 'pl_PL')
    'dwadzieścia dwa CHF 00/100'
    >>> spell(1.999, 'KWD', 'en_US', decimals=3)
    'one KWD 999/1000'
    >>> spell(12345, 'IRR', 'fa_IR')
    'دوازده هزار و سیصد و چهل و پنج ریال'
    >>> spell(12345, 'IRR', 'fa_IR', in_tomans=True)
    'یک هزار و دویست و سی و چهار تومان و پنج ریال'
    >>> spell(2.5, 'USD', 'en_US')
    'two dollars, fifty cents'
    """
    language = _find_language(lang)
    if not language or not abs(amount) < LIMITS.get(language, LIMIT):
        return ''
    decimals = 0 if currency in SMALLEST else min(max(decimals, 0), MAX_DECIMALS)
    money = _read_money(abs(amount), currency, decimals)
    if language == 'fa':
        words = _spell_persian(money, in_tomans and currency == 'IRR')
    else:
        words = _spell_currency(money, language) or _spell_code(money, language)
    if amount < 0 and money.amount and words:
        minus = MINUS.get(language) or getattr(CONVERTER_CLASSES[language], 'negword', '').strip()
        # Some languages have no word for it, but a sign.
        return f"{minus} {words}" if minus.isalpha() else ''
    return words


def decimals_of(rounding: float) -> int:
    """Return how many decimals the amounts of a currency have that are multiples of a number.

    >>> [decimals_of(rounding) for rounding in (1.0, 0.05, 0.01, 0.001, 0.0, 50.0)]
    [0, 2, 2, 3, 0, 0]
    """
    return max(-Decimal(repr(rounding)).normalize().as_tuple().exponent, 0) if rounding else 0


def _find_language(lang: str) -> str:
    """Return what `num2words` calls a language, or '' for one that it can't say."""
    base = re.split('[_@]', lang)[0]
    base = ALIASES.get(base, base)
    if base in UNUSABLE:
        return ''
    return next((code for code in (lang, base) if code in CONVERTER_CLASSES), '')


def _read_money(amount: float, currency: str, decimals: int) -> Money:
    rounded = Decimal(repr(float(amount))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, parts = divmod(int(rounded.scaleb(decimals)), 10**decimals)
    return Money(whole, parts, decimals, currency)


def _spell_persian(money: Money, in_tomans: bool) -> str:
    names = PERSIAN.get(money.currency, Names(money.currency))
    is_named = names.part and money.decimals == names.decimals
    part = names.part if is_named else PERSIAN_FRACTIONS[money.decimals]
    parts = [(money.whole, names.unit), (money.parts, part)]
    if in_tomans:
        tomans, rials = divmod(money.whole, TOMAN)
        parts = [(tomans, "تومان"), (rials, names.unit), *parts[1:]]
    said = [(number, name) for number, name in parts if number] or parts[:1]
    return " و ".join(f"{_spell_persian_number(number)} {name}" for number, name in said)


def _spell_persian_number(number: int) -> str:
    """Spell a number, a thousand as «یک هزار»: nothing can be written before it."""
    return re.sub(r'(^| و )هزار', r'\1یک هزار', num2words(number, lang='fa'))


def _spell_currency(money: Money, language: str) -> str:
    """Spell with the currency's name, or return '' if `num2words` has none that is right."""
    if not _is_named(money, language):
        return ''
    return _try(
        lambda: num2words(
            money.amount,
            lang=language,
            to='currency',
            currency=money.currency,
            **({'separator': ""} if language == 'pl' else {}),
        )
    )


def _is_named(money: Money, language: str) -> bool:
    """Tell whether a language has own names of a currency and of such parts of it."""
    names = _get_names(language).get(money.currency)
    english = {} if language.startswith('en') else _get_names('en')
    # Where a class has no own names, it has those of English.
    if not names or names == english.get(money.currency):
        return False
    own_decimals = get_currency_precision(money.currency)
    if own_decimals == 0:
        return language in WITHOUT_DECIMALS and not money.parts
    # It takes all parts for hundredths.
    return own_decimals == 2 and money.decimals <= 2


def _get_names(language: str) -> dict:
    return getattr(CONVERTER_CLASSES[language], 'CURRENCY_FORMS', {})


def _spell_code(money: Money, language: str) -> str:
    number = _try(lambda: num2words(money.whole, lang=language))
    if not number or not money.decimals:
        return number and f"{number} {money.currency}"
    return f"{number} {money.currency} {money.parts:0{money.decimals}}/{10**money.decimals}"


def _try(spelled: Callable[[], str]) -> str:
    try:
        return " ".join(spelled().split())
    # Numbers of a language have a limit; its class may lack the currency.
    except UNSAID:
        return ''
