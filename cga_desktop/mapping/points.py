"""What stands on the map, and the least that must be told to a page that already shows some."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Literal

from cga_desktop.domain.moments import day_and_time
from cga_desktop.domain.places import Precision
from cga_desktop.domain.records import Actor, Observation
from cga_desktop.mapping.symbols import OBSERVATION

PointKind = Literal["actor", "observation"]
WireRow = list[str | float]
"""One point as the page receives it; ``resources/web/map/points.js`` reads it in this order."""

_TITLE_LENGTH = 60
_PRECISIONS = frozenset(one.value for one in Precision)
_POLE, _ANTIMERIDIAN = 90.0, 180.0
_EXACT = frozenset({"", Precision.NUMBER, Precision.INTERPOLATED})


def is_approximate(precision: str) -> bool:
    """Whether a precision leaves some streets of doubt; one of a newer program does."""
    return precision not in _EXACT


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One actor or observation at its place. Every text is plain text, whatever it contains.

    Attributes:
        id: key of the record.
        lat: latitude, WGS84 degrees.
        lon: longitude, WGS84 degrees.
        kind: what the record is.
        symbol: the actor's kind, or "observation"; one of ``symbols.SYMBOLS``.
        title: its name.
        subtitle: a second line, usually the address.
        precision: a ``Precision`` value; empty where a person put the point by hand.
        details: further lines (word, value) of the exported page's pop-up and table.

    Raises:
        ValueError: the position is not on Earth.
    """

    id: str
    lat: float
    lon: float
    kind: PointKind
    symbol: str
    title: str
    subtitle: str = ""
    precision: str = ""
    details: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        # Written so that NaN, which compares false with everything, is refused too.
        if not (abs(self.lat) <= _POLE and abs(self.lon) <= _ANTIMERIDIAN):
            raise ValueError(f"not a position: {self.lat}, {self.lon}")

    @property
    def approximate(self) -> bool:
        """Whether the true place may be some streets away."""
        return is_approximate(self.precision)

    @property
    def precision_label(self) -> str:
        """How precisely it is known, in words; empty where that needs no word."""
        return Precision(self.precision).label if self.precision in _PRECISIONS else ""

    def row(self) -> WireRow:
        """The point as plain values for the page."""
        return [
            self.id,
            self.lat,
            self.lon,
            self.symbol,
            self.title,
            self.subtitle,
            self.precision,
        ]


def actor_points(actors: Iterable[Actor]) -> list[MapPoint]:
    """The actors that have a place, with their address; contact persons are no part of it."""
    return [
        MapPoint(
            id=actor.id,
            lat=actor.lat,
            lon=actor.lon,
            kind="actor",
            symbol=actor.kind,
            title=actor.name,
            subtitle=actor.address,
            precision="" if actor.placed_by_hand else actor.precision,
        )
        for actor in actors
        if actor.lat is not None and actor.lon is not None
    ]


def observation_points(observations: Iterable[Observation]) -> list[MapPoint]:
    """The observations that have a place: the first line of each, its date and address."""
    return [
        MapPoint(
            id=one.id,
            lat=one.lat,
            lon=one.lon,
            kind="observation",
            symbol=OBSERVATION,
            title=_first_words(one.text),
            subtitle=" · ".join(filter(None, (day_and_time(one.date), one.address))),
        )
        for one in observations
        if one.lat is not None and one.lon is not None
    ]


def _first_words(text: str) -> str:
    return shorten(text, width=_TITLE_LENGTH, placeholder="…") or "…"


@dataclass(frozen=True, slots=True)
class PointChanges:
    """What differs between what a page shows and what it should: new or reworded, moved, gone."""

    put: tuple[MapPoint, ...] = ()
    moved: tuple[MapPoint, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.put or self.moved or self.removed)

    def rows(self) -> tuple[list[WireRow], list[WireRow], list[str]]:
        """The three lists as plain values; a move is only ``[id, lat, lon]``."""
        put = [point.row() for point in self.put]
        moved: list[WireRow] = [[point.id, point.lat, point.lon] for point in self.moved]
        return put, moved, list(self.removed)


def changes_between(shown: Mapping[str, MapPoint], wanted: Iterable[MapPoint]) -> PointChanges:
    """The least to tell a page that shows ``shown`` so that it shows ``wanted``.

    Where an id comes twice, the last one counts.
    """
    goal = {point.id: point for point in wanted}
    put: list[MapPoint] = []
    moved: list[MapPoint] = []
    for point in goal.values():
        before = shown.get(point.id)
        if before == point:
            continue
        if before is not None and replace(before, lat=point.lat, lon=point.lon) == point:
            moved.append(point)
        else:
            put.append(point)
    removed = tuple(id_ for id_ in shown if id_ not in goal)
    return PointChanges(tuple(put), tuple(moved), removed)
