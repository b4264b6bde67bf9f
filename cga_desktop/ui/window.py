"""The one window: the welcome, or the shell around an open study."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMessageBox, QWidget

from cga_desktop.domain.errors import UserError
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import APPLICATION, Settings, save_settings
from cga_desktop.ui.actions import Action
from cga_desktop.ui.caring import Caring
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.erasing.finishing import finish_later
from cga_desktop.ui.history.looking_back import LookingBack
from cga_desktop.ui.jobs import Cancelled, Errands, Jobs
from cga_desktop.ui.locking import Locking
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.problems import show_bug
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.settings.copies_renewed import finish_renewing
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
_AFTER_THE_START_MS = 1_500


class Window(QMainWindow):
    """Opens studies, shows them, and never closes over something unwritten without saying so.

    Signals:
        study_shown: a study is open and its first room is in view.
        study_closed: it no longer is.
    """

    study_shown = Signal()
    study_closed = Signal()

    def __init__(
        self,
        doors: StudyDoors,
        rooms: Mapping[Room, Build],
        theme: Theme,
        settings: Settings,
        keep: Callable[[Settings], None] = save_settings,
    ) -> None:
        super().__init__()
        self._keep = keep
        self.setWindowTitle(APPLICATION)
        self.setMinimumSize(800, 560)
        self.resize(1366, 768)
        self._doors = doors
        self._rooms = rooms
        self.theme = theme
        self.settings = settings
        self._errands = Errands(self)
        self._errands.crashed.connect(self._crashed)
        self.toasts = Toasts(self, theme, self._foot)
        self.shell: Shell | None = None
        self.welcome: Welcome | None = None
        self.locking = Locking(self, self, doors, self._errands)
        self.caring = Caring(self, self)
        self.looking_back = LookingBack(self, self)
        for action in Action:
            keys = QShortcut(self)
            keys.setKeys([QKeySequence(one) for one in (action.words.keys, *action.words.also)])
            keys.activated.connect(self._performer(action))

    def start(self, study: Path | None, *, demonstration_if_none: bool = False) -> None:
        """Open ``study``, else the last one; else welcome (or try the demonstration)."""
        last = self.settings.last_study
        self.greet()
        if self.welcome is None:
            return
        if study is not None:
            self.welcome.open(study)
        elif last and os.path.exists(last):  # noqa: PTH110  (Path.exists raises where it may not look)
            self.welcome.open(Path(last))
        elif demonstration_if_none:
            self.welcome.try_demonstration()

    def greet(self) -> None:
        """Show the welcome."""
        self.welcome = Welcome(self._doors, self.theme, self._errands, self.settings.last_study)
        self.welcome.opened.connect(self.show_study)
        self.welcome.refused.connect(self.toasts.refuse)
        self.welcome.said.connect(self.toasts.say)
        self._replace(self.welcome)
        self.welcome.page.take_hands()
        self.setWindowTitle(APPLICATION)

    def ask_again(self, study: Path) -> None:
        """Show the page that asks for the passphrase of a locked study; the title names none."""
        self.greet()
        if self.welcome is not None:
            self.welcome.unlock(study)

    def show_study(self, workspace: Workspace) -> None:
        """Show an open study, its first room in view."""
        from cga_desktop.store.queries.study import status  # loaded by now, to open the study

        jobs = Jobs(workspace)
        desk = Desk(jobs, self.theme, self.settings, self._keep)
        jobs.setParent(desk)
        jobs.refused.connect(self._refused)
        jobs.crashed.connect(self._crashed)
        desk.said.connect(self.toasts.say)
        desk.offered.connect(self.toasts.offer)
        desk.offer_over.connect(self.toasts.withdraw)
        desk.refused.connect(self.toasts.refuse)
        desk.asked_to.connect(self.perform)
        if not workspace.database.read_only:
            desk.rescue.begin()
            jobs.watch()
        shell = Shell(desk, self._rooms)
        self.shell = shell
        self.welcome = None
        self._replace(shell)
        self.locking.follow(shell)
        self.caring.follow(shell)
        shell.take_hands()
        jobs.read(status, owner=shell, then=lambda found: self._named(found.name))
        QTimer.singleShot(_AFTER_THE_START_MS, shell, partial(self._ask_for_notices, workspace))
        if not workspace.database.read_only:
            self._change_settings(last_study=str(workspace.database.path))
        self.study_shown.emit()

    def _foot(self) -> int:
        return self.shell.status.height() if self.shell is not None else 0

    def _named(self, name: str) -> None:
        self.setWindowTitle(f"{name} – {APPLICATION}")
        if self.shell is not None:
            self.shell.status.show_study(name)

    def _ask_for_notices(self, workspace: Workspace) -> None:
        if self.shell is not None:
            finder = workspace.finder  # loaded by asking: nobody waits for it to see the first room
            self.shell.desk.jobs.do(finder.notices, owner=self.shell, then=self._tell)
            finish_later(self.shell.desk)
            finish_renewing(self.shell.desk)

    def _tell(self, notices: Sequence[str]) -> None:
        for sentence in notices:
            self.toasts.refuse(sentence)

    def _replace(self, widget: QWidget) -> None:
        before = self.takeCentralWidget()
        self.setCentralWidget(widget)
        widget.show()  # now, not with the next event: what is hidden cannot take the keyboard
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
                ShortcutSheet(self, self.theme).open()
            case Action.QUIT:
                self.close()
            case Action.LOCK:
                self.locking.lock()
            case Action.CHANGE_STUDY:
                self.change_study()
            case _:
                self._perform_in_study(action)

    def _perform_in_study(self, action: Action) -> None:
        if action is Action.AS_OF:
            self.looking_back.ask()
        if self.shell is None:
            return
        room = _ROOM_OF.get(action)
        if room is not None and self.shell.room is not room:
            self.shell.enter(room)
        self.shell.perform(action)

    def _resize_text(self, step: int) -> None:
        now = self.shell.desk.settings if self.shell is not None else self.settings
        wanted = now.text_percent + step
        self._change_settings(text_percent=min(max(wanted, _SMALLEST), _LARGEST))

    def _change_settings(self, **changes: object) -> None:
        """Choose settings: shown at once, kept for the next start."""
        if self.shell is not None:
            self.shell.desk.change_settings(**changes)
            self.settings = self.shell.desk.settings
            return
        self.settings = Settings.model_validate(self.settings.model_dump() | changes)
        self.theme.use(self.settings)
        try:
            self._keep(self.settings)
        except UserError as error:
            self.toasts.refuse(str(error))

    def change_study(self) -> None:
        """Close the open study and show the welcome."""
        if self.shell is not None and self.may_leave():
            self.close_study()
            self.greet()

    def open_instead(self, study: Path, *, damaged: bool = False) -> None:
        """Close the open study and open ``study``, or repair it where it is ``damaged``."""
        if self.may_leave():
            self.close_study()
            self.greet()
            if self.welcome is not None:
                (self.welcome.repair if damaged else self.welcome.open)(study)

    def _refused(self, error: UserError) -> None:
        if not isinstance(error, Cancelled):
            self.toasts.refuse(str(error))

    def _crashed(self, error: Exception) -> None:
        show_bug(self, error)

    def may_leave(self) -> bool:
        """Hand over everything typed; whether it is written, or the user leaves all the same."""
        if self.shell is None:
            return True
        desk = self.shell.desk
        self.shell.leave()
        loop = QEventLoop(self)
        patience = QTimer(loop, singleShot=True, interval=_CLOSING_PATIENCE_MS)
        patience.timeout.connect(loop.quit)
        desk.jobs.writing.connect(loop.quit)
        patience.start()
        while desk.unwritten and desk.jobs.writes_pending and patience.isActive():
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        desk.jobs.writing.disconnect(loop.quit)
        loop.deleteLater()
        if not desk.unwritten:
            return True
        kept = desk.rescue.keep_now(desk.unwritten)
        return self._leave_all_the_same(self.shell.status.sentence, kept)

    def _leave_all_the_same(self, why: str, kept: Path | None) -> bool:
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Warning)
        question.setText(_("Vos dernières phrases ne sont pas encore dans l’étude."))
        fate = _(
            "Si vous restez, le programme réessaie tout seul. Si vous quittez, elles sont perdues."
        )
        if kept is not None:
            fate = _(
                "Si vous restez, le programme réessaie tout seul. Si vous quittez, elles restent "
                "gardées sur cet ordinateur, et la prochaine ouverture de l’étude les y met."
            )
        question.setInformativeText(f"{why}\n\n{fate}")
        stay = question.addButton(_("Rester"), QMessageBox.ButtonRole.RejectRole)
        words = _("Quitter") if kept is not None else _("Quitter sans elles")
        leave = question.addButton(words, QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(stay)
        question.setEscapeButton(stay)
        question.exec()
        left = question.clickedButton() is leave
        question.deleteLater()
        return left

    def close_study(self) -> None:
        """Close the study that is open; what is not written by now is not waited for."""
        workspace = self.put_away()
        if workspace is None:
            return
        workspace.database.close()
        self.looking_back.close()
        self.study_closed.emit()

    @property
    def in_view(self) -> Shell | None:
        """The study in view; none in the welcome."""
        return self.shell

    def come_back(self) -> None:
        """Show the study of today, where it is looked at as it once was."""
        self.looking_back.come_back()

    def put_away(self) -> Workspace | None:
        """Take the study in view out of the window, without closing its file."""
        if self.shell is None:
            return None
        self.settings = self.shell.desk.settings
        jobs = self.shell.desk.jobs
        jobs.close()
        self.shell.desk.rescue.close()
        self.shell = None
        return jobs.workspace

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  (Qt's name)
        """Close the study in order; stay where something typed would be lost."""
        if not self.may_leave():
            event.ignore()
            return
        self.close_study()
        self._errands.close()
        self.locking.close()
        central = self.takeCentralWidget()
        if central is not None:  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
            central.deleteLater()
        event.accept()
