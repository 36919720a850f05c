"""Tour of a deal's panel, contacts and competitors, in two languages."""

from odoo.tests import tagged

from ..common import DealCase, TourCase


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
