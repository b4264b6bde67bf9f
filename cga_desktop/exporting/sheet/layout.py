"""How a map page is divided: upright or across, where the map lies and where its key."""

from collections.abc import Sequence
from dataclasses import dataclass

from cga_desktop.exporting.sheet.columns import Row, height_in, poured, split
from cga_desktop.exporting.sheet.frame import Bounds, Box, Frame, framed
from cga_desktop.exporting.sheet.look import Look

_TITLE = 16.5
_FOOT = 13.0
_SIDE_KEY = 64.0
_GAP = 5.0
_UPRIGHT_COLUMNS = 3
_MOST_UPRIGHT_KEY = 0.38
"""Of the page's height, for the key under an upright map."""
_MAP_EDGE = 4.0


@dataclass(frozen=True, slots=True)
class Layout:
    """A map page: its sides, title, map, columns of the key, and foot."""

    width: float
    height: float
    title: Box
    frame: Frame
    columns: tuple[Box, ...]
    foot: Box


def column_width(look: Look, *, landscape: bool) -> float:
    """How wide the columns of the key are."""
    if landscape:
        return look.mm(_SIDE_KEY)
    width, _height = look.sides(landscape=False)
    whole = Box(0, 0, width - 2 * look.margin, 0)
    return split(whole, _UPRIGHT_COLUMNS, look.mm(_GAP))[0].width


def best_layout(
    bounds: Bounds, expected: Sequence[Row], upright: Sequence[Row], look: Look
) -> Layout:
    """The layout that shows ``bounds`` largest; of two equal ones that whose key fits, else across.

    ``expected`` are the rows of the key beside the map, ``upright`` those under it.
    """
    choices = [(_across(bounds, look), expected), (_upright(bounds, upright, look), upright)]
    layout, _rows = min(
        choices, key=lambda one: (one[0].frame.scale, bool(poured(one[1], one[0].columns)[1]))
    )
    return layout


def _inner(look: Look, *, landscape: bool) -> tuple[Box, Box, Box]:
    """Title, what is between, and foot, inside the margins."""
    width, height = look.sides(landscape=landscape)
    margin = look.margin
    title = Box(margin, margin, width - 2 * margin, look.mm(_TITLE))
    foot = Box(margin, height - margin - look.mm(_FOOT), title.width, look.mm(_FOOT))
    body = Box(margin, title.bottom, title.width, foot.top - title.bottom - look.mm(1.5))
    return title, body, foot


def _across(bounds: Bounds, look: Look) -> Layout:
    title, body, foot = _inner(look, landscape=True)
    key = look.mm(_SIDE_KEY)
    box = Box(body.left, body.top, body.width - key - look.mm(_GAP), body.height)
    column = Box(body.right - key, body.top - look.mm(1.2), key, body.height + look.mm(1.2))
    frame = framed(bounds, box, look.mm(_MAP_EDGE))
    width, height = look.sides(landscape=True)
    return Layout(width, height, title, frame, (column,), foot)


def _upright(bounds: Bounds, rows: Sequence[Row], look: Look) -> Layout:
    title, body, foot = _inner(look, landscape=False)
    width, height = look.sides(landscape=False)
    key = min(height_in(rows, _UPRIGHT_COLUMNS), height * _MOST_UPRIGHT_KEY)
    gap = look.mm(2.0)
    box = Box(body.left, body.top, body.width, body.height - key - gap)
    under = Box(body.left, box.bottom + gap, body.width, key)
    frame = framed(bounds, box, look.mm(_MAP_EDGE))
    columns = split(under, _UPRIGHT_COLUMNS, look.mm(_GAP))
    return Layout(width, height, title, frame, columns, foot)
