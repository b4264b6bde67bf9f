"""A sentence over the window: what was done for a few seconds, what went wrong until read."""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from cga_desktop.i18n import _
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.parts import button, label

_SHORTEST_MS = 4_000
_MS_PER_CHARACTER = 70
"""About 14 characters a second: slower than most people read, for those who do not."""
_SHORTEST_OFFER_MS = 8_000
"""Who is to decide something needs time to."""
_MARGIN = 16
_WIDEST = 640


class Offer(NamedTuple):
    """What can be done about what was said: the words of its button, and the doing."""

    words: str
    do: Callable[[], None]


class _Said(NamedTuple):
    sentence: str
    must_be_read: bool = False
    offer: Offer | None = None


class Toasts(QObject):
    """Shows one sentence at a time at the foot of ``window``.

    What was done gives way to the next sentence; what went wrong stays until it is dismissed, with
    its button or Escape, and what is said meanwhile waits.
    """

    def __init__(self, window: QWidget, theme: Theme, foot: Callable[[], int]) -> None:
        """Sentences over ``window``, above its ``foot``, whose height in pixels it tells."""
        super().__init__(window)
        self._window, self._theme, self._foot = window, theme, foot
        self._waiting: deque[_Said] = deque()
        self._now = _Said("")
        self._frame = QFrame(window)
        self._frame.setObjectName("toast")
        row = self._row = QHBoxLayout(self._frame)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(16)
        self._sentence: QLabel = label(wrap=True)
        row.addWidget(self._sentence, 1)
        self.offer_button = button("", self._accept, role="quiet")
        self.offer_button.hide()
        row.addWidget(self.offer_button, 0, Qt.AlignmentFlag.AlignTop)
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
        self._take(_Said(sentence))

    def offer(self, sentence: str, offer: Offer) -> None:
        """Show what was done, and a button for what can be done about it."""
        self._take(_Said(sentence, offer=offer))

    def withdraw(self) -> None:
        """What is offered can no longer be done: its button goes."""
        self._waiting = deque(one._replace(offer=None) for one in self._waiting)
        self._now = self._now._replace(offer=None)
        self.offer_button.hide()

    def refuse(self, sentence: str) -> None:
        """Show what went wrong, until it is dismissed."""
        self._take(_Said(sentence, must_be_read=True))

    def dismiss(self) -> None:
        """Take the sentence away; the next one that waits comes."""
        self._timer.stop()
        self._now = _Said("")
        if self._waiting:
            self._show(self._waiting.popleft())
            return
        self._escape.setEnabled(False)
        self._frame.hide()

    def _accept(self) -> None:
        offer = self._now.offer
        self.dismiss()
        if offer is not None:
            offer.do()

    def _take(self, said: _Said) -> None:
        if not self._now.must_be_read:
            self._show(said)
        elif said.sentence != self.sentence and said not in self._waiting:
            self._waiting.append(said)

    def _show(self, said: _Said) -> None:
        self._now = said
        self._sentence.setText(said.sentence)
        self._sentence.setAccessibleName(said.sentence)
        self.offer_button.setText(said.offer.words if said.offer else "")
        self.offer_button.setVisible(said.offer is not None)
        self._frame.show()
        self._frame.raise_()
        self._escape.setEnabled(True)
        self._place()
        if said.must_be_read:
            self._timer.stop()
        else:
            shortest = _SHORTEST_OFFER_MS if said.offer else _SHORTEST_MS
            self._timer.start(max(shortest, len(said.sentence) * _MS_PER_CHARACTER))
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
