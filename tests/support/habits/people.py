"""The people and the companies behind the leads, with their addresses and numbers."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from functools import cache

from . import names
from .deals import Deal, make_deal
from .lands import LANDS, Land
from .phones import Exchange, Number
from .taxes import tax_number


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


_SONS = {
    "PL": "{&} Synowie",
    "DE": "{&} Söhne",
    "AT": "{&} Söhne",
    "CH": "{&} Söhne",
    "GB": "{&} Sons",
    "IE": "{&} Sons",
    "US": "{&} Sons",
    "IT": "{&} Figli",
    "FR": "{&} Fils",
    "ES": "{&} Hijos",
    "NL": "{&} Zonen",
    "RO": "{&} Fiii",
    "CZ": "{&} synové",
    "SE": "{&} Söner",
}
_STARTS = _words(
    """
    Al Ver Tri Nor Sol Kar Mil Dan Ter Lux Fer Bel Cor Vi Mar Ro Gal Zen Pra Ty Ska Ol
    """
)
_MIDDLES = _words(
    """
    a e i o u an en or ex il ta di ma vi no ro ste lo ra ni co be mo
    """
)
_TAILS = _words(
    """
    x m na ta ron tech plast met mix bud dex gen lin son val rex pol tor via nix comp gum
    """
)
_LATIN_TYPED = {"UA": 0.35, "IR": 0.4, "AE": 0.6}
_CODES = tuple(LANDS)
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class Firm:
    """A company: what its name is made of, where it is and how it is reached."""

    land: str
    core: str
    trades: tuple[str, ...]
    fronts: tuple[str, ...]
    form: int
    city: str
    trade_first: bool = False
    domain: str = ""
    switchboard: Number | None = None
    tax: str = ""


@dataclass(slots=True)
class Person:
    """A human being with the names somebody may use."""

    land: str
    given: str
    surname: str
    female: bool
    middle: str = ""
    second: str = ""


@dataclass(slots=True)
class Contact:
    """A person who asks for something, mostly for a company."""

    person: Person
    firm: Firm | None
    mailbox: str
    phone: Number
    city: str
    deal: Deal
    latin: bool = False

    @property
    def employer(self) -> Firm:
        """Return the company of a contact that is known to have one."""
        if self.firm is None:
            raise ValueError("a private person has no company")
        return self.firm


@cache
def entries(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the entries of a list, each with its notations, the usual one first."""
    return tuple(
        tuple(names.split_pairs(entry)[0] for entry in part.split(";")) for part in text.split("|")
    )


def _drawn(rng: random.Random, text: str) -> tuple[str, ...]:
    """Return one entry of a list, the first ones more often."""
    found = entries(text)
    return found[int(len(found) * rng.random() ** 1.7)]


def slug(text: str, german: bool, joint: str = "") -> str:
    """Return a text as it appears within addresses."""
    bare = names.plain(names.spelled(text) if german else text)
    return _SLUG.sub(joint, bare.lower()).strip(joint or None)


@dataclass(slots=True)
class World:
    """Makes people and companies of which no two can be taken for each other by chance."""

    rng: random.Random
    exchange: Exchange = field(default_factory=Exchange)
    used: set[str] = field(default_factory=set)

    def fresh(self, key: str) -> bool:
        """Tell whether a key is used for the first time."""
        if key in self.used:
            return False
        self.used.add(key)
        return True

    def land(self) -> str:
        """Return a country, at home for more than half of the leads."""
        return self.rng.choices(_CODES, cum_weights=_SUMS)[0]

    def person(self, land: str, surname: str = "", female: bool | None = None) -> Person:
        """Return a person of a country, of a family if its name is given."""
        rng = self.rng
        woman = rng.random() < 0.45 if female is None else female
        given = (names.WOMEN if woman else names.MEN)[land].draw(rng)
        family = surname or names.SURNAMES[land].draw(rng)
        if woman:
            family = names.feminine(land, family)
        second = names.SURNAMES[land].draw(rng) if land == "ES" and rng.random() < 0.5 else ""
        return Person(land, given, family, woman, "", second)

    def firm(self, land: str = "", core: str = "") -> Firm:
        """Return a company with a name nobody else has in its city."""
        code = land or self.land()
        firm = self._named(LANDS[code], core)
        tries = 0
        while not self.fresh(f"f{firm.core}|{firm.trades[:1]}|{firm.city}"):
            tries += 1
            firm = self._named(LANDS[code], "" if tries < 4 else self.coined())
        if self.rng.random() < 0.75:
            firm.domain = self.domain(firm)
        return firm

    def _named(self, land: Land, core: str) -> Firm:
        """Return a company with a name of one of the usual patterns."""
        rng = self.rng
        trades, style = _drawn(rng, land.trades), rng.random()
        fronts: tuple[str, ...] = ()
        if not core and style < 0.07:
            core, trades = _drawn(rng, land.plain_names)[0], ()
        elif style < 0.17:
            fronts = _drawn(rng, land.fronts)
            trades = ()
        elif style < 0.3:
            trades = ()
        core = core or self._core(land, rng.random())
        forms = len(entries(land.forms))
        form = int(forms * rng.random() ** 2)
        city = names.CITIES[land.code].draw(rng)
        first = land.code in ("FR", "IT", "ES", "RO", "PL") and rng.random() < 0.3
        return Firm(land.code, core, trades, fronts, form, city, first)

    def _core(self, land: Land, style: float) -> str:
        """Return the part of a company's name that tells it from others."""
        rng = self.rng
        surname = names.SURNAMES[land.code]
        if style < 0.3:
            return _drawn(rng, land.fancies)[0]
        if style < 0.55:
            return surname.draw(rng)
        if style < 0.62:
            return f"{surname.draw(rng)} {{&}} {surname.draw(rng)}"
        if style < 0.68 and land.code in _SONS:
            return f"{surname.draw(rng)} {_SONS[land.code]}"
        if style < 0.76 or land.code in _LATIN_TYPED:
            return f"{names.MEN[land.code].draw(rng)} {surname.draw(rng)}"
        return self.coined()

    def coined(self) -> str:
        """Return an invented word as companies like it."""
        rng = self.rng
        parts = [rng.choice(_STARTS), rng.choice(_MIDDLES), rng.choice(_TAILS)]
        if rng.random() < 0.6:
            parts.insert(1, rng.choice(_MIDDLES))
        return "".join(parts)

    def domain(self, firm: Firm) -> str:
        """Return a domain that nobody else has."""
        rng, german = self.rng, firm.land in ("DE", "AT", "CH") and self.rng.random() < 0.8
        joint = "-" if rng.random() < 0.4 else ""
        core = slug(names.latin(firm.core.replace("{&}", "")), german, joint)
        trade = slug(names.latin(firm.trades[0]), german, joint) if firm.trades else ""
        stem = core + joint + trade if trade and rng.random() < 0.6 else core or "firma"
        found = f"{stem}.{_drawn(rng, LANDS[firm.land].tlds)[0]}"
        while not self.fresh(found):
            city = slug(names.latin(firm.city), german)
            more = city if rng.random() < 0.5 else rng.choice(_TAILS)
            stem = f"{stem}-{more}" if len(stem) < 25 else f"{core}{int(rng.random() * 9999)}"
            found = f"{stem}.{_drawn(rng, LANDS[firm.land].tlds)[0]}"
        return found

    def local_part(self, person: Person, style: float) -> str:
        """Return the part of an address before the sign @."""
        german = person.land in ("DE", "AT", "CH")
        given = slug(names.latin(person.given), german)
        surname = slug(names.latin(person.surname), german)
        for limit, text in (
            (0.5, f"{given}.{surname}"),
            (0.65, f"{given[:1]}.{surname}"),
            (0.75, surname),
            (0.82, given),
            (0.9, f"{given[:1]}{surname}"),
        ):
            if style < limit:
                return text
        return f"{surname}.{given}"

    def mailbox(self, person: Person, firm: Firm | None) -> str:
        """Return the mail address of a person, at the company's domain if there is one."""
        if firm is None or not firm.domain:
            return self.private_mailbox(person)
        found = f"{self.local_part(person, self.rng.random())}@{firm.domain}"
        while not self.fresh(found):
            number = int(self.rng.random() * 98) + 2
            found = f"{self.local_part(person, 0.1)}{number}@{firm.domain}"
        return found

    def private_mailbox(self, person: Person, host: str = "") -> str:
        """Return an address at a public provider that nobody else has."""
        rng = self.rng
        at = host or _drawn(rng, LANDS[person.land].hosts)[0]
        local = self.local_part(person, rng.random())
        found = f"{local}@{at}"
        while len(local) < 6 or not self.fresh(found):
            local = self.local_part(person, 0.9 * rng.random()) + str(int(rng.random() * 3000) + 2)
            found = f"{local}@{at}"
        return found

    def phone(self, land: str, mobile: float = 0.7) -> Number:
        """Return a number of its own, mostly a mobile one."""
        return self.exchange.number(self.rng, land, self.rng.random() < mobile)

    def switchboard(self, firm: Firm) -> Number:
        """Return the company's number."""
        if firm.switchboard is None:
            firm.switchboard = self.exchange.number(self.rng, firm.land, False)
        return firm.switchboard

    def tax(self, firm: Firm) -> str:
        """Return the company's tax number."""
        while not firm.tax:
            firm.tax = tax_number(self.rng, firm.land)
            if not firm.tax or not self.fresh(firm.tax):
                firm.tax = ""
                if firm.land not in TAXED:
                    break
        return firm.tax

    def contact(self, land: str = "", private: float = 0.1, firm: Firm | None = None) -> Contact:
        """Return a new contact with a deal, of a company unless it is a private person."""
        rng = self.rng
        code = firm.land if firm else land or self.land()
        if firm is None and rng.random() >= private:
            firm = self.firm(code)
        person = self._employee(code, firm)
        return self.contact_of(person, firm)

    def contact_of(self, person: Person, firm: Firm | None) -> Contact:
        """Return a contact for a given person, with addresses and a deal of its own."""
        rng, code = self.rng, person.land
        city = firm.city if firm else names.CITIES[code].draw(rng)
        mailbox, phone = self.mailbox(person, firm), self.phone(code)
        deal = make_deal(rng, LANDS[code].lang, self.place(code, city))
        return Contact(person, firm, mailbox, phone, city, deal, rng.random() < _typed(code))

    def _employee(self, land: str, firm: Firm | None) -> Person:
        """Return a person who is the only one of this name in companies of this name."""
        family = firm.core if firm and " " not in firm.core and self.rng.random() < 0.5 else ""
        if family and not names.is_surname(land, family):
            family = ""
        person = self.person(land, family)
        while firm and not self.fresh(f"p{firm.core}|{person.given}|{person.surname}"):
            person = self.person(land, family if self.rng.random() < 0.7 else "")
        return person

    def place(self, land: str, city: str) -> str:
        """Return the place a deal is about."""
        return city if self.rng.random() < 0.5 else names.CITIES[land].draw(self.rng)


def _typed(land: str) -> float:
    """Return how often people of the land type Latin letters instead of their own."""
    return _LATIN_TYPED.get(land, 0.0)


def _sums() -> list[float]:
    """Return the running totals of the countries' shares."""
    total, sums = 0.0, []
    for land in LANDS.values():
        total += land.share
        sums.append(total)
    return sums


_SUMS = _sums()
TAXED = ("PL", "DE", "AT", "IT", "FR", "ES", "CZ", "NL", "GB", "SE", "RO", "CH")
"""Countries whose companies give their tax number."""
