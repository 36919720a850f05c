"""Repair of mails that break the standards."""

import doctest
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sales_deals.tools.mail import headers, repair
from tests.mails import broken, head, well_formed

LATIN_2 = "Zażółć gęślą jaźń"


def parse(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.SMTP)


def mended(rest: bytes, subject: bytes = b"s") -> EmailMessage:
    message = parse(head("x", subject) + rest)
    repair.mend(message)
    return message


def written(message: EmailMessage) -> bytes | type:
    """Return the mail as Odoo attaches it, or the error that this raises."""
    try:
        return message.as_bytes()
    except Exception as error:
        return type(error)


def read(message: EmailMessage) -> None:
    """Read a mail as Odoo does; nothing may raise."""
    for part in message.walk():
        if part.get_content_maintype() != "multipart":
            part.get_content()


@pytest.mark.parametrize("mail", [*well_formed.MAILS, *broken.READABLE], ids=str)
def test_headers_that_are_parsed_once_are_the_same(mail):
    message, other = parse(mail.raw), parse(mail.raw)
    headers.parse_once(other)
    for _time in range(2):
        for part, same in zip(message.walk(), other.walk(), strict=True):
            assert part.items() == same.items()
    assert written(message) == written(other)


@pytest.mark.parametrize("mail", broken.READABLE, ids=str)
def test_a_mended_mail_can_be_restored(mail):
    message = parse(mail.raw)
    kept = repair.keep(message)
    repair.mend(message)
    for part in message.walk():
        if part.get_content_maintype() == "text":
            part.set_charset("utf-8")
    repair.restore(kept)
    assert written(message) == written(parse(mail.raw))


def test_examples_in_the_docstrings():
    assert doctest.testmod(repair).failed == 0


@pytest.mark.parametrize("mail", well_formed.MAILS, ids=str)
def test_a_well_formed_mail_stays_as_it_is(mail):
    message = parse(mail.raw)
    before = message.as_bytes()
    assert repair.mend(message) == b""
    assert message.as_bytes() == before


@pytest.mark.parametrize("mail", broken.READABLE, ids=str)
def test_a_broken_mail_can_be_read(mail):
    message = parse(mail.raw)
    repair.mend(message)
    read(message)


@given(st.binary() | st.binary().map(lambda data: head("x", b"s") + data))
@example(b"Content-Type: text/plain; charset*=x''\r\n\r\n\xff")
@example(b"Subject: \xff\r\nContent-Type: text/plain; charset=idna\r\n\r\n\xff")
def test_any_bytes_can_be_read(raw):
    message = parse(raw)
    repair.mend(message)
    read(message)


@pytest.mark.parametrize("charset", ["", "; charset=us-ascii", "; charset=x-unknown"])
def test_utf8_is_read_whatever_is_declared(charset):
    content_type = f"Content-Type: text/plain{charset}\r\n\r\n"
    message = mended(content_type.encode() + broken.SALAM.encode())
    assert message.get_content() == broken.SALAM


def test_what_no_charset_explains_is_given_back_as_it_came():
    raw = (
        head("x", b"s")
        + b"Content-Type: text/plain; charset=utf-8\r\n"
        + b"\r\n"
        + LATIN_2.encode("iso-8859-2")
    )
    assert repair.mend(parse(raw)) == raw


def test_a_subject_in_bare_bytes_is_in_the_charset_of_the_text():
    content_type = b"Content-Type: text/plain; charset=iso-8859-2\r\n\r\n"
    text = LATIN_2.encode("iso-8859-2")
    message = mended(content_type + text, subject=text + b"\r\n " + text)
    assert message["Subject"] == f"{LATIN_2} {LATIN_2}"
    assert message.get_content() == LATIN_2


@pytest.mark.parametrize("charset", [b"", b"; charset=utf-8", b"; charset=utf-16"])
def test_a_text_file_keeps_its_bytes(charset):
    content = LATIN_2.encode("iso-8859-2") + b"\r\n"
    part = b"--b\r\nContent-Type: text/csv; name=a.csv" + charset + b"\r\n\r\n" + content
    message = mended(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part + b"\r\n--b--")
    file = next(part for part in message.walk() if part.get_filename())
    assert file.get_content().encode(file.get_content_charset()) == content


def test_a_file_of_an_unknown_type_keeps_its_name_and_bytes():
    part = b"--b\r\nContent-Type: model/step; name=frame.step\r\n\r\nISO-10303-21;"
    message = mended(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part + b"\r\n--b--")
    file = next(part for part in message.walk() if part.get_filename())
    assert (file.get_filename(), file.get_content()) == ("frame.step", b"ISO-10303-21;")


def test_a_multipart_without_its_boundary_is_a_text():
    message = mended(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--other\r\n\r\nreadable")
    assert "readable" in message.get_content()
