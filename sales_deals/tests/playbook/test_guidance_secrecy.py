"""What stages of another company's processes tell is told to nobody there."""

from contextlib import suppress

from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import PlaybookCase

SECRET = "Zanzibar"


@tagged('post_install', '-at_install')
class TestGuidanceSecrecy(PlaybookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.manager + cls.stranger).group_ids += cls.env.ref('base.group_allow_export')
        cls.process_a.company_id = cls.company
        cls.file = cls.env['ir.attachment'].create({'name': f"{SECRET}.txt", 'raw': b"Zanzibar"})
        cls.start.write(
            {
                'deal_guidance': f"<p>{SECRET}</p>",
                'deal_buyer_step': SECRET,
                'deal_guidance_file_ids': [Command.link(cls.file.id)],
            }
        )
        cls.talks.deal_guidance = "<p>Other</p>"

    def test_a_manager_of_another_company_learns_nothing_by_any_call(self):
        for name, arguments in self._get_calls().items():
            with self.subTest(name):
                self.assertIn(SECRET, self._call(self.manager, *arguments))
                self.assertNotIn(SECRET, self._call(self.stranger, *arguments))

    def _get_calls(self):
        """Return model, method and arguments of each way to read what a stage tells."""
        ids, files = self.start.ids, {'fields': {'name': {}}}
        names = ['deal_guidance', 'deal_buyer_step']
        told = {'deal_guidance': {}, 'deal_buyer_step': {}, 'deal_guidance_file_ids': files}
        known = [('deal_buyer_step', 'like', SECRET[:3])]
        return {
            'read': ('crm.stage', 'read', [ids, names]),
            'web_read': ('crm.stage', 'web_read', [ids, told]),
            'export': ('crm.stage', 'export_data', [ids, names]),
            'search': ('crm.stage', 'search_read', [[('id', 'in', ids)], names]),
            'groups': ('crm.stage', 'formatted_read_group', [[], ['deal_buyer_step'], ['__count']]),
            'translations': ('crm.stage', 'get_field_translations', [ids, 'deal_buyer_step']),
            'file': ('ir.attachment', 'read', [self.file.ids, ['name']]),
            'files': (
                'ir.attachment',
                'search_read',
                [[('res_model', '=', 'crm.stage'), ('res_id', 'in', ids)], ['name']],
            ),
            'deals': ('crm.stage', 'search_read', [known, ['name', *names]]),
        }

    def _call(self, user, model, name, arguments):
        self.env.invalidate_all()
        with suppress(AccessError):
            return str(call_kw(self.env[model].with_user(user), name, arguments, {}))
        return ''

    def test_it_is_not_found_by_searching_or_sorting(self):
        stages = self.start + self.talks
        told = self.env['crm.stage'].with_user(self.stranger)
        domain = [('id', 'in', stages.ids)]
        for name in ('deal_guidance', 'deal_buyer_step'):
            self.assertFalse(told.search([*domain, (name, 'like', SECRET)]))
            self.assertFalse(told.search([*domain, (name, '!=', False)]))
        up = told.search(domain, order='deal_guidance, id')
        self.assertEqual(up, told.search(domain, order='deal_guidance desc, id'))

    def test_a_copy_and_a_stage_read_by_the_system_before_tell_nothing(self):
        stage = self.start.with_user(self.stranger)
        self.env.invalidate_all()
        self.assertTrue(stage.sudo().name)
        self.assertFalse(stage.deal_buyer_step)
        self.env.invalidate_all()
        with suppress(AccessError):
            copy = stage.copy({'deal_process_id': False})
            self.assertFalse(copy.deal_buyer_step)
            self.assertFalse(copy.with_context(lang='pl_PL').deal_guidance)

    def test_it_is_not_written_over(self):
        for vals in ({'deal_guidance': "Mine"}, {'deal_buyer_step': "Mine"}):
            with self.assertRaises(AccessError):
                self.start.with_user(self.stranger).write(vals)

    def test_stages_are_there_for_everybody_as_in_odoo(self):
        stage = self.start.with_user(self.stranger)
        self.assertEqual(stage.read(['name'])[0]['name'], "Alpha Start")
        stage.name = "Ours"
        self.assertEqual(self.start.name, "Ours")

    def test_stages_of_all_companies_tell_everybody(self):
        self.process_a.company_id = False
        self.assertIn(SECRET, str(self.start.with_user(self.stranger).deal_guidance))
        self.process_a.company_id = self.company
        self.start.deal_process_id = self.env['deal.process']
        self.assertIn(SECRET, str(self.start.with_user(self.stranger).deal_guidance))
