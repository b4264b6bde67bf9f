"""Small geometry on streets: distances in metres, lines through numbered addresses.

Positions are WGS84 degrees. Distances use the local flat approximation, whose error is under one
part in a thousand within a commune.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, median
from typing import NamedTuple

from cga_desktop.domain.places import Point
from cga_desktop.domain.territories import LonLat

METRES_PER_DEGREE = 111_195.0
"""One degree of latitude on the mean sphere of 6,371 km."""
MAX_LINE_POINTS = 12
"""A street as figures is a few points, not a survey."""
_NUMBERS_PER_POINT = 4
_BOTH_SIDES = 4
"""From this many addresses on, an end of the street has a number on each side."""
_STRAY_FACTOR = 4.0
_STRAY_FLOOR_M = 250.0
"""An address this far from its street's middle, and 4 times farther than most, is misplaced."""
_PLAUSIBLE_JUMP = 300
"""A number this far above the next lower one is a typing error in the source (« 4244 »)."""


class NumberedPoint(NamedTuple):
    """One numbered address of a street."""

    number: int
    suffix: str
    lat: float
    lon: float

    @property
    def point(self) -> Point:
        """Where it is."""
        return Point(self.lat, self.lon)


def metres(one: Point, other: Point) -> float:
    """Distance between two positions, in metres."""
    north = (other.lat - one.lat) * METRES_PER_DEGREE
    east = (
        (other.lon - one.lon)
        * METRES_PER_DEGREE
        * math.cos(math.radians((one.lat + other.lat) / 2))
    )
    return math.hypot(north, east)


def between(one: Point, other: Point, fraction: float) -> Point:
    """The position at ``fraction`` (0 to 1) of the way from ``one`` to ``other``."""
    return Point(
        one.lat + (other.lat - one.lat) * fraction, one.lon + (other.lon - one.lon) * fraction
    )


def middle(points: Sequence[Point]) -> Point:
    """The mean position of some points."""
    return Point(fmean(point.lat for point in points), fmean(point.lon for point in points))


def plausible(addresses: Sequence[NumberedPoint]) -> list[NumberedPoint]:
    """The addresses in order of number, without stray numbers and misplaced points."""
    ordered = sorted(addresses)
    if not ordered:
        return []
    kept = ordered[:1]
    for address in ordered[1:]:
        if address.number - kept[-1].number > _PLAUSIBLE_JUMP:
            break
        kept.append(address)
    centre = Point(median(address.lat for address in kept), median(address.lon for address in kept))
    away = [metres(centre, address.point) for address in kept]
    limit = max(_STRAY_FLOOR_M, _STRAY_FACTOR * median(away))
    return [address for address, distance in zip(kept, away, strict=True) if distance <= limit]


def _between_the_sides(addresses: Sequence[NumberedPoint]) -> Point:
    """The mean of the even side's mean and the odd side's, so that no side pulls the line."""
    sides = [[one.point for one in addresses if one.number % 2 == parity] for parity in (0, 1)]
    return middle([middle(side) for side in sides if side])


def line_through(addresses: Sequence[NumberedPoint]) -> tuple[LonLat, ...]:
    """A few points along a street, in order of number; empty under two addresses.

    The numbers are cut into runs of equal size; each gives one point, between the two sides.
    The two lowest and the two highest numbers give the ends.
    """
    ordered = plausible(addresses)
    if len(ordered) < 2:  # noqa: PLR2004  (a line has two ends)
        return ()
    runs = min(MAX_LINE_POINTS - 2, len(ordered) // _NUMBERS_PER_POINT)
    bounds = [round(run * len(ordered) / runs) for run in range(runs + 1)] if runs else []
    groups = [ordered[start:stop] for start, stop in pairwise(bounds)]
    ends = (
        (ordered[:1], ordered[-1:]) if len(ordered) < _BOTH_SIDES else (ordered[:2], ordered[-2:])
    )
    points = [_between_the_sides(group) for group in (ends[0], *groups, ends[1])]
    return tuple((round(point.lon, 6), round(point.lat, 6)) for point in points)


def _points(line: Sequence[LonLat]) -> list[Point]:
    return [Point(lat, lon) for lon, lat in line]


def length(line: Sequence[LonLat]) -> float:
    """The length of a line, in metres."""
    points = _points(line)
    return sum(metres(one, other) for one, other in pairwise(points))


def along(line: Sequence[LonLat], fraction: float) -> Point:
    """The position at ``fraction`` (0 to 1) of a line's length; ``line`` has one point or more."""
    points = _points(line)
    left = length(line) * min(1.0, max(0.0, fraction))
    for one, other in pairwise(points):
        step = metres(one, other)
        if step >= left and step > 0:
            return between(one, other, left / step)
        left -= step
    return points[-1]


def nearest_on_line(line: Sequence[LonLat], point: Point) -> tuple[Point, float]:
    """The position of a line nearest to ``point``, and its distance in metres."""
    points = _points(line)
    feet = [_foot(one, other, point) for one, other in pairwise(points)]
    return min(
        ((foot, metres(foot, point)) for foot in feet or points[:1]), key=lambda pair: pair[1]
    )


def _foot(one: Point, other: Point, point: Point) -> Point:
    narrowing = math.cos(math.radians(point.lat))
    north, east = other.lat - one.lat, (other.lon - one.lon) * narrowing
    squared = north * north + east * east
    if squared == 0:
        return one
    ahead = (point.lat - one.lat) * north + (point.lon - one.lon) * narrowing * east
    return between(one, other, min(1.0, max(0.0, ahead / squared)))


def inside(rings: Sequence[Sequence[LonLat]], point: Point) -> bool:
    """Whether ``point`` lies in the area that closed ``rings`` outline (even–odd rule)."""
    within = False
    for ring in rings:
        for (lon, lat), (next_lon, next_lat) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            if (lat > point.lat) != (next_lat > point.lat):
                crossing = lon + (point.lat - lat) / (next_lat - lat) * (next_lon - lon)
                within ^= point.lon < crossing
    return within
