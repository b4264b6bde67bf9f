"""How a map page is divided: upright or across, where the map lies and where its key."""

from collections.abc import Sequence
from dataclasses import dataclass

from cga_desktop.exporting.sheet.columns import Row, height_in, poured, split
from cga_desktop.exporting.sheet.frame import Bounds, Box, Frame, framed
from cga_desktop.exporting.sheet.furniture import small_print_height
from cga_desktop.exporting.sheet.look import Look

_TITLE = 15.5
_FOOT = 12.0
"""The least height of the foot: scale bar and arrow."""
_BAR_AND_NORTH = 92.0
_SIDE_KEY = 64.0
_GAP = 4.0
_UPRIGHT_COLUMNS = 4
_MOST_UPRIGHT_KEY = 0.38
"""Of the page's height, for the key under an upright map."""
_MAP_EDGE = 2.0


@dataclass(frozen=True, slots=True)
class Layout:
    """A map page: its sides, title, map, columns of the key, and small print."""

    width: float
    height: float
    title: Box
    frame: Frame
    columns: tuple[Box, ...]
    small_print: Box


def column_width(look: Look, *, landscape: bool) -> float:
    """How wide the columns of the key are."""
    if landscape:
        return look.mm(_SIDE_KEY)
    width, _height = look.sides(landscape=False)
    whole = Box(0, 0, width - 2 * look.margin, 0)
    return split(whole, _UPRIGHT_COLUMNS, look.mm(_GAP))[0].width


@dataclass(frozen=True, slots=True)
class Contents:
    """What a map page must hold.

    Attributes:
        bounds: the ground to show.
        beside: rows of the key, as set beside the map.
        under: the same as set under it.
        small_print: what the foot says.
    """

    bounds: Bounds
    beside: Sequence[Row]
    under: Sequence[Row]
    small_print: str


def best_layout(contents: Contents, look: Look) -> Layout:
    """The layout that shows the ground largest; of two equal ones that whose key fits whole."""
    choices = [
        (_across(contents, look), contents.beside),
        (_upright(contents, look), contents.under),
    ]
    layout, _rows = min(
        choices, key=lambda one: (one[0].frame.scale, bool(poured(one[1], one[0].columns)[1]))
    )
    return layout


def _inner(contents: Contents, look: Look, *, landscape: bool) -> tuple[Box, Box, Box]:
    """Title, what is between, and small print, inside the margins."""
    width, height = look.sides(landscape=landscape)
    margin = look.margin
    inside = width - 2 * margin
    title = Box(margin, margin, inside, look.mm(_TITLE))
    aside = look.mm(_BAR_AND_NORTH)
    needed = small_print_height(contents.small_print, inside - aside, look)
    foot_height = max(look.mm(_FOOT), needed)
    foot = Box(margin + aside, height - margin - foot_height, inside - aside, foot_height)
    body = Box(margin, title.bottom, inside, foot.top - title.bottom - look.mm(1.5))
    return title, body, foot


def _across(contents: Contents, look: Look) -> Layout:
    title, body, foot = _inner(contents, look, landscape=True)
    key = look.mm(_SIDE_KEY)
    box = Box(body.left, body.top, body.width - key - look.mm(_GAP), body.height)
    column = Box(body.right - key, body.top - look.mm(1.2), key, body.height + look.mm(1.2))
    frame = framed(contents.bounds, box, look.mm(_MAP_EDGE))
    width, height = look.sides(landscape=True)
    return Layout(width, height, title, frame, (column,), foot)


def _upright(contents: Contents, look: Look) -> Layout:
    title, body, foot = _inner(contents, look, landscape=False)
    width, height = look.sides(landscape=False)
    key = min(height_in(contents.under, _UPRIGHT_COLUMNS), height * _MOST_UPRIGHT_KEY)
    gap = look.mm(2.0)
    box = Box(body.left, body.top, body.width, body.height - key - gap)
    below = Box(body.left, box.bottom + gap, body.width, key)
    frame = framed(contents.bounds, box, look.mm(_MAP_EDGE))
    columns = split(below, _UPRIGHT_COLUMNS, look.mm(_GAP))
    return Layout(width, height, title, frame, columns, foot)
