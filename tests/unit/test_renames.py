"""New names of fields are followed through texts, and nothing else in these is touched."""

import pytest

from sales_deals.tools.renames import database, names
from sales_deals.tools.renames.sheets import rename_sheet
from sales_deals.tools.renames.texts import Renamer
from sales_deals.tools.renames.views import rename_board, rename_view

RELATIONS = {
    ("crm.lead", "process_id"): "deal.process",
    ("crm.lead", "stage_id"): "crm.stage",
    ("crm.lead", "contact_ids"): "deal.contact",
    ("crm.lead", "x_process_id"): "deal.process",
    ("crm.lead", "lost_reason_id"): "crm.lost.reason",
    ("crm.stage", "process_id"): "deal.process",
    ("deal.contact", "lead_id"): "crm.lead",
    ("res.partner", "opportunity_ids"): "crm.lead",
}


@pytest.fixture
def renamer():
    return Renamer({**names.FIELDS, **names.METHODS}, RELATIONS, names.FILTERS)


@pytest.mark.parametrize(
    "text",
    [
        "[('x_process_id', '=', 1)]",
        "[('name', '=', 'process_id')]",
        "[('name', 'in', ['category', 'process_id'])]",
        "[('user_id.process_id', '=', 1)]",
        "[('lost_reason_id.sequence', '=', 1)]",
        "no Python (",
        "",
    ],
)
def test_texts_that_name_nothing_of_ours_stay(renamer, text):
    assert renamer.domain("crm.lead", text) == text
    assert renamer.context("crm.lead", text) == text


def test_the_same_name_on_a_model_of_others_stays(renamer):
    domain = "[('process_id', '=', 1), ('category', '=', 'x')]"
    assert renamer.domain("mrp.order", domain) == domain
    context = "{'default_process_id': 1, 'group_by': 'process_id'}"
    assert renamer.context("mrp.order", context) == context


def test_blanks_quotes_and_letters_stay_as_they_are(renamer):
    domain = "  [ ( \"name\",'=','گزینه' ),\n ('process_id' , '=',uid)]"
    expected = domain.replace("process_id", "deal_process_id")
    assert renamer.domain("crm.lead", domain) == expected


def test_a_second_renaming_changes_nothing(renamer):
    once = renamer.domain("crm.lead", "[('contact_ids.lead_id.process_id.name', '=', 'x')]")
    assert once == "[('deal_contact_ids.lead_id.deal_process_id.name', '=', 'x')]"
    again = Renamer(renamer.names, RELATIONS | {("crm.lead", "deal_contact_ids"): "deal.contact"})
    assert again.domain("crm.lead", once) == once


def test_code_is_followed_as_far_as_it_shows_its_models(renamer):
    code = (
        "deals = env['crm.lead'].search([('process_id', '=', 3)])\n"
        "names = deals.mapped('process_id.name')\n"
        "open = deals.filtered(lambda deal: not deal.is_suspended)\n"
        "for contact in open.contact_ids:\n"
        "    contact.lead_id['suspended_reason'] = 'process_id'\n"
        "other = env['mrp.order'].search([('process_id', '=', 3)]).process_id\n"
        "record.action_resume()\n"
    )
    assert renamer.code("crm.lead", code) == (
        "deals = env['crm.lead'].search([('deal_process_id', '=', 3)])\n"
        "names = deals.mapped('deal_process_id.name')\n"
        "open = deals.filtered(lambda deal: not deal.deal_is_suspended)\n"
        "for contact in open.deal_contact_ids:\n"
        "    contact.lead_id['deal_suspended_reason'] = 'process_id'\n"
        "other = env['mrp.order'].search([('process_id', '=', 3)]).process_id\n"
        "record.action_deal_resume()\n"
    )


def test_a_template_in_html(renamer):
    body = (
        '<t t-if="object.is_suspended and object.probability &gt; 3">'
        "{{ object.sudo().process_id }}</t>"
    )
    assert renamer.template("crm.lead", body) == (
        '<t t-if="object.deal_is_suspended and object.probability &gt; 3">'
        "{{ object.sudo().deal_process_id }}</t>"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "<xpath expr=\"//field[@name='contact_ids']/list/field[@name='process_id']\"/>",
            "<xpath expr=\"//field[@name='deal_contact_ids']/list/field[@name='process_id']\"/>",
        ),
        (
            "<xpath expr=\"//button[@name='action_resume']\" position=\"attributes\">"
            '<attribute name="invisible">is_suspended</attribute></xpath>',
            "<xpath expr=\"//button[@name='action_deal_resume']\" position=\"attributes\">"
            '<attribute name="invisible">deal_is_suspended</attribute></xpath>',
        ),
        (
            '<kanban default_group_by="process_id"><templates>'
            '<t t-if="record.is_suspended.raw_value"/></templates></kanban>',
            '<kanban default_group_by="deal_process_id"><templates>'
            '<t t-if="record.deal_is_suspended.raw_value"/></templates></kanban>',
        ),
        (
            '<field name="contact_ids" position="after"><field name="process_id"/></field>',
            '<field name="deal_contact_ids" position="after">'
            '<field name="deal_process_id"/></field>',
        ),
        (
            '<form><field name="contact_ids"><list><field name="process_id" '
            'invisible="parent.is_suspended"/></list></field></form>',
            '<form><field name="deal_contact_ids"><list><field name="process_id" '
            'invisible="parent.deal_is_suspended"/></list></field></form>',
        ),
        (
            '<search><field name="process_id"/><filter name="suspended" '
            "domain=\"[('is_suspended', '=', True)]\"/></search>",
            '<search><field name="deal_process_id"/><filter name="suspended" '
            "domain=\"[('deal_is_suspended', '=', True)]\"/></search>",
        ),
    ],
)
def test_views(renamer, before, after):
    assert rename_view(renamer, "crm.lead", before) == after


def test_a_view_of_others_is_the_same_text(renamer):
    arch = "<form  ><field name='process_id' /></form>"
    assert rename_view(renamer, "mrp.order", arch) == arch
    assert rename_view(renamer, "crm.lead", "<no xml") == "<no xml"


def test_boards(renamer):
    arch = '<form><action name="7" context="{\'group_by\': [\'process_id\']}"/></form>'
    renamed = rename_board(renamer, {"7": "crm.lead"}, arch)
    assert "'deal_process_id'" in renamed
    assert rename_board(renamer, {"7": "mrp.order"}, arch) == arch


def test_spreadsheets(renamer):
    content = {
        "pivots": {
            "1": {
                "model": "crm.lead",
                "name": "process_id",
                "measures": [{"id": "process_id:count"}],
            }
        },
        "lists": {"2": {"model": "mrp.order", "columns": ["process_id"]}},
        "sheets": [
            {
                "cells": {
                    "A1": '=PIVOT.HEADER(1,"process_id",4)&ODOO.LIST(2,1,"process_id")',
                    "A2": "process_id",
                    "A3": '[Deals](odoo://view/{"action": {"modelName": "crm.lead", '
                    "\"domain\": \"[('process_id', '=', 1)]\"}})",
                },
                "figures": [
                    {"data": {"metaData": {"resModel": "crm.lead", "groupBy": ["process_id"]}}}
                ],
            }
        ],
    }
    renamed = rename_sheet(renamer, content)
    assert renamed["pivots"]["1"] == {
        "model": "crm.lead",
        "name": "process_id",
        "measures": [{"id": "deal_process_id:count"}],
    }
    assert renamed["lists"] == content["lists"]
    cells = renamed["sheets"][0]["cells"]
    assert cells["A1"] == '=PIVOT.HEADER(1,"deal_process_id",4)&ODOO.LIST(2,1,"process_id")'
    assert cells["A2"] == "process_id"
    assert "[('deal_process_id', '=', 1)]" in cells["A3"]
    assert renamed["sheets"][0]["figures"][0]["data"]["metaData"]["groupBy"] == ["deal_process_id"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "records.sorted(key=lambda deal: deal.suspended_until)",
            "records.sorted(key=lambda deal: deal.deal_suspended_until)",
        ),
        (
            "records.sorted('name, suspended_until desc')",
            "records.sorted('name, deal_suspended_until desc')",
        ),
        (
            "env['crm.lead'].search([], order='process_id desc, name')",
            "env['crm.lead'].search([], order='deal_process_id desc, name')",
        ),
        (
            "records.search(domain=[('process_id', '=', 1)], limit=1)",
            "records.search(domain=[('deal_process_id', '=', 1)], limit=1)",
        ),
        (
            "model._read_group([], groupby=['process_id'], having=[('loss_count:sum', '>', 1)])",
            "model._read_group([], groupby=['deal_process_id'], "
            "having=[('deal_loss_count:sum', '>', 1)])",
        ),
        ("record.read(fields=['process_id'])", "record.read(fields=['deal_process_id'])"),
        (
            "model.with_context(default_process_id=1, search_default_suspended=1).create({})",
            "model.with_context(default_deal_process_id=1, search_default_deal_suspended=1)"
            ".create({})",
        ),
        (
            "model.with_context({'default_process_id': 1}, **{'default_suspended_until': 2})",
            "model.with_context({'default_deal_process_id': 1}, "
            "**{'default_deal_suspended_until': 2})",
        ),
        (
            "values = {'process_id': 1}\nvalues['suspended_until'] = today\n"
            "values.update({'suspended_reason': 'category'}, is_suspended=True)\n"
            "record.write(values)",
            "values = {'deal_process_id': 1}\nvalues['deal_suspended_until'] = today\n"
            "values.update({'deal_suspended_reason': 'category'}, deal_is_suspended=True)\n"
            "record.write(values)",
        ),
        (
            "rows = []\nfor n in range(3):\n    rows.append(dict(process_id=n))\n"
            "env['crm.lead'].create(rows)",
            "rows = []\nfor n in range(3):\n    rows.append(dict(deal_process_id=n))\n"
            "env['crm.lead'].create(rows)",
        ),
        (
            "values = {'category': 1}\nenv['res.partner'].write(values)\n"
            "values = {'process_id': 1}\nvalues = dict(values, process_id=2)\n"
            "record.copy(default=values)",
            "values = {'category': 1}\nenv['res.partner'].write(values)\n"
            "values = {'deal_process_id': 1}\nvalues = dict(values, deal_process_id=2)\n"
            "record.copy(default=values)",
        ),
        (
            "domain = [('name', '!=', 'process_id')]\ndomain += [('process_id', '=', 1)]\n"
            "domain.append(('suspended_until', '=', 1))\n"
            "record.search(['|'] + domain, order='name')",
            "domain = [('name', '!=', 'process_id')]\ndomain += [('deal_process_id', '=', 1)]\n"
            "domain.append(('deal_suspended_until', '=', 1))\n"
            "record.search(['|'] + domain, order='name')",
        ),
        (
            "names = ['name', 'process_id']\nnames = names + ['loss_count']\nrecord.read(names)",
            "names = ['name', 'deal_process_id']\nnames = names + ['deal_loss_count']\n"
            "record.read(names)",
        ),
        (
            "values = {'process_id': 1}\nvalues |= {'is_suspended': True}\n"
            "record.write(dict(values))",
            "values = {'deal_process_id': 1}\nvalues |= {'deal_is_suspended': True}\n"
            "record.write(dict(values))",
        ),
        (
            "action = {'res_model': 'crm.lead', 'domain': [('process_id', '=', 1)],\n"
            "          'context': {'default_process_id': record.process_id.id}}",
            "action = {'res_model': 'crm.lead', 'domain': [('deal_process_id', '=', 1)],\n"
            "          'context': {'default_deal_process_id': record.deal_process_id.id}}",
        ),
    ],
)
def test_code_hands_names_over_in_many_ways(renamer, before, after):
    assert renamer.code("crm.lead", before) == after
    assert renamer.code("mrp.order", before.replace("crm.lead", "x")) == before.replace(
        "crm.lead", "x"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p t-field="object.process_id.name"/>', '<p t-field="object.deal_process_id.name"/>'),
        ('<p t-raw="object.suspended_reason"/>', '<p t-raw="object.deal_suspended_reason"/>'),
        (
            "<p t-field=\"object.name\" t-options=\"{'precision': object.loss_count}\"/>",
            "<p t-field=\"object.name\" t-options=\"{'precision': object.deal_loss_count}\"/>",
        ),
        (
            '<t t-foreach="object.contact_ids" t-as="one"><p t-out="one.lead_id.process_id"/>'
            "{{ one.lead_id.suspended_reason }} > "
            '<i t-attf-title="{{one.lead_id.loss_count}}"/></t>',
            '<t t-foreach="object.deal_contact_ids" t-as="one">'
            '<p t-out="one.lead_id.deal_process_id"/>{{ one.lead_id.deal_suspended_reason }} > '
            '<i t-attf-title="{{one.lead_id.deal_loss_count}}"/></t>',
        ),
        (
            '<t t-value="object.stage_id" t-set="stage"/><p t-if="stage.process_id">process_id</p>',
            '<t t-value="object.stage_id" t-set="stage"/>'
            '<p t-if="stage.deal_process_id">process_id</p>',
        ),
        (
            '<t t-as="each" t-foreach="object.partner_id"><p t-out="each.process_id"/></t>',
            '<t t-as="each" t-foreach="object.partner_id"><p t-out="each.process_id"/></t>',
        ),
        (
            '<a t-attf-href="/x/#{object.process_id.id}" t-if="object.loss_count > 1">a > b</a>',
            '<a t-attf-href="/x/#{object.deal_process_id.id}" t-if="object.deal_loss_count &gt; 1">'
            "a > b</a>",
        ),
    ],
)
def test_templates_name_fields_in_many_ways(renamer, before, after):
    assert renamer.template("crm.lead", before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "<xpath expr=\"//field[@name='process_id' and not(@invisible)]\"/>",
            "<xpath expr=\"//field[@name='deal_process_id' and not(@invisible)]\"/>",
        ),
        (
            "<xpath expr=\"//field[@name='process_id' or @name='contact_ids'][2]\"/>",
            "<xpath expr=\"//field[@name='deal_process_id' or @name='deal_contact_ids'][2]\"/>",
        ),
        (
            "<xpath expr=\"//field[@name='contact_ids' and @x=']'][1]//field[@name='lead_id']\" "
            'position="after"><field name="process_id"/></xpath>',
            "<xpath expr=\"//field[@name='deal_contact_ids' and @x=']'][1]"
            "//field[@name='lead_id']\" position=\"after\"><field name=\"process_id\"/></xpath>",
        ),
        (
            "<xpath expr=\"//page[field[@name='process_id']]/*[@name='contact_ids']\"/>",
            "<xpath expr=\"//page[field[@name='deal_process_id']]/*[@name='deal_contact_ids']\"/>",
        ),
        (
            '<calendar date_start="suspended_until" all_day="is_suspended" '
            'create_name_field="suspended_reason"/>',
            '<calendar date_start="deal_suspended_until" all_day="deal_is_suspended" '
            'create_name_field="deal_suspended_reason"/>',
        ),
        (
            '<kanban highlight_color="loss_count"/>',
            '<kanban highlight_color="deal_loss_count"/>',
        ),
        (
            "<form><field name=\"name\" options=\"{'placeholder_field': 'suspended_reason', "
            "'no_create': True, 'widget': 'process_id'}\"/></form>",
            "<form><field name=\"name\" options=\"{'placeholder_field': 'deal_suspended_reason', "
            "'no_create': True, 'widget': 'process_id'}\"/></form>",
        ),
        (
            "<form><field name=\"lost_reason_id\" options=\"{'color_field': 'win_back_days', "
            "'current_value': 'loss_count', 'group_by_tooltip': {'category': 'Why'}}\"/></form>",
            "<form><field name=\"lost_reason_id\" options=\"{'color_field': 'deal_win_back_days', "
            "'current_value': 'deal_loss_count', 'group_by_tooltip': {'deal_category': 'Why'}}\"/>"
            "</form>",
        ),
        (
            '<form><group name="tags"/><xpath expr="//*[@name=\'tags\']"/></form>',
            '<form><group name="tags"/><xpath expr="//*[@name=\'tags\']"/></form>',
        ),
    ],
)
def test_views_name_fields_in_many_ways(renamer, before, after):
    assert rename_view(renamer, "crm.lead", before) == after


def test_a_filter_is_found_by_its_name_alone_in_searches(renamer):
    view = "<xpath expr=\"//*[@name='suspended']\" position=\"after\"/>"
    after = view.replace("'suspended'", "'deal_suspended'")
    assert rename_view(renamer, "crm.lead", view, is_search=True) == after
    assert rename_view(renamer, "crm.lead", view) == view


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('=ODOO.LIST(1,ROW()-1,"process_id")', '=ODOO.LIST(1,ROW()-1,"deal_process_id")'),
        (
            '=IF(A1=")",ODOO.LIST(1,MAX(1,(2+1)),"process_id"),"process_id")',
            '=IF(A1=")",ODOO.LIST(1,MAX(1,(2+1)),"deal_process_id"),"process_id")',
        ),
        (
            '=PIVOT.VALUE(1,"loss_count",ODOO.LIST(2,1,"process_id"),"process_id",")")',
            '=PIVOT.VALUE(1,"deal_loss_count",ODOO.LIST(2,1,"process_id"),"deal_process_id",")")',
        ),
        ('=ODOO.LIST(1,"process_id"', '=ODOO.LIST(1,"deal_process_id"'),
        ('=ODOO.LIST(A1,1,"process_id")', '=ODOO.LIST(A1,1,"process_id")'),
        ('=ODOO.LIST(1,1,"a ""process_id")', '=ODOO.LIST(1,1,"a ""process_id")'),
        ('=odoo.list(1,1,"process_id")', '=odoo.list(1,1,"deal_process_id")'),
    ],
)
def test_functions_of_cells(renamer, before, after):
    content = {
        "pivots": {"1": {"model": "crm.lead"}},
        "lists": {"1": {"model": "crm.lead"}, "2": {"model": "mrp.order"}},
    }
    renamed = rename_sheet(renamer, {**content, "sheets": [{"cells": {"A1": before}}]})
    assert renamed["sheets"][0]["cells"]["A1"] == after


def test_values_that_a_filter_of_a_spreadsheet_allows(renamer):
    filters = [
        {"modelName": "crm.stage", "domainOfAllowedValues": [["process_id", "!=", False]]},
        {"modelName": "crm.stage", "domainOfAllowedValues": "[('process_id', '!=', False)]"},
    ]
    renamed = rename_sheet(renamer, {"globalFilters": filters})["globalFilters"]
    assert renamed[0]["domainOfAllowedValues"] == [["deal_process_id", "!=", False]]
    assert renamed[1]["domainOfAllowedValues"] == "[('deal_process_id', '!=', False)]"


class Answers:
    """Answer each query that contains a text with the rows given for it."""

    def __init__(self, **rows):
        self.rows = rows
        self.found = []

    def execute(self, query, parameters=None):
        self.found = next((rows for part, rows in self.rows.items() if part in query), [])

    def fetchall(self):
        return self.found


OWN_SEARCH = {
    "en_US": '<search><group><filter name="tags" domain="[]"/></group>'
    '<filter name="suspended" position="after"><filter name="own"/></filter></search>'
}


def test_a_filter_that_another_search_has_too_is_still_switched_on():
    cursor = Answers(arch_db=[("crm.lead", OWN_SEARCH), ("crm.stage", "<no xml"), ("x", None)])
    defaults = database.get_defaults(cursor)
    assert names.FILTERS.keys() - defaults.keys() == {("crm.lead", "tags")}
    renamer = Renamer({}, RELATIONS, names.FILTERS, defaults)
    context = "{'search_default_tags': 1, 'search_default_suspended': 1}"
    assert renamer.context("crm.lead", context) == (
        "{'search_default_tags': 1, 'search_default_deal_suspended': 1}"
    )
    view = '<search><filter name="tags" position="after"/></search>'
    assert 'name="deal_tags"' in rename_view(renamer, "crm.lead", view)


def test_names_that_are_taken_are_told_in_one_sentence():
    cursor = Answers(
        ir_model_fields=[
            ("crm.lead", "deal_process_id", "other_addon, third"),
            ("crm.team", "deal_loss_ids", None),
        ],
        pg_attribute=[("crm_lead", "deal_process_id"), ("crm_stage", "deal_process_id")],
    )
    assert database.get_collision(cursor) == (
        "Sales Deals cannot be upgraded, since fields that it calls so now are there already: "
        '"deal_process_id" of crm.lead (from other_addon, third), "deal_process_id" of crm.stage; '
        "rename or remove these, or uninstall the addon that they are from, and upgrade again."
    )
    assert database.get_collision(Answers()) is None
