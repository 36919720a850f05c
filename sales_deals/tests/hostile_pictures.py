"""Pictures that cost much to draw, though their files are small or say nothing of it; no ORM."""

import functools
import io
import os
import random
import struct
import zlib

from PIL import Image, WebPImagePlugin  # noqa: F401 (Odoo does not let Pillow load it)

PNG = b'\x89PNG\r\n\x1a\n'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="/etc/passwd"/></svg>'


@functools.cache
def make_all():
    """Return the pictures by what is wrong with them."""
    return {
        'huge PNG of nothing': make_png(7000, 7000),
        'PNG as large as numbers go': make_png(2**31 - 1, 2**31 - 1, rows=1),
        'PNG whose second header is another one': make_png(9, 9, then=(12000, 12000)),
        'PNG without any pixel': make_png(0, 0),
        'PNG of packed texts': make_packed_texts(60),
        'PNG of noise of few colours': encode(make_noise(3400, 3400, 'RGBA', colors=4), 'PNG'),
        'small PNG of noise of few colours': encode(make_noise(1024, 1024, 'RGBA', 4), 'PNG'),
        'huge JPEG': encode(Image.new('L', (7000, 7000)), 'JPEG'),
        'JPEG of many scans': make_scans(2000),
        'large JPEG that is to be turned': make_turned(4000, 3000),
        'huge GIF': encode(Image.new('P', (7000, 7000)), 'GIF'),
        'GIF whose picture is larger than its screen': make_gif_larger_than_said(),
        'GIF of noise': encode(make_noise(1900, 1900, 'P', colors=256), 'GIF'),
        'GIF of many frames': make_frames('GIF', 500),
        'huge WebP': make_huge_webp(12000),
        'WebP of noise': encode(make_noise(3400, 3400, 'RGBA', 4), 'WEBP', quality=1, method=0),
        'WebP that is its header': b'RIFF\xff\xff\xff\x7fWEBPVP8X' + b'\xff' * 30,
        'WebP of many frames': make_frames('WEBP', 300),
        'SVG': SVG,
        'SVG behind blanks': b'\n\n  ' + SVG,
        'BMP of noise': encode(make_noise(1900, 1000, 'RGB', colors=4), 'BMP'),
        'a page': b'<!DOCTYPE html><script>alert(1)</script>',
        'GIF that is a program': b'GIF89a=1;alert(1)//' + b'\x00' * 50,
        'nothing': b'\x00',
    }


def make_noise(width, height, mode, colors):
    """Make a picture that is packed slowly: of few colours, in no order."""
    source = random.Random(7)
    numbers = os.urandom(width * height)
    if mode == 'P':
        picture = Image.frombytes(mode, (width, height), numbers)
        picture.putpalette(source.randbytes(3 * colors))
        return picture
    bands = []
    for _band in mode:
        shades = source.randbytes(colors)
        table = bytes(shades[number % colors] for number in range(256))
        bands.append(Image.frombytes('L', (width, height), numbers.translate(table)))
    return Image.merge(mode, bands)


def encode(picture, file_format, **options):
    """Return a picture's file."""
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def make_png(width, height, rows=None, then=None):
    """Make a PNG of zeros, which are packed to a thousandth."""
    rows = height if rows is None else rows
    packer = zlib.compressobj(9)
    row = b'\0' * (min(width, 100_000) + 1)
    data = b''.join(packer.compress(row) for _row in range(rows)) + packer.flush()
    headers = [_header(*size) for size in ((width, height), then) if size]
    return PNG + b''.join(headers) + _chunk(b'IDAT', data) + _chunk(b'IEND', b'')


def make_packed_texts(count):
    text = b'comment\0\0' + zlib.compress(b'a' * 1_000_000, 9)
    texts = _chunk(b'zTXt', text) * count
    return (
        PNG + _header(1, 1) + texts + _chunk(b'IDAT', zlib.compress(b'\0\0')) + _chunk(b'IEND', b'')
    )


def make_scans(count):
    """Make a progressive JPEG that says the same again and again."""
    content = encode(Image.new('L', (2000, 2000), 99), 'JPEG', progressive=True)
    last = content.rindex(b'\xff\xda')
    return content[:last] + content[last:-2] * count + content[-2:]


def make_turned(width, height):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    return encode(Image.new('CMYK', (width, height)), 'JPEG', exif=exif)


def make_gif_larger_than_said():
    content = bytearray(encode(Image.new('P', (7000, 7000)), 'GIF'))
    content[6:10] = struct.pack('<HH', 9, 9)
    return bytes(content)


def make_huge_webp(side):
    """Make a WebP of one colour, which has no more bytes when its sides are longer."""
    content = bytearray(encode(Image.new('RGB', (16, 16)), 'WEBP', lossless=True))
    (bits,) = struct.unpack_from('<I', content, 21)
    sizes = side - 1 | side - 1 << 14
    content[21:25] = struct.pack('<I', bits & ~0xFFFFFFF | sizes)
    return bytes(content)


def make_frames(file_format, count):
    frames = [Image.new('RGB', (400, 400), (number % 256, 0, 0)) for number in range(count)]
    return encode(frames[0], file_format, save_all=True, append_images=frames[1:])


def _header(width, height):
    return _chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0))


def _chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))
