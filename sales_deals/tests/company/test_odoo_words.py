from odoo.tests import TransactionCase, tagged

from ...models.company.odoo_words import read_words, read_words_of_odoo

LANGS = ('fa_IR', 'pl_PL')
WON_AND_LOST = {'fa_IR': ("موفق", "ناموفق", "باز"), 'pl_PL': ("Wygrana", "Przegrana", "Otwarta")}


@tagged('post_install', '-at_install')
class TestOdooWords(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.modules = cls.env['ir.module.module']
        for lang in LANGS:
            cls.env['res.lang']._activate_lang(lang)
            cls.load(lang)

    @classmethod
    def load(cls, lang, overwrite=False):
        names = [*{word.module for word in read_words(lang)}, 'sales_deals']
        cls.modules._load_module_terms(names, [lang], overwrite)

    def get_words(self, lang):
        """Return words of records that are there, with their record and text."""
        for word, text in read_words(lang).items():
            record = self.env.ref(word.xml_id, raise_if_not_found=False)
            # Other addons than ours and those that it needs add fields to Odoo's models.
            if record and word.field in record._fields:
                yield word, record.with_context(lang=lang), text

    def get_term(self, word, record):
        lang = record.env.context['lang']
        terms = self.modules._get_translated_terms(record, word.field, lang)
        return dict(terms).get(word.source)

    def in_lang(self, xml_id, lang):
        return self.env.ref(xml_id).with_context(lang=lang)

    def set_in_lang(self, xml_id, lang, field, value):
        self.in_lang(xml_id, lang)[field] = value

    def test_won_and_lost_have_one_word_each(self):
        for lang, (won, lost, pending) in WON_AND_LOST.items():
            for model in ('crm.lead', 'crm.activity.report'):
                with self.subTest(lang=lang, model=model):
                    fields = self.env[model].with_context(lang=lang).fields_get(['won_status'])
                    labels = dict(fields['won_status']['selection'])
                    self.assertEqual(labels, {'won': won, 'lost': lost, 'pending': pending})
            for view in ('crm.crm_lead_view_form', 'crm.view_crm_case_opportunities_filter'):
                arch = self.in_lang(view, lang).arch
                for word in ("Sukces", "Porażka", '"باخته"', '"برد"'):
                    self.assertNotIn(word, arch)
            form = self.env['crm.lead'].with_context(lang=lang).get_view(view_type='form')['arch']
            self.assertIn(f'"{won}"', form)
            self.assertIn(f'"{lost}"', form)
            self.assertEqual(self.in_lang('crm.stage_lead4', lang).name, won)

    def test_every_word_of_a_record_is_there(self):
        for lang in LANGS:
            for word, record, text in self.get_words(lang):
                with self.subTest(lang=lang, word=word):
                    if word.is_term:
                        self.assertIn(self.get_term(word, record), (text, None))
                    else:
                        self.assertEqual(record[word.field], text)

    def test_words_that_somebody_has_typed_are_kept(self):
        typed = "Domknięta"
        self.set_in_lang('crm.stage_lead4', 'pl_PL', 'name', typed)
        view = self.env.ref('crm.crm_lead_view_form')
        view.update_field_translations('arch_db', {'pl_PL': {"Lost": "Stracona"}})
        self.load('pl_PL')
        self.assertEqual(self.in_lang('crm.stage_lead4', 'pl_PL').name, typed)
        terms = dict(self.modules._get_translated_terms(view, 'arch_db', 'pl_PL'))
        self.assertEqual((terms["Lost"], terms["Won"]), ("Stracona", "Wygrana"))

    def test_stages_that_a_business_works_with_keep_their_names(self):
        self.set_in_lang('crm.stage_lead4', 'pl_PL', 'name', "Sukces")
        self.env['crm.lead'].create({'name': "At work"}).flush_recordset()
        self.load('pl_PL')
        self.assertEqual(self.in_lang('crm.stage_lead4', 'pl_PL').name, "Sukces")

    def test_words_come_back_when_odoo_loads_its_own_anew(self):
        self.load('pl_PL', overwrite=True)
        self.assertEqual(self.in_lang('crm.stage_lead4', 'pl_PL').name, "Wygrana")
        self.assertEqual(self.in_lang('crm.crm_menu_root', 'fa_IR').name, "معاملات")

    def test_without_the_addon_odoo_has_its_own_words_again(self):
        typed = "Domknięta"
        self.set_in_lang('crm.stage_lead4', 'pl_PL', 'name', typed)
        self.modules._restore_odoo_words(LANGS)
        self.env.registry.clear_cache('stable')
        self.assertEqual(self.in_lang('crm.stage_lead4', 'pl_PL').name, typed)
        for lang in LANGS:
            odoo = read_words_of_odoo({word.module for word in read_words(lang)}, lang)
            for word, record, text in self.get_words(lang):
                of_odoo = odoo.get(word, word.source)
                if word.xml_id == 'crm.stage_lead4' or of_odoo == text:
                    continue
                with self.subTest(lang=lang, word=word):
                    if word.is_term:
                        self.assertIn(self.get_term(word, record), (of_odoo, None))
                    else:
                        english = record.with_context(lang='en_US')[word.field]
                        of_odoo = english if word.is_made_later else odoo.get(word, english)
                        self.assertEqual(record[word.field], of_odoo)

    def test_scripts_have_the_words_too(self):
        http = self.env['ir.http']
        found, _parameters = http._get_translations_for_webclient(['web', 'mail', 'crm'], 'fa_IR')
        texts = {text['id']: text['string'] for text in found['web']['messages']}
        self.assertEqual(texts["Custom Filter..."], "فیلتر سفارشی...")
        self.assertEqual(texts["Save"], "ذخیره")
        self.assertEqual(len(texts), len(found['web']['messages']))
        english, _parameters = http._get_translations_for_webclient(['web'], 'en_US')
        self.assertEqual(english['web']['messages'], ())

    def test_another_language_has_odoos_words(self):
        found, _parameters = self.env['ir.http']._get_translations_for_webclient(['web'], 'de_DE')
        self.assertNotIn("فیلتر سفارشی...", str(found))

    def test_headings_of_months_are_written_as_months_stand_alone(self):
        lead = self.env['crm.lead'].create({'name': "A", 'date_deadline': '2026-11-20'})
        domain, groups = [('id', '=', lead.id)], ['date_deadline:month']
        for lang, heading in (('pl_PL', "listopad 2026"), ('en_US', "November 2026")):
            leads = self.env['crm.lead'].with_context(lang=lang)
            [group] = leads.formatted_read_group(domain, groups, ['__count'])
            self.assertEqual(group['date_deadline:month'], ('2026-11-01', heading))
            self.assertEqual(leads.search(group['__extra_domain']) & lead, lead)
