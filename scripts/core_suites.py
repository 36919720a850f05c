"""`make test-core`: compare Odoo's own suites without and with the addon.

Both runs are on a database where everything is installed, with the whole registry loaded.
A difference that is meant has a line in tests/core_differences.txt: test, two spaces, reason.
"""

from . import comparing, databases, setup

SUITES = ("crm", "sale_crm", "sales_team")
DIFFERENCES = "tests/core_differences.txt"


def main(arguments: list[str]) -> int:
    """Run the suites twice and compare; arguments go to pytest."""
    with setup.ready(for_tests=True) as settings:
        suites = [path for name in SUITES for path in comparing.suites_of(settings, name)]
        base, addon = databases.base(settings), databases.with_addon(settings)
        before = comparing.run(settings, "core without the addon", base, suites, arguments)
        after = comparing.run(
            settings, "core with the addon", addon, suites, arguments, comparing.ODOO_BEHAVIOUR
        )
        return comparing.conclude(settings, before, after, DIFFERENCES)
