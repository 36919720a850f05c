"""Which deals are compared at all: those that share a block."""

from sales_deals.tools.matching import Record
from sales_deals.tools.matching.blocks import blocks


def test_in_a_city_both_ends_of_five_letters_find_a_company():
    found = blocks(Record(company="nowakowski", person="jan lis", city="nowy sacz"))
    assert [block for block in found if block.startswith("c:")] == [
        "c:nowak:jan:nowy_sacz",
        "c:nowak:lis:nowy_sacz",
        "c:owski:jan:nowy_sacz",
        "c:owski:lis:nowy_sacz",
    ]


def test_without_a_city_there_are_no_blocks_of_it():
    assert not any(block.startswith("c:") for block in blocks(Record(company="nowakowski")))


def test_an_address_of_the_company_stands_for_its_domain():
    found = blocks(Record(emails=("jan@nowak.example",), person="jan"))
    assert found == ["m:jan@nowak.example", "h:nowak.example:jan"]


def test_a_public_provider_is_nobodys_domain():
    assert blocks(Record(emails=("jan@gmail.com",))) == ["m:jan@gmail.com"]
