"""Numbers, days and directions in the reader's language."""

import doctest
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from sales_deals.tools.language import directions, greetings, numerals, persian

days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize("module", [directions, greetings, numerals, persian])
def test_examples_in_the_docstrings(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("text", "around", "direction"),
    [
        ("Window", "rtl", "ltr"),
        ("پنجره", "rtl", "rtl"),
        ("A-200 پنجره", "rtl", "rtl"),
        ("חלון", "rtl", "rtl"),
        ("", "rtl", "ltr"),
        ("پنجره", "ltr", None),
        ("Window", "ltr", None),
    ],
)
def test_direction_of_a_text_within_a_page(text, around, direction):
    assert directions.direction_of(text, around) == direction


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("999", "999"),
        ("1000", "1 000"),
        ("12345.6789", "12 345.6789"),
        ("1,234", "1,234"),
        ("1234 and 5678", "1 234 and 5 678"),
        ("-1234567", "-1 234 567"),
    ],
)
def test_whole_parts_are_grouped(text, grouped):
    assert numerals.group(text, " ") == grouped


def test_groups_do_not_part_at_the_end_of_a_line():
    assert numerals.group("1234") == "1\xa0234"


@given(st.integers(0, 10**15))
def test_grouping_loses_no_digit(number):
    assert numerals.group(str(number), "").isdecimal()
    assert int(numerals.group(str(number), "")) == number


@pytest.mark.parametrize(
    ("lang", "is_persian"),
    [("fa_IR", True), ("fa", True), ("pl_PL", False), ("", False), (None, False)],
)
def test_readers_of_persian(lang, is_persian):
    assert persian.is_persian(lang) is is_persian


def test_digits_and_separators_are_persian_within_numbers_only():
    assert persian.number("Nr. 1,250.75, b.") == "Nr. ۱٬۲۵۰٫۷۵٬ b."
    assert persian.number("0123456789") == "۰۱۲۳۴۵۶۷۸۹"
    assert persian.number("a,b.c") == "a,b.c"


@given(days, st.integers(-40, 40))
def test_the_first_of_a_month_is_so_many_months_away(day, months):
    first = JalaliDate(persian.first_of_month(day, months))
    own = JalaliDate(day)
    assert first.day == 1
    assert first.year * 12 + first.month == own.year * 12 + own.month + months


@given(days)
def test_a_day_is_in_the_month_that_its_first_begins(day):
    first, following = persian.first_of_month(day), persian.first_of_month(day, 1)
    assert first <= day < following
    assert following - first in [timedelta(days=length) for length in (29, 30, 31)]


def test_a_moment_has_day_and_time():
    assert persian.moment(datetime(2026, 3, 21, 9, 5)) == "۱ فروردین ۱۴۰۵، ۰۹:۰۵"
    assert persian.day(date(2025, 3, 20)) == "۳۰ اسفند ۱۴۰۳"


@pytest.mark.parametrize(
    ("name", "lang", "greeting"),
    [
        ("pani Anna Nowak", "pl_PL", "Szanowna Pani,"),
        ("Mr. Smith", "pl_PL", "Szanowny Panie,"),
        ("Panasiuk Jan", "pl_PL", "Szanowni Państwo,"),
        ("Pan", "pl_PL", "Szanowny Panie,"),
        ("", "pl_PL", "Szanowni Państwo,"),
        ("جناب آقاي  مهندس كريمي", "fa_IR", "جناب آقای مهندس کریمی،"),
        ("Pani Anna", "fa_IR", "سرکار خانم Anna،"),
        ("دکتر کریمی", "fa_IR", "با سلام و احترام،"),
        ("خانم", "fa_IR", "با سلام و احترام،"),
        ("", "fa_IR", "با سلام و احترام،"),
        ("Mrs Smith", "en_GB", "Dear Mrs Smith,"),
        ("آقای کریمی", "en_US", "Dear Mr کریمی,"),
        ("Anna", "de_DE", "Dear Anna,"),
    ],
)
def test_people_are_greeted_by_the_title_before_their_name(name, lang, greeting):
    assert greetings.greet(name, lang) == greeting
