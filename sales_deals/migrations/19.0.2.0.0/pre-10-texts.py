"""Follow the new names through what users have written, before any of it is read again.

The texts are changed in SQL: the models of addons that are loaded later are not there yet.
"""

import json
import logging
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.addons.sales_deals.tools.renames.database import (
    get_other_addons,
    get_renamer,
    get_searches,
)
from odoo.addons.sales_deals.tools.renames.sheets import rename_sheet
from odoo.addons.sales_deals.tools.renames.texts import Renamer
from odoo.addons.sales_deals.tools.renames.views import rename_board, rename_view
from odoo.tools import SQL, sql

_logger = logging.getLogger(__name__)
#: The model that a row is about, where another row tells it.
BY_MODEL_ID = "(SELECT model FROM ir_model WHERE id = t.model_id)"
BY_FIELD = "(SELECT model FROM ir_model_fields WHERE id = t.field_id)"
LEAD = "'crm.lead'"
TEMPLATE_COLUMNS = (
    'subject',
    'email_from',
    'email_to',
    'partner_to',
    'email_cc',
    'reply_to',
    'lang',
    'scheduled_date',
    'body_html',
)
#: Table, the expression for the model that a row is about, and how each column names fields.
TEXTS = (
    ('ir_filters', 't.model_id', {'domain': 'domain', 'context': 'context', 'sort': 'paths'}),
    ('ir_act_window', 't.res_model', {'domain': 'domain', 'context': 'context'}),
    ('ir_act_client', 't.res_model', {'context': 'context'}),
    (
        'ir_act_server',
        BY_MODEL_ID,
        {
            'code': 'code',
            'update_path': 'path',
            'activity_user_field_name': 'path',
            'followers_partner_field_name': 'path',
        },
    ),
    (
        'ir_act_server',
        # Else the value is what it says.
        "(SELECT model FROM ir_model WHERE id = t.model_id AND t.evaluation_type = 'equation')",
        {'value': 'evaluated'},
    ),
    (
        'ir_act_report_xml',
        't.model',
        {'print_report_name': 'evaluated', 'attachment': 'evaluated', 'domain': 'domain'},
    ),
    (
        'ir_embedded_actions',
        't.parent_res_model',
        {'domain': 'domain', 'context': 'context', 'python_method': 'path'},
    ),
    ('ir_rule', BY_MODEL_ID, {'domain_force': 'domain'}),
    ('ir_default', BY_FIELD, {'condition': 'condition'}),
    (
        'ir_model_fields',
        't.model',
        {'related': 'path', 'depends': 'order', 'compute': 'code', 'currency_field': 'path'},
    ),
    ('ir_model_fields', 't.relation', {'domain': 'domain', 'relation_field': 'path'}),
    (
        'ir_exports_line',
        "(SELECT resource FROM ir_exports WHERE id = t.export_id)",
        {'name': 'slashes'},
    ),
    ('base_import_mapping', 't.res_model', {'field_name': 'slashes'}),
    (
        'base_automation',
        BY_MODEL_ID,
        {
            'filter_domain': 'domain',
            'filter_pre_domain': 'domain',
            'record_getter': 'evaluated',
        },
    ),
    (
        'mail_template',
        't.model',
        dict.fromkeys(TEMPLATE_COLUMNS, 'template'),
    ),
    ('sms_template', 't.model', {'body': 'template', 'lang': 'template'}),
    (
        'mail_alias',
        "(SELECT model FROM ir_model WHERE id = t.alias_model_id)",
        {'alias_defaults': 'keys'},
    ),
    ('mail_message_subtype', 't.res_model', {'relation_field': 'path'}),
    (
        'mailing_mailing',
        "(SELECT model FROM ir_model WHERE id = t.mailing_model_id)",
        {
            'mailing_domain': 'domain',
            'email_from': 'template',
            'reply_to': 'template',
            'subject': 'template',
            'preview': 'template',
            'body_plaintext': 'template',
            'body_arch': 'template',
            'body_html': 'template',
        },
    ),
    (
        'mailing_filter',
        "(SELECT model FROM ir_model WHERE id = t.mailing_model_id)",
        {'mailing_domain': 'domain'},
    ),
    ('crm_team', LEAD, {'assignment_domain': 'domain'}),
    (
        'crm_team_member',
        LEAD,
        {'assignment_domain': 'domain', 'assignment_domain_preferred': 'domain'},
    ),
    (
        'deal_followup',
        LEAD,
        {'subject': 'template', 'body': 'template'},
    ),
    (
        'gamification_goal_definition',
        BY_MODEL_ID,
        {'domain': 'domain'},
    ),
    # The code gets the goal.
    ('gamification_goal_definition', "'gamification.goal'", {'compute_code': 'code'}),
    (
        'data_recycle_model',
        "(SELECT model FROM ir_model WHERE id = t.res_model_id)",
        {'domain': 'domain'},
    ),
    (
        'sale_pdf_form_field',
        "CASE t.document_type WHEN 'quotation_document' THEN 'sale.order'"
        " ELSE 'sale.order.line' END",
        {'path': 'path'},
    ),
    (
        'website_snippet_filter',
        "COALESCE((SELECT model_id FROM ir_filters WHERE id = t.filter_id),"
        " (SELECT model FROM ir_model WHERE id ="
        " (SELECT model_id FROM ir_act_server WHERE id = t.action_server_id)))",
        {'field_names': 'order'},
    ),
    (
        'website_controller_page',
        "(SELECT model FROM ir_ui_view WHERE id = t.view_id)",
        {'record_domain': 'domain'},
    ),
)
#: Models of tables that are called otherwise, with underscores as tables are.
OTHERWISE = {
    'ir_act_client': 'ir_actions_client',
    'ir_act_report_xml': 'ir_actions_report',
    'ir_act_server': 'ir_actions_server',
    'ir_act_window': 'ir_actions_act_window',
}
#: Rows that the next update of their addon writes anew are no user's to look through.
LEFT = """
    SELECT t.id FROM %s AS t
     WHERE t.%s::text ~ %s AND (%s) IS NOT NULL AND NOT EXISTS (
               SELECT FROM ir_model_data AS data
                WHERE data.res_id = t.id AND REPLACE(data.model, '.', '_') = %s
                  AND data.module = ANY(%s) AND NOT COALESCE(data.noupdate, FALSE)
           )
     ORDER BY t.id
"""


def migrate(cr, version):
    renamer = get_renamer(cr)
    for table, model, columns in TEXTS:
        for column, kind in columns.items():
            if sql.column_exists(cr, table, column):
                _rename_texts(cr, renamer, table, model, column, kind)
    _rename_views(cr, renamer)
    _rename_boards(cr, renamer)
    _rename_property_domains(cr, renamer)
    _rename_sheets(cr, renamer)
    _tell_what_is_left(cr, renamer)


def _rename_texts(cr, renamer, table, model, column, kind):
    def rename(record_model, text):
        return _rename(renamer, kind, record_model, text)

    _rename_column(cr, renamer, table, SQL(model), column, rename)


def _rename(renamer, kind, model, text):
    """Rename a text that names fields of a model in one of the ways that Odoo knows."""
    if kind == 'slashes':
        return renamer.path(model, text, '/')
    if kind == 'condition':
        name, equals, value = text.partition('=')
        return renamer.name(model, name) + equals + value
    return getattr(renamer, kind)(model, text)


def _rename_column(cr, renamer, table, model, column, rename):
    """Write the cells of a column, in each of their languages, that a function changes."""
    name = SQL.identifier(column)
    query = SQL(
        "SELECT t.id, %s, to_jsonb(t.%s) FROM %s AS t WHERE t.%s::text ~ %s",
        model,
        name,
        SQL.identifier(table),
        name,
        renamer.get_pattern(),
    )
    cr.execute(query)
    for row_id, record_model, content in cr.fetchall():
        if not record_model:
            continue
        try:
            if isinstance(content, dict):
                new = {lang: rename(record_model, text) for lang, text in content.items()}
            else:
                new = rename(record_model, content)
        except Exception:
            _warn(table, row_id, column)
            continue
        if new != content:
            _write(cr, table, row_id, column, new)


def _warn(table, row_id, column):
    """Tell of a row that is left as it is.

    What somebody has written must not keep his database from being upgraded.
    """
    place = (table, row_id, column)
    _logger.warning("Look through the names of fields in %s %s, %s", *place, exc_info=True)


def _write(cr, table, row_id, column, value):
    if not isinstance(value, str):
        value = json.dumps(value)
    cr.execute(
        SQL(
            "UPDATE %s SET %s = %s WHERE id = %s",
            SQL.identifier(table),
            SQL.identifier(column),
            value,
            row_id,
        )
    )


def _rename_views(cr, renamer):
    """Rename in views; a filter is ours in those searches only that have our filters."""
    searches = get_searches(cr)
    others = Renamer(renamer.names, renamer.relations, {}, renamer.defaults)
    kinds = (
        (SQL("t.type IS DISTINCT FROM 'search'"), renamer, False),
        (SQL("t.type = 'search' AND t.id = ANY(%s)", searches), renamer, True),
        (SQL("t.type = 'search' AND t.id <> ALL(%s)", searches), others, True),
    )
    for condition, for_kind, is_search in kinds:
        model = SQL("CASE WHEN %s THEN t.model END", condition)
        rename = partial(_rename_view, for_kind, is_search)
        for column in ('arch_db', 'arch_prev'):
            _rename_column(cr, renamer, 'ir_ui_view', model, column, rename)


def _rename_view(renamer, is_search, model, arch):
    return rename_view(renamer, model, arch, is_search)


def _rename_boards(cr, renamer):
    """Rename on users' own dashboards: views that show actions."""
    cr.execute("SELECT id::text, res_model FROM ir_act_window")
    models = dict(cr.fetchall())

    def rename(_model, arch):
        return rename_board(renamer, models, arch)

    _rename_column(cr, renamer, 'ir_ui_view_custom', SQL("'board.board'"), 'arch', rename)


def _rename_property_domains(cr, renamer):
    """Rename in the domains of properties that hold records."""
    cr.execute(
        "SELECT model, name FROM ir_model_fields WHERE ttype = 'properties_definition' AND store"
    )
    for model, column in cr.fetchall():
        table = model.replace('.', '_')
        if not sql.column_exists(cr, table, column):
            continue
        query = SQL(
            "SELECT id, %s FROM %s WHERE %s::text ~ %s",
            SQL.identifier(column),
            SQL.identifier(table),
            SQL.identifier(column),
            renamer.get_pattern(),
        )
        cr.execute(query)
        for row_id, definitions in cr.fetchall():
            try:
                _rename_definitions(renamer, definitions)
            except Exception:
                _warn(table, row_id, column)
                continue
            _write(cr, table, row_id, column, definitions)


def _rename_definitions(renamer, definitions):
    for definition in definitions:
        if definition.get('comodel') and definition.get('domain'):
            comodel, domain = definition['comodel'], definition['domain']
            definition['domain'] = renamer.domain(comodel, domain)


def _rename_sheets(cr, renamer):
    """Rename in spreadsheets: users' dashboards, and copies of ours."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute("SELECT id FROM ir_attachment WHERE res_field = 'spreadsheet_binary_data'")
    for attachment in env['ir.attachment'].browse([row[0] for row in cr.fetchall()]):
        try:
            content = json.loads(attachment.raw)
            renamed = rename_sheet(renamer, content)
        except Exception:
            _logger.warning("Look through the names of fields in %s", attachment, exc_info=True)
            continue
        if renamed != content:
            attachment.raw = json.dumps(renamed).encode()
    env.flush_all()


def _tell_what_is_left(cr, renamer):
    """Name the rows that hold an old name still: perhaps another model's, perhaps missed."""
    addons = get_other_addons(cr)
    # Views of QWeb, such as reports, are about no model.
    for table, model, columns in (*TEXTS, ('ir_ui_view', 't.id', {'arch_db': 'view'})):
        for column in columns:
            if sql.column_exists(cr, table, column):
                _tell_rows(cr, renamer, table, model, column, addons)


def _tell_rows(cr, renamer, table, model, column, addons):
    query = SQL(
        LEFT,
        SQL.identifier(table),
        SQL.identifier(column),
        renamer.get_pattern(),
        SQL(model),
        OTHERWISE.get(table, table),
        ['sales_deals', *addons],
    )
    cr.execute(query)
    for (row_id,) in cr.fetchall():
        _logger.info("An old name of a field may be left in %s %s, %s", table, row_id, column)
