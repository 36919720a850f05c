"""`python3 -m scripts <command> [arguments]`: run a command, tell a problem in a sentence."""

import importlib
import signal
import sys

from .steps import Problem

COMMANDS = {
    "setup": ("setup", "set up Odoo, Python, Node and PostgreSQL, and nothing else"),
    "run": ("run", "start Odoo with the addon and its demo data"),
    "test": ("test", "run the whole test suite, or what the arguments select"),
    "test-core": ("core_suites", "run Odoo's own suites with and without the addon"),
    "test-neighbours": ("neighbours", "test the addon beside Odoo's other addons"),
    "lint": ("lint", "check style and conventions"),
    "format": ("formatting", "rewrite the files as the style checks want them"),
    "lock": ("lock", "write down the versions and hashes of all Python packages"),
    "i18n": ("i18n", "renew the translation template and merge the translations"),
    "pictures": ("pictures", "take the pictures of README, documentation and page anew"),
    "bench": ("bench", "run the benchmarks"),
    "clean": ("clean", "stop the database server and remove .build"),
}


def usage() -> int:
    """List the commands."""
    for name, (_module, summary) in COMMANDS.items():
        print(f"  make {name:<15} {summary}")
    return 0


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; a `Problem` is 2."""
    if not arguments or arguments[0] not in COMMANDS:
        return usage()
    if sys.version_info < (3, 10):  # noqa: UP036
        return _report("Odoo 19 needs Python 3.10 or newer: install it and put it first on PATH.")
    sys.stdout.reconfigure(line_buffering=True)  # what programs print comes in its place
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        module = importlib.import_module(f".{COMMANDS[arguments[0]][0]}", __package__)
        return module.main(arguments[1:])
    except Problem as problem:
        return _report(str(problem))
    except KeyboardInterrupt:
        return 130


def _report(problem: str) -> int:
    print(f"\n{problem}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
