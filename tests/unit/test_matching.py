"""Duplicates within many deals, and the blocks that preselect them."""

import doctest
import sys

import pytest

from sales_deals.tools import matching
from tests.support import duplicates


def test_examples_in_the_docstrings():
    # The package's name for the module is the function in it.
    assert doctest.testmod(sys.modules[matching.blocks.__module__]).failed == 0


def test_the_same_seed_makes_the_same_deals():
    assert duplicates.make_sample(7, 100) == duplicates.make_sample(7, 100)
    assert duplicates.make_sample(7, 100) != duplicates.make_sample(8, 100)


@pytest.mark.parametrize("seed", [5001, 5002])
def test_duplicates_of_every_kind_are_found_and_strangers_are_not(seed):
    """Use other seeds than those that the rules were tuned on: 1 to 4 and 99."""
    sample = duplicates.make_sample(seed, 3000)
    found = duplicates.find(sample.deals).pairs
    quality = duplicates.judge(sample, found)
    print(f"\nseed {seed}: recall {quality.recall:.3f}, precision {quality.precision:.3f}")
    for kind, (hits, there) in quality.kinds.items():
        print(f"  {kind:<16} {hits:>4} of {there:>4}  {hits / there:.3f}")
        assert there >= 20
        assert hits / there >= 0.80
    assert quality.recall >= 0.95
    assert quality.precision >= 0.95
    certain = {pair for pair, match in found.items() if matching.is_certain(match)}
    assert len(certain) > len(found) / 2
    assert len(certain & set(sample.pairs)) / len(certain) >= 0.995


def shared(one: matching.Record, other: matching.Record) -> set[str]:
    """Return the blocks that two records share."""
    return set(matching.blocks(one)) & set(matching.blocks(other))


def test_habits_of_many_countries_are_understood_and_repeats_are_no_duplicates():
    """A sample of somebody who did not know the rules."""
    sample = duplicates.make_habits_sample(5003, 8000)
    found = duplicates.find(sample.deals).pairs
    quality = duplicates.judge(sample, [pair for pair in found if not found[pair].is_repeat])
    told = [pair for pair in sample.repeats if pair in found and found[pair].is_repeat]
    print(f"\nrecall {quality.recall:.3f}, precision {quality.precision:.3f}")
    assert quality.recall >= 0.96
    assert quality.precision >= 0.95
    assert len(told) / len(sample.repeats) >= 0.92
    certain = {pair for pair, match in found.items() if matching.is_certain(match)}
    assert not certain & set(sample.repeats)
    assert len(certain & set(sample.pairs)) / len(certain) >= 0.99


def _share(one: matching.Record, other: matching.Record, common: tuple[str, ...] = ()) -> bool:
    return bool(set(matching.blocks(one, common)) & set(matching.blocks(other, common)))


def test_blocks_have_no_blanks_and_come_once():
    record = matching.Record(
        emails=("a@nowak.pl", "b@nowak.pl"),
        company="nowak nowak",
        person="jan maria lis",
        host="nowak.pl",
        city="nowy sacz",
    )
    blocks = matching.blocks(record)
    assert not any(" " in block for block in blocks)
    assert len(set(blocks)) == len(blocks)


@pytest.mark.parametrize("slip", ["kowbobre", "kwobober", "kowbobeer", "xowbober"])
def test_one_slip_in_a_company_leaves_a_block(slip):
    one = matching.Record(company="kowbober", person="jan lis")
    assert _share(one, one._replace(company=slip, person="lis jan"))


def test_slips_in_both_names_leave_a_block_within_a_town():
    one = matching.Record(company="kowbober", person="jan lisowski", city="torun")
    other = matching.Record(company="kowbobre", person="jan lisowsky", city="torun")
    assert any(block.startswith("c:") for block in shared(one, other))
    other = other._replace(city="lodz", person="jahn lisowsky")
    assert not shared(one, other)


def test_common_words_make_no_block_unless_there_are_no_others():
    one = matching.Record(company="meble nowak", person="jan lis")
    other = matching.Record(company="meble dudek", person="jan lis")
    assert _share(one, other)
    assert not _share(one, other, ("meble",))
    trade = matching.Record(company="meble", person="jan lis")
    assert _share(trade, trade, ("meble",))


def test_a_domain_of_their_own_brings_colleagues_together_by_name_only():
    one = matching.Record(emails=("jan@nowak.pl",), person="jan lis")
    assert _share(one, matching.Record(host="nowak.pl", person="jan lis"))
    assert not _share(one, matching.Record(host="nowak.pl", person="ewa mazur"))
    public = matching.Record(emails=("jan@wp.pl",), person="jan lis", city="lodz")
    assert not _share(public, public._replace(emails=("lis@wp.pl",)))


def test_names_alone_are_looked_up_in_any_order():
    one = matching.Record(company="nowak meble", person="jan lis")
    other = matching.Record(company="meble nowak", person="lis jan")
    assert matching.name_blocks(one) == matching.name_blocks(other)
    assert matching.name_blocks(matching.Record()) == []
