"""Finding addresses without a network, as the program's own port and in geopy's shapes."""

# geopy carries no types: what comes from it is given one where it is used.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportArgumentType=false

import threading
from collections.abc import Sequence
from dataclasses import asdict
from typing import NoReturn, overload

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderUnavailable
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point as GeopyPoint

from cga_desktop.domain.gazetteers import KnownTerritory
from cga_desktop.domain.places import Place, Point
from cga_desktop.domain.territories import Street
from cga_desktop.geocoding.completing import Completion
from cga_desktop.geocoding.gazetteer import Gazetteer, unknown_commune
from cga_desktop.geocoding.index import Index
from cga_desktop.geocoding.reversing import nearest_places
from cga_desktop.geocoding.searching import Search

PointLike = GeopyPoint | tuple[float, float] | str
DEFAULT_LIMIT = 5
COMPLETIONS = 8


class NoNetwork(BaseSyncAdapter):
    """The transport of a geocoder that has none: whatever asks for it is refused."""

    def get_json(self, url: str, *, timeout: float, headers: object) -> NoReturn:  # noqa: ARG002  (geopy's shape)
        """Refuse.

        Raises:
            GeocoderUnavailable: always.
        """
        raise GeocoderUnavailable("the offline geocoder sends no request")

    get_text = get_json


class OfflineGeocoder(Geocoder):
    """Finds addresses in a gazetteer; safe to use from several threads.

    Answers as `cga_desktop.domain.ports.PlaceFinder` does, and as geopy's geocoders do: `geocode`
    and `reverse` with a point give `geopy.location.Location`, whose ``raw`` is the `Place` as a
    dictionary.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(
            proxies={},
            ssl_context=None,
            adapter_factory=NoNetwork,
        )
        self._gazetteer = gazetteer
        self._lock = threading.Lock()
        self._made: Index | None = None
        self._completion: Completion | None = None

    def search(
        self, text: str, *, limit: int = DEFAULT_LIMIT, code: str | None = None
    ) -> list[Place]:
        """Places answering ``text`` with a score of at least 0.5, best first.

        Args:
            text: anything that may be an address or the name of a place.
            limit: how many at most.
            code: keep to this commune, which is then understood.

        Raises:
            NotFound: nothing is known of commune ``code``.
        """
        index = self._index(code)
        return Search(self._gazetteer, index, code).places(text, limit)

    def complete(
        self, text: str, *, limit: int = COMPLETIONS, code: str | None = None
    ) -> list[Place]:
        """Places beginning like ``text``, for completion while typing.

        Raises:
            NotFound: nothing is known of commune ``code``.
        """
        index = self._index(code)
        completion = self._completion
        if completion is None or completion.index is not index:
            completion = self._completion = Completion(self._gazetteer, index)
        found = completion.places(text, limit, code)
        return found or self.search(text, limit=limit, code=code)

    def streets(self, code: str) -> Sequence[Street]:
        """The streets of commune ``code`` as figures, for the schematic plan.

        Raises:
            NotFound: nothing is known of commune ``code``.
        """
        return self._gazetteer.streets(code)

    def known(self) -> Sequence[KnownTerritory]:
        """The communes in which addresses can be found, in order of name."""
        return self._gazetteer.known()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002  (geopy's shape; nothing is waited for)
    ) -> Location | list[Location] | None:
        """The place answering ``query``, or several; None where there is none."""
        return _located(self.search(query, limit=limit or DEFAULT_LIMIT), exactly_one=exactly_one)

    @overload
    def reverse(self, query: float, lon: float, /, *, limit: int = 1) -> list[Place]: ...

    @overload
    def reverse(
        self, query: PointLike, /, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None: ...

    def reverse(
        self,
        query: float | PointLike,
        lon: float | None = None,
        /,
        *,
        limit: int = 1,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002  (geopy's shape; nothing is waited for)
    ) -> list[Place] | Location | list[Location] | None:
        """What lies nearest to a position.

        With a latitude and a longitude (WGS84 degrees): places, nearest first, empty far from
        all. With one point as geopy takes it: a location, or several, or None.
        """
        if isinstance(query, int | float):
            return self._nearest(Point(query, lon or 0.0), limit)
        point = query if isinstance(query, GeopyPoint) else GeopyPoint(query)
        place = Point(float(point.latitude), float(point.longitude))
        places = self._nearest(place, DEFAULT_LIMIT)
        return _located(places, exactly_one=exactly_one)

    def _nearest(self, point: Point, limit: int) -> list[Place]:
        return nearest_places(self._gazetteer, self._index(None), point, limit)

    def _index(self, code: str | None) -> Index:
        """The index of the gazetteer as it is now.

        Raises:
            NotFound: nothing is known of commune ``code``.
        """
        with self._lock:
            if self._made is None or self._made.version != self._gazetteer.version():
                self._made = Index(self._gazetteer)
            index = self._made
        if code is not None and code not in index.communes:
            raise unknown_commune(code, self._gazetteer.known())
        return index


def _located(places: list[Place], *, exactly_one: bool) -> Location | list[Location] | None:
    locations = [Location(one.label, (one.lat, one.lon), asdict(one)) for one in places]
    if not locations:
        return None
    return locations[0] if exactly_one else locations
