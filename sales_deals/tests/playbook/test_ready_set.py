"""Ready sets to begin a process with."""

from collections import Counter

from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from ...models.playbook.sets import READY_SETS
from ..common import DealCase

LANGUAGES = ('pl_PL', 'fa_IR')


@tagged('post_install', '-at_install')
class TestReadySet(DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for language in LANGUAGES:
            cls.env['res.lang']._activate_lang(language)

    def _create_of(self, key, lang='en_US'):
        processes = self.env['deal.process'].with_user(self.manager).with_context(lang=lang)
        with Form(processes) as form:
            form.ready_set = key
        return form.record.with_env(self.env(context={'lang': 'en_US'}))

    def test_each_set_makes_a_process_in_all_languages(self):
        for key, ready in READY_SETS.items():
            for lang in ('en_US', 'pl_PL'):
                with self.subTest(key=key, lang=lang):
                    process = self._create_of(key, lang)
                    self.assertEqual(len(process.stage_ids), len(ready.stages))
                    self.assertEqual(process.stage_ids.filtered('is_won'), process.stage_ids[-1])
                    self._check_texts(process, ready)

    def _check_texts(self, process, ready):
        english = self._read_texts(process, 'en_US')
        self.assertIn(ready.stages[0].guidance._source, english)
        for lang in LANGUAGES:
            translated = self._read_texts(process, lang)
            same = [one for one, other in zip(english, translated, strict=True) if one == other]
            self.assertLessEqual(set(same), {"MEDDIC"}, lang)

    def _read_texts(self, process, lang):
        process = process.with_context(lang=lang)
        texts = [process.name]
        for stage in process.stage_ids:
            guidance = html2plaintext(stage.deal_guidance).replace('\n', ' ')
            texts += [stage.name, stage.deal_buyer_step, guidance]
            texts += stage.deal_practice_ids.mapped('name')
            texts += filter(None, stage.deal_practice_ids.mapped('hint'))
        return texts

    def test_a_fact_stands_for_one_practice_of_a_set(self):
        """What a first practice was fulfilled by would fulfil a second one at once."""
        for key, ready in READY_SETS.items():
            facts = Counter(
                str(practice.fact)
                for stage in ready.stages
                for practice in stage.practices
                if practice.fact['kind'] != 'tick'
            )
            self.assertEqual([fact for fact, count in facts.items() if count > 1], [], key)

    def test_few_practices_are_needed(self):
        for key, ready in READY_SETS.items():
            strict = [one.requirement for stage in ready.stages for one in stage.practices]
            self.assertLessEqual(strict.count('must'), 2, key)
            self.assertGreaterEqual(len(strict), 10, key)

    def test_a_missing_type_of_activity_is_ticked_instead(self):
        self.env.ref('sales_deals.activity_type_offer_call').with_context(
            active_test=False
        ).unlink()
        process = self._create_of('standard')
        practice = process.stage_ids.deal_practice_ids.filtered(
            lambda practice: practice.name == "Talk the offer over with the client"
        )
        self.assertEqual(practice.kind, 'tick')

    def test_a_name_of_ones_own_is_kept(self):
        process = self.env['deal.process'].create({'name': "Ours", 'ready_set': 'tender'})
        self.assertEqual(process.with_context(lang='pl_PL').name, "Ours")

    def test_without_a_set_no_practices_are_made(self):
        process = self._create_process("Plain", 'PL-')
        self.assertFalse(process.stage_ids.deal_practice_ids)

    def test_sets_are_shown_before_they_are_chosen(self):
        form = Form(self.env['deal.process'].with_user(self.manager))
        for key, ready in READY_SETS.items():
            form.ready_set = key
            self.assertIn(ready.stages[0].practices[0].name._source, form.ready_set_summary)
