"""Keys by which records are equal: addresses, numbers, websites, ids."""

import doctest
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sales_deals.tools import matching
from sales_deals.tools.matching import keys, names

fields = st.text(max_size=80) | st.text(st.sampled_from("0123456789+-/ w.@ab.pl,;()[]:٣۴"))
countries = st.sampled_from(["PL", "IR", "GB", "DE", "GR", "XX", "", "pl", "é1"])


def test_examples_in_the_docstrings():
    assert doctest.testmod(keys).failed == 0


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Jan@Firma.PL", ["jan@firma.pl"]),
        ("j.kowalski+crm@gmail.com", ["jkowalski@gmail.com"]),
        ("J.Kowalski@googlemail.com", ["jkowalski@gmail.com"]),
        ("jan.k+x@outlook.com", ["jan.k@outlook.com"]),
        ("jan.k+x@firma.pl", ["jan.k@firma.pl"]),
        ("Jan K. <jan@firma.pl>, anna@firma.pl", ["jan@firma.pl", "anna@firma.pl"]),
        ("jan@firma.pl; jan@FIRMA.pl", ["jan@firma.pl"]),
        ("mailto:jan@firma.pl", ["jan@firma.pl"]),
        ("\u200ejan@firma.pl\u200f", ["jan@firma.pl"]),
        ("user۱@chmail.ir", ["user1@chmail.ir"]),
        ("jan@żółw.pl", ["jan@xn--w-uga1v8h.pl"]),
        ("jan@firma.pl.", ["jan@firma.pl"]),
        ("+@gmail.com", ["+@gmail.com"]),
        ("jan@", []),
        ("jan@localhost", []),
        ("@firma.pl", []),
        (".jan@firma.pl", []),
        ("jan@@firma.pl", []),
        ("jan@firma..pl", []),
        ("jan@127.0.0.1", []),
        ("nie ma", []),
        ("", []),
        (False, []),
    ],
)
def test_addresses_of_a_field(text, addresses):
    assert matching.email_keys(text) == addresses


@pytest.mark.parametrize(
    ("domain", "public"),
    [
        ("gmail.com", True),
        ("wp.pl", True),
        ("chmail.ir", True),
        ("yahoo.co.uk", True),
        ("yahoo.fr", True),
        ("hotmail.com", True),
        ("live.com.pt", True),
        ("yahoo.firma.pl", False),
        ("live", False),
        ("firma.pl", False),
        ("", False),
    ],
)
def test_public_providers(domain, public):
    assert keys.is_public_provider(domain) is public


@pytest.mark.parametrize(
    ("text", "country", "phones"),
    [
        ("601 234 567", "PL", ["+48601234567"]),
        ("601-234-567", "pl", ["+48601234567"]),
        ("+48 (0) 22 123 45 67", "PL", ["+48221234567"]),
        ("0 22 123 45 67", "PL", ["+48221234567"]),
        ("0048601234567", "IR", ["+48601234567"]),
        ("48601234567", "PL", ["+48601234567"]),
        ("+48 22 123 45 67 / 601 234 567 w. 12", "PL", ["+48221234567", "+48601234567"]),
        ("030/5550101", "DE", ["+49305550101"]),
        ("0711 / 55 12 34", "DE", ["+49711551234"]),
        ("+49 30/5550101", "PL", ["+49305550101"]),
        ("(42)/638 12 34", "PL", ["+48426381234"]),
        ("022/123 45 67/68", "PL", ["+48221234567"]),
        ("601234567/602345678", "PL", ["+48601234567", "+48602345678"]),
        ("tel. 601-234-567, fax 22 123 45 68", "PL", ["+48601234567", "+48221234568"]),
        ("601234567 602345678", "PL", ["+48601234567", "+48602345678"]),
        ("601234567 lub 602345678", "PL", ["+48601234567", "+48602345678"]),
        ("+48601234567+48602345678", "PL", ["+48601234567", "+48602345678"]),
        ("22 123 45 67 wew. 123", "PL", ["+48221234567"]),
        ("+1 650 253 0000 x123", "PL", ["+16502530000"]),
        ("۰۹۱۲ ۳۴۵ ۶۷۸۹", "IR", ["+989123456789"]),
        ("٠٩١٢٣٤٥٦٧٨٩", "IR", ["+989123456789"]),
        ("+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹", "PL", ["+989123456789"]),
        ("+98 0912 345 6789", "IR", ["+989123456789"]),
        ("0098 912 345 6789", "IR", ["+989123456789"]),
        ("989123456789", "IR", ["+989123456789"]),
        ("۰۲۱-۸۸۷۷۶۶۵۵", "IR", ["+982188776655"]),
        ("88776655-021", "IR", ["+982188776655"]),
        ("021-88776655-7", "IR", ["+982188776655"]),
        ("021 8877 6655 داخلی ۱۲۳", "IR", ["+982188776655"]),
        ("02188776655 و 09123456789", "IR", ["+982188776655", "+989123456789"]),
        ("000000000", "PL", []),
        ("123456789", "PL", []),
        ("tel. +48 601 234 567", "IR", ["+48601234567"]),
        ("۹۸۹۱۲۳۴۵۶۷۸۹+", "PL", ["+989123456789"]),
        ("12345", "PL", []),
        ("601 23 45", "PL", []),
        ("601 234 567 8", "PL", ["+48601234567"]),
        ("88776655", "IR", []),
        ("brak", "PL", []),
        ("9" * 60, "PL", []),
        ("601 234 567", "", []),
        ("", "PL", []),
        (False, "PL", []),
    ],
)
def test_phones_of_a_field(text, country, phones):
    assert matching.phone_keys(text, [country]) == phones


@pytest.mark.parametrize(
    ("text", "countries", "phones"),
    [
        ("0171 413 3912", [], ["1714133912"]),
        ("0171 413 3912", ["DE"], ["+491714133912"]),
        ("0171 413 3912", ["AE"], ["1714133912"]),
        ("782 298 091", [], ["782298091"]),
        ("۰۹۱۱ ۲۳۴ ۵۶۷۸", [], ["9112345678"]),
        ("00 49 (0) 171 4133912", [], ["+491714133912"]),
        ("989123456789", [], ["+989123456789"]),
        ("(212) 555-0123 x5", [], ["2125550123"]),
        ("88776655-021", [], ["2188776655"]),
        ("8 911 123 45 67", [], ["89111234567"]),
        ("601 234 567 / 22 123 45 67", [], ["601234567", "221234567"]),
        ("000000000", [], []),
        ("12345", [], []),
        ("9" * 60, [], []),
    ],
)
def test_numbers_of_an_unknown_country_have_none(text, countries, phones):
    assert matching.phone_keys(text, countries, guess="PL") == phones


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+491714133912", "1714133912", True),
        ("+989112345678", "9112345678", True),
        ("+79111234567", "89111234567", True),
        ("+36201234567", "6201234567", True),
        ("+390612345678", "612345678", True),
        ("+4512345678", "12345678", True),
        ("782298091", "782298091", True),
        ("+48601234567", "+420601234567", False),
        ("+491714133912", "1714133913", False),
        ("1714133912", "714133913", False),
    ],
)
def test_a_number_without_a_country_is_compared_by_its_end(one, other, same):
    assert keys.is_same_phone(one, other) is keys.is_same_phone(other, one) is same
    if same:
        assert matching.phone_end(one) == matching.phone_end(other)


def test_a_number_is_of_the_first_country_where_it_can_be():
    assert matching.phone_keys("09123456789", ["PL", "IR"]) == ["+989123456789"]
    assert matching.phone_keys("601 234 567", ["PL", "CZ"]) == ["+48601234567"]
    assert matching.phone_keys("601 234 567", ["CZ", "PL"]) == ["+420601234567"]


def test_without_the_library_only_international_numbers_have_a_key(monkeypatch):
    monkeypatch.setattr(keys, "phonenumbers", None)
    text = "+48 601 234 567; 0098 912 345 6789; 602 345 678"
    assert matching.phone_keys(text, ["PL"]) == ["+48601234567", "+989123456789"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Firma.pl/", "firma.pl"),
        ("http://firma.pl:8080/oferta?a=1#b", "firma.pl"),
        ("www2.firma.pl", "firma.pl"),
        ("firma.pl", "firma.pl"),
        ("sklep.firma.pl", "sklep.firma.pl"),
        ("//firma.pl", "firma.pl"),
        ("https://żółw.pl", "xn--w-uga1v8h.pl"),
        ("https://xn--w-uga1v8h.pl", "xn--w-uga1v8h.pl"),
        ("https://facebook.com/Firma.Nowak/?ref=x", "facebook.com/firma.nowak"),
        ("https://pl-pl.facebook.com/firma.nowak", "facebook.com/firma.nowak"),
        ("https://www.facebook.com/", ""),
        ("https://www.facebook.com/profile.php?id=1", ""),
        ("https://instagram.com/firma_x/", "instagram.com/firma_x"),
        ("linkedin.com/company/Acme/about", "linkedin.com/company/acme"),
        ("linkedin.com/company/", ""),
        ("https://allegro.pl/uzytkownik/abc/oferty", "allegro.pl/uzytkownik/abc"),
        ("https://t.me/acme", "t.me/acme"),
        ("https://user:secret@firma.pl/", "firma.pl"),
        ("localhost:8069", ""),
        ("http://[::1", ""),
        ("http://192.168.0.1/", ""),
        ("nie ma", ""),
        ("", ""),
        (False, ""),
    ],
)
def test_website_has_a_key(url, key):
    assert matching.website_key(url) == key


@pytest.mark.parametrize(
    ("text", "country", "key"),
    [
        ("526-025-02-74", "PL", "PL5260250274"),
        ("PL 526 025 02 74", "PL", "PL5260250274"),
        ("NIP: 526-025-02-74", "PL", "PL5260250274"),
        ("PL5260250274", "IR", "PL5260250274"),
        ("526-025-02-75", "PL", ""),
        ("0000000000", "PL", ""),
        ("۱۰۳۸۰۲۸۴۷۹۰", "IR", "IR10380284790"),
        ("شناسه ملی: 10380284790", "IR", "IR10380284790"),
        ("10380284791", "IR", ""),
        ("001-354241-9", "IR", "IR0013542419"),
        ("0013542418", "IR", ""),
        ("1111111111", "IR", ""),
        ("DE136695976", "PL", "DE136695976"),
        ("136695976", "de", "DE136695976"),
        ("EL094259216", "", "GR094259216"),
        ("094259216", "EL", "GR094259216"),
        ("ATU13585627", "", "ATU13585627"),
        ("980 7806 84", "GB", "GB980780684"),
        ("5260250274", "", ""),
        ("5260250274", "XX", ""),
        ("", "PL", ""),
        (False, False, ""),
    ],
)
def test_tax_id_has_a_key_where_its_check_digit_is_right(text, country, key):
    assert matching.tax_id_key(text, country) == key


@given(fields, countries)
@example("@" * 500, "PL")
@example("http://[", "IR")
@example("\ud800@a.pl", "PL")
def test_no_text_makes_a_key_fail(text, country):
    for address in matching.email_keys(text):
        assert matching.email_keys(address) == [address]
    for phone in matching.phone_keys(text, [country]):
        assert phone[0] == "+" and phone[1:].isdigit()
        assert matching.phone_keys(phone, []) == [phone]
    assert matching.website_key(text) == matching.website_key(matching.website_key(text))
    key = matching.tax_id_key(text, country)
    assert matching.tax_id_key(key, country) == key


@pytest.mark.parametrize("text", ["a", "1", "1 ", "a@", "a.", "+48 ", "ـ", "ﷺ", "sp z ", "/", "[:"])
def test_long_texts_take_no_longer(text):
    long = text * 200_000
    started = time.process_time()
    matching.email_keys(long)
    matching.phone_keys(long, ["PL", "IR"])
    matching.website_key(long)
    matching.tax_id_key(long, "PL")
    folded = matching.fold_company(long[:100_000]), matching.fold_person(long[:100_000])
    names.likeness(*folded)
    assert time.process_time() - started < 2.0


def test_a_number_of_a_range_that_is_not_known_yet_is_one():
    assert matching.phone_keys("300 123 456", ["PL"]) == ["+48300123456"]


def test_a_number_without_its_area_code_is_none():
    assert matching.phone_keys("+48 123 45 67", ["PL"]) == []


def test_two_numbers_with_blanks_between_are_two():
    both = ["+48601234567", "+48221234567"]
    assert matching.phone_keys("+48601234567 +48221234567", []) == both
    assert matching.phone_keys("601 234 567 22 123 45 67", ["PL"]) == both


def test_the_longest_name_before_the_at_has_64_letters():
    assert matching.email_keys("a" * 64 + "@firma.pl") == ["a" * 64 + "@firma.pl"]
    assert matching.email_keys("a" * 65 + "@firma.pl") == []
