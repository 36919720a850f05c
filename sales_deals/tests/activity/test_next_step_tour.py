from odoo.tests import tagged

from ..common import ActivityCase, TourCase


@tagged('post_install', '-at_install')
class TestNextStepTour(TourCase, ActivityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal.name = "Forgotten windows"
        cls.call = cls._plan(cls.env.ref('mail.mail_activity_data_call'))

    def _walk(self):
        self.start_tour(f'/odoo/deals/{self.deal.id}', 'next_step_tour', login='deal_salesman')
        self.assertEqual(self.call.deal_outcome_id, self.no_answer)
        done = (
            self.env['mail.activity']
            .with_context(active_test=False)
            .search(
                [
                    ('res_model', '=', 'crm.lead'),
                    ('res_id', '=', self.deal.id),
                    ('active', '=', False),
                ]
            )
        )
        self.assertEqual(done.deal_outcome_id, self.no_answer | self.reached)
        [planned] = self.deal.activity_ids
        self.assertEqual(planned.activity_type_id, self.env.ref('sales_deals.activity_type_email'))
        self.assertEqual(planned.user_id, self.salesman)

    def test_salesperson_is_led_from_step_to_step(self):
        self._walk()

    def test_salesperson_is_led_from_step_to_step_in_persian(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.salesman.lang = 'fa_IR'
        # The tour looks for what the ready step is called in English.
        self.env.ref('sales_deals.activity_step_call_no_answer').with_context(
            lang='fa_IR'
        ).summary = "Call again"
        self._walk()

    def _walk_through_activities(self):
        calls = self.call
        self.call.summary = "First call"
        kind = self.call.activity_type_id
        for summary in ("Second call", "Third call"):
            calls |= self._plan(kind, summary=summary)
        self.start_tour('/odoo/deals', 'next_step_done_tour', login='deal_salesman')
        self.assertEqual([call.active for call in calls], [False] * 3)
        self.assertEqual([call.deal_outcome_id for call in calls], [self.no_answer] * 3)
        planned = self.deal.activity_ids
        self.assertEqual(planned.activity_type_id, kind)
        self.assertEqual((len(planned), planned.user_id), (3, self.salesman))

    def test_lists_cards_and_the_calendar_of_activities_ask_and_offer(self):
        self._walk_through_activities()

    def test_lists_cards_and_the_calendar_of_activities_ask_and_offer_in_persian(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.salesman.lang = 'fa_IR'
        self._walk_through_activities()
