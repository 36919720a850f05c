"""What lists export comes back in, by names."""

from lxml import etree

from odoo.tests import tagged

from ..common import DealCase


@tagged('post_install', '-at_install')
class TestDealImport(DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ('pl_PL', 'fa_IR'):
            cls.env['res.lang']._activate_lang(lang)
        same = {'pl_PL': "Otwarta", 'fa_IR': "باز"}
        for process in (cls.process_a, cls.process_b):
            stage = process.stage_ids.sorted()[0]
            stage.name = "Open"
            for lang, name in same.items():
                stage.with_context(lang=lang).name = name

    def _load(self, fields, rows, lang='en_US'):
        loaded = self.env['crm.lead'].with_context(lang=lang).load(fields, rows)
        self.assertEqual(loaded['messages'], [])
        return self.env['crm.lead'].browse(loaded['ids'])

    def test_a_stage_is_the_one_of_the_process_that_is_named(self):
        columns = ['name', 'type', 'stage_id', 'deal_process_id']
        for process in (self.process_a, self.process_b):
            [lead] = self._load(columns, [["Imported", 'opportunity', "Open", process.name]])
            self.assertEqual(lead.deal_process_id, process)
            self.assertEqual(lead.stage_id, process.stage_ids.sorted()[0])
        [lead] = self._load(columns, [["Imported", 'opportunity', "", self.process_b.name]])
        self.assertEqual(lead.deal_process_id, self.process_b)

    def test_what_is_not_there_is_said(self):
        columns = ['name', 'stage_id', 'deal_process_id']
        for row in (["X", "Nowhere", self.process_a.name], ["X", "Open", "No such process"]):
            loaded = self.env['crm.lead'].load(columns, [row])
            self.assertFalse(loaded['ids'] and not loaded['messages'])

    def test_what_lists_export_comes_back_in(self):
        """Each column that can be entered, by name, in each language, as changed and as new."""
        deals = self._create_deal(name="One", team_id=self.team_a.id) | self._create_deal(
            name="Two", team_id=self.team_b.id, expected_revenue=7, priority='2'
        )
        columns = self._get_columns()
        self.assertGreater(len(columns), 15)
        for lang in ('en_US', 'pl_PL', 'fa_IR'):
            with self.subTest(lang):
                seen = deals.with_context(lang=lang, import_compat=True)
                rows = [
                    ['' if value is False else str(value) for value in row]
                    for row in seen.export_data(['id', *columns])['datas']
                ]
                before = deals.read(columns)
                self._load(['id', *columns], rows, lang)
                self.env.invalidate_all()
                self.assertEqual(deals.read(columns), before)
                at = columns.index('deal_number')
                new = self._load(
                    columns[:at] + columns[at + 1 :],
                    [row[1 : at + 1] + row[at + 2 :] for row in rows],
                    lang,
                )
                self.assertEqual(new.stage_id, deals.stage_id)
                self.assertEqual(new.deal_process_id, deals.deal_process_id)

    def _get_columns(self):
        leads, names = self.env['crm.lead'], set()
        for view in self.env['ir.ui.view'].search(
            [('model', '=', 'crm.lead'), ('type', '=', 'list')]
        ):
            arch = etree.fromstring(leads.get_view(view.id, 'list')['arch'])
            names |= {node.get('name') for node in arch.xpath('/list/field')}
        described = leads.fields_get(list(names))
        # Of properties, each is a column of its own; other records are not in a cell.
        left_out = ('properties', 'one2many')
        return sorted(
            name
            for name, field in described.items()
            if not field['readonly']
            and field.get('exportable', True)
            and field['type'] not in left_out
        )
