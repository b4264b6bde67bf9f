"""The welcome: leads from nothing to an open study."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from cga_desktop.domain.errors import PassphraseNeeded, UserError, WrongPassphrase
from cga_desktop.i18n import _
from cga_desktop.operations.studies import SUFFIX
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import studies_folder
from cga_desktop.ui.jobs import Errands
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.studies import NewStudy, StudyDoors
from cga_desktop.ui.welcome.choices import ChoicesPage
from cga_desktop.ui.welcome.new_study import NewStudyPage
from cga_desktop.ui.welcome.pages import Page
from cga_desktop.ui.welcome.passphrase import PassphrasePage


class Welcome(QStackedWidget):
    """Choices, a new study, a passphrase: one page at a time.

    Signals:
        opened: the workspace of the study that was opened.
        refused: a sentence that belongs to no field, for a toast.
    """

    opened = Signal(object)
    refused = Signal(str)

    def __init__(self, doors: StudyDoors, theme: Theme, errands: Errands, last: str) -> None:
        super().__init__()
        self._doors = doors
        self._theme = theme
        self._errands = errands
        self._last = Path(last) if last and Path(last).exists() else None
        self.choose()

    def choose(self) -> None:
        """The first page."""
        page = ChoicesPage(self._theme, resume=self._last.stem if self._last else "")
        page.chosen.connect(self._chosen)
        self._show(page)

    def _show(self, page: Page) -> None:
        before = self.currentWidget()
        self.setEnabled(True)
        self.addWidget(page)
        self.setCurrentWidget(page)
        if before is not None:
            self.removeWidget(before)
            before.deleteLater()
        field = page.first_field()
        if field is not None:
            field.setFocus()

    def _chosen(self, answer: str) -> None:
        match answer:
            case "new":
                self.make()
            case "demonstration":
                self._try()
            case "resume" if self._last is not None:
                self.open(self._last)
            case _:
                self._choose_file()

    def make(self) -> None:
        """The page of a new study."""
        page = NewStudyPage(self._theme)
        page.back.connect(self.choose)

        def create(wanted: NewStudy) -> None:
            self._errands.do(
                lambda: self._doors.create(wanted),
                owner=page,
                then=self.opened.emit,
                failed=lambda error: page.refuse(str(error)),
            )

        page.ready.connect(create)
        self._show(page)

    def _try(self) -> None:
        self.setEnabled(False)
        self._errands.do(
            self._doors.demonstration, owner=self, then=self.opened.emit, failed=self._not_tried
        )

    def _not_tried(self, error: UserError) -> None:
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

    def open(self, path: Path) -> None:
        """Open the study at ``path``, asking for its passphrase only where it is needed."""

        def not_opened(error: UserError) -> None:
            if isinstance(error, PassphraseNeeded):
                self._ask(path)
            else:
                self.choose()
                self.refused.emit(str(error))

        self._errands.do(
            lambda: self._doors.open(path, None),
            owner=self,
            then=self._opened,
            failed=not_opened,
        )

    def _opened(self, workspace: Workspace) -> None:
        self.opened.emit(workspace)

    def _ask(self, path: Path) -> None:
        page = PassphrasePage(self._theme, path)
        page.back.connect(self.choose)

        def not_opened(error: UserError) -> None:
            page.refuse(str(error))
            if not isinstance(error, WrongPassphrase):
                self.refused.emit(str(error))

        def try_passphrase(study: Path, passphrase: str) -> None:
            self._errands.do(
                lambda: self._doors.open(study, passphrase),
                owner=page,
                then=self.opened.emit,
                failed=not_opened,
            )

        page.given.connect(try_passphrase)
        self._show(page)
