"""Tour of the report on cadences, in three languages."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common import TourCase
from .test_cadence_report import CadenceReportCase


@tagged('post_install', '-at_install')
class TestCadenceReportTour(TourCase, CadenceReportCase):
    def _at(self, moment):
        """Leave the clock as it is: the browser has its own."""

    def test_a_salesperson_learns_which_text_brings_answers(self):
        self.message.template_b_id = self.second
        self._record_sent(50, 5)
        self._record_sent(50, 30, template=self.second)
        lately = fields.Datetime.now() - timedelta(days=9)
        runs = self.deals.deal_cadence_run_ids
        runs.begun_on = lately
        runs.task_ids.done_on = lately
        for lang in ('en_US', 'fa_IR', 'pl_PL'):
            self.env['res.lang']._activate_lang(lang)
            with self.subTest(lang):
                self.salesman.lang = lang
                path = '/odoo/action-sales_deals.crm_lead_action_deals'
                self.start_tour(path, 'cadence_report_tour', login='deal_salesman')
