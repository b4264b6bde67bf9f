"""Which part of the ground lies where on the paper, and at which round scale."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from cga_desktop.domain.drawing import Position
from cga_desktop.exporting.sheet.lambert import Metres

SCALES = (
    1_000, 1_250, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 7_500, 10_000, 12_500, 15_000,
    17_500, 20_000, 25_000, 30_000, 40_000, 50_000, 75_000, 100_000, 150_000, 200_000, 250_000,
    500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000,
)  # fmt: skip
"""Denominators of the scales a sheet may have: round ones, as readers of maps expect."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle of ground, in metres of the grid."""

    west: float
    south: float
    east: float
    north: float

    def widened(self, least: float) -> "Bounds":
        """The same about its middle, at least ``least`` metres on each side."""
        east, north = self.middle
        half_width = max(self.east - self.west, least) / 2
        half_height = max(self.north - self.south, least) / 2
        return Bounds(
            east - half_width, north - half_height, east + half_width, north + half_height
        )

    def holds(self, spot: Metres) -> bool:
        """Whether a spot lies in it."""
        return self.west <= spot[0] <= self.east and self.south <= spot[1] <= self.north

    @property
    def middle(self) -> Metres:
        """Its centre."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2


def around(points: Iterable[Metres]) -> Bounds | None:
    """The smallest rectangle of ground around some points; None around nothing."""
    known = list(points)
    if not known:
        return None
    easts, norths = zip(*known, strict=True)
    return Bounds(min(easts), min(norths), max(easts), max(norths))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of paper, in millimetres from the top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def holds(self, position: Position, margin: float = 0.0) -> bool:
        """Whether a position lies inside, at least ``margin`` from the edges."""
        x, y = position
        return (
            self.left + margin <= x <= self.right - margin
            and self.top + margin <= y <= self.bottom - margin
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """A map on paper: ``box`` shows the ground about ``middle`` at 1:``scale``."""

    box: Box
    middle: Metres
    scale: int

    def at(self, spot: Metres) -> Position:
        """Where a spot of the ground lies on the paper."""
        return (
            self.box.left + self.box.width / 2 + self.paper(spot[0] - self.middle[0]),
            self.box.top + self.box.height / 2 - self.paper(spot[1] - self.middle[1]),
        )

    def paper(self, metres: float) -> float:
        """How many millimetres of paper a length of ground takes."""
        return metres * 1000 / self.scale

    def line(self, spots: Iterable[Metres]) -> tuple[Position, ...]:
        """A line of the ground on the paper."""
        return tuple(self.at(spot) for spot in spots)


def framed(bounds: Bounds, box: Box, margin: float) -> Frame:
    """The frame of ``box`` that shows all of ``bounds`` at the largest round scale.

    ``margin`` millimetres of paper stay free on each side; beyond the smallest scale the ground
    is cut.
    """
    room = (max(box.width - 2 * margin, 1.0), max(box.height - 2 * margin, 1.0))
    needed = max(
        (bounds.east - bounds.west) * 1000 / room[0], (bounds.north - bounds.south) * 1000 / room[1]
    )
    scale = next((one for one in SCALES if one >= needed), SCALES[-1])
    return Frame(box, bounds.middle, scale)


def inside(spot: Metres, rings: Iterable[tuple[Metres, ...]]) -> bool:
    """Whether a spot lies inside some closed rings (even-odd, so that rings may be holes)."""
    east, north = spot
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, chain(ring[1:], ring[:1]), strict=True):
            if (y1 > north) != (y2 > north) and east < x1 + (north - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1
