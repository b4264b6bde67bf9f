"""A report becomes a document: one map for each territory, then the list of everybody."""

from dataclasses import replace

from cga_desktop.domain.drawing import Drawing, Page, TextWidth, Words
from cga_desktop.domain.exports import Paper
from cga_desktop.exporting.report import Report
from cga_desktop.exporting.sheet.edition import Edition
from cga_desktop.exporting.sheet.ground import Ground
from cga_desktop.exporting.sheet.list_pages import list_pages
from cga_desktop.exporting.sheet.look import MUTED, Look
from cga_desktop.exporting.sheet.map_pages import map_pages
from cga_desktop.exporting.sheet.roster import numbered


def compose(report: Report, ground: Ground, paper: Paper, measure: TextWidth) -> Drawing:
    """The document of a report on ``paper``; ``measure`` knows the type it will be drawn in."""
    look = Look(paper, measure)
    edition = Edition(report, numbered(report), ground, look)
    maps = list(map_pages(edition))
    landscape = bool(maps) and maps[0].width > maps[0].height
    pages = [*maps, *list_pages(edition, landscape=landscape)]
    return Drawing(
        title=report.title,
        creator=f"CGA Terrain {report.program}".strip(),
        pages=tuple(_folio(page, place, pages, look) for place, page in enumerate(pages, start=1)),
    )


def _folio(page: Page, place: int, pages: list[Page], look: Look) -> Page:
    """The page with its number at the foot, where there are several."""
    if len(pages) == 1:
        return page
    at = (page.width - look.margin, page.height - look.margin + look.mm(3.4))
    said = f"{place}\u202f/\u202f{len(pages)}"
    number = Words(said, at, look.mm(2.2), MUTED, anchor="end", tag="folio")
    return replace(page, shapes=(*page.shapes, number))
