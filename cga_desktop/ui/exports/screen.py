"""Exports: choose for whom and in which form, see what stays, and get the files."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.errors import UserError
from cga_desktop.domain.exports import WrittenFile
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.exports import Report, freeze_report, write_report
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.exports.choices import AskFolder, ExportChoices, ask_for_folder
from cga_desktop.ui.exports.contents import Contents, OpenPath, WrittenFiles, open_path
from cga_desktop.ui.jobs import Cancelled, Task
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.screen import Screen
from cga_desktop.ui.widgets.parts import button, label

_WATCHED = (
    Changes.STUDY | Changes.ACTORS | Changes.INTERVIEWS | Changes.OBSERVATIONS | Changes.TERRITORIES
)
_TWO_COLUMNS = 900
"""Pixels at 100 % text; narrower, what is exported stands under the choices."""


class ExportsScreen(Screen):
    """One way through: for whom, which forms, where, and one button."""

    def __init__(
        self,
        desk: Desk,
        *,
        ask_folder: AskFolder = ask_for_folder,
        open_file: OpenPath = open_path,
    ) -> None:
        super().__init__(desk)
        self._task: Task | None = None
        self._busy = False
        self.choices = ExportChoices(desk.theme.px, ask_folder)
        self.contents = Contents()
        self.files = WrittenFiles(open_file)
        self._lay_out()
        self.choices.audience_changed.connect(self._preview)
        self.choices.changed.connect(self._show_state)
        desk.jobs.changed.connect(self._study_changed)
        desk.jobs.crashed.connect(self._crashed)
        desk.theme.changed.connect(self._rescale)
        self._show_state()

    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        area.setWidget(ground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        column = QVBoxLayout(ground)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(16)
        column.addWidget(label(_("Exports"), "title"))
        column.addWidget(
            label(
                _("Le consentement de chaque personne décide de ce qui peut sortir de l’étude."),
                "muted",
                wrap=True,
            )
        )
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(16)
        self._halves.addWidget(self.choices, 3)
        self._halves.addWidget(self._right(), 2)
        column.addLayout(self._halves)
        column.addStretch(1)

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.contents)
        self.export = button(
            _("Exporter"),
            self._export,
            role="accent",
            icon=icon("export", self.desk.theme.tokens.on_accent),
        )
        self.hint = label(role="small", wrap=True)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Avancement de l’export"))
        self.progress_text = label(role="small")
        self.stop = button(_("Arrêter l’export"), self._stop)
        for made in (self.export, self.hint, self.progress, self.progress_text, self.stop):
            column.addWidget(made)
        column.addWidget(self.files)
        column.addStretch(1)
        return side

    def enter(self, record_id: str) -> None:  # noqa: ARG002  (no record is shown here)
        """Say what the study holds now."""
        self._preview()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Put the halves under each other where the window is narrow."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        wide = self.width() >= self.desk.theme.px(_TWO_COLUMNS)
        directions = QBoxLayout.Direction
        self._halves.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def _rescale(self) -> None:
        self.choices.rescale()
        self._turn()

    def _study_changed(self, what: Changes, _initiator: object) -> None:
        if what & _WATCHED and self.isVisible():
            self._preview()

    def _preview(self) -> None:
        # On the writing lane, so that what was just typed elsewhere is counted.
        self.desk.jobs.write(
            partial(freeze_report, audience=self.choices.audience),
            initiator=self,
            then=self._show_contents,
        )

    def _show_contents(self, report: Report) -> None:
        if report.audience is self.choices.audience:
            self.contents.show_report(report)

    def _show_state(self) -> None:
        """What may be pressed, and why not."""
        missing = ""
        if not self.choices.chosen_formats:
            missing = _("Choisissez au moins une forme.")
        elif self.choices.chosen_folder is None:
            missing = _("Choisissez un dossier.")
        self.export.setEnabled(not missing and not self._busy)
        self.hint.setText(missing)
        self.hint.setVisible(bool(missing))
        self.choices.setEnabled(not self._busy)
        for made in (self.progress, self.progress_text, self.stop):
            made.setVisible(self._busy)

    def _export(self) -> None:
        self._busy = True
        self.files.show_files(())
        self.progress.setRange(0, len(self.choices.chosen_formats))
        self.progress.setValue(0)
        self._show_state()
        self.desk.jobs.write(
            partial(freeze_report, audience=self.choices.audience),
            initiator=self,
            then=self._write,
            failed=self._refused,
        )

    def _write(self, report: Report) -> None:
        folder = self.choices.chosen_folder
        if folder is None or not self._busy:
            return
        self.contents.show_report(report)
        formats, paper = self.choices.chosen_formats, self.choices.chosen_paper
        self._task = self.desk.jobs.run_steps(
            lambda workspace, progress: write_report(
                workspace,
                report=report,
                formats=formats,
                folder=folder,
                paper=paper,
                progress=progress,
            ),
            owner=self,
            then=self._written,
            progress=self._advanced,
            failed=self._refused,
        )

    def _advanced(self, done: int) -> None:
        formats = self.choices.chosen_formats
        self.progress.setValue(done)
        if done < len(formats):
            self.progress_text.setText(formats[done].label)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.stop.setEnabled(False)

    def _written(self, files: list[WrittenFile]) -> None:
        self._settle()
        self.files.show_files(files)
        said = ngettext(
            "{count} fichier exporté dans « {folder} ».",
            "{count} fichiers exportés dans « {folder} ».",
            len(files),
        )
        self.desk.said.emit(said.format(count=len(files), folder=files[0].path.parent.name))

    def _refused(self, error: UserError) -> None:
        self._settle()
        if isinstance(error, Cancelled):
            self.desk.said.emit(_("Export arrêté : aucun de ses fichiers n’a été gardé."))
        else:
            self.desk.refused.emit(str(error))

    def _crashed(self, _error: object) -> None:
        self._settle()

    def _settle(self) -> None:
        self._busy = False
        self._task = None
        self.stop.setEnabled(True)
        self._show_state()
