"""A salesperson does the practices of a stage from the deal's panel, in two languages."""

from odoo.tests import tagged

from ..common import TourCase
from .common import PlaybookCase


@tagged('post_install', '-at_install')
class TestPracticePanelTour(TourCase, PlaybookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('fa_IR')
        cls.start.deal_guidance = "<p>%s</p>" % ("Panel guidance. " * 20)
        call = cls.env.ref('mail.mail_activity_data_call')
        date = "[('date_deadline', '!=', False)]"
        for values in (
            {'name': "Panel ask", 'requirement': 'must', 'due_days': 1},
            {'name': "Panel rival", 'kind': 'competitor'},
            {'name': "Panel call", 'kind': 'activity', 'activity_type_id': call.id},
            {'name': "Panel date", 'kind': 'domain', 'domain': date},
            {'name': "Panel calculation", 'kind': 'calculation'},
        ):
            cls._create_practice(**values)

    def _suggest_call(self):
        call = self.env.ref('mail.mail_activity_data_call')
        self.env['deal.activity.suggestion'].create(
            {'lead_id': self.deal.id, 'type_id': call.id, 'user_id': self.salesman.id}
        )

    def test_practices_are_done_from_the_panel(self):
        for lang in ('en_US', 'fa_IR'):
            with self.subTest(lang):
                self.salesman.lang = lang
                self.deal.deal_competitor_ids.unlink()
                self.deal.deal_tick_ids.unlink()
                self.deal.activity_ids.unlink()
                self._suggest_call()
                self.start_tour(
                    f'/odoo/deals/{self.deal.id}', 'deal_practices_tour', login='deal_salesman'
                )
                self.assertFalse(self.deal.deal_tick_ids)
                self.assertEqual(self.deal.deal_competitor_ids.name, "Panel Rival Ltd")
                call = self.env.ref('mail.mail_activity_data_call')
                self.assertEqual(self.deal.activity_ids.activity_type_id, call)
