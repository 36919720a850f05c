"""`make test`: check style, run pure Python tests, Odoo's test classes and the whole system.

With arguments for pytest only the tests that they select run: a path in sales_deals/tests
with Odoo's classes, any other path plainly; without a path both get the arguments.
"""

import subprocess
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from . import databases, lint, odoo, pytest_report, setup
from .settings import ADDON, Settings

ODOO_TESTS = f"{ADDON}/tests"
PURE_TESTS = ("tests/unit", f"{ADDON}/tools")
SYSTEM_TESTS = "tests"
NO_TESTS_RAN = 5


@dataclass
class Outcome:
    """The results of a part of the suite."""

    part: str
    #: Name of each test -> passed, failed or skipped.
    results: dict[str, str]
    seconds: float = 0.0

    def count(self, result: str) -> int:
        """Return how many tests had this result."""
        return list(self.results.values()).count(result)

    def __str__(self) -> str:
        counts = ", ".join(f"{self.count(kind)} {kind}" for kind in ("passed", "failed", "skipped"))
        return f"{self.part:<12} {counts} in {self.seconds:.0f} s"


def main(arguments: list[str]) -> int:
    """Run the suite or the selection; 0 only when something ran and nothing failed."""
    with setup.ready(for_tests=True) as settings:
        parts = _selection(settings, arguments) if arguments else _everything(settings)
        outcomes = list(parts)
    return _report(outcomes)


def _everything(settings: Settings) -> Iterator[Outcome]:
    yield _timed(_lint, settings)
    if pure := [path for path in PURE_TESTS if (settings.checkout / path).is_dir()]:
        yield _timed(run_plain, settings, "pure Python", ["--doctest-modules", *pure])
    databases.with_addon(settings)
    databases.with_addon(settings, demo=True)
    log = settings.logs / "system_tests.log"
    with ThreadPoolExecutor() as beside:
        # Each has its own database and server; a test in one process needs but one processor.
        system = beside.submit(_timed, _run_system, settings, log)
        yield _timed(_run_on_addon, settings, [ODOO_TESTS])
        outcome = system.result()
    print(log.read_text(), flush=True)
    yield outcome


def _selection(settings: Settings, arguments: list[str]) -> Iterator[Outcome]:
    paths = [part for part in arguments if (settings.checkout / part.split("::")[0]).exists()]
    options = [part for part in arguments if part not in paths]
    in_odoo = [path for path in paths if Path(path).is_relative_to(ODOO_TESTS)]
    plain = [path for path in paths if path not in in_odoo]
    if in_odoo or not paths:
        yield _timed(_run_on_addon, settings, [*options, *(in_odoo or [ODOO_TESTS])])
    if plain or not paths:
        yield _timed(run_plain, settings, "plain", [*options, *(plain or [SYSTEM_TESTS])])


def run_plain(
    settings: Settings, part: str, arguments: list[str], log: Path | None = None
) -> Outcome:
    """Run pytest without Odoo in its process."""
    return run_pytest(settings, part, ["-p", "no:odoo", *arguments], log)


def run_in_odoo(settings: Settings, part: str, database: str, arguments: list[str]) -> Outcome:
    """Run pytest with Odoo's registry of one database loaded, and an HTTP server."""
    configuration = odoo.configuration(settings)
    options = [f"--odoo-config={configuration}", f"--odoo-database={database}", "--odoo-http"]
    return run_pytest(settings, part, [*options, "--odoo-log-level=warn", *arguments])


def run_pytest(
    settings: Settings, part: str, arguments: list[str], log: Path | None = None
) -> Outcome:
    """Run pytest and read its outcomes from the report that it writes.

    What it prints goes to the file `log`, or else to the terminal.
    """
    report = settings.logs / f"pytest_{uuid.uuid4().hex[:8]}.xml"
    with log.open("wb") if log else nullcontext() as output:
        done = subprocess.run(
            [settings.venv / "bin/python", "-m", "pytest", f"--junitxml={report}", *arguments],
            cwd=settings.checkout,
            env=odoo.environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output and subprocess.STDOUT,
        )
    results = pytest_report.outcomes(report)
    report.unlink(missing_ok=True)
    if done.returncode not in (0, NO_TESTS_RAN) and "failed" not in results.values():
        results[f"pytest, exit code {done.returncode}"] = "failed"
    return Outcome(part, results)


def _run_on_addon(settings: Settings, arguments: list[str]) -> Outcome:
    with databases.copied(settings, databases.with_addon(settings)) as database:
        return run_in_odoo(settings, "Odoo", database, arguments)


def _run_system(settings: Settings, log: Path) -> Outcome:
    return run_plain(settings, "system", ["--ignore=tests/unit", SYSTEM_TESTS], log)


def _lint(settings: Settings) -> Outcome:
    return Outcome("style", {"make lint": "failed" if lint.run(settings) else "passed"})


def _timed(action, settings: Settings, *arguments) -> Outcome:
    begin = time.monotonic()
    outcome = action(settings, *arguments)
    outcome.seconds = time.monotonic() - begin
    return outcome


def _report(outcomes: list[Outcome]) -> int:
    print()
    for outcome in outcomes:
        print(f"  {outcome}")
    passed, failed = (
        sum(outcome.count(kind) for outcome in outcomes) for kind in ("passed", "failed")
    )
    if not passed + failed:
        print("  No test was selected.")
    print(f"\n{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
