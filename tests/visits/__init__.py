"""Sequences of visits to an offer's page, with the number of people in each.

A sequence has the events that arrive at the server for one offer, in order, the expected numbers
of people, probable people and machines, and the reasons in the order of the visits. Visitors named
by an address keep no cookies.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sales_deals.tools.offer import visits
from sales_deals.tools.offer.visits import Act, Beacon, Hit, Visit

Event = Hit | Beacon | Act
#: When each sequence begins, in UTC.
BEGIN = datetime(2025, 10, 6, 9, 0, 0)
MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Sequence:
    """The events of one offer, and the expected counts."""

    name: str
    events: tuple[Event, ...]
    people: int = 0
    probable: int = 0
    machines: int = 0
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def load(
    seconds: float,
    agent: str | bytes | None,
    who: str = "client",
    method: str = "GET",
    internal: bool = False,
    headers: dict | None = None,
) -> Hit:
    """Make a request for the page, so many seconds after the beginning."""
    return Hit(at(seconds), method, agent, headers or {}, who, internal)


def seen(seconds: float, visible: float, who: str = "client", webdriver: bool = False) -> Beacon:
    """Make the page's report that it has been in view for so long."""
    return Beacon(who, at(seconds), visible, webdriver)


def act(seconds: float, what: str, who: str = "client", internal: bool = False) -> Act:
    """Make the act of a visitor: accept, decline or ask."""
    return Act(who, at(seconds), what, internal)


def at(seconds: float) -> datetime:
    """Return the time of the server's clock."""
    return BEGIN + timedelta(seconds=seconds)


def replay(events: Iterable[Event]) -> list[Visit]:
    """Return the visits that events make, stored one after the other as the addon stores them."""
    found, latest = [], {}
    for event in events:
        place = latest.get(event.visitor)
        visit = None if place is None else found[place]
        if visits.begins_visit(visit, event):
            latest[event.visitor] = len(found)
            found.append(visits.begin_visit(event))
        elif visit is not None:
            found[place] = visits.extend_visit(visit, event)
    return found


def count_kinds(found: Iterable[Visit]) -> tuple[int, int, int]:
    """Return how many visits are people's, probably people's and machines'."""
    counts = Counter(visit.verdict.kind for visit in found)
    return counts[visits.PERSON], counts[visits.PROBABLE], counts[visits.MACHINE]
