"""Groups by the Persian calendar, as the web client of its users asks for them."""

from datetime import date, datetime, timedelta
from random import Random

import pytz
from persiantools.jdatetime import JalaliDate

from odoo import fields
from odoo.tests import TransactionCase, tagged

UNITS = ('month', 'quarter', 'year')
TEHRAN = pytz.timezone('Asia/Tehran')


@tagged('post_install', '-at_install')
class TestPersianGroups(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('fa_IR')
        cls.model = cls.env['crm.lead'].with_context(
            lang='fa_IR', tz=TEHRAN.zone, deal_persian_groups='crm.lead'
        )
        random = Random(25)
        first = datetime(2019, 1, 1)
        cls.moments = [first + timedelta(minutes=random.randrange(4_200_000)) for _ in range(300)]
        # The minutes around the first of Farvardin in Tehran, with and without daylight saving.
        for year in (1398, 1399, 1400, 1401, 1402, 1404, 1405):
            midnight = datetime.combine(JalaliDate(year, 1, 1).to_gregorian(), datetime.min.time())
            begin = TEHRAN.localize(midnight).astimezone(pytz.utc).replace(tzinfo=None)
            cls.moments += [begin - timedelta(minutes=1), begin, begin + timedelta(minutes=90)]
        cls.deals = cls.model.create(
            [
                {
                    'name': f"Group {number}",
                    'type': 'opportunity',
                    'date_deadline': moment.date(),
                    'date_open': moment,
                }
                for number, moment in enumerate(cls.moments)
            ]
        )
        # Odoo sets it itself.
        for deal, moment in zip(cls.deals, cls.moments, strict=True):
            deal.date_open = moment
        cls.domain = [('id', 'in', cls.deals.ids)]

    def _get_period(self, day, unit):
        jalali = JalaliDate(day)
        months = {'month': jalali.month, 'quarter': (jalali.month + 2) // 3, 'year': 1}
        return jalali.year, months[unit]

    def _group(self, spec, **context):
        model = self.model.with_context(**context)
        return model.formatted_read_group(self.domain, [spec], ['__count'])

    def _get_local_day(self, moment):
        return pytz.utc.localize(moment).astimezone(TEHRAN).date()

    def test_each_deal_is_in_the_group_of_its_persian_period(self):
        days = {'date_deadline': fields.Date.to_date, 'date_open': self._get_local_day}
        for name, get_day in days.items():
            for unit in UNITS:
                spec = f'{name}:{unit}'
                groups = self._group(spec)
                self.assertEqual(sum(group['__count'] for group in groups), len(self.deals))
                periods = []
                for group in groups:
                    deals = self.model.search([*self.domain, *group['__extra_domain']])
                    self.assertEqual(len(deals), group['__count'], spec)
                    found = {self._get_period(get_day(deal[name]), unit) for deal in deals}
                    self.assertEqual(len(found), 1, group)
                    periods += found
                self.assertEqual(periods, sorted(set(periods)), "by time, each once")

    def test_a_group_has_the_name_of_its_period(self):
        deal = self.deals[0]
        deal.date_deadline = date(2026, 12, 1)
        self.domain = [('id', '=', deal.id)]
        names = {
            'day': '10 آذر 1405',
            'week': 'هفتهٔ 37، 1405',
            'month': 'آذر 1405',
            'quarter': 'پاییز 1405',
            'year': '1405',
        }
        for unit, name in names.items():
            [group] = self._group(f'date_deadline:{unit}')
            self.assertEqual(group[f'date_deadline:{unit}'][1], name)

    def test_days_that_the_calendar_does_not_reach_are_groups_of_odoo(self):
        days = (date(1022, 2, 3), date(1500, 5, 6), date(9950, 6, 15), date(2026, 12, 1))
        deals = self.deals[: len(days)]
        for deal, day in zip(deals, days, strict=True):
            deal.date_deadline = day
        self.domain = [('id', 'in', deals.ids)]
        for unit in ('day', 'week', *UNITS):
            # Odoo itself would fill in millions of days.
            for is_filled in {False, unit in UNITS}:
                groups = self._group(f'date_deadline:{unit}', fill_temporal=is_filled)
                counts = [
                    len(self.model.search([*self.domain, *group['__extra_domain']]))
                    for group in groups
                ]
                self.assertEqual(counts, [group['__count'] for group in groups])
                self.assertEqual(sum(counts), len(days))

    def test_gaps_are_filled(self):
        self.domain = [('id', 'in', self.deals[:3].ids)]
        self.deals[0].date_deadline = date(2026, 2, 19)
        self.deals[1].date_deadline = date(2026, 5, 22)
        self.deals[2].date_deadline = False
        groups = self._group('date_deadline:month', fill_temporal=True)
        self.assertEqual(
            [
                (group['date_deadline:month'] and group['date_deadline:month'][1], group['__count'])
                for group in groups
            ],
            [
                ('بهمن 1404', 1),
                ('اسفند 1404', 0),
                ('فروردین 1405', 0),
                ('اردیبهشت 1405', 0),
                ('خرداد 1405', 1),
                (False, 1),
            ],
        )
        filled = self._group(
            'date_deadline:quarter',
            fill_temporal={'fill_from': '2026-12-22', 'fill_to': '2027-06-21', 'min_groups': 4},
        )
        starts = [group['date_deadline:quarter'][1] for group in filled[2:-1]]
        self.assertEqual(starts, ['زمستان 1405', 'بهار 1406', 'تابستان 1406', 'پاییز 1406'])

    def test_columns_and_their_bars_agree(self):
        for spec in ('date_open:month', 'date_deadline:quarter'):
            bar = {'field': 'won_status', 'colors': {'pending': 'info'}}
            bars = self.model.read_progress_bar(self.domain, spec, bar)
            answer = self.model.web_read_group(self.domain, [spec], ['__count'])
            self.assertEqual(len(bars), len(answer['groups']))
            self.assertEqual(
                sorted(values['pending'] for values in bars.values()),
                sorted(group['__count'] for group in answer['groups']),
            )

    def test_others_have_the_groups_of_odoo(self):
        for context in ({'deal_persian_groups': False}, {'deal_persian_groups': 'res.partner'}):
            [*groups] = self._group('date_deadline:month', **context)
            starts = {group['date_deadline:month'][0][8:] for group in groups}
            self.assertEqual(starts, {'01'})
