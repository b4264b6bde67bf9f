"""Records as rows: what search and filters let through, and how two lines of one are drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cga_desktop.domain.texts import alphabetical
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.painting import paint_ground

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    return alphabetical(text)[0]


@dataclass(frozen=True, slots=True)
class Row:
    """One record in a list.

    Attributes:
        id: of the record.
        title: its first line.
        subtitle: its second line, muted.
        mark: a word at the right, for what needs attention ("à finir"); empty for none.
        picture: its symbol, or none.
        groups: names of the chips under which it shows.
    """

    id: str
    title: str
    subtitle: str = ""
    mark: str = ""
    picture: QIcon | None = None
    groups: frozenset[str] = frozenset()


class _Role(IntEnum):
    ROW = Qt.ItemDataRole.UserRole


class RowsModel(QAbstractListModel):
    """The rows that search and chip let through."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Row] = ()
        self._shown: list[Row] = []
        self._words: list[str] = []
        self._groups: frozenset[str] = frozenset()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these records."""
        self._all = rows
        self._filter()

    def narrow(self, *, text: str, groups: Iterable[str]) -> None:
        """Show only what holds every word of ``text`` and belongs to all ``groups``."""
        self._words, self._groups = _plain(text).split(), frozenset(groups)
        self._filter()

    def holds(self, record_id: str) -> bool:
        """Whether a record is there, shown or not."""
        return any(row.id == record_id for row in self._all)

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that search and filters let through."""
        return self._shown

    @property
    def narrowed(self) -> bool:
        """Whether there are records, of which search or chip hide some or all."""
        return len(self._shown) < len(self._all)

    def _filter(self) -> None:
        shown = [row for row in self._all if self._passes(row)]
        if [row.id for row in shown] == [row.id for row in self._shown]:
            self._shown = shown  # the same records: selection, scroll and screen reader stay put
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def _passes(self, row: Row) -> bool:
        if not self._groups <= row.groups:
            return False
        if not self._words:
            return True
        text = _plain(f"{row.title} {row.subtitle} {row.mark}")
        return all(word in text for word in self._words)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:  # noqa: N802  (Qt's name)
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, or its words for a screen reader."""
        row = self._shown[index.row()]
        if role == _Role.ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " – ".join(part for part in (row.title, row.mark, row.subtitle) if part)
        return None

    def row_at(self, index: AnyIndex) -> Row:
        """The record of a row."""
        return self._shown[index.row()]

    def index_of(self, record_id: str) -> QModelIndex:
        """Where a record stands; invalid where it is not shown."""
        for number, row in enumerate(self._shown):
            if row.id == record_id:
                return self.index(number)
        return QModelIndex()


class TwoLines(QStyledItemDelegate):
    """Draws title and mark above a muted second line, with the symbol before them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802, ARG002  (Qt's)
        """As high as two lines and the air around them."""
        return QSize(self._theme.px(160), self._theme.px(56))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        row: Row = index.data(_Role.ROW)
        painter.save()
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]  (missing in the stubs)
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        paint_ground(painter, area, state, self._theme)
        inner = area.adjusted(self._theme.px(12), self._theme.px(8), -self._theme.px(12), -8)
        if row.picture is not None:
            side = self._theme.px(20)
            row.picture.paint(painter, inner.x(), inner.y() + self._theme.px(8), side, side)
            inner.adjust(side + self._theme.px(12), 0, 0, 0)
        self._words(painter, inner, row)
        painter.setPen(QColor(self._theme.tokens.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.restore()

    def _words(self, painter: QPainter, inner: QRect, row: Row) -> None:
        tokens, font = self._theme.tokens, QFont(painter.font())
        font.setPixelSize(self._theme.px(13))
        painter.setFont(font)
        half = inner.height() // 2
        upper = QRect(inner.x(), inner.y(), inner.width(), half)
        lower = QRect(inner.x(), inner.y() + half, inner.width(), half)
        if row.mark:
            painter.setPen(QColor(tokens.warning))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(lower, right, row.mark)
            mark = QFontMetrics(font).horizontalAdvance(row.mark)
            lower.setWidth(lower.width() - mark - self._theme.px(8))
        painter.setPen(QColor(tokens.muted))
        self._line(painter, lower, row.subtitle)
        font.setPixelSize(self._theme.px(15))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        self._line(painter, upper, row.title)

    @staticmethod
    def _line(painter: QPainter, area: QRect, text: str) -> None:
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
