"""Rotation: in proportion to shares, with absences and simultaneous requests."""

import doctest
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools import turns
from sales_deals.tools.turns import Rota, Taker

SHARES = st.lists(st.integers(1, 9), min_size=1, max_size=6)


def test_examples_in_the_docstrings():
    assert doctest.testmod(turns).failed == 0


def serve(rota, count):
    return Counter(rota.take().id for _ in range(count))


@given(SHARES, st.integers(1, 20))
def test_in_turn_each_gets_in_proportion_to_their_share(shares, rounds):
    rota = Rota(Taker(number, share=share) for number, share in enumerate(shares))
    served = serve(rota, rounds * sum(shares))
    for number, share in enumerate(shares):
        assert abs(served[number] - rounds * share) <= 1


@given(SHARES, st.integers(0, 200))
def test_a_rota_that_is_kept_goes_on_where_it_stopped(shares, count):
    whole = Rota(Taker(number, share=share) for number, share in enumerate(shares))
    expected = [whole.take().id for _ in range(count)]
    kept, seen = {}, []
    for _ in range(count):
        rota = Rota(Taker(n, share=share, turn=kept.get(n)) for n, share in enumerate(shares))
        seen.append(rota.take().id)
        kept |= rota.get_turns()
    assert seen == expected


@given(st.integers(1, 5), st.integers(0, 60))
def test_who_comes_back_gets_no_more_than_the_others(others, missed):
    rota = Rota(Taker(number) for number in range(others))
    serve(rota, missed)
    kept = rota.get_turns()
    rota = Rota(Taker(number, turn=kept.get(number)) for number in range(others + 1))
    served = serve(rota, 10 * (others + 1))
    assert set(served.values()) == {10}


@given(SHARES, st.lists(st.integers(0, 30), min_size=6, max_size=6))
def test_by_load_nobody_who_was_served_has_more_for_their_share(shares, loads):
    takers = [Taker(n, share=s, load=loads[n]) for n, s in enumerate(shares)]
    rota = Rota(takers, by_load=True)
    served = serve(rota, 50)
    least = min(taker.load / taker.share for taker in takers)
    for taker in takers:
        if served[taker.id]:
            assert (taker.load - 1) / taker.share <= least


def test_who_is_served_by_another_request_is_passed_over_once():
    rota = Rota([Taker(1), Taker(2), Taker(3)])
    served = [rota.take(lambda taker: taker != 1).id for _ in range(5)]
    assert served == [2, 3, 1, 2, 3]
    assert set(rota.get_turns()) == {2, 3}


def test_in_a_batch_who_is_served_by_another_request_is_passed_over_once_too():
    rota = Rota([Taker(1), Taker(2), Taker(3)])
    served = [rota.take(lambda taker: taker != 2).id for _ in range(5)]
    assert served == [1, 3, 1, 2, 3]


def test_who_was_passed_over_a_moment_ago_comes_first():
    rota = Rota([Taker(1, turn=5.0), Taker(2, turn=5.5), Taker(3, turn=4.2)], last=6.0)
    assert [rota.take().id for _ in range(3)] == [3, 1, 3]


@given(SHARES)
def test_where_others_serve_all_chance_decides_by_share(shares):
    rota = Rota(Taker(number, share=share) for number, share in enumerate(shares))
    served = Counter(rota.take(lambda taker: False).id for _ in range(300))
    for number, share in enumerate(shares):
        assert abs(served[number] - 300 * share / sum(shares)) < 60
    assert rota.get_turns() == {}


def test_each_is_asked_for_once_however_many_deals_there_are():
    asked = []
    rota = Rota([Taker(1), Taker(2)])
    for _ in range(20):
        rota.take(lambda taker: asked.append(taker) or True)
    assert asked == [1, 2]
