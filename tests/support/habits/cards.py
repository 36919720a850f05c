"""What is typed into the fields of a lead: names in all their notations, and what is left empty."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from . import names
from .deals import LAST_DAY, Deal, form_subject, gap, subject
from .lands import LANDS
from .people import Contact, Firm, Person, World, entries
from .phones import written
from .taxes import rewritten

_TITLES = {land.code: (land.women.split("|"), land.men.split("|")) for land in LANDS.values()}
FOREIGN = ("UA", "IR", "AE")
"""Countries whose people write other letters than the Latin ones."""

_SHOWN = (
    ("email", 0.78),
    ("phone", 0.72),
    ("website", 0.15),
    ("tax_id", 0.35),
    ("city", 0.6),
    ("value", 0.6),
    ("company", 0.93),
    ("person", 0.93),
)


class Lead(NamedTuple):
    """The fields of a lead which tell who asks for what."""

    company: str = ""
    person: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    tax_id: str = ""
    city: str = ""
    country: str = ""
    subject: str = ""
    value: float = 0.0
    day: int = 0
    closing: int = -1


@dataclass(slots=True)
class Draft:
    """A lead that is still being filled in."""

    company: str = ""
    person: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    tax_id: str = ""
    city: str = ""
    country: str = ""
    subject: str = ""
    value: float = 0.0
    day: int = 0
    closing: int = -1

    def lead(self) -> Lead:
        """Return the finished lead."""
        return Lead(
            self.company,
            self.person,
            self.email,
            self.phone,
            self.website,
            self.tax_id,
            self.city,
            self.country,
            self.subject,
            self.value,
            self.day,
            self.closing,
        )


Edit = Callable[[World, Contact, Draft, Draft], bool]
"""Changes the two drafts of a deal that is entered twice, and tells whether it could."""


def firm_name(
    firm: Firm,
    latin: bool = False,
    *,
    form: str = "",
    trade: int = 0,
    front: int = 0,
    joiner: str = "&",
    core: str = "",
    swap: bool = False,
) -> str:
    """Return a company's name with a legal form such as "{} GmbH" and the parts wanted.

    The numbers choose the notation of the trade and of the words in front; -1 leaves them out.
    """
    parts = [(core or firm.core).replace("{&}", joiner)]
    if firm.trades and trade >= 0:
        word = firm.trades[trade % len(firm.trades)]
        parts.insert(0 if firm.trade_first != swap else 1, word)
    if firm.fronts and front >= 0:
        parts.insert(0, firm.fronts[front % len(firm.fronts)])
    if latin:
        parts = [names.latin(part) for part in parts]
    return (form or "{}").format(" ".join(parts))


def forms(contact: Contact) -> tuple[str, ...]:
    """Return the notations of the legal form of a contact's company, the usual one first."""
    land = LANDS[contact.employer.land]
    text = land.latin_forms if contact.latin and land.latin_forms else land.forms
    return entries(text)[contact.employer.form]


def company(contact: Contact, **wishes: Any) -> str:
    """Return the name of the contact's company as this contact writes it."""
    return firm_name(contact.employer, contact.latin, **wishes)


def full_name(person: Person, latin: bool = False, given: str = "", surname: str = "") -> str:
    """Return given names and surnames in their usual order."""
    parts = [given or person.given, person.middle, surname or person.surname, person.second]
    if latin:
        parts = [names.latin(part) for part in parts]
    return " ".join(part for part in parts if part)


def own_name(contact: Contact, given: str = "", surname: str = "") -> str:
    """Return the contact's name in the letters this contact uses."""
    return full_name(contact.person, contact.latin, given, surname)


def titled(rng: random.Random, person: Person, name: str) -> str:
    """Return the name with a title or salutation of the country."""
    women, men = _TITLES["GB" if name.isascii() and person.land in FOREIGN else person.land]
    title = rng.choice(women if person.female else men)
    if person.land == "TR" and rng.random() < 0.5:
        return f"{person.given} {'Hanım' if person.female else 'Bey'} {person.surname}"
    return f"{title} {name}"


def website(rng: random.Random, domain: str) -> str:
    """Return a domain as it is written into the field of a website."""
    style = rng.random()
    if style < 0.4:
        return f"www.{domain}"
    if style < 0.7:
        return f"https://www.{domain}" + ("/" if style < 0.5 else "")
    return domain if style < 0.9 else f"http://{domain}/kontakt"


def card(world: World, contact: Contact) -> Draft:
    """Return all that could be entered about a contact, in the usual notations."""
    rng, deal = world.rng, contact.deal
    draft = Draft(
        person=own_name(contact),
        email=contact.mailbox,
        phone=written(rng, contact.phone),
        city=contact.city,
        subject=title(rng, deal),
        value=deal.value,
        day=deal.day,
        closing=deal.closing,
    )
    if contact.latin:
        draft.city = names.latin(contact.city)
    if contact.firm:
        _add_firm(world, contact, draft)
    if rng.random() < (0.3 if contact.person.land == "PL" else 0.45):
        draft.country = contact.person.land
    return draft


def _add_firm(world: World, contact: Contact, draft: Draft) -> None:
    """Enter the company's name, website and tax number."""
    rng, firm = world.rng, contact.employer
    form = forms(contact)[0] if rng.random() < 0.8 else "{}"
    draft.company = company(contact, form=form)
    if firm.domain:
        draft.website = website(rng, firm.domain)
    if rng.random() < 0.12:
        number = world.tax(firm)
        draft.tax_id = rewritten(rng, number) if number else ""


def title(rng: random.Random, deal: Deal) -> str:
    """Return the title of a deal, often that of a web form."""
    return form_subject(rng, deal.lang) if rng.random() < 0.25 else subject(rng, deal)


def thin(rng: random.Random, draft: Draft, keep: Iterable[str] = ()) -> Draft:
    """Leave fields empty as people do, but not those to be kept."""
    for name, share in _SHOWN:
        if rng.random() > share and name not in keep:
            setattr(draft, name, 0.0 if name == "value" else "")
    if not (draft.company or draft.person):
        draft.person = draft.email or draft.phone
    return draft


def careless(rng: random.Random, draft: Draft) -> Draft:
    """Type a lead in capitals, in small letters or without marks, as a few people do."""
    style = rng.random()
    if style < 0.03:
        draft.company, draft.person = draft.company.upper(), draft.person.upper()
    elif style < 0.06:
        draft.company, draft.person = draft.company.lower(), draft.person.lower()
    elif style < 0.13 and (draft.company or draft.person)[:1] < "\u0250":
        draft.company, draft.person = names.plain(draft.company), names.plain(draft.person)
        draft.city = names.plain(draft.city)
    return draft


def single(world: World, contact: Contact, keep: Iterable[str] = ()) -> Lead:
    """Return the lead of a contact as it is entered once."""
    rng = world.rng
    draft = card(world, contact)
    email, phone = draft.email, draft.phone
    thin(rng, draft, keep)
    if not (draft.email or draft.phone):
        if rng.random() < 0.5 or not (contact.firm and (draft.company or draft.person)):
            draft.email = email
        elif rng.random() < 0.6:
            draft.phone = phone
    return careless(rng, draft).lead()


def entered_again(world: World, deal: Deal, first: Draft, draft: Draft, concrete: bool) -> None:
    """Enter a deal for the second time: later, with another title or another estimate."""
    rng = world.rng
    draft.day = min(first.day + gap(rng), LAST_DAY)
    style = rng.random()
    if concrete or style < 0.4:
        first.subject = subject(rng, deal)
        draft.subject = subject(rng, deal, 0 if style < 0.55 else 1 + int(3 * rng.random()))
    elif style < 0.55:
        draft.subject = form_subject(rng, deal.lang)
    else:
        draft.subject = first.subject
    draft.value = _estimate(rng, deal.value)
    if deal.closing >= 0 and rng.random() < 0.5:
        draft.closing = -1 if rng.random() < 0.6 else deal.closing + int(rng.random() * 21) - 7


def _estimate(rng: random.Random, value: float) -> float:
    """Return the same value, a rounder one, or none."""
    style = rng.random()
    if style < 0.6:
        return value
    if style < 0.8:
        return 0.0
    return float(round(value / 1000) * 1000) or value
