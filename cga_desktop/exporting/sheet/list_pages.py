"""The pages after the maps: the list of everybody, in columns."""

from collections.abc import Iterator

from cga_desktop.domain.drawing import Page
from cga_desktop.domain.exports import Paper
from cga_desktop.exporting.sheet.columns import poured, split
from cga_desktop.exporting.sheet.edition import Edition
from cga_desktop.exporting.sheet.frame import Box
from cga_desktop.exporting.sheet.furniture import title_block
from cga_desktop.exporting.sheet.list_rows import list_rows
from cga_desktop.exporting.sheet.said import notice, subtitle
from cga_desktop.i18n import _

_TITLE = 16.0
_FOOT = 5.0
_GAP = 6.0


def list_pages(edition: Edition, *, landscape: bool) -> Iterator[Page]:
    """As many pages as the list needs, with the sides of the maps before them."""
    look, report = edition.look, edition.report
    width, height = look.sides(landscape=landscape)
    margin = look.margin
    inner = Box(margin, margin, width - 2 * margin, height - 2 * margin)
    body = Box(
        margin, margin + look.mm(_TITLE), inner.width,
        inner.height - look.mm(_TITLE) - look.mm(_FOOT),
    )  # fmt: skip
    columns = split(body, _columns(look.paper, landscape=landscape), look.mm(_GAP))
    rest = list_rows(edition, columns[0].width)
    title = _("Liste des acteurs")
    while rest:
        shapes, rest = poured(rest, columns)
        head = title_block(title, subtitle(report), notice(report), inner, look)
        yield Page(width, height, (*head, *shapes))


def _columns(paper: Paper, *, landscape: bool) -> int:
    upright = 2 if paper is Paper.A4 else 3
    return upright + 1 if landscape else upright
