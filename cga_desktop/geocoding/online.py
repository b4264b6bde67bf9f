"""The national address service, asked only when the user asks: addresses leave the computer."""

import json
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from cga_desktop.assets import asset
from cga_desktop.domain.places import Place, Precision
from cga_desktop.geocoding.placing import label
from cga_desktop.i18n import _

if TYPE_CHECKING:  # geopy takes a quarter of a second that only a question asked online owes
    from cga_desktop.geocoding.geoplateforme import Geoplateforme

TIMEOUT_S = 8.0
"""Long enough for a phone's shared connection, short enough to be waited for."""
_PRECISIONS = {
    "housenumber": (Precision.NUMBER, 10.0),
    "street": (Precision.STREET, 200.0),
    "locality": (Precision.PLACE, 200.0),
    "municipality": (Precision.MUNICIPALITY, 2_000.0),
}
"""The service's kinds of answers, and the half-width in metres that they stand for."""


@cache
def service_address() -> Mapping[str, str]:
    """Where the service is, from `resources/services.json`, so that a move needs no new version."""
    text = asset("services.json").read_text(encoding="utf-8")
    return json.loads(text)["geocoding"]


class BanOnline:
    """Finds addresses over the network; no request is made before a method is called.

    Args:
        domain: host and path of the service; that of the resource file by default.
        scheme: ``https``, or ``http`` for a server of one's own.
        timeout: seconds for a whole answer.
    """

    def __init__(
        self, domain: str | None = None, scheme: str | None = None, timeout: float = TIMEOUT_S
    ) -> None:
        self._domain = domain
        self._scheme = scheme
        self._timeout = timeout

    def search(self, text: str, *, limit: int = 5, code: str | None = None) -> list[Place]:
        """Places answering ``text``, best first; within commune ``code`` where given.

        Raises:
            ServiceUnavailable: no network, a slow or busy service, a captive portal.
        """
        if not text.strip():
            return []
        return _places(self._service.search(text, limit, code))[:limit]

    def reverse(self, lat: float, lon: float, /, *, limit: int = 1) -> list[Place]:
        """Addresses nearest to a position (WGS84 degrees), nearest first.

        Raises:
            ServiceUnavailable: no network, a slow or busy service, a captive portal.
        """
        return _places(self._service.reverse(lat, lon))[:limit]

    @cached_property
    def _service(self) -> "Geoplateforme":
        from cga_desktop.geocoding.geoplateforme import Geoplateforme

        address = service_address()
        return Geoplateforme(
            self._domain or address["domain"], self._scheme or address["scheme"], self._timeout
        )


def _places(features: Sequence[object]) -> list[Place]:
    places = [_place(feature) for feature in features]
    return [place for place in places if place is not None]


def _place(feature: Any) -> Place | None:  # noqa: ANN401  (JSON from outside, checked here)
    """One GeoJSON feature as a place; None where it lacks what a place needs."""
    try:
        properties = feature["properties"]
        lon, lat = (float(one) for one in feature["geometry"]["coordinates"][:2])
        score = min(1.0, max(0.0, float(properties.get("score") or 0.0)))
        precision, radius = _PRECISIONS[properties.get("type")]
        name = str(properties["name"])
        town, postcode = str(properties.get("city") or ""), str(properties.get("postcode") or "")
        citycode = str(properties.get("citycode") or "")
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    shown = f"{postcode} {town}".strip() if name == town else label(name, postcode, town)
    return Place(
        label=shown,
        lat=lat,
        lon=lon,
        precision=precision,
        score=round(score, 4),
        radius_m=radius,
        citycode=citycode,
        explanation=_("Trouvé en ligne par la Géoplateforme, {precision}").format(
            precision=precision.label
        ),
    )
