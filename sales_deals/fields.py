"""Field types of the addon."""

import base64
import binascii

from odoo import fields
from odoo.exceptions import UserError

from .tools.offer import pictures


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


class Picture(fields.Image):
    """A picture that pages and PDFs show: what it would cost to draw is found before it is drawn.

    Odoo takes every format that Pillow reads, and up to 50 million pixels: some take it ten
    seconds. SVG is kept, as Odoo does, and shown nowhere.
    """

    def _image_process(self, value, env):
        try:
            content = base64.b64decode(value or b'')
        except binascii.Error:
            content = b''  # Odoo tells what is wrong
        if content and not content.startswith(b'<') and not pictures.is_drawable(content):
            raise UserError(
                env._(
                    "Choose a picture in the format PNG, JPEG, GIF or WebP of no more than %s "
                    "megapixels.",
                    pictures.MAX_PIXELS // 1_000_000,
                )
            )
        return super()._image_process(value, env)
