"""Translations are complete, current, and keep what must not be translated."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest

from scripts import i18n, translations
from scripts.settings import Settings

FOLDER = Settings().addon / "i18n"
TRANSLATIONS = [pytest.param(path, id=path.stem) for path in sorted(FOLDER.glob("*.po"))]
#: %s, %d, %(name)s, {name}, {{ expression }}, ${expression}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdrfi]|%%|\$\{[^}]*\}|\{\{[^}]*\}\}|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][\w-]*")
ARABIC_LETTERS = re.compile("[يك]")


def entries(path: Path) -> list[polib.POEntry]:
    """The terms of a file; there is at least one."""
    found = list(polib.pofile(str(path)))
    assert found, f"{path.name} has no terms"
    return found


def wrong(path: Path, is_wrong) -> list[str]:
    """The terms whose translation is wrong in some way."""
    return [f"{entry.msgid!r} -> {entry.msgstr!r}" for entry in entries(path) if is_wrong(entry)]


def test_the_files_are_current(settings):
    stale = translations.stale_files(i18n.export(settings), FOLDER)
    assert not stale, f"run make i18n: {[path.name for path in stale]}"


def test_there_is_a_translation_for_each_language():
    assert {path.stem for path in FOLDER.glob("*.po")} == {"fa_IR", "pl"}


@pytest.mark.parametrize("path", TRANSLATIONS)
def test_every_term_is_translated(path):
    assert not wrong(path, lambda entry: entry.fuzzy or not entry.msgstr)


@pytest.mark.parametrize("path", TRANSLATIONS)
@pytest.mark.parametrize("kept", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_what_is_not_language_is_kept(path, kept):
    def changed(entry: polib.POEntry) -> bool:
        return Counter(kept.findall(entry.msgid)) != Counter(kept.findall(entry.msgstr))

    assert not wrong(path, changed)


@pytest.mark.parametrize("path", TRANSLATIONS)
def test_blanks_at_both_ends_are_kept(path):
    def ends(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    assert not wrong(path, lambda entry: ends(entry.msgid) != ends(entry.msgstr))


@pytest.mark.parametrize("path", [FOLDER / "fa_IR.po"])
def test_persian_is_written_with_persian_letters(path):
    assert not wrong(path, lambda entry: ARABIC_LETTERS.search(entry.msgstr))
