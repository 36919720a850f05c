"""What an update makes of the greetings of ready texts that nobody has edited."""

import pytest

from sales_deals.tools.renames.greetings import renew

NAME = '<t t-out="object.contact_name">Sir or Madam</t>'
OF_OFFER = "<t t-out=\"object.partner_id.name or ''\">Anna Nowak</t>"


@pytest.mark.parametrize(
    "greeting",
    [
        f"<p>Dear {NAME},</p>",
        f"<p>{NAME} گرامی،</p>",
        "<p>Dzień dobry,</p>",
        f"<p>\n  Dzień dobry, {NAME},</p>",
        "<p>Szanowni Państwo,</p>",
        "<p>Dear {{contact}},</p>",
        "<p>{{contact}} گرامی،</p>",
    ],
)
def test_a_greeting_becomes_the_placeholder(greeting):
    text = f"<div>{greeting}<p>Dear {NAME}, once more</p></div>"
    assert renew(text, "pl_PL", False) == text.replace(greeting, "<p>{{greeting}}</p>")


def test_a_sentence_that_began_with_the_name_begins_anew():
    text = "<p>{{contact}}, here is what we propose</p>"
    assert renew(text, "en_US", False) == "<p>{{greeting}}</p><p>Here is what we propose</p>"


@pytest.mark.parametrize(
    ("lang", "text", "neutral"),
    [
        ("en_US", f"<p>Dear {OF_OFFER},</p>", "Dear Sir or Madam,"),
        ("fa_IR", f"<p>{OF_OFFER} گرامی،</p>", "با سلام و احترام،"),
        ("pl_PL", "<p>Dzień dobry,</p>", "Szanowni Państwo,"),
    ],
)
def test_mails_of_offers_greet_by_the_offer(lang, text, neutral):
    expected = f'<p t-out="object._get_greeting()">{neutral}</p>'
    assert renew(f"{text}<p>A</p>", lang, True) == f"{expected}<p>A</p>"


def test_what_greets_otherwise_stays():
    assert renew("<p>Hello {{contact}}!</p>", "en_US", False) == "<p>Hello {{contact}}!</p>"
