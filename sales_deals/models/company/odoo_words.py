"""Read the words of Odoo that the addon says in another way.

``i18n_extra/odoo`` has a file for each language. Odoo itself does not look there.
"""

from collections import defaultdict
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from odoo.tools import file_path
from odoo.tools.translate import (
    JAVASCRIPT_TRANSLATION_COMMENT,
    get_base_langs,
    get_po_paths,
    translation_file_reader,
)

FOLDER = 'sales_deals/i18n_extra/odoo'


class Word(NamedTuple):
    """A text of a record of Odoo: a whole field, or a term of a view."""

    is_term: bool
    model: str
    field: str
    xml_id: str
    source: str

    @property
    def module(self):
        return self.xml_id.partition('.')[0]

    @property
    def is_made_later(self):
        """Return whether another app makes the record than that whose file translates it.

        Odoo leaves such a text in English.
        """
        return self.module == 'mail' and '__crm_lead__' in self.xml_id


@cache
def read_words(lang):
    """Return the texts of Odoo's records in the addon's words.

    :param str lang: code of a language
    :return: dictionary of :class:`Word` to text
    """
    return _get_words(_read_rows(_get_own_paths(lang)))


def read_words_of_odoo(modules, lang):
    """Return the texts of records as the files of some modules translate them.

    :param modules: names of modules
    :param str lang: code of a language
    :return: dictionary of :class:`Word` to text
    """
    return _get_words(_read_rows(path for name in modules for path in get_po_paths(name, lang)))


@cache
def read_script_words(lang):
    """Return the texts of Odoo's scripts in the addon's words.

    :param str lang: code of a language
    :return: dictionary of module to a dictionary of English text to text
    """
    words = defaultdict(dict)
    for row in _read_rows(_get_own_paths(lang)):
        if row['type'] == 'code' and JAVASCRIPT_TRANSLATION_COMMENT in row['comments']:
            words[row['module']][row['src']] = row['value']
    return dict(words)


def _get_own_paths(lang):
    """Return the paths of the addon's files for a language that are there."""
    paths = []
    for name in get_base_langs(lang):
        with suppress(FileNotFoundError):
            paths.append(file_path(f'{FOLDER}/{name}.po'))
    return paths


def _read_rows(paths):
    """Return the rows of translation files that have a text."""
    return [row for path in paths for row in translation_file_reader(path) if row['value']]


def _get_words(rows):
    """Return the texts of records among the rows of translation files."""
    return {
        Word(
            row['type'] == 'model_terms',
            *row['name'].split(',', 1),
            f"{row['module']}.{row['imd_name']}",
            row['src'],
        ): row['value']
        for row in rows
        if row['type'] != 'code'
    }
