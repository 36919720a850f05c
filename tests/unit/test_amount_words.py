"""Amounts in words, read back by code of the tests."""

import doctest
import re

import pytest
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


@given(whole, st.integers(0, 99))
def test_rials_have_no_hundredths_in_words(amount, hundredths):
    # Larger ones with decimals are not held by floats.
    amount = amount % 10**12
    words = spell(float(f"{amount}.{hundredths:02}"), "IRR", "fa_IR")
    assert words == spell(float(amount + (hundredths >= 50)), "IRR", "fa_IR")


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


#: All languages of Odoo 19.
ALL_LANGUAGES = """
    en_US am_ET ar_001 ar_SY az_AZ eu_ES be_BY bn_IN bs_BA bg_BG ca_ES zh_CN zh_HK zh_TW
    hr_HR cs_CZ da_DK nl_BE nl_NL en_AU en_CA en_GB en_IN en_NZ et_EE fi_FI fr_BE fr_CA
    fr_CH fr_FR gl_ES ka_GE de_DE de_CH el_GR gu_IN he_IL hi_IN hu_HU id_ID it_IT ja_JP
    kab_DZ km_KH ko_KP ko_KR lo_LA lv_LV lt_LT lb_LU mk_MK ml_IN mn_MN ms_MY my_MM nb_NO
    fa_IR pl_PL pt_AO pt_BR pt_PT ro_RO ru_RU sr@Cyrl sr@latin sk_SK sl_SI es_419 es_AR
    es_BO es_CL es_CO es_CR es_DO es_EC es_GT es_MX es_PA es_PE es_PY es_UY es_VE es_ES sw
    sv_SE th_TH tl_PH tr_TR uk_UA vi_VN sq_AL te_IN
"""
#: Currencies of 0, 2 and 3 decimals.
DECIMALS = {
    **dict.fromkeys(["JPY", "KRW", "CLP", "VND", "IRR"], 0),
    **dict.fromkeys(["EUR", "USD", "PLN", "SAR", "RON", "CHF", "HUF", "BRL"], 2),
    **dict.fromkeys(["KWD", "BHD", "TND"], 3),
}


@pytest.mark.parametrize("lang", ALL_LANGUAGES.split())
def test_every_language_says_each_amount_as_itself_or_not_at_all(lang):
    for currency, decimals in DECIMALS.items():
        said = {}
        for amount in amounts_of(decimals):
            words = spell(amount, currency, lang, decimals=decimals)
            if words:
                assert said.setdefault(words, amount) == amount
                # Not rounded away: a whole amount and one with decimals differ; digits are in
                # the fraction alone.
                whole = re.sub(f" {currency}( [0-9]+/[0-9]+)?$", "", words)
                assert not re.search("[0-9]", whole)
                assert currency in words or decimals < 3 or lang == "fa_IR"


def amounts_of(decimals):
    part = 10**-decimals
    whole = [0, 1, 2, 5, 11, 12, 16, 21, 22, 100, 101, 999, 1000, 1001, 1016, 2005, 12345, 10**6]
    whole += [1234567, 10**9, 987654321012, 10**12, 10**15 - 1]
    parts = {0, 1, 5, 10, 50, 99, 10**decimals - 1} if decimals else {0}
    parts = {number for number in parts if number < 10**decimals}
    # Larger ones with decimals are not held by floats.
    return [
        round(number + count * part, decimals)
        for number in whole
        for count in parts
        if number < 10**11 or not count
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "lang", "expected"),
    [
        (1.999, "KWD", "en_US", "one KWD 999/1000"),
        (1.999, "KWD", "es_ES", "uno KWD 999/1000"),
        (1.999, "KWD", "fa_IR", "یک دینار کویت و نهصد و نود و نه فلس"),
        (1.999, "TND", "fa_IR", "یک TND و نهصد و نود و نه هزارم"),
        (12.5, "EUR", "ar_001", "اثنا عشر EUR 50/100"),
        (12.5, "EUR", "vi_VN", ""),
        (12.5, "EUR", "am_ET", ""),
        (12.5, "EUR", "ro_RO", "doisprezece EUR 50/100"),
        (7.0, "RON", "ro_RO", "șapte RON 00/100"),
        (1500.0, "JPY", "ja_JP", "千五百円"),
        (1500.0, "JPY", "es_ES", "mil quinientos JPY"),
        (1500.0, "KRW", "ko_KR", "천오백원"),
        (12.5, "PLN", "hu_HU", "tizenkettő PLN 50/100"),
        (12.5, "EUR", "zh_CN", ""),
        (5.0, "NOK", "nb_NO", "fem NOK 00/100"),
        (5.0, "EUR", "sr@latin", "pet evra, nula centi"),
        (16.0, "CHF", "pt_BR", "dezesseis CHF 00/100"),
        (16.0, "CHF", "pt_PT", "dezasseis CHF 00/100"),
        (-2.0, "CHF", "de_DE", "minus zwei CHF 00/100"),
    ],
)
def test_what_was_said_wrongly(amount, currency, lang, expected):
    words = spell(amount, currency, lang, decimals=DECIMALS.get(currency, 2))
    assert words == expected


def test_decimals_that_a_currency_does_not_have_are_no_parts_of_it():
    assert spell(1500.5, "JPY", "ja_JP", decimals=2) == "千五百 JPY 50/100"
    assert spell(1.999, "USD", "en_US", decimals=3) == "one USD 999/1000"
    assert spell(1.99, "KWD", "fa_IR", decimals=2) == "یک دینار کویت و نود و نه صدم"
    assert spell(100.0, "PLN", "pl_PL", decimals=0) == "sto złotych zero groszy"
