"""The addon's own page, as app stores show it, and its pictures."""

import ast

import pytest
from lxml import html

from scripts.settings import ADDON, CHECKOUT

FOLDER = CHECKOUT / ADDON / "static/description"
#: What stores take away, or show wrongly.
REFUSED = (
    "//script | //style | //link | //iframe | //html | //@style | //@*[starts-with(name(), 'on')]"
)
MAX_SIZE = 200_000


@pytest.fixture(scope="module")
def page():
    return html.fragment_fromstring((FOLDER / "index.html").read_text(), create_parent="div")


@pytest.fixture(scope="module")
def manifest():
    return ast.literal_eval((CHECKOUT / ADDON / "__manifest__.py").read_text())


def test_nothing_is_on_it_that_a_store_takes_away(page):
    assert not page.xpath(REFUSED)
    assert not page.xpath("//a[starts-with(@href, 'http')]")


def test_each_picture_is_there_and_says_what_it_shows(page):
    pictures = page.xpath(".//img")
    assert pictures
    for picture in pictures:
        assert (FOLDER / picture.get("src")).is_file()
        assert picture.get("alt")


def test_the_banner_comes_first_and_pictures_are_small(manifest):
    assert manifest["images"][0] == "static/description/banner.png"
    for name in manifest["images"]:
        assert (CHECKOUT / ADDON / name).is_file()
    pictures = [*FOLDER.glob("*.png"), *(CHECKOUT / "docs").glob("*.png")]
    assert not [path.name for path in pictures if path.stat().st_size > MAX_SIZE]


def test_no_picture_lies_there_unused(manifest, page):
    used = {picture.get("src") for picture in page.xpath(".//img")}
    used |= {name.rpartition("/")[2] for name in manifest["images"]} | {"icon.png"}
    assert {path.name for path in FOLDER.glob("*.png")} == used
