import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.places import Point
from cga_desktop.geocoding.lines import (
    MAX_LINE_POINTS,
    NumberedPoint,
    along,
    between,
    inside,
    length,
    line_through,
    metres,
    nearest_on_line,
    plausible,
)

LATITUDES = st.floats(48.85, 48.96)
LONGITUDES = st.floats(2.29, 2.53)
POINTS = st.builds(Point, LATITUDES, LONGITUDES)
ADDRESSES = st.lists(
    st.builds(
        NumberedPoint, st.integers(1, 5000), st.sampled_from(["", "bis"]), LATITUDES, LONGITUDES
    ),
    max_size=60,
)
WEST_TO_EAST = ((2.50, 48.9), (2.51, 48.9), (2.52, 48.9))


def straight(count: int) -> list[NumberedPoint]:
    """A street going east, even numbers 10 m south of the odd ones."""
    return [
        NumberedPoint(number, "", 48.9 - 0.00009 * (number % 2 == 0), 2.5 + 0.0001 * number)
        for number in range(1, count + 1)
    ]


def test_a_degree_of_latitude_is_111_km_and_one_of_longitude_shorter_by_the_cosine():
    assert metres(Point(48, 2.5), Point(49, 2.5)) == pytest.approx(111_195, rel=1e-3)
    assert metres(Point(60, 2), Point(60, 3)) == pytest.approx(111_195 / 2, rel=1e-3)


@given(POINTS, POINTS)
def test_distances_are_the_same_both_ways_and_halve_in_the_middle(one, other):
    assert metres(one, other) == pytest.approx(metres(other, one))
    half = metres(one, between(one, other, 0.5))
    assert half == pytest.approx(metres(one, other) / 2, rel=1e-3, abs=1e-6)


def test_a_line_runs_in_order_of_number_between_both_sides_of_the_street():
    line = line_through(straight(40))
    assert 2 <= len(line) <= MAX_LINE_POINTS
    assert [lon for lon, _lat in line] == sorted(lon for lon, _lat in line)
    assert all(lat == pytest.approx(48.899955, abs=0.00001) for _lon, lat in line)


def test_a_misplaced_address_and_a_mistyped_number_do_not_bend_a_line():
    spoilt = [
        *straight(40),
        NumberedPoint(17, "bis", 48.95, 2.3),
        NumberedPoint(4244, "", 48.95, 2.3),
    ]
    assert length(line_through(spoilt)) == pytest.approx(
        length(line_through(straight(40))), rel=0.1
    )
    assert max(one.number for one in plausible(spoilt)) == 40


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_addresses_make_no_line(count):
    assert line_through(straight(count)) == ()


@given(ADDRESSES)
def test_any_addresses_make_a_short_line_or_none(addresses):
    line = line_through(addresses)
    assert len(line) == 0 or 2 <= len(line) <= MAX_LINE_POINTS
    assert set(plausible(addresses)) <= set(addresses)


def test_a_fraction_of_a_line_is_a_fraction_of_its_length():
    assert along(WEST_TO_EAST, 0) == Point(48.9, 2.50)
    assert along(WEST_TO_EAST, 0.25).lon == pytest.approx(2.505)
    assert along(WEST_TO_EAST, 1) == Point(48.9, 2.52)
    assert along(WEST_TO_EAST, 7) == Point(48.9, 2.52)
    assert along(WEST_TO_EAST[:1], 0.5) == Point(48.9, 2.50)


@given(POINTS)
def test_the_nearest_position_of_a_line_is_no_farther_than_its_ends(point):
    _foot, away = nearest_on_line(WEST_TO_EAST, point)
    for lon, lat in WEST_TO_EAST:
        assert away <= metres(point, Point(lat, lon)) + 0.5


def test_the_nearest_position_may_lie_between_two_points_of_a_line():
    foot, away = nearest_on_line(WEST_TO_EAST, Point(48.901, 2.515))
    assert (foot.lat, foot.lon) == (pytest.approx(48.9), pytest.approx(2.515))
    assert away == pytest.approx(111.2, rel=0.01)
    assert nearest_on_line(WEST_TO_EAST[:1], Point(48.9, 2.50))[1] == 0


def test_inside_an_outline_with_a_hole():
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0))
    hole = ((4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0), (4.0, 4.0))
    assert inside([square, hole], Point(2, 2))
    assert not inside([square, hole], Point(5, 5))
    assert not inside([square, hole], Point(12, 5))
    assert not inside([], Point(2, 2))
