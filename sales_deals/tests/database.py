"""The whole database, to be compared before and after."""

import json

from odoo.tools import SQL


def read(env):
    """Return the rows of each table by key, without who wrote them last and when."""
    env.flush_all()
    return {table: _read_table(env, table) for table in _get_tables(env)}


def compare(before, after, left_out=()):
    """Return what differs: table -> key -> rows before and after (None: there is none)."""
    return {
        table: differences
        for table in before.keys() | after.keys()
        if table not in left_out
        and (differences := _compare_table(before.get(table, {}), after.get(table, {})))
    }


def _get_tables(env):
    query = SQL(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    return sorted(table for (table,) in env.execute_query(query))


def _read_table(env, table):
    query = SQL(
        "SELECT to_jsonb(t) - 'write_date' - 'write_uid' FROM %s AS t", SQL.identifier(table)
    )
    rows = [row for (row,) in env.execute_query(query)]
    return {row.get('id') or json.dumps(row, sort_keys=True): row for row in rows}


def _compare_table(before, after):
    return {
        key: (before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }
