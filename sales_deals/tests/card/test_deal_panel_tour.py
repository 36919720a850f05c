"""Tour of a deal's panel, contacts and competitors, in two languages."""

from odoo import Command
from odoo.tests import tagged

from ..common import DealCase, OfferCase, TourCase


@tagged('post_install', '-at_install')
class TestDealPanelTour(TourCase, DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('fa_IR')
        client, _anna = cls.env['res.partner'].create(
            [{'name': "Panel Client", 'is_company': True}, {'name': "Panel Anna"}]
        )
        cls.deal = cls._create_deal(
            name="Tour deal",
            team_id=cls.team_a.id,
            partner_id=client.id,
            user_id=cls.salesman.id,
            date_deadline='2026-01-10',
        )
        cls._track()
        cls.deal.with_context(tracking_disable=False).date_deadline = '2026-02-10'
        cls._track()
        cls.deal._message_log(body="Between us")
        cls.deal._message_log(body="From the client", message_type='email').write(
            {'is_internal': False, 'author_id': False, 'email_from': 'client@x.example'}
        )

    @classmethod
    def _track(cls):
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def test_panel_contacts_competitors_history_and_messages(self):
        for lang in ('en_US', 'fa_IR'):
            with self.subTest(lang):
                self.salesman.lang = lang
                self.deal.deal_contact_ids.unlink()
                self.deal.deal_competitor_ids.unlink()
                self.start_tour(
                    f'/odoo/deals/{self.deal.id}', 'deal_panel_tour', login='deal_salesman'
                )
                self.assertTrue(self.deal.deal_contact_ids.is_primary)
                self.assertEqual(self.deal.deal_competitor_ids.mapped('name'), ["Panel Rival"])


@tagged('post_install', '-at_install')
class TestDealPanelActionsTour(TourCase, OfferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('fa_IR')
        cls.partner.name = "Panel Client"
        cls.deal.write({'user_id': cls.salesman.id, 'phone': '+48 22 123 45 67'})
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE crm_lead SET create_date = create_date - interval '2 days' WHERE id = %s",
            [cls.deal.id],
        )
        kind = cls.env['mail.activity']._default_activity_type_for_model('crm.lead')
        kind.deal_step_ids = [
            Command.clear(),
            Command.create({'next_type_id': kind.id, 'summary': "Panel letter"}),
        ]
        cls.offer = cls._send().sudo()

    def _walk(self, tour):
        self.start_tour(f'/odoo/deals/{self.deal.id}', tour, login='deal_salesman')

    def test_what_the_panel_says_is_done_from_it(self):
        self._walk('deal_panel_actions_tour')
        self.assertFalse(self.deal.activity_ids)

    def test_a_question_is_answered_from_it_in_each_direction_of_writing(self):
        for lang in ('en_US', 'fa_IR'):
            with self.subTest(lang):
                self.salesman.lang = lang
                self.deal.message_ids.unlink()
                self.offer._ask("Is delivery included?")
                self._walk('deal_panel_answer_tour')
                self.assertFalse(self.deal.activity_ids.filtered('deal_question'))
