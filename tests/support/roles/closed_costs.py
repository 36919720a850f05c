"""What users learn of costs where an addon of the OCA closes them, and whether they can sell."""

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form

GROUP = "product_cost_security.group_product_cost"
SALES = "sales_team.group_sale_salesman"
#: Fields that tell a cost: of Odoo, and where they are there, of ours.
FIELDS = {
    "product.product": ("standard_price",),
    "product.template": ("standard_price",),
    "sale.order": ("margin", "margin_percent"),
    "sale.order.line": ("purchase_price", "margin", "margin_percent"),
    "sale.report": ("margin",),
    "crm.lead": ("deal_cost", "deal_profit", "deal_margin"),
    "deal.variant": ("cost_total", "profit", "margin", "markup"),
    "deal.variant.line": ("cost", "profit", "margin", "markup", "held_value"),
}


def measure(env):
    """Return what a salesperson with the OCA's group and one without can do and see."""
    product = env["product.product"].create(
        {
            "name": "Widget",
            "standard_price": 60.0,
            "list_price": 100.0,
            "taxes_id": [Command.clear()],
        }
    )
    client = env["res.partner"].create({"name": "Client"})
    answer = {}
    for name, groups in (("with", (SALES, GROUP)), ("without", (SALES,))):
        wanted = [env.ref(group).id for group in groups]
        user = env["res.users"].create(
            {"name": name, "login": name, "group_ids": [Command.set(wanted)]}
        )
        env.flush_all()
        env.invalidate_all()
        answer[name] = _work(env(user=user, su=False), product, client)
    return answer


def _work(env, product, client):
    """Return the fields of costs that the user can read, and what comes of selling."""
    records = {"product.product": product, "product.template": product.product_tmpl_id}
    with Form(env["crm.lead"].with_context(default_type="opportunity")) as form:
        form.name, form.partner_id = "Deal", client
    records["crm.lead"] = form.record
    if "deal.variant" in env:
        _calculate(env, product, records)
    order = _make_order(env, product, client, records["crm.lead"])
    records |= {"sale.order": order, "sale.order.line": order.order_line}
    records["sale.report"] = env["sale.report"].search(
        [("order_reference", "=", f"sale.order,{order.id}")]
    )
    return {
        "seen": [
            f"{model}.{name}"
            for model, found in records.items()
            for name in FIELDS[model]
            if _can_read(found.with_env(env), name)
        ],
        "confirmed": _try(order.action_confirm),
        "invoiced": _try(order._create_invoices),
        "opened": _try(order.web_read, _get_shown_fields(order)),
        "cost": [order.sudo().margin, order.sudo().order_line.purchase_price],
    }


def _make_order(env, product, client, lead):
    """Make an order of the user's; the OCA's addon lets nobody without its group make one."""
    line = Command.create({"product_id": product.id, "product_uom_qty": 2})
    values = {"partner_id": client.id, "opportunity_id": lead.id, "user_id": env.uid}
    return product.env["sale.order"].create({**values, "order_line": [line]}).with_env(env)


def _get_shown_fields(order):
    view = order.get_views([(False, "form")])
    arch = etree.fromstring(view["views"]["form"]["arch"])
    names = {node.get("name") for node in arch.iter("field")}
    return {name: {} for name in names & set(view["models"]["sale.order"]["fields"])}


def _calculate(env, product, records):
    variant_id = env["deal.variant"].add_to_deal(records["crm.lead"].id)
    with Form(env["deal.variant.line"]) as form:
        form.variant_id = env["deal.variant"].browse(variant_id)
        form.product_id = product
        form.quantity = 2
        form.discount = 10
    records["deal.variant.line"] = form.record
    records["deal.variant"] = form.record.variant_id


def _can_read(records, name):
    """Return whether a field can be read, be it by a list, its sum or an export."""
    if name not in records._fields:
        return False
    ways = (
        lambda: records.web_read({name: {}}),
        lambda: records.search_read([(name, "!=", 12345)], [name]),
        lambda: records.formatted_read_group([], [], [f"{name}:sum"]),
    )
    return name in records.fields_get() or any(_try(way) == "works" for way in ways)


def _try(action, *arguments):
    """Call a function; return "works", or the kind of its error."""
    try:
        action(*arguments)
    except (AccessError, ValueError) as error:
        return type(error).__name__
    return "works"
