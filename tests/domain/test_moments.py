import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain import moments


@pytest.fixture
def paris(monkeypatch):
    """This computer in Paris."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot move a test to another time zone")
    with monkeypatch.context() as moved:
        moved.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        time.tzset()
        yield
    time.tzset()


def test_now_is_utc_to_the_millisecond_and_sorts_as_text():
    first, second = moments.now(), moments.now()
    assert len(first) == len("2026-05-12T15:30:00.000+00:00")
    assert first.endswith("+00:00")
    assert first <= second
    assert abs((datetime.now(UTC) - moments.parse(first)).total_seconds()) < 60


@pytest.mark.usefixtures("paris")
def test_the_date_of_an_interview_keeps_the_offset_of_the_place():
    said = moments.local_now()
    assert said.endswith(("+01:00", "+02:00"))
    assert len(said) == len("2026-05-12T17:30+02:00")


@pytest.mark.usefixtures("paris")
@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-05-12T15:30:00+00:00", 17),
        ("2026-05-12T15:30:00Z", 17),
        ("2026-01-12T15:30+00:00", 16),
        ("2026-05-12T17:30", 17),
        ("2026-05-12", 0),
    ],
)
def test_a_moment_is_read_in_local_time(text, hour):
    moment = moments.parse(text)
    assert (moment.year, moment.day, moment.hour) == (2026, 12, hour)
    assert moment.tzinfo is not None


@pytest.mark.parametrize(
    "text", ["", "hier", "12/05/2026", "2026-13-01", "2026-02-30", "0001-01-01T00:00+23:59", "\0"]
)
def test_what_is_not_a_moment_is_refused_as_a_value(text):
    with pytest.raises(ValueError):  # noqa: PT011  (whoever reads a value asks for no more)
        moments.parse(text)


@given(st.text())
def test_any_text_is_a_moment_or_a_bad_value_and_nothing_else(text):
    try:
        moment = moments.parse(text)
    except ValueError:
        assert moments.day_and_time(text) == text
    else:
        assert moment.tzinfo is not None
        assert moments.parse(moments.written(text)) == moment


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
def test_the_way_a_moment_is_written_does_not_depend_on_who_wrote_it(moment):
    written = moment.astimezone().isoformat()
    assert moments.written(written) == written
    assert moments.written(moment.strftime("%Y%m%d")) == f"{moment:%Y-%m-%d}"


@pytest.mark.usefixtures("paris")
@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2026-05-12", "2026-05-12"),
        ("20260512", "2026-05-12"),
        ("2026-05-12T17:30", "2026-05-12T17:30:00+02:00"),
        ("2026-05-12 17:30", "2026-05-12T17:30:00+02:00"),
        ("2026-05-12T17:30+00:00", "2026-05-12T17:30+00:00"),
        ("2026-05-12T15:30:00Z", "2026-05-12T15:30:00+00:00"),
    ],
)
def test_a_typed_moment_is_kept_in_one_spelling(typed, written):
    assert moments.parse(moments.written(typed)) == moments.parse(written)
    assert moments.written(typed)[:10] == written[:10]
    assert moments.written(moments.written(typed)) == moments.written(typed)


@pytest.mark.usefixtures("paris")
def test_moments_sort_by_when_they_were_not_by_how_they_are_spelled():
    in_order = [
        "",
        "hier",
        "2026-05-12",
        "2026-05-12T14:59:00.000+02:00",
        "2026-05-12T13:00:00.000+00:00",
        "2026-05-12T15:01+02:00",
        "20260513",
    ]
    assert sorted([*in_order[3:], *in_order[:3]], key=moments.order) == in_order


@pytest.mark.usefixtures("paris")
def test_days_and_times_are_said_as_people_say_them(monkeypatch):
    assert moments.day(date(2026, 11, 3)) == "3 novembre 2026"
    assert moments.day(date(2026, 5, 1)) == "1er mai 2026"
    year = datetime.now(UTC).astimezone().year
    said = moments.day_and_time(f"{year}-11-03T14:05+01:00")
    assert said.endswith("3 novembre, 14\u202fh\u202f05")
    assert moments.day_and_time("2020-08-01T09:30+02:00") == (
        "samedi 1er août 2020, 9\u202fh\u202f30"
    )


@pytest.mark.usefixtures("paris")
def test_a_date_without_a_time_is_not_given_one():
    assert moments.day_and_time("2020-08-04") == "mardi 4 août 2020"


@pytest.mark.usefixtures("paris")
def test_the_clock_shows_seconds_for_the_status_bar():
    assert moments.clock("2026-05-12T12:03:22.123+00:00") == "14:03:22"
