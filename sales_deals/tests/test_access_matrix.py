"""Who gets at what of a colleague's deal: one table, made from the registry.

What is allowed stands in `access_matrix.txt`; all else is refused. A new model, field or method is
tried without being named.
"""

import json
from contextlib import suppress
from pathlib import Path

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .access import COMMON_CALLS, DENIALS, SECRET, AccessCase

TABLE = Path(__file__).with_name('access_matrix.txt')
#: Users who see nothing of a colleague's deals.
STRANGERS = ('own', 'settings', 'employee', 'other company', 'portal', 'public')
#: Administrators look into what the finder of duplicates compares, decide whether a company has
#: calculations, and remove addons.
TECHNICAL = {
    ('settings', 'deal.calculation.switch'),
    ('settings', 'deal.match.key'),
    ('settings', 'deal.search.text'),
    ('settings', 'ir.module.module'),
}
OPERATIONS = ('read', 'write', 'create', 'unlink', 'copy', 'export', 'search')


@tagged('post_install', '-at_install')
class TestAccessMatrix(AccessCase):
    maxDiff = None

    def test_table_of_models(self):
        found = [
            f'{model} {operation}: {", ".join(allowed) or "-"}'
            for model in self.records
            for operation in OPERATIONS
            for allowed in [[name for name in self.roles if self._may(name, model, operation)]]
        ]
        found += [
            f'{model} enters: {", ".join(names)}' for model, names in self._get_enterable().items()
        ]
        expected = [
            line for line in TABLE.read_text().splitlines() if line and not line.startswith('#')
        ]
        self.assertEqual(found, expected)

    def _may(self, role, model, operation):
        record = self.records[model]
        calls = {
            'read': ('read', [record.ids, ['id']]),
            'write': ('write', [record.ids, {}]),
            'create': ('create', [[self._prepare_twin(record)]]),
            'unlink': ('unlink', [record.ids]),
            'copy': ('copy', [record.ids]),
            'export': ('export_data', [record.ids, ['id', self._get_place(model) or 'name']]),
            'search': ('search_read', [[('id', '=', record.id)], ['id']]),
        }
        try:
            answer, _changed = self._call(self.roles[role], model, *calls[operation])
        except DENIALS:
            return False
        except (UserError, IntegrityError):
            # A rule of the business refuses, to whoever has the right; Odoo has one for exports.
            return operation != 'export'
        found = {'search': str(record.id), 'export': SECRET}
        return found.get(operation, '') in answer

    def _prepare_twin(self, record):
        """Return values of another record of the same deal, of what may be entered."""
        data = record.copy_data()[0]
        return {
            name: value
            for name, value in data.items()
            if not record._is_closed_by_deals(record._fields[name])
        }

    def _get_enterable(self):
        """Return the fields of each model that users may enter, and ours on other models."""
        enterable = {}
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._abstract or model._transient:
                continue
            names = [
                field.name
                for field in model._fields.values()
                if (field.store or field.inverse)
                and model._is_field_of_deals(field)
                and not model._is_closed_by_deals(field)
                and not (field.readonly or field.name in ('id', 'display_name'))
            ]
            if names:
                enterable[name] = sorted(names)
        return enterable

    def test_strangers_learn_and_change_nothing_by_any_method(self):
        methods = self._get_public_methods()
        self.assertGreater(len(methods), 100)
        # Odoo's own ways of changing what belongs to no deal, such as teams, are Odoo's to allow.
        methods = [m for m in methods if m[0] in self.records or m[1] not in ('write', 'unlink')]
        for model, name in methods:
            arguments = self._get_arguments(model, name)
            for role in STRANGERS:
                with self.subTest(model=model, method=name, role=role):
                    if (role, model) not in TECHNICAL:
                        self._assert_harmless(role, model, name, arguments)

    def test_whoever_sees_all_deals_learns_of_this_one(self):
        """Else the tests of strangers would show nothing."""
        told = set()
        for model, name in self._get_public_methods():
            with suppress(Exception):
                arguments = self._get_arguments(model, name)
                answer, _changed = self._call(self.roles['manager'], model, name, arguments)
                if SECRET in answer:
                    told.add(name)
        self.assertGreater(len(told), 10, told)

    def test_strangers_learn_and_change_nothing_by_what_the_web_client_calls(self):
        for model, record in self.records.items():
            for name, arguments in COMMON_CALLS.items():
                for role in STRANGERS:
                    with self.subTest(model=model, method=name, role=role):
                        self._assert_harmless(role, model, name, [record.ids, *arguments])

    def test_strangers_find_nothing_by_searching_sorting_and_grouping(self):
        for model, record in self.records.items():
            domain = [('id', '=', record.id)]
            calls = {
                'search_read': [domain],
                'web_search_read': [domain, {'display_name': {}}],
                'search_count': [domain],
                'formatted_read_group': [domain, ['create_uid'], ['__count']],
                'name_search': [SECRET],
            }
            for name, arguments in calls.items():
                for role in STRANGERS:
                    with self.subTest(model=model, method=name, role=role):
                        if (role, model) in TECHNICAL:
                            continue
                        answer = self._assert_harmless(role, model, name, arguments)
                        if name == 'search_count':
                            self.assertIn(answer, ('0', None))

    def test_strangers_make_nothing_on_a_colleagues_deal_by_defaults(self):
        for model, record in self.records.items():
            place = self._get_place(model)
            context = {f'default_{place}': record[place].id} if model != 'crm.lead' else {}
            values = {n: v for n, v in self._prepare_twin(record).items() if n != place}
            values = json.loads(json.dumps(values, default=str).replace(SECRET, 'Mine'))
            for role in STRANGERS if context else ():
                with self.subTest(model=model, role=role):
                    self._assert_harmless(role, model, 'create', [[values]], **context)

    def test_strangers_reach_nothing_through_dialogues(self):
        dialogues = {
            (model, name)
            for model, name in self._get_public_methods()
            if self.env[model]._transient and name not in ('create', 'write', 'unlink')
        }
        self.assertGreater(len(dialogues), 15)
        for model, name in sorted(dialogues):
            for role in STRANGERS:
                with self.subTest(model=model, method=name, role=role):
                    if (role, model) not in TECHNICAL:
                        self._assert_dialogue_harmless(role, model, name)

    def _assert_dialogue_harmless(self, role, model, method):
        """Call a method of a dialogue that is about the colleague's records."""
        context = {
            'active_model': 'crm.lead',
            'active_id': self.deal.id,
            'active_ids': self.deal.ids,
        }
        values = self._point_at_colleague(self.env[model])

        def act(env):
            env = env(context=context)
            dialogue = call_kw(env[model], 'create', [values], {'context': context})
            arguments = self._get_arguments(model, method)
            is_general = getattr(getattr(env.registry[model], method), '_api_model', False)
            ids = [] if is_general else [[dialogue]]
            return call_kw(env[model], method, [*ids, *arguments[len(ids) :]], {'context': context})

        try:
            answer, changed = self._watch(self.roles[role], act)
        except Exception as error:  # as above
            self.assertNotIn(SECRET, str(error))
            return
        self.assertNotIn(SECRET, answer)
        self.assertFalse(changed)

    def _point_at_colleague(self, model):
        """Return values for a dialogue: the colleague's records wherever one can be chosen."""
        values = {}
        for name, field in model._fields.items():
            record = self.choices.get(field.comodel_name)
            if record and field.type == 'many2one':
                values[name] = record.id
            elif record and field.type == 'many2many':
                values[name] = record.ids
        required = self.filler.get_required(model._name, values)
        return {**required, **values}

    def _assert_harmless(self, role, model, method, arguments, **context):
        """Check that a call is refused, or that it tells and changes nothing."""
        try:
            answer, changed = self._call(self.roles[role], model, method, arguments, **context)
        except Exception as error:  # whatever refuses it, in words that tell nothing
            self.assertNotIn(SECRET, str(error))
            return None
        self.assertNotIn(SECRET, answer)
        self.assertFalse(changed)
        return answer
