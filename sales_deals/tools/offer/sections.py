"""Sections of an offer's lines, and what of them clients are not shown; no ORM.

A section or subsection can hide prices of the lines below it, or the lines altogether; the client
sees its total then. As in the quotations of Odoo (`sale.report_saleorder_document`).
"""

from collections.abc import Iterable
from typing import NamedTuple

#: Types of lines with others below them.
HEADINGS = ('section', 'subsection')
PRICES, COMPOSITION = 'hides_prices', 'hides_composition'


class Place(NamedTuple):
    """A line, and what it stands below: a section, a subsection, both or none."""

    line: dict
    headings: tuple[dict, ...] = ()

    def is_hidden(self, what: str) -> bool:
        """Tell whether something above the line hides its prices, or the line itself."""
        return any(heading.get(what) for heading in self.headings)

    def get_cover(self) -> dict | None:
        """Return what the client is shown instead of the line's amount: the uppermost section."""
        hiding = (h for h in self.headings if h.get(PRICES) or h.get(COMPOSITION))
        return next(hiding, None)


def place(lines: Iterable[dict]) -> list[Place]:
    """Find what each line stands below.

    >>> house, floor = {'type': 'section', 'hides_prices': True}, {'type': 'subsection'}
    >>> [len(p.headings) for p in place([house, {'type': 'note'}, floor, {'type': 'product'}])]
    [0, 1, 1, 2]
    """
    section, subsection = (), ()
    places = []
    for line in lines:
        if line['type'] == 'section':
            section, subsection = (), ()
        elif line['type'] == 'subsection':
            subsection = ()
        places.append(Place(line, section + subsection))
        if line['type'] == 'section':
            section = (line,)
        elif line['type'] == 'subsection':
            subsection = (line,)
    return places


def options(lines: Iterable[dict]) -> list[Place]:
    """Return what the client may tick: optional products that no section hides altogether."""
    return [
        found
        for found in place(lines)
        if found.line['type'] == 'product'
        and found.line['is_optional']
        and not found.is_hidden(COMPOSITION)
    ]


def counted_below(places: list[Place], heading: dict) -> list[dict]:
    """Return the products and notes of a section, or subsection, that are not optional."""
    return [
        found.line
        for found in places
        if any(above is heading for above in found.headings)
        and found.line['type'] not in HEADINGS
        and not found.line['is_optional']
    ]
