"""The schematic plan: a commune drawn from its facts alone, so that a map is useful without tiles.

Streets are lines through their numbered addresses, with their names; round them the outline of
the commune, and the places everybody knows.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from cga_desktop.domain.territories import LonLat, Source, Street, TerritoryFacts
from cga_desktop.mapping.signs import sign_key

Feature = dict[str, object]
Bounds = tuple[float, float, float, float]
"""South, west, north, east, WGS84 degrees."""

_METRES_PER_DEGREE = 111_195.0
"""Of latitude, on the sphere of 6,371 km: enough to rank streets by length."""
_RANKS = ((700.0, 20, 1), (400.0, 18, 2), (180.0, 6, 3))
"""From this length in metres and this count of numbers on, a street has this rank."""
_LAST_RANK = 4
_ROUND_TYPES = frozenset({"place", "square", "résidence", "cité"})
"""What is not a way through: its line goes round it, and is no measure of its importance."""
_SHORT_TYPES = {
    "allée": "All.", "allee": "All.", "avenue": "Av.", "boulevard": "Bd", "chemin": "Ch.",
    "impasse": "Imp.", "passage": "Pass.", "place": "Pl.", "résidence": "Rés.", "route": "Rte",
    "rue": "R.", "sentier": "Sent.", "square": "Sq.", "villa": "Vla",
}  # fmt: skip
_FIRST_WORD = re.compile(r"^(\w+)\s+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class PlanStreet:
    """A street to draw: ``rank`` 1 (through the town) to 4 (a close), ``line`` one point or more.

    ``short`` is the name with its type abbreviated, for where the whole does not fit.
    """

    name: str
    short: str
    rank: int
    line: tuple[LonLat, ...]


@dataclass(frozen=True, slots=True)
class PlanOutline:
    """The limit of a commune: closed rings, the outer one first."""

    code: str
    name: str
    rings: tuple[tuple[LonLat, ...], ...]


@dataclass(frozen=True, slots=True)
class PlanLandmark:
    """A place everybody knows; ``sign`` is a key of ``signs.SIGNS``."""

    name: str
    sign: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the schematic plan shows; streets from the least to the most important."""

    outlines: tuple[PlanOutline, ...] = ()
    streets: tuple[PlanStreet, ...] = ()
    landmarks: tuple[PlanLandmark, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def bounds(self) -> Bounds | None:
        """What the outlines enclose; None for a plan without any."""
        return enclosing(point for one in self.outlines for ring in one.rings for point in ring)


def enclosing(points: Iterable[LonLat]) -> Bounds | None:
    """The smallest south, west, north, east around ``points``; None where there is none."""
    known = list(points)
    if not known:
        return None
    lons = [lon for lon, _lat in known]
    lats = [lat for _lon, lat in known]
    return min(lats), min(lons), max(lats), max(lons)


def line_length(line: Sequence[LonLat]) -> float:
    """The length of a line in metres, the Earth taken as flat over a commune."""
    return sum(
        hypot((lon2 - lon1) * cos(radians((lat1 + lat2) / 2)), lat2 - lat1) * _METRES_PER_DEGREE
        for (lon1, lat1), (lon2, lat2) in pairwise(line)
    )


def street_rank(street: Street) -> int:
    """1 for the streets that structure a town, to 4 for a close, from length and numbers."""
    length = line_length(street.line)
    best = 3 if street.name.lower().split(" ", 1)[0] in _ROUND_TYPES else 1
    for least_length, least_numbers, rank in _RANKS:
        if length >= least_length and street.numbers >= least_numbers:
            return max(rank, best)
    return _LAST_RANK


def short_name(name: str) -> str:
    """``name`` with its street type abbreviated: "Avenue de Verdun" becomes "Av. de Verdun"."""
    found = _FIRST_WORD.match(name)
    short = _SHORT_TYPES.get(found[1].lower()) if found else None
    return f"{short} {name[found.end() :]}" if found and short else name


def schematic_plan(
    territories: Iterable[TerritoryFacts],
    streets_by_code: Mapping[str, Sequence[Street]] | None = None,
) -> Plan:
    """The plan of some communes.

    ``streets_by_code`` holds the streets of imported gazetteers by commune; where a commune has
    none there, those embedded in its facts are drawn.
    """
    facts = list(territories)
    imported = streets_by_code or {}
    streets = [_street(street) for one in facts for street in imported.get(one.code) or one.streets]
    return Plan(
        outlines=tuple(PlanOutline(one.code, one.name, one.outline) for one in facts),
        streets=tuple(sorted(streets, key=lambda street: -street.rank)),
        landmarks=tuple(
            PlanLandmark(mark.name, sign_key(mark.kind), mark.lat, mark.lon)
            for one in facts
            for mark in one.landmarks
        ),
        sources=tuple(dict.fromkeys(source for one in facts for source in one.sources)),
    )


def _street(street: Street) -> PlanStreet:
    line = street.line or ((street.lon, street.lat),)
    return PlanStreet(street.name, short_name(street.name), street_rank(street), line)


def source_line(source: Source) -> str:
    """One source as it is credited: name (date), licence."""
    named = f"{source.name} ({source.date})" if source.date else source.name
    return f"{named}, {source.licence}" if source.licence else named


def plan_features(plan: Plan) -> Feature:
    """The plan as a GeoJSON feature collection; ``layer`` says outline, street or landmark.

    Coordinates keep five decimals: a metre, finer than the plan is true.
    """
    features = [
        *(_outline_feature(one) for one in plan.outlines),
        *(_street_feature(one) for one in plan.streets),
        *(_landmark_feature(one) for one in plan.landmarks),
    ]
    return {"type": "FeatureCollection", "features": features}


def _rounded(line: Iterable[LonLat]) -> list[list[float]]:
    return [[round(lon, 5), round(lat, 5)] for lon, lat in line]


def _feature(geometry: str, coordinates: object, properties: Feature) -> Feature:
    return {
        "type": "Feature",
        "geometry": {"type": geometry, "coordinates": coordinates},
        "properties": properties,
    }


def _outline_feature(outline: PlanOutline) -> Feature:
    # Each ring is drawn as its own polygon: a commune in two pieces has two outer rings.
    rings = [[_rounded(ring)] for ring in outline.rings]
    properties: Feature = {"layer": "outline", "code": outline.code, "name": outline.name}
    return _feature("MultiPolygon", rings, properties)


def _street_feature(street: PlanStreet) -> Feature:
    properties: Feature = {
        "layer": "street",
        "name": street.name,
        "short": street.short,
        "rank": street.rank,
    }
    if len(street.line) == 1:
        return _feature("Point", _rounded(street.line)[0], properties)
    return _feature("LineString", _rounded(street.line), properties)


def _landmark_feature(landmark: PlanLandmark) -> Feature:
    properties: Feature = {"layer": "landmark", "name": landmark.name, "sign": landmark.sign}
    return _feature("Point", _rounded([(landmark.lon, landmark.lat)])[0], properties)
