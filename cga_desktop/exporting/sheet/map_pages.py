"""One page for each territory: its map, who is on it, and what a map must say of itself."""

from collections.abc import Iterator

from cga_desktop.domain.drawing import Page, Shape, Words
from cga_desktop.exporting.report import Report, ReportTerritory, about_places
from cga_desktop.exporting.sheet.columns import poured
from cga_desktop.exporting.sheet.edition import Edition
from cga_desktop.exporting.sheet.frame import Bounds, Box, around
from cga_desktop.exporting.sheet.furniture import (
    north_arrow,
    scale_bar,
    small_print,
    title_block,
)
from cga_desktop.exporting.sheet.lambert import to_lambert
from cga_desktop.exporting.sheet.layout import Contents, Layout, best_layout, column_width
from cga_desktop.exporting.sheet.look import MUTED
from cga_desktop.exporting.sheet.map_picture import MapPicture, map_picture
from cga_desktop.exporting.sheet.panel import group_rows, legend_rows
from cga_desktop.exporting.sheet.roster import Roster, grouped
from cga_desktop.exporting.sheet.said import (
    credits_said,
    left_out_said,
    made_with,
    notice,
    subtitle,
)
from cga_desktop.i18n import _

_LEAST_GROUND = 800.0
"""Metres: a map of one actor shows its surroundings."""
_BAR_ROOM = 61.0
_FULL_LEGEND = MapPicture(
    letters=("A",),
    signs=("town_hall", "station", "health", "culture", "sport", "school", "place"),
    approximate=True,
    streets=True,
)
"""What a key holds below its names, before the map is drawn."""


def map_pages(edition: Edition) -> Iterator[Page]:
    """The maps of a report; of a study without territories, one of where its actors are."""
    for title, bounds in _maps(edition.report, edition.roster):
        yield _map_page(title, bounds, edition)


def _maps(report: Report, roster: Roster) -> Iterator[tuple[str, Bounds]]:
    outlined = [one for one in report.territories if one.outline]
    for territory in outlined:
        bounds = _outlined(territory)
        if bounds is not None:
            yield about_places([territory.name]), bounds
    if not outlined:
        spots = [one.spot for one in (*roster.entries, *roster.notes) if one.spot is not None]
        bounds = around(spots)
        if bounds is not None:
            yield report.title, bounds.widened(_LEAST_GROUND)


def _outlined(territory: ReportTerritory) -> Bounds | None:
    return around(spot for ring in territory.outline for spot in to_lambert(ring))


def _map_page(title: str, bounds: Bounds, edition: Edition) -> Page:
    layout = _layout(bounds, edition)
    picture = map_picture(layout.frame, edition)
    report, look = edition.report, edition.look
    said = subtitle(report, len(picture.numbers))
    shapes = (
        *title_block(title, said, notice(report), layout.title, look),
        *picture.shapes,
        *_key(layout, picture, edition),
        *_foot(layout, edition),
    )
    return Page(layout.width, layout.height, shapes)


def _layout(bounds: Bounds, edition: Edition) -> Layout:
    roster, look = edition.roster, edition.look
    expected = [one.number for one in roster.entries if one.spot and bounds.holds(one.spot)]
    groups = grouped(roster, expected)
    beside, under = (
        [
            *group_rows(groups, column_width(look, landscape=landscape), edition),
            *legend_rows(_FULL_LEGEND, edition),
        ]
        for landscape in (True, False)
    )
    return best_layout(Contents(bounds, beside, under, _small_print(edition.report)), look)


def _key(layout: Layout, picture: MapPicture, edition: Edition) -> Iterator[Shape]:
    """Names, then signs; where there is no room for all, signs first, and where the rest is."""
    names = group_rows(grouped(edition.roster, picture.numbers), layout.columns[0].width, edition)
    signs = list(legend_rows(picture, edition))
    shapes, rest = poured([*names, *signs], layout.columns)
    if rest:
        *full, last = layout.columns
        shorter = Box(last.left, last.top, last.width, last.height - edition.look.mm(4))
        shapes, _rest = poured([*signs, *names], [*full, shorter])
        at = (shorter.left, shorter.bottom + edition.look.mm(3))
        shapes.append(Words(_("La suite est dans la liste."), at, edition.look.mm(2.3), MUTED))
    yield from shapes


def _foot(layout: Layout, edition: Edition) -> Iterator[Shape]:
    look, box = edition.look, layout.small_print
    left = layout.title.left
    yield from scale_bar(layout.frame, left, box.top, look)
    yield from north_arrow(left + look.mm(_BAR_ROOM), box.top, look)
    yield from small_print(_small_print(edition.report), box, look)


def _small_print(report: Report) -> str:
    said = (left_out_said(report), *credits_said(report), made_with(report))
    return " ".join(one for one in said if one)
