"""Whether anybody is there: keys, mouse and touch in the program, looked at every few seconds."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

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

    One filter looks at the events of the whole application. Every event costs it a few
    microseconds, so it goes away once it has seen somebody and comes back at the next tick:
    whoever types never waits for it, and ``idle`` comes at most one tick late.

    Signals:
        idle: nobody was there for that long; said again at each tick until somebody is.
    """

    idle = Signal()

    def __init__(self, minutes: Callable[[], int], parent: QObject) -> None:
        """Watch for as many ``minutes`` as are chosen at the time; 0 for never."""
        super().__init__(parent)
        self._minutes = minutes
        self._seen = clock()
        self._looking = False
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
        application = QCoreApplication.instance()
        if not self._looking and application is not None:
            application.installEventFilter(self)
            self._looking = True

    def _look_away(self) -> None:
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._looking = False

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
