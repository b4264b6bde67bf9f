"""Undo and redo of everything done to the study, in the order in which it was done."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from cga_desktop.domain.changes import Outcome
from cga_desktop.domain.history import ActionLine
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.own_undo import FieldsLetGo, redo_in_field, undo_in_field
from cga_desktop.ui.history.restored import RESTORED
from cga_desktop.ui.widgets.toasts import Offer
from cga_desktop.ui.written import when_written

if TYPE_CHECKING:  # the window is there before the database is loaded
    from cga_desktop.operations.history import Undone
    from cga_desktop.store.queries import Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Noted(Generic[T]):
    """What an operation answered, and the action that it became."""

    value: T
    line: ActionLine | None


def noted(
    operation: Callable[[Workspace], Outcome[T]],
) -> Callable[[Workspace], Outcome[Noted[T]]]:
    """An operation that also answers its action, so that a toast can take it back, and only it."""

    def with_line(workspace: Workspace) -> Outcome[Noted[T]]:
        outcome = operation(workspace)
        return Outcome(Noted(outcome.value, _steps(workspace)[0]), outcome.changes)

    return with_line


Steps = tuple[ActionLine | None, ActionLine | None]


def _steps_in(session: "Session") -> Steps:
    from cga_desktop.store.queries.history import next_redo, next_undo

    return next_undo(session), next_redo(session)


def _steps(workspace: Workspace) -> Steps:
    with workspace.database.reading() as session:
        return _steps_in(session)


class TakingBack(QObject):
    """Takes back and does again, and says what it did.

    Signals:
        known: what can be taken back or done again was read anew.
    """

    known = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._fields = FieldsLetGo(self)
        self._offered: ActionLine | None = None
        self.next_undo: ActionLine | None = None
        self.next_redo: ActionLine | None = None
        desk.done.connect(self._offer_to_take_back)
        desk.jobs.changed.connect(self._read)
        self._read()

    # --- what can be done ------------------------------------------------------------------------

    def _read(self) -> None:
        if not self._desk.read_only:
            self._desk.jobs.read(_steps_in, owner=self, then=self._show, topic="steps")

    def _show(self, steps: Steps) -> None:
        self.next_undo, self.next_redo = steps
        if self._offered is not None and self._offered not in steps:
            self._offered = None
            self._desk.offer_over.emit()
        self.known.emit()

    # --- doing it --------------------------------------------------------------------------------

    def perform(self, action: Action) -> bool:
        """Undo or redo, the field in use first; False for any other action."""
        match action:
            case Action.UNDO:
                return undo_in_field() or self._begin(again=False)
            case Action.REDO:
                return redo_in_field() or self._begin(again=True)
            case _:
                return False

    def undo(self) -> None:
        """Take back what was done last, whatever field the hands are in."""
        self._begin(again=False)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._begin(again=True)

    def _begin(self, *, again: bool) -> bool:
        """Everything typed is written first: it is the last thing that was done."""
        when_written(self._desk, partial(self._do, again=again), self._not_written)
        return True

    def _not_written(self) -> None:
        self._desk.refused.emit(
            _(
                "Vos derniers mots ne sont pas encore sur le disque : rien n’a été annulé. "
                "Réessayez quand ils seront enregistrés."
            )
        )

    def _do(self, *, again: bool, only: ActionLine | None = None) -> None:
        def done(workspace: Workspace) -> Outcome[tuple["Undone | None", Steps]]:
            if only is not None and only not in _steps(workspace):
                return Outcome((None, (None, None)))
            outcome = _inverted(workspace, again=again)
            return Outcome((outcome.value, _steps(workspace)), outcome.changes)

        say = partial(self._say, again=again, only=only is not None)
        self._desk.jobs.write(done, initiator=RESTORED, then=say)

    def _say(self, answer: tuple["Undone | None", Steps], *, again: bool, only: bool) -> None:
        undone, (undo_line, redo_line) = answer
        if undone is None:
            self._desk.said.emit(_too_late() if only else _nothing(again=again))
            return
        line = undo_line if again else redo_line
        words = _("Annuler") if again else _("Rétablir")
        back = Offer(words, partial(self._do, again=not again, only=line))
        self._offer(_sentence(undone, again=again), back, line)
        self._read()  # where nothing changed, nobody is told

    def _offer_to_take_back(self, sentence: str, line: ActionLine | None) -> None:
        self._offer(sentence, Offer(_("Annuler"), partial(self._do, again=False, only=line)), line)

    def _offer(self, sentence: str, offer: Offer, line: ActionLine | None) -> None:
        if line is None:
            self._desk.said.emit(sentence)
            return
        self._offered = line
        self._desk.offered.emit(sentence, offer)


def _inverted(workspace: Workspace, *, again: bool) -> "Outcome[Undone | None]":
    from cga_desktop.operations.history import redo, undo

    return (redo if again else undo)(workspace)


def _sentence(undone: "Undone", *, again: bool) -> str:
    said = _("Rétabli : {words}.") if again else _("Annulé : {words}.")
    return said.format(words=undone.words)


def _nothing(*, again: bool) -> str:
    return _("Il n’y a rien à rétablir.") if again else _("Il n’y a rien à annuler.")


def _too_late() -> str:
    return _("Autre chose a été fait depuis. « Annuler » (Ctrl + Z) revient en arrière, pas à pas.")
