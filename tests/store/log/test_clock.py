from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.store.log import clock

MOMENTS = st.integers(-(10**12), 10**14).map(
    lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)


@given(MOMENTS)
def test_a_moment_and_its_clock_value_are_the_same_to_the_millisecond(moment):
    text = moment.isoformat(timespec="milliseconds")
    assert clock.moment(clock.at(text)) == clock.moment(clock.end_of(text)) == text


@given(MOMENTS, MOMENTS)
def test_clock_values_sort_as_moments_do(one, other):
    first, second = (clock.at(moment.isoformat()) for moment in (one, other))
    assert (first < second) == (one < other)
    assert (first == second) == (one == other)


def test_the_offset_of_a_moment_counts():
    assert clock.at("2026-11-23T17:00:00+01:00") == clock.at("2026-11-23T16:00:00+00:00")


@given(st.lists(st.integers(0, 2**40), min_size=1))
def test_a_clock_set_back_never_takes_the_log_back(walls):
    last = 0
    with pytest.MonkeyPatch.context() as patched:
        for wall in walls:
            patched.setattr(clock, "wall", lambda wall=wall: wall << 16)
            assert clock.after(last) > last
            last = clock.after(last)


@given(st.integers())
def test_any_number_is_some_moment(value):
    assert clock.moment(value)
