"""Splink on the same deals: a library that links records by what it learns of them.

In a Python environment of its own, made when it is first needed; None where that fails.
"""

import csv
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

from scripts.settings import Settings
from tests.support import duplicates

VERSION = "splink==4.0.9"
SCRIPT = r"""
import sys, time
import pandas
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

source, target = sys.argv[1:]
deals = pandas.read_csv(source, dtype=str, keep_default_na=False).replace("", None)
begin = time.perf_counter()
settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="number",
    comparisons=[
        cl.EmailComparison("email"),
        cl.JaroWinklerAtThresholds("company", [0.95, 0.88]).configure(
            term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("person", [0.95, 0.88]),
        cl.ExactMatch("phone"),
        cl.ExactMatch("host"),
        cl.ExactMatch("tax_id"),
        cl.ExactMatch("city"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("email"), block_on("phone"), block_on("tax_id"), block_on("company", "person"),
        block_on("host", "person"), block_on("person", "city", "substr(company, 1, 4)"),
    ],
)
linker = Linker(deals, settings, DuckDBAPI())
linker.training.estimate_probability_two_random_records_match(
    [block_on("email"), block_on("company", "person")], recall=0.7)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
for rule in (block_on("email"), block_on("company", "person"), block_on("phone")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
seconds = time.perf_counter() - begin
found[["number_l", "number_r"]].to_csv(target, index=False, header=False)
print("SECONDS", seconds)
"""


class Result(NamedTuple):
    """Pairs of places, the lower first, and how long it took."""

    pairs: set[tuple[int, int]]
    seconds: float


def find(settings: Settings, deals: Sequence[duplicates.Deal]) -> Result | None:
    """What Splink finds of the same folded keys, with its defaults."""
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
    done = subprocess.run([python, "-c", SCRIPT, source, target], capture_output=True, text=True)
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
