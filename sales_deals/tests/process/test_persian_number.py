"""Numbers of deals and offers that tell the year of the Persian calendar."""

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import DealCase


@tagged('post_install', '-at_install')
class TestPersianNumber(DealCase):
    def _draw(self, day, count=1):
        with freeze_time(f'{day} 12:00:00'):
            self.env.registry.clear_cache()
            return self.process_a._draw_numbers(count)

    def _set_prefix(self, day, prefix):
        with freeze_time(f'{day} 12:00:00'):
            self.process_a.number_prefix = prefix

    def test_numbers_begin_anew_with_the_persian_year(self):
        self._set_prefix('2027-01-01', 'A-%(range_jyear)s-')
        drawn = [self._draw(day)[0] for day in ('2027-03-19', '2027-03-20', '2027-03-21')]
        # 1405 has 365 days, and ends with 20 March 2027.
        self.assertEqual(drawn, ['A-1405-0001', 'A-1405-0002', 'A-1406-0001'])
        self.assertEqual(self._draw('2027-12-31'), ['A-1406-0002'])
        ranges = self.process_a.sequence_id.date_range_ids.filtered(
            lambda part: str(part.date_from) == '2027-03-21'
        )
        self.assertEqual(str(ranges.date_to), '2028-03-19', "1406 is no leap year")

    def test_the_first_range_ends_with_its_year_whatever_lies_around_it(self):
        sequence = self.process_a.sequence_id
        for first, last in (('2026-03-21', '2026-06-30'), ('2026-10-01', '2027-03-20')):
            sequence.date_range_ids.create(
                {'sequence_id': sequence.id, 'date_from': first, 'date_to': last}
            )
        self._set_prefix('2026-08-01', 'A-%(range_jyear)s-')
        self.assertEqual(self._draw('2026-08-01'), ['A-1405-0001'])
        part = sequence.date_range_ids.filtered(lambda part: str(part.date_from) == '2026-07-01')
        self.assertEqual(str(part.date_to), '2026-09-30')

    def test_a_process_changes_its_calendar_within_a_year_and_back(self):
        self.assertEqual(self._draw('2026-11-30', 2), ['A-2026-0001', 'A-2026-0002'])
        deals = self.env['crm.lead'].create([self._prepare_deal(team_id=self.team_a.id)] * 2)
        deals[0].deal_number = 'A-2026-0001'
        deals[1].deal_number = 'A-2026-0002'
        deals.flush_recordset()
        self._set_prefix('2026-12-01', 'A-%(range_jyear)s-')
        self.assertEqual(self._draw('2026-12-01', 2), ['A-1405-0001', 'A-1405-0002'])
        self.assertEqual(self._draw('2027-01-05'), ['A-1405-0003'])
        self._set_prefix('2026-12-10', 'A-%(range_year)s-')
        # Numbers that deals have are passed over.
        self.assertEqual(self._draw('2026-12-10'), ['A-2026-0003'])
        self.assertEqual(self._draw('2027-01-05'), ['A-2027-0001'])

    def test_each_part_is_of_the_day(self):
        prefix = '%(jyear)s/%(jy)s/%(jmonth)s/%(jday)s/%(current_jyear)s/%(month)s-'
        self._set_prefix('2026-12-01', prefix)
        self.assertEqual(self._draw('2026-12-01'), ['1405/05/09/10/1405/12-0001'])

    def test_the_example_shows_it(self):
        with freeze_time('2026-12-01'):
            self.process_a.number_prefix = 'A-%(range_jyear)s-'
            self.assertEqual(self.process_a.number_example, 'A-1405-0001')

    def test_offers_have_it_too(self):
        sequence = self.env.ref('sales_deals.sequence_deal_offer')
        with freeze_time('2026-12-01 12:00:00'):
            sequence.prefix = 'OF/%(range_jyear)s/'
            number = self.env['ir.sequence'].next_by_code(sequence.code)
        self.assertRegex(number, r'^OF/1405/0*1$')
