"""A list of records: search, chips to filter, a count, two lines a row; the same in every room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.domain.texts import alphabetical
from cga_desktop.i18n import _
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.parts import button, label, with_role

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


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


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: the group it shows ("" for all) and its word."""

    group: str
    text: str


class _Role(IntEnum):
    ROW = Qt.ItemDataRole.UserRole


class RowsModel(QAbstractListModel):
    """The rows that search and chip let through."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Row] = ()
        self._shown: list[Row] = []
        self._words: list[str] = []
        self._group = ""

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these records."""
        self._all = rows
        self._filter()

    def narrow(self, *, text: str, group: str) -> None:
        """Show only what holds every word of ``text`` and belongs to ``group``."""
        self._words, self._group = _plain(text).split(), group
        self._filter()

    @property
    def narrowed(self) -> bool:
        """Whether there are records, of which search or chip hide some or all."""
        return len(self._shown) < len(self._all)

    def _filter(self) -> None:
        self.beginResetModel()
        self._shown = [row for row in self._all if self._passes(row)]
        self.endResetModel()

    def _passes(self, row: Row) -> bool:
        if self._group and self._group not in row.groups:
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


class _TwoLines(QStyledItemDelegate):
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
        tokens = self._theme.tokens
        painter.save()
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]  (missing in the stubs)
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.selection))
            painter.fillRect(area.x(), area.y(), 3, area.height(), QColor(tokens.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(tokens.hover))
        inner = area.adjusted(self._theme.px(12), self._theme.px(8), -self._theme.px(12), -8)
        if row.picture is not None:
            side = self._theme.px(20)
            row.picture.paint(painter, inner.x(), inner.y() + self._theme.px(8), side, side)
            inner.adjust(side + self._theme.px(12), 0, 0, 0)
        self._words(painter, inner, row)
        painter.setPen(QColor(tokens.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.restore()

    def _words(self, painter: QPainter, inner: QRect, row: Row) -> None:
        tokens, font = self._theme.tokens, QFont(painter.font())
        font.setPixelSize(self._theme.px(13))
        small = QFontMetrics(font)
        painter.setFont(font)
        half = inner.height() // 2
        upper = QRect(inner.x(), inner.y(), inner.width(), half)
        if row.mark:
            painter.setPen(QColor(tokens.warning))
            painter.drawText(
                upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.mark
            )
            upper.setWidth(upper.width() - small.horizontalAdvance(row.mark) - 8)
        painter.setPen(QColor(tokens.muted))
        lower = QRect(inner.x(), inner.y() + half, inner.width(), half)
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


class RecordList(QWidget):
    """Search, chips, count and rows.

    Signals:
        chosen: the id of the record that was clicked or reached by key; "" when none is.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        chips: Sequence[Chip],
        *,
        search_hint: str,
        count_text: Callable[[int], str],
        empty: QWidget,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._count_text = count_text
        self._group = ""
        self.search = QLineEdit(placeholderText=search_hint, clearButtonEnabled=True)
        self.search.setAccessibleName(search_hint)
        self.search.textChanged.connect(self._narrow)
        self.count: QLabel = label(role="small")
        self.rows = RowsModel()
        self.view = QListView()
        self.view.setModel(self.rows)
        self.view.setItemDelegate(_TwoLines(theme, self.view))
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(_("Liste"))
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)
        self._stack.addWidget(self._nothing_found())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self._chips(chips))
        column.addWidget(self.count)
        column.addWidget(self._stack, 1)
        theme.changed.connect(self.view.doItemsLayout)

    def _nothing_found(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(8, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(_("Rien ne correspond à cette recherche."), "muted", wrap=True))
        column.addWidget(button(_("Tout montrer"), self.show_everything))
        column.addStretch(1)
        return holder

    def show_everything(self) -> None:
        """Take search and filter away."""
        self.search.clear()
        self.filter_by("")
        self.search.setFocus()

    def _chips(self, chips: Sequence[Chip]) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder, gap=4)
        group = QButtonGroup(holder)
        self.chips: dict[str, QPushButton] = {}
        for chip in chips:
            made = with_role(QPushButton(chip.text), "chip")
            made.setCheckable(True)
            made.setChecked(not chip.group)
            made.setAccessibleDescription(_("Filtre de la liste"))
            made.clicked.connect(partial(self.filter_by, chip.group))
            group.addButton(made)
            row.addWidget(made)
            self.chips[chip.group] = made
        return holder

    def filter_by(self, group: str, _checked: bool = False) -> None:
        """Show only one group; "" for all."""
        self._group = group
        self.chips[group].setChecked(True)
        self._narrow()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these records; selection and scroll stay where they were."""
        kept = self.current
        place = self.view.verticalScrollBar().value()
        self.view.selectionModel().blockSignals(True)  # noqa: FBT003  (Qt's)
        self.rows.set_rows(rows)
        self._reselect(kept)
        self.view.selectionModel().blockSignals(False)  # noqa: FBT003  (Qt's)
        self.view.verticalScrollBar().setValue(place)
        self._say_count()
        self.view.viewport().update()

    def _narrow(self) -> None:
        kept = self.current
        self.view.selectionModel().blockSignals(True)  # noqa: FBT003  (Qt's)
        self.rows.narrow(text=self.search.text(), group=self._group)
        self._reselect(kept)
        self.view.selectionModel().blockSignals(False)  # noqa: FBT003  (Qt's)
        self._say_count()
        self.view.viewport().update()

    def _reselect(self, record_id: str) -> None:
        index = self.rows.index_of(record_id)
        if index.isValid():
            self.view.setCurrentIndex(index)

    def _say_count(self) -> None:
        shown = self.rows.rowCount()
        self._stack.setCurrentIndex(0 if shown else 2 if self.rows.narrowed else 1)
        self.count.setText(self._count_text(shown))

    @property
    def current(self) -> str:
        """The id of the chosen record, or ""."""
        index = self.view.currentIndex()
        return self.rows.row_at(index).id if index.isValid() else ""

    def choose(self, record_id: str) -> None:
        """Choose a record; a filter that hides it is taken away."""
        if record_id and not self.rows.index_of(record_id).isValid():
            self.search.clear()
            self.filter_by("")
        index = self.rows.index_of(record_id)
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.rows.row_at(current).id if current.isValid() else "")
