"""`make test-core`: compare Odoo's own suites without and with the addon.

Both runs are on a database where everything is installed, with the whole registry loaded.
A difference that is meant has a line in tests/core_differences.txt: test, two spaces, reason.
"""

import re

from . import databases, odoo, odoo_home, setup, test
from .settings import Settings

SUITES = ("crm", "sale_crm", "sales_team")
DIFFERENCES = "tests/core_differences.txt"
ABSENT = "absent"
#: The company settings by which merging and losing are Odoo's own, in versions of the addon that
#: have them; of companies that the suites make, too.
ODOO_BEHAVIOUR = """
company = env["res.company"]
habits = {
    "deal_merge_policy": "odoo",
    "deal_loss_reason_required": False,
    "deal_activities_lost": "keep",
}
for name, habit in habits.items():
    if name in company._fields:
        company.search([])[name] = habit
        env["ir.default"].set("res.company", name, habit)
env.cr.commit()
"""


def main(arguments: list[str]) -> int:
    """Run the suites twice and compare; arguments go to pytest."""
    with setup.ready(for_tests=True) as settings:
        before = _run(settings, "core without the addon", databases.base(settings), arguments)
        addon = databases.with_addon(settings)
        after = _run(settings, "core with the addon", addon, arguments, ODOO_BEHAVIOUR)
    explained = _explained(settings)
    differences = _differences(before, after)
    _tell(differences, explained)
    unexplained = differences.keys() - explained.keys()
    agreeing = len(before.keys() | after.keys()) - len(differences)
    print(f"\n{agreeing + len(differences) - len(unexplained)} passed, {len(unexplained)} failed")
    return 1 if unexplained or not before else 0


def _run(
    settings: Settings, part: str, template: str, arguments: list[str], preparation: str = ""
) -> dict[str, str]:
    folder = odoo_home.find(settings)
    suites = [str(path) for name in SUITES for path in _suite(folder, name)]
    with databases.copied(settings, template) as database:
        if preparation:
            odoo.shell(settings, database, preparation)
        options = ["-q", "--tb=line", *suites, *arguments]
        return test.run_in_odoo(settings, part, database, options).results


def _suite(home: odoo_home.OdooHome, name: str) -> list:
    return [path for addons in home.addons if (path := addons / name / "tests").is_dir()]


def _explained(settings: Settings) -> dict[str, str]:
    """Return why each test that is meant to differ does, by its name."""
    path = settings.checkout / DIFFERENCES
    lines = path.read_text().splitlines() if path.is_file() else []
    wanted = [line for line in lines if line.strip() and not line.startswith("#")]
    return dict(re.split(r"\t| {2,}", line.strip(), maxsplit=1) for line in wanted)


def _differences(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """Return the outcomes without and with the addon, by test, where these differ."""
    pairs = {
        name: (before.get(name, ABSENT), after.get(name, ABSENT))
        for name in sorted(before.keys() | after.keys())
    }
    return {name: f"{old} -> {new}" for name, (old, new) in pairs.items() if old != new}


def _tell(differences: dict[str, str], explained: dict[str, str]) -> None:
    print(f"\n{len(differences)} differences between Odoo without and with the addon")
    for name, change in differences.items():
        print(f"  {name}: {change}; {explained.get(name, 'NOT EXPLAINED')}")
    for name in sorted(explained.keys() - differences.keys()):
        print(f"  {name} no longer differs: remove it from {DIFFERENCES}")
