"""Pictures that others have made: what they are, and whether it costs little to draw them; no ORM.

A file of a few kilobytes can claim to be as large as a house. What it claims is read from its
first bytes, as far as they tell it, before any pixel is decoded.
"""

import io
import struct
from typing import NamedTuple

from PIL import Image

#: Pictures that every browser and the PDF can show: the names of their formats in Pillow.
FORMATS = {
    'PNG': 'image/png',
    'JPEG': 'image/jpeg',
    'MPO': 'image/jpeg',  # a JPEG with another one behind it, as some cameras make them
    'GIF': 'image/gif',
    'WEBP': 'image/webp',
}
#: The most pixels of a picture, and the most bytes: what a telephone's camera makes.
MAX_PIXELS, MAX_BYTES = 12_500_000, 15_000_000
#: A progressive JPEG is decoded once for each scan; those of usual programs have ten.
MAX_SCANS, SCAN = 30, b'\xff\xda'
#: Pixels that are packed for a PDF in no time, whatever they are.
MAX_PACKED = 500_000
WEBP = b'RIFF', b'WEBPVP8'


class Facts(NamedTuple):
    """What a picture says of itself."""

    mimetype: str
    width: int
    height: int


def read_facts(content: bytes) -> Facts | None:
    """Read type and size of a picture, without decoding it; None for anything else.

    SVG is none: it is a program in a document of its own.
    """
    if (content[:4], content[8:15]) == WEBP:
        return _read_webp(content)
    try:
        with Image.open(io.BytesIO(content), formats=('PNG', 'JPEG', 'GIF')) as picture:
            return Facts(FORMATS[picture.format], *picture.size)
    except Exception:  # whatever a broken file leads its reader to
        return None


def is_drawable(content: bytes, max_pixels: int = MAX_PIXELS) -> bool:
    """Tell whether a file is a picture that can be drawn at little cost."""
    facts = read_facts(content) if len(content) <= MAX_BYTES else None
    if not facts or not 0 < facts.width * facts.height <= max_pixels:
        return False
    return facts.mimetype != FORMATS['JPEG'] or content.count(SCAN) <= MAX_SCANS


def convert(content: bytes) -> bytes | None:
    """Return a picture that was made in an older format, BMP, as PNG; None for anything else."""
    # Odoo lets Pillow fill up what is missing of a picture, with black.
    is_whole = int.from_bytes(content[2:6], 'little') <= len(content)
    if len(content) > MAX_BYTES or not is_whole:
        return None
    try:
        with Image.open(io.BytesIO(content), formats=('BMP',)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return None
            drawn = io.BytesIO()
            picture.convert('RGBA' if 'A' in picture.mode else 'RGB').save(drawn, 'PNG')
    except Exception:  # whatever a broken file leads its reader to
        return None
    return drawn.getvalue()


def prepare_for_pdf(content: bytes) -> tuple[bytes, str] | None:
    """Return a picture and its type as a PDF can take it in at little cost; None for any other.

    A JPEG goes in as it is. Anything else is unpacked and packed again, which takes seconds for
    some large ones: those become JPEGs, or smaller where one can see through them.
    """
    if not is_drawable(content):
        return None
    facts = read_facts(content)
    is_packed = facts.width * facts.height <= MAX_PACKED and facts.mimetype != 'image/webp'
    if is_packed or facts.mimetype == 'image/jpeg':
        return content, facts.mimetype
    try:
        return _pack(content)
    except Exception:  # as above
        return None


def redraw(content: bytes, max_side: int) -> bytes | None:
    """Draw a PNG anew, so that there is nothing but pixels in it; None for anything else.

    :param max_side: the most pixels of width and of height
    """
    facts = read_facts(content)
    if not facts or facts.mimetype != FORMATS['PNG'] or max(facts[1:]) > max_side:
        return None
    try:
        with _open(content) as picture:
            return _save(picture.convert('RGBA'), 'PNG')[0]
    except Exception:  # as above
        return None


def _pack(content):
    with _open(content) as picture:
        if not picture.has_transparency_data:
            return _save(picture.convert('RGB'), 'JPEG', quality=92)
        picture = picture.convert('RGBA')
    if picture.getextrema()[3][0] == 255:
        return _save(picture.convert('RGB'), 'JPEG', quality=92)
    scale = (MAX_PACKED / (picture.width * picture.height)) ** 0.5
    if scale < 1:
        picture.thumbnail((picture.width * scale, picture.height * scale))
    return _save(picture, 'PNG')


def _open(content):
    # Odoo keeps Pillow from loading formats by itself.
    from PIL import WebPImagePlugin

    if content[:4] == WEBP[0]:
        return WebPImagePlugin.WebPImageFile(io.BytesIO(content))
    return Image.open(io.BytesIO(content), formats=('PNG', 'GIF'))


def _save(picture, file_format, **options):
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue(), FORMATS[file_format]


def _read_webp(content: bytes) -> Facts | None:
    """Read the size of a WebP: Pillow makes room for all its pixels when it opens one.

    See RFC 9649, sections 2.5 to 2.7.
    """
    try:
        kind, at = content[12:16], 20
        if kind == b'VP8X':
            width, height = (
                int.from_bytes(content[start : start + 3], 'little') + 1 for start in (24, 27)
            )
        elif kind == b'VP8L':
            (bits,) = struct.unpack_from('<I', content, at + 1)
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        else:
            width, height = (side & 0x3FFF for side in struct.unpack_from('<HH', content, at + 6))
    except struct.error:
        return None
    return Facts(FORMATS['WEBP'], width, height)
