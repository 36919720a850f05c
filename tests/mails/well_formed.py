"""Mails that keep to the standards, in the ways that clients' programs write them."""

import base64
import email.policy
import zlib
from email.header import Header
from email.message import EmailMessage, MIMEPart

from . import WINDOWS, Mail, head, sender_of

PERSIAN = (
    "سلام،\nلطفاً قیمت پنجره‌های دوجداره را برای پروژهٔ «باغ گیلاس» بفرستید.\nبا سپاس، مهدی کریمی"
)
PERSIAN_SUBJECT = "درخواست قیمت پنجره‌های دوجداره برای پروژهٔ گیلاس"
#: Windows-1256 has no Persian Yeh: programs that wrote it used the Arabic one.
PERSIAN_1256 = "سلام، لطفا قيمت پنجره، چهارچوب، ژالوزي و گچ‌كاري را بفرستيد."
PERSIAN_1256_SUBJECT = "درخواست قيمت پنجره"
POLISH = "Dzień dobry,\nproszę o wycenę: żółte łóżko, źródło ćmy, Łódź. Zażółć gęślą jaźń.\nŻegnam"
POLISH_SUBJECT = "Zapytanie o wycenę: 40 okien dla Łodzi, część gęsto żółta"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n\x00\xff\r\n\r"


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    header = (1).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    pixels = zlib.compress(b"\x00\xff\x00\x00")
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


PNG = _png()


def _message(name: str, subject: str) -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = f"A Client <{sender_of(name)}>"
    message["To"] = WINDOWS
    message["Subject"] = subject
    message["Message-ID"] = f"<{name}@client.example>"
    message["Date"] = "Mon, 06 Oct 2025 10:00:00 +0200"
    return message


def _plain() -> Mail:
    message = _message("plain", "Forty windows")
    message.set_content("Please price 40 windows, 2 < 3 & more.\nRegards")
    text = "Please price 40 windows, 2 < 3 & more.\nRegards"
    return Mail("plain", message.as_bytes(), "Forty windows", text)


def _html() -> Mail:
    message = _message("html", "A door")
    message.set_content("<p>One <b>oak</b> door,<br/>white.</p>", subtype="html")
    return Mail("html", message.as_bytes(), "A door", "One oak door,white.")


def _alternative() -> Mail:
    message = _message("alternative", "Twice the same")
    message.set_content("As plain text")
    message.add_alternative("<p>As HTML</p>", subtype="html")
    return Mail("alternative", message.as_bytes(), "Twice the same", "As HTML")


def _attachments() -> Mail:
    message = _message("attachments", "With files")
    message.set_content("See the drawings.")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="drawing.pdf")
    message.add_attachment(PDF[::-1], maintype="application", subtype="x", filename="نقشه‌ها.bin")
    message.add_attachment("zażółć\r\n", subtype="csv", cte="base64", filename="ł.csv")
    files = {"drawing.pdf": PDF, "نقشه‌ها.bin": PDF[::-1], "ł.csv": "zażółć\r\n".encode()}
    return Mail("attachments", message.as_bytes(), "With files", "See the drawings.", files)


def _inline() -> Mail:
    message = _message("inline", "A picture in the text")
    message.set_content('<p>Here: <img src="cid:photo"/></p>', subtype="html")
    message.add_related(PNG, maintype="image", subtype="png", cid="<photo>", filename="photo.png")
    return Mail("inline", message.as_bytes(), "A picture in the text", "Here:", {"photo.png": PNG})


def _encoded(name: str, subject: str, text: str, charset: str, transfer: str) -> Mail:
    """Make a mail with subject and body in one charset, as older mail programs do."""
    message = _message(name, "")
    message.replace_header("Subject", "x")
    message.set_content(text, charset=charset, cte=transfer)
    raw = message.as_bytes(policy=email.policy.SMTP.clone(cte_type="8bit"))
    header = Header(subject, charset, maxlinelen=75).encode(linesep="\r\n")
    raw = raw.replace(b"Subject: x\r\n", b"Subject: " + header.encode() + b"\r\n")
    return Mail(name, raw, subject, text)


def _utf16() -> Mail:
    body = "Zapytanie w UTF-16: żółć، سلام".encode("utf-16")
    raw = head("utf16", b"=?utf-16?B?" + base64.b64encode("żółć".encode("utf-16")) + b"?=")
    raw += b"Content-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    raw += base64.encodebytes(body).replace(b"\n", b"\r\n")
    return Mail("utf16", raw, "żółć", "Zapytanie w UTF-16: żółć، سلام")


def _long_header() -> Mail:
    subject = " ".join(f"window{number}" for number in range(150))
    message = _message("long_header", subject)
    message["X-Note"] = "n" * 20_000
    message["Cc"] = ", ".join(f"colleague{number}@client.example" for number in range(100))
    message.set_content("Long lines above.")
    return Mail("long_header", message.as_bytes(), subject, "Long lines above.")


def _empty_body() -> Mail:
    message = _message("empty_body", "Call me")
    message.set_content("")
    return Mail("empty_body", message.as_bytes(), "Call me", "")


def _no_subject() -> Mail:
    message = _message("no_subject", "x")
    del message["Subject"]
    message.set_content("I have no subject.")
    return Mail("no_subject", message.as_bytes(), "No Subject", "I have no subject.")


def _forwarded() -> Mail:
    inner = _message("inner", "The first inquiry")
    inner.set_content("Written before.")
    inner.add_attachment(PDF, maintype="application", subtype="pdf", filename="inner.pdf")
    message = _message("forwarded", "Fwd: The first inquiry")
    message.set_content("See below.")
    message.add_attachment(inner)
    return Mail(
        "forwarded",
        message.as_bytes(),
        "Fwd: The first inquiry",
        "See below.\n\nWritten before.",
        {"inner.pdf": PDF},
    )


def _large() -> Mail:
    content = bytes(range(256)) * (5 * 1024 * 4)
    message = _message("large", "Five megabytes")
    message.set_content("A large drawing.")
    message.add_attachment(content, maintype="application", subtype="zip", filename="large.zip")
    files = {"large.zip": content}
    return Mail("large", message.as_bytes(), "Five megabytes", "A large drawing.", files)


def _calendar() -> Mail:
    invitation = b"BEGIN:VCALENDAR\r\nSUMMARY:Visit\r\nEND:VCALENDAR\r\n"
    message = _message("calendar", "Invitation")
    message.set_content("Come and see.")
    part = MIMEPart(policy=email.policy.SMTP)
    part.set_content(invitation, maintype="text", subtype="calendar", filename="visit.ics")
    message.make_mixed()
    message.attach(part)
    return Mail(
        "calendar", message.as_bytes(), "Invitation", "Come and see.", {"visit.ics": invitation}
    )


MAILS = [
    _plain(),
    _html(),
    _alternative(),
    _attachments(),
    _inline(),
    _encoded("persian_utf8", PERSIAN_SUBJECT, PERSIAN, "utf-8", "base64"),
    _encoded("persian_utf8_8bit", PERSIAN_SUBJECT, PERSIAN, "utf-8", "8bit"),
    _encoded("persian_1256", PERSIAN_1256_SUBJECT, PERSIAN_1256, "windows-1256", "8bit"),
    _encoded("persian_1256_base64", PERSIAN_1256_SUBJECT, PERSIAN_1256, "windows-1256", "base64"),
    _encoded("polish_utf8", POLISH_SUBJECT, POLISH, "utf-8", "quoted-printable"),
    _encoded("polish_8859_2", POLISH_SUBJECT, POLISH, "iso-8859-2", "8bit"),
    _encoded("polish_8859_2_qp", POLISH_SUBJECT, POLISH, "iso-8859-2", "quoted-printable"),
    _encoded("polish_1250", POLISH_SUBJECT, POLISH, "windows-1250", "8bit"),
    _utf16(),
    _long_header(),
    _empty_body(),
    _no_subject(),
    _forwarded(),
    _calendar(),
    _large(),
]
