"""Amounts in words, for the totals of contracts and offers.

`num2words` spells numbers, and currencies where it knows them. It knows none in Persian, where the
names below are used. Other currencies are given by their code, with hundredths as a fraction: "sto
dwa CHF 50/100".
"""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from num2words import CONVERTER_CLASSES, num2words

#: Larger amounts have no words in some languages.
LIMIT = 10**15
TOMAN = 10


class Money(NamedTuple):
    """An amount without its sign, in whole units and hundredths."""

    whole: int
    hundredths: int
    currency: str

    @property
    def amount(self) -> Decimal:
        return Decimal(self.whole) + Decimal(self.hundredths) / 100


class Names(NamedTuple):
    """The Persian names of a currency and its hundredths."""

    unit: str
    hundredth: str = "صدم"


PERSIAN = {
    'IRR': Names("ریال"),
    'PLN': Names("زلوتی", "گروش"),
    'EUR': Names("یورو", "سنت"),
    'USD': Names("دلار", "سنت"),
    'GBP': Names("پوند", "پنس"),
    'AED': Names("درهم", "فلس"),
    'TRY': Names("لیر", "قروش"),
}
MINUS = {'fa': "منفی"}


def spell(amount: float, currency: str, lang: str, in_tomans: bool = False) -> str:
    """Spell an amount in words.

    :param float amount: in the currency; rounded to hundredths, half away from zero
    :param str currency: ISO 4217 code
    :param str lang: code of a language, such as pl_PL
    :param bool in_tomans: whether to give rials as tomans of ten rials each, in Persian
    :return: the words, or '' if the language has none for such a number

    >>> spell(1234.56, 'PLN', 'pl_PL')
    'tysiąc dwieście trzydzieści cztery złote pięćdziesiąt sześć groszy'
    >>> spell(22, 'CHF', 'pl_PL')
    'dwadzieścia dwa CHF 00/100'
    >>> spell(12345, 'IRR', 'fa_IR')
    'دوازده هزار و سیصد و چهل و پنج ریال'
    >>> spell(12345, 'IRR', 'fa_IR', in_tomans=True)
    'یک هزار و دویست و سی و چهار تومان و پنج ریال'
    >>> spell(2.5, 'USD', 'en_US')
    'two dollars, fifty cents'
    """
    language = lang.partition('_')[0]
    if language not in CONVERTER_CLASSES or abs(amount) >= LIMIT:
        return ''
    rounded = Decimal(repr(amount)).quantize(Decimal('0.01'), ROUND_HALF_UP)
    whole, hundredths = divmod(int(abs(rounded) * 100), 100)
    money = Money(whole, hundredths, currency)
    if language == 'fa':
        words = _spell_persian(money, in_tomans and currency == 'IRR')
    else:
        words = _spell_currency(money, language) or _spell_code(money, language)
    return f"{MINUS.get(language, 'minus')} {words}" if rounded < 0 else words


def _spell_persian(money: Money, in_tomans: bool) -> str:
    names = PERSIAN.get(money.currency, Names(money.currency))
    parts = [(money.whole, names.unit), (money.hundredths, names.hundredth)]
    if in_tomans:
        tomans, rials = divmod(money.whole, TOMAN)
        parts = [(tomans, "تومان"), (rials, names.unit), *parts[1:]]
    said = [(number, name) for number, name in parts if number] or parts[:1]
    return " و ".join(f"{_spell_persian_number(number)} {name}" for number, name in said)


def _spell_persian_number(number: int) -> str:
    """Spell a number, a thousand as «یک هزار»: nothing can be written before it."""
    return re.sub(r'(^| و )هزار', r'\1یک هزار', num2words(number, lang='fa'))


def _spell_currency(money: Money, language: str) -> str:
    """Spell with the currency's name, or return '' if `num2words` has none."""
    return _try(
        lambda: num2words(
            money.amount,
            lang=language,
            to='currency',
            currency=money.currency,
            **({'separator': ""} if language == 'pl' else {}),
        )
    )


def _spell_code(money: Money, language: str) -> str:
    number = _try(lambda: num2words(money.whole, lang=language))
    return number and f"{number} {money.currency} {money.hundredths:02}/100"


def _try(spelled: Callable[[], str]) -> str:
    try:
        return " ".join(spelled().split())
    # Numbers of a language have a limit; its class may lack the currency.
    except (NotImplementedError, OverflowError, KeyError, TypeError):
        return ''
