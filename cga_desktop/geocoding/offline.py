"""The offline geocoder in geopy's shapes: what works with geopy works with it."""

# geopy carries no types: what comes from it is given one where it is used.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportArgumentType=false

from dataclasses import asdict
from typing import NoReturn, overload

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderUnavailable
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point as GeopyPoint

from cga_desktop.domain.places import Place
from cga_desktop.geocoding.finder import DEFAULT_LIMIT, OfflineFinder
from cga_desktop.geocoding.gazetteer import Gazetteer

PointLike = GeopyPoint | tuple[float, float] | str


class NoNetwork(BaseSyncAdapter):
    """The transport of a geocoder that has none: whatever asks for it is refused."""

    def get_json(self, url: str, *, timeout: float, headers: object) -> NoReturn:  # noqa: ARG002  (geopy's shape)
        """Refuse.

        Raises:
            GeocoderUnavailable: always.
        """
        raise GeocoderUnavailable("the offline geocoder sends no request")

    get_text = get_json


class OfflineGeocoder(OfflineFinder, Geocoder):
    """Finds addresses in a gazetteer, as geopy's geocoders do.

    `geocode`, and `reverse` with a point, give `geopy.location.Location`, whose ``raw`` is the
    `Place` as a dictionary. It is an `OfflineFinder` too; where geopy's shapes are not needed,
    that one spares loading geopy (a quarter of a second).
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        OfflineFinder.__init__(self, gazetteer)
        Geocoder.__init__(self, proxies={}, ssl_context=None, adapter_factory=NoNetwork)

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
            return super().reverse(query, lon or 0.0, limit=limit)
        point = query if isinstance(query, GeopyPoint) else GeopyPoint(query)
        places = super().reverse(float(point.latitude), float(point.longitude), limit=DEFAULT_LIMIT)
        return _located(places, exactly_one=exactly_one)


def _located(places: list[Place], *, exactly_one: bool) -> Location | list[Location] | None:
    locations = [Location(one.label, (one.lat, one.lon), asdict(one)) for one in places]
    if not locations:
        return None
    return locations[0] if exactly_one else locations
