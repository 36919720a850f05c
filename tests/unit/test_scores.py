"""Probability that two records are duplicates."""

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_deals.tools import matching
from sales_deals.tools.matching import Record, scores

from .matching_names import folded_names

records = st.builds(
    Record,
    emails=st.lists(st.sampled_from(["a@x.pl", "info@x.pl", "b@wp.pl"]), max_size=2).map(tuple),
    phones=st.lists(st.sampled_from(["+48601234567", "+989121234567"]), max_size=2).map(tuple),
    host=st.sampled_from(["", "x.pl", "wp.pl"]),
    tax_id=st.sampled_from(["", "PL5260250274", "PL5252344078", "IR10380284790"]),
    company=st.sampled_from(["", "nowak meble", "nowak okna", "meble nowka"]) | folded_names,
    person=st.sampled_from(["", "jan kowalski", "anna lis", "j kowalski"]) | folded_names,
    city=st.sampled_from(["", "lodz", "warszawa"]),
)
SUPPORTING, CONTRADICTING = matching.SUPPORTING, matching.CONTRADICTING
#: A deal that the examples below are held against.
JAN = Record(
    emails=("jan@nowak.pl",),
    phones=("+48601234567",),
    host="nowak.pl",
    tax_id="PL5260250274",
    company="nowak meble",
    person="jan kowalski",
    city="lodz",
)
ANNA = JAN._replace(emails=("anna@nowak.pl",), phones=("+48602345678",), person="anna lis")


def score(one: Record, other: Record, **rules: object) -> float:
    return matching.compare(one, other, matching.RULES._replace(**rules)).score


def is_shown(one: Record, other: Record, **rules: object) -> bool:
    return score(one, other, **rules) >= matching.RULES.threshold


def codes(one: Record, other: Record, **rules: object) -> list[str]:
    match = matching.compare(one, other, matching.RULES._replace(**rules))
    return [reason.code for reason in match.reasons]


def test_examples_in_the_docstrings():
    assert doctest.testmod(scores).failed == 0


@pytest.mark.parametrize(
    "other",
    [
        Record(emails=("jan@nowak.pl",)),
        Record(phones=("+48601234567",), company="nowak meble"),
        Record(phones=("+48601234567",), person="kowalski jan"),
        Record(tax_id="PL5260250274", company="nowak meble", person="jan kowalski"),
        Record(host="nowak.pl", company="nowak meble", person="jan kowalski"),
        Record(company="nowka meble", person="jan kowlaski", city="lodz"),
        JAN._replace(emails=("jan.kowalski@wp.pl",), phones=()),
        JAN._replace(company="bolko transport", tax_id="", host=""),
    ],
)
def test_one_person_of_one_company_is_a_duplicate(other):
    assert is_shown(JAN, other)


@pytest.mark.parametrize(
    "other",
    [
        Record(),
        Record(emails=("anna@nowak.pl",)),
        Record(host="nowak.pl"),
        Record(person="jan kowalski", city="lodz"),
        Record(tax_id="PL5260250274"),
        ANNA,
        ANNA._replace(phones=JAN.phones),
        ANNA._replace(phones=JAN.phones, emails=("info@nowak.pl",)),
        ANNA._replace(company="nowak okna", tax_id="PL5252344078", phones=JAN.phones),
        JAN._replace(company="bolko", tax_id="", host="", emails=(), phones=()),
    ],
)
def test_colleagues_namesakes_and_sister_companies_are_no_duplicates(other):
    assert not is_shown(JAN, other)


def test_a_shared_mailbox_or_switchboard_tells_the_company_alone():
    office = Record(emails=("info@nowak.pl",), person="jan kowalski")
    assert codes(office, office._replace(person="anna lis"))[0] == "role_email"
    assert not is_shown(office, office._replace(person="anna lis"))
    phone = Record(phones=("+48601234567",))
    assert is_shown(phone, phone)
    assert not is_shown(phone, phone, shared={"01234567"})
    assert codes(phone, phone, shared={"01234567"}) == ["shared_phone"]
    mail = Record(emails=("jan@nowak.pl",))
    assert not is_shown(mail, mail, shared={"jan@nowak.pl"})


def test_an_office_address_at_a_public_provider_belongs_to_one():
    mail = Record(emails=("biuro@wp.pl",))
    assert codes(mail, mail) == ["email"]


def test_what_the_rules_ignore_says_nothing():
    for ignored in ("jan@nowak.pl", "nowak.pl"):
        mail = Record(emails=("jan@nowak.pl",))
        assert "email" not in codes(mail, mail, ignored={ignored})
    assert "phone" not in codes(JAN, JAN, ignored={"01234567"})
    for ignored in ("PL5260250274", "nowak.pl"):
        found = matching.compare(JAN, JAN, matching.RULES._replace(ignored={ignored}))
        assert ignored not in {reason.value for reason in found.reasons}


def test_a_public_provider_says_nothing():
    one, other = Record(emails=("a@wp.pl",)), Record(emails=("b@wp.pl",))
    assert codes(one, other) == []
    assert codes(Record(host="wp.pl"), Record(host="wp.pl")) == []


def test_different_ids_contradict_within_one_country():
    polish = JAN._replace(tax_id="PL5252344078")
    iranian = JAN._replace(tax_id="IR10380284790")
    assert "tax_id_differs" in codes(JAN, polish)
    assert "tax_id_differs" not in codes(JAN, iranian)
    assert score(JAN, polish) < score(JAN, iranian)


def test_several_agreeing_fields_and_rare_words_count_for_more():
    common = matching.word_weights({"jan": 900, "kowalski": 800, "nowak": 700, "meble": 800}, 1000)
    fewer = JAN._replace(phones=(), emails=())
    assert score(fewer, JAN) < score(JAN, JAN)
    jan = Record(company="nowak meble", person="jan kowalski", city="lodz")
    assert is_shown(jan, jan)
    assert not is_shown(jan, jan, company_words=common, person_words=common)


def test_frequent_names_of_persons_have_fewer_points_outside_one_company():
    jan, words = Record(person="jan kowalski"), {"jan": 0.25, "kowalski": 0.35}
    assert score(jan, jan) == pytest.approx(1 / (1 + 2 ** (8 - 5.5)))
    assert score(jan, jan, person_words=words) == pytest.approx(1 / (1 + 2 ** (8 - 5.5 / 2)))
    colleague = jan._replace(host="nowak.pl")
    within = score(colleague, colleague, person_words=words)
    assert within == score(colleague, colleague) > score(jan, jan)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sabine hartmann", "s hartmann"),
        ("sabine hartmann", "s h"),
        ("sabine hartmann", "hartmann"),
        ("sabine hartmann", "sabine"),
        ("sabine maria hartmann", "hartmann"),
        ("sabine maria von hartmann", "sabine"),
        ("aleksandra kolaczyk", "aleksandra kolaczyk wisniewska"),
        ("ahmed alhashimi", "احمد الهاشمی"),
    ],
)
def test_a_part_of_a_name_never_speaks_against_it(one, other):
    words = dict.fromkeys({*one.split(), *other.split()}, 0.3)
    for rules in ({}, {"person_words": words}):
        assert "person_differs" not in codes(Record(person=one), Record(person=other), **rules)
    firm = Record(emails=("hartmann@hartmann.de",), company="hartmann", phones=("+49171123456",))
    assert is_shown(firm._replace(person=one), firm._replace(person=other), person_words=words)


def test_father_and_son_are_two():
    father = JAN._replace(person="jan kowalski sen", emails=(), phones=())
    assert not is_shown(father, father._replace(person="jan kowalski jun"))


def test_names_in_two_scripts_say_nothing():
    latin = Record(emails=("ahmed@noor.ae",), company="al noor", person="ahmed")
    arabic = latin._replace(company="النور", person="احمد")
    assert codes(latin, arabic) == ["email", "domain", "script_differs"]


def test_a_company_in_the_field_of_the_person_is_compared_as_one():
    one = Record(company="nowak meble", person="jan lis", phones=("+48601234567",))
    other = one._replace(company="jan lis", person="nowak meble")
    assert codes(one, other) == codes(one, one)
    assert "person_differs" in codes(one, other._replace(person="bolko transport"))


def test_a_chosen_customer_is_evidence():
    one = Record(contact="7", customer="5", company="nowak")
    assert codes(one, one) == ["contact", "company"]
    assert is_shown(Record(contact="7"), Record(contact="7"))
    assert codes(one, one._replace(contact="8"))[0] == "company"
    assert not is_shown(Record(customer="5", person="a b"), Record(customer="5", person="c d"))


def test_a_number_without_a_country_is_the_same():
    one, other = Record(phones=("+491714133912",)), Record(phones=("1714133912",))
    assert matching.compare(one, other).reasons == (("phone", "+491714133912"),)
    assert matching.compare(other, one).reasons == (("phone", "+491714133912"),)


def test_a_common_word_is_no_common_person():
    assert codes(Record(person="jan kowalski"), Record(person="jan nowak")) == ["person_differs"]
    assert codes(Record(person="jan kowalski"), Record(person="kowalski")) == ["person"]


def test_different_persons_decide_unless_their_company_and_town_suffice():
    assert matching.persons_decide(matching.RULES._replace(person_differs=-3.1))
    assert not matching.persons_decide(matching.RULES._replace(person_differs=-3.0))


def test_an_address_without_a_domain_says_nothing_of_the_company():
    assert codes(Record(emails=("a",)), Record(emails=("b",))) == []


def test_a_deal_without_a_person_may_be_any_colleagues():
    firm = JAN._replace(person="", emails=(), phones=())
    assert is_shown(firm, firm)
    assert not is_shown(firm, JAN)
    assert codes(firm, JAN)[-1] == "person_missing"
    assert is_shown(firm._replace(emails=JAN.emails), JAN)


def test_certain_is_more_than_shown():
    assert score(JAN, JAN) > matching.RULES.certain
    jan = Record(company="nowak meble", person="jan kowalski")
    other = jan._replace(person="j kowalski", company="nowka meble")
    assert matching.RULES.threshold < score(jan, other) < matching.RULES.certain


@pytest.mark.parametrize(
    "other",
    [
        JAN._replace(emails=("jan.kowalski@wp.pl",)),
        JAN._replace(phones=("+48602345678",)),
        JAN._replace(host="kowalski.pl"),
    ],
)
def test_what_differs_of_two_clients_leaves_nothing_certain(other):
    match = matching.compare(JAN, other)
    assert match.score > matching.RULES.certain
    assert not matching.is_certain(match)


def test_what_contradicts_leaves_nothing_certain():
    one, other = JAN._replace(tax_id=""), JAN._replace(tax_id="", city="radom")
    assert matching.is_certain(matching.compare(one, one))
    assert score(one, other) > matching.RULES.certain
    assert not matching.is_certain(matching.compare(one, other))


def test_reasons_are_fit_for_a_sentence_the_strongest_first():
    other = JAN._replace(company="nowak mebel", person="jan kowalski", emails=(), city="radom")
    assert matching.compare(JAN, other).reasons == (
        ("phone", "+48601234567"),
        ("tax_id", "PL5260250274"),
        ("company", "87"),
        ("person", "100"),
        ("host", "nowak.pl"),
        ("city_differs", ""),
    )


def test_companies_that_are_neither_alike_nor_different_say_nothing():
    one = Record(company="nowak meble okna")
    assert codes(one, Record(company="nowak meble drzwi")) == []
    assert codes(one, Record(company="nowak okna")) == ["company"]


def test_contradicting_names_have_their_likeness_and_towns_their_name():
    one = Record(company="nowak meble", city="lodz")
    other = Record(company="nowak okna", city="lodz")
    assert matching.compare(one, other).reasons == (("city", "lodz"), ("company_differs", "50"))


@given(records, records)
def test_scores_are_symmetric_and_reasons_known(one, other):
    match = matching.compare(one, other)
    assert 0.0 <= match.score <= 1.0
    mirrored = matching.compare(other, one)
    assert match.score == pytest.approx(mirrored.score, abs=1e-9)
    assert {reason.code for reason in match.reasons} <= {*SUPPORTING, *CONTRADICTING}
    assert {reason.code for reason in mirrored.reasons} == {reason.code for reason in match.reasons}


@given(records, records, st.floats(-20, 20), st.floats(-20, 20))
def test_giving_up_early_changes_nothing_that_is_shown(one, other, company, differs):
    rules = matching.RULES._replace(company=company, company_differs=differs)
    match = matching.compare(one, other, rules)
    shown = match if match.score >= rules.threshold else matching.NO_MATCH
    assert matching.compare(one, other, rules, shown_only=True) == shown


@given(records, records, st.floats(-1e6, 1e6))
@settings(max_examples=20)
def test_no_weight_makes_the_score_overflow(one, other, weight):
    rules = matching.RULES._replace(email=weight, company=weight, needed=-weight)
    assert 0.0 <= matching.compare(one, other, rules).score <= 1.0


def test_every_weight_of_the_rules_has_its_reason():
    assert {*SUPPORTING, *CONTRADICTING} <= set(matching.Rules._fields)
