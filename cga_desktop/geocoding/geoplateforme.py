"""geopy's geocoder of the national address service, and a sentence for each way it fails.

geopy's ``BANFrance`` with the address that the service has had since the Géoplateforme took it
over; geopy's own default leads to a host that was stopped in 2026.
"""

# geopy carries no types: what comes from it is given one where it is used.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false, reportUnknownLambdaType=false
# pyright: reportArgumentType=false

import math
from collections.abc import Callable
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from geopy.exc import (
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.geocoders import BANFrance
from geopy.geocoders.base import DEFAULT_SENTINEL
from geopy.location import Location
from geopy.point import Point

from cga_desktop.domain.errors import ServiceUnavailable
from cga_desktop.geocoding.careful_adapter import CarefulAdapter, PortalSuspected
from cga_desktop.i18n import _, ngettext
from cga_desktop.version import version

MAX_QUERY = 200
"""Characters that the service accepts."""


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

    def _parse_json(
        self, response: dict[str, list[object]], exactly_one: bool
    ) -> Location | list[Location] | None:
        """As geopy's, leaving out what is no place instead of failing on it."""
        usable = [feature for feature in response["features"] if _is_place(feature)]
        return super()._parse_json({"features": usable}, exactly_one)


def _is_place(feature: Any) -> bool:  # noqa: ANN401  (JSON from outside, checked here)
    """Whether a feature has a label and a position on Earth."""
    try:
        lon, lat = (float(one) for one in feature["geometry"]["coordinates"][:2])
        labelled = isinstance(feature["properties"]["label"], str)
    except (KeyError, TypeError, ValueError):
        return False
    return labelled and abs(lat) <= 90 and abs(lon) <= 180  # noqa: PLR2004  (false for NaN too)


class Geoplateforme:
    """The service: questions in, GeoJSON features out, errors in sentences.

    Args:
        domain: its host and path.
        scheme: ``https``, or ``http`` for a server of one's own.
        timeout: seconds for a whole answer.
    """

    def __init__(self, domain: str, scheme: str, timeout: float) -> None:
        self.geocoder = GeoplateformeGeocoder(
            domain=domain,
            scheme=scheme,
            timeout=timeout,
            user_agent=f"CGA-Terrain/{version()}",
            adapter_factory=CarefulAdapter,
        )

    def search(self, text: str, limit: int, code: str | None) -> list[object]:
        """The features that answer ``text``, best first.

        Raises:
            ServiceUnavailable: no network, a slow or busy service, a captive portal.
        """
        return _features(
            lambda: self.geocoder.geocode(text, limit=limit, exactly_one=False, citycode=code)
        )

    def reverse(self, lat: float, lon: float) -> list[object]:
        """The features nearest to a position, nearest first; raises as `search` does."""
        return _features(lambda: self.geocoder.reverse(Point(lat, lon), exactly_one=False))


def _features(ask: Callable[[], object]) -> list[object]:
    try:
        found = ask()
    except GeocoderQueryError:
        return []  # The text is too short or too strange for the service: it has no answer to it.
    except GeocoderServiceError as error:
        raise _unavailable(error) from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # JSON of another shape, met by geopy's own parsing.
        raise _unavailable(GeocoderParseError(str(error))) from error
    return [location.raw for location in cast("list[Location]", found or [])]


def _unavailable(error: GeocoderServiceError) -> ServiceUnavailable:
    """The sentence for one way of not answering."""
    return ServiceUnavailable(
        _("{what} La recherche hors ligne continue de fonctionner, et rien n’a changé.").format(
            what=_what(error)
        )
    )


def _what(error: GeocoderServiceError) -> str:
    if isinstance(error, GeocoderQuotaExceeded):
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
