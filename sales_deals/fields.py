"""Field types of the addon."""

from odoo import fields


class Ratio(fields.Float):
    """A ratio that may be undefined: then it is empty (False, NULL), not 0.

    The web client's ``percentage`` widget shows it, and leaves an empty value blank. It has no
    aggregator: a group's ratio is computed from its sums.
    """

    aggregator = None

    def __init__(self, *args, **kwargs):
        kwargs.setdefault('digits', False)
        super().__init__(*args, **kwargs)

    def convert_to_column(self, value, record, values=None, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_column(value, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_cache(value, record, validate)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_export(self, value, record):
        return '' if value is None or value is False else value
