"""The palette: one field over the window, and what answers to it while it is typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from cga_desktop.domain.hits import Hit
from cga_desktop.i18n import _
from cga_desktop.store.queries.search import recent, search
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.search.lines import Choice, Line, found, latest, under
from cga_desktop.ui.search.model import Lines, Role
from cga_desktop.ui.search.offers import begins, offers
from cga_desktop.ui.search.painting import LinePainter
from cga_desktop.ui.widgets.parts import label

_PAUSE_MS = 80
"""Between two keys of somebody who types: a search begins where they pause."""
_WIDTH, _TOP, _MARGIN = 720, 56, 16
_VEIL = 0.35
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Backtab: -1,
}
_DONE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Palette(QWidget):
    """Lies over ``ground`` until something is chosen, Escape is pressed or it is clicked beside.

    Signals:
        chosen: what was chosen: a ``Hit``, an ``Action`` or a ``Room``.
    """

    chosen = Signal(object)

    def __init__(self, ground: QWidget, desk: Desk, *, possible: Callable[[Action], bool]) -> None:
        """A palette that offers the actions that are ``possible`` where the window is."""
        super().__init__(ground)
        self._ground, self._desk, self._possible = ground, desk, possible
        self._before = QApplication.focusWidget()
        self._shown_for: str | None = None
        self._accepting = False
        self._of_theme = False
        self._closed = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._lay_out()
        ground.installEventFilter(self)
        desk.theme.changed.connect(self._place)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._hands_moved)
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()
        self._ask()

    def _lay_out(self) -> None:
        self.setAccessibleName(_("Chercher partout"))
        self._frame = QFrame(self)
        self._frame.setObjectName("palette")
        hint = _("Un nom, un mot, une idée, une action…")
        self.field = QLineEdit(placeholderText=hint, clearButtonEnabled=True)
        self.field.setAccessibleName(_("Chercher partout"))
        self.field.setAccessibleDescription(hint)
        self.field.textEdited.connect(self._typed)
        self.field.textChanged.connect(self._pause.start)
        self.field.installEventFilter(self)
        self.lines = Lines(self)
        self.view = self._make_view()
        self._nothing = label(
            _("Rien ne correspond à cette recherche. Essayez un mot plus court, ou un seul mot."),
            "muted",
            wrap=True,
        )
        self._nothing.setContentsMargins(8, 8, 8, 8)
        self._nothing.hide()
        keys = _("↑ ↓ pour choisir · Entrée pour ouvrir · Échap pour fermer")
        self._column = QVBoxLayout(self._frame)
        self._column.setContentsMargins(12, 12, 12, 8)
        self._column.setSpacing(8)
        self._column.addWidget(self.field)
        self._column.addWidget(self.view, 1)
        self._column.addWidget(self._nothing)
        self._column.addWidget(label(keys, "small", wrap=True))

    def _make_view(self) -> QListView:
        view = QListView()
        view.setObjectName("found")
        view.setModel(self.lines)
        view.setItemDelegate(LinePainter(self._desk.theme, view))
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the field
        view.setMouseTracking(True)
        view.setAccessibleName(_("Ce qui a été trouvé"))
        view.clicked.connect(self._clicked)
        return view

    # --- asking and showing ----------------------------------------------------------------------

    def _typed(self) -> None:
        self._of_theme = False

    def _ask(self) -> None:
        self._pause.stop()
        text = self.field.text()
        if text.strip():
            self._desk.jobs.read(
                lambda session: search(session, text),
                owner=self,
                then=lambda hits: self._show(text, hits),
                topic="found",
            )
        else:
            self._desk.jobs.read(
                recent, owner=self, then=lambda hits: self._show(text, hits), topic="found"
            )

    def _show(self, text: str, hits: Sequence[Hit]) -> None:
        """List what answers to ``text``."""
        self._shown_for = text
        self.lines.show_lines(self._lines_for(text, hits))
        self._nothing.setVisible(not self.lines.lines)
        self.view.setVisible(bool(self.lines.lines))
        self._place()
        self._choose(self.lines.row_beside(-1, 1))
        if self._accepting and text == self.field.text():
            self._accept()

    def _lines_for(self, text: str, hits: Sequence[Hit]) -> list[Line]:
        if self._of_theme:
            return found([hit for hit in hits if hit.type != "theme"])
        offered = offers(text, possible=self._possible)
        named = [line for line in offered if begins(line, text)]
        others = [line for line in offered if not begins(line, text)]
        records = found(hits) if text.strip() else under(_("Modifiés récemment"), latest(hits))
        return [*under(_("Actions"), named), *records, *under(_("Actions"), others)]

    # --- choosing --------------------------------------------------------------------------------

    @property
    def choice(self) -> Choice | None:
        """What Enter opens."""
        line = self.view.currentIndex().data(Role.LINE)
        return line.choice if isinstance(line, Line) else None

    def _choose(self, row: int) -> None:
        index = self.lines.index(row) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        if index.isValid():
            above = self.lines.index(row - 1 if row == 1 else row)
            self.view.scrollTo(above)
            self.view.scrollTo(index)
            said = QAccessibleAnnouncementEvent(self.field, self.lines.lines[row].spoken)
            QAccessible.updateAccessibility(said)

    def _step(self, by: int) -> None:
        self._choose(self.lines.row_beside(self.view.currentIndex().row(), by))

    def _accept(self) -> None:
        """Open what is chosen; where the answer to what was typed is still to come, then."""
        self._accepting = self._shown_for != self.field.text()
        if self._accepting:
            self._ask()
            return
        choice = self.choice
        if isinstance(choice, Hit) and choice.type == "theme":
            self._narrow_to(choice)
        elif choice is not None:
            self.close_palette()
            self.chosen.emit(choice)

    def _narrow_to(self, theme: Hit) -> None:
        """A theme is no place to go to: what is coded with it is shown instead."""
        self.field.setText(theme.title)
        self._of_theme = True
        self._ask()

    def _clicked(self, index: QModelIndex) -> None:
        if self.lines.lines[index.row()].choice is not None:
            self.view.setCurrentIndex(index)
            self._accept()

    # --- over the window -------------------------------------------------------------------------

    def close_palette(self) -> None:
        """Go away, and give the keyboard back to who had it."""
        if self._closed:
            return
        self._closed = True
        self._pause.stop()
        before = self._before
        self.hide()
        if before is not None and isValid(before) and before.isVisible():  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def _hands_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A room was entered by its keys, say: the palette is not in the way."""
        if now is not None and not self._closed and now is not self and not self.isAncestorOf(now):
            self._before = now
            self.close_palette()

    def _place(self) -> None:
        theme, ground = self._desk.theme, self._ground
        self.setGeometry(ground.rect())
        width = min(theme.px(_WIDTH), ground.width() - 2 * _MARGIN)
        top = min(theme.px(_TOP), ground.height() // 10)
        left = (ground.width() - width) // 2
        self._frame.setGeometry(
            left, top, width, min(self._height(width), ground.height() - 2 * top)
        )

    def _height(self, width: int) -> int:
        """As high as what is listed."""
        self._frame.ensurePolished()
        listed = sum(self.view.sizeHintForRow(row) for row in range(self.lines.rowCount()))
        around = self._column.totalHeightForWidth(width) - self.view.sizeHint().height()
        if self.view.isHidden():
            return self._column.totalHeightForWidth(width)
        return around + listed + 2 * self.view.frameWidth() + 4

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802  (Qt's name)
        """A veil over what lies below."""
        painter = QPainter(self)
        painter.setOpacity(_VEIL)
        painter.fillRect(event.rect(), Qt.GlobalColor.black)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Clicked beside: not wanted any more."""
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802  (Qt's name)
        """Follow the window's size; take the keys that move among the lines."""
        if watched is self.field and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.Resize and watched is self._ground:
            self._place()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        acts = self._acts_of(event.key())
        if acts is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # Escape closes the palette, not a sentence that stands over the window
        elif event.type() == QEvent.Type.KeyPress:
            acts()
        return True

    def _acts_of(self, key: int) -> Callable[[], object] | None:
        if key in _STEPS:
            return lambda: self._step(_STEPS[Qt.Key(key)])
        if key in _DONE:
            return self._accept
        return self.close_palette if key == Qt.Key.Key_Escape else None
