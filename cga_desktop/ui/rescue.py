"""While the disk refuses: what was typed is kept beside the study, and the status bar says where.

One of these belongs to each desk. Autosaves tell it what was refused and what was taken; it writes
the rescue file off the interface thread, one write at a time, the newest last.
"""

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Signal

from cga_desktop.domain.changes import Outcome
from cga_desktop.domain.errors import NotWritten, UserError
from cga_desktop.domain.moments import clock, now
from cga_desktop.domain.unsaved import Recovered, Unsaved
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.jobs import Jobs

if TYPE_CHECKING:  # a window does not wait for what only an open study needs
    from collections.abc import Iterable, Iterator, Sequence

    from cga_desktop.store.journal import Journal

RETRY_MS = 3_000


@runtime_checkable
class Autosaving(Protocol):
    """Who holds something typed that is not on the disk."""

    def described(self) -> Unsaved | None:
        """What is held, in a form that can be kept; None for nothing."""
        ...


class Rescue(QObject):
    """Keeps beside the study what its disk refuses, for as long as it does.

    Signals:
        said: what an opening found of the one before, in a sentence.
        warned: what it found and could not save yet.
        unsaved: since when and why nothing is saved, and where it is kept meanwhile.
    """

    said = Signal(str)
    warned = Signal(str)
    unsaved = Signal(str)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._holders: set[Autosaving] = set()
        self._journal: Journal | None = None
        self._opening = Lock()
        self._one_at_a_time = Lock()
        self._number = 0
        self._last = 0
        self._kept: Path | None = None
        self._why: NotWritten | None = None
        self._since = ""
        self._told = ""
        self._writing = False
        self._again = False
        self._warned = False
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self.begin)

    # --- opening and closing ---------------------------------------------------------------------

    def begin(self) -> None:
        """Bring back what was left behind, before anything else is written, and say so."""
        self._jobs.write(self._recover, initiator=self, then=self._tell, failed=self._not_yet)

    def _recover(self, workspace: Workspace) -> Outcome[Recovered]:
        from cga_desktop.operations.rescue import recover

        return recover(workspace, self._opened(workspace))

    def _opened(self, workspace: Workspace) -> "Journal":
        from cga_desktop.operations.rescue import open_journal

        with self._opening:  # the writing lane and a reader may both come first
            if self._journal is None:
                self._journal = open_journal(workspace)
            return self._journal

    def _tell(self, found: Recovered) -> None:
        from cga_desktop.operations.rescue import recovered_sentence

        sentence = recovered_sentence(found)
        if sentence:
            (self.warned if found.aside or found.added else self.said).emit(sentence)

    def _not_yet(self, error: UserError) -> None:
        if not self._warned:
            self._warned = True
            self.warned.emit(
                _(
                    "Ce qui avait été gardé hors de l’étude n’a pas encore pu y être enregistré. "
                    "Rien n’en est perdu : le programme réessaie tout seul. {why}"
                ).format(why=error)
            )
        self._retry.start()

    def close(self) -> None:
        """The study is closed in order; what is kept waits for its next opening."""
        self._retry.stop()
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    # --- while the disk refuses ------------------------------------------------------------------

    @property
    def kept(self) -> Path | None:
        """Where what is unsaved is kept; None where it is in memory alone."""
        return self._kept

    def refuse(self, holder: Autosaving, error: UserError) -> None:
        """What ``holder`` holds was refused by the disk."""
        self._holders.add(holder)
        self._why = error if isinstance(error, NotWritten) else NotWritten(str(error))
        self._since = self._since or clock(now())[:5]
        self._say()
        self._keep()

    def _say(self) -> None:
        sentence = self.sentence
        if sentence != self._told:
            self._told = sentence
            self.unsaved.emit(sentence)

    def release(self, holder: Autosaving) -> None:
        """What ``holder`` held is written, or forgotten."""
        self._holders.discard(holder)
        self._keep()
        if not self._holders:
            self._since = self._told = ""

    @property
    def busy(self) -> bool:
        """Whether something is still refused by the disk."""
        return bool(self._holders)

    @property
    def sentence(self) -> str:
        """Since when nothing is saved, why, where it is kept meanwhile, and what helps."""
        why = self._why or NotWritten()
        refused = _("Non enregistré depuis {clock} : {why}.").format(clock=self._since, why=why.why)
        if self._kept is not None:
            kept = _("Le texte est gardé en mémoire et dans « {folder} ».").format(
                folder=self._kept.parent
            )
        else:
            kept = _("Le texte est gardé en mémoire : laissez cette fenêtre ouverte.")
        tries = _("Le programme réessaie tout seul.")
        return " ".join(one for one in (refused, kept, why.remedy, tries) if one)

    def keep_now(self, holders: "Iterable[object]") -> Path | None:
        """Keep at once everything that ``holders`` hold: the study is about to be closed.

        Answers where; None where no disk takes it.
        """
        entries = [one for each in holders if isinstance(each, Autosaving) for one in _of(each)]
        self._number += 1
        try:
            self._kept = self._put(self._number, entries)
        except UserError:
            self._kept = None
        return self._kept

    def _keep(self) -> None:
        if self._writing:
            self._again = True
            return
        self._writing = True
        self._number += 1
        number, entries = self._number, [one for each in self._holders for one in _of(each)]
        self._jobs.do(
            lambda: self._put(number, entries),
            owner=self,
            then=self._was_kept,
            failed=self._not_kept,
        )

    def _put(self, number: int, entries: "Sequence[Unsaved]") -> Path | None:
        from cga_desktop.operations.rescue import keep_unsaved

        workspace = self._jobs.workspace
        journal = self._opened(workspace)
        with self._one_at_a_time:
            if number < self._last:
                return journal.kept  # a newer one overtook this one
            self._last = number
            return keep_unsaved(journal, workspace.database.path, entries)

    def _was_kept(self, path: Path | None) -> None:
        self._kept = path
        self._settled()

    def _not_kept(self, _error: UserError) -> None:
        self._kept = None
        self._settled()

    def _settled(self) -> None:
        self._writing = False
        if self._holders:
            self._say()
        if self._again:
            self._again = False
            self._keep()


def _of(holder: Autosaving) -> "Iterator[Unsaved]":
    one = holder.described()
    if one is not None:
        yield one
