"""The page of the map in the window: made once by folium, filled afterwards over the bridge.

Importing folium takes half a second: import this module where a map is about to be shown.
"""

from typing import cast

import folium
from branca.element import Figure, MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from cga_desktop.mapping.inert import script_json, with_policy
from cga_desktop.mapping.page import (
    LARGEST_ZOOM,
    ORIGIN,
    PAGE_SCRIPTS,
    SMALLEST_ZOOM,
    START,
    page_data,
)
from cga_desktop.mapping.words import page_words

# Folium hands its own min_zoom and max_zoom to a tile layer only, and there is none.
_LEAFLET_OPTIONS = {
    "attribution_control": False,
    "zoom_snap": 0.25,
    "wheel_px_per_zoom_level": 100,
    "min_zoom": SMALLEST_ZOOM,
    "max_zoom": LARGEST_ZOOM,
}


class _Layers(JSCSSMixin):
    """Our canvas layers over a folium map, started by the last line of its script."""

    default_js = [  # noqa: RUF012  (folium reads this attribute of the class)
        ("supercluster", f"{ORIGIN}/web/dist/supercluster/supercluster.min.js"),
        ("qwebchannel", f"{ORIGIN}/qwebchannel.js"),
        *((name, f"{ORIGIN}/web/map/{name}.js") for name in (*PAGE_SCRIPTS, "bridge")),
    ]
    default_css = [("map_css", f"{ORIGIN}/web/map/map.css")]  # noqa: RUF012  (as above)
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <script type="application/json" id="cga-data">{{ this.data }}</script>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        Cga.start({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()
        self.data = script_json(page_data())


def map_page() -> str:
    """The HTML of an empty map, whose every file comes from ``ORIGIN``; no tiles, no points."""
    made = folium.Map(location=START, tiles=None, zoom_start=13, zoom_control=False)
    cast("dict[str, object]", made.options).update(_LEAFLET_OPTIONS)  # pyright: ignore[reportUnknownMemberType]  (folium's own annotation is partial)
    made.default_js = [("leaflet", f"{ORIGIN}/web/dist/leaflet/leaflet.js")]
    made.default_css = [("leaflet_css", f"{ORIGIN}/web/dist/leaflet/leaflet.css")]
    layers: MacroElement = _Layers()
    layers.add_to(made)
    figure = cast("Figure", made.get_root())
    words = page_words()
    figure.title = words["map"]
    page: str = figure.render()  # pyright: ignore[reportUnknownMemberType]  (branca is untyped)
    return with_policy(page.replace("<html>", f'<html lang="{words["lang"]}">', 1), own=ORIGIN)
