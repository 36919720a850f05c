"""What the addon adds to models of others carries its prefix: nobody else's name is taken."""

import ast
import re
from pathlib import Path

from lxml import etree

from odoo.tests import TransactionCase, tagged

ADDON = 'sales_deals'
#: The prefix, alone or behind one that Odoo looks for (``kpi_``, ``action_``, ``_check_``).
PREFIX = re.compile(r'(^|_)deal_')
#: Keys of the context that are Odoo's, read or set by our Python.
CONTEXT_OF_ODOO = {
    'ir_sequence_date',
    'ir_sequence_date_range',
    'active_domain',
    'active_id',
    'active_ids',
    'active_model',
    'active_test',
    'activity_previous_deadline',
    'allowed_company_ids',
    'bin_size',
    'company',
    'cron_end_time',
    'dialog_size',
    'domain_bounce_address',
    'domain_notifications_email',
    'force_price_recomputation',
    'image_no_postprocess',
    'import_file',
    'lang',
    'mail_activity_quick_update',
    'mail_notrack',
    'no_variant_attributes_price_extra',
    'no_vat_validation',
    'partner_display_name_hide_company',
    'pivot_row_groupby',
    'send_validated_to',
    'tracking_disable',
    'tz',
    'uid',
}
#: What Odoo puts before a name of a field or a filter.
OF_FIELDS = ('default_', 'search_default_')


@tagged('post_install', '-at_install')
class TestNames(TransactionCase):
    def test_fields_on_models_of_others(self):
        names = {
            (model._name, name)
            for model in self._get_models_of_others()
            for name, field in model._fields.items()
            if set(field._modules) == {ADDON}
        }
        self.assertIn(('crm.lead', 'deal_process_id'), names)
        self._assert_prefixed(names)

    def test_public_methods_on_models_of_others(self):
        names = {
            (model._name, name)
            for model in self._get_models_of_others()
            for name in self._get_own_names(model)
            if not name.startswith('_') and callable(getattr(model, name, None))
        }
        self.assertIn(('crm.lead', 'action_deal_resume'), names)
        self._assert_prefixed(names)

    def test_constraints_and_indexes_on_tables_of_others(self):
        names = {
            (model._name, definition.name)
            for model in self._get_models_of_others()
            for definition in model._table_objects.values()
            if definition._module == ADDON
        }
        self.assertTrue(names)
        self._assert_prefixed(names)

    def test_filters_and_fields_in_searches_of_others(self):
        names = set()
        for view in self._get_views_on_others():
            for node in etree.fromstring(view.arch_db).iter('filter', 'field'):
                if node.get('position') is None and not self._is_of_odoo(view, node):
                    names.add((view.xml_id, node.get('name')))
        self.assertIn((f'{ADDON}.crm_lead_view_search_state', 'deal_suspended'), names)
        self._assert_prefixed(names)

    def test_keys_of_the_context(self):
        names = set()
        for path in self._get_sources():
            names.update((path.name, key) for key in ContextKeys.of(path))
        self.assertIn(('crm_lead.py', 'deal_merge_choices'), names)
        self._assert_prefixed(
            {(where, key) for where, key in names if not self._is_context_of_odoo(key)}
        )

    def _assert_prefixed(self, names):
        self.assertEqual(sorted(pair for pair in names if not PREFIX.search(pair[1])), [])

    def _get_models_of_others(self):
        return [model for model in self.registry.values() if model._original_module != ADDON]

    def _get_own_names(self, model):
        """Return the names other than fields that only our classes define."""
        ours, others = set(), set()
        for cls in model._model_classes__:
            (ours if getattr(cls, '_module', None) == ADDON else others).update(vars(cls))
        return ours - others - set(model._fields)

    def _get_views_on_others(self):
        """Return our search views that inherit somebody else's."""
        data = self.env['ir.model.data'].search(
            [('module', '=', ADDON), ('model', '=', 'ir.ui.view')]
        )
        views = self.env['ir.ui.view'].browse(data.mapped('res_id'))
        return views.filtered(lambda view: view.type == 'search' and view.inherit_id - views)

    def _is_of_odoo(self, view, node):
        """Return whether a node shows a field that is not ours alone."""
        field = self.env[view.model]._fields.get(node.get('name'))
        return node.tag == 'field' and (not field or set(field._modules) != {ADDON})

    def _get_sources(self):
        folder = Path(__file__).parent.parent
        outside = (folder / 'tests', folder / 'static')
        return [
            path
            for path in folder.rglob('*.py')
            if not any(path.is_relative_to(other) for other in outside)
        ]

    def _is_context_of_odoo(self, key):
        return key in CONTEXT_OF_ODOO or key.startswith(OF_FIELDS)


class ContextKeys(ast.NodeVisitor):
    """Collect the keys of the context that a file reads or sets."""

    def __init__(self):
        self.found = set()

    @classmethod
    def of(cls, path):
        visitor = cls()
        visitor.visit(ast.parse(path.read_text()))
        return visitor.found

    def visit_Call(self, node):
        name = getattr(node.func, 'attr', None)
        if name == 'with_context':
            self.found.update(keyword.arg for keyword in node.keywords if keyword.arg)
            self._add_keys(node.args)
        elif name == 'depends_context':
            self._add(node.args)
        elif name == 'get' and self._is_context(node.func.value):
            self._add(node.args[:1])
        self._add_keys(keyword.value for keyword in node.keywords if keyword.arg == 'context')
        self.generic_visit(node)

    def visit_Subscript(self, node):
        if self._is_context(node.value):
            self._add([node.slice])
        self.generic_visit(node)

    def visit_Compare(self, node):
        if any(map(self._is_context, node.comparators)):
            self._add([node.left])
        self.generic_visit(node)

    def visit_Dict(self, node):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == 'context':
                self._add_keys([value])
        self.generic_visit(node)

    def _is_context(self, node):
        return getattr(node, 'attr', getattr(node, 'id', None)) == 'context'

    def _add_keys(self, nodes):
        for node in nodes:
            if isinstance(node, ast.Dict):
                self._add(key for key in node.keys if key)
            elif isinstance(node, ast.Call):
                # dict(context, key=value)
                self.found.update(keyword.arg for keyword in node.keywords if keyword.arg)

    def _add(self, nodes):
        """Add constants; of a built name such as ``f'deal_{name}'``, its constant beginning."""
        for node in nodes:
            if isinstance(node, ast.JoinedStr) and node.values:
                node = node.values[0]
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.found.add(node.value)
