"""How a message begins: by the title that stands before the contact's name."""

import re

MAN, WOMAN = 'man', 'woman'
#: Titles as people type them before a name. Those of a profession tell nothing.
TITLES = {
    MAN: r'szanowny pan|pan|mr\.?|(?:جناب )?آقای|جناب',
    WOMAN: r'szanowna pani|pani|mrs\.?|ms\.?|miss|(?:سرکار )?خانم|سرکار',
}
TITLED = {
    kind: re.compile(rf'(?:{titles})(?: (?P<name>\S.*)|$)', re.IGNORECASE)
    for kind, titles in TITLES.items()
}
ENGLISH = re.compile(r'(?:mr|mrs|ms|miss)\b', re.IGNORECASE)
POLISH = {MAN: 'Szanowny Panie,', WOMAN: 'Szanowna Pani,'}
PERSIAN = {MAN: 'جناب آقای {}،', WOMAN: 'سرکار خانم {}،'}


def greet(name: str, lang: str) -> str:
    """Return the greeting of a person in a language; of whom nothing is known, a neutral one.

    Polish would need the vocative of a name, and goes without it:

    >>> greet("Pan Jan Wzorowy", "pl_PL"), greet("Jan Wzorowy", "pl_PL")
    ('Szanowny Panie,', 'Szanowni Państwo,')
    >>> greet("خانم دکتر رضایی", "fa_IR"), greet("رضایی", "fa_IR")
    ('سرکار خانم دکتر رضایی،', 'با سلام و احترام،')
    >>> greet("Pani Anna Nowak", "en_US"), greet("Anna Nowak", "en_US"), greet("", "en_US")
    ('Dear Ms Anna Nowak,', 'Dear Anna Nowak,', 'Dear Sir or Madam,')
    """
    # Both are written with letters of Arabic, too.
    whole = ' '.join(name.split()).replace('ي', 'ی').replace('ك', 'ک')
    kind, rest = split_title(whole)
    if lang.startswith('pl'):
        return POLISH.get(kind, 'Szanowni Państwo,')
    if lang.startswith('fa'):
        return PERSIAN[kind].format(rest) if kind and rest else 'با سلام و احترام،'
    if not rest:
        return 'Dear Sir or Madam,'
    if kind and not ENGLISH.match(whole):
        return f"Dear {'Mr' if kind == MAN else 'Ms'} {rest},"
    return f'Dear {whole},'


def split_title(name: str) -> tuple[str, str]:
    """Return whether a title says that somebody is a man or a woman, and the name without it.

    >>> split_title("جناب آقای کریمی"), split_title("Panasiuk")
    (('man', 'کریمی'), ('', 'Panasiuk'))
    """
    for kind, pattern in TITLED.items():
        if match := pattern.fullmatch(name):
            return kind, match['name'] or ''
    return '', name
