"""Slips of the pen and of machines: what happens to a text on its way into a field."""

from __future__ import annotations

import random
from collections.abc import Callable

from .names import GIVEN

_KEYS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "sqz",
            "vn",
            "xv",
            "sf",
            "wr",
            "dg",
            "fh",
            "gj",
            "uo",
            "hk",
            "jl",
            "k",
            "nm",
            "bm",
            "ip",
            "ol",
            "wa",
            "et",
            "ad",
            "ry",
            "yi",
            "cb",
            "qe",
            "zc",
            "tu",
            "xs",
        ],
        strict=True,
    )
)
_SOUNDS = (
    ("ss", "s"),
    ("ck", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("rz", "ż"),
    ("ó", "u"),
    ("ch", "h"),
    ("y", "i"),
    ("ie", "i"),
    ("dt", "tt"),
    ("tz", "z"),
    ("ei", "ai"),
    ("mm", "m"),
    ("nn", "n"),
    ("ll", "l"),
    ("tt", "t"),
    ("v", "w"),
    ("x", "ks"),
    ("c", "k"),
    ("ż", "rz"),
    ("k", "ck"),
    ("f", "ff"),
    ("l", "ll"),
    ("n", "nn"),
    ("и", "і"),
    ("ї", "і"),
    ("ت", "ط"),
)
_PERSIAN_TO_ARABIC = str.maketrans("یک", "يك")
_ARABIC_LOOSE = str.maketrans("أإآةى", "اااهي")


def _swapped(rng: random.Random, word: str) -> str:
    """Return the word with two letters in the wrong order."""
    at = 1 + int(rng.random() * (len(word) - 2))
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _missing(rng: random.Random, word: str) -> str:
    """Return the word without one letter."""
    at = 1 + int(rng.random() * (len(word) - 1))
    return word[:at] + word[at + 1 :]


def _doubled(rng: random.Random, word: str) -> str:
    """Return the word with one letter twice."""
    at = int(rng.random() * len(word))
    return word[: at + 1] + word[at].lower() + word[at + 1 :]


def _neighbour(rng: random.Random, word: str) -> str:
    """Return the word with one letter replaced by its neighbour on the keyboard."""
    at = 1 + int(rng.random() * (len(word) - 1))
    keys = _KEYS.get(word[at])
    return word[:at] + rng.choice(keys) + word[at + 1 :] if keys else word


def _heard(rng: random.Random, word: str) -> str:
    """Return the word as somebody writes it who only heard it."""
    start = int(rng.random() * len(_SOUNDS))
    for old, new in _SOUNDS[start:] + _SOUNDS[:start]:
        at = word.find(old, 1)
        if at > 0 and not word.startswith(new, at):
            return word[:at] + new + word[at + len(old) :]
    return word


_WAYS: tuple[Callable[[random.Random, str], str], ...] = (
    _swapped,
    _missing,
    _doubled,
    _neighbour,
    _heard,
    _missing,
    _swapped,
)


def slip_word(rng: random.Random, word: str) -> str:
    """Return the word with one slip that does not make it another usual name."""
    for _ in range(6):
        wrong = _WAYS[int(rng.random() * len(_WAYS))](rng, word)
        if wrong != word and wrong not in GIVEN:
            return wrong
    return word


def slip(rng: random.Random, text: str, shortest: int = 5) -> str:
    """Return the text with one slip in a word of some length, unchanged without such a word."""
    words = text.split(" ")
    places = [at for at, word in enumerate(words) if len(word) >= shortest and word.isalpha()]
    if not places:
        return text
    at = places[int(rng.random() * len(places))]
    words[at] = slip_word(rng, words[at])
    return " ".join(words)


def slip_address(rng: random.Random, address: str) -> str:
    """Return a mail address with one slip, in its name or in its domain."""
    local, _, domain = address.partition("@")
    if rng.random() < 0.65 and len(local) > 4:
        return _missing_or_swapped(rng, local) + "@" + domain
    name, _, end = domain.partition(".")
    if len(name) < 4:
        return address
    return f"{local}@{_missing_or_swapped(rng, name)}.{end}"


def _missing_or_swapped(rng: random.Random, word: str) -> str:
    """Return the word with a slip that a reader passes over easily."""
    for _ in range(4):
        wrong = rng.choice((_swapped, _missing, _doubled))(rng, word)
        if wrong != word:
            return wrong
    return word


def slip_digit(rng: random.Random, text: str) -> str:
    """Return a written number with one wrong digit or two exchanged ones, not at its start."""
    places = [at for at, sign in enumerate(text) if sign.isdigit()][5:]
    if len(places) < 3:
        return text
    at = places[int(rng.random() * (len(places) - 1))]
    following = text[at + 1]
    if following.isdigit() and following != text[at] and rng.random() < 0.6:
        return text[:at] + following + text[at] + text[at + 2 :]
    wrong = str((int(text[at]) + 1 + int(rng.random() * 8)) % 10)
    return text[:at] + wrong + text[at + 1 :]


def damaged(rng: random.Random, text: str) -> str:
    """Return the text as an import with the wrong code page leaves it."""
    if rng.random() < 0.6:
        return text.encode().decode("cp1252", errors="replace")
    return text.encode("cp1252", errors="replace").decode("cp1252")


def arabic_keys(text: str) -> str:
    """Return a Persian text with the letters of an Arabic keyboard."""
    return text.translate(_PERSIAN_TO_ARABIC)


def loose_arabic(text: str) -> str:
    """Return an Arabic text without the signs that many leave out."""
    return text.translate(_ARABIC_LOOSE)
