"""Rename fields in spreadsheets, such as the dashboards that users have made."""

import json
import re

from .texts import Renamer

#: What tells where in a formula a function ends, and its texts, in which quotation marks are
#: doubled. Functions that read a list or a pivot begin with its number.
TOKEN = re.compile(
    r'''
    \b(?P<function>(?:ODOO\.)?(?:LIST|PIVOT)(?:\.(?:VALUE|HEADER|TABLE|POSITION))?)
        \(\s*"?(?P<number>\d+)"?(?=\s*[,;)])
    | "(?P<hash>\#?)(?P<text>(?:[^"]|"")*)"
    | [()]
    ''',
    re.IGNORECASE | re.VERBOSE,
)
LINK = re.compile(r'(\(odoo://view/)(\{.*\})(\))', re.DOTALL)


def rename_sheet(renamer: Renamer, content: dict) -> dict:
    """Rename the fields that pivots, lists, charts, filters, cells and links name.

    >>> renamer = Renamer({('m', 'old'): 'new'}, {})
    >>> pivots = {'1': {'model': 'm', 'rows': [{'fieldName': 'old'}]}}
    >>> sheets = [{'cells': {'A1': '=PIVOT.VALUE(1,"count","old",7)'}}]
    >>> rename_sheet(renamer, {'pivots': pivots, 'sheets': sheets}) == {
    ...     'pivots': {'1': {'model': 'm', 'rows': [{'fieldName': 'new'}]}},
    ...     'sheets': [{'cells': {'A1': '=PIVOT.VALUE(1,"count","new",7)'}}],
    ... }
    True
    """
    sheet = _Sheet(renamer, content)
    return {key: sheet.part(value, None, key) for key, value in content.items()}


class _Sheet:
    def __init__(self, renamer: Renamer, content: dict) -> None:
        self.renamer = renamer
        self.models = {
            'PIVOT': self._models_of(content.get('pivots')),
            'LIST': self._models_of(content.get('lists')),
        }

    def _models_of(self, sources):
        return {
            number: source.get('model')
            for key, source in (sources or {}).items()
            for number in (key, str(source.get('formulaId', key)))
        }

    def part(self, value, model, key=''):
        """Rename within a part of the content that is about a model."""
        if isinstance(value, dict):
            return self._dictionary(value, self._model_of(value) or model)
        if isinstance(value, list):
            return self._list(value, model, key)
        if isinstance(value, str):
            return self._text(value, model, key)
        return value

    def _model_of(self, value):
        for name in ('model', 'resModel', 'modelName'):
            if isinstance(value.get(name), str):
                return value[name]
        found = value.get('metaData')
        return found.get('resModel') if isinstance(found, dict) else None

    def _dictionary(self, value, model):
        renamed = {}
        for key, part in value.items():
            if key in ('name', 'id') and self._model_of(value):
                # What the user calls a pivot or a list.
                renamed[key] = part
            elif model and key.startswith('domain'):
                renamed[key] = self._domain(part, model)
            elif model and key in ('context', 'userContext') and part:
                renamed[key] = self._context(part, model)
            else:
                renamed[key] = self.part(part, model, key)
        return renamed

    def _list(self, value, model, key):
        if model and key in ('groupBy', 'groupBys', 'columns', 'measures', 'fields'):
            return [
                self.renamer.path(model, part)
                if isinstance(part, str)
                else self.part(part, model, 'named')
                for part in value
            ]
        return [self.part(part, model, key) for part in value]

    def _text(self, value, model, key):
        if model and key in ('fieldName', 'chain', 'measure', 'field', 'name', 'id'):
            return self.renamer.path(model, value)
        value = self._formula(value) if value.startswith('=') else value
        return LINK.sub(self._link, value)

    def _formula(self, formula):
        """Rename in the functions that read a list or a pivot, also in what is computed there."""
        # The models of the parentheses around a place.
        models = [None]

        def rename(found):
            if found['function']:
                models.append(self._get_source(found['function'], found['number']))
            elif found[0] == '(':
                models.append(models[-1])
            elif found[0] == ')':
                models[1:] = models[1:-1]
            elif models[-1]:
                return f'"{found["hash"]}{self.renamer.path(models[-1], found["text"])}"'
            return found[0]

        return TOKEN.sub(rename, formula)

    def _get_source(self, function, number):
        return self.models['LIST' if 'LIST' in function.upper() else 'PIVOT'].get(number)

    def _link(self, found):
        begin, text, end = found.groups()
        try:
            target = json.loads(text)
        except ValueError:
            return found.group(0)
        return begin + json.dumps(self.part(target, None), ensure_ascii=False) + end

    def _domain(self, value, model):
        """Rename within a domain: a list, or a text that the browser evaluates."""
        if isinstance(value, str):
            return self.renamer.domain(model, value)
        return [self._clause(part, model) for part in value or []]

    def _clause(self, part, model):
        if not isinstance(part, list) or len(part) != 3:
            return self.part(part, model)
        name, operator, value = part
        if operator in ('any', 'not any') and isinstance(value, list):
            value = self._domain(value, self.renamer.end(model, name))
        return [self.renamer.path(model, name) if isinstance(name, str) else name, operator, value]

    def _context(self, value, model):
        if isinstance(value, str):
            return self.renamer.context(model, value)
        return {
            self.renamer.key(model, key): self._named(part, model)
            if key.startswith(('group_by', 'graph_', 'pivot_', 'order'))
            else part
            for key, part in value.items()
        }

    def _named(self, part, model):
        if isinstance(part, list):
            return [self._named(item, model) for item in part]
        return self.renamer.path(model, part) if isinstance(part, str) else part
