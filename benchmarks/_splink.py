"""Run Splink, a library that links records by what it learns of them, on the same deals.

In a Python environment of its own, made when it is first needed; None where that fails.
"""

import csv
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.settings import Settings
from tests.support import duplicates

VERSION = "splink==4.0.9"
SCRIPT = Path(__file__).parent / "splink/find.py"


class Result(NamedTuple):
    """Pairs of places, the lower first, and the seconds that it took."""

    pairs: set[tuple[int, int]]
    seconds: float


def find(settings: Settings, deals: Sequence[duplicates.Deal]) -> Result | None:
    """Return what Splink finds of the same folded keys, with its defaults."""
    python = _environment(settings)
    if not python:
        return None
    source, target = settings.build / "splink_deals.csv", settings.build / "splink_pairs.csv"
    with source.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("number", "company", "person", "email", "phone", "host", "tax_id", "city"))
        for number, record in enumerate(map(duplicates.record_of, deals)):
            first = (next(iter(record.emails), ""), next(iter(record.phones), ""))
            row = (record.company, record.person, *first, record.host, record.tax_id, record.city)
            writer.writerow((number, *row))
    done = subprocess.run([python, SCRIPT, source, target], capture_output=True, text=True)
    if done.returncode:
        print(f"(Splink: {done.stderr.strip().splitlines()[-1]})", file=sys.stderr)
        return None
    with target.open() as file:
        pairs = {tuple(sorted(map(int, row))) for row in csv.reader(file)}
    return Result(pairs, float(done.stdout.split("SECONDS")[1]))


def _environment(settings: Settings):
    folder = settings.build / "splink"
    python = folder / "bin/python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True)
        packages = [python, "-m", "pip", "install", "-q", VERSION]
        if made.returncode or subprocess.run(packages, capture_output=True).returncode:
            return None
    return python
