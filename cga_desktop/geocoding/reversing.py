"""What lies nearest to a position: an address, a street, or the commune around it."""

from collections.abc import Iterator

from cga_desktop.domain.places import Place, Point, Precision
from cga_desktop.geocoding.gazetteer import Gazetteer, KnownStreet, NearAddress
from cga_desktop.geocoding.index import Index
from cga_desktop.geocoding.lines import inside, metres, nearest_on_line
from cga_desktop.geocoding.locating import EXACT_RADIUS_M, Located, written
from cga_desktop.geocoding.placing import commune_place, located_place
from cga_desktop.i18n import _

REACHES_M = (40.0, 150.0, 500.0)
"""Half-widths of the squares looked into, one after the other."""
SCALE_M = 1_000.0
"""The score falls from 1 at the position itself to 0 this far from it."""


def nearest_places(gazetteer: Gazetteer, index: Index, point: Point, limit: int) -> list[Place]:
    """Addresses nearest to ``point``, then streets known as figures, then the commune around it.

    Empty further than 500 m from everything and outside every known commune.
    """
    found = _addresses(gazetteer, index, point, limit) + list(_figures(index, point))
    near = sorted(found, key=lambda one: metres(one.point, point))[:limit]
    return near or _communes_around(index, point)[:limit]


def _score(point: Point, other: Point) -> float:
    return round(max(0.0, 1 - metres(point, other) / SCALE_M), 4)


def _addresses(gazetteer: Gazetteer, index: Index, point: Point, limit: int) -> list[Place]:
    near = _within_reach(gazetteer, index, point, limit)[:limit]
    return [_address_place(index, one, away, point) for away, one in near]


def _within_reach(
    gazetteer: Gazetteer, index: Index, point: Point, limit: int
) -> list[tuple[float, NearAddress]]:
    """The addresses around ``point``, nearest first, in the smallest reach that has enough."""
    within: list[tuple[float, NearAddress]] = []
    for reach in REACHES_M:
        around = [
            (metres(point, one.address.point), one)
            for one in gazetteer.near(point, reach)
            if one.street_id in index.street_by_id
        ]
        within = sorted((pair for pair in around if pair[0] <= reach), key=lambda pair: pair[0])
        if len(within) >= limit:
            break
    return within


def _address_place(index: Index, near: NearAddress, away: float, point: Point) -> Place:
    street = index.street_by_id[near.street_id]
    found = Located(
        near.address.point,
        Precision.NUMBER,
        1.0,
        EXACT_RADIUS_M,
        written(near.address.number, near.address.suffix),
        "",
    )
    return located_place(
        street,
        index.communes[street.code],
        found,
        _score(point, near.address.point),
        _("Adresse la plus proche, à {metres} m").format(metres=round(away)),
    )


def _figures(index: Index, point: Point) -> Iterator[Place]:
    """The nearest street of those known only as figures, within reach."""
    if not index.figures_only:
        return
    street, foot, away = min(
        ((one, *_foot(one, point)) for one in index.figures_only), key=lambda three: three[2]
    )
    if away > REACHES_M[-1]:
        return
    found = Located(foot, Precision.STREET, 1.0, float(round(max(away, EXACT_RADIUS_M))), "", "")
    yield located_place(
        street,
        index.communes[street.code],
        found,
        _score(point, foot),
        _("Rue la plus proche, à {metres} m").format(metres=round(away)),
    )


def _foot(street: KnownStreet, point: Point) -> tuple[Point, float]:
    figures = street.figures
    return nearest_on_line(figures.line or ((figures.lon, figures.lat),), point)


def _communes_around(index: Index, point: Point) -> list[Place]:
    return [
        commune_place(one, _("Dans la commune, loin de toute adresse connue"))
        for one in index.communes.values()
        if one.facts is not None and inside(one.facts.outline, point)
    ]
