"""Unit polygons that every map draws the same: screen, page, icon or paper.

A shape lives in the square from -1 to 1, y downwards as on a screen, closed without repeating
its first vertex.
"""

from math import cos, pi, sin

Vertex = tuple[float, float]
Polygon = tuple[Vertex, ...]


def _vertex(x: float, y: float) -> Vertex:
    return (round(x, 4), round(y, 4))


def regular(sides: int, radius: float, turn: float = 0.0) -> Polygon:
    """A regular polygon around the centre, its first vertex upwards, turned by ``turn`` radians."""
    angles = (turn + 2 * pi * side / sides for side in range(sides))
    return tuple(_vertex(radius * sin(angle), -radius * cos(angle)) for angle in angles)


def star(points: int, outer: float, inner: float) -> Polygon:
    """A star, first point upwards, its hollows at the ``inner`` radius."""
    radii = (outer, inner)
    angles = (pi * corner / points for corner in range(2 * points))
    return tuple(
        _vertex(radii[corner % 2] * sin(angle), -radii[corner % 2] * cos(angle))
        for corner, angle in enumerate(angles)
    )


def box(left: float, top: float, right: float, bottom: float) -> Polygon:
    """An upright rectangle."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def lowered(polygon: Polygon, by: float) -> Polygon:
    """``polygon`` moved down, for shapes whose centre of weight is not their centre."""
    return tuple(_vertex(x, y + by) for x, y in polygon)


def svg_points(polygon: Polygon, size: float, margin: float = 0.0) -> str:
    """``polygon`` as the ``points`` attribute of an SVG polygon ``size`` units wide."""
    half = size / 2
    reach = half - margin
    return " ".join(f"{half + x * reach:.2f},{half + y * reach:.2f}" for x, y in polygon)
