from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.exporting.sheet.room import Room, Slot

PLACES = st.floats(-50, 50)


@given(PLACES, PLACES, st.floats(0.5, 30), st.floats(0.5, 5), st.floats(-90, 90))
def test_what_is_taken_is_not_free(x, y, width, height, angle):
    room, slot = Room(), Slot((x, y), width, height, angle)
    assert room.free(slot)
    assert room.taken_if_free(slot)
    assert not room.free(slot)
    assert not room.taken_if_free(slot)
    assert room.overlap(slot) > 0


@given(st.floats(-90, 90), st.floats(-8, 8), st.floats(-0.8, 0.8))
def test_anything_on_a_name_is_refused_however_the_name_is_turned(angle, along, across):
    room, name = Room(), Slot((0, 0), 18, 2, angle)
    room.take(name)
    assert not room.free(Slot(name.at(along, across), 0.6, 0.6))


@given(st.floats(-90, 90), st.sampled_from([-1, 1]))
def test_beside_a_name_there_is_room(angle, side):
    room, name = Room(), Slot((0, 0), 18, 2, angle)
    room.take(name)
    assert room.free(Slot(name.at(0, side * 3.5), 1, 1, angle))
