"""Rows of a list, flowing down columns and from page to page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cga_desktop.domain.drawing import Shape
from cga_desktop.exporting.sheet.frame import Box

Draw = Callable[[float, float], Sequence[Shape]]
"""The shapes of a row whose top left corner is at (x, y)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: how high, how it is drawn, and whether it must not end a column (a heading)."""

    height: float
    draw: Draw
    heading: bool = False


def split(box: Box, count: int, gap: float) -> tuple[Box, ...]:
    """``box`` in equal columns."""
    width = (box.width - gap * (count - 1)) / count
    return tuple(
        Box(box.left + position * (width + gap), box.top, width, box.height)
        for position in range(count)
    )


def poured(rows: Sequence[Row], columns: Sequence[Box]) -> tuple[list[Shape], Sequence[Row]]:
    """The shapes of the rows that fit into ``columns``, and the rows that did not.

    A heading goes with the row after it. A row higher than a whole column is drawn all the same,
    alone in its column, so that pouring always comes to an end.
    """
    shapes: list[Shape] = []
    place = 0
    for column in columns:
        y = column.top
        while place < len(rows):
            needed = _with_heading(rows, place)
            if y + needed > column.bottom + 1e-6 and y > column.top:
                break
            row = rows[place]
            shapes += row.draw(column.left, y)
            y += row.height
            place += 1
    return shapes, rows[place:]


def _with_heading(rows: Sequence[Row], place: int) -> float:
    height = 0.0
    for row in rows[place:]:
        height += row.height
        if not row.heading:
            break
    return height


def height_in(rows: Sequence[Row], count: int) -> float:
    """The least height of ``count`` columns that hold all rows, to a millimetre."""
    total = sum(row.height for row in rows)
    height = max([total / count, *(row.height for row in rows)], default=0.0)
    while height < total:
        columns = split(Box(0, 0, float(count), height), count, 0)
        if not poured(rows, columns)[1]:
            return height
        height += 1.0
    return total
