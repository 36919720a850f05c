"""PDF of an offer's HTML: pages, texts, and no content except the caller's."""

import base64
import doctest
import io
import logging
import time
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from sales_deals.tools.offer import colors, pdf
from sales_deals.tools.offer.pdf import make_pdf

ADDON = Path(pdf.__file__).parents[2]
FONT = "/sales_deals/static/fonts/vazirmatn/Vazirmatn-Regular.woff2"
HEAD = (
    '<link rel="stylesheet" href="/sales_deals/static/offer/offer_print.css?v=1">'
    f'<style>@font-face {{font-family: Vazirmatn; src: url("{FONT}?v=1")}}'
    ":root {--font: Vazirmatn; --accent: #1f5f8b; --ink-accent: #1f5f8b}</style>"
)
RUNNING = (
    '<div class="running_head"><bdi class="running_company">Northlight</bdi>OF/2026/00012</div>'
    '<div class="running_foot"><span class="pages"></span></div>'
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>'
#: Whatever loads a file into a PDF.
LOADERS = (
    '<img src="{0}">',
    '<embed src="{0}">',
    '<object data="{0}">x</object>',
    '<input type="image" src="{0}">',
    '<svg><image href="{0}"/><use href="{0}#x"/></svg>',
    '<link rel="stylesheet" href="{0}">',
    '<style>@import "{0}";</style>',
    '<style>@font-face {{font-family: x; src: url("{0}")}} p {{font-family: x}}</style><p>x</p>',
    '<p style="background: url({0})">x</p>',
    '<p style="list-style: url({0}); display: list-item">x</p>',
    '<style>p::before {{content: url("{0}")}}</style><p>x</p>',
    '<p style="border-image: url({0}) 9; border: 9px solid">x</p>',
)
HEADINGS = '<thead><tr><th class="name">Description<th class="subtotal">Amount</thead>'


def document(body, lang="en-US", direction="ltr"):
    return (
        f'<!DOCTYPE html><html lang="{lang}" dir="{direction}" class="print classic">'
        f"<head><title>Offer</title>{HEAD}</head><body>{RUNNING}{body}</body></html>"
    )


def table(rows):
    return f'<table class="lines">{HEADINGS}<tbody>{"".join(rows)}</tbody></table>'


def row(name):
    return f'<tr><th class="name">{name}<td class="subtotal">100.00'


def fetch(url):
    return pdf.read_static(url, {"sales_deals": ADDON})


def encode(file_format, size):
    file = io.BytesIO()
    Image.new("RGB", size).save(file, file_format)
    return file.getvalue()


def pages_of(html, ask=fetch):
    reader = PdfReader(io.BytesIO(make_pdf(html, ask)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.parametrize("module", [colors])
def test_examples_in_the_docstrings(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("step", range(0, 256, 15))
def test_text_is_readable_on_any_colour(step):
    for green in range(0, 256, 15):
        for blue in range(0, 256, 51):
            color = f"#{step:02x}{green:02x}{blue:02x}"
            shades = colors.palette(color)
            assert colors.contrast(color, shades["on"]) >= 4.5
            assert colors.contrast(shades["ink"], "#ffffff") >= 4.5
            assert colors.contrast(shades["ink"], shades["tint"]) >= 4.5


def test_every_page_has_its_number_and_all_but_the_first_a_head():
    pages = pages_of(document(table(row(f"Window {number}") for number in range(120))))
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in text
        assert ("OF/2026/00012" in text and "Northlight" in text) == (number > 1)


#: Texts without a blank, with many, with lines of their own, of two scripts.
PIECES = ("A", "lorem ipsum ", "lorem\n", "aپ ", "پنجره‌های دوجداره ")
#: Where texts stand: as wide as the page, in columns, in columns as narrow as words.
PLACES = (
    '<div class="prose"><p>{}</p></div>',
    '<table class="lines"><tr><th class="name"><bdi>{}</bdi><td class="subtotal">1</table>',
    '<table class="lines"><tr><th>Door<td class="quantity"><bdi class="unit">{}</bdi></table>',
    '<table class="grid"><thead><tr><th>Product<th>{}</table>',
    '<dl class="terms"><div><dt>Terms<dd><bdi>{}</bdi></div></dl>',
    '<p class="description">{}</p>',
    '<section class="facts"><div class="fact"><p><bdi>{}</bdi></div></section>',
)


def seconds_of(body):
    begin = time.process_time()
    make_pdf(document(body), fetch)
    return time.process_time() - begin


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("piece", PIECES)
def test_a_text_costs_no_more_than_its_length(place, piece):
    few, many = (place.format(piece * (letters // len(piece))) for letters in (4_000, 16_000))
    assert seconds_of(many) < 6 * seconds_of(few)


@pytest.mark.parametrize("place", PLACES)
def test_words_without_end_stay_on_the_page(place):
    source = document(place.format("A" * 500))
    [page] = PdfReader(io.BytesIO(make_pdf(source, fetch))).pages
    assert max(line.count("A") for line in page.extract_text().splitlines()) < 110


def test_no_letter_of_long_texts_is_lost():
    words = " ".join(f"Window {number}" for number in range(300))
    for place in PLACES[:2]:
        text = " ".join(pages_of(document(place.format("A" * 3_000 + " " + words))))
        assert text.count("A") == 3_000
        assert {str(number) for number in range(300)} <= set(text.split())


def test_texts_are_divided_where_lines_may_end():
    for text in ("a" * 400, "a b " * 100, None, ""):
        assert pdf._divide(text) == [text]
    source = "ab " * 300 + "\n" + "c" * 900
    parts = pdf._divide(source)
    assert "".join(parts) == source
    assert max(map(len, parts)) == 400
    assert [part[0] for part in parts[1:]] == [" ", " ", "c", "c", "c"]


def test_headings_are_repeated_on_every_page():
    pages = pages_of(document(table(row(f"Window {number}") for number in range(120))))
    assert all("Description" in text for text in pages)
    for number in range(120):
        assert sum(f"Window {number} " in text for text in pages) == 1


@pytest.mark.parametrize("before", range(28, 48))
def test_a_section_is_never_the_last_of_a_page(before):
    section = '<tr class="section"><th class="name" colspan="2">Upper floor'
    rows = [*(row(f"Window {number}") for number in range(before)), section]
    pages = pages_of(document(table([*rows, row("Balcony door"), row("Sill")])))
    assert [text for text in pages if "Upper floor" in text and "Balcony door" in text]


def test_persian_is_shaped_and_numbered_in_its_digits():
    body = "<h1>پیشنهاد قیمت</h1><p>پنجره‌های دوجداره</p>"
    source = document(body, "fa-IR", "rtl")
    [page] = PdfReader(io.BytesIO(make_pdf(source, fetch))).pages
    text = page.extract_text()
    assert all(digit in text for digit in "۱/")
    # Letters are joined: those of a word are drawn by other glyphs than each on its own.
    assert drawn(document("<p>ببب</p>", "fa-IR", "rtl")) > drawn(document("<p>ب ب ب</p>"))
    fonts = page["/Resources"]["/Font"].values()
    assert any("Vazirmatn" in font.get_object()["/BaseFont"] for font in fonts)


def drawn(source):
    """Return how many different glyphs the main font of a document has."""
    reader = PdfReader(io.BytesIO(make_pdf(source, fetch)))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    return max(len(font["/DescendantFonts"][0].get_object()["/W"]) for font in fonts)


def left_of(word, body, direction):
    """Return how far from the left a word of a document's first page begins, in points."""
    found = []
    page = PdfReader(io.BytesIO(make_pdf(document(body, "en", direction), fetch))).pages[0]
    page.extract_text(
        visitor_text=lambda text, cm, tm, *_: (
            found.append(tm[4] * cm[0] + cm[4]) if word in text else None
        )
    )
    return found[0]


def test_lines_of_a_right_to_left_document_begin_at_the_right():
    heading = "<h1>Offer</h1>"
    assert left_of("Offer", heading, "rtl") > left_of("Offer", heading, "ltr") + 200


def test_totals_stand_below_the_amounts():
    totals = '<dl class="totals{}"><div><dt>Sum<dd>100.00</div></dl>'
    for body in (totals.format(""), totals.format(" wide")):
        for word in ("Sum", "100.00"):
            assert left_of(word, body, "ltr") > 220
            assert left_of(word, body, "rtl") < 380
        assert left_of("100.00", body, "rtl") < left_of("Door", table([row("Door")]), "ltr") + 9


def test_only_the_caller_is_asked_and_only_for_our_own(tmp_path, caplog):
    caplog.set_level(logging.CRITICAL, "weasyprint")
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    asked = []

    def ask(url):
        asked.append(url)
        return fetch(url)

    sources = ("https://example.com/a.png", secret.as_uri(), "//example.com/b.png", "ftp://a/c.png")
    pictures = "".join(f'<img src="{url}">' for url in (*sources, "/web/image/7?unique=a"))
    pages_of(document(pictures), ask)
    assert [url for url in asked if "static" not in url] == ["/web/image/7?unique=a"]


def test_pictures_within_the_document_need_no_asking():
    pixel = encode("PNG", (1, 1))
    encoded = base64.b64encode(pixel).decode()
    assert pdf._decode(f"data:image/png;base64,{encoded}") == (pixel, "image/png")
    assert pdf._decode(f"data:image/svg;base64,{encoded}") == (pixel, "image/png")


@pytest.mark.parametrize(
    "url",
    [
        "data:text/html,<b>",
        "data:text/css;base64,YQ==",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
        f"data:image/svg+xml;base64,{base64.b64encode(SVG).decode()}",
        f"data:image/png;base64,{base64.b64encode(SVG).decode()}",
        "data:image/png;base64,A",
        "data:image/png,x",
    ],
)
def test_what_is_no_picture_is_not_taken_from_the_document(url):
    assert pdf._decode(url) is None


@pytest.mark.parametrize("make", ['<a rel="{0}" href="{1}">x</a>', '<link rel="{0}" href="{1}">'])
@pytest.mark.parametrize("rel", ["attachment", "noopener ATTACHMENT"])
@pytest.mark.parametrize("url", ["/web/static//etc/passwd", FONT, "/offer/1/file/x", "file:///x"])
def test_nothing_is_attached(make, rel, url):
    source = document("<p>x</p>" + make.format(rel, url))
    made = make_pdf(source, lambda url: fetch(url) or (b"secret", "text/plain"))
    assert PdfReader(io.BytesIO(made)).attachments == {}
    assert b"/EmbeddedFile" not in made and b"/FileAttachment" not in made


@pytest.mark.parametrize("text", [secret.format("/web/static//etc/passwd") for secret in LOADERS])
def test_no_element_reads_another_file(text):
    asked = []

    def ask(url):
        found = pdf.read_static(url, {"sales_deals": ADDON, "web": ADDON})
        asked.append((url, found))
        return found

    make_pdf(f"<!DOCTYPE html><body>{text}", ask)
    assert not [url for url, found in asked if found]


@pytest.mark.parametrize(
    "url",
    [
        "/sales_deals/__manifest__.py",
        "/sales_deals/static/../__manifest__.py",
        "/sales_deals/static/%2e%2e/__manifest__.py",
        "/sales_deals/static//etc/passwd",
        "/sales_deals/static/%2fetc/passwd",
        "/sales_deals/static/%252fetc/passwd",
        "/sales_deals/static/offer//etc/passwd",
        "/sales_deals/static/./etc/../../../../../../../../etc/passwd",
        "/sales_deals/static/offer/../../views/offer/deal_offer_views.xml",
        "/sales_deals/static/offer/..%5c..%5c__manifest__.py",
        "/sales_deals/static/offer/offer.js",
        "/sales_deals/static/description/index.html",
        "/sales_deals/static/offer",
        "/other/static/offer/offer.css",
        "/sales_deals/static/offer/none.css",
        "/",
        "",
    ],
)
def test_only_static_files_are_read(url):
    assert fetch(url) is None


def test_a_static_file_comes_with_its_type():
    content, content_type = fetch("/sales_deals/static/offer/offer_print.css?v=3")
    assert content.startswith(b"/*") and content_type == "text/css"
    assert fetch(FONT)[1] == "font/woff2"
