from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestDealLabels(TransactionCase):
    def test_expected_decision_has_one_name_in_searches_and_reports(self):
        for model in ('crm.lead', 'crm.activity.report'):
            label = self.env[model].fields_get(['date_deadline'])['date_deadline']['string']
            self.assertEqual(label, "Expected Decision")
            views = self.env['ir.ui.view'].search(
                [('model', '=', model), ('mode', '=', 'primary'), ('type', '=', 'search')]
            )
            for view in views:
                with self.subTest(view.xml_id):
                    arch = self.env[model].get_view(view.id, 'search')['arch']
                    self.assertNotIn("Expected Closing", arch)
