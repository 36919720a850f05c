"""What users do with deals all day, with and without the addon; each report."""

import itertools
import re
import statistics
from functools import partial

from lxml import etree

from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from ._timing import timed

DEALS = [("type", "=", "opportunity")]
PAGE = {"limit": 80, "count_limit": 10001}
PROGRESS = {
    "field": "activity_state",
    "colors": {"planned": "success", "today": "warning", "overdue": "danger"},
}
#: What widgets of Odoo's read beside their own field.
ACTIVITY_FIELDS = (
    *("activity_exception_decoration", "activity_exception_icon", "activity_state"),
    *("activity_summary", "activity_type_icon", "activity_type_id"),
)
WIDGET_FIELDS = {"kanban_activity": ACTIVITY_FIELDS, "list_activity": ACTIVITY_FIELDS}


def get_questions(env, views: dict[str, str], sums: list[str]) -> dict:
    """Return what both databases are asked.

    :param views: the xmlids of list, kanban, search and form
    :param sums: what the kanban adds up
    """
    leads = as_admin(env)["crm.lead"]
    person = env["res.users"].search([("login", "=", "bench7")])
    arch = get_arch(leads, views["list"], "list")
    shown, unread = specification(arch, leads), get_unread(arch, leads)
    listed = {name: fields for name, fields in shown.items() if name not in unread}
    cards = specification(get_arch(leads, views["kanban"], "kanban"), leads)
    typed = get_arch(leads, views["search"], "search").xpath("//field[@name='name']")[0]
    of_word = safe_eval(typed.get("filter_domain"), {"self": "Deal 99999"})
    of_one = [("user_id", "=", person.id)]

    form = form_specification(get_arch(leads, views["form"], "form"), leads)
    deal = leads.search(of_one, limit=1)

    def read(fields, more=(), **options):
        return leads.web_search_read([*DEALS, *more], fields, **PAGE, **options)

    return {
        "list": lambda: read(listed),
        "list, with all columns": lambda: read(shown),
        "list, of one salesperson": lambda: read(listed, of_one),
        "list, by decision": lambda: read(listed, order="date_deadline desc, id desc"),
        "search of a word": lambda: read(listed, of_word),
        "kanban": lambda: read_kanban(leads, cards, sums),
        "opening a deal": lambda: deal.web_read(form),
        **get_changes(deal, form),
    }


def get_changes(deal, form: dict) -> dict:
    """Return how a deal is changed: by code, and saved in its form."""
    numbers = itertools.count(1000)
    values = {
        "title": ("name", "Changed {}".format),
        "phone number": ("phone", "+48 22 765 {}".format),
        "value": ("expected_revenue", float),
    }

    def change(name, make):
        deal.write({name: make(next(numbers))})

    def save(name, make):
        deal.web_save({name: make(next(numbers))}, form)

    written = {f"writing a {what}": partial(change, *how) for what, how in values.items()}
    saved = {f"saving a {what}": partial(save, *how) for what, how in values.items()}
    return {**written, **saved}


def measure(env, models: list[str]) -> list[dict]:
    """Return seconds of picture (0 without one), pivot and graph, and the plan, by report."""
    env = as_admin(env)
    figures, plans = {}, {}
    for action in env["ir.actions.act_window"].search([("res_model", "in", models)]):
        report = Report(action)
        figures[action.name] = [report.time_picture(), report.time_pivot(), report.time_graph()]
        plans[action.name] = report.explain()
    env.cr.rollback()
    return [figures, plans]


def as_admin(env):
    """Return the administrator's environment, as the web client has it."""
    admin = env.ref("base.user_admin")
    companies = admin.company_ids.ids
    context = {"allowed_company_ids": companies, "tz": "Europe/Warsaw", "lang": "en_US"}
    return env(user=admin.id, context=context)


def get_arch(model, xmlid: str, kind: str):
    """Return a view as the web client gets it."""
    return etree.fromstring(model.get_view(model.env.ref(xmlid).id, kind)["arch"])


def specification(node, model) -> dict:
    """Return the fields of a view, related records by their names."""
    names = {}
    for field in node.iter("field"):
        name = field.get("name")
        for needed in (name, *WIDGET_FIELDS.get(field.get("widget"), ())):
            if needed in model._fields:
                relational = model._fields[needed].relational
                names[needed] = {"fields": {"display_name": {}}} if relational else {}
    return names


def form_specification(node, model) -> dict:
    """Return the fields of a form, and of its lists."""
    names = {}
    for field in node.iter("field"):
        name = field.get("name")
        inside = next(field.iterancestors("field"), node)
        if inside is not node and node in inside.iterancestors():
            continue
        if name not in model._fields:
            continue
        related = model._fields[name].comodel_name
        lines = [child for child in field if child.tag in ("list", "kanban")]
        if lines:
            names[name] = {"fields": form_specification(lines[0], model.env[related]), "limit": 40}
        else:
            names[name] = {"fields": {"display_name": {}}} if related else {}
    return names


def get_unread(node, model) -> set[str]:
    """Return the hidden columns that nothing else needs: the list of deals does not read them."""
    if node.get("js_class") != "deal_list":
        return set()
    needed = set()
    for other in node.iter():
        words = {
            word
            for name, value in other.items()
            if name != "name"
            for word in re.findall(r"[A-Za-z_]\w*", value)
        }
        needed |= words - {other.get("name")}
    hidden = {field.get("name") for field in node.iter("field") if field.get("optional") == "hide"}
    return {name for name in hidden - needed if model._fields[name].type != "properties"}


def read_kanban(leads, cards: dict, sums: list[str]) -> None:
    """Read the columns with their first cards, and their progress bars."""
    options = {"unfold_read_specification": cards, "unfold_read_default_limit": 40}
    leads.web_read_group(DEALS, ["stage_id"], sums, auto_unfold=True, **options)
    leads.read_progress_bar(DEALS, "stage_id", PROGRESS)


class Report:
    """A report as the web client opens it: by its action and its pivot."""

    def __init__(self, action) -> None:
        self.context = safe_eval(action.context)
        context = {key: value for key, value in self.context.items() if "search" not in key}
        self.model = action.env[action.res_model].with_context(**context)
        self.domain = self._get_domain(action.search_view_id.id)
        pivot = etree.fromstring(self.model.get_view(False, "pivot")["arch"])
        self.fields = [node for node in pivot.findall("field") if node.get("type")]
        self.rows = self.context.get("pivot_row_groupby") or self._get_rows()
        self.columns = self.context.get("pivot_column_groupby") or []

    def time_picture(self) -> float:
        """Return the seconds of the picture that the report opens with; 0 where it has none."""
        if not hasattr(self.model, "get_picture"):
            return 0.0
        return self._time(lambda: self.model.get_picture(self.domain))

    def time_pivot(self) -> float:
        """Return the seconds of the pivot with all its subtotals."""
        sets = [
            self.rows[:depth] + self.columns[:width]
            for depth in range(len(self.rows) + 1)
            for width in range(len(self.columns) + 1)
        ]
        measures = self._get_measures(self.context.get("pivot_measures") or self._get_shown())
        model = self.model
        return self._time(lambda: model.formatted_read_grouping_sets(self.domain, sets, measures))

    def time_graph(self) -> float:
        """Return the seconds of the graph."""
        grouped = self.context.get("graph_groupbys") or self.rows[:1]
        shown = self._get_measures(["__count", self.context.get("graph_measure", "value")])
        known = {"__count", *self.model._fields}
        shown = [name for name in shown if name.split(":")[0] in known]
        return self._time(lambda: self.model.formatted_read_group(self.domain, grouped, shown))

    def explain(self) -> str:
        """Return the plan of the query below the pivot's innermost groups."""
        rows = self.context.get("pivot_row_groupby", []) + self.columns
        names = [name for name in self.context.get("pivot_measures", []) if name != "__count"]
        groups = self.model._group_first(self.domain, rows, self._get_measures(names), None)
        cursor = self.model.env.cr
        cursor.execute(SQL("EXPLAIN (ANALYZE, BUFFERS) %s", groups._table_query))
        return "\n".join(row[0] for row in cursor.fetchall())

    def _time(self, action, rounds: int = 4) -> float:
        # The first one fills caches.
        times = [timed(self.model.env, action)[0] for _round in range(rounds + 1)]
        return statistics.median(times[1:])

    def _get_domain(self, view_id: int) -> list:
        # Filters between two separators are alternatives, as the web client has it.
        groups = [[]]
        for node in etree.fromstring(self.model.get_view(view_id, "search")["arch"]):
            if node.tag == "separator":
                groups.append([])
            elif node.tag == "filter" and self.context.get("search_default_" + node.get("name")):
                groups[-1].append(safe_eval(node.get("domain"), {"uid": self.model.env.uid}))
        return list(Domain.AND([Domain.OR(group) for group in groups if group]))

    def _get_rows(self) -> list[str]:
        return [
            node.get("name") + (":" + node.get("interval") if node.get("interval") else "")
            for node in self.fields
            if node.get("type") == "row"
        ]

    def _get_shown(self) -> list[str]:
        return [node.get("name") for node in self.fields if node.get("type") == "measure"]

    def _get_measures(self, names: list[str]) -> list[str]:
        # As the web client asks for amounts: with their currencies, and in the company's.
        measures = []
        for name in names:
            field = self.model._fields.get(name)
            measures.append(f"{name}:{field.aggregator}" if field else name)
            if field and field.type == "monetary":
                measures += ["currency_id:array_agg_distinct", f"{name}:sum_currency"]
        return list(dict.fromkeys(measures))
