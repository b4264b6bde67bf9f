"""Whether anybody is there: keys, mouse and touch in the program, looked at every few seconds."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit
from shiboken6 import isValid

TICK_MS = 10_000
_SECONDS_A_MINUTE = 60
_HANDS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletPress,
        QEvent.Type.NonClientAreaMouseMove,
        QEvent.Type.NonClientAreaMouseButtonPress,
    }
)


def clock() -> float:
    """Seconds that also pass while the computer sleeps."""
    return time.time()


class IdleWatch(QObject):
    """Says when nobody has touched the program for some minutes.

    One filter looks at what the system sends to the program's windows, before any widget has it,
    and at the field being written in, which is where composed characters go. (A filter on the
    application sees the web engine's objects while they die, and Python cannot bear that.) It goes
    away once it has seen somebody and comes back at the next tick: whoever types never waits for
    it, and ``idle`` comes at most one tick late.

    Signals:
        idle: nobody was there for that long; said again at each tick until somebody is.
    """

    idle = Signal()

    def __init__(self, minutes: Callable[[], int], parent: QObject) -> None:
        """Watch for as many ``minutes`` as are chosen at the time; 0 for never."""
        super().__init__(parent)
        self._minutes = minutes
        self._seen = clock()
        self._watched: list[QObject] = []
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self.tick)
        self._back = QTimer(self, singleShot=True, interval=0)
        self._back.timeout.connect(self._back_after_long)

    def start(self) -> None:
        """Watch, from now on."""
        self._seen = clock()
        self._ticks.start()
        self._look()

    def stop(self) -> None:
        """Watch no longer."""
        self._ticks.stop()
        self._look_away()

    def tick(self) -> None:
        """Say that nobody is there where it is so, and look again."""
        if self._too_long():
            self.idle.emit()
        self._look()

    def _too_long(self) -> bool:
        passed = clock() - self._seen
        if passed < 0:  # the clock was set back
            self._seen = clock()
        minutes = self._minutes()
        return bool(minutes) and passed >= minutes * _SECONDS_A_MINUTE

    def _look(self) -> None:
        """Look at every window there is now, and at the field being written in."""
        self._look_away()
        self._watched = [*QGuiApplication.topLevelWindows()]
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit | QTextEdit | QPlainTextEdit):
            self._watched.append(field)
        for one in self._watched:
            one.installEventFilter(self)

    def _look_away(self) -> None:
        for one in self._watched:
            if isValid(one):
                one.removeEventFilter(self)
        self._watched = []

    def _back_after_long(self) -> None:
        self.idle.emit()
        self._seen = clock()  # where it could not be locked, who is there can go on

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """Somebody is there; unless they were away too long, as after the computer slept."""
        if event.type() not in _HANDS:
            return False
        if self._too_long():
            self._back.start()
            return True  # the first touch wakes the screen, and is not for what it shows
        self._seen = clock()
        self._look_away()
        return False
