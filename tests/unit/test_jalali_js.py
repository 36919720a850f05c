"""Persian dates in the web client, compared with `persiantools`."""

import json
import subprocess
from datetime import date, timedelta

import pytest
from persiantools.jdatetime import JalaliDate

from sales_deals.tools.language import persian
from scripts.settings import Settings

SCRIPT = Settings().addon / "static/src/language/persian_calendar/jalali.js"
FIRST, LAST = JalaliDate(1302, 1, 1), JalaliDate(1502, 12, 29)
PROGRAM = """
import { readFileSync } from "node:fs";
const code = "data:text/javascript," + encodeURIComponent(readFileSync(process.argv[1], "utf8"));
const { fromGregorian, readJalali } = await import(code);
const asked = JSON.parse(readFileSync(0, "utf8"));
const answer = (text) => (text.year ? fromGregorian(text) : readJalali(text, 1405));
console.log(JSON.stringify(asked.map(answer)));
"""


def read(texts: list[str | dict]) -> list:
    """Return what is read of texts, and the Persian days of others."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", PROGRAM, str(SCRIPT)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def as_date(day) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def every_day() -> list[date]:
    count = (LAST.to_gregorian() - FIRST.to_gregorian()).days + 1
    return [FIRST.to_gregorian() + timedelta(days=number) for number in range(count)]


@pytest.mark.parametrize("pattern", ["%Y/%m/%d", "%d-%m-%Y", "%Y%m%d"])
def test_every_day_of_two_centuries_is_read(pattern):
    days = every_day()
    found = read([JalaliDate(day).strftime(pattern) for day in days])
    assert found == [{"date": as_date(day), "rest": ""} for day in days]


def test_every_day_is_read_as_it_is_shown():
    days = every_day()
    found = read([persian.day(day) for day in days])
    assert found == [{"date": as_date(day), "rest": ""} for day in days]


def test_every_day_is_found_in_the_persian_calendar():
    days = every_day()
    assert read([as_date(day) for day in days]) == [as_date(JalaliDate(day)) for day in days]


@pytest.mark.parametrize(
    "text",
    [
        *("1405/12/30", "1405/07/31", "1405/13/01", "1405/00/10", "1405/01/00", "1405/06/32"),
        *("1405/08", "1405", "1405/08/011", "1405/08/01/2", "1405/08/01 soon", "05/13/01"),
        *("۳۰ اسفند ۱۴۰۵", "32 مهر", "1 فروردن 1405", "31/7/1405", "14051230", "051230"),
    ],
)
def test_what_the_calendar_does_not_have_is_no_day(text):
    assert read([text]) == [{"date": None, "rest": ""}]


def test_leap_years_have_one_day_more():
    assert read(["1403/12/30"])[0]["date"] == {"year": 2025, "month": 3, "day": 20}


@pytest.mark.parametrize(
    "text",
    [
        *("1405/8/1", "1405-08-01", "1405.08.01", "۱۴۰۵/۰۸/۰۱", "۱۴۰۵/۸/۱", "١٤٠٥/٠٨/٠١"),
        *(
            " 1405/08/01",
            "1405 / 8 / 1",
            "1405/08-01",
            "05/08/01",
            "1.8.1405",
            "۱۴۰۵۰۸۰۱",
            "050801",
        ),
        *(
            "\u200f۱۴۰۵/۰۸/۰۱\u200f",
            "۱ آبان ۱۴۰۵",
            "1 آبان",
            "۱ ابان ماه ۱۴۰۵",
            "۱آبان۱۴۰۵",
            "1 آبان 05",
        ),
    ],
)
def test_ways_to_write_a_day(text):
    assert read([text]) == [{"date": {"year": 2026, "month": 10, "day": 23}, "rest": ""}]


def test_letters_of_arabic_keyboards_are_read():
    assert read(["1 فروردين 1405"]) == read(["1405/01/01"])
    assert read(["1 دي 1405"]) == read(["1405/10/01"])


@pytest.mark.parametrize(("year", "full"), [("99", 1399), ("00", 1400), ("35", 1435), ("36", 1336)])
def test_years_of_two_digits_are_the_nearest(year, full):
    assert read([f"{year}/01/01"]) == read([f"{full}/01/01"])


@pytest.mark.parametrize("text", ["۱۴۰۵/۰۸/۰۱ ۱۰:۳۰", "1 آبان، ساعت 10:30", "05/8/1  10:30"])
def test_the_time_is_kept(text):
    assert read([text])[0] == {"date": {"year": 2026, "month": 10, "day": 23}, "rest": " 10:30"}


@pytest.mark.parametrize("text", ["2026/10/23", "2026-10-23 10:30", "", "+3d", "today", "=monday"])
def test_other_texts_are_not_read(text):
    assert read([text]) == [None]
