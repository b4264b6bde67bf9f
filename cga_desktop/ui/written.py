"""Going on once everything typed is on the disk."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from cga_desktop.ui.autosave import Autosave
from cga_desktop.ui.desk import Desk


def when_written(
    desk: Desk, then: Callable[[], None], otherwise: Callable[[], None] = lambda: None
) -> None:
    """Hand over everything typed, then do ``then``; ``otherwise`` where the disk refuses."""
    for one in list(desk.unwritten):
        if isinstance(one, Autosave):
            one.flush()
    if desk.unwritten:
        _Patience(desk, then, otherwise)
    else:
        then()


class _Patience(QObject):
    """Looks again each time a write came home."""

    def __init__(self, desk: Desk, then: Callable[[], None], otherwise: Callable[[], None]) -> None:
        super().__init__(desk)
        self._desk, self._then, self._otherwise = desk, then, otherwise
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        # A form hears that its write is done only after the lane has said so.
        desk.jobs.writing.connect(self._soon.start)

    def _look(self) -> None:
        if self._desk.unwritten and self._desk.jobs.writes_pending:
            return
        self.deleteLater()
        self._desk.jobs.writing.disconnect(self._soon.start)
        (self._otherwise if self._desk.unwritten else self._then)()
