"""Small one-colour signs of the landmarks: discreet beside the symbols of the actors."""

from collections.abc import Mapping
from types import MappingProxyType

from cga_desktop.mapping.shapes import Polygon, box, regular

OTHER = "place"
AREA = "neighbourhood"
"""Not a point but a part of the commune: it has a name and no sign."""

SIGNS: Mapping[str, tuple[Polygon, ...]] = MappingProxyType(
    {
        "town_hall": (
            ((0.0, -0.95), (0.95, -0.42), (-0.95, -0.42)),
            box(-0.75, -0.28, -0.45, 0.5),
            box(-0.15, -0.28, 0.15, 0.5),
            box(0.45, -0.28, 0.75, 0.5),
            box(-0.95, 0.64, 0.95, 0.9),
        ),
        "station": (
            # A train seen from the front: body round its window, two lamps left out, two rails.
            (
                (-0.45, -0.95), (0.45, -0.95), (0.68, -0.7), (0.68, -0.55), (-0.68, -0.55),
                (-0.68, -0.7),
            ),
            box(-0.68, -0.55, -0.46, 0.0),
            box(0.46, -0.55, 0.68, 0.0),
            ((-0.68, 0.0), (0.68, 0.0), (0.68, 0.3), (0.48, 0.5), (-0.48, 0.5), (-0.68, 0.3)),
            ((-0.42, 0.58), (-0.18, 0.58), (-0.5, 0.95), (-0.78, 0.95)),
            ((0.42, 0.58), (0.18, 0.58), (0.5, 0.95), (0.78, 0.95)),
        ),
        "school": (
            # A mortarboard.
            ((0.0, -0.75), (1.0, -0.25), (0.0, 0.25), (-1.0, -0.25)),
            ((-0.55, 0.14), (0.0, 0.42), (0.55, 0.14), (0.55, 0.52), (0.0, 0.8), (-0.55, 0.52)),
        ),
        "library": (
            box(-0.85, -0.8, -0.48, 0.85),
            box(-0.36, -0.8, 0.01, 0.85),
            ((0.14, -0.68), (0.48, -0.82), (0.94, 0.7), (0.6, 0.84)),
        ),
        "health": (
            (
                (-0.28, -0.85), (0.28, -0.85), (0.28, -0.28), (0.85, -0.28), (0.85, 0.28),
                (0.28, 0.28), (0.28, 0.85), (-0.28, 0.85), (-0.28, 0.28), (-0.85, 0.28),
                (-0.85, -0.28), (-0.28, -0.28),
            ),
        ),
        "park": (
            ((0.0, -1.0), (0.6, -0.25), (0.3, -0.25), (0.8, 0.45), (-0.8, 0.45), (-0.3, -0.25),
             (-0.6, -0.25)),
            box(-0.13, 0.45, 0.13, 0.95),
        ),
        "sport": (
            box(-0.5, -0.14, 0.5, 0.14),
            box(-0.72, -0.62, -0.42, 0.62),
            box(0.42, -0.62, 0.72, 0.62),
            box(-0.98, -0.36, -0.78, 0.36),
            box(0.78, -0.36, 0.98, 0.36),
        ),
        "culture": (
            # Two notes joined by a bar.
            ((-0.45, -0.75), (0.8, -0.95), (0.8, -0.62), (-0.45, -0.42)),
            box(-0.45, -0.6, -0.25, 0.6),
            box(0.6, -0.8, 0.8, 0.42),
            tuple((x - 0.52, y + 0.6) for x, y in regular(12, 0.3)),
            tuple((x + 0.53, y + 0.42) for x, y in regular(12, 0.3)),
        ),
        AREA: (),
        OTHER: (regular(16, 0.55),),
    }
)  # fmt: skip
"""Unit polygons by sign, filled without an outline."""

_SIGN_OF_KIND = {
    "city_hall": "town_hall", "townhall": "town_hall", "mairie": "town_hall",
    "station": "station", "tram_stop": "station", "railway": "station", "gare": "station",
    "college": "school", "high_school": "school", "kindergarten": "school",
    "university": "school",
    "mediatheque": "library", "bibliotheque": "library",
    "hospital": "health", "pharmacy": "health", "clinic": "health", "health_centre": "health",
    "garden": "park", "square": "park", "forest": "park",
    "sports_centre": "sport", "stadium": "sport", "swimming_pool": "sport", "gymnasium": "sport",
    "theatre": "culture", "cinema": "culture", "museum": "culture",
    "conservatory": "culture", "music_school": "culture",
}  # fmt: skip


def sign_key(kind: str) -> str:
    """The sign for a landmark's kind; a plain dot for kinds without a sign of their own."""
    return kind if kind in SIGNS else _SIGN_OF_KIND.get(kind, OTHER)
