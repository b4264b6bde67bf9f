"""Names written along streets, where they fit and nothing else lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, hypot

from cga_desktop.domain.drawing import Position, Words
from cga_desktop.exporting.sheet.frame import Box
from cga_desktop.exporting.sheet.look import STREET_NAME, STREET_SIZES, WHITE, Look
from cga_desktop.exporting.sheet.room import Room, Slot

_BEND = 0.6
"""How far a street may leave the straight line under its name, in heights of the type."""
_OVERHANG = 1.12
"""How much longer than a straight street its name may be."""
_STEP = 2.0
"""Heights of the type between two places where a name is tried."""


@dataclass(frozen=True, slots=True)
class DrawnStreet:
    """A street on the paper."""

    name: str
    short: str
    rank: int
    line: tuple[Position, ...]

    @property
    def length(self) -> float:
        """In millimetres."""
        return sum(hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(self.line))


def street_names(
    streets: Sequence[DrawnStreet], box: Box, room: Room, look: Look
) -> Iterator[Words]:
    """The names that fit, the main and longest streets first; each takes its room."""
    for street in sorted(streets, key=lambda one: (one.rank, -one.length)):
        size = look.mm(STREET_SIZES[street.rank])
        for name in dict.fromkeys((street.name, street.short)):
            slot = _place(street, look.measure(name, size), size, box, room)
            if slot is not None:
                yield _words(name, slot, size)
                break


def _place(street: DrawnStreet, width: float, size: float, box: Box, room: Room) -> Slot | None:
    for slot in _slots(street.line, width, size):
        on_the_map = all(box.holds(corner, 0.6) for corner in slot.corners)
        if on_the_map and room.taken_if_free(slot.grown(0.25)):
            return slot
    return None


def _words(name: str, slot: Slot, size: float) -> Words:
    # The baseline lies about a third of the type's height under its middle.
    low = slot.at(0, 0.34 * size)
    return Words(
        name, low, size, STREET_NAME, anchor="middle", angle=slot.angle, halo=WHITE, tag="street"
    )


def _slots(line: Sequence[Position], width: float, size: float) -> Iterator[Slot]:
    """Where ``width`` of text may lie along a line, from its middle outwards, straight enough."""
    total = sum(hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(line))
    if total * _OVERHANG < width or total == 0:
        return
    spare = max(total - width, 0.0)
    tries = int(spare / 2 // (_STEP * size)) * 2 + 1
    for step in range(tries):
        # The middle, then in turn nearer the start and the end.
        shift = (step + 1) // 2 * (1 if step % 2 else -1)
        begin = spare / 2 + shift * _STEP * size
        span = _between(line, begin, begin + min(width, total))
        if _straight(span, _BEND * size):
            yield _slot(span[0], span[-1], width, size)


def _between(line: Sequence[Position], begin: float, end: float) -> list[Position]:
    """The part of a line between two distances along it."""
    part: list[Position] = []
    gone = 0.0
    for (x1, y1), (x2, y2) in pairwise(line):
        length = hypot(x2 - x1, y2 - y1)
        if length == 0:
            continue
        first, last = max(begin - gone, 0.0), min(end - gone, length)
        if first <= last:
            shares = (first / length, last / length)
            part += ((x1 + share * (x2 - x1), y1 + share * (y2 - y1)) for share in shares)
        gone += length
    return part or [line[0], line[-1]]


def _straight(span: Sequence[Position], tolerance: float) -> bool:
    (x1, y1), (x2, y2) = span[0], span[-1]
    chord = hypot(x2 - x1, y2 - y1)
    if chord == 0:
        return False
    return all(
        abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / chord <= tolerance for x, y in span[1:-1]
    )


def _slot(start: Position, end: Position, width: float, size: float) -> Slot:
    """The place of a name: read from left to right, or upwards where the street stands upright."""
    across, down = end[0] - start[0], end[1] - start[1]
    backwards = across < 0 or (across == 0 and down > 0)
    angle = degrees(atan2(-down, -across) if backwards else atan2(down, across))
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return Slot(middle, width, size, angle)
