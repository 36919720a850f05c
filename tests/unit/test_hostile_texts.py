"""Texts that are made to cost a server its time: each reader needs time in proportion to them."""

import gc
import importlib
import inspect
import pkgutil
import time
import warnings
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sales_deals import tools
from tests.hostile.readers import NO_READERS, READERS
from tests.hostile.texts import BEFORE, BEHIND, PIECES, repeated, stretched

#: Characters of the texts that all are tried with; the slowest ones are tried at twice and four
#: times that length, too.
LENGTH = 6_000
SLOWEST = 4
#: Seconds that are too short to be compared, and that a text of 64,000 characters may take.
SHORT, LONG = 0.15, 2
#: Four times the length may take so many times the seconds: sixteen times is quadratic.
MOST = 9

pieces = st.sampled_from(PIECES) | st.text(min_size=1, max_size=4)


def seconds_for(reader: Callable, text: str) -> float:
    """Return the processor's seconds; a text that can't be read costs what it costs until then.

    As in ``timeit``, garbage is not collected meanwhile: that takes its time from what the other
    tests have left in memory.
    """
    gc.disable()
    begin = time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader(text)
        return time.process_time() - begin
    finally:
        gc.enable()


def test_every_function_is_tried_or_known_to_read_no_texts():
    found = set()
    for module in pkgutil.walk_packages(tools.__path__, f"{tools.__name__}."):
        members = vars(importlib.import_module(module.name)).items()
        found |= {
            f"{module.name}.{name}".removeprefix(f"{tools.__name__}.")
            for name, member in members
            if inspect.isfunction(member) and member.__module__ == module.name and name[0] != "_"
        }
    untried = {name for name in found - set(READERS) if not name.startswith(tuple(NO_READERS))}
    assert not untried


@pytest.mark.parametrize("name", READERS)
def test_time_grows_with_the_text_and_no_faster(name):
    reader = READERS[name]
    reader("a")
    texts = {text: seconds_for(reader, text) for text in repeated(LENGTH)}
    for text in sorted(texts, key=texts.get)[-SLOWEST:]:
        longest = stretched(text, 4)
        took = seconds_for(reader, longest)
        assert took < LONG
        if took > SHORT:
            once = min(seconds_for(reader, text) for _time in range(3))
            took = min(took, *(seconds_for(reader, longest) for _time in range(2)))
            assert took < MOST * once or took < SHORT, (text[:30], text[-30:])


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.sampled_from(BEFORE), piece=pieces, behind=st.sampled_from(BEHIND))
def test_a_long_text_of_any_piece_takes_moments(name, before, piece, behind):
    text = before + piece * (32_000 // len(piece)) + behind
    assert seconds_for(READERS[name], text) < LONG
