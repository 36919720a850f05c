"""Move what users have made of the report of lost reasons to the analysis of deals.

The report's action goes, and takes its saved searches with it.
"""

from odoo.tools import SQL

#: XML id of a report that goes, and of the one of the same model that stays.
MOVED = {'deal_report_action_reasons': 'deal_report_action'}
#: What opens an action, beside menus.
COLUMNS = (('ir_filters', 'action_id'), ('res_users', 'action_id'))


def migrate(cr, version):
    for old, new in MOVED.items():
        old_id, new_id = _get_id(cr, old), _get_id(cr, new)
        if old_id and new_id:
            _move(cr, old_id, new_id)


def _get_id(cr, name):
    cr.execute(
        SQL(
            "SELECT res_id FROM ir_model_data WHERE module = 'sales_deals' AND name = %s",
            name,
        )
    )
    row = cr.fetchone()
    return row and row[0]


def _move(cr, old_id, new_id):
    # With what it opens is for the report that stays to say.
    cr.execute(SQL("UPDATE ir_filters SET is_default = FALSE WHERE action_id = %s", old_id))
    for table, column in COLUMNS:
        query = "UPDATE %(table)s SET %(column)s = %(new)s WHERE %(column)s = %(old)s"
        names = {'table': SQL.identifier(table), 'column': SQL.identifier(column)}
        cr.execute(SQL(query, **names, old=old_id, new=new_id))
    query = "UPDATE ir_ui_menu SET action = %s WHERE action = %s"
    actions = [f'ir.actions.act_window,{action_id}' for action_id in (new_id, old_id)]
    cr.execute(SQL(query, *actions))
