"""A salesperson does the practices of a stage from the deal's panel, in three languages."""

from odoo.tests import tagged

from ..common import TourCase
from .common import LANGUAGES, PlaybookCase


@tagged('post_install', '-at_install')
class TestPracticePanelTour(TourCase, PlaybookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_all_languages()
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

    def _get_activities(self):
        """Return the deal's activities; Odoo archives those that are done."""
        activities = self.env['mail.activity'].with_context(active_test=False)
        return activities.search([('res_model', '=', 'crm.lead'), ('res_id', '=', self.deal.id)])

    def test_practices_are_done_from_the_panel(self):
        for lang in LANGUAGES:
            with self.subTest(lang):
                self.salesman.lang = lang
                self.deal.deal_competitor_ids.unlink()
                self.deal.deal_tick_ids.unlink()
                self._get_activities().unlink()
                self._suggest_call()
                self.start_tour(
                    f'/odoo/deals/{self.deal.id}', 'deal_practices_tour', login='deal_salesman'
                )
                self.assertFalse(self.deal.deal_tick_ids)
                self.assertEqual(self.deal.deal_competitor_ids.name, "Panel Rival Ltd")
                call = self.env.ref('mail.mail_activity_data_call')
                done = self._get_activities().filtered(lambda activity: not activity.active)
                self.assertEqual(done.activity_type_id, call)
