"""What the map stands on: streets, landmarks and the symbols of what is put on it, as figures.

The shapes and colours are those of the screen's map; an operation hands them over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cga_desktop.domain.territories import LonLat

Vertex = tuple[float, float]
Polygon = tuple[Vertex, ...]
"""In the square from -1 to 1, y downwards."""


@dataclass(frozen=True, slots=True)
class SheetSymbol:
    """How one kind of thing is drawn: fill ``#RRGGBB`` and outline."""

    colour: str
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class SheetStreet:
    """A street: its name, the name with its type abbreviated, rank 1 (main) to 4, its line."""

    name: str
    short: str
    rank: int
    line: tuple[LonLat, ...]


@dataclass(frozen=True, slots=True)
class SheetLandmark:
    """A place everybody knows; ``sign`` is a key of ``Ground.signs``."""

    name: str
    sign: str
    position: LonLat


@dataclass(frozen=True, slots=True)
class Ground:
    """What the pages of a report are drawn on and with.

    Attributes:
        streets: in any order.
        landmarks: in any order.
        symbols: by actor kind, in the order of the legend, with one under ``OBSERVATION`` and one
            under ``UNKNOWN``.
        signs: polygons of the landmarks' signs, by key.
        outline: colour of the edge of every symbol.
    """

    streets: tuple[SheetStreet, ...] = ()
    landmarks: tuple[SheetLandmark, ...] = ()
    symbols: Mapping[str, SheetSymbol] = field(default_factory=dict[str, SheetSymbol])
    signs: Mapping[str, tuple[Polygon, ...]] = field(default_factory=dict[str, tuple[Polygon, ...]])
    outline: str = "#1E2421"

    def symbol(self, kind: str) -> SheetSymbol:
        """The symbol of a kind; that of the unknown where a newer program named it."""
        return self.symbols.get(kind) or self.symbols.get(UNKNOWN) or _PLAIN


OBSERVATION = "observation"
UNKNOWN = "unknown"
_PLAIN = SheetSymbol("#D9D9D9", ((0.0, -0.9), (0.9, 0.0), (0.0, 0.9), (-0.9, 0.0)))
