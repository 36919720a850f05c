"""Numbers with years and months of the Persian calendar: ``%(jyear)s`` and its like."""

import re
from datetime import datetime, timedelta

from persiantools.jdatetime import JalaliDate

from odoo import api, fields, models

from ...tools.language import persian
from . import ir_sequence  # noqa: F401 (extended below)

#: Parts of a prefix, as Odoo's own are called: of the day, of the range's first day, of today.
PART = re.compile(r'%\((?P<of>range_|current_)?j(?P<part>year|y|month|day)\)s')
DAY = timedelta(days=1)


class IrSequence(models.Model):
    _inherit = 'ir.sequence'

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _get_prefix_suffix(self, date=None, date_range=None):
        """Fill in parts of the Persian calendar; Odoo fills in the others."""
        if not self._is_persian():
            return super()._get_prefix_suffix(date, date_range)
        days = self._get_days_of_parts(date, date_range)
        texts = {
            name: PART.sub(lambda found: _format_part(days[found['of']], found['part']), text)
            for name in ('prefix', 'suffix')
            if (text := self[name])
        }
        return self.new({'name': self.name, **texts})._get_prefix_suffix(date, date_range)

    def _create_date_range_seq(self, date):
        """Open a range for the Persian year of a day, where numbers tell that year."""
        if not self._is_persian():
            return super()._create_date_range_seq(date)
        day = fields.Date.to_date(date)
        year = persian.first_of_month(day, 1 - JalaliDate(day).month)
        ranges = self.date_range_ids.filtered(lambda part: part.date_to >= year)
        before = [part.date_to for part in ranges if part.date_to < day]
        after = [part.date_from for part in ranges if part.date_from > day]
        values = {
            'sequence_id': self.id,
            'date_from': max([year, *(end + DAY for end in before)]),
            'date_to': min([persian.first_of_month(year, 12), *after]) - DAY,
        }
        # As Odoo: who may draw a number opens its range.
        return self.env['ir.sequence.date_range'].sudo().create(values)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _is_persian(self):
        """Return whether numbers tell a day of the Persian calendar."""
        return bool(PART.search(f"{self.prefix or ''}{self.suffix or ''}"))

    @api.model
    def _get_days_of_parts(self, date, date_range):
        """Return the day that each kind of parts is about."""
        context = self.env.context
        today = datetime.now(self.env.tz).date()
        return {
            None: fields.Date.to_date(date or context.get('ir_sequence_date')) or today,
            'range_': fields.Date.to_date(date_range or context.get('ir_sequence_date_range'))
            or today,
            'current_': today,
        }

    def _close_running_ranges(self):
        """End today's ranges yesterday, so that a year of the other calendar begins."""
        today = fields.Date.context_today(self)
        running = self.date_range_ids.filtered(lambda part: part.date_from <= today <= part.date_to)
        begun_today = running.filtered(lambda part: part.date_from == today)
        begun_today.unlink()
        (running - begun_today).date_to = today - DAY


def _format_part(day, part):
    """Write a part of a day by the Persian calendar.

    :param str part: year, y, month or day
    """
    jalali = JalaliDate(day)
    if part == 'y':
        return f'{jalali.year % 100:02}'
    return f'{getattr(jalali, part):02}'
