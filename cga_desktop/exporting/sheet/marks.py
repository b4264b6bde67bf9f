"""Actors and observations on the map: symbols that do not hide each other, and their numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, pi, sin

from cga_desktop.domain.drawing import Area, Line, Pen, Position, Shape, Words
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
            room.take(_along(one))
            yield from _leader(one, look)
    for one in placed:
        tag = f"mark:{one.mark.word}"
        yield from symbol(ground, one.mark.kind, one.centre, sizes.radius, tag)
        if one.mark.approximate:
            yield ring(one.centre, sizes.radius * 1.5, Pen(TEXT, look.mm(0.18), (0.7, 0.6)))
    yield from _numbers(placed, sizes, box, room, look)


def _leader(placed: _Placed, look: Look) -> Iterator[Shape]:
    yield Line((placed.mark.spot, placed.centre), Pen(WHITE, look.mm(0.6)))
    yield Line((placed.mark.spot, placed.centre), Pen(TEXT, look.mm(0.2)))
    dot = ring(placed.mark.spot, look.mm(0.4), Pen(TEXT, 0.1))
    yield Area((dot.points,), TEXT)


def _along(placed: _Placed) -> Slot:
    """The room that a leader takes."""
    (x1, y1), (x2, y2) = placed.mark.spot, placed.centre
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    return Slot(middle, hypot(x2 - x1, y2 - y1), 0.4, degrees(atan2(y2 - y1, x2 - x1)))


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


def _numbers(
    placed: Sequence[_Placed], sizes: _Sizes, box: Box, room: Room, look: Look
) -> Iterator[Words]:
    """The numbers, those with the least choice first."""
    choices = [(one, _inside(list(_beside(one, sizes, look)), box)) for one in placed]
    choices.sort(key=lambda one: sum(room.free(slot) for slot in one[1]))
    for one, slots in choices:
        slot = next((slot for slot in slots if room.free(slot)), None)
        if slot is None:  # a crowd: on what lies there least
            slot = min(slots, key=room.overlap)
        room.take(slot.grown(0.3))
        at = (slot.centre[0], slot.centre[1] + slot.height / 2)
        word = one.mark.word
        yield Words(
            word, at, sizes.type, TEXT, bold=True, anchor="middle", halo=WHITE, tag=f"number:{word}"
        )


def _inside(slots: list[Slot], box: Box) -> list[Slot]:
    """Those that the edge of the map does not cut; all where it cuts every one."""
    return [one for one in slots if all(box.holds(corner) for corner in one.corners)] or slots


def _beside(placed: _Placed, sizes: _Sizes, look: Look) -> Iterator[Slot]:
    """Room for the number: right, left, above, below, then the corners, then a little farther."""
    x, y = placed.centre
    width = look.measure(placed.mark.word, sizes.type, bold=True)
    high = 0.72 * sizes.type
    reach = sizes.radius * (1.9 if placed.mark.approximate else 1.25)
    for farther in (1.0, 1.45):
        aside, up = reach * farther + width / 2, reach * farther + high / 2
        near = reach * farther * 0.75
        for across, down in (
            (aside, 0.0), (-aside, 0.0), (0.0, -up), (0.0, up),
            (near + width / 2, -near), (near + width / 2, near),
            (-near - width / 2, -near), (-near - width / 2, near),
        ):  # fmt: skip
            yield Slot((x + across, y + down), width, high)
