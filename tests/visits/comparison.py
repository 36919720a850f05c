"""Counts of other software on the same sequences.

- Odoo 19's portal, as in `portal_order_page` of its addon sale: each request with the token, by
  any method, once a day for each session. Who keeps no cookies has a new session each time. It
  leaves out its own users and Odoo's own link previews.
- OCA's mail_tracking 12.0 to 18.0, as if the requests had asked for its picture in the mail. The
  first GET of whatever agent turns the mail to "opened", and later ones are not recorded: it
  never counts more than one.
"""

from typing import NamedTuple

from sales_deals.tools.offer.visits import Hit

from . import Sequence, count_kinds, replay
from .sequences import GROUPS


class Count(NamedTuple):
    """The result of one way of counting openings."""

    counted: int = 0
    #: Openings that are no person's, and openings by people that are left out. They are summed up
    #: sequence by sequence, so that they do not make up for one another.
    too_many: int = 0
    missing: int = 0

    def plus(self, counted: int, people: int) -> "Count":
        """Add a sequence."""
        return Count(
            self.counted + counted,
            self.too_many + max(0, counted - people),
            self.missing + max(0, people - counted),
        )


class Row(NamedTuple):
    """A group of sequences and its counts."""

    group: str
    sequences: int
    people: int
    ours: Count
    portal: Count
    mail_tracking: Count


def count_ours(sequence: Sequence) -> int:
    """Count openings by people as the addon does."""
    people, _probable, _machines = count_kinds(replay(sequence.events))
    return people


def count_portal(sequence: Sequence) -> int:
    """Count how often Odoo's portal says that the client has viewed the quotation."""
    hits = (event for event in sequence.events if isinstance(event, Hit) and not event.internal)
    return len({_portal_session(hit) for hit in hits if not _is_odoo_preview(hit)})


def count_mail_tracking(sequence: Sequence) -> int:
    """Count opens as OCA's mail_tracking does."""
    return int(any(isinstance(event, Hit) and event.method == "GET" for event in sequence.events))


def summary() -> list[Row]:
    """Return a row for each group of sequences, and one for all of them."""
    total = tuple(sequence for group in GROUPS.values() for sequence in group)
    return [_row(name, group) for name, group in {**GROUPS, "All": total}.items()]


def as_table() -> str:
    """Format the summary; brackets contain excess and missing openings."""
    lines = [f"{'':36}{'sequences':>9}{'people':>8}{'ours':>18}{'portal':>18}{'OCA':>18}"]
    for row in summary():
        counts = (f"{c.counted} (+{c.too_many} -{c.missing})" for c in row[3:])
        lines.append(
            f"{row.group:36}{row.sequences:>9}{row.people:>8}"
            + "".join(f"{count:>18}" for count in counts)
        )
    return "\n".join(lines)


def _row(name: str, group: tuple[Sequence, ...]) -> Row:
    people = sum(sequence.people for sequence in group)
    ways = (count_ours, count_portal, count_mail_tracking)
    return Row(name, len(group), people, *(_count(group, way) for way in ways))


def _count(group: tuple[Sequence, ...], way) -> Count:
    count = Count()
    for sequence in group:
        count = count.plus(way(sequence), sequence.people)
    return count


def _portal_session(hit: Hit) -> tuple:
    return (hit.visitor, hit.when if hit.visitor[0].isdigit() else hit.when.date())


def _is_odoo_preview(hit: Hit) -> bool:
    return hit.headers.get("odoo-link-preview") == "True"
