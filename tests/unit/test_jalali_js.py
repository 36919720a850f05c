"""Persian dates in the web client, compared with `persiantools`."""

import json
import subprocess
from datetime import timedelta

import pytest
from persiantools.jdatetime import JalaliDate

from scripts.settings import Settings

SCRIPT = Settings().addon / "static/src/language/persian_dates/jalali.js"
FIRST, LAST = JalaliDate(1302, 1, 1), JalaliDate(1502, 12, 29)
PROGRAM = """
import { readFileSync } from "node:fs";
const code = "data:text/javascript," + encodeURIComponent(readFileSync(process.argv[1], "utf8"));
const { readJalali } = await import(code);
const texts = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map(readJalali)));
"""


def read(texts: list[str]) -> list:
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


def test_every_day_of_two_centuries_is_read():
    count = (LAST.to_gregorian() - FIRST.to_gregorian()).days + 1
    days = [FIRST.to_gregorian() + timedelta(days=number) for number in range(count)]
    found = read([JalaliDate(day).strftime("%Y/%m/%d") for day in days])
    assert found == [{"date": as_date(day), "rest": ""} for day in days]


def test_days_that_the_calendar_does_not_have_are_none():
    texts = ["1405/12/30", "1405/07/31", "1405/13/01", "1405/00/10", "1405/01/00", "1405/06/32"]
    assert read(texts) == [{"date": None, "rest": ""}] * len(texts)
    assert read(["1403/12/30"])[0]["date"] == {"year": 2025, "month": 3, "day": 20}


@pytest.mark.parametrize(
    "text",
    ["1405/8/1", "1405-08-01", "1405.08.01", "۱۴۰۵/۰۸/۰۱", "۱۴۰۵/۸/۱", "١٤٠٥/٠٨/٠١", " 1405/08/01"],
)
def test_ways_to_write_a_day(text):
    assert read([text]) == [{"date": {"year": 2026, "month": 10, "day": 23}, "rest": ""}]


def test_the_time_is_kept():
    assert read(["۱۴۰۵/۰۸/۰۱ ۱۰:۳۰"])[0]["rest"] == " 10:30"


def test_other_texts_are_not_read():
    assert read(["2026/10/23", "", "+3d", "1405/08", "14050801", "1405/08-01", "1405/08/011"]) == (
        [None] * 7
    )
