"""Beside an addon of the OCA that requires a reason of each loss, its view has the last word."""

from dataclasses import replace

from scripts import databases
from scripts.test import run_in_odoo
from tests.support import addons

OTHER = "crm_lost_reason_required"


def test_its_own_tests_pass(settings):
    folder = settings.tested_addons / "odoo/addons"
    beside = replace(settings, other_addons=(folder,))
    with databases.copied(settings, databases.with_addon(settings)) as database:
        addons.install(beside, database, OTHER)
        outcome = run_in_odoo(beside, OTHER, database, [str(folder / OTHER / "tests")])
    assert outcome.count("passed") > 0
    assert [name for name, result in outcome.results.items() if result != "passed"] == []
