"""Facts about a commune that travel with the program or come from an imported gazetteer."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from cga_desktop.assets import asset
from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.texts import alphabetical
from cga_desktop.i18n import _

LonLat = tuple[float, float]
"""GeoJSON order: longitude, latitude, WGS84 degrees."""


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Landmark(_Facts):
    """A place everybody knows: town hall, station, school, library, hospital, park."""

    name: str
    kind: str
    lat: float
    lon: float
    detail: str = ""
    source: str


class Street(_Facts):
    """A street as figures computed from its numbered addresses.

    ``first`` and ``last`` are the lowest and highest numbers (0 where there is none);
    ``line`` is a few points along it, in street order.
    """

    name: str
    lat: float
    lon: float
    first: int = 0
    last: int = 0
    numbers: int = 0
    postcode: str = ""
    line: tuple[LonLat, ...] = ()


class Source(_Facts):
    """Where facts come from, for the credits."""

    what: str
    name: str
    licence: str
    date: str = ""


class TerritoryFacts(_Facts):
    """One commune: code, postcodes, centre, simplified outline, landmarks, streets, sources."""

    code: str = Field(pattern=r"^\d[\dAB]\d{3}$")
    name: str
    postcodes: tuple[str, ...]
    lat: float
    lon: float
    outline: tuple[tuple[LonLat, ...], ...]
    landmarks: tuple[Landmark, ...] = ()
    streets: tuple[Street, ...] = ()
    sources: tuple[Source, ...] = ()


def _read(path: Path) -> TerritoryFacts:
    return TerritoryFacts.model_validate(json.loads(path.read_text(encoding="utf-8")))


@cache
def embedded_territories() -> Mapping[str, TerritoryFacts]:
    """The communes that travel with the program, by INSEE code, in order of name."""
    facts = [_read(path) for path in asset("territories").glob("*.json")]
    return {one.code: one for one in sorted(facts, key=lambda one: alphabetical(one.name))}


def territory_facts(code: str) -> TerritoryFacts:
    """The embedded facts of one commune.

    Raises:
        NotFound: the program carries nothing about this code.
    """
    try:
        return embedded_territories()[code]
    except KeyError:
        known = ", ".join(f"{one.name} ({one.code})" for one in embedded_territories().values())
        raise NotFound(
            _("Aucun territoire embarqué n’a le code {code}. Territoires connus : {known}.").format(
                code=code, known=known
            )
        ) from None
