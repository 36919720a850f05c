"""Limits for mails, and detection of automatic ones."""

import doctest
import email.policy
import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.mail import automatic, limits, slow_html, subjects
from tests.mails import broken, head, hostile, senders, well_formed

ORDINARY = [*well_formed.MAILS, *broken.READABLE]


def parse(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.SMTP)


@pytest.mark.parametrize("module", [automatic, limits, slow_html, subjects], ids=str)
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("mail", ORDINARY, ids=str)
def test_an_ordinary_mail_stays_as_it_is(mail):
    assert not limits.is_excessive(mail.raw)
    assert limits.shorten_headers(mail.raw) is mail.raw


@pytest.mark.parametrize("mail", hostile.MAILS, ids=str)
def test_a_hostile_mail_is_bounded_and_parsed_quickly(mail):
    begin = time.monotonic()
    raw = mail.raw
    if limits.is_excessive(raw):
        raw = limits.make_substitute(raw, "unread").as_bytes()
    assert parse(limits.shorten_headers(raw)).keys()
    assert time.monotonic() - begin < 10


def test_what_costs_little_is_not_bounded_however_much_there_is():
    text = b"content-type: multipart/mixed; boundary=b\r\n-- a comment in SQL\r\n" * 3000
    digest = (
        b"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n"
    )
    top = head("x", b"s") + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    names = b", ".join(b"N %d <u%d@x.example>" % (n, n) for n in range(5000))
    addressed = top.replace(b"To: ", b"To: " + names + b", ")
    for raw in (top + b"--b\r\n\r\n" + text, top + digest * 900 + b"--b--", addressed + b"--b--"):
        assert not limits.is_excessive(raw)
        assert limits.shorten_headers(raw) is raw


def test_our_address_is_kept_among_hundreds():
    people = [b"<u%d@x.example>" % number for number in range(421)]
    people.insert(210, b"Windows <Windows@Deals.example.com>")
    listed = b",\r\n ".join(people)
    raw = head("x", b"s").replace(b"To: ", b"To: " + b"a " * 4000 + b", " + listed + b", ")
    ours = {b"deals.example.com"}
    short = limits.shorten_headers(raw + b"\r\nt", lambda: ours)
    substitute = limits.make_substitute(raw + b"\r\nt", "unread", ours)
    for message in (parse(short), substitute):
        assert "Windows@Deals.example.com" in str(message["To"])
        assert len(str(message["To"]).split(",")) <= limits.KEPT_ADDRESS_COUNT


@given(st.binary(max_size=3000))
def test_any_bytes_have_a_substitute(raw):
    message = limits.make_substitute(b"From: a@b.example\r\n" + raw, "unread")
    [file] = parse(message.as_bytes()).iter_attachments()
    assert file.get_content() == b"From: a@b.example\r\n" + raw


def test_a_substitute_says_who_wrote_to_whom_about_what():
    raw = b"From: A <a@b.example>\r\nTo: (((c@d.example\r\nSubject: s\r\nMessage-ID: <i@x>\r\n\r\nt"
    message = limits.make_substitute(raw, "unread")
    names = ("From", "To", "Subject", "Message-Id")
    values = ["a@b.example", "c@d.example", "s", "<i@x>"]
    assert [message[name] for name in names] == values


@given(st.text())
def test_any_page_becomes_a_text(html):
    assert isinstance(slow_html.to_text(html), str)
    assert slow_html.is_slow(html) in (True, False)


@pytest.mark.parametrize("mail", senders.AUTOMATIC, ids=str)
def test_automatic_replies_are_known(mail):
    assert automatic.automatic_kind(parse(mail.raw), mail.result == "note") == "reply"


@pytest.mark.parametrize("mail", senders.DOUBTFUL, ids=str)
def test_what_a_person_may_have_written_is_in_doubt(mail):
    assert automatic.automatic_kind(parse(mail.raw)) == "doubt"


@pytest.mark.parametrize("mail", [*senders.CARRIERS, *senders.SPELLINGS], ids=str)
def test_what_people_write_is_no_automatic_reply(mail):
    is_answer = mail.result == "answer"
    kind = automatic.automatic_kind(parse(mail.raw), is_answer)
    assert kind == "" or (is_answer and kind == "doubt")
