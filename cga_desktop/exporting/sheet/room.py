"""What part of the paper is taken, so that names and numbers do not lie on one another."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, cos, radians, sin

from cga_desktop.domain.drawing import Position

_CELL = 0.5
"""Millimetres: half the height of the smallest letters."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A rectangle about ``centre``, ``width`` by ``height``, turned by ``angle`` degrees."""

    centre: Position
    width: float
    height: float
    angle: float = 0.0

    def grown(self, by: float) -> "Slot":
        """The same with a margin of ``by`` millimetres all round."""
        return Slot(self.centre, self.width + 2 * by, self.height + 2 * by, self.angle)

    @property
    def corners(self) -> tuple[Position, ...]:
        """Its four corners."""
        halves = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        return tuple(self.at(x * self.width / 2, y * self.height / 2) for x, y in halves)

    def at(self, along: float, across: float) -> Position:
        """The position at so many millimetres along and across it, from its centre."""
        cosine, sine = cos(radians(self.angle)), sin(radians(self.angle))
        return (
            self.centre[0] + along * cosine - across * sine,
            self.centre[1] + along * sine + across * cosine,
        )

    def cells(self) -> Iterator[tuple[int, int]]:
        """The cells of a grid of half millimetres that it covers."""
        columns = max(ceil(self.width / _CELL), 1)
        rows = max(ceil(self.height / _CELL), 1)
        left, top = self.at(-self.width / 2, -self.height / 2)
        # One step along and one across, so that thousands of cells need no further sine.
        right_x, right_y = (one * self.width / columns for one in self._along)
        down_x, down_y = (one * self.height / rows for one in self._across)
        for column in range(columns + 1):
            x, y = left + column * right_x, top + column * right_y
            for row in range(rows + 1):
                yield int((x + row * down_x) // _CELL), int((y + row * down_y) // _CELL)

    @property
    def _along(self) -> Position:
        return cos(radians(self.angle)), sin(radians(self.angle))

    @property
    def _across(self) -> Position:
        return -sin(radians(self.angle)), cos(radians(self.angle))


class Room:
    """The paper of one map, filled slot by slot; what comes first has the choice."""

    def __init__(self) -> None:
        self._taken: set[tuple[int, int]] = set()

    def free(self, slot: Slot) -> bool:
        """Whether nothing lies in ``slot`` yet."""
        return not any(cell in self._taken for cell in slot.cells())

    def overlap(self, slot: Slot) -> int:
        """How much of what lies there ``slot`` would cover, in cells."""
        return len(self._taken.intersection(slot.cells()))

    def take(self, slot: Slot) -> None:
        """Keep ``slot`` for what is drawn there."""
        self._taken.update(slot.cells())

    def taken_if_free(self, slot: Slot) -> bool:
        """Take ``slot`` unless something lies there; whether it was taken."""
        cells = list(slot.cells())
        if any(cell in self._taken for cell in cells):
            return False
        self._taken.update(cells)
        return True
