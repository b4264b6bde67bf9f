"""How a line of the palette is drawn: symbol, name and word above, the passage below."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cga_desktop.domain.hits import Hit
from cga_desktop.domain.passages import FOUND, runs
from cga_desktop.mapping.symbols import OBSERVATION
from cga_desktop.ui.actions import Action
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.symbols import symbol_icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.search.lines import Choice, Line
from cga_desktop.ui.search.model import AnyIndex, Role
from cga_desktop.ui.widgets.painting import paint_ground, write_in

_HEADING, _ONE_LINE, _TWO_LINES = 32, 40, 56
_AIR = 16
_SYMBOL = 20
_WORD_SHARE = 0.55
"""Of the line, that the word at its right may take."""
_BEFORE_FOUND = 0.5
"""Of the line, that the words before the first found one may take."""
_ICONS = {"excerpt": "quotes", "theme": "tag", "resident": "chat-circle-text", "actor": "buildings"}
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class LinePainter(QStyledItemDelegate):
    """Draws what was found in bold, and never reads what people wrote as markup."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802, ARG002  (Qt's)
        """A heading, one line, or two where a passage stands below."""
        line: Line = index.data(Role.LINE)
        two = _TWO_LINES if line.passage else _ONE_LINE
        return QSize(self._theme.px(160), self._theme.px(two if line.choice else _HEADING))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one line."""
        line: Line = index.data(Role.LINE)
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]  (missing in the stubs)
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        if line.choice is None:
            self._heading(painter, area, line.text)
        else:
            paint_ground(painter, area, state, self._theme)
            self._entry(painter, area, line, line.choice)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, text: str) -> None:
        write_in(painter, self._theme, 13, self._theme.tokens.muted, bold=True)
        air = self._theme.px(_AIR)
        painter.drawText(area.adjusted(air, self._theme.px(6), -air, 0), _LEFT, text)

    def _entry(self, painter: QPainter, area: QRect, line: Line, choice: Choice) -> None:
        air, side = self._theme.px(_AIR), self._theme.px(_SYMBOL)
        inner = area.adjusted(air, self._theme.px(6), -air, -self._theme.px(6))
        picture = self._picture(choice)
        picture.paint(painter, QRect(inner.x(), area.center().y() - side // 2, side, side))
        inner.adjust(side + self._theme.px(12), 0, 0, 0)
        upper = inner if not line.passage else QRect(inner)
        if line.passage:
            upper.setHeight(inner.height() // 2)
            inner.setTop(upper.bottom() + 1)
            self._passage(painter, inner, line.passage)
        self._name(painter, upper, line)

    def _name(self, painter: QPainter, area: QRect, line: Line) -> None:
        if line.word:
            write_in(painter, self._theme, 13, self._theme.tokens.muted)
            room = round(area.width() * _WORD_SHARE)
            elide = Qt.TextElideMode.ElideRight
            word = painter.fontMetrics().elidedText(line.word, elide, room)
            painter.drawText(area, _RIGHT, word)
            area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(word) - 12)
        write_in(painter, self._theme, 15, self._theme.tokens.text, bold=True)
        metrics = painter.fontMetrics()
        name = metrics.elidedText(line.text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEFT, name)

    def _passage(self, painter: QPainter, area: QRect, marked: str) -> None:
        """Piece by piece, as far as it fits; what was found is always in sight."""
        tokens, area = self._theme.tokens, QRect(area)
        for number, (piece, was_found) in enumerate(runs(marked)):
            write_in(
                painter, self._theme, 13, tokens.text if was_found else tokens.muted, bold=was_found
            )
            metrics = painter.fontMetrics()
            first = number == 0 and not was_found and FOUND in marked
            most = round(area.width() * _BEFORE_FOUND) if first else area.width()
            elide = Qt.TextElideMode.ElideLeft if first else Qt.TextElideMode.ElideRight
            written = metrics.elidedText(piece, elide, most)
            painter.drawText(area, _LEFT, written)
            if written != piece and not first:
                return
            area.setLeft(area.left() + metrics.horizontalAdvance(written))

    def _picture(self, choice: Choice) -> QIcon:
        tokens = self._theme.tokens
        if isinstance(choice, Action):
            return icon(choice.words.icon, tokens.accent)
        if isinstance(choice, Room):
            return icon(choice.icon, tokens.accent)
        return self._symbol(choice)

    def _symbol(self, hit: Hit) -> QIcon:
        tokens = self._theme.tokens
        if hit.type == "actor":
            return symbol_icon(hit.kind)
        if hit.type == "observation":
            return symbol_icon(OBSERVATION)
        if hit.type == "interview":
            return icon(_ICONS.get(hit.kind, _ICONS["resident"]), tokens.accent)
        return icon(_ICONS[hit.type], getattr(tokens, hit.kind, tokens.muted))
