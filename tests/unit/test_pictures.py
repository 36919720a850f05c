"""Pictures of others: their type and size, and what drawing them costs."""

import importlib.util
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from sales_deals.tools.offer import pictures

ADDON = Path(pictures.__file__).parents[2]
#: Odoo's classes use the same pictures, so they lie beside these; their package imports Odoo.
_spec = importlib.util.spec_from_file_location("hostile", ADDON / "tests" / "hostile_pictures.py")
hostile = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hostile)
HOSTILE = hostile.make_all()

#: Draws a picture twice: small ones are there before, so that only the picture's share is told.
COST = """
import json, sys, time
import tests.conftest
from sales_deals.tools.offer import pdf, pictures

def memory(name):
    lines = open("/proc/self/status").read().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024

def draw(content):
    found = pictures.prepare_for_pdf(content)
    return pdf.make_pdf('<img src="/x" style="width: 90px">', lambda url: found)

draw(open("sales_deals/static/description/icon.png", "rb").read())
content = sys.stdin.buffer.read()
before, begin = memory("VmRSS"), time.process_time()
draw(content)
print(json.dumps([time.process_time() - begin, memory("VmHWM") - before]))
"""


def encode(file_format, mode="RGB", size=(60, 40), **options):
    file = io.BytesIO()
    Image.new(mode, size).save(file, file_format, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "mimetype"),
    [
        (encode("PNG"), "image/png"),
        (encode("PNG", "RGBA"), "image/png"),
        (encode("JPEG"), "image/jpeg"),
        (encode("JPEG", progressive=True), "image/jpeg"),
        (encode("GIF", "P"), "image/gif"),
        (encode("WEBP"), "image/webp"),
        (encode("WEBP", lossless=True), "image/webp"),
        (encode("WEBP", "RGBA", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0"), "image/webp"),
    ],
)
def test_type_and_size_are_read(content, mimetype):
    assert pictures.read_facts(content) == pictures.Facts(mimetype, 60, 40)
    assert pictures.is_drawable(content)
    assert not pictures.is_drawable(content, max_pixels=60 * 40 - 1)


@pytest.mark.parametrize("content", [encode("PNG"), encode("GIF", "P"), encode("JPEG")])
def test_small_pictures_and_photographs_go_into_a_pdf_as_they_are(content):
    assert pictures.prepare_for_pdf(content)[0] == content


def test_a_large_photograph_goes_into_a_pdf_as_it_is():
    content = encode("JPEG", size=(4000, 3000))
    assert pictures.prepare_for_pdf(content) == (content, "image/jpeg")


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "GIF"])
def test_a_large_picture_becomes_a_photograph(file_format):
    content, mimetype = pictures.prepare_for_pdf(encode(file_format, size=(1900, 1000)))
    assert mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(content)).size == (1900, 1000)


def test_what_one_can_see_through_stays_so():
    for file_format in ("PNG", "WEBP"):
        content, mimetype = pictures.prepare_for_pdf(encode(file_format, "RGBA", (1900, 1000)))
        drawn = Image.open(io.BytesIO(content))
        assert mimetype == "image/png" and drawn.getpixel((0, 0))[3] == 0
        assert drawn.width * drawn.height <= pictures.MAX_PACKED
        assert abs(drawn.width / drawn.height - 1.9) < 0.01


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_drawn_at_little_cost_or_not_at_all(name):
    command = [sys.executable, "-W", "ignore", "-c", COST]
    done = subprocess.run(command, input=HOSTILE[name], capture_output=True, timeout=60, check=True)
    seconds, megabytes = json.loads(done.stdout)
    assert seconds < 2 and megabytes < 200


@pytest.mark.parametrize("name", ["SVG", "SVG behind blanks", "a page", "nothing", "BMP of noise"])
def test_what_is_no_picture_is_not_drawn(name):
    assert pictures.read_facts(HOSTILE[name]) is None
    assert pictures.prepare_for_pdf(HOSTILE[name]) is None


@pytest.mark.parametrize("length", [0, 3, 12, 15, 16, 20, 24, 27, 29])
def test_a_picture_that_ends_too_early_is_none(length):
    for content in HOSTILE.values():
        pictures.prepare_for_pdf(content[:length])


@pytest.mark.parametrize("fills_up", [False, True])
def test_an_older_format_becomes_a_png(fills_up, monkeypatch):
    # As Odoo has it, for the whole process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", fills_up)
    old = io.BytesIO()
    Image.new("RGB", (30, 20), "#cc3300").save(old, "BMP")
    new = pictures.convert(old.getvalue())
    assert pictures.read_facts(new) == ("image/png", 30, 20)
    assert Image.open(io.BytesIO(new)).getpixel((5, 5)) == (204, 51, 0)
    for content in (b"", b"BM", b"<svg xmlns='http://www.w3.org/2000/svg'/>", old.getvalue()[:60]):
        assert pictures.convert(content) is None
    claimed = bytearray(old.getvalue())
    claimed[18:26] = (30000).to_bytes(4, "little") * 2
    assert pictures.convert(bytes(claimed)) is None
