"""A manager designs a process in a real browser, in three languages."""

from odoo.tests import tagged

from ..common import TourCase
from .common import LANGUAGES, PlaybookCase


@tagged('post_install', '-at_install')
class TestPlaybookTour(TourCase, PlaybookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_all_languages()

    def test_a_process_is_made_of_a_set_and_designed(self):
        url = '/odoo/action-sales_deals.deal_process_action'
        for lang in LANGUAGES:
            with self.subTest(lang):
                self.manager.lang = lang
                self.start_tour(url, f'playbook_tour_{lang[:2]}', login='deal_manager')
                process = self.env['deal.process'].search([('name', '=', "Our way")])
                self._assert_designed(process)
                process.active = False
                process.name = f"Our way: {lang}"

    def _assert_designed(self, process):
        stages = process.stage_ids.with_context(lang='en_US')
        needs = stages[1]
        names = needs.deal_practice_ids.mapped('name')
        self.assertLess(names.index("Answer the enquiry"), names.index("Meet the client"))
        # A new text is the same in all languages until it is translated.
        self.assertIn("Read their annual report", names)
        self.assertEqual(len(stages[2].deal_practice_ids), 5)
        copied = stages[2].with_context(lang=self.manager.lang).deal_practice_ids.mapped('name')
        self.assertEqual(len([name for name in copied if name.endswith(")")]), 1)
        buyer = needs.with_context(lang=self.manager.lang).deal_buyer_step
        self.assertEqual(buyer, "Tells us everything")
        self.assertFalse(self.deal.deal_override_ids)

    def test_it_is_tried_on_a_deal(self):
        self._create_practice(name="Ask for the plan", requirement='must')
        self._create_practice(name="Meet the rival", kind='competitor', requirement='ask')
        self._fulfil('competitor', self.deal)
        self.deal.name = "Tour deal"
        url = f'/odoo/action-sales_deals.deal_process_action/{self.process_a.id}'
        for lang in LANGUAGES:
            with self.subTest(lang):
                self.manager.lang = lang
                self.start_tour(url, 'playbook_trial_tour', login='deal_manager')
                self.assertEqual(self.deal.stage_id, self.start)
