"""The greetings of ready texts of before, in place of which a placeholder stands now."""

import re

NAME = (
    r'(?:<t t-out="object\.(?:contact_name|partner_id\.name)[^"]*">[^<]*</t>|\{\{ ?contact ?\}\})'
)
#: The paragraph that greets, in each of the languages of before.
GREETING = re.compile(
    rf'<p>\s*(?:Dear {NAME},|{NAME} گرامی،|(?:Dzień dobry|Szanowni Państwo),(?:\s*{NAME},)?)\s*</p>'
)
#: A sentence that began with the name.
BEGINNING = re.compile(r'<p>\s*\{\{ ?contact ?\}\}(?:,| گرامی،)\s*(\S)')
OFFER = '<p t-out="object._get_greeting()">%s</p>'
NEUTRAL = {'fa': "با سلام و احترام،", 'pl': "Szanowni Państwo,"}


def renew(text: str, lang: str, of_offer: bool) -> str:
    """Return a text with the placeholder in place of the greeting.

    :param of_offer: whether it is about an offer, not about a deal
    """
    greeting = '<p>{{greeting}}</p>'
    if of_offer:
        greeting = OFFER % NEUTRAL.get(lang[:2], "Dear Sir or Madam,")
    text = GREETING.sub(lambda _match: greeting, text, count=1)
    return BEGINNING.sub(lambda match: f'{greeting}<p>{match[1].upper()}', text, count=1)
