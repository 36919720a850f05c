"""Amounts in words, read back by code of the tests."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.language import amount_words
from sales_deals.tools.language.amount_words import spell

FA_SMALL = (
    "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده"
)
FA_TENS = "بیست سی چهل پنجاه شصت هفتاد هشتاد نود"
FA_HUNDREDS = "صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد"
FA_SCALES = {"هزار": 10**3, "میلیون": 10**6, "میلیارد": 10**9, "تریلیون": 10**12}
PL_SMALL = (
    "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście "
    "trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście"
)
PL_TENS = (
    "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt "
    "osiemdziesiąt dziewięćdziesiąt"
)
PL_HUNDREDS = "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset"
PL_SCALES = {"tysi": 10**3, "milion": 10**6, "miliard": 10**9, "bilion": 10**12}


def numerals(small: str, tens: str, hundreds: str) -> dict[str, int]:
    """Return the number that each word stands for."""
    steps = [
        (small, range(20)),
        (tens, range(20, 100, 10)),
        (hundreds, range(100, 1000, 100)),
    ]
    return {
        word: number
        for words, numbers in steps
        for word, number in zip(words.split(), numbers, strict=True)
    }


FA = numerals(FA_SMALL, FA_TENS, FA_HUNDREDS)
PL = numerals(PL_SMALL, PL_TENS, PL_HUNDREDS)
whole = st.integers(0, 10**15 - 1) | st.integers(0, 3000)
hundredths = st.integers(0, 99)


def read(words: list[str], numbers: dict[str, int], scale_of) -> int:
    """Read a number: each scale multiplies the words since the last one."""
    total = part = 0
    for word in words:
        if scale := scale_of(word):
            total, part = total + (part or 1) * scale, 0
        else:
            part += numbers[word]
    return total + part


def read_persian(text: str) -> int:
    return read([word for word in text.split() if word != "و"], FA, FA_SCALES.get)


def read_polish(text: str) -> int:
    def scale_of(word):
        known = sorted(PL_SCALES, key=len, reverse=True)
        return next((PL_SCALES[start] for start in known if word.startswith(start)), 0)

    return read(text.split(), PL, scale_of)


def polish_form(number: int, one: str, few: str, many: str) -> str:
    if number == 1:
        return one
    is_few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return few if is_few else many


def test_examples_in_the_docstring():
    assert doctest.testmod(amount_words).failed == 0


@given(whole)
def test_rials_are_said_in_persian(amount):
    words = spell(float(amount), "IRR", "fa_IR")
    assert words.endswith(" ریال")
    assert read_persian(words.removesuffix(" ریال")) == amount


@given(whole)
def test_tomans_are_a_tenth_and_the_rest_is_said(amount):
    words = spell(float(amount), "IRR", "fa_IR", in_tomans=True)
    tomans, _name, rials = words.rpartition(" تومان")
    if not tomans:
        assert amount < 10 or amount % 10 == amount
        tomans, rials = "صفر" if amount else words.removesuffix(" تومان"), words
    rials = rials.removeprefix(" و ").removesuffix(" ریال").removesuffix(" تومان")
    assert read_persian(tomans) * 10 + (read_persian(rials) if rials else 0) == amount


@given(st.integers(0, 10**12), hundredths)
def test_zlotys_and_groszes_are_said_in_their_forms(zlotys, groszes):
    words = spell(float(f"{zlotys}.{groszes:02}"), "PLN", "pl_PL")
    zloty = polish_form(zlotys, "złoty", "złote", "złotych")
    grosz = polish_form(groszes, "grosz", "grosze", "groszy")
    before, _name, after = words.partition(f" {zloty} ")
    assert after.endswith(f" {grosz}")
    assert read_polish(before) == zlotys
    assert read_polish(after.removesuffix(f" {grosz}")) == groszes


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["pl", "fa", "en", "de", "xx"]),
)
def test_no_amount_raises(amount, lang):
    for currency in ("PLN", "IRR", "JPY"):
        words = spell(amount, currency, lang)
        assert not words or abs(amount) < 1e15


def test_sums_that_floats_do_not_hold_are_rounded_as_money():
    assert spell(0.1 + 0.2, "PLN", "pl") == "zero złotych trzydzieści groszy"
    assert spell(1.005, "PLN", "pl").endswith("jeden grosz")
    assert spell(-0.001, "PLN", "pl") == "zero złotych zero groszy"
    assert spell(-1, "PLN", "pl") == "minus jeden złoty zero groszy"
