"""Groups of lists, columns, pivots and graphs by periods of the Persian calendar.

The web client of users of that calendar asks for it in the context, with the model that it groups.
So what code of others groups in the same request stays as it is.
"""

from datetime import datetime

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.language import persian
from . import jalali

#: What is named by the Persian calendar; months, quarters and years begin on other days, too.
NAMED = {'day', 'week', *persian.MONTHS}


class Base(models.AbstractModel):
    _inherit = 'base'

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Group days by the first day of their Persian month, quarter or year."""
        name, _colon, unit = groupby_spec.partition(':')
        if unit not in persian.MONTHS or not self._has_persian_groups(name):
            return super()._read_group_groupby(alias, groupby_spec, query)
        day = super()._read_group_groupby(alias, f'{name}:day', query)
        other = super()._read_group_groupby(alias, groupby_spec, query)
        return SQL(
            "(CASE WHEN %s >= %s AND %s < %s THEN %s::%s ELSE %s END)",
            day,
            persian.FIRST_DAY,
            day,
            persian.LAST_DAY,
            jalali.first_day(SQL("%s::date", day), unit),
            SQL("date" if self._fields[name].type == 'date' else "timestamp"),
            other,
        )

    @api.model
    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Name groups of days by the Persian calendar, and choose their records by it."""
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        name, _colon, unit = groupby_spec.partition(':')
        if unit not in NAMED or not self._has_persian_groups(name):
            return formatter

        def format_persian(value):
            if not value or not persian.is_known(fields.Date.to_date(value)):
                return formatter(value)
            (start, _label), domain = formatter(value)
            if unit in persian.MONTHS:
                domain = self._get_persian_domain(name, unit, value)
            return (start, persian.period(fields.Date.to_date(value), unit)), domain

        return format_persian

    @api.model
    def _web_read_group_fill_temporal(
        self, groups, groupby, aggregates, fill_from=False, fill_to=False, min_groups=False
    ):
        """Fill the gaps between Persian months, quarters and years."""
        name, _colon, unit = groupby[0].partition(':')
        if unit not in persian.MONTHS or not self._has_persian_groups(name):
            return super()._web_read_group_fill_temporal(
                groups, groupby, aggregates, fill_from, fill_to, min_groups
            )
        empty = tuple(self._read_group_empty_value(spec) for spec in (*groupby[1:], *aggregates))
        by_start = {}
        for start, *values in groups:
            by_start.setdefault(start, []).append((start, *values))
        is_date = self._fields[name].type == 'date'
        starts = [fields.Date.to_date(start) for start in by_start if start]
        for day in persian.periods(
            list(filter(persian.is_known, starts)),
            unit,
            fields.Date.to_date(fill_from) or None,
            fields.Date.to_date(fill_to) or None,
            min_groups or 0,
        ):
            start = day if is_date else fields.Datetime.to_datetime(day)
            by_start.setdefault(start, [(start, *empty)])
        dated = sorted(start for start in by_start if start)
        return [group for start in dated for group in by_start[start]] + by_start.get(False, [])

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _has_persian_groups(self, name):
        """Return whether days of a field are grouped by the Persian calendar in this request."""
        if self.env.context.get('deal_persian_groups') != self._name:
            return False
        field = self._fields.get(name)
        return field is not None and field.type in ('date', 'datetime')

    @api.model
    def _get_persian_domain(self, name, unit, start):
        """Return the domain of a Persian month, quarter or year.

        :param start: its first day, or that in the user's time zone
        """
        first = fields.Date.to_date(start)
        after = persian.first_of_month(first, persian.MONTHS[unit])
        bounds = (first, after)
        if self._fields[name].type == 'datetime':
            bounds = [fields.Datetime.to_string(self._get_midnight(day)) for day in bounds]
        else:
            bounds = [fields.Date.to_string(day) for day in bounds]
        return ['&', (name, '>=', bounds[0]), (name, '<', bounds[1])]

    @api.model
    def _get_midnight(self, day):
        """Return when a day begins for the user, in UTC as the database has it."""
        midnight = datetime.combine(day, datetime.min.time())
        zone = self.env.context.get('tz')
        if zone not in pytz.all_timezones_set:
            return midnight
        return pytz.timezone(zone).localize(midnight).astimezone(pytz.utc).replace(tzinfo=None)
