"""What stands round a map: title, scale bar, north, sources."""

from collections.abc import Iterator

from cga_desktop.domain.drawing import Area, Line, Pen, Shape, Words
from cga_desktop.exporting.sheet.frame import Box, Frame
from cga_desktop.exporting.sheet.look import ACCENT, DANGER, MUTED, TEXT, WHITE, Look
from cga_desktop.exporting.sheet.shapes import rectangle
from cga_desktop.exporting.sheet.wrapping import Wrapping, shortened
from cga_desktop.i18n import _

_LENGTHS = (
    20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000,
    500_000, 1_000_000,
)  # fmt: skip
"""Metres that a scale bar may stand for."""
_LONGEST_BAR = 55.0
_METRES_IN_KM = 1000
_SMALLEST_SHARE = 0.66
_SPACE = "\u202f"


def title_block(title: str, subtitle: str, notice: str, box: Box, look: Look) -> Iterator[Shape]:
    """Title and subtitle at the top left; above them, in red, who must not see the sheet."""
    yield Area((rectangle(box.left, box.top, look.mm(20), look.mm(1.1)),), ACCENT)
    if notice:
        at = (box.right, box.top + look.mm(1.9))
        yield Words(notice, at, look.mm(2.8), DANGER, bold=True, anchor="end", tag="notice")
    size = _fitting(title, look.mm(7.4), box.width, look, bold=True)
    said = shortened(title, box.width, size, look.measure, bold=True)
    yield Words(said, (box.left, box.top + look.mm(9.0)), size, TEXT, bold=True, tag="title")
    size = _fitting(subtitle, look.mm(3.1), box.width, look, bold=False)
    said = shortened(subtitle, box.width, size, look.measure)
    yield Words(said, (box.left, box.top + look.mm(13.8)), size, MUTED, tag="subtitle")


def _fitting(text: str, size: float, width: float, look: Look, *, bold: bool) -> float:
    """``size``, or up to a third smaller where the text is too long for the width."""
    needed = look.measure(text, size, bold=bold)
    return size * max(min(1.0, 0.999 * width / needed), _SMALLEST_SHARE) if needed else size


def scale_said(scale: int) -> str:
    """``1:17 500``, with French spaces."""
    return f"1:{scale:,}".replace(",", _SPACE)


def distance_said(metres: int) -> str:
    """``500 m``, ``2 km``."""
    if metres >= _METRES_IN_KM:
        return f"{metres // _METRES_IN_KM}{_SPACE}km"
    return f"{metres}{_SPACE}m"


def bar_length(frame: Frame) -> int:
    """The longest round length, in metres, whose bar is short enough for the foot of a page."""
    fitting = [one for one in _LENGTHS if frame.paper(one) <= _LONGEST_BAR]
    return fitting[-1] if fitting else _LENGTHS[0]


def scale_bar(frame: Frame, left: float, top: float, look: Look) -> Iterator[Shape]:
    """A bar in four parts, its lengths above it and the scale as a ratio below."""
    metres = bar_length(frame)
    part = frame.paper(metres) / 4
    y, height = top + look.mm(3.2), look.mm(1.1)
    pen = Pen(TEXT, look.mm(0.2))
    for position in range(4):
        fill = TEXT if position % 2 == 0 else WHITE
        yield Area((rectangle(left + position * part, y, part, height),), fill, pen)
    yield Line(((left, y), (left + 4 * part, y)), pen, tag=f"scale-bar:{metres}")
    size = look.mm(2.2)
    for share, said in ((0, "0"), (2, distance_said(metres // 2)), (4, distance_said(metres))):
        at = (left + share * part, y - look.mm(0.9))
        yield Words(said, at, size, TEXT, anchor="middle" if share else "start")
    ratio = _("Échelle {ratio}").format(ratio=scale_said(frame.scale))
    yield Words(ratio, (left, y + height + look.mm(3.1)), size, MUTED, tag="scale")


def north_arrow(left: float, top: float, look: Look) -> Iterator[Shape]:
    """An arrow to the north of the grid, and the word that says which north it is."""
    x, height, half = left + look.mm(2), look.mm(7), look.mm(1.7)
    y = top + look.mm(0.6)
    left_half = ((x, y), (x, y + height * 0.8), (x - half, y + height))
    right_half = ((x, y), (x, y + height * 0.8), (x + half, y + height))
    pen = Pen(TEXT, look.mm(0.2))
    yield Area((left_half,), TEXT, pen)
    yield Area((right_half,), WHITE, pen)
    size = look.mm(2.2)
    at = (x + look.mm(3), y + look.mm(3.2))
    yield Words("N", at, look.mm(3), TEXT, bold=True, tag="north")
    lines = (_("Nord de la grille"), _("Lambert-93"))
    for position, said in enumerate(lines):
        yield Words(said, (at[0], at[1] + look.mm(2.6) * (position + 1)), size, MUTED)


_SMALL = 1.9
_SMALL_STEP = 2.4


def small_print_height(said: str, width: float, look: Look) -> float:
    """How high ``said`` is in small type, in a column ``width`` wide."""
    return look.mm(_SMALL_STEP) * len(_small_lines(said, width, look))


def small_print(said: str, box: Box, look: Look) -> Iterator[Shape]:
    """Sentences in small type from the top of ``box``."""
    for position, line in enumerate(_small_lines(said, box.width, look)):
        at = (box.left, box.top + look.mm(_SMALL + _SMALL_STEP * position))
        yield Words(line, at, look.mm(_SMALL), MUTED, tag="small print")


def _small_lines(said: str, width: float, look: Look) -> list[str]:
    return Wrapping(look.measure, size=look.mm(_SMALL), width=width).lines(said)
