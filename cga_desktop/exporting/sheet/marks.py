"""Actors and observations on the map: symbols that do not hide each other, and their numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from cga_desktop.domain.drawing import Anchor, Area, Line, Pen, Position, Shape, Words
from cga_desktop.exporting.sheet.frame import Box
from cga_desktop.exporting.sheet.ground import Ground
from cga_desktop.exporting.sheet.look import TEXT, WHITE, Look
from cga_desktop.exporting.sheet.room import Room, Slot
from cga_desktop.exporting.sheet.shapes import ring, symbol

_RINGS = 5
_CROWD = 80
"""From this many marks on a map, symbols and numbers become smaller."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to put at ``spot`` on the paper under a short ``word``, its number or letter."""

    word: str
    kind: str
    spot: Position
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    mark: Mark
    centre: Position


@dataclass(frozen=True, slots=True)
class _Sizes:
    radius: float
    type: float


def marks(
    wanted: Sequence[Mark], ground: Ground, box: Box, room: Room, look: Look
) -> Iterator[Shape]:
    """Leaders first, then symbols, then numbers, so that nothing is crossed out."""
    factor = 1.0 if len(wanted) < _CROWD else 0.75
    sizes = _Sizes(look.mm(1.9) * factor, look.mm(2.6) * factor)
    placed = [_symbol_place(one, sizes, box, room) for one in wanted]
    for one in placed:
        if one.centre != one.mark.spot:
            yield from _leader(one, look)
    for one in placed:
        tag = f"mark:{one.mark.word}"
        yield from symbol(ground, one.mark.kind, one.centre, sizes.radius, tag)
        if one.mark.approximate:
            yield ring(one.centre, sizes.radius * 1.5, Pen(TEXT, look.mm(0.18), (0.7, 0.6)))
    for one in placed:
        yield _number(one, sizes, box, room, look)


def _leader(placed: _Placed, look: Look) -> Iterator[Shape]:
    yield Line((placed.mark.spot, placed.centre), Pen(WHITE, look.mm(0.6)))
    yield Line((placed.mark.spot, placed.centre), Pen(TEXT, look.mm(0.2)))
    dot = ring(placed.mark.spot, look.mm(0.4), Pen(TEXT, 0.1))
    yield Area((dot.points,), TEXT)


def _symbol_place(mark: Mark, sizes: _Sizes, box: Box, room: Room) -> _Placed:
    side = sizes.radius * (3.2 if mark.approximate else 2.2)
    for centre in _about(mark.spot, sizes.radius):
        slot = Slot(centre, side, side)
        if box.holds(centre, sizes.radius) and room.taken_if_free(slot):
            return _Placed(mark, centre)
    room.take(Slot(mark.spot, side, side))
    return _Placed(mark, mark.spot)


def _about(spot: Position, radius: float) -> Iterator[Position]:
    """The spot itself, then places round it, nearest first."""
    yield spot
    for turn in range(1, _RINGS + 1):
        distance = radius * (1.4 + 1.6 * turn)
        steps = 6 + 4 * turn
        for step in range(steps):
            angle = 2 * pi * step / steps - pi / 2
            yield spot[0] + distance * cos(angle), spot[1] + distance * sin(angle)


def _number(placed: _Placed, sizes: _Sizes, box: Box, room: Room, look: Look) -> Words:
    word = placed.mark.word
    width = look.measure(word, sizes.type, bold=True)
    reach = sizes.radius * (1.6 if placed.mark.approximate else 1.25)
    places = list(_beside(placed.centre, reach, width, sizes.type))
    for slot, _anchor, _at in places:
        inside = all(box.holds(corner) for corner in slot.corners)
        if inside and room.taken_if_free(slot):
            return _word(word, _anchor, _at, sizes)
    _slot, anchor, at = next(
        (one for one in places if all(box.holds(corner) for corner in one[0].corners)), places[0]
    )
    return _word(word, anchor, at, sizes)


def _word(word: str, anchor: Anchor, at: Position, sizes: _Sizes) -> Words:
    return Words(
        word, at, sizes.type, TEXT, bold=True, anchor=anchor, halo=WHITE, tag=f"number:{word}"
    )


def _beside(
    centre: Position, reach: float, width: float, size: float
) -> Iterator[tuple[Slot, Anchor, Position]]:
    """Right, left, above, below, then the corners: the room of the number, and how it is set."""
    x, y = centre
    high = 0.72 * size
    aside, near = reach + width / 2, reach * 0.75 + width / 2
    for across, down in (
        (aside, 0.0),
        (-aside, 0.0),
        (0.0, -reach - high / 2),
        (0.0, reach + high / 2),
        (near, -reach * 0.75),
        (near, reach * 0.75),
        (-near, -reach * 0.75),
        (-near, reach * 0.75),
    ):
        slot = Slot((x + across, y + down), width, high)
        yield slot, "middle", (x + across, y + down + high / 2)
