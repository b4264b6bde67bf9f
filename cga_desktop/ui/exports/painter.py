"""Draws a composed sheet: to a vector PDF with selectable text and embedded type.

``draw_page`` draws on any painter, so that the same page can become a picture or an SVG.
"""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
    QPolygonF,
    QTransform,
)

from cga_desktop.domain.drawing import Area, Drawing, Line, Page, Pen, Position, Shape, Words
from cga_desktop.domain.drawing import Window as Clip
from cga_desktop.ui.qt import qt_application

_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72
_RESOLUTION = 1200
"""Dots an inch: the grid to which a PDF's figures are rounded, a fiftieth of a millimetre."""
_MEASURED = 200
"""Pixels: large enough that rounding to the grid of a font does not show."""
_HALO = 0.16
"""Width of the edge round letters, as a share of their size."""
_FAMILIES = (
    "Inter", "Source Sans 3", "Segoe UI", "Helvetica Neue", "Noto Sans", "Open Sans", "Cantarell",
    "Liberation Sans", "Arial", "DejaVu Sans Condensed", "DejaVu Sans",
)  # fmt: skip
"""Plain, narrow enough for street names, first found first: one of these is on every system."""


class QtSheetPrinter:
    """The printer of maps (``domain.ports.SheetPrinter``); any thread may use it.

    Where no Qt application runs, as on the command line, it starts one without a screen; that must
    happen on the main thread.
    """

    def text_width(self, text: str, size: float, /, *, bold: bool = False) -> float:
        """How wide one line of text set in ``size`` millimetres will be drawn, in millimetres."""
        qt_application(on_screen=False)
        return _width(text, bold) * size

    def pdf(self, sheet: Drawing, path: Path) -> None:
        """Write ``sheet`` at ``path``.

        Raises:
            OSError: the disk refuses.
        """
        qt_application(on_screen=False)
        # Qt does not say when a disk is full; Python does.
        path.write_bytes(_pdf_bytes(sheet))


def _pdf_bytes(sheet: Drawing) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setTitle(sheet.title)
    writer.setCreator(sheet.creator)
    painter = QPainter()
    for page in sheet.pages:
        writer.setPageLayout(_page_layout(page))
        if painter.isActive():
            writer.newPage()
        else:
            painter.begin(writer)
        draw_page(page, painter, _RESOLUTION / _MM_PER_INCH)
    painter.end()
    return bytes(buffer.data().data())


def _page_layout(page: Page) -> QPageLayout:
    short, long = sorted((page.width, page.height))
    size = QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter)
    landscape = page.width > page.height
    orientation = (
        QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    )
    return QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0))


def draw_page(page: Page, painter: QPainter, dots: float) -> None:
    """Draw ``page`` on a device of ``dots`` dots a millimetre, whose fonts are of that density."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush = _Brush(painter, dots)
    for shape in page.shapes:
        brush.draw(shape)


class _Brush:
    """Draws one shape after another."""

    def __init__(self, painter: QPainter, dots: float) -> None:
        self._painter = painter
        self._dots = dots

    def draw(self, shape: Shape) -> None:
        """Draw any shape."""
        match shape:
            case Line():
                self._line(shape)
            case Area():
                self._area(shape)
            case Words():
                self._words(shape)
            case Clip():
                self._clip(shape)

    def _point(self, position: Position) -> QPointF:
        return QPointF(position[0] * self._dots, position[1] * self._dots)

    def _pen(self, pen: Pen | None) -> QPen:
        if pen is None:
            return QPen(Qt.PenStyle.NoPen)
        made = QPen(QColor(pen.colour), pen.width * self._dots)
        made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
        if pen.dashes:
            made.setCapStyle(Qt.PenCapStyle.FlatCap)
            made.setDashPattern([length / pen.width for length in pen.dashes])
        return made

    def _line(self, line: Line) -> None:
        self._painter.setPen(self._pen(line.pen))
        self._painter.drawPolyline(QPolygonF([self._point(one) for one in line.points]))

    def _area(self, area: Area) -> None:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for ring in area.rings:
            path.addPolygon(QPolygonF([self._point(one) for one in ring]))
            path.closeSubpath()
        self._painter.setPen(self._pen(area.pen))
        self._painter.setBrush(QBrush(QColor(area.fill)) if area.fill else QBrush())
        self._painter.drawPath(path)

    def _words(self, words: Words) -> None:
        if not words.text:
            return
        width = _width(words.text, words.bold) * words.size * self._dots
        start = {"start": 0.0, "middle": -width / 2, "end": -width}[words.anchor]
        self._painter.save()
        self._painter.translate(self._point(words.at))
        self._painter.rotate(words.angle)
        if words.halo:
            self._halo(words, start)
        font = _font(words.bold)
        font.setPointSizeF(words.size / _MM_PER_INCH * _POINTS_PER_INCH)
        self._painter.setFont(font)
        self._painter.setPen(QColor(words.colour))
        self._painter.drawText(QPointF(start, 0), words.text)
        self._painter.restore()

    def _halo(self, words: Words, start: float) -> None:
        letters = QPainterPath()
        letters.addText(QPointF(0, 0), _measured_font(words.bold), words.text)
        scale = words.size * self._dots / _MEASURED
        outline = QTransform(scale, 0, 0, scale, start, 0).map(letters)
        self._painter.strokePath(outline, self._pen(Pen(words.halo, 2 * _HALO * words.size)))

    def _clip(self, clip: Clip) -> None:
        self._painter.save()
        corner = self._point((clip.left, clip.top))
        opposite = self._point((clip.left + clip.width, clip.top + clip.height))
        self._painter.setClipRect(QRectF(corner, opposite))
        for shape in clip.shapes:
            self.draw(shape)
        self._painter.restore()


@lru_cache(maxsize=1)
def _family() -> str:
    known = set(QFontDatabase.families())
    for family in _FAMILIES:
        if family in known:
            return family
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def _font(bold: bool) -> QFont:
    font = QFont(_family())
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Joined letters would be one sign for whoever searches the PDF: "diﬀuser".
    font.setFeature(QFont.Tag("liga"), 0)
    return font


def _measured_font(bold: bool) -> QFont:
    font = _font(bold)
    font.setPixelSize(_MEASURED)
    return font


@lru_cache(maxsize=20_000)
def _width(text: str, bold: bool) -> float:
    """The width of a line of text, as a multiple of its size."""
    return QFontMetricsF(_measured_font(bold)).horizontalAdvance(text) / _MEASURED
