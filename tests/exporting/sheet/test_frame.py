from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.exporting.sheet.frame import SCALES, Bounds, Box, around, framed, inside
from cga_desktop.exporting.sheet.lambert import to_lambert

METRES = st.floats(600_000, 700_000)
SIZES = st.floats(1, 20_000)


def test_the_grid_is_that_of_the_national_addresses():
    # The Base Adresse Nationale gives both for 1 allée Marguerite Duras, Bondy (May 2022).
    ((east, north),) = to_lambert([(2.488881, 48.893494)])
    assert abs(east - 662_524.1) < 0.1
    assert abs(north - 6_866_064.08) < 0.1


def test_what_the_grid_cannot_say_is_left_out():
    assert to_lambert([(float("inf"), 48.9)]) == ()
    assert to_lambert([]) == ()


@given(METRES, METRES, SIZES, SIZES)
def test_everything_asked_for_is_inside_the_frame_at_a_round_scale(east, north, width, height):
    box = Box(10, 20, 180, 200)
    bounds = Bounds(east, north, east + width, north + height)
    frame = framed(bounds, box, 3.0)
    assert frame.scale in SCALES
    for corner in ((bounds.west, bounds.south), (bounds.east, bounds.north)):
        assert box.holds(frame.at(corner), 2.99)


@given(METRES, METRES, SIZES, SIZES)
def test_no_larger_round_scale_would_do(east, north, width, height):
    frame = framed(Bounds(east, north, east + width, north + height), Box(0, 0, 180, 200), 3.0)
    smaller = [one for one in SCALES if one < frame.scale]
    if smaller:
        factor = 1000 / smaller[-1]
        assert width * factor > 174 - 1e-6 or height * factor > 194 - 1e-6


def test_north_is_up_and_distances_are_to_scale():
    frame = framed(Bounds(0, 0, 1000, 1000), Box(0, 0, 100, 100), 0)
    assert frame.scale == 10_000
    assert frame.at((500, 500)) == (50, 50)
    assert frame.at((500, 600)) == (50, 40)
    assert frame.at((600, 500)) == (60, 50)


def test_a_single_actor_shows_its_surroundings():
    bounds = around([(100.0, 100.0)])
    assert bounds is not None
    assert bounds.widened(800) == Bounds(-300, -300, 500, 500)
    assert around([]) is None


def test_a_spot_is_inside_a_ring_but_not_in_its_hole():
    outer = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    hole = ((4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0))
    assert inside((1, 1), [outer, hole])
    assert not inside((5, 5), [outer, hole])
    assert not inside((11, 5), [outer, hole])
    assert not inside((1, 1), [])
