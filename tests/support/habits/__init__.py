"""Made-up leads of a sales team with known duplicates, known repeats and many that look alike.

The leads come from people of eighteen countries who fill in web forms, leave business cards, call,
write mails or stand in spreadsheets; the database is at home in Poland.  Three things are known
of every sample:

duplicates: the same deal of the same person at the same company was entered twice or oftener.
    The kinds and what each stands for are in ``kinds.KINDS`` and ``meanings``; a careful
    reader could tell every pair from the fields shown.  In groups of three and more the first
    lead shows everything; pairs of the others are of the kind "through_a_third".  Some groups
    also hold leads of colleagues, which are no duplicates.
repeats: the same person asks again for the same customer, but certainly for something else
    (``repeats.REPEATS``).
all others: single leads and strangers who look alike (``strangers.STRANGERS``), such as
    colleagues at one switchboard, namesakes, relatives, branches, sister companies and customers
    of one accountant.

A sample depends on nothing but its seed and its size.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from .cards import Lead, single
from .kinds import Pairs, cluster_group, pair_group
from .people import World
from .repeats import repeat_group
from .strangers import stranger_group

__all__ = ["Lead", "Sample", "make_sample"]

_IN_PAIRS = 0.155
_IN_CLUSTERS = 0.025
_IN_REPEATS = 0.05
_STRANGERS = 0.33


class Sample(NamedTuple):
    """Leads in the order of their creation and what is known of their pairs, by places."""

    leads: list[Lead]
    duplicates: dict[tuple[int, int], str]
    repeats: dict[tuple[int, int], str]


class _Heap:
    """Collects groups of leads with their pairs."""

    def __init__(self, size: int) -> None:
        """Start empty; no more leads are taken than the size."""
        self.size = size
        self.leads: list[Lead] = []
        self.duplicates: Pairs = {}
        self.repeats: Pairs = {}

    def add(self, leads: list[Lead], duplicates: Pairs, repeats: Pairs) -> None:
        """Take a group if there is room for it."""
        start = len(self.leads)
        if start + len(leads) > self.size:
            return
        self.leads += leads
        for (low, high), kind in duplicates.items():
            self.duplicates[start + low, start + high] = kind
        for (low, high), kind in repeats.items():
            self.repeats[start + low, start + high] = kind


def make_sample(seed: int, size: int) -> Sample:
    """Return a sample of leads with its duplicates and repeats, the same for the same seed."""
    world = World(random.Random(seed))
    heap = _Heap(size)
    _fill(world, heap, size)
    while len(heap.leads) < size:
        heap.leads.append(single(world, world.contact()))
    return _sorted(world.rng, heap)


def _fill(world: World, heap: _Heap, size: int) -> None:
    """Add groups of all sorts up to their shares of the size."""
    goal = int(size * _IN_PAIRS)
    while len(heap.leads) < goal:
        heap.add(*pair_group(world), {})
    goal += int(size * _IN_CLUSTERS)
    while len(heap.leads) < goal:
        heap.add(*cluster_group(world), {})
    goal += int(size * _IN_REPEATS)
    while len(heap.leads) < goal:
        heap.add(*repeat_group(world))
    goal += int(size * _STRANGERS)
    while len(heap.leads) < goal:
        heap.add(stranger_group(world), {}, {})


def _sorted(rng: random.Random, heap: _Heap) -> Sample:
    """Return the leads by their days, those of one day in any order."""
    keys = [lead.day + rng.random() for lead in heap.leads]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    places = [0] * len(order)
    for place, old in enumerate(order):
        places[old] = place
    leads = [heap.leads[old] for old in order]
    return Sample(leads, _moved(heap.duplicates, places), _moved(heap.repeats, places))


def _moved(pairs: Pairs, places: list[int]) -> Pairs:
    """Return pairs of places with the new places of both leads, in their order."""
    moved = {}
    for (one, two), kind in pairs.items():
        low, high = sorted((places[one], places[two]))
        moved[low, high] = kind
    return dict(sorted(moved.items()))
