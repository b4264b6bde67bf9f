"""The outside world in memory, for tests: each stands for one port of ``cga_desktop.domain.ports``.

``tests/test_fakes.py`` holds each of them to the behaviour of what it stands for.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cga_desktop.domain.errors import NotFound, ServiceUnavailable
from cga_desktop.domain.gazetteers import KnownTerritory
from cga_desktop.domain.places import Place, Precision
from cga_desktop.domain.territories import Street

VERDUN = Place(
    label="12 Avenue de Verdun 93140 Bondy",
    lat=48.9021,
    lon=2.4823,
    precision=Precision.NUMBER,
    score=0.97,
    radius_m=8.0,
    citycode="93010",
    explanation="numéro trouvé",
)
"""A sure place: twelve, avenue de Verdun, Bondy."""
GARE = Place(
    label="Rue de la Gare 93140 Bondy",
    lat=48.8939,
    lon=2.4801,
    precision=Precision.STREET,
    score=0.58,
    radius_m=180.0,
    citycode="93010",
    explanation="rue approchante",
)
"""A proposal only: its score is under ``FOUND_SCORE``."""


@dataclass
class FakeVault:
    """A keyring in memory; ``working=False`` is a computer without one."""

    kept: dict[str, bytes] = field(default_factory=dict)
    working: bool = True

    def get(self, name: str) -> bytes | None:
        return self.kept.get(name) if self.working else None

    def put(self, name: str, key: bytes) -> bool:
        if self.working:
            self.kept[name] = key
        return self.working

    def forget(self, name: str) -> bool:
        self.kept.pop(name, None)
        return True


def _words(text: str) -> set[str]:
    return set(text.casefold().replace(",", " ").split())


def _far(place: Place, lat: float, lon: float) -> float:
    """Metres between a place and a position, flat: good enough within a town."""
    north = (place.lat - lat) * 111_320
    east = (place.lon - lon) * 111_320 * math.cos(math.radians(lat))
    return math.hypot(north, east)


@dataclass
class FakeFinder:
    """A gazetteer of a few places; answers those whose label holds every word asked for."""

    places: list[Place] = field(default_factory=lambda: [VERDUN, GARE])
    lines: Mapping[str, Sequence[Street]] = field(
        default_factory=lambda: {
            "93010": (Street(name="Avenue de Verdun", lat=48.9021, lon=2.4823, first=1, last=99),)
        }
    )
    asked: list[str] = field(default_factory=list)
    damage: Sequence[str] = ()

    def search(self, text: str, *, limit: int = 5, code: str | None = None) -> list[Place]:
        if code is not None and code not in self.lines:
            raise NotFound(f"Aucune adresse n’est connue à {code}.")
        self.asked.append(text)
        found = [one for one in self.places if _words(text) and _words(text) <= _words(one.label)]
        here = [one for one in found if code in (None, one.citycode)]
        return sorted(here, key=lambda one: -one.score)[:limit]

    def complete(self, text: str, *, limit: int = 8, code: str | None = None) -> list[Place]:
        self.asked.append(text)
        beginning = text.casefold()
        found = [one for one in self.places if one.label.casefold().startswith(beginning)]
        return [one for one in found if code in (None, one.citycode)][:limit]

    def reverse(self, lat: float, lon: float, /, *, limit: int = 1) -> list[Place]:
        near = [one for one in self.places if _far(one, lat, lon) < 1000]
        return sorted(near, key=lambda one: _far(one, lat, lon))[:limit]

    def notices(self) -> Sequence[str]:
        told, self.damage = self.damage, ()
        return told

    def streets(self, code: str) -> Sequence[Street]:
        try:
            return self.lines[code]
        except KeyError:
            raise NotFound(f"Aucune adresse n’est connue à {code}.") from None

    def known(self) -> Sequence[KnownTerritory]:
        return [
            KnownTerritory(code, "Bondy", len(self.places), len(streets), 0, "essai", "2026-01-01")
            for code, streets in sorted(self.lines.items())
        ]


@dataclass
class FakeOnline:
    """The national address service; ``reachable=False`` is a computer without a network."""

    places: list[Place] = field(default_factory=lambda: [VERDUN])
    reachable: bool = True
    asked: list[str] = field(default_factory=list)

    def _answer(self, question: str) -> list[Place]:
        self.asked.append(question)
        if not self.reachable:
            raise ServiceUnavailable("Le service d’adresses ne répond pas.")
        return self.places

    def search(self, text: str, *, limit: int = 5, code: str | None = None) -> list[Place]:
        return [one for one in self._answer(text) if code in (None, one.citycode)][:limit]

    def reverse(self, lat: float, lon: float, /, *, limit: int = 1) -> list[Place]:
        return self._answer(f"{lat} {lon}")[:limit]


@dataclass
class FakePrinter:
    """Writes the beginning of a PDF instead of drawing a sheet, and keeps what it was given."""

    sheets: list[object] = field(default_factory=list)

    def text_width(self, text: str, size: float, /, *, bold: bool = False) -> float:
        return len(text) * size * (0.56 if bold else 0.52)

    def pdf(self, sheet: object, path: Path) -> None:
        self.sheets.append(sheet)
        path.write_bytes(b"%PDF-1.4\n%%EOF\n")
