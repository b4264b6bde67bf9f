from math import degrees, radians, tan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.exports import Paper
from cga_desktop.exporting.sheet.frame import Box
from cga_desktop.exporting.sheet.look import Look
from cga_desktop.exporting.sheet.room import Room, Slot
from cga_desktop.exporting.sheet.street_names import DrawnStreet, street_names
from tests.exporting.sheet.conftest import plain_width

BOX = Box(0, 0, 200, 200)


def street(*line, name="Avenue de Verdun", short="Av. de Verdun", rank=3):
    return DrawnStreet(name, short, rank, line)


def named(streets, look, room=None):
    return list(street_names(streets, BOX, room or Room(), look))


def test_a_name_lies_along_the_middle_of_its_street(look):
    (found,) = named([street((20, 50), (80, 50))], look)
    assert found.text == "Avenue de Verdun"
    assert found.angle == 0
    assert found.anchor == "middle"
    assert found.at[0] == pytest.approx(50)
    assert 50 < found.at[1] < 51, "its baseline lies under the middle of the street"


def test_a_short_street_gets_its_short_name_and_a_close_none(look):
    width = plain_width("Av. de Verdun", look.mm(1.7))
    (found,) = named([street((20, 50), (20 + width, 50))], look)
    assert found.text == "Av. de Verdun"
    assert named([street((20, 50), (24, 50))], look) == []
    assert named([street((20, 50), (20, 50))], look) == []


@given(st.floats(-3.14, 3.14))
def test_no_name_is_upside_down(angle):
    look = Look(Paper.A4, plain_width)
    from math import cos, sin

    end = (100 + 60 * cos(angle), 100 + 60 * sin(angle))
    (found,) = named([street((100, 100), end)], look)
    assert -90 <= found.angle <= 90
    if abs(abs(found.angle) - 90) > 1:
        slope = (end[1] - 100) / (end[0] - 100)
        assert tan(radians(found.angle)) == pytest.approx(slope, rel=1e-6, abs=1e-6)


def test_an_upright_street_is_read_upwards(look):
    for line in (((50, 20), (50, 80)), ((50, 80), (50, 20))):
        (found,) = named([street(*line)], look)
        assert found.angle == -90


def test_a_name_avoids_what_is_there_and_its_own_kind(look):
    room = Room()
    room.take(Slot((50, 50), 10, 10))
    (found,) = named([street((10, 50), (90, 50))], look, room)
    half = plain_width("Avenue de Verdun", found.size) / 2
    assert abs(found.at[0] - 50) > half + 5
    assert named([street((10, 50), (30, 50))], look, room=_full()) == []


def _full():
    room = Room()
    room.take(Slot((50, 50), 200, 200))
    return room


def test_a_bend_is_not_written_over(look):
    corner = street((50, 50), (60, 50), (60, 60))
    assert named([corner], look) == []
    long_arm = street((10, 50), (60, 50), (60, 60))
    (found,) = named([long_arm], look)
    assert found.angle == 0
    assert found.at[0] < 50


def test_main_streets_are_named_first(look):
    main = street((10, 50), (40, 50), name="Avenue Galliéni", rank=1)
    lane = street((10, 50), (40, 50), name="Rue Fremin", short="R. Fremin", rank=4)
    assert [one.text for one in named([lane, main], look)] == ["Avenue Galliéni"]


def test_a_name_stays_on_the_map(look):
    assert named([street((-40, 50), (8, 50))], look) == []


def test_angles_are_degrees_clockwise(look):
    (found,) = named([street((20, 20), (80, 80))], look)
    assert found.angle == pytest.approx(degrees(radians(45)))
