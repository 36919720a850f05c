"""A Persian user types days of his calendar into a date field."""

from datetime import date

from odoo.tests import tagged

from .common import DealCase, TourCase


@tagged('post_install', '-at_install')
class TestPersianDateTour(TourCase, DealCase):
    def test_days_of_the_persian_calendar_are_typed(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.salesman.lang = 'fa_IR'
        deal = self._create_deal(user_id=self.salesman.id, name="Tour deal")
        self.start_tour(f'/odoo/deals/{deal.id}', 'persian_date_tour', login='deal_salesman')
        self.assertEqual(deal.date_deadline, date(2027, 3, 20))
