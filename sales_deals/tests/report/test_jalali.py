"""Reports by the Persian calendar: each day of two centuries against `persiantools`."""

from datetime import date, timedelta

from persiantools.jdatetime import JalaliDate

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ...models.report import jalali

QUARTERS = ('01-03', '04-06', '07-09', '10-12')
FIRST, LAST = JalaliDate(1302, 1, 1).to_gregorian(), JalaliDate(1502, 12, 29).to_gregorian()


@tagged('post_install', '-at_install')
class TestJalali(TransactionCase):
    def _select(self, *columns):
        query = SQL(
            "SELECT %s FROM generate_series(%s::date, %s::date, '1 day') AS d, date(d) AS day",
            SQL(", ").join(columns),
            FIRST,
            LAST,
        )
        return self.env.execute_query(query)

    def test_every_day_of_two_centuries_is_in_its_year_month_and_quarter(self):
        day = SQL("day")
        rows = self._select(
            jalali.year(day), jalali.month_number(day), jalali.month(day), jalali.quarter(day)
        )
        self.assertEqual(len(rows), (LAST - FIRST).days + 1)
        self.assertGreater(len(rows), 200 * 365)
        for number, row in enumerate(rows):
            expected = JalaliDate(FIRST + timedelta(days=number))
            year, month = expected.year, expected.month
            quarter = QUARTERS[(month - 1) // 3]
            self.assertEqual(
                row, (year, month, f'{year}/{month:02}', f'{year}/{quarter}'), expected
            )

    def test_a_period_begins_on_the_first_day_of_its_first_month(self):
        day, units = SQL("day"), {'month': 1, 'quarter': 3, 'year': 12}
        rows = self._select(day, *(jalali.first_day(day, unit) for unit in units))
        for value, *found in rows:
            jalali_day = JalaliDate(value)
            firsts = [(jalali_day.month - 1) // count * count + 1 for count in units.values()]
            expected = [JalaliDate(jalali_day.year, first, 1).to_gregorian() for first in firsts]
            self.assertEqual(found, expected, value)

    def test_texts_sort_as_time_goes_on(self):
        day = SQL("day")
        for column in (jalali.month(day), jalali.quarter(day)):
            texts = [text for (text,) in self._select(column)]
            self.assertEqual(texts, sorted(texts))

    def test_no_day_has_no_month(self):
        day = SQL("NULL::date")
        query = SQL("SELECT %s, %s, %s", jalali.year(day), jalali.month(day), jalali.quarter(day))
        self.assertEqual(self.env.execute_query(query), [(None, None, None)])

    def test_new_year_begins_on_its_day(self):
        for day, month in ((date(2026, 3, 20), '1404/12'), (date(2026, 3, 21), '1405/01')):
            query = SQL("SELECT %s", jalali.month(SQL("%s::date", day)))
            self.assertEqual(self.env.execute_query(query), [(month,)])
