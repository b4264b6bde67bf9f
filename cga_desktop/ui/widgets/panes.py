"""A list and what is chosen in it: beside each other, or one at a time where there is no room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from cga_desktop.ui.look.icons import keep_icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.parts import button

_NARROWEST_LIST = 280
"""Pixels at 100 % text."""


class TwoPanes(QWidget):
    """Both panes from a certain width on; narrower, one of them and a way to the other."""

    def __init__(
        self,
        theme: Theme,
        first: QWidget,
        second: QWidget,
        *,
        both_from: int,
        words: tuple[str, str],
        edge: int = 0,
    ) -> None:
        """Two panes side by side.

        Args:
            theme: the look; widths follow its text size.
            first: the list.
            second: what is chosen in it.
            both_from: the width from which both are shown, in pixels at 100 % text.
            words: on the button back to the first pane, and on that to the second ("" for none).
            edge: pixels between these buttons and the edge of their pane.
        """
        super().__init__()
        self._theme, self._both_from = theme, both_from
        self._on_second = False
        back, forward = words
        self.back = keep_icon(button(back, self.show_first, role="quiet"), theme, "arrow-left")
        self.forward = keep_icon(button(forward, self.show_second), theme, "arrow-right")
        self._has_forward = bool(forward)
        self._way_on, self._way_back = _edged(self.forward, edge), _edged(self.back, edge)
        self._first, self._second = _column(first, self._way_on), _column(self._way_back, second)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._first)
        self.split.addWidget(self._second)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.split)
        theme.changed.connect(self._arrange)
        self._arrange()

    def _keep_the_list_readable(self) -> None:
        self._first.setMinimumWidth(0 if self.narrow else self._theme.px(_NARROWEST_LIST))

    @property
    def narrow(self) -> bool:
        """Whether there is room for one pane only."""
        return self.width() < self._theme.px(self._both_from)

    @property
    def on_second(self) -> bool:
        """Whether the second pane is the one shown where there is room for one only."""
        return self._on_second

    def show_first(self) -> None:
        """The list, where there is room for one pane only."""
        self._on_second = False
        self._arrange()

    def show_second(self) -> None:
        """What is chosen, where there is room for one pane only."""
        self._on_second = True
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.narrow
        self._keep_the_list_readable()
        self._first.setVisible(not narrow or not self._on_second)
        self._second.setVisible(not narrow or self._on_second)
        self._way_back.setVisible(narrow)
        self._way_on.setVisible(narrow and self._has_forward)

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Both where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Escape leads back to the list."""
        if event.key() == Qt.Key.Key_Escape and self.narrow and self._on_second:
            self.show_first()
            self._first.setFocus()
            return
        super().keyPressEvent(event)


def _edged(button: QPushButton, edge: int) -> QWidget:
    holder = QWidget()
    row = QVBoxLayout(holder)
    row.setContentsMargins(edge, edge // 2, edge, edge // 2)
    row.addWidget(button)
    return holder


def _column(*widgets: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for one in widgets:
        column.addWidget(one)
    return made
