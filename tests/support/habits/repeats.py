"""Repeats: the same person and customer again, but certainly with another deal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .cards import Draft, Lead, card, entered_again, thin
from .deals import LAST_DAY, Deal, form_subject, some_value, subject
from .edits_contact import small_variation
from .kinds import CONTACT, NAMES, Pairs
from .people import Contact, World
from .phones import written

Change = Callable[[World, Contact, Deal], Deal]

_FIRST_YEAR = 2021
_SITES = (
    ("A", "B"),
    ("I", "II"),
    ("Hala 1", "Hala 2"),
    ("Halle 3", "Halle 7"),
    ("Site A", "Site B"),
)


def _far_value(world: World, value: float) -> float:
    """Return a revenue that nobody takes for an estimate of the same deal."""
    while True:
        other = some_value(world.rng)
        if not 0.5 < other / value < 2.0:
            return other


def _later(world: World, deal: Deal, least: int, most: int) -> Deal:
    """Return a copy of the deal that is entered some time after the first one closed."""
    rng = world.rng
    wait = least + int(rng.random() * (most - least))
    first = min(deal.day, LAST_DAY - wait)
    if deal.closing >= 0:
        deal.closing += first - deal.day
        deal.closing = min(deal.closing, first + wait - 10)
    deal.day = first
    closing = first + wait + 30 + int(rng.random() * 90) if deal.closing >= 0 else -1
    value = _far_value(world, deal.value)
    return replace(deal, day=first + wait, closing=closing, value=value)


def other_site(world: World, contact: Contact, deal: Deal) -> Deal:
    """Return the same thing for another site, some months later."""
    again = _later(world, deal, 60, 500)
    while again.place == deal.place:
        again.place = world.place(contact.person.land, contact.city)
    again.count = deal.count + 1 + int(world.rng.random() * 40)
    return again


def other_thing(world: World, contact: Contact, deal: Deal) -> Deal:
    """Return another thing for the same customer, some months later."""
    again = _later(world, deal, 45, 600)
    again.thing = (deal.thing + 1 + int(world.rng.random() * 14)) % 16
    again.count = 2 + int(world.rng.random() * 50)
    return again


def every_year(world: World, contact: Contact, deal: Deal) -> Deal:
    """Return the same order in another year, with the year in its title."""
    again = _later(world, deal, 330, 400)
    deal.note = str(_FIRST_YEAR + deal.day // 365)
    again.note = str(int(deal.note) + 1)
    return again


def more_pieces(world: World, contact: Contact, deal: Deal) -> Deal:
    """Return more of the same, long after the first deal was to close."""
    again = _later(world, deal, 240, 700)
    again.count = deal.count * 2 + 5 + int(world.rng.random() * 60)
    return again


def two_sites(world: World, contact: Contact, deal: Deal) -> Deal:
    """Return two sites at the same time, each with its own title, number and revenue."""
    rng = world.rng
    sites = rng.choice(_SITES)
    deal.note, note = sites if rng.random() < 0.5 else reversed(sites)
    day = min(deal.day + int(rng.random() * 4), LAST_DAY)
    count = deal.count + 3 + int(rng.random() * 40)
    value = _far_value(world, deal.value)
    return replace(deal, day=day, count=count, value=value, note=note)


def form_again(world: World, contact: Contact, deal: Deal) -> Deal:
    """Return the web form again, long after the first deal was to close, with another revenue."""
    if deal.closing < 0:
        deal.closing = deal.day + 60
    return _later(world, deal, 400, 900)


REPEATS: tuple[tuple[str, float, Change], ...] = (
    ("other_site", 30, other_site),
    ("other_thing", 30, other_thing),
    ("every_year", 12, every_year),
    ("more_pieces", 12, more_pieces),
    ("two_sites", 10, two_sites),
    ("form_again", 6, form_again),
)
"""The kinds of repeats with their shares."""

_SUMS = [sum(share for _, share, _ in REPEATS[: at + 1]) for at in range(len(REPEATS))]


def repeat_group(world: World) -> tuple[list[Lead], Pairs, Pairs]:
    """Return the leads of two deals of one contact, their duplicates and their repeats."""
    rng = world.rng
    contact = world.contact(private=0.08)
    name, _, change = rng.choices(REPEATS, cum_weights=_SUMS)[0]
    first = contact.deal
    again = change(world, contact, first)
    titles = _titles(world, name, first, again)
    leads = [
        _entered(world, contact, deal, text).lead()
        for deal, text in zip((first, again), titles, strict=True)
    ]
    repeats = {(0, 1): name}
    if name == "form_again" or rng.random() > 0.12:
        return leads, {}, repeats
    leads.append(_once_more(world, contact, again))
    return leads, {(1, 2): small_variation.__name__}, repeats | {(0, 2): name}


def _titles(world: World, name: str, first: Deal, again: Deal) -> tuple[str, str]:
    """Return the titles of both deals."""
    if name == "form_again":
        text = form_subject(world.rng, first.lang)
        return text, text
    style = int(world.rng.random() * 3)
    return subject(world.rng, first), subject(world.rng, again, style)


def _entered(world: World, contact: Contact, deal: Deal, text: str) -> Draft:
    """Return the draft of one of the deals, with the names or numbers written as they come."""
    rng = world.rng
    contact.deal = deal
    base, draft = card(world, contact), card(world, contact)
    if rng.random() < 0.3:
        small_variation(world, contact, base, draft)
    draft.phone = written(rng, contact.phone)
    draft.subject = text
    return thin(rng, draft, (*NAMES, "value", rng.choice(CONTACT)))


def _once_more(world: World, contact: Contact, deal: Deal) -> Lead:
    """Return another entry of the second deal."""
    base, draft = card(world, contact), card(world, contact)
    entered_again(world, deal, base, draft, True)
    return thin(world.rng, draft, (*NAMES, "email", "phone")).lead()
