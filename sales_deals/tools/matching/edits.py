"""Slips of the pen between two words; no ORM."""


def edits(word: str, other: str, limit: int) -> int:
    """Letters to add, drop, change or swap to make one word the other; limit + 1 if more.

    >>> edits('kowalski', 'kowlaski', 2), edits('kowalski', 'nowakowski', 2)
    (1, 3)
    """
    start, end = 0, min(len(word), len(other))
    while start < end and word[start] == other[start]:
        start += 1
    word, other = word[start:], other[start:]
    end -= start
    cut = 0
    while cut < end and word[-1 - cut] == other[-1 - cut]:
        cut += 1
    word, other = word[: len(word) - cut], other[: len(other) - cut]
    # Each edit takes at most one letter away and brings one.
    if abs(len(word) - len(other)) > limit or len(set(word) ^ set(other)) > 2 * limit:
        return limit + 1
    if not word or not other:
        return len(word) + len(other)
    return _edits(word, other, limit)


def _edits(word: str, other: str, limit: int) -> int:
    """The table of Damerau and Levenshtein, row by row, until a whole row is over the limit."""
    older, before = [], list(range(len(other) + 1))
    for place, letter in enumerate(word):
        row = [place + 1]
        for column, twin in enumerate(other):
            cost = min(before[column] + (letter != twin), before[column + 1] + 1, row[column] + 1)
            if place and column and letter == other[column - 1] and twin == word[place - 1]:
                cost = min(cost, older[column - 1] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        older, before = before, row
    return min(before[-1], limit + 1)
