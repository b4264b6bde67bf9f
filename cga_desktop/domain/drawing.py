"""A drawing on paper as plain data: pages of lines, areas and words, in millimetres.

Whoever composes it knows nothing of how it is drawn, and whoever draws it (to PDF, SVG or pixels)
knows nothing of what it means. Positions are from the top left corner, x rightwards, y downwards.
"""

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Position: TypeAlias = tuple[float, float]
"""(x, y) in millimetres."""
Anchor = Literal["start", "middle", "end"]


class TextWidth(Protocol):
    """How wide words will be once drawn, so that what is composed fits."""

    def __call__(self, text: str, size: float, /, *, bold: bool = False) -> float:
        """The width in millimetres of one line of text set in ``size`` millimetres."""
        ...


@dataclass(frozen=True, slots=True)
class Pen:
    """A line's colour (``#RRGGBB``), width in millimetres, and dashes (on, off… in millimetres)."""

    colour: str
    width: float
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """An open line through points; ``tag`` says what it stands for, and is not drawn."""

    points: tuple[Position, ...]
    pen: Pen
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A filled surface inside one or several closed rings (even-odd), perhaps with an edge."""

    rings: tuple[tuple[Position, ...], ...]
    fill: str = ""
    pen: Pen | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text.

    Attributes:
        text: without line breaks.
        at: where its baseline starts, has its middle or ends, after ``anchor``.
        size: height of the type (its em) in millimetres.
        colour: ``#RRGGBB``.
        angle: degrees clockwise about ``at``.
        halo: colour of a thin edge around the letters; empty for none.
        tag: what it stands for; not drawn.
    """

    text: str
    at: Position
    size: float
    colour: str = "#1E2421"
    bold: bool = False
    anchor: Anchor = "start"
    angle: float = 0.0
    halo: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Shapes of which only what lies inside a rectangle is seen."""

    left: float
    top: float
    width: float
    height: float
    shapes: tuple["Shape", ...]


Shape: TypeAlias = Line | Area | Words | Window


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of paper, in millimetres; later shapes cover earlier ones."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A document of one or more pages, with what its file says of itself."""

    title: str
    creator: str
    pages: tuple[Page, ...]
