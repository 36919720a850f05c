"""Tax numbers of customers with valid check digits, and the ways of writing them."""

from __future__ import annotations

import random


def _digits(rng: random.Random, count: int) -> list[int]:
    """Return random digits of which the first is not zero."""
    return [1 + int(rng.random() * 9)] + [int(rng.random() * 10) for _ in range(count - 1)]


def _text(digits: list[int]) -> str:
    """Return digits as text."""
    return "".join(map(str, digits))


def _weighed(digits: list[int], weights: tuple[int, ...]) -> int:
    """Return the sum of the digits times their weights."""
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True))


def _luhn(digits: list[int]) -> int:
    """Return the check digit of Luhn's method."""
    total = 0
    for at, digit in enumerate(reversed(digits)):
        double = digit * 2 if at % 2 == 0 else digit
        total += double - 9 if double > 9 else double
    return -total % 10


def _poland(rng: random.Random) -> str:
    """Return a NIP."""
    while True:
        digits = _digits(rng, 9)
        check = _weighed(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11
        if check < 10 and 0 not in digits[:3]:
            return _text(digits) + str(check)


def _germany(rng: random.Random) -> str:
    """Return a German VAT number (ISO 7064, modulus 11 and 10)."""
    digits = _digits(rng, 8)
    rest = 10
    for digit in digits:
        rest = ((rest + digit) % 10 or 10) * 2 % 11
    return f"DE{_text(digits)}{(11 - rest) % 10}"


def _austria(rng: random.Random) -> str:
    """Return an Austrian VAT number."""
    digits = _digits(rng, 7)
    doubled = [sum(divmod(digit * (1 + at % 2), 10)) for at, digit in enumerate(digits)]
    return f"ATU{_text(digits)}{(96 - sum(doubled)) % 10}"


def _italy(rng: random.Random) -> str:
    """Return a partita IVA."""
    digits = [*_digits(rng, 7), 0, 1, 5]
    return f"IT{_text(digits)}{_luhn(digits)}"


def _france(rng: random.Random) -> str:
    """Return a French VAT number: key and SIREN."""
    digits = _digits(rng, 8)
    siren = int(_text(digits) + str(_luhn(digits)))
    return f"FR{(12 + 3 * (siren % 97)) % 97:02d}{siren}"


def _spain(rng: random.Random) -> str:
    """Return the CIF of a limited company."""
    digits = [0, 8] + [int(rng.random() * 10) for _ in range(5)]
    return f"ESB{_text(digits)}{_luhn(digits)}"


def _czechia(rng: random.Random) -> str:
    """Return a Czech DIČ."""
    while True:
        digits = _digits(rng, 7)
        check = (11 - _weighed(digits, (8, 7, 6, 5, 4, 3, 2)) % 11) % 10
        if digits[0] != 9:
            return f"CZ{_text(digits)}{check}"


def _netherlands(rng: random.Random) -> str:
    """Return a Dutch VAT number."""
    while True:
        digits = _digits(rng, 8)
        check = _weighed(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return f"NL{_text(digits)}{check}B01"


def _britain(rng: random.Random) -> str:
    """Return a British VAT number."""
    digits = _digits(rng, 7)
    check = 97 - _weighed(digits, (8, 7, 6, 5, 4, 3, 2)) % 97
    return f"GB{_text(digits)}{check:02d}"


def _sweden(rng: random.Random) -> str:
    """Return a Swedish VAT number."""
    digits = [5, 5, 6] + [int(rng.random() * 10) for _ in range(6)]
    return f"SE{_text(digits)}{_luhn(digits)}01"


def _romania(rng: random.Random) -> str:
    """Return a Romanian CUI."""
    digits = _digits(rng, 8)
    check = 10 * _weighed(digits, (5, 3, 2, 1, 7, 5, 3, 2)) % 11 % 10
    return f"RO{_text(digits)}{check}"


def _switzerland(rng: random.Random) -> str:
    """Return a Swiss UID."""
    while True:
        digits = _digits(rng, 8)
        check = (11 - _weighed(digits, (5, 4, 3, 2, 7, 6, 5, 4)) % 11) % 11
        if check < 10:
            text = _text(digits) + str(check)
            return f"CHE-{text[:3]}.{text[3:6]}.{text[6:]}"


_MAKERS = {
    "PL": _poland,
    "DE": _germany,
    "AT": _austria,
    "IT": _italy,
    "FR": _france,
    "ES": _spain,
    "CZ": _czechia,
    "NL": _netherlands,
    "GB": _britain,
    "SE": _sweden,
    "RO": _romania,
    "CH": _switzerland,
}


def tax_number(rng: random.Random, land: str) -> str:
    """Return a tax number of the land, empty where none is asked for."""
    return _MAKERS[land](rng) if land in _MAKERS else ""


def rewritten(rng: random.Random, number: str) -> str:
    """Return the same tax number in another notation."""
    if number.isdigit() and len(number) == 10:
        one, two, three, four = number[:3], number[3:6], number[6:8], number[8:]
        return rng.choice((f"{one}-{two}-{three}-{four}", f"PL{number}", f"PL {number}", number))
    if number.startswith("CHE"):
        return number.replace("-", "").replace(".", "")
    return number if rng.random() < 0.5 else f"{number[:2]} {number[2:]}"
