"""A street as figures, from its numbered addresses: mean position, number range, a few points.

Method: addresses are put on a plane (metres) and joined by their minimum spanning tree, whose
longest path runs along the street round every bend, whichever way its numbers jump. Each
point of that path moves to the middle of the addresses around it, so that the line runs between
both sides; Douglas–Peucker thins it, and the numbers say at which end it begins.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

Plane = tuple[float, float]
"""Metres east and north of a reference point."""

EARTH_M = 6_371_008.8
HIGHEST_NUMBER = 999
"""Above it a number is a typing error of the base: 4244 rue du 4 Septembre."""
AROUND_M = 30.0
"""Half the width of a street with its front gardens, and a little more."""
GAP_M = 450.0
"""Addresses further apart than this are not one line: the larger group is followed."""
LINE_TOLERANCE_M = 10.0
LINE_POINTS = 8
SHORT_STREET_M = 90.0
"""Up to this extent a street is straight enough for the principal axis of its addresses."""
SHORTEST_LINE_M = 15.0


@dataclass(frozen=True, slots=True)
class Address:
    """One numbered address: number, repetition ("bis"), WGS84 degrees."""

    number: int
    suffix: str
    lat: float
    lon: float


class Plan:
    """A flat plan around one point; exact to centimetres over a commune."""

    def __init__(self, lat: float, lon: float) -> None:
        self._lat, self._lon = lat, lon
        self._north = math.radians(1) * EARTH_M
        self._east = self._north * math.cos(math.radians(lat))

    def to_metres(self, lat: float, lon: float) -> Plane:
        """WGS84 degrees to metres."""
        return (lon - self._lon) * self._east, (lat - self._lat) * self._north

    def to_degrees(self, point: Plane) -> tuple[float, float]:
        """Metres to (latitude, longitude), WGS84 degrees."""
        return self._lat + point[1] / self._north, self._lon + point[0] / self._east


def distance_to_segment(point: Plane, start: Plane, end: Plane) -> float:
    """Metres from ``point`` to the segment from ``start`` to ``end``."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = 0.0
    if length:
        share = (point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]
        share = min(1.0, max(0.0, share / length))
    return math.dist(point, (start[0] + share * along[0], start[1] + share * along[1]))


def thinned(points: Sequence[Plane], tolerance: float) -> list[Plane]:
    """``points`` without those that stray less than ``tolerance`` metres (Douglas–Peucker)."""
    if len(points) < 3:  # noqa: PLR2004  (two points have nothing between them)
        return list(points)
    strays = [distance_to_segment(one, points[0], points[-1]) for one in points[1:-1]]
    worst = max(strays)
    if worst <= tolerance:
        return [points[0], points[-1]]
    cut = strays.index(worst) + 1
    return thinned(points[: cut + 1], tolerance)[:-1] + thinned(points[cut:], tolerance)


def _spanning_tree(points: Sequence[Plane]) -> dict[int, list[int]]:
    """Each point's neighbours in the minimum spanning tree (Prim), gaps left open."""
    tree: dict[int, list[int]] = defaultdict(list)
    nearest: dict[int, tuple[float, int]] = dict.fromkeys(range(len(points)), (math.inf, -1))
    while nearest:
        here = min(nearest, key=lambda one: nearest[one][0])
        far, joined = nearest.pop(here)
        if far <= GAP_M:
            tree[here].append(joined)
            tree[joined].append(here)
        for other, (before, _) in nearest.items():
            if (apart := math.dist(points[here], points[other])) < before:
                nearest[other] = (apart, here)
    return tree


def _farthest_path(tree: Mapping[int, list[int]], points: Sequence[Plane], start: int) -> list[int]:
    """The path of the tree from ``start`` to the point furthest along it."""
    paths, walked = {start: [start]}, {start: 0.0}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for ahead in tree.get(here, ()):
            if ahead not in paths:
                paths[ahead] = [*paths[here], ahead]
                walked[ahead] = walked[here] + math.dist(points[here], points[ahead])
                waiting.append(ahead)
    return paths[max(walked, key=lambda one: walked[one])]


def _groups(tree: Mapping[int, list[int]], count: int) -> list[set[int]]:
    left, found = set(range(count)), list[set[int]]()
    while left:
        group, waiting = set[int](), [min(left)]
        while waiting:
            here = waiting.pop()
            group.add(here)
            waiting += [one for one in tree.get(here, ()) if one not in group]
        left -= group
        found.append(group)
    return found


def _largest_group(points: Sequence[Plane]) -> list[Plane]:
    groups = _groups(_spanning_tree(points), len(points))
    largest = max(groups, key=lambda one: (len(one), -min(one)))
    return [points[one] for one in sorted(largest)]


def _middle(points: Sequence[Plane]) -> Plane:
    return fmean(x for x, _ in points), fmean(y for _, y in points)


def _axis(points: Sequence[Plane]) -> list[Plane]:
    """The two ends of the principal axis of ``points``."""
    x0, y0 = _middle(points)
    spread_x = fmean((x - x0) ** 2 for x, _ in points)
    spread_y = fmean((y - y0) ** 2 for _, y in points)
    both = fmean((x - x0) * (y - y0) for x, y in points)
    angle = math.atan2(2 * both, spread_x - spread_y) / 2
    east, north = math.cos(angle), math.sin(angle)
    steps = [(x - x0) * east + (y - y0) * north for x, y in points]
    return [(x0 + step * east, y0 + step * north) for step in (min(steps), max(steps))]


def _along(points: Sequence[Plane]) -> list[Plane]:
    """The middle of the street from one end to the other, unthinned."""
    tree = _spanning_tree(points)
    end = _farthest_path(tree, points, 0)[-1]
    path = [points[one] for one in _farthest_path(tree, points, end)]
    return [_middle([one for one in points if math.dist(here, one) <= AROUND_M]) for here in path]


def _reaching_out(line: list[Plane], points: Sequence[Plane]) -> list[Plane]:
    """``line`` with its first point moved out to the last address; without a hook there."""
    if len(line) > 2 and _turns_back(*line[:3]):  # noqa: PLR2004  (a hook has three points)
        line = line[1:]
    (x, y), (x1, y1) = line[:2]
    length = math.dist(line[0], line[1]) or 1.0
    east, north = (x - x1) / length, (y - y1) / length
    beyond = [
        (one[0] - x) * east + (one[1] - y) * north
        for one in points
        if math.dist(one, line[0]) <= 2 * AROUND_M
    ]
    step = max([0.0, *beyond])
    return [(x + step * east, y + step * north), *line[1:]]


def _turns_back(start: Plane, corner: Plane, end: Plane) -> bool:
    short = math.dist(start, corner) <= 2 * AROUND_M
    return short and math.dist(start, end) < math.dist(corner, end)


def _line(points: Sequence[Plane]) -> list[Plane]:
    """A street of at most eight points."""
    group = _largest_group(points)
    if max(math.dist(one, other) for one in group for other in group) <= SHORT_STREET_M:
        return _axis(group)
    middles = _along(group)
    tolerance = LINE_TOLERANCE_M
    line = thinned(middles, tolerance)
    while len(line) > LINE_POINTS:
        tolerance *= 1.2
        line = thinned(middles, tolerance)
    return _reaching_out(_reaching_out(line, group)[::-1], group)[::-1]


def _step_along(line: Sequence[Plane], point: Plane) -> float:
    """How far along ``line``, in metres, lies the place nearest to ``point``."""
    walked, best = 0.0, (math.inf, 0.0)
    for start, end in pairwise(line):
        away = distance_to_segment(point, start, end)
        on_it = math.sqrt(max(0.0, math.dist(start, point) ** 2 - away**2))
        best = min(best, (away, walked + min(on_it, math.dist(start, end))))
        walked += math.dist(start, end)
    return best[1]


def _begins_low(line: Sequence[Plane], numbered: Sequence[tuple[int, Plane]]) -> bool:
    """Whether numbers grow from the beginning of ``line`` to its end."""
    order = [(_step_along(line, point), number) for number, point in numbered]
    step, middle = fmean(s for s, _ in order), fmean(n for _, n in order)
    return sum((s - step) * (n - middle) for s, n in order) >= 0


def street_line(addresses: Sequence[Address]) -> list[tuple[float, float]]:
    """At most eight (longitude, latitude) along a street, in street order; none for a point."""
    plan = Plan(addresses[0].lat, addresses[0].lon)
    numbered = [(one.number, plan.to_metres(one.lat, one.lon)) for one in addresses]
    line = _line(sorted({point for _, point in numbered}))
    if not _begins_low(line, numbered):
        line.reverse()
    if sum(math.dist(*pair) for pair in pairwise(line)) < SHORTEST_LINE_M:
        return []
    return [(lon, lat) for lat, lon in map(plan.to_degrees, line)]


def number_range(addresses: Iterable[Address]) -> tuple[int, int]:
    """The lowest and highest number, (0, 0) where there is none."""
    numbers = [one.number for one in addresses if 0 < one.number <= HIGHEST_NUMBER]
    return (min(numbers), max(numbers)) if numbers else (0, 0)
