"""Sums of reports in two steps, so that all of the database's processors work on them.

PostgreSQL makes grouping sets, and sorted lists of distinct values, with one processor, and sorts
all rows for them. Here the finest groups are made first, as any plain `GROUP BY`, and what Odoo
asks for is made of those: a few thousand rows in place of a million. Figures that can't be made of
others are left to Odoo.
"""

from typing import NamedTuple

import pytz

from odoo import api, models
from odoo.tools import SQL

#: Aggregate functions that can be computed from groups.
ADDED = ('sum', 'avg', 'sum_currency')
#: Parts of days of which the ones below are made.
GRANULARITIES = ('day', 'month', 'quarter', 'year')
#: Column beside a report's own: how many rows a group has.
ROWS = 'group_rows'


class Part(NamedTuple):
    """A field and what is asked of it: `margin:avg`, `create_date:year`."""

    name: str
    function: str

    @classmethod
    def of(cls, text):
        name, _colon, function = text.partition(':')
        return cls(name, function)


class DealReportRollup(models.AbstractModel):
    _name = 'deal.report.rollup.mixin'
    _description = "Report Whose Sums Are Made in Two Steps"
    _auto = False

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @property
    def _table_query(self):
        return self._get_groups() or self._get_report_query()

    @api.model
    def _read_group(
        self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None
    ):
        groups = None if having else self._group_first(domain, groupby, aggregates, order)
        if groups is None:
            return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)
        rows = super(DealReportRollup, groups)._read_group(
            [], groupby, aggregates, (), offset, limit, order
        )
        return self._take_over(rows)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        specs = [spec for grouping in grouping_sets for spec in grouping]
        groups = self._group_first(domain, specs, aggregates, order)
        if groups is None:
            return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)
        sets = super(DealReportRollup, groups)._read_grouping_sets(
            [], grouping_sets, aggregates, order
        )
        return [self._take_over(rows) for rows in sets]

    def _read_group_select(self, aggregate_spec, query):
        part = Part.of(aggregate_spec)
        if part.function == 'sum_currency':
            # All amounts of a report are in one currency.
            return self._read_group_select(f'{part.name}:sum', query)
        if not self._get_groups() or part.function not in ('', 'sum', 'avg'):
            return super()._read_group_select(aggregate_spec, query)
        if aggregate_spec == '__count':
            return SQL("COALESCE(SUM(%s), 0)::bigint", SQL.identifier(self._table, ROWS))
        total = SQL("SUM(%s)", SQL.identifier(self._table, part.name))
        if part.function == 'avg':
            rows = SQL.identifier(self._table, _get_rows_column(part.name))
            return SQL("%s / NULLIF(SUM(%s), 0)", total, rows)
        return SQL("%s::bigint", total) if self._fields[part.name].type == 'integer' else total

    @api.model
    def _get_report_query(self):
        """Return the rows of the report. To be defined.

        :return: SQL of a query with a column for each field
        """
        raise NotImplementedError

    @api.model
    def _get_added_fields(self, spec):
        """Return the fields that a figure is made of. To be extended.

        :param str spec: a figure that is asked for, such as 'value:sum'
        :return: names of the fields that are added up for it
        """
        return [Part.of(spec).name]

    @api.model
    def _get_groups(self):
        """Return the groups that stand for the report's rows; no client can send such a query."""
        groups = self.env.context.get('deal_report_groups')
        return groups if isinstance(groups, SQL) else None

    @api.model
    def _group_first(self, domain, specs, aggregates, order):
        """Return the report with the finest groups as its rows.

        :return: this model, for what is made of the groups; None where it can't be
        """
        parts = self._get_finest([Part.of(spec) for spec in specs])
        ordered = {term.split()[0] for term in (order or '').split(',') if term.strip()}
        if self._get_groups() or parts is None or ordered - {*specs, *aggregates}:
            return None
        listed = [Part.of(a).name for a in aggregates if a == 'currency_id:array_agg_distinct']
        added = [a for a in aggregates if a not in ('__count', 'currency_id:array_agg_distinct')]
        if not all(self._can_be_added(Part.of(spec), parts) for spec in added):
            return None
        query = self._search(domain)
        if query.is_empty():
            return None
        groups = self._get_groups_query(query, {**dict.fromkeys(listed, ''), **parts}, added)
        # Access was checked for the rows and fields of which the groups are.
        return self.sudo().with_context(deal_report_groups=groups)

    @api.model
    def _get_finest(self, parts):
        """Return the finest part that is asked for, of each field.

        :return: dictionary of a field's name to '' or a granularity; None when one is unknown
        """
        finest = {}
        for name, granularity in parts:
            field = self._fields.get(name)
            is_day = field is not None and field.type in ('date', 'datetime')
            if (
                field is None
                or is_day != (granularity in GRANULARITIES)
                or (not is_day and granularity)
            ):
                return None
            known = [finest.get(name, granularity), granularity]
            finest[name] = min(known, key=GRANULARITIES.index) if is_day else ''
        return finest

    @api.model
    def _can_be_added(self, part, parts):
        field = self._fields.get(part.name)
        return (
            field is not None
            and part.function in ADDED
            and field.type in ('integer', 'float', 'monetary')
            and part.name not in parts
        )

    @api.model
    def _get_groups_query(self, query, parts, aggregates):
        """Return SQL of a query with a row for each of the finest groups."""
        keys = {name: self._get_key(name, part, query) for name, part in parts.items()}
        columns = {**keys, ROWS: SQL("COUNT(*)")}
        for spec in aggregates:
            self._check_field_access(self._fields[Part.of(spec).name], 'read')
            for name in self._get_added_fields(spec):
                value = self._field_to_sql(self._table, name, query)
                columns[name] = SQL("SUM(%s)", value)
                if self._is_average(Part.of(spec), name):
                    columns[_get_rows_column(name)] = SQL("COUNT(%s)", value)
        query.groupby = SQL(", ").join(keys.values()) if keys else None
        groups = query.select(
            *(SQL("%s AS %s", column, SQL.identifier(name)) for name, column in columns.items())
        )
        moments = [self._get_moment(name, bool(parts.get(name))) for name in columns]
        return SQL("SELECT %s FROM (%s) AS groups", SQL(", ").join(moments), groups)

    @api.model
    def _is_average(self, part, name):
        """Tell whether a figure is an average of a field that is added up for it."""
        is_meant = name == part.name or self._fields[name].aggregator == 'avg'
        return part.function == 'avg' and is_meant

    @api.model
    def _get_key(self, name, granularity, query):
        if not granularity:
            return self._field_to_sql(self._table, name, query)
        key = self._read_group_groupby(self._table, f'{name}:{granularity}', query)
        # PostgreSQL takes an expression on a moment for as many groups as there are moments, and
        # plans for a million of them; a column of rows of values it takes for some hundreds. A
        # single row it would take for the expression itself.
        alias = query.make_alias(self._table, f'{name}_key')
        values = SQL("LATERAL (VALUES (%s, TRUE), (NULL, FALSE))", key)
        query.add_join('JOIN', alias, values, SQL.identifier(alias, 'column2'))
        return SQL.identifier(alias, 'column1')

    @api.model
    def _get_moment(self, name, is_local):
        """Return a column of the groups; moments in UTC again, since Odoo localizes them."""
        column, zone = SQL.identifier(name), self.env.context.get('tz')
        if is_local and self._fields[name].type == 'datetime' and zone in pytz.all_timezones_set:
            return SQL("(%s AT TIME ZONE %s AT TIME ZONE 'UTC') AS %s", column, zone, column)
        return column

    def _take_over(self, rows):
        """Return the result with its records in the user's environment."""
        return [
            tuple(
                value.with_env(self.env) if isinstance(value, models.BaseModel) else value
                for value in row
            )
            for row in rows
        ]


def _get_rows_column(name):
    return f'{name}_rows'
