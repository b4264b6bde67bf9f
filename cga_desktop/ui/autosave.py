"""Nothing has a Save button: what is typed is written soon after the last key.

A pause of 300 ms writes; without a pause a write starts 700 ms after the first key, so that the
disk is at most a second behind the hands. What the disk refuses is kept here and tried again.
"""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from cga_desktop.domain.changes import Outcome
from cga_desktop.domain.errors import BadValue, NotWritten, UserError
from cga_desktop.domain.moments import clock, now
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.desk import Desk

PAUSE_MS = 300
LONGEST_MS = 700
RETRY_MS = 3_000


class Changeset(Protocol):
    """Changes that can follow each other."""

    def __bool__(self) -> bool:
        """Whether anything changed."""
        ...

    def then(self, later: "Changeset", /) -> "Changeset":
        """These changes followed by ``later`` ones."""
        ...


C = TypeVar("C", bound=Changeset)
Write = Callable[[Workspace, C], Outcome[object]]


class Autosave(QObject, Generic[C]):
    """Gathers the changes of one form and hands them to the writing lane.

    It is the initiator of its writes, so that the form can tell its own changes from others'.

    Signals:
        idle: everything handed over so far is on the disk.
    """

    idle = Signal()

    def __init__(self, desk: Desk, write: Write[C], nothing: C, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._write = write
        self._nothing = nothing
        self._waiting: C = nothing
        self._under_way: C = nothing
        self._refused_since = ""
        self._pause = self._timer(PAUSE_MS)
        self._longest = self._timer(LONGEST_MS)
        self._retry = self._timer(RETRY_MS)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(self.flush)
        return timer

    @property
    def pending(self) -> bool:
        """Whether something typed is not on the disk yet."""
        return bool(self._waiting) or bool(self._under_way)

    def note(self, changes: C) -> None:
        """Something was typed."""
        self._waiting = self._joined(self._waiting, changes)
        self._desk.unwritten.add(self)
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def flush(self) -> None:
        """Hand over now what waits; one write of a form is under way at a time."""
        self._pause.stop()
        self._longest.stop()
        if not self._waiting or self._under_way:
            return
        self._retry.stop()
        self._under_way, self._waiting = self._waiting, self._nothing
        changes = self._under_way
        self._desk.jobs.write(
            lambda workspace: self._write(workspace, changes),
            initiator=self,
            then=lambda _saved: self._kept(),
            failed=self._not_kept,
        )

    def finish(self) -> None:
        """The form goes away: stay until everything it was given is on the disk."""
        self.setParent(self._desk)
        self.flush()
        if not self.pending:
            self.deleteLater()
        else:
            self.idle.connect(self.deleteLater)

    def _joined(self, first: C, later: C) -> C:
        return first.then(later) if first else later  # pyright: ignore[reportReturnType]  (same kind)

    def _kept(self) -> None:
        self._under_way = self._nothing
        self._refused_since = ""
        self._desk.saved.emit(now())
        self._settle()

    def _settle(self) -> None:
        if self._waiting:
            self._pause.start()
        else:
            self._desk.unwritten.discard(self)
            self.idle.emit()

    def _not_kept(self, error: UserError) -> None:
        if isinstance(error, BadValue):
            self._under_way = self._nothing
            self._desk.refused.emit(str(error))
            self._settle()
            return
        self._waiting = self._joined(self._under_way, self._waiting)
        self._under_way = self._nothing
        self._refused_since = self._refused_since or clock(now())
        sentence = _("Non enregistré depuis {clock} : {why}").format(
            clock=self._refused_since, why=error
        )
        self._desk.unsaved.emit(sentence)
        if isinstance(error, NotWritten):
            self._retry.start()
