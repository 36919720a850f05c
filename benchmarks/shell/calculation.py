"""What a salesperson does with a calculation and with a sale order of the same lines.

Both are asked as the web client asks them: by the fields of their own views.
"""

from lxml import etree

from odoo import Command

from ._timing import best

HIDDEN = {"1", "True"}


def measure(env, sizes: list[int]) -> list:
    """Return size, action, and seconds and queries of sale order (or None) and calculation."""
    bench = Bench(env(user=env.ref("base.user_admin")))
    results = [row for size in sizes for row in bench.measure_size(size)]
    env.cr.rollback()
    return results


class Bench:
    """Products and a client, and what is done with them."""

    def __init__(self, env) -> None:
        self.env = env
        tax = env["account.tax"].create({"name": "VAT of the benchmark", "amount": 23.0})
        self.products = env["product.product"].create(
            [
                {
                    "name": f"Product {i}",
                    "list_price": 100 + i,
                    "standard_price": 60 + i,
                    "taxes_id": [Command.set(tax.ids)],
                }
                for i in range(100)
            ]
        )
        self.partner = env["res.partner"].create({"name": "Client of the benchmark"})
        pricelists = env["product.pricelist"]
        self.pricelist = pricelists.search([], limit=1) or pricelists.create({"name": "Benchmark"})
        self.order_spec = self._get_specification("sale.order", "sale.view_order_form")
        self.lead_spec = self._get_specification("crm.lead", "crm.crm_lead_view_form")
        self.line_spec = self._get_specification(
            "deal.variant.line", "sales_deals.deal_variant_line_view_list_calculation", "list"
        )

    def measure_size(self, size: int):
        """Yield the rows of a table for a number of lines."""
        orders, variants = [], []
        created = self._best(
            lambda: orders.append(self._make_order(size)),
            lambda: variants.append(self._make_variant(self._make_deal(), size)),
            rounds=1,
        )
        yield size, "create", *created
        order, variant = orders[-1], variants[-1]
        yield from self._measure_edits(size, order, variant)
        if size == 100:
            lead = self._make_deal()
            for name in "ABCDE":
                self._make_variant(lead, size, name)
            opened = self._best(
                lambda: order.web_read(self.order_spec), lambda: self._open(lead), rounds=15
            )
            yield size, "open, 5 variants", *opened

    def _measure_edits(self, size: int, order, variant):
        order_line, line = _get_middle(order.order_line), _get_middle(variant.line_ids)
        # What takes milliseconds is soon disturbed.
        rounds = 15 if size <= 100 else 3 if size < 2000 else 1
        typed = self._best(
            lambda: self._type_in_order(order, order_line),
            lambda: self._type_in_calculation(line),
            rounds=rounds,
        )
        yield size, "type a discount", *typed
        saved = self._best(
            lambda: self._save_order(order, order_line),
            lambda: self._save_calculation(line),
            rounds=rounds,
        )
        yield size, "save a line", *saved
        total = round(variant.amount_untaxed * 0.93, 2)
        set_total = self._best(lambda: variant.set_total("net", total), rounds=min(rounds, 3))
        yield size, "set the total", None, *set_total
        opened = self._best(
            lambda: order.web_read(self.order_spec),
            lambda: self._open(variant.lead_id),
            rounds=rounds,
        )
        yield size, "open", *opened

    def _best(self, *actions, rounds: int):
        return best(self.env, *actions, rounds=rounds)

    def _make_order(self, size: int):
        lines = self._prepare_lines(size, "product_uom_qty")
        return self.env["sale.order"].create({"partner_id": self.partner.id, "order_line": lines})

    def _make_deal(self):
        values = {"name": "Benchmark", "type": "opportunity", "partner_id": self.partner.id}
        return self.env["crm.lead"].create(values)

    def _make_variant(self, lead, size: int, name: str = "A"):
        return self.env["deal.variant"].create(
            {
                "lead_id": lead.id,
                "name": name,
                "pricelist_id": self.pricelist.id,
                "line_ids": self._prepare_lines(size, "quantity"),
            }
        )

    def _prepare_lines(self, size: int, quantity: str) -> list:
        return [
            Command.create(
                {"product_id": self.products[i % 100].id, quantity: 1 + i % 7, "discount": i % 9}
            )
            for i in range(size)
        ]

    def _type_in_order(self, order, line) -> None:
        # The line's onchange, then the order's with that line changed, as the web client does.
        inner = self.order_spec["order_line"]["fields"]
        values = {"discount": line.discount + 1}
        line.onchange({**values, "order_id": order.id}, ["discount"], inner)
        lines = [Command.update(line.id, values)]
        order.onchange({"order_line": lines}, ["order_line"], self.order_spec)

    def _type_in_calculation(self, line) -> None:
        line.onchange({"discount": line.discount + 1}, ["discount"], self.line_spec)

    def _save_order(self, order, line) -> None:
        lines = [Command.update(line.id, {"discount": line.discount + 1})]
        order.web_save({"order_line": lines}, self.order_spec)

    def _save_calculation(self, line) -> None:
        line.web_save({"discount": line.discount + 1}, self.line_spec)
        self.env["deal.variant"].get_tabs(line.lead_id.id)

    def _open(self, lead) -> None:
        # The form, the tabs and the lines of the chosen variant, one page of 200.
        lead.web_read(self.lead_spec)
        tabs = self.env["deal.variant"].get_tabs(lead.id)
        chosen = next(tab["id"] for tab in tabs if tab["is_chosen"])
        self.env["deal.variant.line"].web_search_read(
            [("variant_id", "=", chosen)], self.line_spec, limit=200, order="sequence, id"
        )

    def _get_specification(self, model: str, view: str, kind: str = "form") -> dict:
        """Return what the web client asks for (getFieldsSpec of its relational model)."""
        views = self.env[model].get_views([(self.env.ref(view).id, kind)])
        arch = etree.fromstring(views["views"][kind]["arch"])
        return _specify(arch, model, views["models"])


def _get_middle(lines):
    # The line that is edited. The web client knows it: looking for it isn't measured.
    return lines[len(lines) // 2]


def _specify(arch, model: str, models: dict) -> dict:
    """Return the fields of a view, with the names of related records that are not hidden."""
    spec = {}
    for node in arch.iter("field"):
        if any(parent.tag == "field" for parent in node.iterancestors()):
            continue
        if field := models[model]["fields"].get(node.get("name")):
            spec[node.get("name")] = _specify_field(node, field, models)
    return spec


def _specify_field(node, field: dict, models: dict) -> dict:
    if {node.get("invisible"), node.get("column_invisible")} & HIDDEN:
        return {"fields": {}} if field["type"] == "many2one" else {}
    if field["type"] == "many2one":
        return {"fields": {"display_name": {}}}
    if field["type"] not in ("one2many", "many2many"):
        return {}
    inner = next((found for kind in ("list", "kanban") for found in node.findall(kind)), None)
    if inner is None:
        return {"fields": {"display_name": {}}, "limit": 5000}
    return {"fields": _specify(inner, field["relation"], models), "limit": 5000}
