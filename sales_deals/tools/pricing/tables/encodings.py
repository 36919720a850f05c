"""Texts of files whose encoding nobody tells: by the letters of languages that they would have."""

from collections import Counter

ARABIC = ''.join(map(chr, range(0x600, 0x700))) + '\u200c\u200d'
CYRILLIC = ''.join(map(chr, range(0x400, 0x4A0)))
POLISH = 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻ'
GERMAN = 'äöüßÄÖÜ'
FRENCH = 'àâçèéêëîïôœùûüÀÂÇÈÉÊËÎÏÔŒÙÛÜ'
#: Encodings with the letters of languages that are written in them; of equal ones, the first.
LANGUAGES = (
    ('cp1250', POLISH),
    ('cp1250', 'áäčďéěíľĺňóôřŕšťúůýžÁÄČĎÉĚÍĽĹŇÓÔŘŔŠŤÚŮÝŽ'),
    ('cp1250', 'áéíóöőúüűÁÉÍÓÖŐÚÜŰ'),
    ('cp1252', GERMAN + FRENCH),
    ('cp1252', 'áâãàçéêíñóôõúüÁÂÃÀÇÉÊÍÑÓÔÕÚÜ'),
    ('cp1252', 'åäöæøéÅÄÖÆØÉ'),
    ('cp1254', 'çğıöşüÇĞİÖŞÜâî'),
    ('cp1256', ARABIC),
    ('cp1251', CYRILLIC),
    ('iso8859-2', POLISH),
    ('cp852', POLISH),
    ('cp850', GERMAN + FRENCH),
)
#: Signs that texts of all languages have.
SIGNS = '€£$°²³§«»„”“’‘–—…·•×®©™½¼±µ\u00a0\u200e\u200f'
#: What a character costs that a text of the language does not have.
STRANGE = -3
ASCII = bytes(range(128))


def likely_encodings(content: bytes, preferred: str) -> list[str]:
    """Return the encodings that a text may have, the likeliest first, as far as letters tell.

    :param preferred: the encoding of the user's language, which is taken before equal ones

    >>> likely_encodings('Ilość'.encode('cp1250'), 'cp1252')[0]
    'cp1250'
    >>> likely_encodings('Größe'.encode('cp850'), 'cp1252')[0]
    'cp850'
    """
    counts = Counter(content.translate(None, ASCII))
    scores: dict[str, int] = {}
    for encoding, letters in LANGUAGES:
        score = _score(counts, encoding, letters)
        if score is not None:
            scores[encoding] = max(score, scores.get(encoding, score))
    if preferred not in scores and _score(counts, preferred, '') is not None:
        scores[preferred] = 0
    return sorted(scores, key=lambda name: (-scores[name], name != preferred))


def _score(counts: Counter, encoding: str, letters: str) -> int | None:
    """Return how well the bytes of a text make letters; None where they make none."""
    try:
        shown = {byte: bytes([byte]).decode(encoding) for byte in counts}
    except UnicodeDecodeError:
        return None
    return sum(
        count * (1 if shown[byte] in letters else 0 if shown[byte] in SIGNS else STRANGE)
        for byte, count in counts.items()
    )
