"""Measure speed, recall and precision of finding duplicates among deals whose pairs are known.

Two generators make the deals: one of three countries, and one of many, by somebody who did not know
our rules, with clients who come back for something else. Odoo's own finder runs beside ours on the
same deals, and Splink, a library for the same work, where it can be installed.
`make bench ARGS=duplicates`; DEALS=100000,1000000 chooses the sizes, DEALS_OF=habits a generator.
"""

import csv
import io
import os
from collections.abc import Iterable

from scripts import databases, postgres
from scripts.settings import Settings
from tests import conftest as _conftest  # noqa: F401  # lets tools be imported without Odoo
from tests.support import duplicates

from . import _database, _splink

#: Not the seed of the tests, by which the rules were judged.
SEED = 20_261_124
SIZES = "100000,1000000"
GENERATORS = {"names": duplicates.make_sample, "habits": duplicates.make_habits_sample}


def main(settings: Settings) -> int:
    """Measure each size in a copy of a database with the addon, and print tables."""
    with postgres.running(settings):
        for size in _database.sizes(SIZES):
            for name in (os.environ.get("DEALS_OF") or ",".join(GENERATORS)).split(","):
                sample = GENERATORS[name](SEED, size)
                with databases.copied(settings, databases.with_addon(settings)) as database:
                    load_deals(settings, database, sample.deals)
                    _report(settings, name, sample, *_measure(settings, database))
    return 0


def load_deals(settings: Settings, database: str, deals: Iterable[duplicates.Deal]) -> None:
    """Load deals as Odoo would have them."""
    text = io.StringIO()
    csv.writer(text).writerows([number, *deal] for number, deal in enumerate(deals))
    _database.load(settings, database, "duplicates", text.getvalue())


def _measure(settings: Settings, database: str) -> tuple[dict, set[tuple[int, int]]]:
    found = settings.build / f"{database}.pairs"
    figures = _database.measure(settings, database, "duplicates", str(found))
    pairs = [tuple(map(int, line.split())) for line in found.read_text().splitlines()]
    found.unlink()
    return figures, pairs


def _report(
    settings: Settings, name: str, sample: duplicates.Sample, figures: dict, pairs: list
) -> None:
    size = len(sample.deals)
    found = {(one, other) for one, other, is_repeat in pairs if not is_repeat}
    repeats = {(one, other) for one, other, is_repeat in pairs if is_repeat}
    ours = duplicates.judge(sample, found)
    print(f"\n### {size:,} deals ({name}), {len(sample.pairs):,} pairs of duplicates\n")
    rows = [("ours", ours, figures["full scan"]), *_others(settings, sample, figures)]
    print("| finder | recall | precision | full scan |")
    print("|--------|-------:|----------:|----------:|")
    for name, quality, seconds in rows:
        took = f"{seconds:,.1f} s" if seconds else "-"
        print(f"| {name} | {quality.recall:.3f} | {quality.precision:.3f} | {took} |")
    if there := set(sample.repeats):
        told, mixed = len(there & repeats) / len(there), len(there & found) / len(there)
        print(f"\nOther deals of a client: {told:.3f} told, {mixed:.3f} taken for duplicates.")
    kinds = (f"{kind} {hits / count:.3f}" for kind, (hits, count) in ours.kinds.items())
    print(f"\nRecall by kind: {', '.join(kinds)}.\n")
    print(
        f"Keys filled in {figures['fill']:,.0f} s ({1e6 * figures['fill'] / size:,.0f} µs a deal);"
        f" exact keys {figures['exact keys']:.1f} s; words counted {figures['count words']:.1f} s,"
        f" blocks {figures['blocks']:.1f} s; memory {figures['memory']:,.0f} MB at most."
    )
    print(
        f"A new deal's check: {1000 * figures['check median']:.1f} ms, 95 of 100 below"
        f" {1000 * figures['check']:.1f} ms; 500 changed deals {figures['500 changed']:.2f} s."
    )
    pages = (("badges", "page"), ("live", "page live"), ("Odoo", "page of Odoo"))
    print("A list page of 80:", end=" ")
    print(*(f"{n} {1000 * figures[k][0]:.1f} ms, {figures[k][1]} q." for n, k in pages), sep="; ")


def _others(settings: Settings, sample: duplicates.Sample, figures: dict):
    looked_at = set(figures["sample"])
    of_sample = sample._replace(
        pairs={pair: kind for pair, kind in sample.pairs.items() if not looked_at.isdisjoint(pair)}
    )
    pairs = {tuple(pair) for pair in figures["odoo"]}
    yield f"Odoo, of {len(looked_at)} deals", duplicates.judge(of_sample, pairs), None
    if result := _splink.find(settings, sample.deals):
        yield "Splink, untuned", duplicates.judge(sample, result.pairs), result.seconds
