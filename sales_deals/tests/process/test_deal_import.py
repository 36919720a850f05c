"""What lists export comes back in, by names."""

import csv
import io

from lxml import etree

from odoo.tests import tagged
from odoo.tools import mute_logger

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

    def _export_list(self, deals, lang):
        """Return what the web client exports of the list's columns: labels, and rows of texts."""
        view = self.env.ref('sales_deals.crm_lead_view_list_deals')
        leads = self.env['crm.lead'].with_context(lang=lang)
        arch = etree.fromstring(leads.get_view(view.id, 'list')['arch'])
        names = [
            node.get('name')
            for node in arch.findall('field')
            if node.get('optional') != 'hide'
            and node.get('column_invisible') not in ('1', 'True')
            and leads._fields[node.get('name')].type not in ('properties', 'one2many')
        ]
        described = leads.fields_get(names)
        columns = [described[name]['string'] for name in names]
        rows = deals.with_context(lang=lang).export_data(names)['datas']
        return columns, [['' if cell is False else str(cell) for cell in row] for row in rows]

    def _import_file(self, columns, rows, lang):
        """Import a file as the web client does: with the fields that Odoo finds by the labels."""
        file = io.StringIO()
        csv.writer(file).writerows([columns, *rows])
        record = self.env['base_import.import'].with_context(lang=lang)
        record = record.create(
            {
                'res_model': 'crm.lead',
                'file': file.getvalue().encode(),
                'file_name': 'deals.csv',
                'file_type': 'text/csv',
            }
        )
        options = {
            'has_headers': True,
            'quoting': '"',
            'separator': ',',
            'encoding': 'utf-8',
            'date_format': '%Y-%m-%d',
            'datetime_format': '%Y-%m-%d %H:%M:%S',
            'float_thousand_separator': ',',
            'float_decimal_separator': '.',
            'keep_matches': False,
            'name_create_enabled_fields': {},
            'import_set_empty_fields': [],
            'import_skip_records': [],
            'fallback_values': {},
            'limit': 2000,
        }
        preview = record.parse_preview(options)
        found = {int(at): '/'.join(path) for at, path in preview['matches'].items()}
        fields = [found.get(at, False) for at in range(len(columns))]
        return fields, record.execute_import(fields, columns, options)

    def test_the_lists_own_export_comes_back_in(self):
        """Without ids, as the web client proposes it: number and name say which deal is meant."""
        deals = self._create_deal(name="One", team_id=self.team_a.id) | self._create_deal(
            name="Two", team_id=self.team_b.id, expected_revenue=7
        )
        deals[1].action_set_won()
        for lang in ('en_US', 'pl_PL', 'fa_IR'):
            with self.subTest(lang):
                leads = self.env['crm.lead'].with_context(lang=lang)
                columns, rows = self._export_list(deals, lang)
                count = leads.search_count([])
                label = leads.fields_get(['expected_revenue'])['expected_revenue']['string']
                worth = ord(lang[0])
                rows[0][columns.index(label)] = str(worth)
                names = ['name', 'deal_number', 'stage_id', 'deal_process_id', 'user_id']
                before = deals.read(names)
                fields, result = self._import_file(columns, rows, lang)
                self.assertLessEqual({'deal_number', 'name', 'stage_id'}, set(fields))
                self.assertEqual(result['messages'], [])
                self.env.invalidate_all()
                self.assertEqual(result['ids'], deals.ids)
                self.assertEqual(leads.search_count([]), count)
                self.assertEqual(deals.read(names), before)
                self.assertEqual(deals[0].expected_revenue, worth)

    def test_a_number_of_another_deal_is_refused_with_what_to_do(self):
        deal = self._create_deal(name="One")
        columns = ['deal_number', 'name', 'stage_id']
        row = [deal.deal_number, "Else", deal.stage_id.name]
        loaded = self.env['crm.lead'].load(columns, [row, ["", "New one", deal.stage_id.name]])
        self.assertFalse(loaded['ids'])
        [message] = loaded['messages']
        self.assertEqual((message['type'], message['rows']), ('error', {'from': 0, 'to': 0}))
        for text in (deal.deal_number, "“One”", "External ID", "leave the number empty"):
            self.assertIn(text, message['message'])
        self.assertEqual(deal.name, "One")

    def test_new_rows_beside_known_ones_are_new_deals_in_the_process_of_their_team(self):
        deal = self._create_deal(name="One", team_id=self.team_b.id)
        columns = ['deal_number', 'name', 'stage_id', 'team_id']
        rows = [
            [deal.deal_number, "One", "Open", "Team Beta"],
            ["", "New A", "Open", self.team_a.name],
            ["", "New B", "Open", self.team_b.name],
        ]
        leads = self._load(columns, rows)
        self.assertEqual(leads[0], deal)
        self.assertEqual(leads[1].deal_process_id, self.process_a)
        self.assertEqual(leads[2].deal_process_id, self.process_b)
        self.assertEqual(len(set(leads.mapped('deal_number'))), 3)

    def test_lost_deals_are_known_by_their_numbers_too(self):
        deal = self._create_deal(name="Lost one")
        deal.action_archive()
        leads = self._load(
            ['deal_number', 'name', 'priority'], [[deal.deal_number, "Lost one", "High"]]
        )
        self.assertEqual((leads, deal.priority), (deal, '2'))

    def test_rows_take_no_queries_each_to_know_their_stages(self):
        columns = ['name', 'type', 'stage_id', 'team_id']
        row = ["New", 'opportunity', "Open", self.team_a.name]
        counts = []
        for number in (2, 50, 2, 50):
            before = self.env.cr.sql_log_count
            leads = self.env['crm.lead']
            leads._with_stages_of_processes(columns, [row] * number, [leads] * number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[3], counts[2])

    def test_numbers_of_deals_that_one_may_not_see_tell_nothing_of_them(self):
        deal = self._create_deal(name="Secret", user_id=self.manager.id)
        leads = self.env['crm.lead'].with_user(self.salesman)
        with mute_logger('odoo.sql_db'):
            loaded = leads.load(['deal_number', 'name'], [[deal.deal_number, "Secret"]])
        self.assertFalse(loaded['ids'])
        self.assertNotIn("Secret", str(loaded['messages']))

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
