"""`make bench`: run benchmarks/*.py; an argument selects by the name of a file.

A benchmark has a `main(settings)`, is given everything set up, and prints what it measures.
It runs in Odoo's Python environment, with the checkout importable.
"""

import subprocess
from pathlib import Path

from . import databases, odoo, setup
from .settings import Settings
from .steps import Problem


def main(arguments: list[str]) -> int:
    """Run the benchmarks one after another, and return the worst exit code."""
    with setup.ready() as settings:
        databases.with_addon(settings)
        return max(_run(settings, path) for path in _selected(settings, arguments))


def _selected(settings: Settings, names: list[str]) -> list[Path]:
    found = sorted((settings.checkout / "benchmarks").glob("[!_]*.py"))
    selected = [path for path in found if not names or path.stem in names]
    if not selected:
        raise Problem(f"No such benchmark: choose from {', '.join(path.stem for path in found)}.")
    return selected


def _run(settings: Settings, benchmark: Path) -> int:
    print(f"\n{benchmark.stem}", flush=True)
    return subprocess.run(
        [settings.venv / "bin/python", "-m", "benchmarks", benchmark.stem],
        cwd=settings.checkout,
        env=odoo.environment(settings),
    ).returncode
