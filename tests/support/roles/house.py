"""A small business: its products, its orders that wait, and a user for each role."""

from odoo import Command

#: What the business has of each product, and what one costs and is sold for.
GOODS = {"widget": (50, 60.0, 100.0), "part": (200, 7.0, 11.0), "assembly": (20, 20.0, 55.0)}


def has(env, *addons):
    """Return whether all these addons are installed."""
    modules = env["ir.module.module"]
    return all(modules._get(addon).state == "installed" for addon in addons)


def build(env):
    """Make the business, and return its records by name."""
    house = {
        "client": env["res.partner"].create({"name": "Client", "email": "client@example.com"}),
        "vendor": env["res.partner"].create({"name": "Vendor"}),
        "deal": env["crm.lead"].create({"name": "Old", "type": "opportunity"}),
    }
    _add_goods(env, house)
    _add_orders(env, house)
    if has(env, "hr_expense"):
        _add_expense_products(env, house)
    if has(env, "mrp"):
        _add_bill_of_materials(env, house)
    if has(env, "point_of_sale"):
        _add_point_of_sale(env, house)
    if has(env, "sale_timesheet"):
        _add_project(env, house)
    if has(env, "event_crm"):
        _add_event(env, house)
    return house


def add_user(env, name, groups):
    """Make an employee with these groups, and what Odoo gives to every new user."""
    wanted = ["base.group_user", "base.group_partner_manager", *groups]
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": name,
                "login": name,
                "email": f"{name.replace(' ', '.')}@example.com",
                "group_ids": [Command.set([env.ref(group).id for group in wanted])],
            }
        )
    )
    if has(env, "hr"):
        values = {"name": name, "user_id": user.id}
        if has(env, "hr_timesheet"):
            values["hourly_cost"] = 25
        if has(env, "hr_expense"):
            values["expense_manager_id"] = env.ref("base.user_admin").id
        env["hr.employee"].create(values)
    return user


def _add_goods(env, house):
    category = env["product.category"].create({"name": "At average cost"})
    category.property_cost_method = "average"
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    house["warehouse"] = warehouse
    for name, (quantity, cost, price) in GOODS.items():
        house[name] = env["product.product"].create(
            {
                "name": name.capitalize(),
                "is_storable": True,
                "standard_price": cost,
                "list_price": price,
                "categ_id": category.id,
                "taxes_id": [Command.clear()],
                "supplier_taxes_id": [Command.clear()],
                "seller_ids": [Command.create({"partner_id": house["vendor"].id, "price": cost})],
            }
        )
        env["stock.quant"]._update_available_quantity(house[name], warehouse.lot_stock_id, quantity)


def _add_orders(env, house):
    lines = [Command.create({"product_id": house["widget"].id, "product_uom_qty": 2})]
    house["order"] = env["sale.order"].create(
        {"partner_id": house["client"].id, "order_line": lines}
    )
    house["order"].action_confirm()
    lines = [
        Command.create({"product_id": house["widget"].id, "product_qty": 5, "price_unit": 72.0})
    ]
    house["purchase"] = env["purchase.order"].create(
        {"partner_id": house["vendor"].id, "order_line": lines}
    )
    house["purchase"].button_confirm()
    lines = [Command.create({"product_id": house["part"].id, "quantity": 4, "price_unit": 11.0})]
    house["invoice"] = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": house["client"].id,
            "invoice_line_ids": lines,
        }
    )
    house["invoice"].action_post()


def _add_expense_products(env, house):
    for name, cost in (("mileage", 0.5), ("travel", 0.0)):
        house[name] = env["product.product"].create(
            {
                "name": name.capitalize(),
                "type": "service",
                "can_be_expensed": True,
                "standard_price": cost,
                "supplier_taxes_id": [Command.clear()],
            }
        )


def _add_bill_of_materials(env, house):
    lines = [Command.create({"product_id": house["part"].id, "product_qty": 2})]
    house["bom"] = env["mrp.bom"].create(
        {"product_tmpl_id": house["assembly"].product_tmpl_id.id, "bom_line_ids": lines}
    )


def _add_point_of_sale(env, house):
    journal = env["account.journal"].create({"name": "Till", "type": "cash", "code": "TILL"})
    method = env["pos.payment.method"].create({"name": "Cash", "journal_id": journal.id})
    house["till"] = env["pos.config"].create(
        {"name": "Till", "payment_method_ids": [Command.set(method.ids)]}
    )
    house["widget"].available_in_pos = True


def _add_project(env, house):
    house["project"] = env["project.project"].create(
        {"name": "Project", "allow_timesheets": True, "partner_id": house["client"].id}
    )
    for name in ("New", "Done"):
        env["project.task.type"].create(
            {"name": name, "project_ids": [Command.link(house["project"].id)]}
        )
    house["task"] = env["project.task"].create({"name": "Task", "project_id": house["project"].id})
    house["advice"] = env["product.product"].create(
        {
            "name": "Advice",
            "type": "service",
            "list_price": 80.0,
            "standard_price": 30.0,
            "service_policy": "delivered_timesheet",
            "service_tracking": "task_in_project",
            "taxes_id": [Command.clear()],
        }
    )


def _add_event(env, house):
    values = {"date_begin": "2030-05-01 08:00:00", "date_end": "2030-05-01 16:00:00"}
    house["event"] = env["event.event"].create(
        {"name": "Fair", "event_mail_ids": [Command.clear()], **values}
    )
    env["event.lead.rule"].create(
        {"name": "Each attendee", "event_id": house["event"].id, "lead_creation_trigger": "create"}
    )
