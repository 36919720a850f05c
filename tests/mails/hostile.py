"""Mails that are big, or made to cost a server its time, its memory or its readers' trust.

Each becomes a deal within seconds: read where it can be read in bounded time, else attached.
"""

import base64
import io
import random
import struct
import zipfile
import zlib
from dataclasses import dataclass

from . import Mail, head
from .broken import BASE64, PLAIN, _mixed, _nested, _part, _parts, _raw, _text
from .well_formed import PNG

RANDOM = random.Random(7)


@dataclass(frozen=True)
class Hostile(Mail):
    """A mail, and whether it is attached as it came instead of being read."""

    is_attached: bool = False
    #: What must not be in the text that readers are shown.
    without: tuple[str, ...] = ()


def _hostile(mail: Mail, is_attached: bool = False, without: tuple[str, ...] = ()) -> Hostile:
    values = (mail.name, mail.raw, mail.subject, mail.text, mail.attachments)
    return Hostile(*values, is_attached, without)


def _file(name: str, filename: bytes, content: bytes, kind: bytes = b"application/zip") -> Mail:
    headers = b"Content-Type: " + kind + b'; name="' + filename + b'"\r\n' + BASE64
    encoded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    files = {filename.decode(): content}
    return _parts(name, (PLAIN, b"See it."), (headers, encoded), text="See it.", attachments=files)


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _zip_bomb() -> bytes:
    """Make a ZIP file of two levels: about 6 kB that unpack to 4 GB."""
    inner = _zip({"zeros": bytes(40_000_000)})
    return _zip({f"{number}.zip": inner for number in range(100)})


def _docx_bomb() -> bytes:
    xml = b"<w:document>" + b"<w:p>" * 3_000_000
    return _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml})


def _png_bomb(side: int = 12_000) -> bytes:
    """Make a picture of 144 million points in some kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    pixels = b"".join(packer.compress(row) for _row in range(side)) + packer.flush()
    header = struct.pack(">II", side, side) + b"\x01\x00\x00\x00\x00"
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return PNG[:8] + chunks


def _nested_messages(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + b"Subject: inner\r\n\r\nThe innermost."


def _headed(name: str, line: bytes, text: str = "t") -> Mail:
    return _raw(name, line + b"\r\n" + PLAIN + b"\r\n" + text.encode(), text)


def _to(name: str, more: bytes) -> Mail:
    raw = head(name, b"s").replace(b"To: ", b"To: " + more)
    return Mail(name, raw + PLAIN + b"\r\nt", "s", "t")


def _identified(name: str, identifier: bytes) -> Mail:
    raw = head(name, b"s").replace(name.encode() + b"@client.example>", identifier + b">", 1)
    return Mail(name, raw + PLAIN + b"\r\nt", "s", "t")


def _html(name: str, html: bytes, text: str = "", without: tuple[str, ...] = ()) -> Hostile:
    return _hostile(_text(name, b"text/html; charset=utf-8", html, text), without=without)


def _many(name: str, count: int, headers: bytes = b"") -> Mail:
    parts = _part(b"b", headers, b"x") * count
    return _raw(name, _mixed(b"b") + b"\r\n" + parts + b"--b--\r\n")


BIG = RANDOM.randbytes(18_500_000)
LONG = " ".join(f"word{number}" for number in range(400_000))
NESTED_LINES = _nested(400).replace(b"The innermost.", b"a\r\n" * 1_000_000)
QUOTED = b"<blockquote>" * 60 + b"<p>The first of all.</p>" + b"</blockquote>" * 60
THREAD = b"".join(b"<div>Answer %d, <b>bold</b>.</div><hr>" % number for number in range(40_000))

MAILS = [
    # Big ones: 25 MB as they travel.
    _hostile(_file("big_file", b"big.zip", BIG)),
    _hostile(_raw("big_text", PLAIN + b"\r\n" + LONG.encode(), LONG[-60:])),
    _hostile(_raw("big_line", PLAIN + b"\r\n" + b"x" * 6_000_000, "x" * 1000)),
    _html("long_thread", THREAD + QUOTED, "The first of all."),
    # Trees.
    _hostile(_raw("nested_2000", _nested(2000)), is_attached=True),
    _hostile(_raw("nested_50", _nested(50), "The innermost.")),
    _hostile(_raw("messages_nested_60", _nested_messages(60), "The innermost.")),
    _hostile(_raw("messages_nested_3000", _nested_messages(3000)), is_attached=True),
    _hostile(_many("parts_100000", 100_000), is_attached=True),
    _hostile(_many("parts_5000_typed", 5000, PLAIN), is_attached=True),
    _hostile(_many("parts_300", 300)),
    _hostile(_raw("nested_and_big", _nested(100) + b"A" * 76_000 * 200, "The innermost.")),
    _hostile(_raw("nested_lines", NESTED_LINES), is_attached=True),
    _hostile(_raw("boundary_in_boundary", _mixed(b"b") + b"\r\n" + b"--b" * 300_000)),
    # Headers.
    _hostile(_headed("subject_5mb", b"Subject: " + b"a b " * 1_250_000)),
    _hostile(_headed("header_5mb", b"X-Note: " + b"a " * 2_500_000)),
    _hostile(_headed("headers_100000", b"X-Note: 1\r\n" * 100_000)),
    _hostile(_headed("references_5mb", b"References: " + b"<0123456789@x> " * 340_000)),
    _hostile(_headed("encoded_words", b"Subject: " + b"=?utf-8?q?a?= " * 20_000)),
    _hostile(_headed("date_1mb", b"Date: " + b"1 " * 500_000)),
    _hostile(_headed("reply_to_bomb", b"Reply-To: " + b"(" * 100_000)),
    _hostile(_to("to_10000", b"".join(b"N %d <u%d@x.example>, " % (n, n) for n in range(10_000)))),
    _hostile(_to("to_parentheses", b"(" * 950 + b" ")),
    _hostile(_to("to_words", b"a " * 60_000)),
    _hostile(_to("to_dots", b"." * 60_000 + b", ")),
    _hostile(_raw("to_many", (b"To: " + b"a " * 3_900 + b"\r\n") * 500 + PLAIN + b"\r\nt", "t")),
    _hostile(_to("to_commas", b"," * 60_000)),
    _hostile(_to("to_quotes", b'"a" ' * 20_000)),
    _hostile(_identified("message_id_broken", b"<(")),
    _hostile(_identified("message_id_bracket", b"a@[")),
    _hostile(_headed("references_broken", b"References: <\r\nIn-Reply-To: <(")),
    _hostile(_headed("version_of_digits", b"MIME-Version: " + b"1" * 5000)),
    _hostile(_identified("message_id_random", RANDOM.randbytes(4000).hex().encode())),
    _hostile(
        _raw(
            "content_type_parentheses",
            b"Content-Type: text/plain; " + b"(" * 5000 + b"\r\n\r\nt",
        ),
        is_attached=True,
    ),
    _hostile(
        _parts(
            "disposition_parentheses",
            (b"Content-Disposition: " + b"(" * 3000 + b"\r\n" + PLAIN, b"x"),
        ),
        is_attached=True,
    ),
    _hostile(
        _raw("content_type_bomb", b"Content-Type: text/plain" + b";a=1" * 50_000 + b"\r\n\r\nt"),
        is_attached=True,
    ),
    _hostile(
        _raw("parameter_bomb", b"Content-Type: text/plain" + b";a*0*=1" * 900 + b"\r\n\r\nt", "t")
    ),
    _hostile(
        _parts(
            "filename_bomb",
            (b"Content-Disposition: attachment; filename=" + b"f" * 200_000, b"x"),
            attachments={"f" * 200_000: b"x"},
        )
    ),
    # Files.
    _hostile(_file("zip_bomb", b"bomb.zip", _zip_bomb())),
    _hostile(
        _file(
            "docx_bomb",
            b"bomb.docx",
            _docx_bomb(),
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        )
    ),
    _hostile(_file("picture_bomb", b"bomb.bin", _png_bomb(), b"application/octet-stream")),
    _hostile(_file("picture_shown", b"bomb.png", _png_bomb(), b"image/png")),
    _hostile(_file("not_a_picture", b"broken.png", PNG[:40] + b"\0" * 500, b"image/png")),
    _hostile(_file("path_in_name", b"../../../etc/passwd", b"x", b"application/x-y")),
    _hostile(_file("mirrored_name", "نقشه\u202egpj.exe".encode(), b"MZ", b"application/x-y")),
    # Pages.
    _html("html_deep", b"<div>" * 100_000 + b"deep"),
    _html("html_tables", b"<table><tr><td>" * 5000 + b"deep"),
    _html("html_attributes", b"<p " + b"a=1 " * 200_000 + b">text</p>", "text"),
    _html("html_unclosed_tags", b"<b><i><u>" * 50_000 + b"text"),
    _html("html_entities", b"<p>" + b"&amp;" * 300_000 + b"</p>", "&" * 100),
    _html("html_comments", b"<!-- " * 100_000 + b"--><p>text</p>"),
    _html(
        "html_inline_picture",
        b'<p>text</p><img src="data:image/png;base64,' + base64.b64encode(BIG[:2_000_000]) + b'">',
        "text",
    ),
    _html("html_brackets", b"<" * 500_000),
    _html("html_siblings", b'<div><p class="gmail_extra">q</p>' + b"<p>x</p>" * 20_000, "q"),
    _html("html_style", b'<p style="' + b"a" * 200_000 + b'">text</p>', "text"),
    _html("html_encodings", b"<p>text</p><a" + b" encoding=x" * 30_000, "text"),
    _hostile(_raw("quotes_by_turns", PLAIN + b"\r\n" + b"> a\r\nb\r\n" * 30_000, "> a")),
    # As many as are read like those of a person.
    _hostile(_raw("quotes_at_the_limit", PLAIN + b"\r\n" + b"> a\r\nb\r\n" * 9_990, "> a")),
    _html(
        "html_entity_bomb",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY c SYSTEM "file:///etc/passwd">]><p>text &b; &c;</p>',
        "text",
        without=("root:",),
    ),
    _html(
        "html_script",
        b'<p onclick="alert(1)">text</p><script>alert(2)</script><img src=x onerror=alert(3)>'
        b'<a href="javascript:alert(4)">link</a><svg onload=alert(5)><iframe src="//e"></iframe>'
        b'<form action="//e"><input name=p></form><style>*{display:none}</style>',
        "text",
        without=("alert", "<script", "<iframe", "<form", "onerror", "display:none"),
    ),
    _html(
        "html_notification",
        b'<p>text</p><div class="o_mail_notification">hidden</div><t t-out="1+1"/>{{ 7*7 }}',
        "text",
        without=("t-out",),
    ),
]
