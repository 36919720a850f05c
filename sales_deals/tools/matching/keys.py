"""Keys by which records of the same person or company are equal; no ORM.

An invalid address, number or id has no key: a missing key does no harm, a wrong one links
strangers.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from types import ModuleType
from urllib.parse import urlsplit

import stdnum
from stdnum.exceptions import ValidationError

from ..identifiers import is_iranian_id
from .known import (
    FAMILIES,
    KINDS_OF_PAGES,
    PAGES_OF_NOBODY,
    PUBLIC_PROVIDERS,
    ROLES,
    SECOND_LEVEL,
    SHARED_HOSTS,
)

try:
    import phonenumbers
except ImportError:  # optional for Odoo too; then only international numbers have a key
    phonenumbers = None

#: Real values are shorter; the rest of a pasted text is not searched.
MAX_LENGTH = 2_000
#: Digits by which numbers are looked up, and by which a number without a country is compared: the
#: shortest national numbers are eight digits long, and codes for dialling precede the last nine.
PHONE_END, NATIONAL = 8, 9
LONGEST_NATIONAL = 11

_BETWEEN_ADDRESSES = re.compile(r'[\s<>()\[\]{},;:"|\\/]+')
_LOCAL = re.compile(r"[\w!#$%&'*+=?^`~-]+(?:\.[\w!#$%&'*+=?^`~-]+)*")
_LABEL = re.compile(r'(?!-)[a-z0-9_-]{1,63}(?<!-)')
_TOP = re.compile(r'(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})')

_DIALLED_INSIDE = re.compile(
    r'[\s,.]*(?:\b(?:ext|extension|wew|wewn|int|durchwahl|w)\b|(?<![^\W\d])x|#|داخلی|داخلي)'
    r'\s*[.:]?\s*\d{1,6}(?!\d)',
    re.IGNORECASE,
)
_BETWEEN_PHONES = re.compile(r'[;,|\n\r\\&،؛]|\b(?:lub|oraz|or|and|und|oder|یا|و)\b', re.IGNORECASE)
#: Digits of an area code, at most; with a country's prefix.
AREA, AREA_ABROAD = 5, 7
_LAST_GROUP = re.compile(r'\D+\d{1,3}\D*$')
_AREA_LAST = re.compile(r'^\D*(\d{7,8})\s*[-–]\s*(0\d{2,3})\D*$')
_NO_NUMBERS = frozenset(('123456789', '1234567890', '0123456789', '987654321'))


def email_keys(text: str) -> list[str]:
    """Return each address in a field, in one form for all spellings of a mailbox.

    >>> email_keys('Jan <J.Kowalski+odoo@GoogleMail.com>; biuro@firma.pl, nobody@')
    ['jkowalski@gmail.com', 'biuro@firma.pl']
    """
    parts = _BETWEEN_ADDRESSES.split(_plain(text))
    return list(dict.fromkeys(filter(None, map(_email_key, parts))))


def _email_key(part: str) -> str:
    local, at, domain = part.lower().partition('@')
    domain, local = _host(domain), local.strip("'")
    if not at or not domain or len(local) > 64 or not _LOCAL.fullmatch(local):
        return ''
    if domain == 'googlemail.com':
        domain = 'gmail.com'
    # What follows a plus is the sender's own note, at companies' domains too.
    local = local.split('+')[0] or local
    if domain == 'gmail.com':
        local = local.replace('.', '')
    return f'{local}@{domain}'


def email_domain(address: str) -> str:
    """Return the domain of an address, '' if it has none.

    >>> email_domain('biuro@firma.pl')
    'firma.pl'
    """
    return address.rpartition('@')[2] if '@' in address else ''


def is_public_provider(domain: str) -> bool:
    """Return whether anybody can have an address at a domain.

    >>> is_public_provider('wp.pl'), is_public_provider('yahoo.co.uk'), is_public_provider('pwr.pl')
    (True, True, False)
    """
    labels = domain.split('.')
    if domain in PUBLIC_PROVIDERS:
        return True
    rest = labels[1:]
    return labels[0] in FAMILIES and (
        len(rest) == 1 or (len(rest) == 2 and rest[0] in SECOND_LEVEL)
    )


def is_role_address(address: str) -> bool:
    """Return whether an address belongs to an office, not a person.

    >>> is_role_address('biuro@firma.pl'), is_role_address('jan@firma.pl')
    (True, False)
    """
    return address.partition('@')[0] in ROLES


def phone_keys(text: str, country_codes: Sequence[str], guess: str | None = None) -> list[str]:
    """Return each phone number in a field in international form (E.164).

    :param country_codes: countries of numbers without a prefix, the most likely first
    :param guess: country that most numbers are of where none of these fits; such numbers are
        returned without a country, as they may be of any; without a guess, they are left out

    >>> phone_keys('22 123 45 67 / 601-234-567 w. 12', ['PL'])
    ['+48221234567', '+48601234567']
    >>> phone_keys('۰۹۱۲ ۳۴۵ ۶۷۸۹', ['IR'])
    ['+989123456789']
    >>> phone_keys('0171 413 3912, 0 22 123 45 67', [], guess='PL')
    ['1714133912', '221234567']
    """
    plain = _DIALLED_INSIDE.sub(' ; ', _plain(text).replace('(0)', ''))
    countries = tuple(code.upper() for code in country_codes if code)
    find = partial(_first_phone, countries=countries)
    if guess is not None:
        find = partial(_known_or_national, countries=countries, guess=guess)
    found = (key for part in _split_phones(plain) for key in _phones_in(part, find))
    return list(dict.fromkeys(found))


def plain_digits(text: str) -> str:
    """Return the digits of a text, without a zero in brackets, which is dialled at home only.

    >>> plain_digits('+48 (0)22 123-45-67'), plain_digits('۰۹۱۲ ۳۴۵')
    ('48221234567', '0912345')
    """
    return ''.join(re.findall(r'[0-9]', _plain(text).replace('(0)', '')))


def national_digits(text: str) -> str:
    """Return the digits of a number, or of its beginning, without codes of country and dialling.

    >>> national_digits('+49 171 413 3912'), national_digits('0171 4133')
    ('1714133912', '1714133')
    """
    digits = plain_digits(text)
    if '+' in text or digits.startswith('00'):
        number = _parse_phone('+' + digits.lstrip('0'), None)
        return str(number.national_number) if number else digits.lstrip('0')
    return digits.lstrip('0')


def phone_end(phone: str) -> str:
    """Return the last digits of a number, which its notations with and without country share.

    >>> phone_end('+491714133912') == phone_end('1714133912')
    True
    """
    return phone[-PHONE_END:]


def is_same_phone(one: str, other: str) -> bool:
    """Return whether two numbers are one, where the country of one is not known.

    >>> is_same_phone('+491714133912', '1714133912')
    True
    >>> is_same_phone('+48601234567', '+420601234567')
    False
    """
    if one[0] == other[0] == '+':
        return one == other
    short, long = sorted((one.lstrip('+'), other.lstrip('+')), key=len)
    return long.endswith(short[-NATIONAL:])


def _split_phones(text: str) -> Iterator[str]:
    """Yield parts with a number each; a slash behind an area code is within one."""
    for piece in _BETWEEN_PHONES.split(text):
        begun = ''
        for part in piece.split('/'):
            begun = f'{begun} {part}' if begun else part
            digits = sum(char.isdigit() for char in begun)
            if digits > (AREA_ABROAD if '+' in begun else AREA):
                yield begun
                begun = ''


def _phones_in(part: str, find: Callable[[str], str]) -> Iterator[str]:
    digits = sum(char.isdigit() for char in part)
    if digits < 7:
        return
    if digits <= 17 and (key := find(part)):
        yield key
    elif digits > 13:  # two numbers with only blanks between
        yield from filter(None, map(find, _halves(part)))


def _known_or_national(part: str, countries: tuple[str, ...], guess: str) -> str:
    """Return the key of a number, without a country where it is not known."""
    digits = ''.join(re.findall(r'\d', part))
    if '+' in part or digits.startswith('00'):
        return _first_phone(part, ())
    if countries and (key := _first_phone(part, countries, ('valid',))):
        return key
    return _national_phone(_with_area_first(part), guess)


def _national_phone(part: str, guess: str) -> str:
    """Return the digits of a number that are not for dialling within its country."""
    digits = ''.join(re.findall(r'\d', part))
    number = _parse_phone(digits, guess)
    if number and phonenumbers.is_valid_number(number):
        return str(number.national_number)
    if len(digits) > NATIONAL + 1 and (key := _phone_key(f'+{digits}', (), valid=True)):
        return key
    national = digits.lstrip('0')
    good = PHONE_END <= len(national) <= LONGEST_NATIONAL and not _is_no_number(digits)
    return national if good else ''


def _first_phone(
    part: str, countries: tuple[str, ...], accepted: tuple[str, ...] = ('valid', 'possible')
) -> str:
    """Return the key of a number, or of its most likely correction.

    Corrected are an area code at the end and a range of lines.
    """
    spellings = list(dict.fromkeys((_with_area_first(part), part)))
    shorter = _LAST_GROUP.sub('', part)
    if sum(char.isdigit() for char in shorter) > 8:
        spellings.append(shorter)
    spellings.append(part.strip().lstrip('0'))
    for accept in accepted:
        for spelling in spellings:
            if key := _phone_key(spelling, countries, accept == 'valid'):
                return key
    return ''


def _with_area_first(part: str) -> str:
    swapped = _AREA_LAST.match(part)
    return swapped[2] + swapped[1] if swapped else part


def _halves(part: str) -> Iterator[str]:
    """Split numbers without a separator: at each +, else into two of the same length."""
    if part.count('+') > 1:
        yield from ('+' + piece for piece in part.split('+')[1:])
        return
    groups = re.findall(r'\+?\d+', part)
    for count in range(1, len(groups)):
        first, second = ''.join(groups[:count]), ''.join(groups[count:])
        if len(first) == len(second):
            yield from (first, second)


def _phone_key(text: str, countries: tuple[str, ...], valid: bool) -> str:
    digits = ''.join(re.findall(r'\d', text))
    # The + is at the end in text copied from right to left.
    if '+' in text or digits.startswith('00'):
        digits = digits.lstrip('0')
        return _parsed_phone('+' + digits, None, valid)
    if _is_no_number(digits):
        return ''
    keys = (_parsed_phone(digits, country, valid) for country in countries)
    return next(filter(None, keys), '')


def _is_no_number(digits: str) -> bool:
    return digits in _NO_NUMBERS or len(set(digits)) < 2


def _parsed_phone(digits: str, country: str | None, valid: bool) -> str:
    if phonenumbers is None:
        return digits if not country and 9 <= len(digits) <= 16 else ''
    number = _parse_phone(digits, country)
    if not number:
        return ''
    if valid:
        known = phonenumbers.is_valid_number(number)
    else:  # countries open new ranges before the library knows them
        reason = phonenumbers.is_possible_number_with_reason(number)
        possible = reason == phonenumbers.ValidationResult.IS_POSSIBLE
        known = possible and number.national_number >= 10**7  # shorter ones lack the area code
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if known else ''


def _parse_phone(digits: str, country: str | None):
    """Return a number as the library reads it; None where it can't, or is not there."""
    if phonenumbers is None:
        return None
    try:
        return phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None


def website_key(url: str) -> str:
    """Return the host of a website, with the page's name on hosts with many companies' pages.

    >>> website_key('https://www.Firma.pl:443/oferta?x=1')
    'firma.pl'
    >>> website_key('pl-pl.facebook.com/Firma.Nowak/'), website_key('facebook.com')
    ('facebook.com/firma.nowak', '')
    """
    text = _plain(url).strip()
    try:
        parts = urlsplit(text if '//' in text else f'//{text}')
        host = _host(re.sub(r'^www\d?\.', '', parts.hostname or ''))
    except ValueError:
        return ''
    shared = _shared_host(host)
    if not shared:
        return host
    page = _page(parts.path)
    return f'{shared}/{page}' if page else ''


def _shared_host(host: str) -> str:
    labels = host.split('.')
    ends = ('.'.join(labels[start:]) for start in range(len(labels) - 1))
    return next((end for end in ends if end in SHARED_HOSTS), '')


def _page(path: str) -> str:
    parts = [part for part in path.lower().split('/') if part]
    count = 2 if parts and parts[0] in KINDS_OF_PAGES else 1
    if len(parts) < count or parts[0] in PAGES_OF_NOBODY:
        return ''
    return '/'.join(parts[:count])


def tax_id_key(text: str, country: str) -> str:
    """Return a tax or national id with its country, '' if the check digit is wrong.

    A country before the number takes precedence over the record's.

    >>> tax_id_key('NIP: 526-025-02-74', 'PL'), tax_id_key('PL5260250274', 'DE')
    ('PL5260250274', 'PL5260250274')
    >>> tax_id_key('5260250275', 'PL')
    ''
    """
    compact = ''.join(char for char in _plain(text).upper() if char.isalnum())
    if not compact or len(compact) > 40:
        return ''
    country = 'GR' if (country or '').upper() == 'EL' else (country or '').upper()
    return _prefixed_tax_id(compact) or _national_tax_id(compact, country)


def _prefixed_tax_id(compact: str) -> str:
    country = 'GR' if compact[:2] == 'EL' else compact[:2]
    if not re.fullmatch('[A-Z]{2}', country) or not any(char.isdigit() for char in compact[2:]):
        return ''
    return _national_tax_id(compact[2:], country)


def _national_tax_id(compact: str, country: str) -> str:
    digits = ''.join(char for char in compact if char.isdigit())
    if country == 'IR':
        return f'IR{digits}' if is_iranian_id(digits) else ''
    module = _tax_module(country)
    if module is None:
        return ''
    for candidate in dict.fromkeys((compact, digits)):
        try:
            number = module.validate(candidate)
        except (ValidationError, ValueError):
            continue
        if len(set(number)) > 1:
            return f'{country}{number.upper().removeprefix(country)}'
    return ''


@lru_cache(maxsize=256)
def _tax_module(country: str) -> ModuleType | None:
    if not re.fullmatch('[A-Z]{2}', country):
        return None
    return stdnum.get_cc_module(country, 'vat')


def _host(text: str) -> str:
    """Return a host in lower-case ASCII, '' if it is none."""
    try:
        host = text.lower().strip('.').encode('idna').decode('ascii').lower()
    except UnicodeError:
        return ''
    labels = host.split('.')
    good = len(labels) > 1 and len(host) < 254 and _TOP.fullmatch(labels[-1])
    return host if good and all(map(_LABEL.fullmatch, labels)) else ''


def _plain(text: str) -> str:
    """Return a text with ASCII digits and signs, without invisible marks."""
    plain = unicodedata.normalize('NFKC', (text or '')[:MAX_LENGTH])
    return ''.join(map(_plain_character, plain)) if not plain.isascii() else plain


def _plain_character(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return '' if unicodedata.category(char) in ('Cf', 'Cs') else char
