"""Rename fields in domains, contexts, expressions and templates, each by the model it is of."""

import ast
import re
from collections.abc import Callable, Mapping

from ..filters import CONNECTIVES, NESTING
from .code import Code
from .source import Source, text_of
from .templates import Template

#: Keys of a context that hold values for a field, by Odoo's prefix.
OF_A_FIELD = ('search_default_', 'default_')
#: Keys of a context whose texts name fields begin so.
NAMING_FIELDS = (
    'group_by',
    'graph_',
    'pivot_',
    'cohort_',
    'calendar_',
    'gantt_',
    'map_',
    'order',
)


class Renamer:
    """The renamed fields, and the relations between models.

    :param names: (model, old name of a field or method) -> new name
    :param relations: (model, old name of a field) -> model that it leads to
    :param filters: (model, old name of a filter) -> new name
    :param defaults: those filters that contexts switch on; by default all
    """

    def __init__(
        self,
        names: Mapping[tuple[str, str], str],
        relations: Mapping[tuple[str, str], str],
        filters: Mapping[tuple[str, str], str] | None = None,
        defaults: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.names = names
        self.relations = relations
        self.filters = filters or {}
        self.defaults = self.filters if defaults is None else defaults

    def get_pattern(self) -> str:
        """Return a PostgreSQL pattern: texts that it does not match need no renaming."""
        names = {name for _model, name in (*self.names, *self.filters)}
        return rf'\m((search_)?default_)?({"|".join(sorted(names))})\M'

    def name(self, model: str | None, name: str) -> str:
        """Return the name that a field or method of a model has now."""
        return self.names.get((model, name), name)

    def path(self, model: str | None, path: str, separator: str = '.') -> str:
        """Rename what a path passes; what follows a colon or a blank stays.

        >>> renamer = Renamer({('m', 'old'): 'new'}, {('m', 'up'): 'm'})
        >>> renamer.path('m', 'up.old:month'), renamer.path('other', 'old')
        ('up.new:month', 'old')
        """
        names, rest = re.match(r'\s*([^:\s]*)(.*)', path, re.DOTALL).groups()
        blanks = path[: len(path) - len(names) - len(rest)]
        renamed = []
        for name in names.split(separator):
            renamed.append(self.name(model, name))
            model = self.relations.get((model, name))
        return blanks + separator.join(renamed) + rest

    def end(self, model: str | None, path: str) -> str | None:
        """Return the model to which a path leads."""
        for name in path.split('.'):
            model = self.relations.get((model, name))
        return model

    def domain(self, model: str, text: str, values_of: str | None = None) -> str:
        """Rename the fields of a domain.

        :param values_of: the model of a form whose fields its values name

        >>> renamer = Renamer({('m', 'old'): 'new'}, {('m', 'up'): 'm'})
        >>> renamer.domain('m', "[('old', '=', 'old'), ('up', 'any', [('old', '=', 1)])]")
        "[('new', '=', 'old'), ('up', 'any', [('new', '=', 1)])]"
        """
        return self._edit(
            text, lambda source: self.edit_domain(source, source.tree, model, values_of)
        )

    def context(self, model: str, text: str, values_of: str | None = None) -> str:
        """Rename the fields that a context gives defaults for, searches and groups by.

        >>> renamer = Renamer({('m', 'old'): 'new'}, {}, {('m', 'mine'): 'deal_mine'})
        >>> renamer.context('m', "{'default_old': 'old', 'group_by': ['old:month']}")
        "{'default_new': 'old', 'group_by': ['new:month']}"
        >>> renamer.context('m', "{'search_default_mine': 1}")
        "{'search_default_deal_mine': 1}"
        """
        return self._edit(
            text, lambda source: self.edit_context(source, source.tree, model, values_of)
        )

    def key(self, model: str, key: str) -> str:
        """Rename the field or filter of a context's key."""
        for prefix in OF_A_FIELD:
            if key.startswith(prefix):
                name = key.removeprefix(prefix)
                new = self.name(model, name)
                if new == name and prefix == 'search_default_':
                    new = self.defaults.get((model, name), name)
                return prefix + new
        return key

    def paths(self, model: str, text: str) -> str:
        """Rename all texts of a list: ``["old desc"]``."""
        return self._edit(text, lambda source: self._edit_texts(source, source.tree, model))

    def order(self, model: str, text: str) -> str:
        """Rename the fields of an order.

        >>> Renamer({('m', 'old'): 'new'}, {}).order('m', 'name, old desc')
        'name, new desc'
        """
        return ','.join(self.path(model, part) for part in text.split(','))

    def keys(self, model: str, text: str) -> str:
        """Rename the keys of a dictionary of values.

        >>> Renamer({('m', 'old'): 'new'}, {}).keys('m', "{'old': 'old'}")
        "{'new': 'old'}"
        """

        def edit(source):
            if isinstance(source.tree, ast.Dict):
                for key in source.tree.keys:
                    if name := text_of(key):
                        source.replace_text(key, self.name(model, name))

        return self._edit(text, edit)

    def options(self, text: str, get_owner: Callable[[str], str | None]) -> str:
        """Rename the fields that the options of a widget name.

        :param get_owner: function from an option to the model whose field it names, or None

        >>> Renamer({('m', 'old'): 'new'}, {}).options("{'a': 'old', 'b': 'old'}", {'a': 'm'}.get)
        "{'a': 'new', 'b': 'old'}"
        """

        def edit(source):
            if isinstance(source.tree, ast.Dict):
                for key, value in zip(source.tree.keys, source.tree.values, strict=True):
                    if owner := get_owner(text_of(key) or ''):
                        self._edit_option(source, value, owner)

        return self._edit(text, edit)

    def _edit_option(self, source, value, model) -> None:
        """Mark a field, or those for which a dictionary has something."""
        for node in value.keys if isinstance(value, ast.Dict) else [value]:
            if name := text_of(node):
                source.replace_text(node, self.name(model, name))

    def expression(self, model: str, text: str, parent: str | None = None) -> str:
        """Rename the fields of a condition in a view.

        >>> Renamer({('m', 'old'): 'new'}, {}).expression('m', "not old or name == 'old'")
        "not new or name == 'old'"
        """
        return self._edit(
            text, lambda source: self.edit_expression(source, source.tree, model, parent)
        )

    def code(self, model: str, text: str) -> str:
        """Rename the fields of records in the code of a server action.

        >>> renamer = Renamer({('m', 'old'): 'new'}, {('o', 'm_id'): 'm'})
        >>> renamer.code('o', "for x in records:\\n    x.m_id.write({'old': x.old})")
        "for x in records:\\n    x.m_id.write({'new': x.old})"
        """
        return self._edit(text, lambda source: Code(self, source, model).visit(source.tree), 'exec')

    def evaluated(
        self, model: str, text: str, variables: Mapping[str, str | None] | None = None
    ) -> str:
        """Rename the fields of ``object`` in an expression.

        :param variables: name -> model of other records that it may use
        """
        return self._edit(
            text, lambda source: Code(self, source, model, variables).visit(source.tree)
        )

    def model_of(
        self, model: str, text: str, variables: Mapping[str, str | None] | None = None
    ) -> str | None:
        """Return the model of the records that an expression gives, None if it is not known."""
        try:
            source = Source(text)
            return Code(self, source, model, variables).model_of(source.tree)
        except (SyntaxError, RecursionError):
            return None

    def template(self, model: str, text: str) -> str:
        """Rename the fields of placeholders and directives.

        >>> renamer = Renamer({('m', 'old'): 'new'}, {})
        >>> renamer.template('m', 'old {{ object.old or "-" }} <t t-out="object.old">old</t>')
        'old {{ object.new or "-" }} <t t-out="object.new">old</t>'
        """
        return Template(self, model).rename(text)

    def _edit(self, text: str, edit, mode: str = 'eval') -> str:
        """Return the text as edited by a function; unchanged if it is not Python, or too deep."""
        try:
            source = Source(text, mode)
            edit(source)
        except (SyntaxError, RecursionError):
            return text
        return source.result()

    def edit_domain(self, source, node, model, values_of=None) -> None:
        """Mark the fields of a domain that is a part of a source."""
        match node:
            case None:
                return
            case (
                ast.Tuple(elts=[left, operator, value])
                | ast.List(elts=[left, operator, value])
                | ast.Call(func=ast.Name(id='Domain'), args=[left, operator, value])
            ) if (path := text_of(left)) and path not in CONNECTIVES:
                source.replace_text(left, self.path(model, path))
                if text_of(operator) in NESTING:
                    self.edit_domain(source, value, self.end(model, path), values_of)
                elif values_of:
                    self.edit_expression(source, value, values_of)
            case _:
                for child in ast.iter_child_nodes(node):
                    self.edit_domain(source, child, model, values_of)

    def edit_expression(self, source, node, model, parent=None) -> None:
        """Mark the names of fields that stand alone, or behind ``parent``."""
        if isinstance(node, ast.Name):
            source.replace_name(node, self.name(model, node.id))
            return
        if isinstance(node, ast.Attribute) and getattr(node.value, 'id', None) == 'parent':
            source.replace_name(node, self.name(parent, node.attr))
            return
        if isinstance(node, ast.Attribute):
            base = getattr(node.value, 'id', None)
            if base and (leads_to := self.relations.get((model, base))):
                source.replace_name(node, self.name(leads_to, node.attr))
        if (key := text_of(node)) and key.startswith(OF_A_FIELD):
            source.replace_text(node, self.key(model, key))
        for child in ast.iter_child_nodes(node):
            self.edit_expression(source, child, model, parent)

    def edit_context(self, source, node, model, values_of=None) -> None:
        """Mark the fields of a context that is a part of a source."""
        if not isinstance(node, ast.Dict):
            return
        for key, value in zip(node.keys, node.values, strict=True):
            name = text_of(key)
            if name is None:
                continue
            source.replace_text(key, self.key(model, name))
            if name.endswith('domain'):
                self.edit_domain(source, value, model)
            elif name.startswith(NAMING_FIELDS):
                self._edit_texts(source, value, model)
            elif values_of:
                self.edit_expression(source, value, values_of)

    def _edit_texts(self, source, node, model) -> None:
        """Mark all texts but the keys of dictionaries."""
        if path := text_of(node):
            source.replace_text(node, self.path(model, path))
        children = node.values if isinstance(node, ast.Dict) else ast.iter_child_nodes(node)
        for child in children:
            self._edit_texts(source, child, model)
