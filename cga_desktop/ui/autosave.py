"""Nothing has a Save button: what is typed is written soon after the last key.

A pause of a quarter of a second writes, so that all is on the disk 300 ms after the last key;
without a pause a write starts 700 ms after the first key, so that the disk is at most a second
behind the hands. What the disk refuses is kept here and beside the study (see ``rescue``), and
tried again; a value that does not fit its field is said, and never takes the others with it.
"""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, Self, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from cga_desktop.domain.changes import Outcome
from cga_desktop.domain.errors import BadValue, NotFound, NotWritten, UserError
from cga_desktop.domain.moments import now
from cga_desktop.domain.unsaved import Subject, Unsaved
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.widgets.only_looking import only_looking

PAUSE_MS = 250
LONGEST_MS = 700
RETRY_MS = 3_000
LATE_MS = 1_000
"""Whoever waits longer than this for the disk is told that it is being written to."""


class Changeset(Protocol):
    """Changes that can follow each other; false where nothing changed, as an empty dict is."""

    def then(self, later: Self, /) -> Self:
        """These changes followed by ``later`` ones."""
        ...

    def apart(self) -> Sequence[Self]:
        """Each change on its own."""
        ...


C = TypeVar("C", bound=Changeset)
Write = Callable[[Workspace, C], Outcome[object]]


class _Unforeseen(NotWritten):
    """A bug while writing: shown as one, and what was typed is kept as if the disk had refused."""

    @property
    def why(self) -> str:
        """Why, in a few words."""
        return _("le programme a rencontré un défaut")


class Autosave(QObject, Generic[C]):
    """Gathers the changes of one form and hands them to the writing lane.

    It is the initiator of its writes, so that the form can tell its own changes from others'.

    Signals:
        idle: everything handed over so far is on the disk.
    """

    idle = Signal()

    def __init__(
        self,
        desk: Desk,
        write: Write[C],
        nothing: C,
        parent: QObject,
        about: Subject | None = None,
    ) -> None:
        """Write through ``write``; what is ``about`` a record can be kept beside the study too."""
        super().__init__(parent)
        self._about = about
        self._typed_at = ""
        self._desk = desk
        self._write = write
        self._nothing = nothing
        self._waiting: C = nothing
        self._parts: list[C] = []
        self._under_way: C = nothing
        self._refused = False
        self._pause = self._timer(PAUSE_MS, self.flush)
        self._longest = self._timer(LONGEST_MS, self.flush)
        self._retry = self._timer(RETRY_MS, self.flush)
        self._late = self._timer(LATE_MS, self._say_late)
        self._is_late = False

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(act)
        return timer

    def _say_late(self) -> None:
        self._is_late = True
        self._desk.late.emit()

    def _in_time(self) -> None:
        self._is_late = False
        self._late.stop()

    @property
    def late(self) -> bool:
        """Whether what was typed has waited for the disk for more than a second."""
        return self._is_late

    @property
    def unsaved(self) -> C:
        """Everything typed that is not on the disk yet."""
        together = self._under_way
        for later in (*self._parts, self._waiting):
            together = self._joined(together, later)
        return together

    @property
    def pending(self) -> bool:
        """Whether something typed is not on the disk yet."""
        return bool(self.unsaved)

    @property
    def refused(self) -> bool:
        """Whether the disk refused the last write."""
        return self._refused

    def described(self) -> Unsaved | None:
        """What is not on the disk yet, in a form that can be kept beside the study."""
        from cga_desktop.operations.rescue import described  # loaded with the study

        unsaved = self.unsaved
        if self._about is None or not unsaved:
            return None
        return described(self._about, unsaved, self._typed_at)

    def note(self, changes: C) -> None:
        """Something was typed; where the study is only looked at, that is said."""
        if self._desk.read_only:
            self._desk.refused.emit(only_looking())
            return
        self._waiting = self._joined(self._waiting, changes)
        self._typed_at = now()
        self._desk.unwritten.add(self)
        self._pause.start()
        if not self._late.isActive() and not self._is_late:
            self._late.start()
        if not self._longest.isActive():
            self._longest.start()

    def flush(self) -> None:
        """Hand over now what waits; one write of a form is under way at a time."""
        self._pause.stop()
        self._longest.stop()
        if self._under_way:
            return  # what waits follows as soon as that one is done
        if not self._parts and self._waiting:
            self._parts, self._waiting = [self._waiting], self._nothing
        if self._parts:
            self._hand_over(self._parts.pop(0))

    def _hand_over(self, changes: C) -> None:
        self._retry.stop()
        self._under_way = changes
        self._desk.jobs.write(
            lambda workspace: self._written(workspace, changes),
            initiator=self,
            then=lambda _saved: self._kept(),
            failed=self._not_kept,
        )

    def _written(self, workspace: Workspace, changes: C) -> Outcome[object]:
        try:
            return self._write(workspace, changes)
        except UserError:
            raise
        except Exception as error:
            raise _Unforeseen(
                _("le programme a rencontré un défaut. Votre texte reste à l’écran.")
            ) from error

    def finish(self) -> None:
        """The form goes away: stay until everything it was given is on the disk."""
        self.setParent(self._desk)
        self.flush()
        if not self.pending:
            self.deleteLater()
        else:
            self.idle.connect(self.deleteLater)

    def drop(self) -> None:
        """Forget what waits: what it was about is no longer in the study."""
        self._waiting = self._nothing
        self._parts = []
        for timer in (self._pause, self._longest, self._retry):
            timer.stop()
        if not self._under_way:
            self._settle()

    def _joined(self, first: C, later: C) -> C:
        return first.then(later) if first else later

    def _kept(self) -> None:
        self._under_way = self._nothing
        self._in_time()
        self._forgive()
        if not self._desk.rescue.busy and not self._others_wait():
            self._desk.saved.emit(now())
        self._settle()

    def _others_wait(self) -> bool:
        return any(isinstance(one, Autosave) and one.late for one in self._desk.unwritten)

    def _forgive(self) -> None:
        if self._refused:
            self._refused = False
            self._desk.rescue.release(self)

    def _settle(self) -> None:
        if self.pending:
            self.flush()
        else:
            self._in_time()
            self._forgive()
            self._desk.unwritten.discard(self)
            self.idle.emit()

    def _not_kept(self, error: UserError) -> None:
        if isinstance(error, BadValue | NotFound):
            self._set_aside(error)
            return
        if isinstance(error, _Unforeseen) and not self.refused:
            self._desk.jobs.crashed.emit(error.__cause__)
        self._waiting = self.unsaved
        self._parts = []
        self._under_way = self._nothing
        self._in_time()
        self._refused = True
        self._desk.rescue.refuse(self, error)
        self._retry.start()

    def _set_aside(self, error: UserError) -> None:
        """What does not fit is said and left out; what came with it is written on its own."""
        refused, self._under_way = self._under_way, self._nothing
        apart = refused.apart()
        if len(apart) > 1:
            self._parts = [*apart, *self._parts]
        else:
            self._desk.refused.emit(str(error))
        self._settle()
