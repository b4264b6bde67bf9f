"""Care of the open study while nobody waits: a look at its file, the copy of the day.

Soon after a study is shown its file is looked over, quickly each time and wholly each week, and
today's copy is made where there is none. What the disk refuses is said once and tried again later.
A damaged file is said in a dialog, since nothing more should be written into it.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from cga_desktop.domain.errors import StudyUnreadable, UserError
from cga_desktop.i18n import _
from cga_desktop.ui.jobs import Cancelled

if TYPE_CHECKING:  # loaded with the study, not before the window is there
    from collections.abc import Callable

    from cga_desktop.domain.backups import Backup
    from cga_desktop.operations.workspace import Workspace
    from cga_desktop.ui.shell import Shell

FIRST_LOOK_MS = 3_000
"""After the first room is in view and has read what it shows."""
AGAIN_MS = 15 * 60 * 1000
"""Until what the disk refused is tried again, and a new day is noticed."""


class Cared(Protocol):
    """The window, as far as care needs it."""

    shell: Shell | None

    def may_leave(self) -> bool:
        """Whether everything typed is written, or may be left."""
        ...

    def open_instead(self, study: Path, *, damaged: bool = False) -> None:
        """Close the study that is open and go on with ``study``."""
        ...


class DamageBox(QMessageBox):
    """Says that the open study is damaged, that nothing is deleted, and offers to repair it."""


class Caring(QObject):
    """Cares for the study of one window."""

    def __init__(self, window: Cared, parent: QWidget) -> None:
        """Care for the study that ``window`` shows; ``parent`` is the same window as a widget."""
        super().__init__(parent)
        self._window, self._parent = window, parent
        self._said: set[str] = set()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    def follow(self, shell: Shell) -> None:
        """A study is shown: look after it soon."""
        desk = shell.desk
        desk.asked_for_study.connect(self._window.open_instead)
        if desk.jobs.workspace.database.read_only:
            return
        self._said.clear()
        desk.jobs.refused.connect(self._refused)
        self._timer.start(FIRST_LOOK_MS)

    def _look(self) -> None:
        self._do(_quick_look, self._looked)

    def _looked(self, problems: list[str]) -> None:
        if problems:
            self._damaged()
        else:
            self._do(_back_up_today, self._backed_up)

    def _backed_up(self, _made: Backup | None) -> None:
        self._do(_full_look_where_due, self._looked_wholly)

    def _looked_wholly(self, problems: list[str] | None) -> None:
        if problems:
            self._damaged()
            return
        if problems is not None:
            self._remember()
        self._timer.start(AGAIN_MS)

    def _remember(self) -> None:
        from cga_desktop.operations.care import remember_full_look

        shell = self._window.shell
        if shell is not None:
            shell.desk.jobs.write(remember_full_look)

    def _do(self, work: Callable[..., object], then: Callable[..., None]) -> None:
        shell = self._window.shell
        if shell is not None:
            shell.desk.jobs.run_steps(
                work, owner=shell, then=then, progress=_nothing, failed=self._failed
            )

    def _failed(self, error: UserError) -> None:
        """What the disk refuses is said once, and tried again."""
        shell = self._window.shell
        if isinstance(error, StudyUnreadable):
            self._damaged()
        elif not isinstance(error, Cancelled) and shell is not None:
            if str(error) not in self._said:
                self._said.add(str(error))
                shell.desk.refused.emit(str(error))
            self._timer.start(AGAIN_MS)

    def _refused(self, error: UserError) -> None:
        if isinstance(error, StudyUnreadable):
            self._damaged()

    def _damaged(self) -> None:
        shell = self._window.shell
        if shell is None or self._parent.findChild(DamageBox) is not None:
            return
        self._timer.stop()
        box = DamageBox(self._parent)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(_("Le fichier de l’étude est abîmé."))
        box.setInformativeText(
            _(
                "Rien n’est effacé. Pour le réparer, l’étude se referme un instant : le fichier "
                "abîmé est gardé à côté, et l’étude reprend de sa dernière copie et de tout ce "
                "qui peut encore être lu. Ce qui manquerait vous sera dit."
            )
        )
        repair = box.addButton(_("Réparer maintenant"), QMessageBox.ButtonRole.AcceptRole)
        later = box.addButton(_("Plus tard"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(repair)
        box.setEscapeButton(later)
        study = shell.desk.jobs.workspace.database.path
        box.accepted.connect(partial(self._repair, study))
        box.rejected.connect(partial(self._timer.start, AGAIN_MS))
        box.open()

    def _repair(self, study: Path) -> None:
        """Once the dialog is gone."""
        QTimer.singleShot(0, self, lambda: self._window.open_instead(study, damaged=True))


def _nothing(_figure: int) -> None:
    """How far a look is cannot be told: SQLite does not say."""


def _quick_look(workspace: Workspace, report: Callable[[int], None]) -> list[str]:
    from cga_desktop.operations.care import quick_look

    return quick_look(workspace.database, lambda: report(0))


def _back_up_today(workspace: Workspace, report: Callable[[int], None]) -> Backup | None:
    from cga_desktop.operations.backups import back_up_today

    return back_up_today(workspace.database, lambda: report(0))


def _full_look_where_due(workspace: Workspace, report: Callable[[int], None]) -> list[str] | None:
    """What is wrong with the file, or None where it was looked over this week."""
    from cga_desktop.operations.care import full_look, full_look_is_due

    if not full_look_is_due(workspace.database):
        return None
    return full_look(workspace.database, lambda: report(0))
