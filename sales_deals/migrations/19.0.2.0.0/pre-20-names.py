"""Rename columns, and what Odoo and the addon know them by: else Odoo would drop them."""

import json

from odoo.addons.sales_deals.tools.renames.database import get_fields, get_shared_fields
from odoo.addons.sales_deals.tools.renames.names import TABLE_OBJECTS
from odoo.tools import SQL, sql

JOURNALS_AT_ONCE = 100


def migrate(cr, version):
    fields = get_fields(cr)
    columns = {(model.replace('.', '_'), old): new for (model, old), new in fields.items()}
    for (table, old), new in columns.items():
        _rename_column(cr, table, old, new)
    for (model, old), new in get_shared_fields(cr).items():
        _copy_column(cr, model.replace('.', '_'), old, new)
    for (model, old), new in fields.items():
        _rename_field(cr, model, old, new)
    for table, old, new in TABLE_OBJECTS:
        _rename_table_object(cr, f'{table}_{old}', f'{table}_{new}')
    _rename_journals(cr, columns)


def _copy_column(cr, table, old, new):
    """Give the new field the values of one that another addon keeps."""
    if not _has_column(cr, table, old):
        return
    kind = sql.table_columns(cr, table)[old]['udt_name']
    sql.create_column(cr, table, new, kind)
    names = (SQL.identifier(table), SQL.identifier(new), SQL.identifier(old))
    cr.execute(SQL("UPDATE %s SET %s = %s", *names))


def _has_column(cr, table, column):
    """Return whether a table has a column; reports are views, not tables."""
    is_table = sql.table_kind(cr, table) == sql.TableKind.Regular
    return is_table and sql.column_exists(cr, table, column)


def _rename_column(cr, table, old, new):
    """Rename a column with its index and its foreign key."""
    if not _has_column(cr, table, old):
        return
    sql.rename_column(cr, table, old, new)
    names = (
        (sql.make_index_name(table, old), sql.make_index_name(table, new)),
        (sql.make_identifier(f'{table}_{old}_fkey'), sql.make_identifier(f'{table}_{new}_fkey')),
    )
    for before, after in names:
        _rename_table_object(cr, before, after)


def _rename_table_object(cr, old, new):
    """Rename an index or a constraint, and what Odoo notes of it."""
    before, after = SQL.identifier(old), SQL.identifier(new)
    cr.execute(SQL("SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = %s", old))
    if found := cr.fetchone():
        table = SQL.identifier(found[0])
        cr.execute(SQL("ALTER TABLE %s RENAME CONSTRAINT %s TO %s", table, before, after))
    elif sql.index_exists(cr, old):
        cr.execute(SQL("ALTER INDEX %s RENAME TO %s", before, after))
    cr.execute(SQL("UPDATE ir_model_constraint SET name = %s WHERE name = %s", new, old))
    _rename_xml_id(cr, 'ir.model.constraint', f'constraint_{old}', f'constraint_{new}')


def _rename_field(cr, model, old, new):
    cr.execute(
        SQL(
            "UPDATE ir_model_fields SET name = %s WHERE model = %s AND name = %s",
            new,
            model,
            old,
        )
    )
    name = model.replace('.', '_')
    _rename_xml_id(cr, 'ir.model.fields', f'field_{name}__{old}', f'field_{name}__{new}')
    cr.execute(
        SQL(
            "UPDATE ir_model_data SET name = REPLACE(name, %s, %s)"
            " WHERE module = 'sales_deals' AND model = 'ir.model.fields.selection'"
            " AND name LIKE %s",
            f'selection__{name}__{old}__',
            f'selection__{name}__{new}__',
            f'selection__{name}__{old}__%'.replace('_', r'\_'),
        )
    )


def _rename_xml_id(cr, model, old, new):
    cr.execute(
        SQL(
            "UPDATE ir_model_data SET name = %s"
            " WHERE module = 'sales_deals' AND model = %s AND name = %s",
            new,
            model,
            old,
        )
    )


def _rename_journals(cr, columns):
    """Rename columns in the notes of merges, so that these can still be undone."""
    for journals in _get_journals(cr, columns):
        for merge_id, journal in journals:
            renamed = _rename_journal(columns, journal)
            if renamed != journal:
                query = "UPDATE deal_merge SET journal = %s WHERE id = %s"
                cr.execute(SQL(query, json.dumps(renamed), merge_id))


def _get_journals(cr, columns):
    """Yield the journals that name a column, some at a time: each may be long."""
    names = '|'.join(sorted({old for _table, old in columns}))
    after = 0
    query = (
        "SELECT id, journal FROM deal_merge WHERE id > %s AND journal::text ~ %s"
        " ORDER BY id LIMIT %s"
    )
    while True:
        cr.execute(SQL(query, after, rf'"({names})"', JOURNALS_AT_ONCE))
        journals = cr.fetchall()
        if not journals:
            return
        yield journals
        after = journals[-1][0]


def _rename_journal(columns, journal):
    """Rename the columns of a journal, see ``deal.merge._merge``."""

    def rename(table, rows):
        return {
            row_id: {columns.get((table, column), column): cell for column, cell in row.items()}
            for row_id, row in rows.items()
        }

    renamed = {**journal, 'cells': rename('crm_lead', journal.get('cells', {}))}
    for part in ('client_side', 'computed'):
        if part in journal:
            renamed[part] = {table: rename(table, rows) for table, rows in journal[part].items()}
    if 'moves' in journal:
        renamed['moves'] = [
            [table, columns.get((table, column), column), *rest]
            for table, column, *rest in journal['moves']
        ]
    return renamed
