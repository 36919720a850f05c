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

    def test_expected_decision_has_its_name_in_other_languages(self):
        names = {'fa_IR': "تاریخ پیش‌بینی‌شدهٔ تصمیم", 'pl_PL': "Przewidywana data decyzji"}
        modules = self.env['ir.module.module']
        for lang, name in names.items():
            self.env['res.lang']._activate_lang(lang)
            for overwrite in (False, True):
                modules._load_module_terms(['crm', 'sales_deals'], [lang], overwrite)
                # As when Odoo's own translation is updated alone.
                modules._load_module_terms(['crm'], [lang], overwrite)
                self.env.registry.clear_cache('stable')
                for model in ('crm.lead', 'crm.activity.report'):
                    with self.subTest(lang=lang, overwrite=overwrite, model=model):
                        in_lang = self.env[model].with_context(lang=lang)
                        fields = in_lang.fields_get(['date_deadline'], ['string'])
                        self.assertEqual(fields['date_deadline']['string'], name)
