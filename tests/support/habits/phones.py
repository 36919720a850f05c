"""Telephone numbers of many countries and the ways in which people write them."""

from __future__ import annotations

import random
from typing import NamedTuple

from .lands import LANDS

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_MOBILES = {
    code: [part.split(":") for part in land.mobiles.split("|") if part]
    for code, land in LANDS.items()
}
_AREAS = {code: [part.split(":") for part in land.areas.split("|")] for code, land in LANDS.items()}
_GROUPS = {
    4: ((4,), (2, 2)),
    5: ((5,), (2, 3), (3, 2)),
    6: ((3, 3), (2, 2, 2), (6,)),
    7: ((3, 2, 2), (3, 4), (7,), (2, 2, 3)),
    8: ((2, 2, 2, 2), (4, 4), (8,), (3, 3, 2)),
    9: ((3, 3, 3), (9,), (2, 3, 2, 2)),
    10: ((3, 3, 4), (4, 3, 3), (10,), (3, 3, 2, 2)),
}
_EXTENSIONS = {
    "PL": (" wew. {}", " w. {}", " wewn. {}"),
    "DE": (" DW {}", "-{}", " App. {}"),
    "AT": (" DW {}", "-{}", " Kl. {}"),
    "CH": ("-{}", " int. {}"),
    "GB": (" ext. {}", " x{}", " ext {}"),
    "US": (" x{}", " ext. {}", " #{}"),
    "FR": (" poste {}",),
    "IR": (" داخلی {}", " ext {}"),
}
_NO_EXTENSION = (" ext. {}", " x{}")


class Number(NamedTuple):
    """A telephone number: the country's code, the area or network and the rest."""

    land: str
    area: str
    rest: str
    mobile: bool


class Exchange:
    """Gives out telephone numbers, each of them once."""

    def __init__(self) -> None:
        """Start with no number given out."""
        self._taken: set[str] = set()

    def number(self, rng: random.Random, land: str, mobile: bool) -> Number:
        """Return a number of the land that nobody has yet."""
        choice = _MOBILES[land] if mobile and _MOBILES[land] else _AREAS[land]
        while True:
            area, length = choice[int(len(choice) * rng.random() ** 1.5)]
            size = 10 ** int(length)
            rest = str(int((0.2 + 0.8 * rng.random()) * size)).zfill(int(length))
            number = Number(land, area, rest, mobile)
            if self.take(number):
                return number

    def take(self, number: Number) -> bool:
        """Give out this very number, unless somebody has it."""
        key = f"{number.land}{number.area}{number.rest}"
        if key in self._taken:
            return False
        self._taken.add(key)
        return True


def _grouped(rng: random.Random, digits: str, sep: str) -> str:
    """Return the digits in groups as somebody likes to write them."""
    patterns = _GROUPS.get(len(digits))
    if not sep or not patterns:
        return digits
    parts = []
    at = 0
    for size in patterns[int(len(patterns) * rng.random() ** 1.6)]:
        parts.append(digits[at : at + size])
        at += size
    return sep.join(parts)


def bare(number: Number) -> str:
    """Return the digits of the national number without any prefix."""
    return number.area + number.rest


def international(rng: random.Random, number: Number) -> str:
    """Return the number with its country's code in front."""
    land = LANDS[number.land]
    style = rng.random()
    if style < 0.25:
        return f"+{land.dial}{bare(number)}"
    lead = ("+" if style < 0.85 else "00") + land.dial
    if style > 0.97 and not number.mobile:
        return f"{lead} ({number.area}) {_grouped(rng, number.rest, ' ')}"
    if land.trunk and rng.random() < 0.15:
        lead += rng.choice((" (0)", "(0)", " (0) "))
    else:
        lead += " "
    return lead + _body(rng, number, rng.choice((" ", " ", " ", "-", ".", "")))


def _body(rng: random.Random, number: Number, sep: str) -> str:
    """Return area and rest in groups."""
    if number.land in ("PL", "CZ", "ES") and rng.random() < 0.8:
        return _grouped(rng, bare(number), sep)
    return number.area + sep + _grouped(rng, number.rest, sep)


def national(rng: random.Random, number: Number) -> str:
    """Return the number as it is written within its country."""
    trunk = LANDS[number.land].trunk
    style = rng.random()
    if style < 0.2:
        return trunk + bare(number)
    if number.land == "US":
        first = f"({number.area}) " if style < 0.6 else number.area + ("-" if style < 0.9 else ".")
        return first + number.rest[:3] + ("." if style >= 0.9 else "-") + number.rest[3:]
    if number.land in ("DE", "AT") and style < 0.6:
        sep = rng.choice(("/", " / ", "-", "/ "))
        return trunk + number.area + sep + _grouped(rng, number.rest, rng.choice((" ", "")))
    if trunk and style < 0.35:
        return f"({trunk}{number.area}) {_grouped(rng, number.rest, ' ')}"
    return trunk + _body(rng, number, rng.choice((" ", " ", " ", "-", ".")))


def written(rng: random.Random, number: Number) -> str:
    """Return the number in some notation, at home mostly the national one."""
    if rng.random() < (0.65 if number.land == "PL" else 0.35):
        text = national(rng, number)
    else:
        text = international(rng, number)
    if number.land == "UA" and rng.random() < 0.25:
        text = f"+38 ({LANDS['UA'].trunk}{number.area}) {_grouped(rng, number.rest, '-')}"
    if number.land in ("IR", "AE") and rng.random() < 0.12:
        text = foreign_digits(number.land, text)
    if rng.random() < 0.04:
        text = rng.choice(("tel. ", "Tel: ", "mob. ", "T: ", "kom. ")) + text
    return text


def foreign_digits(land: str, text: str) -> str:
    """Return the text with Persian or Arabic digits."""
    return text.translate(_PERSIAN if land == "IR" else _ARABIC)


def extended(rng: random.Random, number: Number, text: str, extension: int) -> str:
    """Return a written number with an extension after it."""
    forms = _EXTENSIONS.get(number.land, _NO_EXTENSION)
    return text + rng.choice(forms).format(extension)


def from_sheet(rng: random.Random, number: Number) -> str:
    """Return the number as a spreadsheet leaves it: no plus sign, no leading zeros."""
    if rng.random() < 0.5:
        return (LANDS[number.land].dial + bare(number)).lstrip("0")
    return bare(number).lstrip("0") + (".0" if rng.random() < 0.15 else "")
