"""Records with a value in every field, made from nothing but the registry."""

import base64
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count

from odoo import fields
from odoo.tools import mute_logger

#: Enough for Odoo to take it for a picture.
PIXEL = (
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg'
    'gg=='
)

#: Fields that a constraint of the database requires of active records.
NEEDED = {'deal.practice': ('stage_id',)}


class Filler:
    """Makes values and records; what no rule can make is told by name.

    :param makers: model -> function (filler, values) that makes a record of it
    :param also: model -> values that its records must have beside the required ones
    """

    def __init__(self, env, makers, also):
        self.env = env
        self.makers = makers
        self.also = also
        self.numbers = count(1)
        self.under_way = []

    def make(self, model, /, **values):
        """Create a record with all that it requires, or reuse one while its model is under way."""
        if model in self.makers and model not in self.under_way:
            with self._doing(model):
                return self.makers[model](self, values)
        if model in self.under_way and (found := self.find(model)):
            return found
        with self._doing(model):
            values = {**self.also.get(model, {}), **values}
            return self.env[model].create({**self.get_required(model, values), **values})

    def get_required(self, model, given):
        """Return values for a new record's required fields, and for its name."""
        model = self.env[model]
        defaults = model.default_get(list(model._fields))
        return {
            name: self.get_value(field)
            for name, field in model._fields.items()
            if field.store
            and not (name in given or name in defaults or field.related)
            and not (field.compute and (field.readonly or field.type != 'char'))
            and (
                field.required
                or name in NEEDED.get(model._name, ())
                or (name == model._rec_name and field.type == 'char')
            )
        }

    def get_value(self, field):
        """Return a value that `write` takes, different each time where there are several."""
        return getattr(self, f'_get_{field.type}')(field)

    def find(self, model, active=False):
        """Return one of the existing records, another one each time."""
        found = self.env[model].with_context(active_test=active).search([], limit=50)
        return found[next(self.numbers) % len(found)] if found else found

    @contextmanager
    def _doing(self, model):
        self.under_way.append(model)
        try:
            with mute_logger('odoo.sql_db'):
                yield
        finally:
            self.under_way.pop()

    # Values by type

    def _get_char(self, field):
        if field.name.endswith('model'):
            return 'res.partner'
        text = f'{field.name} {next(self.numbers)}'
        return text[: getattr(field, 'size', None)]

    _get_text = _get_char

    def _get_html(self, field):
        return f'<p>{self._get_char(field)}</p>'

    def _get_integer(self, field):
        return next(self.numbers)

    def _get_float(self, field):
        return next(self.numbers) + 0.5

    _get_monetary = _get_float

    def _get_boolean(self, field):
        return True

    def _get_date(self, field):
        return date(2077, 1, 1) + timedelta(days=next(self.numbers))

    def _get_datetime(self, field):
        return datetime(2077, 1, 1, 12) + timedelta(days=next(self.numbers))

    def _get_selection(self, field):
        keys = [key for key, _label in field._description_selection(self.env)]
        return keys[next(self.numbers) % len(keys)]

    def _get_binary(self, field):
        if isinstance(field, fields.Image):
            return PIXEL
        return base64.b64encode(self._get_char(field).encode())

    def _get_json(self, field):
        return {'number': next(self.numbers)}

    def _get_many2one(self, field):
        return self.make(field.comodel_name).id

    def _get_many2many(self, field):
        return [fields.Command.link(self.make(field.comodel_name).id)]

    def _get_reference(self, field):
        models = [key for key, _label in field._description_selection(self.env)]
        model = 'res.partner' if 'res.partner' in models else models[0]
        return f'{model},{self.make(model).id}'

    def _get_many2one_reference(self, field):
        return self.make('res.partner').id
