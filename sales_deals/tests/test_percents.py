"""Percentages are written alike on all screens: by one widget, one function, without a blank."""

import re
from pathlib import Path

from lxml import etree

from odoo.tests import TransactionCase, tagged

from ..fields import Ratio

ADDON = Path(__file__).parents[1]
#: The one file that calls Odoo's function.
FORMATTER = 'static/src/language/percent/percent.js'
#: In per cent already, as on Odoo's orders, and entered so.
HUNDREDTHS = {'discount'}
BLANK_BEFORE = re.compile(r'(\d|\)s|^)[ \xa0]+%%?(?![(\w])')


@tagged('post_install', '-at_install')
class TestPercents(TransactionCase):
    def _get_views(self):
        names = self.env['ir.model.data'].search(
            [('module', '=', 'sales_deals'), ('model', '=', 'ir.ui.view')]
        )
        views = self.env['ir.ui.view'].browse(names.mapped('res_id'))
        return views.filtered(lambda view: view.model in self.env)

    def _walk(self, node, model):
        """Yield the elements of a view, each with the model that it is about."""
        for child in node.iterchildren(etree.Element):
            yield child, model
            field = child.tag == 'field' and self.env[model]._fields.get(child.get('name'))
            is_relation = field and field.comodel_name in self.env
            yield from self._walk(child, field.comodel_name if is_relation else model)

    def _get_elements(self):
        for view in self._get_views():
            arch = etree.fromstring(view.with_context(lang=None).arch_db.encode())
            for node, model in self._walk(arch, view.model):
                yield view.xml_id, node, model

    def test_ratios_have_our_widget_in_every_view(self):
        faults, shown = [], 0
        for xml_id, node, model in self._get_elements():
            if node.tag != 'field' or node.get('position'):
                continue
            field = self.env[model]._fields.get(node.get('name'))
            is_ratio = isinstance(field, Ratio) and field.name not in HUNDREDTHS
            is_ours = node.get('widget') == 'deal_ratio'
            shown += is_ours
            is_odoos = node.get('widget') in ('percentage', 'progressbar')
            if is_odoos or (is_ratio and not is_ours):
                faults.append((xml_id, node.get('name')))
        self.assertFalse(faults)
        self.assertGreater(shown, 20)

    def test_no_view_has_a_blank_before_the_sign(self):
        for xml_id, node, _model in self._get_elements():
            for text in (node.text, node.tail, node.get('string'), node.get('help')):
                self.assertNotRegex(text or '', BLANK_BEFORE, xml_id)

    def test_no_text_has_a_blank_before_the_sign(self):
        for name in ('sales_deals.pot', 'pl.po', 'fa_IR.po'):
            for line in (ADDON / 'i18n' / name).read_text().splitlines():
                if line.startswith(('msgid', 'msgstr', '"')):
                    self.assertNotRegex(line, BLANK_BEFORE, name)

    def test_one_function_formats_them_in_the_browser(self):
        calls = [
            path.relative_to(ADDON).as_posix()
            for path in (ADDON / 'static/src').rglob('*.js')
            if 'formatPercentage(' in path.read_text()
        ]
        self.assertEqual(calls, [FORMATTER])
