"""Outlines: areas that share their borders become one ring, thinned; points within or not."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from street_figures import Plan, distance_to_segment, thinned

from cga_desktop.domain.territories import LonLat

OUTLINE_TOLERANCE_M = 12.0


def polygons(feature: Mapping[str, Any]) -> list[list[list[LonLat]]]:
    """The polygons of one GeoJSON feature, as rings of (longitude, latitude)."""
    geometry = feature["geometry"]
    many = geometry["coordinates"]
    return [many] if geometry["type"] == "Polygon" else many


def union_outline(features: Iterable[Mapping[str, Any]]) -> list[list[LonLat]]:
    """The outer rings of areas that share their borders: edges met once are the outline."""
    edges: Counter[frozenset[LonLat]] = Counter()
    for feature in features:
        for polygon in polygons(feature):
            for ring in polygon:
                corners = [(round(lon, 7), round(lat, 7)) for lon, lat in ring]
                edges.update(frozenset(pair) for pair in pairwise(corners))
    onward: dict[LonLat, list[LonLat]] = defaultdict(list)
    for edge, met in edges.items():
        if met == 1 and len(edge) == 2:  # noqa: PLR2004  (an edge of one corner is a repeated point)
            start, end = edge
            onward[start].append(end)
            onward[end].append(start)
    return _rings(onward)


def _rings(onward: dict[LonLat, list[LonLat]]) -> list[list[LonLat]]:
    found: list[list[LonLat]] = []
    while onward:
        ring = [next(iter(onward))]
        while (ahead := onward.get(ring[-1])) is not None:
            following = ahead.pop()
            onward[following].remove(ring[-1])
            onward = {corner: left for corner, left in onward.items() if left}
            ring.append(following)
        found.append(ring)
    return found


def thinned_ring(closed: Sequence[LonLat]) -> tuple[LonLat, ...]:
    """A closed ring with fewer corners, never more than the tolerance away.

    It begins at its westernmost corner and turns left, so that running again changes nothing.
    """
    west = closed.index(min(closed))
    ring = [*closed[west:-1], *closed[: west + 1]]
    if sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) < 0:
        ring.reverse()
    plan = Plan(ring[0][1], ring[0][0])
    points = [plan.to_metres(lat, lon) for lon, lat in ring]
    far = max(range(len(points)), key=lambda one: math.dist(points[0], points[one]))
    kept = thinned(points[: far + 1], OUTLINE_TOLERANCE_M)[:-1]
    kept += thinned(points[far:], OUTLINE_TOLERANCE_M)
    return tuple((round(lon, 5), round(lat, 5)) for lat, lon in map(plan.to_degrees, kept))


def centroid(ring: Sequence[LonLat]) -> tuple[float, float, float]:
    """Area (square degrees, without sign) and centroid (lon, lat) of a ring."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in pairwise(ring):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return abs(area) / 2, x / (3 * area), y / (3 * area)


def inside(lon: float, lat: float, ring: Sequence[LonLat]) -> bool:
    """Whether a point lies within a closed ring (even–odd rule)."""
    crossed = False
    for (x0, y0), (x1, y1) in pairwise(ring):
        if (y0 > lat) != (y1 > lat) and lon < x0 + (lat - y0) * (x1 - x0) / (y1 - y0):
            crossed = not crossed
    return crossed


def outside_by(lat: float, lon: float, outline: Iterable[Sequence[LonLat]]) -> float:
    """Metres between a point and the outline it should lie in; 0 within."""
    rings = list(outline)
    if any(inside(lon, lat, ring) for ring in rings):
        return 0.0
    plan = Plan(lat, lon)
    corners = [[plan.to_metres(y, x) for x, y in ring] for ring in rings]
    return min(
        distance_to_segment((0.0, 0.0), start, end)
        for ring in corners
        for start, end in pairwise(ring)
    )
