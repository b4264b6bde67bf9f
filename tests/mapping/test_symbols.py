"""Every kind of thing has a symbol that can be told from the others, with or without colour."""

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from cga_desktop.domain.kinds import ActorKind
from cga_desktop.mapping.shapes import Polygon, svg_points
from cga_desktop.mapping.signs import AREA, SIGNS, sign_key
from cga_desktop.mapping.symbols import (
    OBSERVATION,
    OUTLINE,
    SYMBOLS,
    UNKNOWN,
    Symbol,
    symbol_of,
)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def inside(polygon: Polygon, x: float, y: float) -> bool:
    """Whether a point lies in a polygon (even-odd rule)."""
    crossings = 0
    for (ax, ay), (bx, by) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            crossings += 1
    return crossings % 2 == 1


def silhouette(polygon: Polygon) -> set[tuple[int, int]]:
    """What an 18 pixel picture of it covers."""
    return {
        (i, j)
        for i in range(18)
        for j in range(18)
        if inside(polygon, (i + 0.5) / 9 - 1, (j + 0.5) / 9 - 1)
    }


def test_every_kind_of_actor_has_its_own_symbol_and_word() -> None:
    for kind in ActorKind:
        symbol = symbol_of(kind)
        assert symbol.key == kind
        assert symbol.label == kind.label
    assert symbol_of(OBSERVATION).label == "observation"


def test_a_kind_of_a_newer_program_is_drawn_as_something_else() -> None:
    assert symbol_of("cooperative") is SYMBOLS[UNKNOWN]


@pytest.mark.parametrize("symbol", SYMBOLS.values(), ids=SYMBOLS.keys())
def test_a_symbol_fills_its_square_without_leaving_it(symbol: Symbol) -> None:
    reach = max(abs(value) for vertex in symbol.polygon for value in vertex)
    assert 0.65 <= reach <= 1.2
    assert len(symbol.polygon) >= 3
    assert symbol.polygon[0] != symbol.polygon[-1], "closed without repeating its first vertex"


@pytest.mark.parametrize(("one", "other"), list(combinations(SYMBOLS.values(), 2)))
def test_two_symbols_differ_in_grey_too(one: Symbol, other: Symbol) -> None:
    shapes = silhouette(one.polygon), silhouette(other.polygon)
    differing = len(shapes[0] ^ shapes[1]) / max(map(len, shapes))
    greys = abs(luminance(one.colour) - luminance(other.colour))
    assert differing >= 0.15 or (differing >= 0.08 and greys >= 0.25)


@pytest.mark.parametrize("symbol", SYMBOLS.values(), ids=SYMBOLS.keys())
def test_the_outline_stands_out_from_every_fill(symbol: Symbol) -> None:
    contrast = (luminance(symbol.colour) + 0.05) / (luminance(OUTLINE) + 0.05)
    assert contrast >= 3


@pytest.mark.parametrize("symbol", SYMBOLS.values(), ids=SYMBOLS.keys())
def test_a_symbol_is_a_picture_of_its_own(symbol: Symbol) -> None:
    picture = ET.fromstring(symbol.svg(24))  # noqa: S314  (our own picture)
    assert picture.get("width") == "24"
    (polygon,) = picture
    assert polygon.get("fill") == symbol.colour
    xs = [float(pair.split(",")[0]) for pair in str(polygon.get("points")).split()]
    assert min(xs) >= 0
    assert max(xs) <= 24


def test_points_of_a_picture_are_scaled_to_its_size() -> None:
    square = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
    assert svg_points(square, 10, margin=1) == "1.00,1.00 9.00,1.00 9.00,9.00 1.00,9.00"


def test_landmarks_have_a_sign_or_a_dot_and_parts_of_a_town_none() -> None:
    assert sign_key("college") == "school"
    assert sign_key("library") == "library"
    assert sign_key("volcano") == "place"
    assert SIGNS[sign_key("neighbourhood")] == SIGNS[AREA] == ()
    for polygons in SIGNS.values():
        for x, y in (vertex for polygon in polygons for vertex in polygon):
            assert abs(x) <= 1.05
            assert abs(y) <= 1.05
