"""Mails put together by chance of what mail programs write, and of what they break."""

import base64
import quopri
import random

from . import Mail, head
from .broken import LATIN_2, SALAM, ZAZOLC

TEXTS = [
    b"",
    b"Please price 40 windows.\r\n> quoted\r\nRegards",
    ZAZOLC.encode(),
    SALAM.encode(),
    LATIN_2,
    SALAM.encode("utf-16"),
    ZAZOLC.encode("utf-16-be"),
    "price: 5 €\r\n".encode("windows-1252"),
    "見積もり".encode("iso-2022-jp"),
    "already lost: \ufffd".encode(),
    b"\xef\xbb\xbfname;price\r\n",
    b"a\0b",
    b"line\nfeeds\rmixed\r\n",
    b"-- \r\n--b\r\nlooks like a boundary",
    b'<p class="x">One <b>door</b><br>&amp; <img src="cid:1"></p>',
    b'<?xml version="1.0" encoding="utf-8"?><Invoice>\xc3\xa9</Invoice>',
]
CHARSETS = [b"", b"", b"utf-8", b"us-ascii", b"iso-8859-2", b"windows-1252", b"utf-16"]
CHARSETS += [b"iso-2022-jp", b"UTF-8", b"x-none", b"utf-7"]
TYPES = [b"text/plain", b"text/plain", b"text/html", b"text/html", b"text/csv", b"text/xml"]
TYPES += [b"application/pdf", b"image/png", b"pdf", b"binary/octet-stream", b"*/*"]
TYPES += [b"application/octet-stream", b"model/step", b"text/calendar"]
ENCODINGS = [b"", b"", b"base64", b"quoted-printable", b"8bit", b"7bit", b"x-zip"]
NAMES = [
    b"",
    b"",
    b"",
    b'; name="a.txt"',
    b"; name=\"=?utf-8?q?=C5=82?=.csv\"",
    b"; name*=utf-8''%C5%82.csv",
]
DISPOSITIONS = [b"", b"", b"attachment", b'attachment; filename="b.dat"', b"inline"]
SUBJECTS = [b"Windows", b"=?utf-8?B?xbzDs8WCxIc=?=", ZAZOLC.encode(), LATIN_2, b"", b"=?x?q?a?="]
CONTAINERS = [b"mixed", b"alternative", b"related", b"report", b"signed"]


def make(count: int, seed: int = 19) -> list[Mail]:
    """Return so many mails, the same for the same seed."""
    chance = random.Random(seed)
    return [_make(chance, f"generated_{number}") for number in range(count)]


def _make(chance: random.Random, name: str) -> Mail:
    top = head(name, chance.choice(SUBJECTS))
    if chance.random() < 0.1:
        top = top.replace(b"Message-ID", b"X-ID")
    if chance.random() < 0.2:
        top += b"In-Reply-To: <a@b.example>\r\nReferences: <a@b.example>\r\n <c@d.example>\r\n"
    return Mail(name, top + _part(chance, 0))


def _part(chance: random.Random, depth: int) -> bytes:
    kind = chance.random()
    if depth < 3 and kind < (0.6 if depth == 0 else 0.2):
        return _container(chance, depth)
    if depth and kind < 0.27:
        return b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n" + _part(chance, depth + 1)
    return _leaf(chance)


def _container(chance: random.Random, depth: int) -> bytes:
    boundary = b"b%d" % depth
    used = boundary if chance.random() < 0.95 else b"other"
    parts = [_part(chance, depth + 1) for _number in range(chance.randint(1, 3))]
    content = b"".join(b"--" + used + b"\r\n" + part + b"\r\n" for part in parts)
    kind = b"Content-Type: multipart/" + chance.choice(CONTAINERS)
    return kind + b'; boundary="' + boundary + b'"\r\n\r\n' + content + b"--" + used + b"--\r\n"


def _leaf(chance: random.Random) -> bytes:
    content, encoding = chance.choice(TEXTS), chance.choice(ENCODINGS)
    charset = chance.choice(CHARSETS)
    lines = []
    if chance.random() < 0.9:
        kind = chance.choice(TYPES) + chance.choice(NAMES)
        lines.append(b"Content-Type: " + kind + (b"; charset=" + charset if charset else b""))
    if disposition := chance.choice(DISPOSITIONS):
        lines.append(b"Content-Disposition: " + disposition)
    if encoding:
        lines.append(b"Content-Transfer-Encoding: " + encoding)
    if chance.random() < 0.1:
        lines.append(b"Content-ID: <1>")
    if encoding == b"base64":
        content = base64.encodebytes(content).replace(b"\n", b"\r\n")
    elif encoding == b"quoted-printable":
        content = quopri.encodestring(content)
    return b"".join(line + b"\r\n" for line in lines) + b"\r\n" + content
