"""What every page of the map is made of: its scripts, zooms, and the data they start from."""

from cga_desktop.domain.places import Point, Precision
from cga_desktop.mapping.points import is_approximate
from cga_desktop.mapping.signs import SIGNS
from cga_desktop.mapping.symbols import SYMBOLS
from cga_desktop.mapping.words import page_words

ORIGIN = "cga://map"
"""Where the page lives: the program's own scheme, served by ``ui.maps.scheme``."""
LARGEST_ZOOM = 19
SMALLEST_ZOOM = 9
PAGE_SCRIPTS = ("dom", "labels", "scene", "plan", "points", "controls", "pin", "map")
"""Our scripts under ``resources/web/map``, in the order in which they need each other."""

START = Point(48.9, 2.45)
"""Between the three communes, until the page is told where to look."""


def page_data() -> dict[str, object]:
    """What the scripts need before any point: symbols, signs, precisions and words."""
    return {
        "symbols": [
            {
                "key": symbol.key,
                "label": symbol.label,
                "colour": symbol.colour,
                "polygon": symbol.polygon,
            }
            for symbol in SYMBOLS.values()
        ],
        "signs": dict(SIGNS),
        "precisions": {
            one.value: {"label": one.label, "approximate": is_approximate(one)} for one in Precision
        },
        "words": page_words(),
    }
