"""Addons of others whose records point at deals: merging loses nothing of theirs either."""

import json
from dataclasses import replace

import pytest

from scripts import databases, odoo
from scripts.test import run_in_odoo
from tests.support import addons

OTHERS = (
    "crm_event",
    "crm_lead_code",
    "crm_lost_reason_required",
    "crm_phonecall",
    "crm_project_task",
    "crm_timesheet",
)
#: Their columns that point at a deal.
COLUMNS = [
    ["account_analytic_line", "lead_id"],
    ["crm_phonecall", "opportunity_id"],
    ["project_task", "lead_id"],
]
REFERENCES = """
import json
columns = [list(column[:2]) for column in env["deal.merge"]._get_reference_columns()]
print(json.dumps(columns))
"""


@pytest.fixture(scope="module")
def beside(settings):
    """Yield settings with the addons of others, and a database that has these beside ours."""
    beside = replace(settings, other_addons=(settings.tested_addons / "odoo/addons",))
    with databases.copied(settings, databases.with_addon(settings)) as database:
        addons.install(beside, database, *OTHERS)
        yield beside, database


def test_references_of_other_addons_are_found(beside):
    found = json.loads(odoo.shell(*beside, REFERENCES).splitlines()[-1])
    assert [column for column in COLUMNS if column not in found] == []


def test_merging_and_undoing_lose_nothing_of_other_addons(beside):
    settings, database = beside
    outcome = run_in_odoo(
        settings, "other addons", database, ["sales_deals/tests/merge/test_merge_lossless.py"]
    )
    assert outcome.count("passed") > 5
    assert [name for name, result in outcome.results.items() if result != "passed"] == []
