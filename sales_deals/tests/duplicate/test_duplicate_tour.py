from unittest.mock import patch

from odoo.tests import tagged

from ..common import DealCase, TourCase


@tagged('post_install', '-at_install')
class TestDuplicateTour(TourCase, DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.oldest = cls._create_person("Oldest deal", "Anna Lis", '+48 600 000 001')
        cls.twin = cls._create_person("Twin", "Lis Anna", '0048 600000001')
        cls.stranger = cls._create_person("Stranger", "Jan Mazur", '+48 600 000 002')
        cls.other = cls._create_person("Other", "Jan Mazur", '+48 600 000 002')
        # A job commits its progress; a test must be rolled back.
        with patch.object(type(cls.env['ir.cron']), '_commit_progress', lambda *_a, **_k: 60.0):
            cls.env['deal.duplicate']._cron_scan()

    @classmethod
    def _create_person(cls, name, contact, phone):
        return cls._create_deal(
            name=name, contact_name=contact, phone=phone, user_id=cls.salesman.id
        )

    def _assert_decided(self):
        self.assertEqual(self.twin.deal_merged_into_id, self.oldest)
        self.assertFalse((self.stranger | self.other).deal_merged_into_id)
        self.assertFalse(self.stranger._find_duplicates()[self.stranger.id])

    def test_salesperson_works_through_the_queue(self):
        self.start_tour('/odoo/deals/new', 'duplicate_tour', login='deal_salesman')
        self._assert_decided()

    def test_both_answers_above_a_form_can_be_taken_back(self):
        self.start_tour(f'/odoo/deals/{self.twin.id}', 'duplicate_bar_tour', login='deal_salesman')
        self.assertFalse(self.twin.deal_merged_into_id)
        self.assertTrue(self.twin.active)
        pair = self.env['deal.duplicate'].search([('lead_id', '=', self.oldest.id)])
        self.assertEqual(pair.state, 'open')

    def test_salesperson_works_through_the_queue_in_persian(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.salesman.lang = 'fa_IR'
        self.start_tour('/odoo/deals/new', 'duplicate_tour', login='deal_salesman')
        self._assert_decided()
