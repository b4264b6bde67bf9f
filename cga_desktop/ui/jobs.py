"""Work off the interface thread: one lane that writes, others that do not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.errors import DiskFull, NotWritten, StudyBusy, UserError
from cga_desktop.i18n import _
from cga_desktop.operations.elsewhere import Elsewhere
from cga_desktop.operations.presence import Presence
from cga_desktop.operations.workspace import Workspace

if TYPE_CHECKING:  # a window does not wait for the database to be loaded
    from cga_desktop.store.queries import Session

T = TypeVar("T")
WATCH_MS = 1_000


class Cancelled(UserError):
    """The user stopped a long work; nothing of it was kept."""


class Task:
    """A long work under way: what it has done so far, and a way to stop it."""

    def __init__(self) -> None:
        self._stop = Event()

    def cancel(self) -> None:
        """Stop at the next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()


class Errands(QObject):
    """Slow work without a study: opening one, for example.

    Signals:
        refused: a ``UserError`` nobody handled: a sentence for a toast.
        crashed: any other exception: a bug.
    """

    refused = Signal(object)
    crashed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._in_flight = 0
        self._readers = ThreadPoolExecutor(3, "reader")
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def do(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        then: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Run ``work`` off the interface thread; its result reaches the owner if it still lives."""

        def done(result: T) -> None:
            if isValid(owner):
                then(result)

        def refused(error: UserError) -> None:
            if isValid(owner):
                (failed or self.refused.emit)(error)

        self._submit(self._readers, work, done, failed=refused)

    def close(self) -> None:
        """Wait for what is running; drop what has not begun, and every answer."""
        self._closed = True
        self._readers.shutdown(wait=True, cancel_futures=True)

    def _submit(
        self,
        lane: ThreadPoolExecutor,
        work: Callable[[], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[UserError], None] | None = None,
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        def run() -> None:
            try:
                result = work()
            except UserError as error:
                answer = _later(failed or self.refused.emit, error)
            except Exception as error:  # noqa: BLE001  (a bug: shown and logged by whoever listens)
                answer = _later(self.crashed.emit, error)
            else:
                answer = _later(done, result)
            self._arrived.emit(lambda: (self._landed(), settled(), answer()))

        if self._closed:
            return  # the study is closed: a field that loses the keyboard now has nobody to ask
        self._in_flight += 1
        lane.submit(run)

    def _landed(self) -> None:
        self._in_flight -= 1

    @property
    def idle(self) -> bool:
        """Whether every answer asked for so far has come home."""
        return not self._in_flight

    @Slot(object)
    def _deliver(self, deliver: Callable[[], None]) -> None:
        if not self._closed:
            deliver()


class Jobs(Errands):
    """Runs operations and queries on a study, and brings their results home to the interface.

    Signals:
        changed: what changed (``Changes``), and who asked for it, so that it can ignore its own.
        writing: how many operations wait on or run in the writing lane.
    """

    changed = Signal(Changes, object)
    writing = Signal(int)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        # A closed database opens again by itself, where the study now is.
        self._presence = Presence(workspace.database.path, workspace.database.close)
        self._elsewhere = Elsewhere()
        self._looking = False
        self._pending = 0
        self._asked: dict[tuple[int, str], int] = {}
        self._writer = ThreadPoolExecutor(1, "writer")

    @property
    def workspace(self) -> Workspace:
        """The study these jobs work on; for the composition root and tests."""
        return self._workspace

    @property
    def writes_pending(self) -> int:
        """How many operations wait on or run in the writing lane."""
        return self._pending

    def write(
        self,
        operation: Callable[[Workspace], Outcome[T]],
        *,
        initiator: object = None,
        then: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Run a short operation on the single writing lane, then tell every view.

        ``failed`` takes a refusal instead of the ``refused`` signal: a form keeps what was typed.
        Where the form is gone meanwhile, the user is told all the same.
        """
        if self._closed:
            return
        self._pending += 1
        self.writing.emit(self._pending)

        def done(outcome: Outcome[T]) -> None:
            if then and _alive(initiator):
                then(outcome.value)
            if outcome.changes:
                self.changed.emit(outcome.changes, initiator)

        def refused(error: UserError) -> None:
            (failed if failed and _alive(initiator) else self.refused.emit)(error)

        def settled() -> None:
            self._pending -= 1
            self.writing.emit(self._pending)

        self._submit(
            self._writer, lambda: self._written(operation), done, failed=refused, settled=settled
        )

    def _written(self, operation: Callable[[Workspace], Outcome[T]]) -> Outcome[T]:
        """On the writing lane: true only where what is written lies where the study is."""
        self._presence.require()
        try:
            outcome = operation(self._workspace)
            self._presence.require()
        except NotWritten as error:
            # Those two pass without a connection being the worse for it.
            if not isinstance(error, DiskFull | StudyBusy):
                self._presence.doubt()
            raise
        if outcome.changes:
            self._elsewhere.took(self._workspace)
        return outcome

    def watch(self, every_ms: int = WATCH_MS) -> None:
        """Look every second whether another window or a command changed the study."""
        timer = QTimer(self, interval=every_ms)
        timer.timeout.connect(self.look_elsewhere)
        timer.start()
        self.look_elsewhere()

    def look_elsewhere(self) -> None:
        """Tell every view where another window or a command changed the study since the last look.

        Takes its turn among the writes, so that none of them is under way.
        """
        if self._looking or self._closed:
            return
        self._looking = True

        def look() -> bool:
            self._presence.require()
            return self._elsewhere.changed(self._workspace)

        def looked(changed: bool) -> None:
            if changed:
                self.changed.emit(Changes.EVERYTHING, None)

        self._submit(self._writer, look, looked, failed=_ignore, settled=self._looked)

    def _looked(self) -> None:
        self._looking = False

    def read(
        self,
        query: "Callable[[Session], T]",
        *,
        owner: QObject,
        then: Callable[[T], None],
        topic: str = "",
    ) -> None:
        """Run a query off the writing lane; its rows reach the owner if it still lives.

        With a ``topic``, rows read before the owner asked for the same topic again are dropped:
        readers overtake each other, and what is older must not be shown last.
        """
        asked = (id(owner), topic)
        ticket = self._asked[asked] = self._asked.get(asked, 0) + 1

        def newest(rows: T) -> None:
            if not topic or self._asked[asked] == ticket:
                then(rows)

        def query_in_session(workspace: Workspace) -> T:
            self._presence.require()  # SQLite would make an empty study where there is none
            with workspace.database.reading() as session:
                return query(session)

        self.run(query_in_session, owner=owner, then=newest)

    def run(
        self,
        work: Callable[[Workspace], T],
        *,
        owner: QObject,
        then: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Run slow work that writes no record: a document, an import into the gazetteer."""

        def there() -> T:
            self._presence.require()
            return work(self._workspace)

        self.do(there, owner=owner, then=then, failed=failed)

    def run_steps(
        self,
        work: Callable[[Workspace, Callable[[int], None]], T],
        *,
        owner: QObject,
        then: Callable[[T], None],
        progress: Callable[[int], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> Task:
        """Like ``run`` for long work: it reports figures to ``progress`` and can be cancelled."""
        task = Task()

        def go_on() -> None:
            if task.cancelled or self._closed:
                raise Cancelled(_("Arrêté à votre demande : rien n’en a été gardé."))

        def report(figure: int) -> None:
            go_on()
            self._arrived.emit(lambda: progress(figure) if isValid(owner) else None)

        def steps(workspace: Workspace) -> T:
            go_on()
            return work(workspace, report)

        self.run(steps, owner=owner, then=then, failed=failed)
        return task

    def close(self) -> None:
        """Finish what is being written, drop what is only being read."""
        super().close()
        self._writer.shutdown(wait=True)


def _later(call: Callable[[T], object], value: T) -> Callable[[], object]:
    return lambda: call(value)


def _ignore(_error: UserError) -> None:
    """Whoever writes or reads next is told."""


def _alive(initiator: object) -> bool:
    return not isinstance(initiator, QObject) or isValid(initiator)
