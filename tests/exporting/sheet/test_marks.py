from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from cga_desktop.domain.drawing import Area, Line, Words
from cga_desktop.domain.exports import Paper
from cga_desktop.exporting.sheet.frame import Box
from cga_desktop.exporting.sheet.ground import Ground
from cga_desktop.exporting.sheet.look import Look
from cga_desktop.exporting.sheet.marks import Mark, marks
from cga_desktop.exporting.sheet.room import Room
from tests.exporting.sheet.conftest import plain_width
from tests.exporting.sheet.shapes_of import middle

BOX = Box(0, 0, 150, 150)


def drawn(wanted, ground=None):
    shapes = list(marks(wanted, ground or Ground(), BOX, Room(), Look(Paper.A4, plain_width)))
    centres = {
        one.tag.removeprefix("mark:"): middle(one)
        for one in shapes
        if isinstance(one, Area) and one.tag.startswith("mark:")
    }
    numbers = {one.text: one for one in shapes if isinstance(one, Words)}
    leaders = [one for one in shapes if isinstance(one, Line) and len(one.points) == 2]
    return centres, numbers, leaders


def apart(one, other):
    return hypot(one[0] - other[0], one[1] - other[1])


def test_an_actor_alone_stands_on_its_place_with_its_number_beside():
    centres, numbers, leaders = drawn([Mark("7", "shop", (50, 60))])
    assert apart(centres["7"], (50, 60)) < 1e-9
    assert 1 < apart(numbers["7"].at, (50, 60)) < 6
    assert leaders == []


def test_actors_in_one_building_are_spread_and_tied_to_their_place():
    wanted = [Mark(str(n), "shop", (50, 60)) for n in range(1, 8)]
    centres, numbers, leaders = drawn(wanted)
    assert set(centres) == set(numbers) == {mark.word for mark in wanted}
    spots = list(centres.values())
    assert all(apart(a, b) > 3.8 for i, a in enumerate(spots) for b in spots[:i])
    assert {one.points[0] for one in leaders} == {(50, 60)}
    assert len(leaders) == 2 * 6, "a white line under a dark one, for all but the first"


@settings(max_examples=25)
@given(st.lists(st.tuples(st.floats(5, 145), st.floats(5, 145)), max_size=40))
def test_every_actor_has_its_symbol_and_number_on_the_map(spots):
    wanted = [Mark(str(n), "shop", spot) for n, spot in enumerate(spots)]
    centres, numbers, _leaders = drawn(wanted)
    assert set(centres) == set(numbers) == {mark.word for mark in wanted}
    assert all(BOX.holds(centre) for centre in centres.values())


def test_numbers_do_not_lie_on_symbols_where_there_is_room():
    wanted = [Mark(str(n), "shop", (20 + 5 * n, 75)) for n in range(1, 16)]
    centres, numbers, _leaders = drawn(wanted)
    for number in numbers.values():
        centre = (number.at[0], number.at[1] - 0.36 * number.size)
        assert all(apart(centre, symbol) > 1.9 for symbol in centres.values())


def test_an_approximate_place_is_ringed():
    shapes = list(
        marks(
            [Mark("1", "shop", (50, 50), approximate=True)],
            Ground(),
            BOX,
            Room(),
            Look(Paper.A4, plain_width),
        )
    )
    assert any(isinstance(one, Line) and one.pen.dashes for one in shapes)


def test_a_kind_of_a_newer_program_is_drawn_too():
    centres, _numbers, _leaders = drawn([Mark("1", "cooperative_kitchen", (50, 50))])
    assert set(centres) == {"1"}
