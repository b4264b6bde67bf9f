"""The national address service, asked only when the user asks: addresses leave the computer.

geopy's ``BANFrance`` with the address that the service has had since the Géoplateforme took it
over; geopy's own default leads to a host that was stopped in 2026.
"""

# geopy carries no types: what comes from it is given one where it is used.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false, reportArgumentType=false

import json
import math
from collections.abc import Mapping
from functools import cache, partial
from typing import Any, cast
from urllib.parse import urlencode

from geopy.exc import (
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.geocoders import BANFrance
from geopy.geocoders.base import DEFAULT_SENTINEL
from geopy.location import Location
from geopy.point import Point as GeopyPoint

from cga_desktop.assets import asset
from cga_desktop.domain.errors import ServiceUnavailable
from cga_desktop.domain.places import Place, Precision
from cga_desktop.geocoding.careful_adapter import CarefulAdapter, PortalSuspected
from cga_desktop.geocoding.placing import label
from cga_desktop.i18n import _, ngettext
from cga_desktop.version import version

TIMEOUT_S = 8.0
"""Long enough for a phone's shared connection, short enough to be waited for."""
MAX_QUERY = 200
"""Characters that the service accepts."""

_PRECISIONS = {
    "housenumber": (Precision.NUMBER, 10.0),
    "street": (Precision.STREET, 200.0),
    "locality": (Precision.PLACE, 200.0),
    "municipality": (Precision.MUNICIPALITY, 2_000.0),
}
"""The service's kinds of answers, and the half-width in metres that they stand for."""


class GeoplateformeGeocoder(BANFrance):
    """geopy's geocoder of the service, which can also be kept to one commune."""

    def geocode(
        self,
        query: str,
        *,
        limit: int | None = None,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401  (geopy's own sentinel type)
        citycode: str | None = None,
    ) -> Location | list[Location] | None:
        """As geopy's, with whole words only, and within commune ``citycode`` where given."""
        asked = {"q": query[:MAX_QUERY], "limit": limit, "citycode": citycode, "autocomplete": 0}
        kept = {name: value for name, value in asked.items() if value is not None}
        url = f"{self.geocode_api}?{urlencode(kept)}"
        callback = partial(self._parse_json, exactly_one=exactly_one)
        answer = self._call_geocoder(url, callback, timeout=timeout)
        return cast("Location | list[Location] | None", answer)


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
        self._made: GeoplateformeGeocoder | None = None

    @property
    def geocoder(self) -> GeoplateformeGeocoder:
        """The geocoder in geopy's shape, made when first needed."""
        if self._made is None:
            address = service_address()
            self._made = GeoplateformeGeocoder(
                domain=self._domain or address["domain"],
                scheme=self._scheme or address["scheme"],
                timeout=self._timeout,
                user_agent=f"CGA-Terrain/{version()}",
                adapter_factory=CarefulAdapter,
            )
        return self._made

    def search(self, text: str, *, limit: int = 5, code: str | None = None) -> list[Place]:
        """Places answering ``text``, best first; within commune ``code`` where given.

        Raises:
            ServiceUnavailable: no network, a slow or busy service, a captive portal.
        """
        if not text.strip():
            return []
        try:
            found = self.geocoder.geocode(text, limit=limit, exactly_one=False, citycode=code)
        except GeocoderQueryError:
            return []  # The service finds the text too short or strange: it has no answer to it.
        except GeocoderServiceError as error:
            raise _unavailable(error) from error
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            raise _unavailable(GeocoderParseError(str(error))) from error
        return _places(found)[:limit]

    def reverse(self, lat: float, lon: float, /, *, limit: int = 1) -> list[Place]:
        """Addresses nearest to a position (WGS84 degrees), nearest first.

        Raises:
            ServiceUnavailable: no network, a slow or busy service, a captive portal.
        """
        try:
            found = self.geocoder.reverse(GeopyPoint(lat, lon), exactly_one=False)
        except GeocoderQueryError:
            return []
        except GeocoderServiceError as error:
            raise _unavailable(error) from error
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            raise _unavailable(GeocoderParseError(str(error))) from error
        return _places(found)[:limit]


def _places(found: object) -> list[Place]:
    locations = cast("list[Location]", found or [])
    places = [_place(one.raw) for one in locations]
    return [place for place in places if place is not None]


def _place(feature: Any) -> Place | None:  # noqa: ANN401  (JSON from outside, checked here)
    """One GeoJSON feature as a place; None where it lacks what a place needs."""
    try:
        properties = feature["properties"]
        lon, lat = (float(one) for one in feature["geometry"]["coordinates"][:2])
        score = float(properties.get("score") or 0.0)
        precision, radius = _PRECISIONS[properties.get("type")]
        name = str(properties["name"])
        town, postcode = str(properties.get("city") or ""), str(properties.get("postcode") or "")
        citycode = str(properties.get("citycode") or "")
    except (KeyError, TypeError, ValueError):
        return None
    if not (math.isfinite(lat + lon + score) and abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004
        return None
    shown = f"{postcode} {town}".strip() if name == town else label(name, postcode, town)
    return Place(
        label=shown,
        lat=lat,
        lon=lon,
        precision=precision,
        score=round(min(1.0, max(0.0, score)), 4),
        radius_m=radius,
        citycode=citycode,
        explanation=_("Trouvé en ligne par la Géoplateforme, {precision}").format(
            precision=precision.label
        ),
    )


def _unavailable(error: GeocoderServiceError) -> ServiceUnavailable:
    """The sentence for one way of not answering."""
    return ServiceUnavailable(
        _("{what} La recherche hors ligne continue de fonctionner, et rien n’a changé.").format(
            what=_what(error)
        )
    )


def _what(error: GeocoderServiceError) -> str:
    if isinstance(error, GeocoderRateLimited | GeocoderQuotaExceeded):
        return _busy(getattr(error, "retry_after", None))
    if isinstance(error, GeocoderTimedOut):
        return _(
            "Le service d’adresses en ligne met trop de temps à répondre. Réessayez plus tard."
        )
    if isinstance(error, PortalSuspected):
        return _(
            "Le réseau répond à la place du service d’adresses : il demande sans doute une "
            "connexion. Ouvrez un navigateur pour vous y connecter, puis réessayez."
        )
    if isinstance(error, GeocoderParseError):
        return _("La réponse du service d’adresses en ligne est illisible. Réessayez plus tard.")
    if isinstance(error, GeocoderUnavailable):
        return _(
            "Le service d’adresses en ligne n’est pas joignable. Vérifiez que l’ordinateur est "
            "connecté à Internet."
        )
    return _("Le service d’adresses en ligne a refusé de répondre. Réessayez plus tard.")


def _busy(seconds: float | None) -> str:
    if seconds is None:
        return _("Le service d’adresses en ligne est très sollicité. Réessayez dans un instant.")
    whole = max(1, math.ceil(seconds))
    return ngettext(
        "Le service d’adresses en ligne est très sollicité. Réessayez dans {seconds} seconde.",
        "Le service d’adresses en ligne est très sollicité. Réessayez dans {seconds} secondes.",
        whole,
    ).format(seconds=whole)
