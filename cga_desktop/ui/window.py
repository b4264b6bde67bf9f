"""The one window: the welcome, or the shell around an open study."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMessageBox, QWidget

from cga_desktop.domain.errors import PassphraseNeeded, UserError
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import APPLICATION, Settings, save_settings
from cga_desktop.store.queries.study import status
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.jobs import Cancelled, Errands, Jobs
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.problems import show_bug
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.shell import Build, Shell
from cga_desktop.ui.shortcuts import ShortcutSheet
from cga_desktop.ui.studies import StudyDoors
from cga_desktop.ui.welcome.welcome import Welcome
from cga_desktop.ui.widgets.toasts import Toasts

_ROOM_OF = {
    Action.NEW_RESIDENT_INTERVIEW: Room.INTERVIEWS,
    Action.NEW_ACTOR_INTERVIEW: Room.INTERVIEWS,
    Action.NEW_ACTOR: Room.ACTORS,
    Action.NEW_OBSERVATION: Room.MAP,
}
_TEXT_STEP = 25
_SMALLEST, _LARGEST = 100, 200
_CLOSING_PATIENCE_MS = 5_000


class Window(QMainWindow):
    """Opens studies, shows them, and never closes over something unwritten without saying so.

    Signals:
        study_shown: a study is open and its first room is in view.
    """

    study_shown = Signal()

    def __init__(
        self, doors: StudyDoors, rooms: Mapping[Room, Build], theme: Theme, settings: Settings
    ) -> None:
        super().__init__()
        self.setWindowTitle(APPLICATION)
        self.setMinimumSize(800, 560)
        self.resize(1366, 768)
        self._doors = doors
        self._rooms = rooms
        self.theme = theme
        self.settings = settings
        self._errands = Errands(self)
        self._errands.crashed.connect(self._crashed)
        self.toasts = Toasts(self)
        self.shell: Shell | None = None
        self.welcome: Welcome | None = None
        for action in Action:
            QShortcut(QKeySequence(action.words.keys), self, self._performer(action))

    def start(self, study: Path | None, *, demonstration_if_none: bool = False) -> None:
        """Open ``study``, else the last one; else welcome (or try the demonstration)."""
        path = study or (Path(self.settings.last_study) if self.settings.last_study else None)
        if path is not None and (study is not None or path.exists()):
            self.greet()
            self._open(path)
        elif demonstration_if_none:
            self._errands.do(
                self._doors.demonstration, owner=self, then=self.show_study, failed=self._greet_with
            )
        else:
            self.greet()

    def _open(self, path: Path) -> None:
        welcome = self.welcome
        if welcome is not None:
            welcome.open(path)

    def greet(self) -> None:
        """Show the welcome."""
        self.welcome = Welcome(self._doors, self.theme, self._errands, self.settings.last_study)
        self.welcome.opened.connect(self.show_study)
        self.welcome.refused.connect(self.toasts.refuse)
        self._replace(self.welcome)
        self.setWindowTitle(APPLICATION)

    def _greet_with(self, error: UserError) -> None:
        self.greet()
        if not isinstance(error, PassphraseNeeded):
            self.toasts.refuse(str(error))

    def show_study(self, workspace: Workspace) -> None:
        """Show an open study, its first room in view."""
        jobs = Jobs(workspace)
        desk = Desk(jobs, self.theme, self.settings)
        jobs.setParent(desk)
        jobs.refused.connect(self._refused)
        jobs.crashed.connect(self._crashed)
        desk.said.connect(self.toasts.say)
        desk.refused.connect(self.toasts.refuse)
        desk.asked_to.connect(self.perform)
        shell = Shell(desk, self._rooms)
        self.shell = shell
        self.welcome = None
        self._replace(shell)
        shell.enter(Room.HOME)
        jobs.read(status, owner=shell, then=lambda found: self._named(found.name))
        self._remember(workspace.database.path)
        self.study_shown.emit()

    def _named(self, name: str) -> None:
        self.setWindowTitle(f"{name} – {APPLICATION}")
        if self.shell is not None:
            self.shell.status.show_study(name)

    def _remember(self, path: Path) -> None:
        self.settings = self.settings.model_copy(update={"last_study": str(path)})
        if self.shell is not None:
            self.shell.desk.settings = self.settings
        try:
            save_settings(self.settings)
        except UserError as error:
            self.toasts.refuse(str(error))

    def _replace(self, widget: QWidget) -> None:
        before = self.takeCentralWidget()
        self.setCentralWidget(widget)
        if before is not None:  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
            before.deleteLater()

    def _performer(self, action: Action) -> Callable[[], None]:
        return partial(self.perform, action)

    def perform(self, action: Action) -> None:
        """Do ``action``: for the whole window, or in the room it belongs to."""
        match action:
            case Action.LARGER_TEXT:
                self._resize_text(_TEXT_STEP)
            case Action.SMALLER_TEXT:
                self._resize_text(-_TEXT_STEP)
            case Action.LIGHT_OR_DARK:
                self._change_settings(theme="light" if self.theme.dark else "dark")
            case Action.SHORTCUTS:
                ShortcutSheet(self).open()
            case Action.QUIT:
                self.close()
            case Action.CHANGE_STUDY:
                self.change_study()
            case _:
                self._perform_in_room(action)

    def _perform_in_room(self, action: Action) -> None:
        if self.shell is None:
            return
        room = _ROOM_OF.get(action)
        if room is not None and self.shell.room is not room:
            self.shell.enter(room)
        self.shell.perform(action)

    def _resize_text(self, step: int) -> None:
        wanted = self._settings_now().text_percent + step
        self._change_settings(text_percent=min(max(wanted, _SMALLEST), _LARGEST))

    def _settings_now(self) -> Settings:
        return self.shell.desk.settings if self.shell is not None else self.settings

    def _change_settings(self, **changes: object) -> None:
        if self.shell is not None:
            self.shell.desk.change_settings(**changes)
            self.settings = self.shell.desk.settings
        else:
            self.settings = Settings.model_validate(self.settings.model_dump() | changes)
            self.theme.use(self.settings)

    def change_study(self) -> None:
        """Close the open study and show the welcome."""
        if self.shell is not None and self._may_leave():
            self._close_study()
            self.greet()

    def _refused(self, error: UserError) -> None:
        if not isinstance(error, Cancelled):
            self.toasts.refuse(str(error))

    def _crashed(self, error: Exception) -> None:
        show_bug(self, error)

    def _may_leave(self) -> bool:
        """Hand over everything typed; whether it is written, or the user leaves all the same."""
        if self.shell is None:
            return True
        desk = self.shell.desk
        self.shell.leave()
        loop = QEventLoop(self)
        patience = QTimer(self, singleShot=True, interval=_CLOSING_PATIENCE_MS)
        patience.timeout.connect(loop.quit)
        desk.jobs.writing.connect(loop.quit)
        desk.unsaved.connect(loop.quit)
        patience.start()
        while desk.unwritten and patience.isActive() and not self.shell.status.failed:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        patience.stop()
        return not desk.unwritten or self._leave_all_the_same()

    def _leave_all_the_same(self) -> bool:
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Warning)
        question.setText(_("Vos dernières phrases ne sont pas encore sur le disque."))
        question.setInformativeText(
            (self.shell.status.sentence if self.shell is not None else "")
            + "\n\n"
            + _(
                "Si vous restez, le programme réessaie tout seul. Si vous quittez, elles sont "
                "perdues."
            )
        )
        stay = question.addButton(_("Rester"), QMessageBox.ButtonRole.RejectRole)
        leave = question.addButton(_("Quitter sans elles"), QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(stay)
        question.exec()
        return question.clickedButton() is leave

    def _close_study(self) -> None:
        if self.shell is None:
            return
        self.settings = self.shell.desk.settings
        jobs = self.shell.desk.jobs
        jobs.close()
        jobs.workspace.database.close()
        self.shell = None

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  (Qt's name)
        """Close the study in order; stay where something typed would be lost."""
        if not self._may_leave():
            event.ignore()
            return
        self._close_study()
        self._errands.close()
        central = self.takeCentralWidget()
        if central is not None:  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
            central.deleteLater()
        event.accept()
