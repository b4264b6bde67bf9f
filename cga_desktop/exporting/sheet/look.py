"""The look of the printed map: paper, sizes and colours, in one place.

White ground, warm greys that stay apart in a black-and-white copy, one dark green-blue accent.
Sizes are millimetres on A4; ``Look.mm`` makes them larger on A3.
"""

from dataclasses import dataclass

from cga_desktop.domain.drawing import TextWidth
from cga_desktop.domain.exports import Paper

TEXT = "#1E2421"
MUTED = "#59625D"
ACCENT = "#0B6B66"
DANGER = "#B3261E"
WHITE = "#FFFFFF"
HAIRLINE = "#C9C5BA"
OUTSIDE = "#F2F0EA"
STREETS = {1: "#D3CCBC", 2: "#DCD6C9", 3: "#E3DED3", 4: "#E8E4DB"}
STREET_WIDTHS = {1: 1.7, 2: 1.2, 3: 0.85, 4: 0.6}
STREET_SIZES = {1: 2.0, 2: 1.85, 3: 1.7, 4: 1.6}
STREET_NAME = "#5A605C"
SIGN = "#6B716D"
AREA_NAME = "#3E7A76"

_A3_FACTOR = 1.25
"""Between the same sizes and a plain enlargement (1.41): more ground for names, read from afar."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one document is set: its paper, and how wide words are in the printer's type."""

    paper: Paper
    measure: TextWidth

    def mm(self, on_a4: float) -> float:
        """A size given for A4, on this paper."""
        return on_a4 * (_A3_FACTOR if self.paper is Paper.A3 else 1.0)

    @property
    def margin(self) -> float:
        """The white edge that every printer can leave."""
        return self.mm(10.0)

    def sides(self, *, landscape: bool) -> tuple[float, float]:
        """Width and height of a page."""
        short, long = self.paper.sides
        return (long, short) if landscape else (short, long)
