"""Fields of a deal, as people fill them in."""

import doctest

import pytest

from sales_deals.tools import matching
from sales_deals.tools.matching import records


def test_examples_in_the_docstrings():
    assert doctest.testmod(records).failed == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"person": "jan@nowak.pl"}, {"person": ""}),
        ({"person": "Jan Lis <jan@nowak.pl>"}, {"person": "jan lis"}),
        ({"company": "www.nowak.pl"}, {"company": "", "host": "nowak.pl"}),
        ({"company": "https://nowak.pl/kontakt"}, {"company": "", "host": "nowak.pl"}),
        ({"company": "nowak.pl", "website": "lis.pl"}, {"company": "", "host": "lis.pl"}),
        ({"company": "Nowak sp. z o.o."}, {"company": "nowak", "host": ""}),
        ({"company": "Jan Lis", "person": "Nowak GmbH"}, {"company": "nowak", "person": "jan lis"}),
        ({"person": "Nowak S.r.l."}, {"company": "nowak", "person": ""}),
        (
            {"company": "Lis Ltd", "person": "Nowak Ltd"},
            {"company": "lis", "person": "nowak ltd"},
        ),
        ({"company": "Auto Serwis Łódź", "city": "Łódź"}, {"company": "auto serwis"}),
        ({"company": "Łódź", "city": "Łódź"}, {"company": "lodz"}),
        ({"phone": "601 234 567"}, {"phones": ("601234567",)}),
        ({"phone": "601 234 567", "countries": ["PL"]}, {"phones": ("+48601234567",)}),
        ({"tax_id": "526-025-02-74"}, {"tax_id": "PL5260250274"}),
        ({"tax_id": "526-025-02-74", "countries": ["DE"]}, {"tax_id": ""}),
    ],
)
def test_what_stands_in_a_wrong_field_is_understood(given, expected):
    record = matching.read_record(**given, home="PL")
    assert {name: getattr(record, name) for name in expected} == expected


def test_empty_fields_are_unknown():
    assert matching.read_record() == matching.Record()
    named = ("company", "person", "email", "phone", "website", "tax_id", "city")
    assert matching.read_record(**dict.fromkeys(named, False)) == matching.Record()
