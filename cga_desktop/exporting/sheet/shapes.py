"""The few shapes that several parts of a sheet draw."""

from math import cos, pi, sin

from cga_desktop.domain.drawing import Area, Line, Pen, Position, Shape
from cga_desktop.exporting.sheet.ground import Ground, Polygon
from cga_desktop.exporting.sheet.look import SIGN, WHITE


def placed(polygon: Polygon, centre: Position, radius: float) -> tuple[Position, ...]:
    """A unit polygon on the paper."""
    return tuple((centre[0] + x * radius, centre[1] + y * radius) for x, y in polygon)


def symbol(
    ground: Ground, kind: str, centre: Position, radius: float, tag: str = ""
) -> tuple[Shape, ...]:
    """The symbol of a kind, on a white edge that lifts it off the streets."""
    drawn = ground.symbol(kind)
    outline = placed(drawn.polygon, centre, radius)
    edge = Pen(WHITE, radius * 0.5)
    return (
        Area((outline,), WHITE, edge),
        Area((outline,), drawn.colour, Pen(ground.outline, radius * 0.15), tag),
    )


def sign(ground: Ground, key: str, centre: Position, radius: float) -> tuple[Shape, ...]:
    """The sign of a landmark, in one grey."""
    polygons = ground.signs.get(key, ())
    return tuple(Area((placed(one, centre, radius),), SIGN) for one in polygons)


def ring(centre: Position, radius: float, pen: Pen) -> Line:
    """A circle as a closed line of short pieces."""
    steps = 40
    angles = (2 * pi * step / steps for step in range(steps + 1))
    points = tuple((centre[0] + radius * cos(a), centre[1] + radius * sin(a)) for a in angles)
    return Line(points, pen)


def rectangle(left: float, top: float, width: float, height: float) -> tuple[Position, ...]:
    """The four corners of an upright rectangle."""
    right, bottom = left + width, top + height
    return ((left, top), (right, top), (right, bottom), (left, bottom))
