"""The guide beside the page: its sections and questions, what is answered, where the hands are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cga_desktop.domain.records import Question
from cga_desktop.i18n import _
from cga_desktop.ui.interviews.page import BEFORE, END, NOTES
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.painting import paint_ground, write_in
from cga_desktop.ui.widgets.parts import with_role

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROW, _SECTION_ROW = 28, 32
_WIDTH = 300
_SHARE = 0.3
"""The part of the form that the guide takes at most."""
_FROM = 740
"""The guide shows from this width of the form on, in pixels at 100 % text."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of the guide; a section's heading has no key: the hands cannot stop there."""

    key: str
    text: str
    number: int = 0


def stops(questions: Sequence[Question]) -> list[Stop]:
    """The path of an interview, with its sections' headings."""
    path = [Stop(BEFORE, _("Avant de commencer"))]
    section = ""
    for number, question in enumerate(questions, start=1):
        if question.section != section:
            section = question.section
            path.append(Stop("", section))
        path.append(Stop(question.id, question.wording, number))
    return [*path, Stop(NOTES, _("Notes libres")), Stop(END, _("Pour finir"))]


class _Role(IntEnum):
    STOP = Qt.ItemDataRole.UserRole
    DONE = Qt.ItemDataRole.UserRole + 1


class StopsModel(QAbstractListModel):
    """The path, and which of it is done."""

    def __init__(self, path: Sequence[Stop], parent: QWidget) -> None:
        super().__init__(parent)
        self._path = list(path)
        self._done: frozenset[str] = frozenset()
        self._questions = sum(bool(one.number) for one in path)

    def set_done(self, done: Collection[str]) -> None:
        """Tick these."""
        if frozenset(done) != self._done:
            self._done = frozenset(done)
            self.dataChanged.emit(self.index(0), self.index(len(self._path) - 1))

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:  # noqa: N802  (Qt's name)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._path)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A heading is not a place to go."""
        if self._path[index.row()].key:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A line, whether it is done, and its words for a screen reader."""
        stop = self._path[index.row()]
        match role:
            case _Role.STOP:
                return stop
            case _Role.DONE:
                return stop.key in self._done
            case Qt.ItemDataRole.ToolTipRole:
                return stop.text if stop.number else None
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(stop)
            case _:
                return None

    def _spoken(self, stop: Stop) -> str:
        if not stop.number:
            return stop.text
        done = _("répondue") if stop.key in self._done else _("sans réponse")
        return _("Question {number} sur {count}, {done} : {wording}").format(
            number=stop.number, count=self._questions, done=done, wording=stop.text
        )

    def index_of(self, key: str) -> QModelIndex:
        """Where a part of the path stands."""
        rows = (row for row, one in enumerate(self._path) if one.key == key)
        return self.index(next(rows, -1))


class _Line(QStyledItemDelegate):
    """Draws a heading, or a number, a wording and its tick."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802, ARG002  (Qt's)
        """A heading has air above it."""
        stop: Stop = index.data(_Role.STOP)
        return QSize(self._theme.px(120), self._theme.px(_ROW if stop.key else _SECTION_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one line."""
        stop: Stop = index.data(_Role.STOP)
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]  (missing in the stubs)
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        if stop.key:
            paint_ground(painter, area, state, self._theme)
            self._stop(painter, option, area, stop, done=index.data(_Role.DONE))
        else:
            self._heading(painter, area, stop)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, stop: Stop) -> None:
        write_in(painter, self._theme, 13, self._theme.tokens.muted, bold=True)
        inside = area.adjusted(self._theme.px(12), 0, -self._theme.px(8), -self._theme.px(6))
        self._words(painter, inside, stop.text, Qt.AlignmentFlag.AlignBottom)

    def _stop(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        area: QRect,
        stop: Stop,
        *,
        done: bool,
    ) -> None:
        tokens = self._theme.tokens
        selected = option.state & QStyle.StateFlag.State_Selected  # pyright: ignore[reportAttributeAccessIssue]  (missing in the stubs)
        inside = area.adjusted(self._theme.px(12), 0, -self._theme.px(10), 0)
        tick = QRect(inside.right() - self._theme.px(16), inside.y(), self._theme.px(18), 0)
        tick.setHeight(inside.height())
        if done:
            write_in(painter, self._theme, 15, tokens.success, bold=True)
            self._words(painter, tick, "✓")
        write_in(
            painter, self._theme, 13, tokens.text if selected or not stop.number else tokens.muted
        )
        if stop.number:
            gutter = self._theme.px(24)
            number = QRect(inside.x(), inside.y(), gutter - self._theme.px(6), inside.height())
            painter.drawText(
                number,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                str(stop.number),
            )
            inside.adjust(gutter, 0, 0, 0)
        inside.setRight(tick.left() - self._theme.px(4))
        self._words(painter, inside, stop.text)

    @staticmethod
    def _words(
        painter: QPainter,
        area: QRect,
        text: str,
        upright: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        metrics = QFontMetrics(painter.font())
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | upright, cut)


class GuidePane(QListView):
    """The guide as a list: arrows show a question, Enter or a click takes the hands there.

    Signals:
        shown: the key of the part that arrows reached.
        wanted: the key of the part to go to.
    """

    shown = Signal(str)
    wanted = Signal(str)

    def __init__(self, questions: Sequence[Question], theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        with_role(self, "guide")
        self._stops = StopsModel(stops(questions), self)
        self.setModel(self._stops)
        self.setItemDelegate(_Line(theme, self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Guide"))
        self.setAccessibleDescription(
            _("Les questions dans l’ordre. Entrée mène à la question choisie.")
        )
        self.clicked.connect(self._clicked)
        self.selectionModel().currentChanged.connect(self._current_changed)
        theme.changed.connect(self._resize)

    def _resize(self) -> None:
        self.scheduleDelayedItemsLayout()

    def fit(self, width: int) -> None:
        """Take a part of the ``width`` of the form; none of it where the answers need it all."""
        self.setVisible(width >= self._theme.px(_FROM))
        self.setFixedWidth(min(self._theme.px(_WIDTH), round(width * _SHARE)))

    def set_done(self, done: Collection[str]) -> None:
        """Tick these."""
        self._stops.set_done(done)

    def show_current(self, key: str) -> None:
        """Mark where the hands are."""
        index = self._stops.index_of(key)
        if index.isValid() and not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Enter goes where the arrows led."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._clicked(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        stop: Stop | None = index.data(_Role.STOP) if index.isValid() else None
        if stop is not None and stop.key:
            self.wanted.emit(stop.key)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self.hasFocus() and current.isValid():
            self.shown.emit(current.data(_Role.STOP).key)
