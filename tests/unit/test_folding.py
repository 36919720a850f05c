"""Normal forms of names."""

import doctest

import pytest
from hypothesis import example, given

from sales_deals.tools import matching
from sales_deals.tools.matching import folding

from .matching_names import any_names


def test_examples_in_the_docstrings():
    assert doctest.testmod(folding).failed == 0


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  ŁÓDŹ – Bałuty ", "lodz baluty"),
        ("Zażółć gęślą jaźń", "zazolc gesla jazn"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("İstanbul Iğdır ı", "istanbul igdir i"),
        ("Ærø Đurić", "aro duric"),
        ("Mueller, Moebel, Baer", "muller mobel bar"),
        ("Müller, Möbel, Bär", "muller mobel bar"),
        ("Wi?niewski, co?", "winiewski co"),
        ("RÃ³Å¼a WiÅ›niewska", "roza wisniewska"),
        ("Gordon SchÃ¤fer", "gordon schafer"),
        ("CzÄ™stochowa", "czestochowa"),
        ("Ĺ‚ukasz", "lukasz"),
        ("Åsa Ångström", "asa angstrom"),
        ("Ârvîn Ñandú", "arvin nandu"),
        ("O'Neil", "oneil"),
        ("O’Neil", "oneil"),
        ("ﬁrma", "firma"),
        ("ＡＢＣ１２", "abc12"),
        ("Nova™ & Co®", "nova co"),
        ("e\u0301te\u0301", "ete"),
        ("كتاب‌هاي علي", "کتابهای علی"),
        ("مؤسّسهٔ آریا", "موسسه اریا"),
        ("موسسة أريا", "موسسه اریا"),
        ("رئیس", "رییس"),
        ("مـــهـــدی", "مهدی"),
        ("ۀ ة ه", "ه ه ه"),
        ("ٱلرضا", "الرضا"),
        ("علاء", "علا"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("۱۲۳ ٤٥٦", "123 456"),
        ("ab\u200bcd\u200e\ufeff", "abcd"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\u00a0b\tc\nd", "a b c d"),
        ("ООО «Ромашка»", "ооо ромашка"),
        ("หน้า ३", "หนา 3"),
        ("...", ""),
        ("", ""),
        (False, ""),
        (None, ""),
    ],
)
def test_text_is_folded(text, folded):
    assert matching.fold_text(text) == folded


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Nowak Meble sp. z o.o.", "nowak meble"),
        ("Nowak Meble Sp. z o. o.", "nowak meble"),
        ("NOWAK MEBLE SP Z O O", "nowak meble"),
        ("Nowak Meble spzoo", "nowak meble"),
        ("Nowak Meble Spółka z ograniczoną odpowiedzialnością", "nowak meble"),
        ("Nowak Meble spółka z ograniczoną odpowiedzialnością sp.k.", "nowak meble"),
        ("Nowak Meble Spolka z ograniczona odpowiedzialnoscia sp. k.", "nowak meble"),
        ("Nowak Meble Spółka z ogrniczoną odpowiedzialnościa", "nowak meble"),
        ("Nowak Meble S.A.", "nowak meble"),
        ("Nowak Meble SA", "nowak meble"),
        ("Nowak Meble P.S.A.", "nowak meble"),
        ("Nowak Meble sp.j.", "nowak meble"),
        ("Nowak Meble s.c.", "nowak meble"),
        ("PHU Nowak Meble", "nowak meble"),
        ("P.P.H.U. „Nowak Meble” Jan Nowak", "nowak meble jan nowak"),
        ("Zoo Warszawa", "zoo warszawa"),
        ("Sklep Polka", "sklep polka"),
        ("SAS Institute Inc.", "sas institute"),
        ("Acme, Inc.", "acme"),
        ("Acme Ltd", "acme"),
        ("The Acme Company Limited", "acme"),
        ("Smith & Sons LLC", "smith sons"),
        ("Smith and Sons", "smith sons"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Dupont S.A.R.L.", "dupont"),
        ("Rossi S.r.l.", "rossi"),
        ("Philips B.V.", "philips"),
        ("Novák s.r.o.", "novak"),
        ("Škoda Auto a.s.", "skoda auto"),
        ("Nokia Oy", "nokia"),
        ("شرکت فولاد آریا (سهامی خاص)", "فولاد اریا"),
        ("فولاد آریا سهامی عام", "فولاد اریا"),
        ("شركت فولاد آريا با مسئوليت محدود", "فولاد اریا"),
        ("شرکت فولاد آریا با مسولیت محدود", "فولاد اریا"),
        ("شرکت فولاد آریا با مسئلویت محدود", "فولاد اریا"),
        ("مؤسسه فولاد و آریا", "فولاد اریا"),
        ("فن‌آوران", "فناوران"),
        # What would leave nothing stays.
        ("Spółka z o.o.", "spolka"),
        ("S.A.", "sa"),
        ("شرکت", "شرکت"),
        ("Ltd", "ltd"),
        ("", ""),
    ],
)
def test_company_is_folded_without_its_legal_form(name, folded):
    assert matching.fold_company(name) == folded


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("mgr inż. Łukasz Żak", "lukasz zak"),
        ("dr hab. n. med. Anna Nowak", "n anna nowak"),
        ("Pan Jan Kowalski", "jan kowalski"),
        ("Pani", "pani"),
        ("Mr. John Smith, PhD", "john smith"),
        ("Herr Dr. Max Müller", "max muller"),
        ("جناب آقای مهندس علی رضایی", "علی رضایی"),
        ("سرکار خانم دكتر مريم كاظمي", "مریم کاظمی"),
        ("محمد‌رضا", "محمدرضا"),
    ],
)
def test_person_is_folded_without_titles(name, folded):
    assert matching.fold_person(name) == folded


@given(any_names)
@example("ͅ")
@example("ΐ ΰ ǰ ẞ ŉ İ")
@example("sp ltd k")
@example("Sp. z o. o. S. A.")
def test_folding_twice_is_folding_once(name):
    for fold in (matching.fold_text, matching.fold_company, matching.fold_person):
        assert fold(fold(name)) == fold(name)


@given(any_names)
def test_a_name_of_anything_is_never_folded_to_nothing(name):
    assert bool(matching.fold_company(name)) == bool(matching.fold_text(name))
    assert bool(matching.fold_person(name)) == bool(matching.fold_text(name))


@pytest.mark.parametrize("selector", ["\ufe00", "\ufe08", "\ufe0e", "\ufe0f"])
def test_what_only_chooses_a_glyph_is_no_letter(selector):
    assert folding.fold_text(f"Ka{selector}wa") == "kawa"


@pytest.mark.parametrize("name", ["Kompany Bikes", "Compana Bikes"])
def test_what_looks_like_the_word_company_stays(name):
    assert folding.fold_company(name) == name.lower()
