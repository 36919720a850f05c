"""Whose words are on a screen: ours, Odoo's, or somebody's data."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from scripts import odoo_home
from scripts.settings import ADDON, Settings

#: A word in Latin letters; a lone letter (a unit, a variable) or a code with digits says nothing.
LATIN = re.compile(r"(?<![^\W_])[A-Za-zÀ-ž]{2,}(?![^\W_])")
#: Names and technical words, which are the same in every language.
SAME_EVERYWHERE = """
    Odoo OdooBot CRM PDF CSV XLSX XLS JSON UTF SMS ID IBAN SWIFT BIC REGON KRS NIP HTML API URL
    Vazirmatn Roboto Lato Montserrat Open Sans WeasyPrint Pango QWeb SHA AVCO MB kB KB GB
    EUR USD PLN IRR GBP LinkedIn Facebook Twitter Google Outlook WhatsApp YouTube Instagram TikTok
    GitHub Stripe PayPal EN FA PL
"""
NAMES = set(SAME_EVERYWHERE.split())
ADDRESS = re.compile(
    r"&\w+;|\{\{[^}]*\}\}|\S+@\S+|https?:\S+|www\.\S+|\b[\w-]+\.(?:com|pl|ir|org|net)\b|/[\w/]+"
)
#: What a program fills in: %s, %(name)s, ${value}, {value}.
LONG = re.compile(r"[A-Za-z]{4,}")
BLANK = re.compile(r"%(?:\(\w+\))?[sdrfi]|\$\{[^}]*\}|\{\w*\}")
ENTRY = re.compile(r'^msgid ((?:".*"\s*)+)msgstr ((?:".*"\s*)+)', re.MULTILINE)
#: As Polish dates shorten them.
MONTHS = "sty lut mar kwi maj cze lip sie wrz paź lis gru"
#: Languages in whose texts each Latin word is a stranger.
OTHER_SCRIPTS = ("fa",)
#: Short English words that the Polish dictionary has too are no proof of anything.
DICTIONARIES = {"pl": "pl_PL"}


class Terms(dict):
    """Terms of .po files with their translations, '' where there is none."""

    def __init__(self, files: Iterable[Path]) -> None:
        super().__init__()
        for path in filter(Path.is_file, files):
            for source, translation in _read(path):
                self[source] = translation or self.get(source, "")

    def missing(self) -> "Missing":
        """Return the terms whose translation is missing or the same as the term."""
        return Missing(term for term, words in self.items() if not words or words == term)


class Data:
    """What people have typed: values of fields, and their Latin words."""

    def __init__(self, values: Iterable[object]) -> None:
        self.texts = {_squeeze(value) for value in values if isinstance(value, str)}
        self.words = {word for text in self.texts for word in LATIN.findall(text)}


class Missing:
    """Terms without translation; what a screen shows may have their blanks filled in."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = {_squeeze(term) for term in terms}
        self._parts = {_squeeze(part) for term in self.terms for part in _lines(term)}
        self._patterns = {
            term: _as_pattern(term)
            for term in self.terms
            if BLANK.search(term) and LONG.search(BLANK.sub(" ", term))
        }

    def find(self, text: str, words: set[str]) -> str:
        """Return the term, or the part of a term, that a text shows; '' for none.

        :param words: what may stand in its blanks
        """
        text = _squeeze(text)
        if text in self.terms or text in self._parts:
            return text
        for term, pattern in self._patterns.items():
            found = pattern.fullmatch(text)
            if found and set(LATIN.findall(" ".join(found.groups()))) <= words | NAMES:
                return term
        return ""


class Judge:
    """Says of texts in one language which of them are English that ought not to be there.

    A text that is listed is Odoo's, though it can't be told from Odoo's files alone.
    """

    def __init__(
        self,
        settings: Settings,
        language: str,
        modules: Iterable[str],
        data: Data,
        listed: Iterable[str] = (),
    ) -> None:
        self.language, self.data = language, data
        self.short = language.partition("_")[0]
        own = settings.addon / "i18n"
        names = (f"{self.short}.po", f"{language}.po")
        words = [settings.addon / "i18n_extra" / "odoo" / name for name in names]
        self.ours = Terms([own / f"{ADDON}.pot", *(own / name for name in names), *words])
        odoo = Terms(_odoo_files(settings, tuple(modules), names))
        self.odoo = odoo.missing()
        translated = [*odoo.values(), *self.ours.values()]
        self.translated = {_squeeze(text) for text in translated}
        self.translated |= {_squeeze(part) for text in translated for part in _lines(text)}
        #: Words that translators used, though no dictionary may have them.
        self.used = {word for text in translated for word in LATIN.findall(text)}
        self.used.update(MONTHS.split())
        self.listed = Missing(listed)
        self.seen_of_odoo: set[str] = set()

    def find_faults(self, texts: Iterable[str]) -> list[str]:
        """Return the texts that are ours but in English, or foreign and of unknown origin."""
        texts = sorted({text for text in map(_squeeze, texts) if LATIN.search(text)})
        strangers = self._strangers(texts)
        return [text for text in texts if text in strangers and self._is_fault(text, strangers)]

    def find_strangers(self, labels: Iterable[str]) -> set[str]:
        """Return the labels that have words of another language, ours or not."""
        return {text for text, words in self._strangers(sorted(labels)).items() if words}

    def _is_fault(self, text: str, strangers: dict[str, set[str]]) -> bool:
        words = self.data.words | self.used
        if self.listed.find(text, words):
            return False
        translation = self.ours.get(text)
        if translation and translation != text and text not in self.data.texts:
            return True
        if not strangers[text] - self.data.words or text in self.translated:
            return False
        if found := self.odoo.find(text, words):
            self.seen_of_odoo.add(found)
            return False
        return translation != text

    def _strangers(self, texts: list[str]) -> dict[str, set[str]]:
        """Return the foreign words of texts that have any, and of all English texts of ours."""
        words = {text: set(LATIN.findall(ADDRESS.sub(" ", text))) - NAMES for text in texts}
        if self.short not in OTHER_SCRIPTS:
            unknown = _unknown(frozenset().union(*words.values()), DICTIONARIES[self.short])
            words = {text: (found & unknown) - self.used for text, found in words.items()}
        return {t: found for t, found in words.items() if found or self._is_source(t)}

    def _is_source(self, text: str) -> bool:
        words = set(LATIN.findall(ADDRESS.sub(" ", text))) - NAMES
        return text in self.ours and bool(words) and text not in self.data.texts


def _odoo_files(settings: Settings, modules: tuple[str, ...], names: Iterable[str]) -> list[Path]:
    folders = odoo_home.find(settings).addons
    found = []
    for folder in (folder / module / "i18n" for module in modules for folder in folders):
        found += [folder / f"{folder.parent.name}.pot", *(folder / name for name in names)]
    return found


@cache
def _read(path: Path) -> list[tuple[str, str]]:
    return [(_text(m[1]), _text(m[2])) for m in ENTRY.finditer(path.read_text()) if m[1] != '""\n']


def _text(literals: str) -> str:
    return ast.literal_eval(f"({literals})")


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _lines(term: str) -> Iterator[str]:
    """Yield the parts of a term between tags and blanks, which may stand alone on a screen."""
    for part in re.split(rf"<[^>]*>|{BLANK.pattern}", term):
        if LATIN.search(part):
            yield part.strip(" :.,()")
            yield part


def _as_pattern(term: str) -> re.Pattern:
    return re.compile("(.*?)".join(map(re.escape, BLANK.split(term))), re.DOTALL)


def _unknown(words: frozenset[str], dictionary: str) -> set[str]:
    command = ["hunspell", "-d", dictionary, "-l", "-i", "utf-8"]
    text = "\n".join(sorted(words))
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return set(done.stdout.split())
