"""Similarity of two folded names; no ORM.

Names are compared by words: rare words weigh more, the order does not matter, and typing errors
reduce the similarity a little.
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

#: Limits beyond the size of real names; more words and letters are ignored.
MAX_WORDS = 12
MAX_LETTERS = 40
#: Words that weigh less are so frequent that none of them is a misspelling of another.
COMMON = 0.75
#: Similarity of an initial and a word, and of an abbreviation and a word: "transp." in names.
INITIAL, ABBREVIATED = 0.6, 0.8
#: Letters of an abbreviation, and by how much it is rarer than the word.
SHORTEST, RARER = 3, 0.2
#: How many letters one typing error counts as.
SLIP = 1.25
NO_WEIGHTS: Mapping[str, float] = {}


class Likeness(NamedTuple):
    """Similarity of two names, and how significant it is."""

    #: From 0 to 1, by the weight of words.
    ratio: float
    #: The same with equal weights.
    plain: float
    #: Weight of the common words: 1.0 for one word that no other name has.
    rarity: float
    #: Whether one name contains all words of the other.
    within: bool


def word_weights(counts: Mapping[str, int], total: int) -> dict[str, float]:
    """Weigh words by rarity: 1.0 for a word of one name, nearly 0 for a word of all names.

    Unique words need no entry: a word that is not in the mapping weighs 1.0.

    :param counts: in how many names each word is
    :param total: how many names there are

    >>> word_weights({'nowak': 10, 'wisznia': 1, 'firma': 1000}, 1000)
    {'nowak': 0.667, 'wisznia': 1.0, 'firma': 0.05}
    """
    scale = math.log(max(total, 2))
    return {
        word: round(min(1.0, max(0.05, 1 - math.log(max(count, 1)) / scale)), 3)
        for word, count in counts.items()
    }


def likeness(one: str, other: str, weights: Mapping[str, float] = NO_WEIGHTS) -> Likeness:
    """Compare two folded names.

    :param weights: rarity of words, see :func:`word_weights`

    >>> likeness('nowak meble', 'meble nowak').ratio
    1.0
    >>> likeness('nowak meble', 'nowka meble').ratio
    0.875
    >>> likeness('nowak meble', 'lis transport').ratio
    0.0
    """
    first, second = _words(one), _words(other)
    if first == second:
        return _same(first, weights)
    if len(first) != len(second):
        first, second = _joined(first, second), _joined(second, first)
    pairs, rest = _pair(first, second, weights)
    if not pairs:
        return Likeness(0.0, 0.0, 0.0, False)
    rarity = math.fsum([alike * weight for alike, weight in pairs])
    heavy = math.fsum([weight for _alike, weight in pairs])
    left = math.fsum([weights.get(word, 1.0) for words in rest for word in words])
    count = 2 * len(pairs) + len(rest[0]) + len(rest[1])
    return Likeness(
        ratio=2 * rarity / (2 * heavy + left) if rarity else 0.0,
        plain=2 * math.fsum([alike for alike, _weight in pairs]) / count,
        rarity=rarity,
        within=not all(rest),
    )


def _same(words: tuple[str, ...], weights: Mapping[str, float]) -> Likeness:
    """Compare equal names, the most frequent case."""
    rarity = math.fsum([weights.get(word, 1.0) for word in words])
    alike = 1.0 if words else 0.0
    return Likeness(alike if rarity else 0.0, alike, rarity, bool(words))


def _pair(
    first: Sequence[str], second: Sequence[str], weights: Mapping[str, float]
) -> tuple[list[tuple[float, float]], tuple[list[str], list[str]]]:
    """Match the words of two names.

    :return: similarity and weight of each pair, and the words that are left on both sides
    """
    rest, others, pairs = [], list(second), []
    for word in first:
        if word in others:
            others.remove(word)
            pairs.append((1.0, weights.get(word, 1.0)))
        else:
            rest.append(word)
    for alike, word, twin in _twins(rest, others, weights) if rest and others else ():
        rest.remove(word)
        others.remove(twin)
        pairs.append((alike, min(weights.get(word, 1.0), weights.get(twin, 1.0))))
    return pairs, (rest, others)


# A name is compared with many others in a row.
@lru_cache(maxsize=1 << 14)
def _words(name: str) -> tuple[str, ...]:
    return tuple([word[:MAX_LETTERS] for word in (name or '').split()[:MAX_WORDS]])


def _joined(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """Join two words into one where the other name writes them so."""
    wanted = {word for word in others if len(word) > 3}
    joined, place = [], 0
    while place < len(words):
        both = ''.join(words[place : place + 2])
        if place + 1 < len(words) and both in wanted and words[place] not in wanted:
            joined.append(both)
            place += 2
        else:
            joined.append(words[place])
            place += 1
    return joined


def _twins(
    words: list[str], others: list[str], weights: Mapping[str, float]
) -> list[tuple[float, str, str]]:
    """Pair spellings of the same word, the most similar first, each word once."""
    pairs = [
        (-alike, min(word, other), max(word, other), word, other)
        for word in words
        for other in others
        if (alike := _word_likeness(word, other, weights))
    ]
    free, free_others, twins = list(words), list(others), []
    for negative, _low, _high, word, other in sorted(pairs):
        if word in free and other in free_others:
            free.remove(word)
            free_others.remove(other)
            twins.append((-negative, word, other))
    return twins


def _word_likeness(word: str, other: str, weights: Mapping[str, float]) -> float:
    """Return the similarity of two words; 0 for different words, frequent ones among them."""
    alike = _spelling_likeness(word, other)
    if not alike:
        return ABBREVIATED if _is_abbreviated(word, other, weights) else 0.0
    if len(word) == 1 or len(other) == 1:
        return alike
    if weights.get(word, 1.0) >= COMMON or weights.get(other, 1.0) >= COMMON:
        return alike
    return 0.0


def _is_abbreviated(word: str, other: str, weights: Mapping[str, float]) -> bool:
    """Return whether a word is cut off: the whole word is common, its beginning is not."""
    short, long = sorted((word, other), key=len)
    if len(short) < SHORTEST or not long.startswith(short):
        return False
    return weights.get(short, 1.0) - weights.get(long, 1.0) >= RARER


# Common words are compared again and again; this many pairs take about 15 MB.
@lru_cache(maxsize=1 << 16)
def _spelling_likeness(word: str, other: str) -> float:
    short, long = sorted((len(word), len(other)))
    if not (word.isalpha() and other.isalpha()):  # numbers have no spellings
        return 0.0
    if short == 1:
        return INITIAL if long > 1 and word[0] == other[0] else 0.0
    allowed = _allowed_slips(short)
    if long - short > allowed or not allowed:
        return 0.0
    slips = OSA.distance(word, other, score_cutoff=allowed)
    return 0.0 if slips > allowed else 1 - SLIP * slips / long


def _allowed_slips(letters: int) -> int:
    """Return how many typing errors a word of so many letters may have."""
    if letters < 7:
        return int(letters > 3)
    return 2 if letters < 11 else 3
