"""Makers of sequences."""

from .. import Event, Sequence, load, seen
from ..agents import BROWSERS, MACHINES

#: Addresses of the gateways and robots; see the package about visitors that have them.
GATEWAY, OTHER_GATEWAY = "192.0.2.1", "192.0.2.2"


def make_sequence(
    name: str,
    *events: Event,
    people: int = 0,
    probable: int = 0,
    machines: int = 0,
    why: str = "",
) -> Sequence:
    return Sequence(name, events, people, probable, machines, tuple(why.split()))


def make_named(name: str) -> Sequence:
    """Make a machine that fetches the page once and names itself."""
    agent, reason = MACHINES[name]
    return make_sequence(name, load(20, agent, GATEWAY), machines=1, why=reason)


def make_reader(name: str) -> Sequence:
    """Make a person who reads the offer in a browser or an app."""
    events = load(0, BROWSERS[name][0]), seen(2.1, 2.0), seen(45, 40.0)
    return make_sequence(f"a reader in {name}", *events, people=1, why="visible")
