"""A sentence over the window: what was done for a few seconds, what went wrong until read."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from cga_desktop.i18n import _
from cga_desktop.ui.widgets.parts import button, label

_SHORTEST_MS = 4_000
_MS_PER_CHARACTER = 70
"""About 14 characters a second: slower than most people read, for those who do not."""
_MARGIN = 24


class Toasts(QObject):
    """Shows one sentence at a time at the foot of ``window``; a refusal stays until dismissed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._frame = QFrame(window)
        self._frame.setObjectName("toast")
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(16)
        self._sentence: QLabel = label(wrap=True)
        self._sentence.setMinimumWidth(320)
        row.addWidget(self._sentence, 1)
        row.addWidget(button(_("Fermer"), self._frame.hide, role="quiet"))
        self._frame.hide()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._frame.hide)
        window.installEventFilter(self)

    @property
    def sentence(self) -> str:
        """What is being shown; empty when nothing is."""
        return self._sentence.text() if self._frame.isVisibleTo(self._window) else ""

    def say(self, sentence: str) -> None:
        """Show what was done, long enough to be read."""
        self._show(sentence)
        self._timer.start(max(_SHORTEST_MS, len(sentence) * _MS_PER_CHARACTER))

    def refuse(self, sentence: str) -> None:
        """Show what went wrong, until it is dismissed."""
        self._show(sentence)
        self._timer.stop()

    def _show(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._sentence.setAccessibleName(sentence)
        self._place()
        self._frame.show()
        self._frame.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self._sentence, QAccessible.Event.Alert))

    def _place(self) -> None:
        width = min(640, self._window.width() - 2 * _MARGIN)
        self._frame.setFixedWidth(max(width, 200))
        height = self._frame.heightForWidth(self._frame.width())
        self._frame.resize(self._frame.width(), max(height, self._frame.sizeHint().height()))
        left = (self._window.width() - self._frame.width()) // 2
        top = self._window.height() - self._frame.height() - _MARGIN - 32
        self._frame.move(left, max(top, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """Follow the window when it is resized; Escape dismisses."""
        if event.type() == QEvent.Type.Resize and self._frame.isVisible():
            self._place()
        return super().eventFilter(watched, event)
