"""Locking the open study: asked for, or because nobody has touched the program for a while.

Locking closes the study, takes its key out of the keyring and out of memory, and asks for the
passphrase. What was typed is written first; where the disk refuses, the study stays open and says
why. Python cannot wipe what it held: the key goes with the last object that knew it, its bytes
stay in memory until they are used again.
"""

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from cga_desktop.i18n import _
from cga_desktop.ui.idle import IdleWatch
from cga_desktop.ui.jobs import Errands
from cga_desktop.ui.problems import BugBox
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.shell import Shell
from cga_desktop.ui.studies import StudyDoors
from cga_desktop.ui.widgets.toasts import Toasts
from cga_desktop.ui.written import when_written

_TRIES = 20
"""How often a dialog is asked to go before the study is locked at the next occasion instead."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was when the study was locked."""

    study: Path
    room: Room
    record: str = ""


class Lockable(Protocol):
    """The window, as far as locking needs it."""

    shell: Shell | None
    toasts: Toasts

    def close_study(self) -> None:
        """Close the study that is open; nothing of it may be unwritten."""
        ...

    def come_back(self) -> None:
        """Show the study of today, where it is looked at as it once was."""
        ...

    def ask_again(self, study: Path) -> None:
        """Show the page that asks for the passphrase of a locked study."""
        ...


class Locking(QObject):
    """Locks the study of one window, and finds the way back to where one was."""

    def __init__(
        self, window: Lockable, parent: QWidget, doors: StudyDoors, errands: Errands
    ) -> None:
        """Lock the study that ``window`` shows; ``parent`` is the same window as a widget."""
        super().__init__(parent)
        self._window, self._parent = window, parent
        self._doors, self._errands = doors, errands
        self._study: Path | None = None
        self._everybody_knows = False
        self._under_way = False
        self._place: Place | None = None
        self._watch = IdleWatch(self._minutes, self)
        self._watch.idle.connect(self._nobody_there)

    # --- coming and going ------------------------------------------------------------------------

    def follow(self, shell: Shell) -> None:
        """A study is shown: go to where one was when it was locked, and watch."""
        from cga_desktop.store.queries.study import status  # loaded by now, to open the study

        desk = shell.desk
        self._under_way = False
        if not desk.read_only and desk.jobs.workspace.database.path != self._study:
            self._study = desk.jobs.workspace.database.path
            self._everybody_knows = False  # until it is read
        desk.jobs.read(lambda session: status(session).demonstration, owner=shell, then=self._whose)
        desk.key_unwanted.connect(self._let_key_go)
        place, self._place = self._place, None
        if place is not None and place.study == desk.jobs.workspace.database.path:
            shell.enter(place.room, place.record)
        else:
            shell.enter(Room.HOME)
        self._watch.start()

    def close(self) -> None:
        """Watch no longer."""
        self._watch.stop()

    def _whose(self, demonstration: bool) -> None:
        self._everybody_knows = demonstration

    def _minutes(self) -> int:
        shell = self._window.shell
        if shell is None or self._everybody_knows:
            return 0
        return shell.desk.settings.lock_minutes

    # --- locking ---------------------------------------------------------------------------------

    def _nobody_there(self) -> None:
        """Long work is not cut short: the next tick looks again."""
        shell = self._window.shell
        if shell is not None and shell.desk.jobs.idle:
            self.lock()

    def lock(self) -> None:
        """Lock the open study, once everything typed is on the disk."""
        if self._window.shell is None or self._under_way:
            return
        if self._everybody_knows:
            self._window.toasts.say(
                _("L’étude de démonstration n’est jamais verrouillée : tout y est inventé.")
            )
            return
        self._window.come_back()  # a study as it was is a copy: what is locked is the study itself
        self._under_way = True
        self._once_alone(self._window.shell, _TRIES)

    def _once_alone(self, shell: Shell, tries: int) -> None:
        """Dialogs go first: what waits for their answer must not find its study closed."""
        dialog = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if self._window.shell is not shell or (dialog is not None and not tries):
            self._under_way = False
        elif dialog is not None:
            dialog.close()
            QTimer.singleShot(0, self, lambda: self._once_alone(shell, tries - 1))
        else:
            shell.leave()
            when_written(shell.desk, lambda: self._close(shell), lambda: self._stay(shell))

    def _stay(self, shell: Shell) -> None:
        self._under_way = False
        self._window.toasts.refuse(
            _(
                "L’étude reste ouverte, car vos dernières phrases ne sont pas encore sur le "
                "disque. {why}"
            ).format(why=shell.status.sentence)
        )

    def _close(self, shell: Shell) -> None:
        self._under_way = False
        if self._window.shell is not shell:
            return
        database = shell.desk.jobs.workspace.database
        self._place = Place(database.path, *_in_view(shell))
        name = database.key.name
        self._watch.stop()
        self._window.close_study()
        self._say_nothing_more()
        self._window.ask_again(self._place.study)
        self._errands.do(lambda: self._doors.forget(name), owner=self, then=lambda _gone: None)
        QTimer.singleShot(0, self, forget_what_is_gone)

    def _say_nothing_more(self) -> None:
        """Neither a toast nor a dialog goes on telling what was in the study."""
        toasts = self._window.toasts
        while toasts.sentence:
            toasts.dismiss()
        for dialog in self._parent.findChildren(QDialog):
            if not isinstance(dialog, BugBox):
                dialog.close()

    # --- the keyring -----------------------------------------------------------------------------

    def _let_key_go(self) -> None:
        """The key of the open study leaves the keyring now, not at some later time."""
        shell = self._window.shell
        if shell is None:
            return
        name = shell.desk.jobs.workspace.database.key.name
        self._errands.do(lambda: self._doors.forget(name), owner=shell, then=self._say_whether_gone)

    def _say_whether_gone(self, gone: bool) -> None:
        if gone:
            self._window.toasts.say(
                _(
                    "La clé de cette étude n’est plus dans le trousseau : sa phrase de passe sera "
                    "demandée à la prochaine ouverture."
                )
            )
        else:
            self._window.toasts.refuse(
                _(
                    "Le trousseau du système n’a pas répondu : la clé de cette étude y est "
                    "peut-être encore. Ouvrez-le et retirez ce qui porte le nom « CGA Terrain »."
                )
            )


def _in_view(shell: Shell) -> tuple[Room, str]:
    room = shell.room or Room.HOME
    return room, shell.screen_of(room).record


def forget_what_is_gone() -> None:
    """Let go of what an open study left in memory, its key among it.

    What was there when the program started is set apart from collection; a study opened then too.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
