"""`make test-neighbours`: show that the addon does no harm beside Odoo's other addons.

Opens all views and has each role do its daily work, without the addon and with it, whichever was
installed first: tests/test_neighbours.py. With `--whole` Odoo's own suites are compared too, or
those that are named after it.
A difference that is meant has a line in tests/neighbour_differences.txt: test, two spaces, reason.
"""

from . import comparing, databases, setup, test
from .settings import ADDON, Settings

TESTS = "tests/test_neighbours.py"
DIFFERENCES = "tests/neighbour_differences.txt"
WHOLE = "--whole"
#: What a business with a warehouse has; a database with these is made in half a minute.
FEW = ("hr_expense", "purchase_stock", "sale_stock")
#: Addons of Odoo that have to do with sales, products, costs or leads.
ALL = (
    *FEW,
    "calendar",
    "crm_iap_enrich",
    "crm_iap_mine",
    "crm_livechat",
    "event_crm",
    "event_sale",
    "hr_timesheet",
    "mass_mailing",
    "mass_mailing_crm",
    "mrp_account",
    "point_of_sale",
    "project",
    "repair",
    "sale_project",
    "sale_timesheet",
    "survey_crm",
    "website_crm",
    "website_sale",
)
#: Addons whose tests are compared, each in a run of its own; files of a big one, by their names.
SUITES = {
    **dict.fromkeys(
        (
            "crm",
            "sale_crm",
            "sales_team",
            "sale",
            "sale_management",
            "sale_margin",
            "portal",
            "calendar",
            "product",
            "event_crm",
            "crm_livechat",
            "website_crm",
            "mail",
        ),
        ("",),
    ),
    "test_mail": ("mail_gateway", "mail_alias", "mail_activity", "mail_template"),
}


def main(arguments: list[str]) -> int:
    """Run the system tests, and the suites when asked; other arguments go to pytest."""
    suites = [name for name in arguments if name in SUITES] or list(SUITES)
    options = [part for part in arguments if part != WHOLE and part not in SUITES]
    with setup.ready(for_tests=True) as settings:
        outcome = test.run_plain(settings, "neighbours", ["--neighbours", TESTS, *options])
        failed = outcome.count("failed") or not outcome.count("passed")
        if WHOLE in arguments:
            failed |= _compare(settings, suites, options)
    return 1 if failed else 0


def without_addon(settings: Settings, addons: tuple[str, ...] = ALL) -> str:
    """Return the template with these addons of Odoo."""
    return databases.beside(settings, databases.base(settings), _name("neighbours", addons), addons)


def neighbours_first(settings: Settings, addons: tuple[str, ...] = ALL) -> str:
    """Return the template where our addon came to these."""
    source = without_addon(settings, addons)
    return databases.beside(settings, source, _name("neighbours_first", addons), (ADDON,))


def addon_first(settings: Settings, addons: tuple[str, ...] = ALL) -> str:
    """Return the template where these came to our addon."""
    source = databases.with_addon(settings)
    return databases.beside(settings, source, _name("addon_first", addons), addons)


def _name(kind: str, addons: tuple[str, ...]) -> str:
    return f"{ADDON}_{kind}" + ("" if addons == ALL else "_few")


def _compare(settings: Settings, suites: list[str], options: list[str]) -> int:
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for name in suites:
        print(f"\nThe tests of {name}, without and with the addon", flush=True)
        before |= _run(settings, name, without_addon(settings), options)
        after |= _run(settings, name, neighbours_first(settings), options, comparing.ODOO_BEHAVIOUR)
    return comparing.conclude(settings, before, after, DIFFERENCES)


def _run(
    settings: Settings, name: str, template: str, options: list[str], preparation: str = ""
) -> dict[str, str]:
    """Run the tests of an addon, which is installed first where it holds nothing but tests."""
    if name.startswith("test_"):
        template = databases.beside(settings, template, f"{template}_{name}", (name,))
    files = [
        path
        for folder in comparing.suites_of(settings, name)
        for part in SUITES[name]
        for path in sorted(folder.glob(f"test_{part}*.py"))
    ]
    return comparing.run(settings, name, template, files, options, preparation)
