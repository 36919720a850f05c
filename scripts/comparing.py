"""Compare the outcomes of Odoo's own suites without and with the addon, test by test.

A difference that is meant has a line in a file: name of the test, two spaces, the reason.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from . import databases, odoo, odoo_home, test
from .settings import Settings

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


def run(
    settings: Settings,
    part: str,
    template: str,
    suites: Iterable[Path],
    arguments: list[str],
    preparation: str = "",
) -> dict[str, str]:
    """Run folders or files of Odoo's tests on a copy of a template; return outcomes by test.

    :param preparation: Python lines for Odoo's shell, which has `env`
    """
    with databases.copied(settings, template) as database:
        if preparation:
            odoo.shell(settings, database, preparation)
        options = ["-q", "--tb=line", *map(str, suites), *arguments]
        return test.run_in_odoo(settings, part, database, options).results


def suites_of(settings: Settings, addon: str) -> list[Path]:
    """Return the folders that hold the tests of an addon of Odoo's."""
    folders = odoo_home.find(settings).addons
    return [path for folder in folders if (path := folder / addon / "tests").is_dir()]


def conclude(
    settings: Settings, before: dict[str, str], after: dict[str, str], reasons: str
) -> int:
    """Print what differs; return the exit code, 0 when each difference has its reason.

    :param reasons: path in the checkout of the file that explains differences
    """
    explained = read_reasons(settings.checkout / reasons)
    differences = get_differences(before, after)
    _tell(differences, explained, reasons)
    unexplained = differences.keys() - explained.keys()
    agreeing = len(before.keys() | after.keys()) - len(differences)
    print(f"\n{agreeing + len(differences) - len(unexplained)} passed, {len(unexplained)} failed")
    return 1 if unexplained or not before else 0


def read_reasons(path: Path) -> dict[str, str]:
    """Return why each test that is meant to differ does, by its name."""
    lines = path.read_text().splitlines() if path.is_file() else []
    wanted = [line for line in lines if line.strip() and not line.startswith("#")]
    return dict(re.split(r"\t| {2,}", line.strip(), maxsplit=1) for line in wanted)


def get_differences(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """Return the outcomes without and with the addon, by test, where these differ."""
    pairs = {
        name: (before.get(name, ABSENT), after.get(name, ABSENT))
        for name in sorted(before.keys() | after.keys())
    }
    return {name: f"{old} -> {new}" for name, (old, new) in pairs.items() if old != new}


def _tell(differences: dict[str, str], explained: dict[str, str], reasons: str) -> None:
    print(f"\n{len(differences)} differences between Odoo without and with the addon")
    for name, change in differences.items():
        print(f"  {name}: {change}; {explained.get(name, 'NOT EXPLAINED')}")
    for name in sorted(explained.keys() - differences.keys()):
        print(f"  {name} no longer differs: remove it from {reasons}")
