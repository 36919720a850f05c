"""The order of the capabilities: each knows only those before it, and none overrides itself."""

import ast
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from types import FunctionType

import odoo.addons
from odoo import fields
from odoo.tests import TransactionCase, tagged

MODELS = Path(__file__).parents[1] / 'models'
#: What a class overrides: fields and methods.
KINDS = (fields.Field, FunctionType, classmethod, staticmethod, property)
PACKAGE = 'odoo.addons.sales_deals.models.'
#: A model's name, a field, a method, a table or a path of fields within a text.
NAME = re.compile(r'[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*')
#: Imports the files of each capability in the order of the key, and tells which class of which
#: model each file made, in that order; the packages' own imports do not run.
IMPORTER = """
import importlib, json, pathlib, sys, types
import odoo.addons
from odoo.orm.models import MetaModel

folder, order, backwards = pathlib.Path(sys.argv[1]), sys.argv[2].split(','), sys.argv[3] == 'True'
odoo.addons.__path__[:] = json.loads(sys.argv[4])
name = 'odoo.addons.sales_deals'
for part in ('', '.models', *(f'.models.{capability}' for capability in order)):
    package = types.ModuleType(name + part)
    package.__path__ = [str(folder / part.removeprefix('.').replace('.', '/'))]
    sys.modules[name + part] = package
for capability in order:
    files = sorted((folder / 'models' / capability).glob('*.py'), reverse=backwards)
    for file in files:
        if file.stem != '__init__':
            importlib.import_module(f'{name}.models.{capability}.{file.stem}')
print(json.dumps([
    [made.__module__, made._name, sorted(vars(made)), made._inherit]
    for made in MetaModel._module_to_models__['sales_deals']
]))
"""


def import_capabilities(order, backwards):
    """Return module, model, names and parents of each class, in the order of being made."""
    process = subprocess.run(
        [
            sys.executable,
            '-c',
            IMPORTER,
            MODELS.parent,
            ','.join(order),
            str(backwards),
            json.dumps(list(odoo.addons.__path__)),
        ],
        env={**os.environ, 'PYTHONPATH': os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(process.stdout.splitlines()[-1])


def resolve(made):
    """Return the modules that define a name of a model, the first one called coming last."""
    resolved = defaultdict(list)
    for module, model, names, _parents in made:
        for name in names:
            if not name.startswith('__'):
                resolved[model, name].append(module)
    return resolved


def read_order():
    """Return the capabilities in the order in which they are imported."""
    tree = ast.parse((MODELS / '__init__.py').read_text())
    return [alias.name for node in tree.body for alias in getattr(node, 'names', ())]


def read_names(tree):
    """Yield each name that a piece of code mentions in code or in a text, with its line.

    Docstrings do not count: they may point to who uses something.
    """
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = () if node in docstrings else NAME.findall(node.value)
            for path_of_names in found:
                for name in (path_of_names, *path_of_names.split('.')):
                    yield name, node.lineno


@tagged('post_install', '-at_install')
class TestHouse(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = read_order()
        #: (capability, model) -> name -> modules that define it
        cls.defined = defaultdict(lambda: defaultdict(list))
        #: What Odoo and other addons define, on whatever model.
        cls.foreign = set()
        for model, model_class in cls.registry.items():
            for base in model_class.__mro__:
                cls._collect(model, base)

    @classmethod
    def _collect(cls, model, base):
        module = base.__module__
        if 'pool' in vars(base):
            return  # the registry's own class, put together from those that follow
        if not module.startswith(PACKAGE):
            cls.foreign |= {*vars(base), getattr(base, '_name', None)}
        elif base._name == model:
            capability = module.removeprefix(PACKAGE).split('.')[0]
            for name, value in vars(base).items():
                if isinstance(value, KINDS):
                    cls.defined[capability, model][name].append(module)

    def _get_first_capabilities(self):
        """Return the capability in which each name of ours stands first."""
        first = {}
        for capability in reversed(self.order):
            for (other, model), names in self.defined.items():
                if other == capability:
                    first |= dict.fromkeys(names, capability)
                    if model.startswith('deal.'):
                        first |= dict.fromkeys((model, model.replace('.', '_')), capability)
        return {name: capability for name, capability in first.items() if self._is_ours(name)}

    def _get_first_of_models(self):
        """Return the capability in which each name of ours stands first, by model."""
        first = defaultdict(dict)
        for capability in reversed(self.order):
            for (other, model), names in self.defined.items():
                if other == capability:
                    first[model] |= dict.fromkeys(filter(self._is_ours, names), capability)
        return first

    def _is_ours(self, name):
        """Return whether a name is that of something of ours, and no plain word."""
        return ('_' in name.strip('_') or '.' in name) and name not in self.foreign

    def test_a_capability_knows_only_those_before_it(self):
        first = self._get_first_capabilities()
        ranks = {capability: rank for rank, capability in enumerate(self.order)}
        found = sorted(
            {
                f"{path.relative_to(MODELS)}:{line} knows {name} of {first[name]}"
                for capability in self.order
                for path in (MODELS / capability).glob('*.py')
                for name, line in read_names(ast.parse(path.read_text()))
                if name in first and ranks[first[name]] > ranks[capability]
            }
        )
        self.assertFalse(found, "\n".join(found))

    def test_a_method_knows_no_later_field_of_a_model_that_it_names(self):
        """Ask by model too: an earlier capability may have a field of that name elsewhere."""
        first = self._get_first_of_models()
        ranks = {capability: rank for rank, capability in enumerate(self.order)}
        found = [
            f"{path.relative_to(MODELS)}: {method.name} knows {model}.{name} of {later}"
            for capability in self.order
            for path in (MODELS / capability).glob('*.py')
            for method in ast.walk(ast.parse(path.read_text()))
            if isinstance(method, ast.FunctionDef)
            for names in [{name for name, _line in read_names(method)}]
            for model in names & first.keys()
            for name, later in first[model].items()
            if name in names and ranks[later] > ranks[capability]
        ]
        self.assertFalse(found, "\n".join(found))

    def test_files_of_a_capability_are_imported_in_any_order(self):
        """Import them backwards: the same classes are made, extended in the same order."""
        forwards, backwards = (import_capabilities(self.order, way) for way in (False, True))
        for made in (forwards, backwards):
            defined = set()
            for module, model, _names, parents in made:
                parents = [parents] if isinstance(parents, str) else parents or ()
                own = {parent for parent in parents if parent.startswith('deal.')}
                self.assertLessEqual(own, defined, f"{module} is imported before its parents")
                defined.add(model)
        machinery = {'_description', '_field_definitions', '_inherit', '_module', '_name'}
        machinery.add('_table_object_definitions')
        first, second = resolve(forwards), resolve(backwards)
        different = [
            key
            for key in first | second
            if key[1] not in machinery and first[key] != second[key] and len(set(first[key])) > 1
        ]
        self.assertFalse(different)

    def test_no_class_overrides_itself(self):
        found = [
            f"{model}.{name} in {', '.join(modules)}"
            for (_capability, model), names in self.defined.items()
            for name, modules in names.items()
            if len(modules) > 1
        ]
        self.assertFalse(found, "\n".join(sorted(found)))
