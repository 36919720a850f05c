from odoo.tests import tagged

from ..common import MergeCase, TourCase


@tagged('post_install', '-at_install')
class TestMergeTour(TourCase, MergeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        start, talks, _signed = cls.process_a.stage_ids.sorted()
        common = {
            'deal_process_id': cls.process_a.id,
            'type': 'opportunity',
            'user_id': cls.manager.id,
        }
        deals = (
            ("Tour oldest", start, 7, "Anna", '+48600000001'),
            ("Tour middle", talks, 42, "Ewa", '+48600000002'),
            ("Tour newest", talks, 43, "Jan", '+48600000003'),
        )
        for lead, values in zip(cls.leads, deals, strict=True):
            name, stage, probability, contact, phone = values
            lead.write({**common, 'name': name, 'stage_id': stage.id, 'contact_name': contact})
            lead.write({'probability': probability, 'phone': phone})

    def _assert_merged_as_chosen(self):
        self.assertEqual((self.leads - self.old).deal_merged_into_id, self.old)
        self.assertEqual((self.old.contact_name, self.old.phone), ("Ewa", '+48600000002'))
        self.assertEqual((self.old.stage_id.name, self.old.probability), ("Alpha Start", 7))

    def test_manager_chooses_values_and_merges(self):
        self.start_tour('/odoo/deals', 'merge_tour', login='deal_manager')
        self._assert_merged_as_chosen()

    def test_manager_chooses_values_and_merges_in_persian(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.manager.lang = 'fa_IR'
        self.start_tour('/odoo/deals', 'merge_tour_fa', login='deal_manager')
        self._assert_merged_as_chosen()
