"""Lambert-93 (EPSG:2154), the map grid of mainland France: there a scale bar tells the truth.

Around Paris its scale is 0.9999 of the ground's, where Web Mercator's is 1.52.
"""

from collections.abc import Iterable
from functools import cache
from math import isfinite

from pyproj import Transformer

from cga_desktop.domain.territories import LonLat

Metres = tuple[float, float]
"""(east, north) in metres of Lambert-93."""


@cache
def _transformer() -> Transformer:
    # Thread-safe since pyproj 3.1; making it reads a database and takes half a second.
    return Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True)


def to_lambert(points: Iterable[LonLat]) -> tuple[Metres, ...]:
    """Positions in WGS84 degrees on the grid, in order; those it cannot say are left out."""
    known = list(points)
    if not known:
        return ()
    lons, lats = zip(*known, strict=True)
    easts, norths = _transformer().transform(lons, lats)
    return tuple(
        (float(east), float(north))
        for east, north in zip(easts, norths, strict=True)
        if isfinite(east) and isfinite(north)
    )
