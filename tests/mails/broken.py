"""Mails that break the standards, as raw bytes: from old programs, bad gateways, or on purpose."""

import random

from . import Mail, head

PLAIN = b'Content-Type: text/plain; charset="utf-8"\r\n'
BASE64 = b"Content-Transfer-Encoding: base64\r\n"


def _mixed(boundary: bytes) -> bytes:
    return b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n'


def _part(boundary: bytes, headers: bytes, content: bytes) -> bytes:
    return b"--" + boundary + b"\r\n" + headers + b"\r\n" + content + b"\r\n"


def _nested(depth: int) -> bytes:
    inner = PLAIN + b"\r\nThe innermost.\r\n"
    for level in range(depth):
        boundary = b"level%d" % level
        inner = _mixed(boundary) + b"\r\n" + _part(boundary, b"", b"")[:-4] + inner
        inner += b"\r\n--" + boundary + b"--\r\n"
    return inner


def _raw(
    name: str,
    rest: bytes,
    text: str = "",
    subject: bytes = b"s",
    sender: bytes | None = None,
    expected_subject: str = "",
    attachments: dict[str, bytes] | None = None,
) -> Mail:
    raw = head(name, subject, sender) + rest
    return Mail(name, raw, expected_subject, text, attachments or {})


def _text(name: str, content_type: bytes, content: bytes, text: str = "", **expected) -> Mail:
    return _raw(name, b"Content-Type: " + content_type + b"\r\n\r\n" + content, text, **expected)


def _parts(name: str, *parts: tuple[bytes, bytes], text: str = "", **expected) -> Mail:
    content = b"".join(_part(b"b", headers, content) for headers, content in parts)
    return _raw(name, _mixed(b"b") + b"\r\n" + content + b"--b--\r\n", text, **expected)


def _bare(name: str, raw: bytes) -> Mail:
    """Make a mail whose envelope is broken too."""
    return Mail(name, raw)


RANDOM = random.Random(19).randbytes(4000)
ZAZOLC = "Zażółć gęślą jaźń"
LATIN_2 = ZAZOLC.encode("iso-8859-2")
SALAM = "سلام، قیمت پنجره"
UTF_8 = SALAM.encode()
CSV = "cena;12 zł\r\n".encode("windows-1250")
TO_WINDOWS = b"To: windows@deals.example.com\r\n"

#: Mails that become a deal all the same, with what can be read of them.
READABLE = [
    # Charsets that are wrong, unknown or not declared.
    _text("subject_utf8", b"text/plain", b"t", "t", subject=UTF_8, expected_subject=SALAM),
    _text(
        "subject_latin2",
        b"text/plain; charset=iso-8859-2",
        LATIN_2,
        ZAZOLC,
        subject=LATIN_2,
        expected_subject=ZAZOLC,
    ),
    _text(
        "word_with_bare_bytes",
        b"text/plain; charset=iso-8859-1",
        "Grüße".encode("latin-1"),
        "Grüße",
        subject=b"=?iso-8859-1?Q?Fr\xf6sche?=",
        expected_subject="Frösche",
    ),
    _text(
        "word_with_bare_bytes_mended",
        b"text/plain",
        UTF_8,
        SALAM,
        subject=b"=?iso-8859-1?Q?Fr\xf6sche?=",
        expected_subject="Frösche",
    ),
    _text(
        "words_and_bare_bytes",
        b"text/plain; charset=iso-8859-2",
        LATIN_2,
        ZAZOLC,
        subject=LATIN_2 + b" =?iso-8859-1?Q?Fr\xf6sche?= =?utf-8?B?w7Y=?=",
        expected_subject=f"{ZAZOLC} Frösche ö",
    ),
    _text("subject_unknown_charset", b"text/plain", b"t", "t", subject=b"=?x-none?B?YWJj?= d"),
    _text("utf8_undeclared", b"text/plain", UTF_8, SALAM),
    _text("utf8_as_ascii", b"text/plain; charset=us-ascii", UTF_8, SALAM),
    _text("utf8_as_unknown", b"text/html; charset=x-none", b"<p>" + UTF_8 + b"</p>", SALAM),
    _text("utf8_as_codec", b"text/plain; charset=base64", UTF_8, SALAM),
    _text("latin2_as_utf8", b"text/plain; charset=utf-8", b"price " + LATIN_2, "price Za"),
    _text("ascii_as_utf16", b"text/plain; charset=utf-16", b"odd", "odd"),
    _text("lone_surrogate", b"text/plain; charset=utf-8", b"t\xed\xa0\x80", "t"),
    _parts(
        "parts_with_unknown_charsets",
        (b"Content-Type: text/plain; charset=x-none\r\n", b"plain " + UTF_8),
        (b"Content-Type: text/html; charset=nonsense\r\n", b"<p>html</p>"),
        text=f"plain {SALAM}",
    ),
    _parts(
        "csv_without_charset",
        (PLAIN, b"See the list."),
        (b"Content-Type: text/csv; name=prices.csv\r\n", CSV),
        text="See the list.",
        attachments={"prices.csv": CSV},
    ),
    _parts(
        "csv_with_wrong_charset",
        (b"Content-Type: text/csv; charset=utf-8; name=prices.csv\r\n", CSV),
        attachments={"prices.csv": CSV},
    ),
    _parts(
        "file_of_rare_type",
        (b"Content-Type: model/step; name=frame.step\r\n", b"ISO-10303-21;"),
        attachments={"frame.step": b"ISO-10303-21;"},
    ),
    # Characters that a database or a page cannot hold.
    _text("nul_in_text", b"text/plain", b"before\0after", "before"),
    _text("nul_in_html", b"text/html", b"<p>before\0after</p>", "before"),
    _text("nul_in_subject", b"text/plain", b"t", "t", subject=b"a\0b", expected_subject="ab"),
    _text(
        "nul_in_encoded_subject",
        b"text/plain",
        b"t",
        "t",
        subject=b"=?utf-8?B?YQBi?=",
        expected_subject="ab",
    ),
    _text("nul_in_sender", b"text/plain", b"t", "t", sender=b'"N\0" <nul@client.example>'),
    _parts(
        "nul_in_filename",
        (
            b"Content-Type: application/pdf\r\n"
            b"Content-Disposition: attachment; filename*=utf-8''a%00b.pdf\r\n",
            b"%PDF\0",
        ),
        attachments={"ab.pdf": b"%PDF\0"},
    ),
    _text("control_characters", b"text/html", b"<p>a\x01\x0bb</p>", "a", subject=b"a\x01\x1b[2J"),
    # MIME trees that do not hold together.
    _raw("other_boundary", _mixed(b"b") + b"\r\n--other\r\n\r\nreadable\r\n", "readable"),
    _text("no_boundary", b"multipart/mixed", b"--b\r\n\r\nreadable", "readable"),
    _raw("unclosed", _mixed(b"b") + b"\r\n" + _part(b"b", PLAIN, b"readable"), "readable"),
    _raw("empty_multipart", _mixed(b"b") + b"\r\n--b--\r\n"),
    _raw("nested", _nested(200), "The innermost."),
    _parts("empty_rfc822", (b"Content-Type: message/rfc822\r\n", b"")),
    _parts(
        "broken_rfc822",
        (PLAIN, b"readable"),
        (b"Content-Type: message/rfc822\r\n", b"Subject: \xff\0\r\n\r\n\xff"),
        text="readable",
    ),
    _text("encoded_rfc822", b"message/rfc822", b"U3ViamVjdDo="),
    # Transfer encodings.
    _raw("truncated_base64", PLAIN + BASE64 + b"\r\ncmVhZGFibGUgdGV4dA\r\nx", "readable text"),
    _parts(
        "not_base64",
        (PLAIN, b"readable"),
        (b"Content-Type: application/pdf; name=a.pdf\r\n" + BASE64, b"\xff\xfe!!**"),
        text="readable",
    ),
    _raw(
        "unknown_encoding", PLAIN + b"Content-Transfer-Encoding: x-zip\r\n\r\nreadable", "readable"
    ),
    # Headers.
    _text("bad_content_type", b";;;/=", b"readable", "readable"),
    _raw("bad_headers", b"Not a header\r\n: empty\r\nContent-Type\r\n\r\nreadable", "readable"),
    _raw("headers_only", b""),
    _raw("headers_without_end", b"Content-Type: text/plain"),
    _raw("bad_date", b"Date: yesterday \xff\r\n" + PLAIN + b"\r\nt", "t"),
    _text("bad_sender", b"text/plain", b"t", "t", sender=b"<<>>,;@"),
    _bare("no_sender", TO_WINDOWS + b"Subject: s\r\nMessage-ID: <no_sender@x>\r\n\r\nt"),
    _bare("no_message_id", b"From: no_message_id@client.example\r\n" + TO_WINDOWS + b"\r\nt"),
    _bare(
        "long_message_id",
        TO_WINDOWS
        + b"From: long_id@client.example\r\nMessage-ID: <"
        + b"i" * 5000
        + b"@x>\r\n\r\nt",
    ),
    # HTML.
    _text("html_unclosed", b"text/html", b"<p>text<b><!-- <table><td>", "text"),
    _text("html_empty", b"text/html", b"<!-- nothing -->"),
    _text("html_encoding", b"text/html", b"<?xml version='1.0' encoding='x'?><p>t</p>", "t"),
    # Noise.
    _raw("random_body", b"\r\n" + RANDOM),
    _raw("random_part", _mixed(b"b") + b"\r\n--b\r\n" + RANDOM + b"\r\n--b--"),
]

#: Mails that nobody could place; the mail server that brings one is told so.
REFUSED = [
    _bare("no_recipient", b"From: nobody@client.example\r\nSubject: s\r\n\r\nt"),
    _bare("other_recipient", b"From: n@client.example\r\nTo: nobody@deals.example.com\r\n\r\nt"),
    _bare("empty", b""),
    _bare("newlines", b"\r\n\r\n\r\n"),
    _bare("random", RANDOM),
]
