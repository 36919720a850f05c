"""A mail server's failure is told from the error, and from the text that was kept of it."""

import smtplib
import socket
import ssl

import pytest

from sales_deals.tools.mail.failures import kind_of, kind_of_text

ERRORS = {
    "unreachable": (
        ConnectionRefusedError(111, "Connection refused"),
        socket.gaierror(-2, "Name or service not known"),
        OSError(113, "No route to host"),
        OSError(101, "Network is unreachable"),
        smtplib.SMTPConnectError(554, b"no"),
    ),
    "slow": (TimeoutError("timed out"), TimeoutError("The read operation timed out")),
    "hung_up": (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),),
    "encryption": (
        ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"),
        ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] expired"),
        smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."),
    ),
    "login": (
        smtplib.SMTPAuthenticationError(535, b"5.7.8 Username and Password not accepted"),
        smtplib.SMTPAuthenticationError(454, b"4.7.0 Temporary authentication failure"),
    ),
    "sender": (smtplib.SMTPSenderRefused(553, b"5.7.1 not yours", "a@b.example"),),
    "recipient": (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"5.1.1 unknown")}),),
    "busy": (
        smtplib.SMTPRecipientsRefused({"a@b.example": (451, b"4.7.1 greylisted")}),
        smtplib.SMTPDataError(421, b"try again later"),
        smtplib.SMTPConnectError(421, b"too many connections"),
    ),
    "too_big": (
        smtplib.SMTPDataError(552, b"5.3.4 Message too big"),
        smtplib.SMTPSenderRefused(552, b"message size exceeds", "a@b.example"),
    ),
    "refused": (
        smtplib.SMTPDataError(554, b"5.7.1 looks like spam"),
        smtplib.SMTPHeloError(501, b"who are you"),
    ),
    "": (ValueError("Connection refused"), FileNotFoundError(2, "No such file"), KeyError("x")),
}
CASES = [(kind, error) for kind, errors in ERRORS.items() for error in errors]


def raise_as_odoo_does(error: Exception) -> Exception:
    """Return Odoo's error with a text in place of the one behind it."""
    try:
        try:
            raise error
        except Exception as cause:
            text = f"Mail delivery failed via SMTP server 'x'.\n{type(cause).__name__}: {cause}"
            raise RuntimeError("Mail Delivery Failed", text)  # noqa: B904 (so does Odoo)
    except RuntimeError as wrapped:
        return wrapped


@pytest.mark.parametrize(("kind", "error"), CASES)
def test_errors_are_told_by_their_class_also_behind_another(kind, error):
    assert kind_of(error) == kind
    assert kind_of(raise_as_odoo_does(error)) == kind
    assert kind_of(RuntimeError("Unable to connect to SMTP Server", error)) == kind


@pytest.mark.parametrize(("kind", "error"), [case for case in CASES if case[0]])
def test_errors_are_told_by_the_text_that_odoo_keeps(kind, error):
    assert kind_of_text(raise_as_odoo_does(error).args[1]) == kind


def test_other_texts_are_of_no_kind():
    for text in ("", "The client's address is missing", "a 450 zł discount", "552 pieces"):
        assert kind_of_text(text) == ""


def test_errors_that_go_round_in_circles_come_to_an_end():
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert kind_of(one) == ""
