"""Normal forms of names, equal for all spellings of one name; no ORM.

They are for comparing, not for showing. Folding a folded text changes nothing.
"""

import re
import unicodedata

from rapidfuzz.distance import OSA

#: Letters that Unicode does not decompose, and Arabic letters with their Persian equivalents.
LETTERS = {
    **{'ł': 'l', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'æ': 'ae', 'œ': 'oe', 'ı': 'i'},
    **{'ħ': 'h', 'ŧ': 't', 'ŋ': 'n', 'ə': 'e', 'ĸ': 'k', 'ƶ': 'z', 'ɨ': 'i', 'ƀ': 'b'},
    **dict.fromkeys('يىېۍےۑ', 'ی'),
    **dict.fromkeys('كڪګڬ', 'ک'),
    **dict.fromkeys('ةەہھۃۂۀ', 'ه'),
    **dict.fromkeys('ٱٲٳ', 'ا'),
    # A hamza by itself is optional, as in علاء; tatweel only stretches a word.
    **dict.fromkeys('ءـ', ''),
    # O'Neil and ONeil are one name.
    **dict.fromkeys("'’‘ʼʹ`´", ''),
    **dict.fromkeys('™®©℠', ' '),
}
#: Longer names are cut: legal forms are removed one by one, and an index holds no longer keys.
MAX_LENGTH = 300
#: Folded characters that are kept in memory.
MAX_CACHED = 20_000
#: Unicode categories within words: letters, numbers, vowel signs.
_IN_WORDS = 'LNM'
#: Umlauts written with an e.
_DIGRAPH = re.compile(r'([aou])e+')
#: Letters that were lost with their code page: Wi?niewski.
_LOST_LETTER = re.compile(r'(?<=[^\W\d_])[?\ufffd]+(?=[^\W\d_])')
#: First letters of two bytes of UTF-8 in code pages of one byte.
_WRONG_PAGE = re.compile('[ÃÅÄĂĹÂÐÑØÙ][^\\s\\w]|[ÃÅÄĂĹ].')
CODE_PAGES = ('cp1252', 'latin-1', 'cp1250')
#: Dots within an abbreviation: S.A. and o. o.
_ABBREVIATION = re.compile(r'(?<!\w)(\w)\.\s?(?=\w(?:\.|(?!\w)))')

#: Legal forms, anywhere in a name.
LEGAL_FORMS = """
spółka z ograniczoną odpowiedzialnością|sp z ograniczoną odpowiedzialnością
z ograniczoną odpowiedzialnością|sp z oo|sp z o o|sp zoo|spzoo|sp zo o|spz oo|sp z o|z oo|z o o
prosta spółka akcyjna|spółka akcyjna|spółka jawna|spółka komandytowa|spółka partnerska
spółka komandytowo akcyjna|spółka cywilna|spółka
sp j|spj|sp jawna|sp k|spk|sp komandytowa|sp p|sp akcyjna|sp cywilna|przedsiębiorstwo|firma
شرکت|شركة|سهامی خاص|سهامی عام|سهامی|با مسئولیت محدود|با مسولیت محدود|مسئولیت محدود
مسولیت محدود|تضامنی|موسسه
ذمم|ذ م م|شذمم|ش ذ م م|شمم|ش م م|ممح|م م ح|ش م ك|ذات مسؤولية محدودة|مسؤولية محدودة|شركة مساهمة
ltd|limited|llc|l l c|llp|inc|incorporated|corp|corporation|plc|company|pty|pvt|pte|sdn bhd
private limited|fz llc|fzllc|fzco|fze|wll|w l l|pllc|teoranta
gmbh|gesellschaft mit beschränkter haftung|aktiengesellschaft|kgaa|ohg|mbh|ug haftungsbeschränkt
haftungsbeschränkt|partg mbb|partgmbb|eingetragener kaufmann|verein
sarl|srl|s r l|srls|snc|s n c|eurl|eirl|sasu|sprl|sociedad limitada|sociedad anónima|lda|ltda
sro|s r o|spol s r o|spol s ro|spol sro|vos|v o s|doo|d o o|jdoo|j d o o|ooo|eood|ood|aps|oyj
kft|zrt|nyrt|bvba|sagl|uab|limited şirketi|ltd şti|anonim şirketi|sanayi ve ticaret|san ve tic
san tic|ооо|оао|зао|пао|тов|фоп|пат|прат|еоод|оод|επε|ικε
"""
#: Legal forms that are also words: only at the end of a name.
LAST_FORMS = """
zoo|sa|s a|sas|s a s|sc|s c|psa|p s a|ska|s k a|ag|kg|se|ab|as|a s|oy|bv|b v|nv|n v|spa|s p a
co|ao|eg|ev|خاص|عام|sk|s k|sj|s j|ug|gbr|ek|e k|vof|hb|kb|ky|asa|ks|k s|sl|s l|slu|s l u|sau
sp|sp z|sll|spc|est|fz|lp|sia|ou|bt|dd|d d|ad|ead|pfa|dac|clg|cic|sci|me|ип|ао|ад|αε|εε|οε|sti|şti
"""
#: Kinds of enterprise, at the beginning of names only.
FIRST_FORMS = """
phu|p h u|fhu|f h u|pphu|p p h u|ppuh|phup|zphu|fuh|puh|pph|przedsiębiorstwo handlowo usługowe
firma handlowo usługowa|przedsiębiorstwo produkcyjno handlowo usługowe|the
fh|f h|firma handlowa|fu|firma usługowa|zpu|zph|pw|p w|zakład produkcyjno usługowy
zakład produkcyjny|zakład usługowy
sc|s c|ditta|ets|établissements|société|sté|пп|ип|ао|ат
"""
#: Words for "and" within a name, which some write as "&".
CONNECTIVES = 'and|und|et|oraz|i|y|و'
#: Titles and forms of address beside a person's name.
TITLES = """
mgr|inż|inz|dr|hab|prof|profesor|doktor|pan|pani|państwo|lic|lek|med|arch|mec
mr|mrs|ms|miss|mx|sir|madam|dear|phd|mba|md|esq|ing|dipl|herr|frau|monsieur|madame|mme|doc
آقای|آقا|خانم|مهندس|دکتر|جناب|سرکار|استاد|پروفسور|حاج|مهندسین|سرهنگ
السيد|السيدة|سید|سیده
"""


class _Characters(dict):
    """A cache of folded characters."""

    def __missing__(self, code: int) -> str:
        if len(self) >= MAX_CACHED:
            self.clear()
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(char: str) -> str:
    """Repeat the steps until they change nothing, so that folding twice equals folding once."""
    folded, before = char, None
    while folded != before:
        before = folded
        folded = ''.join(map(_fold_step, before))
    return folded


def _fold_step(char: str) -> str:
    if char in LETTERS:
        return LETTERS[char]
    plain = unicodedata.normalize('NFKD', char).casefold()
    return ''.join(map(_keep, plain)) if plain != char else _keep(char)


def _keep(char: str) -> str:
    """Return a character if it can be part of a word, '' for invisible marks, else a blank."""
    if char in LETTERS:
        return LETTERS[char]
    category = unicodedata.category(char)
    if category == 'Cf' or unicodedata.combining(char) or '\ufe00' <= char <= '\ufe0f':
        return ''
    if category == 'Nd':
        return str(unicodedata.decimal(char))
    return char if category[0] in _IN_WORDS else ' '


_CHARACTERS = _Characters()


def fold_text(text: str) -> str:
    """Remove differences between spellings of the same words.

    Case, accents, compatibility forms, Arabic letters and digits, half-spaces, punctuation.

    >>> fold_text('  Łódź-Żabieniec, ul. Großer ')
    'lodz zabieniec ul grosser'
    >>> fold_text('كتاب‌هاي ۱۲٣') == fold_text('کتابهای 123')
    True
    """
    return _DIGRAPH.sub(r'\1', _fold(_as_written((text or '')[:MAX_LENGTH]))[:MAX_LENGTH].rstrip())


def fold_forms(text: str) -> list[str]:
    """Fold a text as it stands, and as it was meant, where that differs.

    What is a part of a text is so in one of its forms: "oetry" of "poetry", "muller" of "Mueller".

    >>> fold_forms('Mueller'), fold_forms('Kraków')
    (['mueller', 'muller'], ['krakow'])
    """
    meant = _fold(_as_written(text))
    return list(dict.fromkeys((_fold(text), meant, _DIGRAPH.sub(r'\1', meant))))


def _fold(text: str) -> str:
    return ' '.join(text.translate(_CHARACTERS).split())


def _as_written(text: str) -> str:
    """Mend letters that were read in another code page, as far as they tell which they were."""
    if text.isascii():
        return _LOST_LETTER.sub('', text) if '?' in text else text
    for code_page in CODE_PAGES if _WRONG_PAGE.search(text) else ():
        try:
            return text.encode(code_page).decode()
        except UnicodeError:
            continue
    return _LOST_LETTER.sub('', text)


def fold_company(name: str) -> str:
    """Fold a company's name and remove legal forms; the order of words stays.

    A name of legal forms only does not become empty.

    >>> fold_company('Zakłady Piekarskie „Kłos” Sp. z o.o. Sp.k.')
    'zaklady piekarskie klos'
    >>> fold_company('شركت مهندسي آريا (سهامی خاص)')
    'مهندسی اریا'
    >>> fold_company('S.A.')
    'sa'
    """
    words = tuple(map(_as_meant, fold_text(_join_abbreviations(name)).split()))
    while (fewer := _without_forms(words)) != words and fewer:
        words = fewer
    return ' '.join(words)


def has_legal_form(name: str) -> bool:
    """Return whether a name is that of a company, as its legal form says.

    >>> has_legal_form('Nowak Meble sp. z o.o.'), has_legal_form('Jan Nowak')
    (True, False)
    """
    words = tuple(fold_text(_join_abbreviations(name)).split())
    return any(
        words[start:end] in _COMPANIES
        for start, word in enumerate(words)
        if word in _COMPANY_WORDS
        for end in range(start + 1, len(words) + 1)
    )


def fold_person(name: str) -> str:
    """Fold a person's name and remove titles; the order of words stays.

    >>> fold_person('mgr inż. Łukasz Wiśniewski')
    'lukasz wisniewski'
    >>> fold_person('جناب آقای دکتر علي رضايي')
    'علی رضایی'
    """
    words = fold_text(name).split()
    return ' '.join([word for word in words if word not in _TITLES] or words)


def _join_abbreviations(name: str) -> str:
    return _ABBREVIATION.sub(r'\1', (name or '')[:MAX_LENGTH])


def _as_meant(word: str) -> str:
    """Correct one typing error in a long word of a legal form."""
    near = _FORM_WORDS.get(word[:1], ()) if len(word) > 5 else ()
    return next((form for form in near if OSA.distance(word, form, score_cutoff=1) < 2), word)


def _without_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    """Remove one legal form; another may then be at the end or the beginning."""
    for length in range(min(len(words) - 1, _LONGEST), 0, -1):
        if words[-length:] in _LAST:
            return words[:-length]
        if words[:length] in _FIRST:
            return words[length:]
        for start in range(len(words) - length + 1):
            if words[start : start + length] in _ANYWHERE:
                return words[:start] + words[start + length :]
    return words


def _sequences(*lists: str) -> frozenset[tuple[str, ...]]:
    """Return the folded words of each entry."""
    joined = '|'.join(text.strip().replace('\n', '|') for text in lists)
    return frozenset(tuple(fold_text(entry).split()) for entry in joined.split('|'))


#: What persons are never called.
_COMPANIES = _sequences(LEGAL_FORMS)
_COMPANY_WORDS = frozenset(words[0] for words in _COMPANIES)
_ANYWHERE = _COMPANIES | _sequences(CONNECTIVES)
_LAST = _sequences(LAST_FORMS)
_FIRST = _sequences(FIRST_FORMS)
_LONG_WORDS = {word for words in _ANYWHERE for word in words if len(word) > 6} - {'company'}
#: Long words of legal forms, by first letter; short ones are too similar to other words.
_FORM_WORDS = {
    letter: sorted(word for word in _LONG_WORDS if word[0] == letter)
    for letter in {word[0] for word in _LONG_WORDS}
}
_TITLES = frozenset(word for (word,) in _sequences(TITLES))
_LONGEST = max(map(len, _ANYWHERE | _LAST | _FIRST))
