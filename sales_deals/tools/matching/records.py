"""What is compared of a deal, read from its fields as somebody has typed them; no ORM."""

import re
from collections.abc import Sequence

from .folding import MAX_LENGTH, fold_company, fold_person, fold_text, has_legal_form
from .keys import email_keys, phone_keys, tax_id_key, website_key
from .scores import Record

_WEBSITE = re.compile(r'(?:https?://|www\d?\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/\S*)?', re.I)


def read_record(
    *,
    company: str = '',
    person: str = '',
    email: str = '',
    phone: str = '',
    website: str = '',
    tax_id: str = '',
    city: str = '',
    countries: Sequence[str] = (),
    home: str = '',
) -> Record:
    """Return the keys and folded names of a deal's fields.

    What stands in a wrong field is understood as what it is: an address as a name, a website as a
    company, and a company as a person.

    :param countries: codes of the countries that are known of the deal, the surest first
    :param home: code of the country of most deals, for numbers of deals without a country

    >>> record = read_record(company='Jan Lis', person='Nowak Meble sp. z o.o.', city='Łódź')
    >>> record.company, record.person, record.city
    ('nowak meble', 'jan lis', 'lodz')
    """
    company, person = (company or '')[:MAX_LENGTH], _without_addresses(person or '')
    if has_legal_form(person) and not has_legal_form(company):
        company, person = person, company
    if _WEBSITE.fullmatch(company.strip()):
        company, website = '', website or company
    place = fold_text(city)
    return Record(
        emails=tuple(email_keys(email)),
        phones=tuple(phone_keys(phone, countries, guess=home)),
        host=website_key(website),
        tax_id=tax_id_key(tax_id, countries[0] if countries else home),
        company=_without(fold_company(company), place),
        person=fold_person(person),
        city=place,
    )


def _without_addresses(person: str) -> str:
    return ' '.join(word for word in person[:MAX_LENGTH].split() if '@' not in word)


def _without(company: str, city: str) -> str:
    """Return the name without the company's town, unless nothing else is left."""
    words = city.split()
    rest = [word for word in company.split() if word not in words]
    return ' '.join(rest) or company
