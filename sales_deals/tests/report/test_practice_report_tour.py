"""Tour of the reports on practices, in three languages."""

from odoo.tests import tagged

from ...models.company.deal_record import system
from ..common import TourCase
from .test_practice_report import PracticeReportCase


@tagged('post_install', '-at_install')
class TestPracticeReportTour(TourCase, PracticeReportCase):
    def test_a_salesperson_learns_what_practices_win(self):
        practice = self._create_practice(name="Ask who decides")
        own = {'user_id': self.salesman.id, 'company_id': self.company.id}
        self._create_closed(15, won=True, practice=practice, name="With", **own)
        self._create_closed(5, won=False, practice=practice, name="With", **own)
        self._create_closed(5, won=True, name="Without", **own)
        self._create_closed(15, won=False, name="Without", **own)
        values = {'practice_id': practice.id, 'requirement': 'ask', 'way': 'reason'}
        system(self.env['deal.practice.override']).create(
            {
                **values,
                'lead_id': self.deals[-1].id,
                'user_id': self.salesman.id,
                'reason': "In a hurry",
            }
        )
        for lang in ('en_US', 'fa_IR', 'pl_PL'):
            self.env['res.lang']._activate_lang(lang)
            with self.subTest(lang):
                self.salesman.lang = lang
                path = '/odoo/action-sales_deals.crm_lead_action_deals'
                self.start_tour(path, 'practice_report_tour', login='deal_salesman')
