from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.backups import DAYS, MONTHS, WEEKS, Why, is_due, to_keep

PARIS = timezone(timedelta(hours=1))
NOON = datetime(2026, 11, 23, 12, tzinfo=PARIS)
MOMENTS = st.lists(
    st.integers(min_value=0, max_value=900 * 24 * 60).map(
        lambda ago: NOON - timedelta(minutes=ago)
    ),
    max_size=80,
)


@given(MOMENTS)
def test_the_newest_copy_is_always_kept(moments):
    if moments:
        assert max(moments) in to_keep(moments, NOON)
    else:
        assert to_keep(moments, NOON) == set()


@given(MOMENTS)
def test_no_more_copies_are_kept_than_days_weeks_and_months_say(moments):
    kept = to_keep(moments, NOON)
    assert kept <= set(moments)
    assert len(kept) <= DAYS + WEEKS + MONTHS


@given(MOMENTS)
def test_thinning_out_twice_is_thinning_out_once(moments):
    kept = to_keep(moments, NOON)
    assert to_keep(kept, NOON) == kept


@given(MOMENTS)
def test_each_of_the_last_seven_days_with_a_copy_keeps_its_last(moments):
    last_of = {}
    for one in sorted(moments):
        last_of[one.date()] = one
    wanted = {last_of[day] for day in sorted(last_of, reverse=True)[:DAYS]}
    assert wanted <= to_keep(moments, NOON)


@given(MOMENTS)
def test_each_of_the_last_twelve_months_with_a_copy_keeps_its_last(moments):
    last_of = {}
    for one in sorted(moments):
        last_of[one.year, one.month] = one
    wanted = {last_of[month] for month in sorted(last_of, reverse=True)[:MONTHS]}
    assert wanted <= to_keep(moments, NOON)


@given(MOMENTS, st.integers(min_value=0, max_value=3000))
def test_time_alone_takes_no_copy_away(moments, days):
    assert to_keep(moments, NOON + timedelta(days=days)) == to_keep(moments, NOON)


@given(MOMENTS, st.lists(st.integers(min_value=25, max_value=90_000), max_size=20))
def test_copies_of_a_clock_that_was_ahead_are_kept_and_push_none_out(moments, hours):
    ahead = {NOON + timedelta(hours=one) for one in hours}
    assert to_keep([*moments, *ahead], NOON) == to_keep(moments, NOON) | ahead


def test_a_year_of_daily_copies_leaves_seven_days_four_weeks_and_twelve_months():
    kept = set()
    for day in range(400):
        now = NOON - timedelta(days=399 - day)
        kept = to_keep(kept | {now}, now)
    days = sorted((NOON - one).days for one in kept)
    assert days[:7] == [0, 1, 2, 3, 4, 5, 6]
    weeks = {one.isocalendar()[:2] for one in kept}
    assert {(NOON - timedelta(weeks=ago)).isocalendar()[:2] for ago in range(WEEKS)} <= weeks
    assert len({(one.year, one.month) for one in kept}) == MONTHS
    assert 320 < days[-1] < 370


def test_a_day_begins_at_the_midnight_of_the_place():
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past midnight in Paris
    assert not is_due([late], NOON)
    assert is_due([late], datetime(2026, 11, 23, 12, tzinfo=UTC))


def test_a_copy_of_tomorrow_leaves_today_without_one():
    assert is_due([NOON + timedelta(days=1)], NOON)
    assert is_due([], NOON)


def test_what_a_copy_was_made_for_has_a_word():
    assert all(why.label for why in Why)
