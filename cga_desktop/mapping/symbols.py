"""One symbol per kind of thing on the map: a shape and a colour, never a colour alone.

The colours are those of Okabe and Ito, "Color Universal Design" (2008), which the colour-blind
tell apart, with one grey; every shape also differs from the others without any colour. Shapes that
are nearest to each other have the colours that are furthest apart in grey.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cga_desktop.domain.kinds import ActorKind
from cga_desktop.i18n import _
from cga_desktop.mapping.shapes import Polygon, lowered, regular, star, svg_points

OUTLINE = "#1E2421"
"""The dark line around every symbol: it is what keeps them readable in grey."""
OBSERVATION = "observation"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Symbol:
    """How one kind of thing is drawn.

    Attributes:
        key: the actor kind, ``OBSERVATION``, or ``UNKNOWN`` for a kind of a newer program.
        glyph: the nearest character, for plain text.
        colour: fill, ``#RRGGBB``.
        polygon: outline in the unit square (see ``shapes``).
    """

    key: str
    glyph: str
    colour: str
    polygon: Polygon

    @property
    def label(self) -> str:
        """The word beside the symbol, in the user's language."""
        if self.key == OBSERVATION:
            return _("observation")
        if self.key == UNKNOWN:
            return _("autre")
        return ActorKind.label_of(self.key)

    def svg(self, size: int = 20) -> str:
        """An SVG picture ``size`` pixels wide; decorative, since its label stands beside it."""
        points = svg_points(self.polygon, size, margin=1.5)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
            f'viewBox="0 0 {size} {size}" aria-hidden="true">'
            f'<polygon points="{points}" fill="{self.colour}" stroke="{OUTLINE}" '
            f'stroke-width="1.5" stroke-linejoin="round"/></svg>'
        )


_HOUSE: Polygon = (
    (0.0, -0.95), (0.95, -0.1), (0.68, -0.1), (0.68, 0.85), (-0.68, 0.85), (-0.68, -0.1),
    (-0.95, -0.1),
)  # fmt: skip
_FLAG: Polygon = ((-0.62, -0.98), (0.9, -0.45), (-0.3, 0.12), (-0.3, 0.98), (-0.62, 0.98))

_DRAWN = (
    Symbol(ActorKind.ASSOCIATION, "●", "#0072B2", regular(36, 0.84)),
    Symbol(ActorKind.LOCAL_AUTHORITY, "■", "#CC79A7", regular(4, 1.06, turn=0.7853981634)),
    Symbol(ActorKind.SOCIAL_STRUCTURE, "◆", "#D55E00", regular(4, 1.0)),
    Symbol(ActorKind.COMPANY, "▲", "#56B4E9", lowered(regular(3, 1.12), 0.2)),
    Symbol(ActorKind.SHOP, "⬟", "#E69F00", lowered(regular(5, 0.98), 0.04)),
    Symbol(ActorKind.COLLECTIVE, "⬢", "#F0E442", regular(6, 0.94)),
    Symbol(ActorKind.VENUE, "⌂", "#999999", _HOUSE),
    Symbol(ActorKind.RESOURCE_PERSON, "★", "#009E73", lowered(star(5, 1.08, 0.5), 0.06)),
    Symbol(OBSERVATION, "⚑", "#FFFFFF", _FLAG),
    Symbol(UNKNOWN, "○", "#D9D9D9", regular(36, 0.7)),
)

SYMBOLS: Mapping[str, Symbol] = MappingProxyType({one.key: one for one in _DRAWN})
"""Every symbol by key, in the order of the legend."""


def symbol_of(key: str) -> Symbol:
    """The symbol of one kind; that of the unknown where a newer program named the kind."""
    return SYMBOLS.get(key, SYMBOLS[UNKNOWN])
