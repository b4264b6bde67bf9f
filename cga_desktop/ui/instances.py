"""One window for each study: a second start raises the first window instead of opening another.

A window holds a file of its own folder named after its study (see ``store.held``), and writes into
it the name of a local socket, fresh and random, on which it listens. Who finds the file held says
``raise`` there and is done; whatever else is said is not listened to. Where nobody answers, or the
disk refuses all of that, the study simply opens once more: SQLite copes with two writers.
"""

import re
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from cga_desktop.domain.errors import AlreadyOpen, PassphraseNeeded, WrongPassphrase
from cga_desktop.domain.repairs import Repair
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.held import Held, claim_file, hold
from cga_desktop.ui.studies import NewStudy, StudyDoors

T = TypeVar("T")
PATIENCE_MS = 5_000
"""How long a second start waits for the first one to answer, which may be starting too."""
_STEP_MS = 20
_RAISE, _DONE = b"raise\n", b"done\n"
_SILENCE_MS = 2_000
"""Who connects and says nothing is cut off."""
_NAME = re.compile(rb"cga-terrain-[0-9a-f]{32}")


class Instance(QObject):
    """What this process tells others: which study its window has, and how to reach it.

    Signals:
        raised: somebody else started the program on the same study.
    """

    raised = Signal()

    def __init__(self, parent: QObject | None = None, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__(parent)
        self._patience_ms = patience_ms
        self._server: QLocalServer | None = None
        self._one_at_a_time = Lock()
        self._held: Held | None = None
        self.study: Path | None = None
        """The study whose window this is, or is about to be."""

    # --- claiming --------------------------------------------------------------------------------

    def claim(self, study: Path) -> bool:
        """Take ``study`` for this window's; False where another window has it and was raised.

        True as well where that cannot be known: then it opens. May be called by any thread.
        """
        with self._one_at_a_time:
            if self._held is not None and self._held.path == claim_file(study):
                return True
            deadline = QDeadlineTimer(self._patience_ms)
            while True:
                try:
                    held = hold(claim_file(study))
                except OSError:
                    return True
                if held is not None:
                    self._take(study, held)
                    return True
                if _asked_to_raise(claim_file(study), deadline):
                    return False
                if deadline.hasExpired():
                    return True
                time.sleep(_STEP_MS / 1000)

    def _take(self, study: Path, held: Held) -> None:
        self._let_go()
        self._held, self.study = held, study
        if _NAME.fullmatch(before := held.read()):
            QLocalServer.removeServer(before.decode())  # of a process that was killed
        self._announce()

    def release(self) -> None:
        """The study is closed: another window may have it."""
        with self._one_at_a_time:
            self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.let_go()
        self._held = self.study = None

    def _announce(self) -> None:
        if self._held is not None:
            name = self._server.serverName() if self._server is not None else ""
            with suppress(OSError):
                self._held.write(name.encode())

    def around(self, doors: StudyDoors) -> StudyDoors:
        """The same doors, that claim a study before they open it.

        They raise ``AlreadyOpen`` where another window has it, and now is in front.
        """

        def open_one(path: Path, passphrase: str | None) -> Workspace:
            return self._claimed(path, lambda: doors.open(path, passphrase))

        def create(wanted: NewStudy) -> Workspace:
            made = doors.create(wanted)
            self.claim(wanted.path)
            return made

        def demonstration() -> Workspace:
            from cga_desktop.operations.demonstration import demonstration_path

            return self._claimed(demonstration_path(), doors.demonstration)

        def repair(path: Path, passphrase: str | None) -> Repair | None:
            return self._claimed(path, lambda: doors.repair(path, passphrase))

        return replace(
            doors, create=create, open=open_one, demonstration=demonstration, repair=repair
        )

    def _claimed(self, study: Path, opened: Callable[[], T]) -> T:
        if not self.claim(study):
            raise AlreadyOpen(already_open(study))
        try:
            return opened()
        except (PassphraseNeeded, WrongPassphrase):
            raise  # it is asked for in this window
        except BaseException:
            self.release()
            raise

    # --- listening -------------------------------------------------------------------------------

    def listen(self) -> None:
        """Let others reach this window; from the interface thread."""
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._greet)
        if server.listen(f"cga-terrain-{secrets.token_hex(16)}"):
            with self._one_at_a_time:
                self._server = server
                self._announce()

    def _greet(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()):
            caller.setReadBufferSize(2 * len(_RAISE))
            caller.readyRead.connect(lambda caller=caller: self._hear(caller))
            caller.disconnected.connect(caller.deleteLater)
            QTimer.singleShot(_SILENCE_MS, caller, caller.abort)

    def _hear(self, caller: QLocalSocket) -> None:
        if caller.bytesAvailable() < len(_RAISE):
            return
        if caller.readAll().data() != _RAISE:
            caller.abort()
            return
        self.raised.emit()
        caller.write(_DONE)
        caller.disconnectFromServer()

    def close(self) -> None:
        """The program ends."""
        self.release()
        if self._server is not None:
            self._server.close()
            self._server = None


def _asked_to_raise(claimed: Path, deadline: QDeadlineTimer) -> bool:
    """Whether the window that holds ``claimed`` answered that it is in front now."""
    try:
        with claimed.open("rb") as file:
            name = file.read(64)
    except OSError:
        return False
    if not _NAME.fullmatch(name):
        return False  # its process is just starting
    _let_it_come_forward()
    socket = QLocalSocket()
    socket.connectToServer(name.decode())
    if not socket.waitForConnected(_STEP_MS):
        return False
    socket.write(_RAISE)
    answer = b""
    while len(answer) < len(_DONE) and not deadline.hasExpired():
        # In small steps: while Qt waits here, no other thread of ours runs.
        if socket.waitForReadyRead(1):
            answer += socket.readAll().data()
        elif socket.state() != QLocalSocket.LocalSocketState.ConnectedState:
            break
        else:
            time.sleep(_STEP_MS / 1000)
    socket.abort()
    return answer == _DONE


def _let_it_come_forward() -> None:
    """Windows lets only the program in front put another there."""
    if sys.platform == "win32":
        import ctypes

        any_process = -1
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)


def already_open(study: Path) -> str:
    """What is told to who opens a study that another window has."""
    return _("« {name} » est déjà ouverte : sa fenêtre est passée au premier plan.").format(
        name=study.stem
    )
