"""The deals' dashboard comes into Odoo's Dashboards app, whichever of the two is there first."""

import json

import pytest

from scripts import databases, odoo
from tests.support import addons

LOOKING = """
import json

dashboard = env.ref("sales_deals.%s", raise_if_not_found=False)
seller = env["res.users"].with_context(no_reset_password=True).create({
    "name": "Seller", "login": "dashboard_seller",
    "group_ids": [(6, 0, env.ref("sales_team.group_sale_salesman").ids)],
})
content = json.loads(dashboard.with_user(seller)._get_serialized_readonly_dashboard())
snapshot = content["snapshot"]
models = {pivot["model"] for pivot in snapshot["pivots"].values()}
fields, actions, menus = [], [], []
for sheet in snapshot["sheets"]:
    for figure in sheet["figures"]:
        data = figure["data"].get("metaData")
        if data:
            models.add(data["resModel"])
            names = [*data["groupBy"], data["measure"]]
            fields += [(data["resModel"], name.split(":")[0]) for name in names]
            env[data["resModel"]].with_user(seller).formatted_read_group(
                figure["data"]["searchParams"]["domain"], data["groupBy"], ["__count"])
            actions.append(figure["data"]["actionXmlId"])
for pivot in snapshot["pivots"].values():
    fields += [(pivot["model"], row["fieldName"]) for row in pivot["rows"] + pivot["measures"]]
    env[pivot["model"]].with_user(seller).formatted_read_group(pivot["domain"], [], ["__count"])
lost = [name for model, name in fields if name != "__count" and name not in env[model]._fields]
names = [*actions, *snapshot["chartOdooMenusReferences"].values()]
print("RESULTS" + json.dumps({
    "name": dashboard.with_context(lang="pl_PL").name,
    "group": dashboard.dashboard_group_id.name,
    "models": sorted(models),
    "lost": lost,
    "months": sorted({name for _model, name in fields if "date" in name}),
    "missing": [name for name in names if not env.ref(name, raise_if_not_found=False)],
    "namespace": content["translation_namespace"],
    "row": [figure["data"]["title"]["text"] for figure in sorted(
        snapshot["sheets"][0]["figures"][:6], key=lambda figure: figure["offset"]["x"])],
}))
"""
#: The figures of the first row, from the left.
ROW = ["Open Deals", "Open Value", "Weighted Value", "Won", "Win Rate", "Days to Close"]
EXPECTED = {
    "name": "Sprawy handlowe",
    "group": "Sales",
    "models": ["deal.forecast.report", "deal.offer.funnel", "deal.report"],
    "lost": [],
    "months": ["date", "date_closed"],
    "missing": [],
    "namespace": "sales_deals",
    "row": ROW,
}
#: The same by the Persian calendar, for readers from right to left.
EXPECTED_PERSIAN = {
    **EXPECTED,
    "name": "Sprawy handlowe wg miesięcy perskich",
    "months": ["date_closed_persian_month", "date_persian_month"],
    "row": ROW[::-1],
}
#: How many dashboards of ours there are.
COUNTING = """
dashboards = env["spreadsheet.dashboard"].search([]) if "spreadsheet.dashboard" in env else []
print("COUNT", len([d for d in dashboards if d.name.startswith("Deals")]))
"""


def _count(settings, database) -> int:
    output = odoo.shell(settings, database, COUNTING)
    return int(output.split("COUNT", 1)[1].split()[0])


def _look(settings, database, name="spreadsheet_dashboard_deals") -> dict:
    output = odoo.shell(settings, database, LOOKING % name)
    return json.loads(output.split("RESULTS", 1)[1].splitlines()[0])


@pytest.mark.parametrize("first", ["app", "addon"])
def test_the_dashboard_is_there_once_and_goes_with_the_addon(settings, first):
    template = databases.with_addon(settings) if first == "addon" else databases.base(settings)
    with databases.copied(settings, template) as database:
        addons.install(settings, database, "spreadsheet_dashboard")
        if first == "app":
            addons.install(settings, database)
        addons.update(settings, database)
        assert _look(settings, database) == EXPECTED
        persian = _look(settings, database, "spreadsheet_dashboard_deals_persian")
        assert persian == EXPECTED_PERSIAN
        assert _count(settings, database) == 2
        addons.uninstall(settings, database)
        assert _count(settings, database) == 0
