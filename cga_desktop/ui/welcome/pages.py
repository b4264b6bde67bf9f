"""What the pages of the welcome have in common: a calm column, a foot."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.parts import label

_COLUMN_WIDTH = 560
_MOST_OF_IT = 100


class Page(QScrollArea):
    """A calm column in the middle of the window.

    Signals:
        back: to the page before; Escape does it too.
    """

    back = Signal()

    def __init__(self, theme: Theme, title: str, lead: str) -> None:
        super().__init__()
        self.theme = theme
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(0, 0, 0, 0)
        self._holder = QWidget()
        row.addStretch(1)
        row.addWidget(self._holder, _MOST_OF_IT)
        row.addStretch(1)
        self.column = QVBoxLayout(self._holder)
        self.column.setContentsMargins(24, 48, 24, 24)
        self.column.setSpacing(12)
        self.column.addWidget(label(title, "title", wrap=True))
        if lead:
            self.column.addWidget(label(lead, "muted", wrap=True))
        self.column.addSpacing(8)
        self.setWidget(ground)
        theme.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self._holder.setMaximumWidth(self.theme.px(_COLUMN_WIDTH))

    def take_hands(self) -> None:
        """Put the keyboard where the first thing is to be done."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Escape leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
            return
        super().keyPressEvent(event)


class WaitingPage(Page):
    """Something is being opened."""

    def __init__(self, theme: Theme, sentence: str) -> None:
        super().__init__(theme, sentence, "")
        self.column.addStretch(1)


def foot(*buttons: QPushButton) -> QWidget:
    """The buttons at the foot of a page, the next thing to do first."""
    holder = QWidget()
    flow = FlowLayout(holder, gap=8)
    for one in buttons:
        flow.addWidget(one)
    return holder
