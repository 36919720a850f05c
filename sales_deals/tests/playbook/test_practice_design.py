"""Designing a process: columns, copies, changes of what deals stand on, and trying it."""

from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from .common import PlaybookCase


@tagged('post_install', '-at_install')
class TestPracticeDesign(PlaybookCase):
    def test_all_stages_are_columns(self):
        self._create_practice()
        action = self.process_a.with_user(self.manager).action_open_playbook()
        groups = (
            self.env['deal.practice']
            .with_user(self.manager)
            .with_context(**action['context'], read_group_expand=True)
            .web_read_group(action['domain'], ['stage_id'], ['__count'])['groups']
        )
        columns = [group['stage_id'][0] for group in groups]
        self.assertEqual(columns, self.process_a._get_stages().ids)
        self.assertIn(self.talks.id, columns)

    def test_a_column_that_is_added_belongs_to_the_process(self):
        context = self.process_a.action_open_playbook()['context']
        stage_id, _name = self.env['crm.stage'].with_context(**context).name_create("Offer")
        self.assertIn(stage_id, self.process_a.stage_ids.ids)

    def test_practices_are_counted(self):
        self._create_practice()
        self._create_practice(stage_id=self.talks.id)
        counts = (self.process_a | self.process_b).mapped('practice_count')
        self.assertEqual(counts[0] - counts[1], 2)

    def test_a_card_is_duplicated(self):
        practice = self._create_practice(kind='offer', offer_event='sent', requirement='must')
        practice.action_duplicate()
        copy = self.start.deal_practice_ids - practice
        self.assertEqual((copy.offer_event, copy.requirement), ('sent', 'must'))

    def test_copies_of_processes_and_stages_are_complete(self):
        self.env['res.lang']._activate_lang('pl_PL')
        practice = self._create_practice(hint="Do it well")
        file = self.env['ir.attachment'].create({'name': "script.txt", 'raw': b"Say this"})
        self.start.write(
            {
                'deal_guidance': "<p>Listen</p>",
                'deal_buyer_step': "Compares",
                'rotting_threshold_days': 5,
                'deal_guidance_file_ids': [Command.link(file.id)],
            }
        )
        self._translate(practice, name="Zrób to", hint="Zrób to dobrze")
        self._translate(self.start, name="Początek", deal_buyer_step="Porównuje")
        self.start.update_field_translations('deal_guidance', {'pl_PL': {"Listen": "Słuchaj"}})
        process = self.process_a.with_user(self.manager).copy().sudo()
        stages = [process.stage_ids.sorted('id')[0], self.start.with_user(self.manager).copy()]
        for stage in stages:
            with self.subTest(stage=stage):
                self._check_copy(stage.sudo().with_context(lang='pl_PL'), file)
        file.unlink()
        self.assertTrue(all(stage.deal_guidance_file_ids.exists() for stage in stages))

    def _check_copy(self, stage, file):
        self.assertEqual(stage.name, "Początek")
        self.assertEqual(stage.deal_buyer_step, "Porównuje")
        self.assertEqual(stage.rotting_threshold_days, 5)
        self.assertEqual(html2plaintext(stage.deal_guidance), "Słuchaj")
        practice = stage.deal_practice_ids
        self.assertEqual((practice.name, practice.hint), ("Zrób to", "Zrób to dobrze"))
        self.assertNotEqual(stage.deal_guidance_file_ids, file)
        self.assertEqual(stage.deal_guidance_file_ids.res_id, stage.id)

    def test_files_of_others_are_not_taken(self):
        secret = self.env['ir.attachment'].create({'name': "secret.txt", 'raw': b"Secret"})
        with self.assertRaises(AccessError):
            self.talks.with_user(self.manager).deal_guidance_file_ids = [Command.link(secret.id)]

    def test_a_removed_stage_keeps_the_history_of_its_practices(self):
        ticked = self._create_practice(stage_id=self.talks.id)
        other = self._create_practice(stage_id=self.talks.id)
        self.deal.tick_deal_practice(ticked.id, "Done")
        self.talks.with_user(self.manager).unlink()
        self.assertFalse(ticked.active)
        self.assertEqual(self.deal.deal_tick_ids.practice_id, ticked)
        self.assertFalse(other.exists())

    def test_an_active_practice_has_a_stage(self):
        practice = self._create_practice()
        with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation):
            practice.stage_id = False
            self.env.flush_all()

    def test_deals_that_a_change_touches_are_counted(self):
        practice = self._create_practice().with_user(self.manager)
        lost = self.deal.copy({'stage_id': self.start.id})
        lost.action_set_lost(lost_reason_id=self.env['crm.lost.reason'].search([], limit=1).id)
        self.assertEqual(practice.open_deal_count, 1)
        action = practice.action_open_deals()
        self.assertEqual(action['views'][0][1], 'list')
        self.assertEqual(self.env['crm.lead'].search(action['domain']), self.deal)

    def test_other_processes_get_no_practices(self):
        standard = self.env.ref('sales_deals.deal_process_standard')
        self.assertFalse(standard._get_stages().deal_practice_ids)

    def test_salespeople_see_and_do_not_change(self):
        practice = self._create_practice()
        as_salesman = practice.with_user(self.salesman)
        self.assertEqual(as_salesman.name, "A practice")
        for change in (
            lambda: as_salesman.write({'name': "Mine"}),
            lambda: as_salesman.copy(),
            lambda: self.start.with_user(self.salesman).write({'deal_guidance': "Mine"}),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_a_practice_of_another_company_is_not_seen(self):
        self.deal.company_id = self.company
        self.process_a.company_id = self.company
        practice = self._create_practice()
        with self.assertRaises(AccessError):
            practice.with_user(self.stranger).read(['name'])

    # Trying it on a deal

    def test_a_trial_tells_what_would_be_asked_and_what_is_there(self):
        practices = self._create_practices_of_all_kinds(requirement='ask')
        for name in practices:
            self._fulfil(name, self.deal)
        self._create_practice(name="Only to win", gate='win', requirement='must')
        self.env.flush_all()
        result = self._try(self.talks)
        for word in ("Asked on the phone", "Anna", "Rival", "plan.txt", "Visit"):
            self.assertIn(word, result)
        self.assertIn("asked for nothing", result)
        self.assertIn("would be asked for practices: 1, of which needed: 1", self._try(self.signed))

    def test_a_trial_changes_nothing(self):
        self._create_practice(requirement='must')
        self._try(self.signed)
        self.assertEqual(self.deal.stage_id, self.start)
        self.assertFalse(self.deal.deal_override_ids)

    def test_a_trial_on_a_deal_of_others_is_refused(self):
        self.deal.user_id = self.manager
        with self.assertRaises(AccessError):
            self._try(self.signed)

    def _try(self, stage):
        trial = (
            self.env['deal.practice.trial']
            .with_user(self.salesman)
            .create({'deal_process_id': self.process_a.id, 'lead_id': self.deal.id})
        )
        self.assertEqual(trial.stage_id, self.signed)
        trial.stage_id = stage
        return ' '.join(html2plaintext(trial.result).replace('*', '').split())

    def _translate(self, record, **texts):
        for name, text in texts.items():
            record.update_field_translations(name, {'pl_PL': text})
