"""Classification of visits to an offer's page: people, probable people, machines."""

import doctest
import re
import time

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA
from hypothesis import example, given
from hypothesis import strategies as st

from sales_deals.tools.offer import visits
from sales_deals.tools.offer.visits import agents as user_agents
from sales_deals.tools.offer.visits import robots, verdicts
from sales_deals.tools.offer.visits.products import AGENTS
from tests.visits import BEGIN, MINUTE, act, at, comparison, count_kinds, load, replay, seen
from tests.visits.agents import BROWSERS, LISTED, MACHINES, WINDOWS
from tests.visits.sequences import SEQUENCES

NO_BEACON = visits.REQUEST["no_beacon"]
#: What clients can put in any place, of any type.
garbage = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.just([])
)
known_agents = st.sampled_from(
    [agent for agent, _ in BROWSERS.values()] + [agent for agent, _ in MACHINES.values()]
)
agents = known_agents | garbage
methods = st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "get"]) | garbage
names = st.sampled_from(visits.HEADERS) | st.text()
values = st.sampled_from(["prefetch", "preview", "True"]) | garbage
headers = st.dictionaries(names, values, max_size=3) | garbage
moments = st.floats(-100_000, 100_000).map(at)
durations = st.floats(0, 100) | garbage
visitors = st.sampled_from("ab")
hits = st.builds(visits.Hit, moments, methods, agents, headers, visitors, st.booleans())
beacons = st.builds(visits.Beacon, visitors, moments, durations, st.booleans())
acts = st.builds(visits.Act, visitors, moments, st.sampled_from(visits.ACTS) | garbage)
events = st.lists(hits | beacons | acts, max_size=12)
reasons = st.sampled_from(sorted(visits.REQUEST))
requests = reasons.map(visits.REQUEST.get)


def classify(agent: object, method: object = "GET", **headers: object) -> str:
    """Return the reason of one request's verdict."""
    return visits.classify_request(method, agent, headers, internal=False).reason


def is_in_view(seconds: object) -> bool:
    """Return whether a beacon claims that somebody has seen the page."""
    return isinstance(seconds, int | float) and seconds >= visits.VISIBLE_SECONDS


def can_be_a_person(event) -> bool:
    """Return whether an event alone can make a visit a person's."""
    if isinstance(event, visits.Act):
        return event.what in visits.ACTS
    return isinstance(event, visits.Beacon) and is_in_view(event.visible_seconds)


@pytest.mark.parametrize("module", [visits, user_agents, robots, verdicts])
def test_examples_in_the_docstrings(module):
    assert doctest.testmod(module).failed == 0


def test_the_corpus_is_large_and_its_names_are_unique():
    assert len(SEQUENCES) >= 60
    assert len({sequence.name for sequence in SEQUENCES}) == len(SEQUENCES)


@pytest.mark.parametrize("sequence", SEQUENCES, ids=str)
def test_a_sequence_has_the_expected_people(sequence):
    found = replay(sequence.events)
    assert [visit.verdict.reason for visit in found] == list(sequence.reasons)
    assert count_kinds(found) == (sequence.people, sequence.probable, sequence.machines)


def test_the_corpus_has_every_reason_but_one():
    """Check all but 'no_page': a visit that an act begins is a person's or a colleague's."""
    assert {reason for sequence in SEQUENCES for reason in sequence.reasons} == (
        set(visits.REASONS) - {"no_page"}
    )


def test_only_people_are_counted_and_all_of_them():
    *groups, total = comparison.summary()
    print(comparison.as_table())
    for row in (*groups, total):
        assert row.ours == (row.people, 0, 0)
    assert (total.sequences, total.people) == (152, 57)
    assert total.portal == (185, 129, 1)
    assert total.mail_tracking == (146, 95, 6)


@pytest.mark.parametrize("name", BROWSERS)
def test_a_browser_is_no_machine(name):
    agent, device = BROWSERS[name]
    assert classify(agent) == "no_beacon"
    assert visits.find_product(agent) == ""
    assert visits.device_class(agent) == device


@pytest.mark.parametrize("name", MACHINES)
def test_a_machine_that_names_itself_is_one(name):
    agent, reason = MACHINES[name]
    assert classify(agent) == reason
    assert classify(agent.upper()) == reason


@pytest.mark.parametrize("name", LISTED)
def test_a_machine_that_only_the_list_knows_is_one(name):
    agent, reason = LISTED[name]
    assert classify(agent) == reason
    assert visits.find_product(agent) == ""


def test_the_list_is_compiled_once():
    robots._compile_patterns.cache_clear()
    for agent in (WINDOWS, *(agent for agent, _device in BROWSERS.values())):
        classify(agent)
    assert robots._compile_patterns.cache_info().misses == 1


def test_every_robot_of_the_list_is_a_machine_but_those_that_people_use():
    missed = {
        entry["pattern"]
        for entry in CRAWLER_USER_AGENTS_DATA
        for agent in entry["instances"]
        if visits.classify_request("GET", agent, {}, internal=False).kind != visits.MACHINE
    }
    assert missed == {
        "AP3A\\.240617\\.008",  # Instagram's app on a phone
        "Code\\/1\\.",  # the browser in Visual Studio Code
        "Fluid",  # websites as apps on a Mac
        "MetaIAB Facebook",  # Facebook's app
        "Trae\\/",  # the browser in an editor
    }


def test_what_is_left_out_of_the_list_is_in_it():
    assert {entry["pattern"] for entry in CRAWLER_USER_AGENTS_DATA} >= robots.OF_PEOPLE


@pytest.mark.parametrize("pattern", sorted(robots.OF_PEOPLE))
def test_what_is_left_out_of_the_list_is_in_a_browser_of_people(pattern):
    assert any(re.search(pattern, agent) for agent, _device in BROWSERS.values())


def test_a_product_has_its_own_name():
    assert visits.find_product(MACHINES["iMessage"][0]) == "iMessage"
    assert visits.find_product(MACHINES["LINE"][0]) == "LINE"
    assert visits.find_product(MACHINES["Gmail's picture proxy"][0]) == "Gmail"


def test_patterns_are_lower_case_and_no_product_is_hidden_by_another():
    """Check that each pattern finds its own product, at least in an agent of nothing else."""
    for reason, products in AGENTS.items():
        for product, patterns in products.items():
            for pattern in patterns:
                assert pattern == pattern.lower()
                assert classify(pattern.strip("^$")) == reason, pattern
                assert visits.find_product(pattern.strip("^$")) == product, pattern


def test_methods_and_headers_tell_a_machine():
    assert classify(WINDOWS, "HEAD") == "head_request"
    assert classify(WINDOWS, "OPTIONS") == "other_method"
    assert classify(WINDOWS, purpose="Preview") == "preview_header"
    assert classify(WINDOWS, **{"sec-purpose": "prefetch;prerender"}) == "prefetch"
    assert classify(WINDOWS, **{"sec-purpose": ""}) == "no_beacon"


def test_a_user_of_the_company_is_named_before_all_else():
    verdict = visits.classify_request("HEAD", MACHINES["curl"][0], {}, internal=True)
    assert verdict == ("machine", "internal_user")
    assert visits.classify_visit(verdict, 100.0, acted=True) == verdict


def test_a_visit_ends_after_half_an_hour_without_a_sign():
    visit = visits.begin_visit(load(0, WINDOWS))
    for seconds in (30 * MINUTE, -30 * MINUTE):
        assert not visits.begins_visit(visit, load(seconds, WINDOWS))
    for seconds in (30 * MINUTE + 1, -30 * MINUTE - 1):
        assert visits.begins_visit(visit, load(seconds, WINDOWS))


def test_seconds_are_held_against_the_servers_clock():
    assert visits.believable_seconds(3.0, BEGIN, at(4)) == 3.0
    assert visits.believable_seconds(4.5, BEGIN, at(4)) == 4.0
    assert visits.believable_seconds(60.0, BEGIN, at(4)) == 0.0
    assert visits.believable_seconds(3.0, BEGIN, at(-1)) == 0.0


@pytest.mark.parametrize("stored", [float("inf"), float("nan"), -3.0, "9", [], 10**400])
def test_a_duration_that_is_none_shows_no_person(stored):
    assert visits.classify_visit(NO_BEACON, stored) == ("probable", "hidden")


def test_the_device_of_a_visit_is_that_of_its_first_page_load():
    [visit] = replay([load(0, BROWSERS["Safari on iPhone"][0]), load(1, WINDOWS)])
    assert (visit.device, visit.visitor) == ("phone", "client")


@given(methods, agents, headers, st.booleans())
def test_no_request_raises_or_is_a_person(method, agent, headers, internal):
    verdict = visits.classify_request(method, agent, headers, internal)
    assert verdict == visits.REQUEST[verdict.reason]
    assert verdict.kind in (visits.PROBABLE, visits.MACHINE)


@given(agents, headers, st.booleans())
def test_head_is_a_machine(agent, headers, internal):
    verdict = visits.classify_request("HEAD", agent, headers, internal)
    assert verdict.kind == visits.MACHINE
    assert visits.classify_visit(verdict, 100.0).kind == visits.MACHINE


@given(requests, durations, st.booleans(), st.booleans())
def test_a_person_has_seen_the_page_or_acted(request_verdict, seconds, acted, webdriver):
    verdict = visits.classify_visit(request_verdict, seconds, acted, webdriver)
    assert verdict.kind == visits.REASONS[verdict.reason]
    assert verdict.kind != visits.PERSON or acted or (is_in_view(seconds) and not webdriver)
    assert not acted or verdict.reason in ("acted", "internal_user")


@given(requests, st.floats(0, 100), st.floats(0, 100))
def test_more_time_in_view_never_makes_less_of_a_person(request_verdict, one, other):
    few, many = (
        visits.classify_visit(request_verdict, seconds).kind for seconds in sorted((one, other))
    )
    kinds = (visits.PERSON, visits.PROBABLE, visits.MACHINE)
    assert kinds.index(many) <= kinds.index(few)


@given(requests, requests, requests)
def test_requests_combine_in_any_order(one, other, third):
    both = visits.combine(one, other)
    assert both in (one, other)
    assert both == visits.combine(other, one)
    assert visits.combine(both, third) == visits.combine(one, visits.combine(other, third))


@given(events)
@example([seen(0, 3.0), act(0, "accept"), load(-4000, None), seen(0, 10**400)])
def test_whatever_comes_makes_visits(events):
    found = replay(events)
    assert sum(count_kinds(found)) == len(found)
    for visit in found:
        own = [event for event in events if event.visitor == visit.visitor]
        assert visit.verdict.kind != visits.PERSON or any(can_be_a_person(e) for e in own)


@given(events)
def test_beacons_begin_no_visit(events):
    beacons = [event for event in events if isinstance(event, visits.Beacon)]
    assert replay(beacons) == []


@given(events)
def test_who_only_asks_with_head_is_never_a_person(events):
    heads = [event._replace(method="HEAD") for event in events if isinstance(event, visits.Hit)]
    beacons = [event for event in events if isinstance(event, visits.Beacon)]
    for visit in replay([*heads, *beacons]):
        assert visit.verdict.kind == visits.MACHINE


@given(agents)
def test_any_agent_has_a_device_and_perhaps_a_product(agent):
    assert visits.device_class(agent) in ("phone", "tablet", "desktop", "unknown")
    assert isinstance(visits.find_product(agent), str)


@pytest.mark.parametrize("beginning", ["", "Mozilla/5.0 ", "bot" * 200, " " * 1000])
def test_a_long_agent_takes_no_longer(beginning):
    agent = beginning + "bot(" * 500_000
    started = time.process_time()
    for _ in range(20):
        classify(agent)
        visits.device_class(agent)
    assert time.process_time() - started < 1.0
