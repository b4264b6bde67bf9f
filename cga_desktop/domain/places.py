"""Points, places and how sure we are of them."""

from dataclasses import dataclass
from typing import NamedTuple

from cga_desktop.domain.kinds import Kind
from cga_desktop.i18n import _


class Precision(Kind):
    """How precisely a place is known, best first."""

    NUMBER = "number"
    INTERPOLATED = "interpolated"
    STREET = "street"
    PLACE = "place"
    MUNICIPALITY = "municipality"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {
            "number": _("au numéro"),
            "interpolated": _("entre deux numéros"),
            "street": _("à la rue"),
            "place": _("au lieu"),
            "municipality": _("à la commune"),
        }


class Point(NamedTuple):
    """A position in WGS84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Place:
    """One answer of a geocoder.

    Attributes:
        label: the address as it should be written, "12 Avenue de Verdun 93140 Bondy".
        lat: latitude, WGS84 degrees.
        lon: longitude, WGS84 degrees.
        precision: what the position stands for.
        score: how well it answers the query, 0 to 1; from 0.65 on it is taken as found,
            between 0.5 and 0.65 it is a proposal.
        radius_m: half-width of the zone where the true point lies, in metres.
        citycode: INSEE code of the commune.
        explanation: in French, why this place was chosen.
    """

    label: str
    lat: float
    lon: float
    precision: Precision
    score: float
    radius_m: float
    citycode: str
    explanation: str = ""

    @property
    def point(self) -> Point:
        """The position alone."""
        return Point(self.lat, self.lon)


FOUND_SCORE = 0.65
"""From this score on a place is accepted as the answer."""
PROPOSED_SCORE = 0.5
"""Between this score and FOUND_SCORE a place is only proposed."""
