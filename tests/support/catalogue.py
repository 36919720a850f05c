"""What a database is made of, to be compared before and after."""

import json

from scripts import postgres
from scripts.settings import Settings

#: name -> query of lines; nothing of the addon may be left in any of them.
STRUCTURE = {
    "tables": "SELECT table_type, table_name FROM information_schema.tables "
    "WHERE table_schema = 'public'",
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "sequences": "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'",
    "functions": "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "triggers": "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE NOT tgisinternal",
    "comments": "SELECT objoid::regclass, objsubid, description FROM pg_description "
    "WHERE classoid = 'pg_class'::regclass AND objoid >= 16384",
}
#: Tables in which Odoo describes itself: their rows are compared one by one.
REGISTERS = r"^(ir_|res_groups|mail_activity_type|mail_message_subtype|mail_template)"
TABLES = """
    SELECT table_name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
"""
#: Time stamps and counters that move by themselves.
MOVING = (
    "write_date",
    "write_uid",
    "lastcall",
    "nextcall",
    "failure_count",
    "first_failure_date",
    "checksum",
)


def structure(settings: Settings, database: str) -> dict[str, set[str]]:
    """Return tables, columns, indexes and all else that PostgreSQL lists, by kind."""
    return {
        name: set(postgres.query(settings, sql, database).splitlines())
        for name, sql in STRUCTURE.items()
    }


def registers(settings: Settings, database: str) -> dict[str, dict[str, dict]]:
    """Return the rows of each table in which Odoo keeps menus, views, fields and the like."""
    return {
        table: rows(settings, database, table, *MOVING) for table in _registers(settings, database)
    }


def counts(settings: Settings, database: str) -> dict[str, int]:
    """Return the number of rows of each table."""
    tables = postgres.query(settings, TABLES, database).splitlines()
    union = " UNION ALL ".join(f"SELECT '{t}', COUNT(*) FROM \"{t}\"" for t in tables)
    lines = postgres.query(settings, union, database).splitlines()
    return {table: int(count) for table, count in (line.split("|") for line in lines)}


def rows(settings: Settings, database: str, table: str, *without: str) -> dict[str, dict]:
    """Return the rows of a table by id, or by content where there is none.

    :param without: columns to leave out
    """
    left_out = "".join(f" - '{column}'" for column in without)
    sql = f"SELECT to_jsonb(t){left_out} FROM \"{table}\" t"
    found = map(json.loads, postgres.query(settings, sql, database).splitlines())
    return {str(row.get("id") or sorted(row.items())): row for row in found}


def _registers(settings: Settings, database: str) -> list[str]:
    sql = f"{TABLES} AND table_name ~ '{REGISTERS}'"
    return postgres.query(settings, sql, database).splitlines()
