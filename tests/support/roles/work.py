"""What each role does all day.

A role is a generator: it yields a name and what came of each thing that it did. What Odoo counts
up by sequences, which differ from run to run, is not among it.
"""

from unittest.mock import patch

from odoo import Command
from odoo.tests import Form, HttpCase

SALES = "sales_team.group_sale_salesman"
ALL_SALES = "sales_team.group_sale_salesman_all_leads"
ROLES = {}
#: What a project's profitability is told by.
MONEY = ("revenues", "costs")
#: Roles that a salesperson may have too, who is not to lose what they need.
ALSO_SELLING = (
    "inventory user",
    "inventory manager",
    "manufacturing user",
    "repairer",
    "cashier",
    "purchaser",
    "expense approver",
    "project manager",
    "bookkeeper who reads",
)


def role(name, *groups, needs=()):
    """Register the work of a role that has these groups, where these addons are installed."""

    def register(work):
        ROLES[name] = (work, groups, needs)
        return work

    return register


def _validate(picking):
    picking.action_assign()
    for move in picking.move_ids:
        move.quantity = move.product_uom_qty
    picking.move_ids.picked = True
    picking.button_validate()


def _amounts(records, *names):
    """Return values of fields as they are, whether or not the user may see them."""
    records.env.flush_all()
    return [[record[name] for name in names] for record in records.sudo()]


@role("inventory user", "stock.group_stock_user")
def inventory_user(day):
    receipt = day["purchase"].sudo().picking_ids.with_env(day.env)
    day.open(receipt, "list", "form")
    _validate(receipt)
    yield "receive", _amounts(receipt.move_ids, "state", "quantity", "price_unit", "value")
    yield "cost after receiving", _amounts(day["widget"], "standard_price", "qty_available")
    delivery = day["order"].sudo().picking_ids.with_env(day.env)
    day.open(delivery, "list", "form")
    _validate(delivery)
    yield "deliver", _amounts(delivery.move_ids, "state", "quantity", "value")
    lines = day["order"].sudo().order_line
    yield "order after delivering", _amounts(lines, "qty_delivered", "purchase_price", "margin")
    scrap = day.env["stock.scrap"].create({"product_id": day["part"].id, "scrap_qty": 3})
    scrap.action_validate()
    yield "scrap", _amounts(scrap.move_ids, "state", "quantity", "value")
    day.open(day["widget"], "list", "form")
    day.open(day["widget"].product_tmpl_id, "list", "form", "kanban")
    yield "cost on screen", day["widget"].standard_price


@role("inventory manager", "stock.group_stock_manager")
def inventory_manager(day):
    quants = day.env["stock.quant"].with_context(inventory_mode=True)
    stock = day["warehouse"].lot_stock_id
    quant = quants.search([("product_id", "=", day["part"].id), ("location_id", "=", stock.id)])
    day.open(quant, "list")
    quant.inventory_quantity = 180
    quant.action_apply_inventory()
    moves = day.env["stock.move"].search([("product_id", "=", day["part"].id)])
    yield "count", _amounts(moves, "state", "quantity", "value")
    location = day.env["stock.location"].create({"name": "Shelf", "location_id": stock.id})
    yield "new location", location.usage


@role("product manager", "product.group_product_manager", "stock.group_stock_user")
def product_manager(day):
    day["part"].standard_price = 8.0
    yield "new cost", _amounts(day["part"], "standard_price", "total_value")
    with Form(day.env["product.product"]) as form:
        form.name, form.is_storable, form.standard_price = "Shelf", True, 4.5
    yield "new product", _amounts(form.record, "standard_price", "list_price", "is_storable")


@role("manufacturing user", "mrp.group_mrp_user", needs=("mrp_account",))
def manufacturing_user(day):
    with Form(day.env["mrp.production"]) as form:
        form.product_id, form.product_qty = day["assembly"], 3
    production = form.record
    production.action_confirm()
    production.action_assign()
    day.open(production, "list", "form")
    with Form(production) as form:
        form.qty_producing = 3
    production.move_raw_ids.picked = True
    production.button_mark_done()
    yield "produce", _amounts(production, "state", "qty_produced")
    yield "parts", _amounts(production.move_raw_ids, "state", "quantity", "value")
    yield "cost", _amounts(production.move_finished_ids, "quantity", "price_unit", "value")
    overview = day.env["report.mrp.report_mo_overview"].get_report_values(production.id)
    summary = overview["data"]["summary"]
    yield "overview", [summary[name] for name in ("mo_cost", "bom_cost", "real_cost")]
    structure = day.env["report.mrp.report_bom_structure"].get_html(day["bom"].id)
    lines = structure["lines"]
    yield "structure", [lines["bom_cost"], lines.get("prod_cost"), len(lines["components"])]


@role("repairer", "stock.group_stock_user", needs=("repair",))
def repairer(day):
    part = {"repair_line_type": "add", "product_id": day["part"].id, "product_uom_qty": 2}
    repair = day.env["repair.order"].create(
        {
            "product_id": day["widget"].id,
            "partner_id": day["client"].id,
            "move_ids": [Command.create(part)],
        }
    )
    repair.action_validate()
    repair.action_repair_start()
    day.open(repair, "list", "form", "kanban")
    repair.move_ids.quantity = 2
    repair.move_ids.picked = True
    repair.action_repair_end()
    yield "repair", _amounts(repair, "state")
    yield "parts", _amounts(repair.move_ids, "state", "quantity", "value")


@role("cashier", "point_of_sale.group_pos_user", needs=("point_of_sale",))
def cashier(day):
    till = day["till"]
    till.open_ui()
    session = till.current_session_id
    session.set_opening_control(0, None)
    loaded = session.load_data([])
    yield "load", bool(loaded["product.template"])
    [order] = day.env["pos.order"].sync_from_ui([_prepare_sale(day, session)])["pos.order"]
    order = day.env["pos.order"].browse(order["id"])
    day.open(order, "list", "form")
    yield "sell", _amounts(order, "state", "amount_total", "margin", "is_total_cost_computed")
    yield "moves", _amounts(order.sudo().picking_ids.move_ids, "state", "quantity", "value")
    session.post_closing_cash_details(300.0)
    yield "close", session.close_session_from_ui()
    entry = session.sudo().move_id
    yield "entry", sorted(_amounts(entry.line_ids, "debit", "credit"))
    yield "margin", _amounts(order, "state", "margin", "is_total_cost_computed")


def _prepare_sale(day, session):
    line = {
        "product_id": day["widget"].id,
        "qty": 3,
        "price_unit": 100.0,
        "price_subtotal": 300.0,
        "price_subtotal_incl": 300.0,
        "discount": 0,
        "tax_ids": [Command.clear()],
        "pack_lot_ids": [],
        "uuid": "line",
    }
    payment = {"amount": 300.0, "payment_method_id": day["till"].payment_method_ids.id}
    return {
        "session_id": session.id,
        "uuid": "sale",
        "name": "Sale",
        "access_token": "",
        "user_id": day.env.uid,
        "partner_id": False,
        "date_order": "2026-01-05 10:00:00",
        "fiscal_position_id": False,
        "pricelist_id": False,
        "lines": [Command.create(line)],
        "payment_ids": [Command.create({"name": "2026-01-05 10:00:00", **payment})],
        "amount_paid": 300.0,
        "amount_total": 300.0,
        "amount_tax": 0.0,
        "amount_return": 0.0,
        "last_order_preparation_change": "{}",
        "to_invoice": False,
        "state": "paid",
    }


@role("purchaser", "purchase.group_purchase_user")
def purchaser(day):
    with Form(day.env["purchase.order"]) as form:
        form.partner_id = day["vendor"]
        with form.order_line.new() as line:
            line.product_id = day["widget"]
            line.product_qty = 4
    order = form.record
    yield "order", _amounts(order, "amount_untaxed", "state")
    order.button_confirm()
    day.open(order, "list", "form")
    _validate(order.picking_ids)
    yield "receive", _amounts(order.picking_ids.move_ids, "state", "quantity", "value")
    order.action_create_invoice()
    yield "bill", _amounts(order.invoice_ids, "move_type", "state", "amount_untaxed")
    day.open(day["widget"].product_tmpl_id, "list", "form")
    yield "cost on screen", day["widget"].standard_price


@role("employee", needs=("hr_expense",))
def employee(day):
    for name in ("mileage", "travel"):
        with Form(day.env["hr.expense"]) as form:
            form.name, form.product_id = name, day[name]
            if name == "mileage":
                form.quantity = 120
            else:
                form.total_amount_currency = 45
        expense = form.record
        day.open(expense, "list", "form", "kanban")
        expense.action_submit()
        yield name, _amounts(expense, "state", "quantity", "price_unit", "total_amount")
    yield "cost of a mile", day["mileage"].standard_price


@role("expense approver", "hr_expense.group_hr_expense_team_approver", needs=("hr_expense",))
def expense_approver(day):
    claimant = day.colleague("employee")
    claimant.employee_id.expense_manager_id = day.env.uid
    expense = (
        day.env["hr.expense"]
        .with_user(claimant)
        .create({"name": "Miles", "product_id": day["mileage"].id, "quantity": 10})
    )
    expense.action_submit()
    expense = expense.with_env(day.env)
    day.open(expense, "list", "form")
    expense.action_approve()
    yield "approve", _amounts(expense, "state", "total_amount")


def _log_time(day):
    with Form(day.env["account.analytic.line"], "hr_timesheet.hr_timesheet_line_form") as form:
        form.name, form.project_id, form.task_id = "Work", day["project"], day["task"]
        form.unit_amount = 2
    return form.record


@role("timesheet user", "hr_timesheet.group_hr_timesheet_user", needs=("sale_timesheet",))
def timesheet_user(day):
    line = _log_time(day)
    day.open(line, "list")
    yield "log time", _amounts(line, "unit_amount", "amount")
    yield "task", _amounts(day["task"], "effective_hours", "remaining_hours")


@role("project user", "project.group_project_user", needs=("sale_timesheet",))
def project_user(day):
    with Form(day.env["project.task"]) as form:
        form.name, form.project_id = "Mine", day["project"]
    task = form.record
    day.open(task, "list", "form", "kanban")
    day.open(day["project"], "form", "kanban")
    task.stage_id = day["project"].type_ids[-1]
    yield "task", _amounts(task, "name", "state", "allow_billable")
    yield "stage", task.stage_id.name


@role("project manager", "project.group_project_manager", needs=("sale_timesheet",))
def project_manager(day):
    panel = day["project"].get_panel_data()
    yield "panel", sorted(panel)
    profitability = panel.get("profitability_items") or {}
    yield "profitability", [profitability.get(kind, {}).get("total") for kind in MONEY]
    day.open(day["project"], "list", "form", "kanban")


@role("event user", "event.group_event_user", needs=("event_crm",))
def event_user(day):
    registration = day.env["event.registration"].create(
        {"event_id": day["event"].id, "name": "Guest", "email": "guest@example.com"}
    )
    day.open(registration, "list", "form")
    day.open(day["event"], "list", "form", "kanban")
    registration.action_set_done()
    yield "register", _amounts(registration, "state", "name")
    leads = registration.sudo().lead_ids
    yield "leads", _amounts(leads, "name", "type", "email_from", "expected_revenue", "probability")
    yield "stages", leads.stage_id.mapped("name")


@role("bookkeeper who reads", "account.group_account_readonly")
def reading_bookkeeper(day):
    moves = day.env["account.move"].search([])
    day.open(moves, "list", "form")
    yield "moves", sorted(_amounts(moves, "amount_total"))
    day.open(day["widget"], "form")
    day.open(day.env["account.invoice.report"], "pivot")
    yield "cost on screen", day["widget"].standard_price


@role("bookkeeper", "account.group_account_invoice")
def bookkeeper(day):
    invoices = day.env["account.move"].with_context(default_move_type="out_invoice")
    with Form(invoices) as form:
        form.partner_id = day["client"]
        with form.invoice_line_ids.new() as line:
            line.product_id = day["widget"]
            line.quantity = 2
    invoice = form.record
    invoice.action_post()
    day.open(invoice, "list", "form")
    yield "invoice", _amounts(invoice, "state", "amount_untaxed", "amount_residual")
    yield "entries", sorted(_amounts(invoice.line_ids, "debit", "credit"))
    payment = {"active_model": "account.move", "active_ids": invoice.ids}
    wizard = day.env["account.payment.register"].with_context(**payment).create({})
    wizard.action_create_payments()
    yield "payment", _amounts(invoice, "payment_state", "amount_residual")
    draft = day["order"].sudo().with_user(day.env.user)._create_invoices()
    yield "order's invoice", _amounts(draft, "amount_untaxed")


@role(
    "website editor",
    "website.group_website_restricted_editor",
    needs=("website_sale",),
)
def website_editor(day):
    product = day["widget"].product_tmpl_id
    image = day.env["product.image"].create({"name": "Side", "product_tmpl_id": product.id})
    yield "image", image.name
    yield "page", _get_page_price(product)
    yield "may edit", product.has_access("write")


def _get_page_price(product):
    """Return the price on the product's page in the shop."""
    # Where the shop is not installed, its tests can't be imported.
    from odoo.addons.website_sale.tests.common import MockRequest

    website = product.env["website"].search([], limit=1)
    # No server runs whose port the mock could tell.
    with (
        patch.object(HttpCase, "http_port", return_value=None),
        MockRequest(product.env, website=website),
    ):
        return product._get_combination_info()["price"]


@role(
    "website editor of products",
    "website.group_website_restricted_editor",
    "product.group_product_manager",
    needs=("website_sale",),
)
def product_editor(day):
    product = day["widget"].product_tmpl_id
    product.write({"website_description": "<p>Good</p>", "is_published": True})
    day.open(product, "form", "kanban")
    yield "page", [product.website_description, product.is_published, product.website_url[:6]]
    with Form(product) as form:
        form.list_price, form.standard_price = 101, 61
    yield "price", _amounts(product, "list_price", "standard_price")


def _sell(day):
    with Form(day.env["sale.order"]) as form:
        form.partner_id = day["client"]
        for name in ("widget", "assembly", "advice"):
            if name in day:
                with form.order_line.new() as line:
                    line.product_id = day[name]
                    line.product_uom_qty = 2
    order = form.record
    day.open(order, "list", "form", "kanban")
    yield "quotation", _amounts(order, "amount_untaxed", "margin", "margin_percent")
    yield "lines", _amounts(order.order_line, "price_unit", "purchase_price", "margin")
    order.action_confirm()
    day.open(order.picking_ids, "list", "form")
    yield "confirm", _amounts(order, "state", "delivery_status")
    _validate(order.picking_ids.with_user(day.colleague("inventory user")))
    order.invalidate_recordset()
    yield "deliver", _amounts(order.order_line, "qty_delivered", "purchase_price", "margin")
    invoice = order._create_invoices()
    day.open(invoice, "list", "form")
    yield "invoice", _amounts(invoice, "state", "amount_untaxed")
    day.open(order, "form")


def _follow_deals(day):
    with Form(day.env["crm.lead"].with_context(default_type="opportunity")) as form:
        form.name, form.partner_id, form.expected_revenue = "Deal", day["client"], 500
    lead = form.record
    day.open(lead, "list", "form", "kanban")
    yield "deal", _amounts(lead, "type", "expected_revenue", "email_from")
    quotation = lead.action_new_quotation()["context"]
    order = day.env["sale.order"].with_context(**quotation).create({})
    yield "its quotation", _amounts(order, "amount_untaxed", "state")
    lead.action_set_won()
    yield "won", _amounts(lead, "probability", "won_status")


def _look_at_products(day):
    day.open(day["widget"], "list", "form")
    day.open(day["widget"].product_tmpl_id, "list", "form", "kanban")
    day.open(day.env["sale.report"], "pivot")
    yield "catalogue", day["widget"].list_price
    yield "cost on screen", _try(lambda: day["widget"].standard_price)
    if "avg_cost" in day["widget"]._fields:
        yield "worth of stock", _try(lambda: day["widget"].read(["avg_cost"])[0]["avg_cost"] > 0)
        moves = day.env["stock.move"].search([("product_id", "=", day["widget"].id)])
        yield "worth of moves", _try(lambda: any(row["value"] for row in moves.read(["value"])))


def _try(action):
    try:
        return action()
    except Exception as error:
        return type(error).__name__


def _salesperson(day):
    yield from _sell(day)
    yield from _follow_deals(day)
    yield from _look_at_products(day)


role("salesperson", SALES)(_salesperson)
role("salesperson without costs", ALL_SALES)(_salesperson)
role("sales manager", "sales_team.group_sale_manager")(_salesperson)


@role(
    "busy salesperson without costs",
    SALES,
    "hr_timesheet.group_hr_timesheet_user",
    "project.group_project_user",
    "event.group_event_user",
    "website.group_website_restricted_editor",
    needs=("sale_timesheet", "event_crm", "website_sale"),
)
def busy_salesperson(day):
    yield from _salesperson(day)
    for work in (employee, timesheet_user, project_user, event_user, website_editor):
        for name, outcome in work(day):
            yield f"{work.__name__}: {name}", outcome


for _name in ALSO_SELLING:
    _work, _groups, _needs = ROLES[_name]
    role(f"selling {_name} without costs", ALL_SALES, *_groups, needs=_needs)(_work)
