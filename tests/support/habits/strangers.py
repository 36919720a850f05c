"""Leads that look alike, although other people or other companies asked.

Every function returns the leads of one group; no two of them are duplicates or repeats.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from . import names
from .cards import Draft, Lead, card, single, thin
from .deals import form_subject, make_deal, subject
from .lands import LANDS
from .people import Contact, Firm, Person, World, entries
from .phones import Number, bare, extended, international, written

Maker = Callable[[World], list[Lead]]

_NAMES = ("company", "person")
_CLOSE = {
    "PL": ("Jan Janusz|Marcin Marian|Daria Maria|Anna Hanna|Ewa Ewelina|Adam Adrian",),
    "DE": ("Christian Christina|Andreas Andrea|Stefan Stefanie|Hans Hanna|Michael Michaela",),
    "CZ": ("Jan Jana|Pavel Pavla|Petr Petra|Lukáš Lucie",),
    "IT": ("Mario Maria|Paolo Paola|Francesco Francesca|Giulio Giulia",),
    "GB": ("Joan Joanne|Eric Erica|Martin Martina|Carol Caroline",),
    "ES": ("Antonio Antonia|Manuel Manuela|Juan Juana|José Josefa",),
}
_BRANDS = {
    "PL": "Żabka|Kwik-Fix|Mrówka|Medi-Raj",
    "DE": "Fressnapf Nord|Backwerk|Town & Country",
    "GB": "Snap-Fit|Dyno-Clean|Costless",
    "FR": "Carrefix|Point Vert",
    "CZ": "Pont Fit",
}
_NO_MAIL = ("brak@brak.pl", "noreply@example.com", "test@test.pl", "none@none.com", "info@info.de")
_NO_PHONE = ("000000000", "123456789", "+48 000 000 000", "111 111 111", "brak", "0")
_AGENCIES = ("biuro", "kontakt", "ksiegowosc", "office", "info")


def _of_size(rng: random.Random, least: int, most: int) -> int:
    """Return a size of which the small ones are much more frequent."""
    return min(most, int(least / (1.0 - rng.random()) ** 0.75))


def _shown(world: World, draft: Draft, keep: tuple[str, ...]) -> Lead:
    """Return the lead with gaps, but with the fields that tell it from others."""
    return thin(world.rng, draft, keep).lead()


def colleagues(world: World) -> list[Lead]:
    """Return people of one company: one domain, often one switchboard, at times very many."""
    rng = world.rng
    firm = world.firm()
    number = world.switchboard(firm)
    leads = []
    for _ in range(_of_size(rng, 2, 300)):
        contact = world.contact(firm=firm)
        if rng.random() < 0.55:
            contact.phone = number
        leads.append(single(world, contact, _NAMES))
    return leads


def extensions(world: World) -> list[Lead]:
    """Return colleagues who differ by their extension at the same switchboard."""
    firm = world.firm()
    number, leads = world.switchboard(firm), []
    for extension in range(10, 12 + int(world.rng.random() * 3)):
        draft = card(world, world.contact(firm=firm))
        text = written(world.rng, number)
        more = int(world.rng.random() * 2) * 40
        draft.phone = extended(world.rng, number, text, extension + more)
        leads.append(_shown(world, draft, (*_NAMES, "phone")))
    return leads


def role_mailbox(world: World) -> list[Lead]:
    """Return different people of one company who all write from its info@ address."""
    firm = world.firm()
    domain = firm.domain or world.domain(firm)
    leads = []
    for _ in range(_of_size(world.rng, 2, 12)):
        draft = card(world, world.contact(firm=firm))
        draft.email = f"info@{domain}"
        leads.append(_shown(world, draft, ("person", "email")))
    return leads


def namesakes(world: World) -> list[Lead]:
    """Return people of the same name in different companies."""
    land = world.land()
    model = world.person(land)
    return [
        _namesake(world, model, world.firm(land))
        for _ in range(2 + int(world.rng.random() ** 2 * 3))
    ]


def _namesake(world: World, model: Person, firm: Firm) -> Lead:
    """Return the lead of somebody who has the name of another person."""
    person = Person(model.land, model.given, model.surname, model.female)
    world.fresh(f"p{firm.core}|{person.given}|{person.surname}")
    return single(world, world.contact_of(person, firm), _NAMES)


def double_namesakes(world: World) -> list[Lead]:
    """Return a very common name in companies of a very common name, in cities far apart."""
    rng, firms, leads = world.rng, _in_cities(world, _common_firm(world), 2), []
    land = firms[0].land
    given = names.MEN[land].values[int(rng.random() * 9)]
    surname = names.SURNAMES[land].values[int(rng.random() * 7)]
    for firm in firms:
        person = Person(land, given, surname, False)
        world.fresh(f"p{firm.core}|{person.given}|{person.surname}")
        contact = world.contact_of(person, firm)
        leads.append(_shown(world, card(world, contact), (*_NAMES, "email", "phone", "city")))
    return leads


def _common_firm(world: World) -> Firm:
    """Return a company with a name which many others have."""
    land = world.land()
    if world.rng.random() < 0.4:
        return world.firm(land, names.SURNAMES[land].values[int(world.rng.random() * 9)])
    kinds = LANDS[land].fancies if world.rng.random() < 0.7 else LANDS[land].plain_names
    found = entries(kinds)[:3]
    return world.firm(land, found[int(world.rng.random() * len(found))][0])


def _in_cities(world: World, firm: Firm, count: int) -> list[Firm]:
    """Return companies of the same name in different cities, each with its own domain."""
    firms, cities = [firm], [firm.city]
    while len(firms) < count:
        city = names.CITIES[firm.land].draw(world.rng)
        if city in cities or not world.fresh(f"f{firm.core}|{firm.trades[:1]}|{city}"):
            if len(cities) > 40:
                break
            cities.append(city)
            continue
        cities.append(city)
        other = Firm(firm.land, firm.core, firm.trades, firm.fronts, firm.form, city)
        other.domain = world.domain(other)
        firms.append(other)
    return firms


def same_firm_name(world: World) -> list[Lead]:
    """Return companies which happen to have the same common name, in different cities."""
    count = 2 + int(world.rng.random() ** 2 * 4)
    return [
        single(world, world.contact(firm=firm), (*_NAMES, "city"))
        for firm in _in_cities(world, _common_firm(world), count)
    ]


def branches(world: World) -> list[Lead]:
    """Return branches of one company in several cities, with one domain but other people."""
    firm = world.firm()
    tax, leads = world.tax(firm), []
    for _ in range(2 + int(world.rng.random() * 4)):
        contact = world.contact(firm=firm)
        contact.city = names.CITIES[firm.land].draw(world.rng)
        draft = card(world, contact)
        draft.tax_id = tax if world.rng.random() < 0.5 else ""
        if world.rng.random() < 0.3:
            draft.company += f" {contact.city}"
        leads.append(_shown(world, draft, (*_NAMES, "city")))
    return leads


def franchise(world: World) -> list[Lead]:
    """Return owners of shops under one brand and partly at its domain."""
    rng = world.rng
    land = rng.choice(("PL", "PL", "PL", "DE", "GB", "FR", "CZ"))
    brand = rng.choice(_BRANDS[land].split("|"))
    leads = []
    for _ in range(2 + int(rng.random() * 4)):
        contact = world.contact(land, 0.0)
        draft = card(world, contact)
        draft.company = f"{brand} {contact.city if rng.random() < 0.5 else draft.person}"
        draft.website = ""
        leads.append(_shown(world, draft, (*_NAMES, "city")))
    return leads


def sister_firms(world: World) -> list[Lead]:
    """Return companies of one family name and city in different trades (Nowak Meble)."""
    rng = world.rng
    land = world.land()
    core = names.SURNAMES[land].draw(rng)
    first = world.firm(land, core)
    number = world.switchboard(first)
    leads = []
    for firm in (first, *(world.firm(land, core) for _ in range(1 + int(rng.random() * 2)))):
        firm.city = first.city
        contact = world.contact(firm=firm)
        if rng.random() < 0.3:
            contact.phone = number
        leads.append(single(world, contact, (*_NAMES, "city")))
    return leads


def family(world: World) -> list[Lead]:
    """Return father and son, or man and wife, in one firm; each with own addresses."""
    firm = world.firm()
    elder = world.contact(firm=firm)
    surname = elder.person.surname
    female = elder.person.female if world.rng.random() < 0.6 else None
    person = _relative(world, elder.person, "" if elder.person.female else surname, female)
    younger = world.contact_of(person, firm)
    keep = (*_NAMES, "email", "phone")
    return [_shown(world, card(world, one), keep) for one in (elder, younger)]


def _relative(world: World, elder: Person, surname: str, female: bool | None) -> Person:
    """Return a person of the same family with another given name."""
    while True:
        person = world.person(elder.land, surname, female)
        if not surname:
            person.surname = elder.surname
        if person.given != elder.given:
            return person


def senior_junior(world: World) -> list[Lead]:
    """Return father and son of the same name in one firm, told apart by sen. and jun."""
    firm = world.firm()
    person = world.person(firm.land, female=False)
    world.fresh(f"p{firm.core}|{person.given}|{person.surname}")
    leads = []
    for mark in (" sen.", " jun."):
        draft = card(world, world.contact_of(person, firm))
        draft.person += mark
        leads.append(_shown(world, draft, (*_NAMES, "email", "phone")))
    return leads


def close_names(world: World) -> list[Lead]:
    """Return colleagues whose given names differ by a letter or two (Jan and Jana)."""
    rng = world.rng
    land = rng.choice(("PL", "DE", "CZ", "IT", "GB", "ES"))
    firm = world.firm(land)
    surname = names.SURNAMES[land].draw(rng)
    leads = []
    for given in rng.choice(_CLOSE[land][0].split("|")).split(" "):
        person = Person(land, given, surname, False)
        world.fresh(f"p{firm.core}|{given}|{surname}")
        draft = card(world, world.contact_of(person, firm))
        leads.append(_shown(world, draft, (*_NAMES, "email", "phone")))
    return leads


def household(world: World) -> list[Lead]:
    """Return private people of one family with the same telephone at home."""
    land = world.land()
    elder = world.contact(land, 1.0)
    number = world.exchange.number(world.rng, land, False)
    person = _relative(world, elder.person, "", None)
    other = world.contact_of(person, None)
    elder.phone = other.phone = number
    other.city = elder.city
    return [_shown(world, card(world, one), ("person", "phone", "email")) for one in (elder, other)]


def agency(world: World) -> list[Lead]:
    """Return an accountant's mailbox from which leads of many customers come."""
    rng = world.rng
    office = world.firm("PL" if rng.random() < 0.7 else "")
    address = f"{rng.choice(_AGENCIES)}@{office.domain or world.domain(office)}"
    leads = []
    for _ in range(_of_size(rng, 2, 40)):
        draft = card(world, world.contact(office.land, 0.0))
        draft.email = address
        leads.append(_shown(world, draft, (*_NAMES, "email")))
    return leads


def coworking(world: World) -> list[Lead]:
    """Return companies in the same office building with one telephone."""
    land = world.land()
    number, city = world.exchange.number(world.rng, land, False), names.CITIES[land].draw(world.rng)
    leads = []
    for _ in range(_of_size(world.rng, 2, 20)):
        contact = world.contact(land, 0.0)
        contact.phone, contact.city = number, city
        leads.append(_shown(world, card(world, contact), (*_NAMES, "phone")))
    return leads


def foreign_twins(world: World) -> list[Lead]:
    """Return the same digits as national numbers of two countries."""
    home, away = world.contact("PL"), world.contact(world.rng.choice(("CZ", "ES")))
    start = ("60", "72", "66", "69")
    while bare(away.phone)[:2] not in start or not world.exchange.take(_at_home(away)):
        away.phone = world.phone(away.person.land, 1.0)
    home.phone = _at_home(away)
    drafts = [card(world, one) for one in (home, away)]
    drafts[1].phone = international(world.rng, away.phone)
    return [_shown(world, draft, ("person", "phone")) for draft in drafts]


def _at_home(contact: Contact) -> Number:
    """Return the Polish number with the digits of a foreign one."""
    digits = bare(contact.phone)
    return Number("PL", digits[:2], digits[2:], True)


def placeholders(world: World) -> list[Lead]:
    """Return addresses and numbers that mean "none", for people who have nothing in common."""
    rng = world.rng
    leads = []
    for _ in range(3):
        draft = card(world, world.contact())
        if rng.random() < 0.5:
            draft.email = rng.choice(_NO_MAIL)
        else:
            draft.phone = rng.choice(_NO_PHONE)
        leads.append(_shown(world, draft, (*_NAMES, "email", "phone")))
    return leads


def new_job(world: World) -> list[Lead]:
    """Return the same person with the same mobile phone at another company, long after."""
    old = world.contact(private=0.0)
    new = world.contact_of(old.person, world.firm(old.person.land))
    new.phone = old.phone
    old.deal.day %= 700
    old.deal.closing = -1
    new.deal.day = old.deal.day + 300 + int(world.rng.random() * 500)
    new.deal.closing = -1
    return [_shown(world, card(world, one), (*_NAMES, "phone")) for one in (old, new)]


def agent(world: World) -> list[Lead]:
    """Return one planner who asks for several customers, with other deals for each of them."""
    rng = world.rng
    planner = world.contact("PL" if rng.random() < 0.6 else "", 0.0)
    leads, cores = [], [""]
    for _ in range(2 + int(rng.random() * 3)):
        firm = world.firm(planner.person.land)
        if firm.core in cores:
            continue
        cores.append(firm.core)
        deal = make_deal(rng, planner.deal.lang, firm.city)
        one = Contact(
            planner.person, firm, planner.mailbox, planner.phone, firm.city, deal, planner.latin
        )
        draft = card(world, one)
        draft.website, draft.subject = "", subject(rng, deal)
        leads.append(_shown(world, draft, (*_NAMES, "city", "value", "email")))
    return leads


def fair_list(world: World) -> list[Lead]:
    """Return a list of a fair: one day, one title, people who have nothing in common."""
    rng = world.rng
    day, title = int(rng.random() * 1500), rng.choice(("Messe Hannover", "Targi Poznań", "BAU"))
    leads = []
    for _ in range(10 + int(rng.random() * 40)):
        contact = world.contact(private=0.0)
        draft = card(world, contact)
        draft.day, draft.closing = day, -1
        draft.subject = f"{title} {2021 + day // 365}"
        leads.append(_shown(world, draft, (*_NAMES, "email")))
    return leads


def form_rush(world: World) -> list[Lead]:
    """Return messages of one web form within a few days, all with its title and without a value."""
    rng = world.rng
    day, text = int(rng.random() * 1490), form_subject(rng, "pl")
    leads = []
    for _ in range(10):
        draft = card(world, world.contact("PL", 0.4))
        draft.subject, draft.value, draft.closing = text, 0.0, -1
        draft.day = day + int(rng.random() * 8)
        leads.append(_shown(world, draft, ("person", "email" if rng.random() < 0.6 else "phone")))
    return leads


STRANGERS: tuple[tuple[float, Maker], ...] = (
    (18, colleagues),
    (5, extensions),
    (6, role_mailbox),
    (12, namesakes),
    (3, double_namesakes),
    (10, same_firm_name),
    (6, branches),
    (5, franchise),
    (9, sister_firms),
    (9, family),
    (2, senior_junior),
    (5, close_names),
    (4, household),
    (4, agency),
    (4, coworking),
    (3, foreign_twins),
    (1, placeholders),
    (3, new_job),
    (3, agent),
    (0.4, fair_list),
    (1, form_rush),
)
"""The kinds of strangers and how often a group of each is made."""

_SUMS = [sum(share for share, _ in STRANGERS[: at + 1]) for at in range(len(STRANGERS))]


def stranger_group(world: World) -> list[Lead]:
    """Return the leads of one group of strangers."""
    return world.rng.choices(STRANGERS, cum_weights=_SUMS)[0][1](world)
