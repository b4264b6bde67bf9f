"""A sentence over the window: what was done for a few seconds, what went wrong until read."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from cga_desktop.i18n import _
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.parts import button, label

_SHORTEST_MS = 4_000
_MS_PER_CHARACTER = 70
"""About 14 characters a second: slower than most people read, for those who do not."""
_MARGIN = 16
_WIDEST = 640


class Toasts(QObject):
    """Shows one sentence at a time at the foot of ``window``.

    What was done gives way to the next sentence; what went wrong stays until it is dismissed, with
    its button or Escape, and what is said meanwhile waits.
    """

    def __init__(self, window: QWidget, theme: Theme, foot: Callable[[], int]) -> None:
        """Sentences over ``window``, above its ``foot``, whose height in pixels it tells."""
        super().__init__(window)
        self._window, self._theme, self._foot = window, theme, foot
        self._waiting: deque[tuple[str, bool]] = deque()
        self._must_be_read = False
        self._frame = QFrame(window)
        self._frame.setObjectName("toast")
        row = self._row = QHBoxLayout(self._frame)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(16)
        self._sentence: QLabel = label(wrap=True)
        row.addWidget(self._sentence, 1)
        self.close_button = button(_("Fermer"), self.dismiss, role="quiet")
        self.close_button.setToolTip(_("Fermer (Échap)"))
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._frame.hide()
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, self.dismiss)
        self._escape.setEnabled(False)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        window.installEventFilter(self)
        theme.changed.connect(self._place)

    @property
    def sentence(self) -> str:
        """What is being shown; empty when nothing is."""
        return self._sentence.text() if self._frame.isVisibleTo(self._window) else ""

    def say(self, sentence: str) -> None:
        """Show what was done, long enough to be read."""
        self._take(sentence, must_be_read=False)

    def refuse(self, sentence: str) -> None:
        """Show what went wrong, until it is dismissed."""
        self._take(sentence, must_be_read=True)

    def dismiss(self) -> None:
        """Take the sentence away; the next one that waits comes."""
        self._timer.stop()
        self._must_be_read = False
        if self._waiting:
            sentence, must_be_read = self._waiting.popleft()
            self._show(sentence, must_be_read=must_be_read)
            return
        self._escape.setEnabled(False)
        self._frame.hide()

    def _take(self, sentence: str, *, must_be_read: bool) -> None:
        if not self._must_be_read:
            self._show(sentence, must_be_read=must_be_read)
        elif sentence != self.sentence and (sentence, must_be_read) not in self._waiting:
            self._waiting.append((sentence, must_be_read))

    def _show(self, sentence: str, *, must_be_read: bool) -> None:
        self._must_be_read = must_be_read
        self._sentence.setText(sentence)
        self._sentence.setAccessibleName(sentence)
        self._frame.show()
        self._frame.raise_()
        self._escape.setEnabled(True)
        self._place()
        if must_be_read:
            self._timer.stop()
        else:
            self._timer.start(max(_SHORTEST_MS, len(sentence) * _MS_PER_CHARACTER))
        QAccessible.updateAccessibility(QAccessibleEvent(self._sentence, QAccessible.Event.Alert))

    def _place(self) -> None:
        if self._frame.isHidden():
            return
        width = min(self._theme.px(_WIDEST), self._window.width() - 2 * _MARGIN)
        self._frame.ensurePolished()
        height = self._row.totalHeightForWidth(width)
        left = (self._window.width() - width) // 2
        top = self._window.height() - self._foot() - height - _MARGIN
        self._frame.setGeometry(left, max(top, 0), width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """Follow the window when it is resized."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
