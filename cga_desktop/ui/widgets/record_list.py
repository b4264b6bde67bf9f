"""A list of records: search, chips to filter, a count, two lines a row; the same in every room."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.i18n import _
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.parts import button, label, with_role
from cga_desktop.ui.widgets.rows import Row, RowsModel, TwoLines

__all__ = ["Chip", "RecordList", "Row"]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: the group it shows ("" for all) and its word."""

    group: str
    text: str


class RecordList(QWidget):
    """Search, chips, count and rows.

    A record stays chosen while search or a filter hides it, and until it is no longer there.

    Signals:
        chosen: the id of the record that was clicked or reached by key; "" when none is.
        opened: the id of a record that was clicked, or chosen with Enter.
        shown: what search and filters let through has changed.
        widened: every filter was taken away, so that a record can be seen.
    """

    chosen = Signal(str)
    opened = Signal(str)
    shown = Signal()
    widened = Signal()

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
        self._also = ""
        self._chosen = ""
        self.search = QLineEdit(placeholderText=search_hint, clearButtonEnabled=True)
        self.search.setAccessibleName(search_hint)
        self.search.textChanged.connect(self._narrow)
        self.count: QLabel = label(role="small")
        self.rows = RowsModel()
        self.view = self._make_view()
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

    def _make_view(self) -> QListView:
        view = QListView()
        view.setModel(self.rows)
        view.setItemDelegate(TwoLines(self._theme, view))
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setAccessibleName(_("Liste"))
        view.selectionModel().currentChanged.connect(self._current_changed)
        view.clicked.connect(self._open)
        view.activated.connect(self._open)
        return view

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
        self._widen()
        self.search.setFocus()

    def _widen(self) -> None:
        self._also = ""
        self.search.clear()
        self.filter_by("")
        self.widened.emit()

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

    def filter_also_by(self, group: str) -> None:
        """Of what search and chips let through, show only this group; "" for all."""
        self._also = group
        self._narrow()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these records; selection and scroll stay where they were."""
        place = self.view.verticalScrollBar().value()
        with self._unheard():
            self.rows.set_rows(rows)
        self.view.verticalScrollBar().setValue(place)
        if self._chosen and not self.rows.holds(self._chosen):
            self._chosen = ""
            self.chosen.emit("")

    def _narrow(self) -> None:
        groups = [one for one in (self._group, self._also) if one]
        with self._unheard():
            self.rows.narrow(text=self.search.text(), groups=groups)

    @contextmanager
    def _unheard(self) -> Generator[None]:
        """Show other rows: what was chosen stays chosen, and nobody hears that it was."""
        self.view.selectionModel().blockSignals(True)  # noqa: FBT003  (Qt's)
        yield
        index = self.rows.index_of(self._chosen)
        if index != self.view.currentIndex():
            self.view.setCurrentIndex(index)
        self.view.selectionModel().blockSignals(False)  # noqa: FBT003  (Qt's)
        self.view.viewport().update()
        self._say_count()
        self.shown.emit()

    def _say_count(self) -> None:
        shown = self.rows.rowCount()
        self._stack.setCurrentIndex(0 if shown else 2 if self.rows.narrowed else 1)
        self.count.setText(self._count_text(shown))

    @property
    def current(self) -> str:
        """The id of the chosen record, or ""."""
        return self._chosen

    def choose(self, record_id: str) -> None:
        """Choose a record; a filter that hides it is taken away."""
        if record_id and not self.rows.index_of(record_id).isValid():
            self._widen()
        index = self.rows.index_of(record_id)
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._chosen = self.rows.row_at(current).id if current.isValid() else ""
        self.chosen.emit(self._chosen)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.row_at(index).id)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Down leads from the search into the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.view.setFocus()
            return
        super().keyPressEvent(event)
