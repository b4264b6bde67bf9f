"""The welcome: leads from nothing to an open study."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from cga_desktop.domain.backups import COPY_SUFFIX, Restored
from cga_desktop.domain.errors import (
    BadValue,
    PassphraseNeeded,
    StudyDamaged,
    UserError,
    WrongPassphrase,
)
from cga_desktop.domain.recovery_codes import read_code
from cga_desktop.domain.repairs import Repair
from cga_desktop.domain.study_files import SUFFIX
from cga_desktop.i18n import _
from cga_desktop.settings import backups_folder, load_settings, studies_folder
from cga_desktop.ui.jobs import Errands
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.restored import restored_words
from cga_desktop.ui.studies import NewStudy, StudyDoors
from cga_desktop.ui.welcome.choices import ChoicesPage
from cga_desktop.ui.welcome.damaged import DamagedPage, RepairedPage
from cga_desktop.ui.welcome.new_passphrase import NewPassphrasePage
from cga_desktop.ui.welcome.new_study import NewStudyPage
from cga_desktop.ui.welcome.pages import Page, WaitingPage
from cga_desktop.ui.welcome.passphrase import PassphrasePage
from cga_desktop.ui.welcome.restoring import RestorePage

T = TypeVar("T")


class Welcome(QStackedWidget):
    """Choices, a new study, a passphrase: one page at a time.

    While a study is being made or opened nothing can be pressed twice: its page is disabled.

    Signals:
        opened: the workspace of the study that was opened.
        refused: a sentence that belongs to no field, for a toast.
        said: a sentence about something done, for a toast.
    """

    opened = Signal(object)
    refused = Signal(str)
    said = Signal(str)

    def __init__(self, doors: StudyDoors, theme: Theme, errands: Errands, last: str) -> None:
        super().__init__()
        self._doors = doors
        self._theme = theme
        self._errands = errands
        there = bool(last) and os.path.exists(last)  # noqa: PTH110  (Path.exists may raise)
        self._last = Path(last) if there else None
        self.choose()

    @property
    def page(self) -> Page:
        """The page in view."""
        page = self.currentWidget()
        assert isinstance(page, Page)  # noqa: S101  (only _show puts pages there)
        return page

    def choose(self) -> None:
        """The first page."""
        page = ChoicesPage(self._theme, resume=self._last.stem if self._last else "")
        page.chosen.connect(self._chosen)
        self._show(page)

    def _show(self, page: Page) -> None:
        before = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        if before is not None:  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
            self.removeWidget(before)
            before.deleteLater()
        page.take_hands()

    def _do(
        self,
        work: Callable[[], T],
        failed: Callable[[UserError], None],
        then: Callable[[T], None] | None = None,
    ) -> None:
        """Come by a study, or do ``then`` what is to be done before; ``failed`` shows why not."""
        page = self.page
        page.setEnabled(False)

        def not_done(error: UserError) -> None:
            page.setEnabled(True)
            failed(error)

        self._errands.do(work, owner=self, then=then or self.opened.emit, failed=not_done)

    def _chosen(self, answer: str) -> None:
        match answer:
            case "new":
                self.make()
            case "demonstration":
                self.try_demonstration()
            case "restore":
                self._choose_copy()
            case "resume" if self._last is not None:
                self.open(self._last)
            case _:
                self._choose_file()

    def make(self) -> None:
        """The page of a new study."""
        page = NewStudyPage(self._theme)
        page.back.connect(self.choose)

        def create(wanted: NewStudy) -> None:
            self._do(
                lambda: self._doors.create(wanted), failed=lambda error: page.refuse(str(error))
            )

        page.ready.connect(create)
        self._show(page)

    def try_demonstration(self) -> None:
        """Open the demonstration study, made on first use."""
        self._show(WaitingPage(self._theme, _("L’étude de démonstration s’ouvre…")))
        self._do(self._doors.demonstration, failed=self._not_opened)

    def _not_opened(self, error: UserError, path: Path | None = None) -> None:
        if path is not None and isinstance(error, StudyDamaged):
            self.repair(path)
            return
        self.choose()
        self.refused.emit(str(error))

    def _choose_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self,
            _("Ouvrir une étude"),
            str(studies_folder()),
            _("Études de CGA Terrain (*{suffix})").format(suffix=SUFFIX),
        )
        if chosen:
            self.open(Path(chosen))

    def open(self, path: Path, passphrase: str | None = None) -> None:
        """Open the study at ``path``, asking for its passphrase only where it is needed."""
        self._show(WaitingPage(self._theme, _("« {name} » s’ouvre…").format(name=path.stem)))

        def failed(error: UserError) -> None:
            if isinstance(error, PassphraseNeeded):
                self._ask(path)
            else:
                self._not_opened(error, path)

        self._do(lambda: self._doors.open(path, passphrase), failed=failed)

    def repair(self, path: Path) -> None:
        """Say that the study at ``path`` is damaged, and repair it where that is wanted."""
        page = DamagedPage(self._theme, path)
        page.back.connect(self.choose)

        def failed(error: UserError) -> None:
            if isinstance(error, PassphraseNeeded):
                page.ask()
            else:
                page.refuse(str(error))

        def mend(study: Path, typed: str) -> None:
            given = typed or None
            self._do(
                lambda: self._doors.repair(study, given),
                then=lambda repair: self._repaired(study, given, repair),
                failed=failed,
            )

        page.given.connect(mend)
        self._show(page)

    def _repaired(self, path: Path, passphrase: str | None, repair: Repair | None) -> None:
        if repair is None:  # it was repaired meanwhile
            self.open(path, passphrase)
            return
        page = RepairedPage(self._theme, repair)
        page.opened.connect(lambda: self.open(path, passphrase))
        page.back.connect(self.choose)
        self._show(page)

    def _choose_copy(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self,
            _("Restaurer une copie"),
            load_settings().backup_folder or str(backups_folder()),
            _("Copies de sauvegarde (*{suffix})").format(suffix=COPY_SUFFIX),
        )
        if chosen:
            self.restore(Path(chosen))

    def restore(self, copy: Path) -> None:
        """The page of a copy that becomes a study again, which is opened then."""
        page = RestorePage(self._theme, copy)
        page.back.connect(self.choose)

        def refused(error: UserError) -> None:
            page.refuse(str(error))

        def make(chosen: Path, target: Path) -> None:
            self._do(lambda: _restored(chosen, target), then=self._open_restored, failed=refused)

        page.ready.connect(make)
        self._show(page)

    def _open_restored(self, made: Restored) -> None:
        if made.missing_media:
            self.refused.emit(restored_words(made))
        else:
            self.said.emit(restored_words(made))
        self.open(made.study)

    def unlock(self, path: Path) -> None:
        """Ask for the passphrase of a study that was open until it was locked."""
        self._ask(path, locked=True)

    def _ask(self, path: Path, *, locked: bool = False) -> None:
        page = PassphrasePage(self._theme, path, locked=locked)
        page.back.connect(self.choose)

        def failed(error: UserError) -> None:
            if isinstance(error, WrongPassphrase):
                page.refuse(str(error))
            else:
                self._not_opened(error, path)

        def try_passphrase(study: Path, typed: str) -> None:
            if _is_code(typed):
                self._do(
                    lambda: _check_opens(study, typed),
                    then=lambda _opens: self._propose_new(study, typed),
                    failed=failed,
                )
            else:
                self._do(lambda: self._doors.open(study, typed), failed=failed)

        page.given.connect(try_passphrase)
        self._show(page)

    def _propose_new(self, path: Path, code: str) -> None:
        """The recovery sheet opens the study: who lost its passphrase chooses another now."""
        page = NewPassphrasePage(self._theme, path)
        page.back.connect(self.choose)

        def refused(error: UserError) -> None:
            page.refuse(str(error))

        def change(new: str) -> None:
            self._do(lambda: _changed(path, code, new), then=open_by, failed=refused)

        def open_by(typed: str) -> None:
            self._do(lambda: self._doors.open(path, typed), failed=self._not_opened)

        page.chosen.connect(change)
        page.later.connect(lambda: open_by(code))
        self._show(page)


def _is_code(typed: str) -> bool:
    try:
        read_code(typed)
    except BadValue:
        return False
    return True


# Loaded with the first study, not before the window is there.


def _check_opens(path: Path, typed: str) -> None:
    from cga_desktop.operations.passphrases import check_opens

    check_opens(path, typed)


def _restored(copy: Path, target: Path) -> Restored:
    from cga_desktop.operations.backups import restore

    return restore(copy, target)


def _changed(path: Path, code: str, new: str) -> str:
    """Let ``new`` open the study instead of what was forgotten; answers it."""
    from cga_desktop.operations.passphrases import change_passphrase

    change_passphrase(path, old=code, new=new)
    return new
