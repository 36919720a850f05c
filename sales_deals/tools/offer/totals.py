"""Totals of an offer from the frozen amounts of its lines; no ORM.

The client ticks optional lines long after prices and taxes may have changed. The offer keeps the
unrounded results of Odoo's tax engine for each line; they are summed up and rounded as in
`account.tax._round_base_lines_tax_details`: the tax of each kind once over all lines, then the net
amount, or, where all taxes are included in the prices, the gross amount.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ..pricing.arithmetic import from_units, to_units


class Tax(NamedTuple):
    """One tax of a part, before any rounding."""

    key: str
    is_included: bool
    amount: float


class Part(NamedTuple):
    """A line's share: its net amount before any rounding, and its taxes."""

    #: Parts of one group are rounded together; a global discount has a group of its own.
    group: str
    net: float
    taxes: tuple[Tax, ...] = ()


class Totals(NamedTuple):
    """Totals in the offer's currency."""

    net: float
    tax: float
    gross: float


def read_part(data: list) -> Part:
    """Read a part of a snapshot: ``[group, net, [[key, is_included, amount], ...]]``."""
    group, net, taxes = data
    return Part(group, net, tuple(Tax(*tax) for tax in taxes))


def total(parts: Iterable[Part], rounding: float) -> Totals:
    """Sum up and round net, tax and gross of parts.

    >>> vat = Tax("23", False, 0.2323)
    >>> total([Part("", 1.01, (vat,)), Part("", 1.01, (vat,))], 0.01)
    Totals(net=2.02, tax=0.46, gross=2.48)
    """
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.group, []).append(part)
    net = tax = 0
    for of_group in groups.values():
        group_net, group_tax = _total_group(of_group, rounding)
        net, tax = net + group_net, tax + group_tax
    return Totals(*(from_units(units, rounding) for units in (net, tax, net + tax)))


def _total_group(parts: list[Part], rounding: float) -> tuple[int, int]:
    """Return net and tax in smallest units."""
    raw: dict[tuple[str, bool], float] = {}
    for tax in (tax for part in parts for tax in part.taxes):
        key = (tax.key, tax.is_included)
        raw[key] = raw.get(key, 0.0) + tax.amount
    tax_units = sum(to_units(amount, rounding) for amount in raw.values())
    net = sum(part.net for part in parts)
    if any(not is_included for _key, is_included in raw):
        return to_units(net, rounding), tax_units
    gross = net + sum(raw.values())
    return to_units(gross, rounding) - tax_units, tax_units
