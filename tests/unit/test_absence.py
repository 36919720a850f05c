"""Out-of-office replies: when their writers are back."""

import doctest
import time
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from sales_deals.tools.language import day_words, days, periods
from sales_deals.tools.mail import absence
from sales_deals.tools.mail.absence import back_on
from tests.mails import absences

DAY = timedelta(days=1)
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "fa": "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
}
#: The day is the last one of the absence, and the first one at work.
SENTENCES = {
    "en": ("I am out of the office until {}.", "I will be back on {}."),
    "pl": ("Jestem na urlopie do {}.", "Wracam do pracy {}."),
    "de": ("Ich bin bis {} nicht im Büro.", "Ich bin ab {} wieder erreichbar."),
    "fr": ("Je suis absent jusqu'au {}.", "Je serai de retour le {}."),
    "fa": ("تا {} در مرخصی هستم.", "در تاریخ {} برمی‌گردم."),
}
#: Ways to write a day with its year, and without.
NAMED = {
    "en": ["{day} {month} {year}", "{month} {day}, {year}", "{day}-{month:.3}-{year}", "{iso}"],
    "pl": ["{day} {month} {year} r.", "{day}.{number}.{year}", "{day:02}.{number:02}.{year}"],
    "de": ["{day}. {month} {year}", "{day:02}.{number:02}.{year}", "{day}.{number}.{short:02}"],
    "fr": ["{day} {month} {year}", "{day:02}/{number:02}/{year}"],
    "fa": ["{day} {month} {year}", "{year}/{number:02}/{day:02}", "{day}/{number}/{year}"],
}
UNNAMED = {
    "en": ["{day} {month}", "{month} {day}", "{day}th of {month:.3}"],
    "pl": ["{day} {month}", "{day:02}.{number:02}", "{day}.{number}."],
    "de": ["{day}. {month}", "{day}.{number}."],
    "fr": ["{day} {month}", "{day:02}/{number:02}"],
    "fa": ["{day} {month}", "{day} {month}‌ماه", "{month} {day}"],
}
NOTATIONS = [
    (lang, notation, most)
    for notations, most in ((NAMED, 390), (UNNAMED, 320))
    for lang, ways in notations.items()
    for notation in ways
]
sent_days = st.dates(date(2020, 1, 1), date(2060, 12, 31))


def write(lang: str, notation: str, day: date, digits: bool = False) -> str:
    """Write a day in a language, in Persian by its calendar."""
    named = JalaliDate(day) if lang == "fa" else day
    text = notation.format(
        day=named.day,
        number=named.month,
        month=MONTHS[lang].split()[named.month - 1],
        year=named.year,
        short=named.year % 100,
        iso=day.isoformat(),
    )
    return text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) if digits else text


@pytest.mark.parametrize("module", [absence, day_words, days, periods], ids=str)
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(("expected", "text"), absences.ALL)
def test_what_people_write_tells_when_they_are_back(expected, text):
    assert str(back_on(text, absences.SENT)) == expected


VIEWS = {
    "spaces": lambda text: text.replace(" ", "  "),
    "hard spaces": lambda text: text.replace(" ", "\xa0"),
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "bold": lambda text: f"*{text}*",
    "Persian digits": lambda text: text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    "no accents": lambda text: "".join(
        char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)
    ).replace("ł", "l"),
    "a greeting": lambda text: f"Hello,\n\nthanks for your mail of 1 December 2026.\n\n{text}",
    "a footer": lambda text: f"{text}\n\nACME Ltd., registered 12.05.1998, no. 12/12/2026.",
    "a quoted mail": lambda text: (
        f"{text}\n\nOn Tue, 1 Dec 2026, Jan <jan@x.example>\nwrote:\n\n> back on 2 December"
    ),
    "a German quoted mail": lambda text: (
        f"{text}\n\nAm 01.12.2026 um 10:00 schrieb Jan Nowak\n<jan@x.example>:\n\nzurück am 2.12."
    ),
}


@pytest.mark.parametrize("view", VIEWS)
def test_spaces_marks_digits_and_what_stands_around_change_nothing(view):
    seen = {text: str(back_on(VIEWS[view](text), absences.SENT)) for _day, text in absences.ALL}
    assert seen == {text: expected for expected, text in absences.ALL}


@given(st.sampled_from(absences.ENGLISH + absences.POLISH), st.data())
def test_a_line_may_be_broken_anywhere(row, data):
    expected, text = row
    spaces = [place for place, char in enumerate(text) if char == " "]
    place = data.draw(st.sampled_from(spaces or [len(text)]))
    assert str(back_on(f"{text[:place]}\n{text[place + 1 :]}", absences.SENT)) == expected


@pytest.mark.parametrize(("name", "month"), day_words.MONTHS.items())
def test_every_name_of_a_month_is_known(name, month):
    is_persian, number = month
    year = 1406 if is_persian else 2027
    day = periods.make_day(year, number, 5, is_persian)
    assert back_on(f"back on 5 {name} {year}", day - 200 * DAY) == day


@pytest.mark.parametrize("text", absences.NO_DAY)
def test_no_day_is_made_up(text):
    assert back_on(text, absences.SENT) is None


@pytest.mark.parametrize(
    ("sent", "text", "expected"),
    [
        ("2026-12-30", "I am away until 2 January", "2027-01-03"),
        ("2026-12-30", "I am away until 31 December", "2027-01-01"),
        ("2026-12-31", "Wracam 1 stycznia", "2027-01-01"),
        ("2026-01-01", "I am away from 20 December to 5 January", "2026-01-06"),
        ("2026-11-30", "I am away until the end of the year", "2027-01-01"),
        ("2028-02-20", "I am away until 29 February", "2028-03-01"),
        ("2028-02-20", "I am away until 28 February", "2028-02-29"),
        ("2028-02-20", "I will be back on 29.02.2028", "2028-02-29"),
        ("2027-02-20", "I will be back on 29 February", "None"),
        ("2027-02-20", "I will be back on 29.02.2027", "None"),
        ("2027-02-20", "I am away until the end of February", "2027-03-01"),
        # 1403 is a leap year, 1404 is none.
        ("2025-03-10", "تا ۳۰ اسفند ۱۴۰۳ نیستم", "2025-03-21"),
        ("2025-03-10", "تا ۱۴۰۳/۱۲/۳۰ نیستم", "2025-03-21"),
        ("2026-03-10", "تا ۱۴۰۴/۱۲/۳۰ نیستم", "None"),
        ("2026-03-10", "تا ۲۹ اسفند ۱۴۰۴ نیستم", "2026-03-21"),
        ("2026-03-10", "تا پایان سال نیستم", "2026-03-21"),
        ("2026-03-10", "تا ۱۳ فروردین نیستم", "2026-04-03"),
        ("2026-03-10", "۱۴ فروردین ۱۴۰۵ برمی‌گردم", "2026-04-03"),
        # On that very weekday, "back on Monday" is the next one, "until Friday" today.
        ("2026-12-07", "I will be back on Monday", "2026-12-14"),
        ("2026-12-11", "I am away until Friday", "2026-12-12"),
        ("2026-12-06", "I am away until Monday", "2026-12-07"),
        ("2026-12-01", "I will be back on 1 December", "2026-12-01"),
        ("2026-12-01", "I am away until 30 November", "2026-12-01"),
        # Somebody forgot the reply, or it was sent at the weekend after the last day.
        ("2026-12-01", "I am away until 29 November", "None"),
        ("2026-12-01", "I will be back on 16 November", "None"),
        ("2026-12-01", "I will be back on 16 October", "2027-10-16"),
        ("2026-12-01", "I will be back on 5 January 2028", "2028-01-05"),
        ("2026-12-01", "I will be back on 6 January 2028", "None"),
        # Two readings: the nearest one, unless the weekday, another day or the language tells.
        ("2026-12-01", "I am back on 01/02/2027", "2027-01-02"),
        ("2026-12-01", "I am back on Monday 01/02/2027", "2027-02-01"),
        ("2026-12-01", "I am away from 12/20/2026 until 02/01/2027", "2027-02-02"),
        ("2026-12-01", "I am away from 20/12/2026 until 02/01/2027", "2027-01-03"),
        ("2026-12-01", "Jestem na urlopie do 01/02/2027", "2027-02-02"),
        ("2026-12-01", "I am back on 05/06", "2027-05-06"),
        ("2026-12-28", "I will be back in the new year", "2027-01-01"),
        ("2026-12-28", "Wracam po Nowym Roku. Szczęśliwego Nowego Roku!", "2027-01-02"),
        ("2027-03-10", "بعد از سال نو برمی‌گردم", "2027-03-22"),
        # The absence in which it was sent, not the next one.
        ("2026-12-02", "I am away 1-4 December and 20 December - 3 January", "2026-12-05"),
        ("2026-12-22", "I am away 1-4 December and 20 December - 3 January", "2027-01-04"),
    ],
)
def test_years_and_readings_are_those_that_are_meant(sent, text, expected):
    assert str(back_on(text, date.fromisoformat(sent))) == expected


@given(sent_days, st.sampled_from(NOTATIONS), st.data())
def test_a_day_is_found_in_every_notation(sent, given_notation, data):
    lang, notation, most = given_notation
    day = sent + data.draw(st.integers(1, most)) * DAY
    until, back = SENTENCES[lang]
    text = write(lang, notation, day, digits=data.draw(st.booleans()))
    assert back_on(back.format(text), sent) == day
    assert back_on(until.format(text), sent) == day + DAY
    for both in (f"{until} {back}", f"{back} {until}"):
        first, last = (day - DAY, day) if both.startswith(until) else (day, day - DAY)
        written = (write(lang, notation, first), write(lang, notation, last))
        assert back_on(both.format(*written), sent) == day


@given(sent_days, st.integers(0, 6), st.sampled_from([0, 1]))
def test_a_weekday_is_the_next_one(sent, weekday, place):
    names = ["poniedziałek", "wtorek", "środę", "czwartek", "piątek", "sobotę", "niedzielę"]
    english = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    text = (f"Wracam w {names[weekday]}.", f"I'll be back on {english[weekday]}.")[place]
    found = back_on(text, sent)
    assert found.weekday() == weekday
    assert DAY <= found - sent <= 7 * DAY


FRAGMENTS = st.sampled_from(
    [
        *(word for _day, text in absences.ALL for word in text.split()),
        *("00.00.0000", "99/99", "31.02.", "1404/12/30", "32 December", "until", "\n\n", "\n> "),
        *("9999-12-31", "2000-01-01", "1300/01/01", "1499/12/29", "30 اسفند", "XII", "31st"),
    ]
)


@given(
    st.one_of(st.text(), st.lists(st.one_of(FRAGMENTS, st.text(max_size=5))).map(" ".join)),
    st.dates(date(1990, 1, 1), date(2200, 12, 31)),
)
@example("until 31 december", date(2200, 12, 31))
def test_any_text_has_a_day_that_can_be_meant_or_none(text, sent):
    found = back_on(text, sent)
    assert found is None or sent <= found <= sent + absence.MOST_DAYS * DAY


@pytest.mark.parametrize(
    "piece",
    [
        *("1", "1.", "1 ", "1-", "1/1 ", "until ", "not ", "back ", "mon, ", "until 1.12. ", "- "),
        *("January ", "1 January ", "> a\n", "From:\n", "\n", "on wrote\n", "۱ آذر ", "\u0301"),
        *("until (the (the ", "(", "و ", "ﷺ", "end of the ", "next week ", "wrac", "2026-12-14 "),
        *("not back in the office until 14 December and ", "On wrote: ", "_", "=", "schrieb "),
    ],
)
def test_a_mail_of_a_million_characters_takes_less_than_a_second(piece):
    text = piece * (1_000_000 // len(piece))
    begin = time.process_time()
    back_on(text, absences.SENT)
    assert time.process_time() - begin < 1
