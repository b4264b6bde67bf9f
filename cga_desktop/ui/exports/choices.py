"""The choices of an export: for whom, in which forms, on which paper, into which folder."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.domain.exports import Paper, ReportAudience, ReportFormat
from cga_desktop.i18n import _
from cga_desktop.ui.widgets.parts import button, card, label

AskFolder = Callable[[QWidget, Path], Path | None]
_OTHER_TABLES = (ReportFormat.OBSERVATIONS, ReportFormat.EXCERPTS, ReportFormat.INTERVIEWS)
_CHOSEN_AT_FIRST = frozenset({ReportFormat.HTML, ReportFormat.PDF, ReportFormat.CSV})
_UNDER_INDICATOR = 28
"""Pixels at 100 %: an explanation starts where the words of its button do."""


def default_folder() -> Path:
    """Where exports go unless somebody chooses: a folder of their own among the documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / _("Exports CGA Terrain")


def ask_for_folder(parent: QWidget, start: Path) -> Path | None:
    """The folder that somebody chose in the system's dialog; None where it was dismissed."""
    near = next((one for one in (start, *start.parents) if one.is_dir()), Path.home())
    chosen = QFileDialog.getExistingDirectory(parent, _("Dossier des exports"), str(near))
    return Path(chosen) if chosen else None


class ExportChoices(QWidget):
    """Three cards: for whom, which forms, which folder.

    Signals:
        audience_changed: for whom, chosen anew.
        changed: any choice.
    """

    audience_changed = Signal()
    changed = Signal()

    def __init__(self, px: Callable[[float], int], ask_folder: AskFolder = ask_for_folder) -> None:
        super().__init__()
        self._px = px
        self._ask_folder = ask_folder
        self._indented: list[QHBoxLayout] = []
        self.audiences: dict[ReportAudience, QRadioButton] = {}
        self.formats: dict[ReportFormat, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for made in (self._readers(), self._forms(), self._place()):
            column.addWidget(made)
        self.rescale()

    def rescale(self) -> None:
        """Follow the size of the text."""
        for row in self._indented:
            row.setContentsMargins(self._px(_UNDER_INDICATOR), 0, 0, self._px(6))

    @property
    def audience(self) -> ReportAudience:
        """For whom the export is."""
        return next(one for one, made in self.audiences.items() if made.isChecked())

    @property
    def chosen_formats(self) -> list[ReportFormat]:
        """The forms ticked, in the order of the list."""
        chosen = [one for one, box in self.formats.items() if box.isChecked()]
        return [*chosen, *(_OTHER_TABLES if self.other_tables.isChecked() else ())]

    @property
    def chosen_paper(self) -> Paper:
        """The paper of the printed map."""
        return Paper(self.paper.currentData())

    @property
    def chosen_folder(self) -> Path | None:
        """Where the files go; None where nothing, or no whole path, is written."""
        written = self.folder.text().strip()
        path = Path(written).expanduser() if written else None
        return path if path and path.is_absolute() else None

    def _readers(self) -> QWidget:
        frame, column = card(spacing=2)
        column.addWidget(label(_("Pour qui ?"), "section"))
        group = QButtonGroup(self)
        for audience in ReportAudience:
            made = QRadioButton(audience.label)
            made.setAccessibleDescription(audience.explanation)
            group.addButton(made)
            self.audiences[audience] = made
            column.addWidget(made)
            column.addLayout(self._explained(audience.explanation))
        self.audiences[ReportAudience.PUBLIC].setChecked(True)
        group.buttonToggled.connect(self._reader_toggled)
        return frame

    def _reader_toggled(self, _pressed: object, checked: bool) -> None:
        if checked:
            self.audience_changed.emit()
            self.changed.emit()

    def _forms(self) -> QWidget:
        frame, column = card(spacing=2)
        column.addWidget(label(_("Sous quelle forme ?"), "section"))
        for kind in ReportFormat:
            if kind in _OTHER_TABLES:
                continue
            box = self._box(kind.label, kind.explanation)
            box.setChecked(kind in _CHOSEN_AT_FIRST)
            self.formats[kind] = box
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(box)
            if kind is ReportFormat.PDF:
                row.addWidget(self._papers())
            row.addStretch(1)
            column.addLayout(row)
            column.addLayout(self._explained(kind.explanation))
        explanation = _("Observations, verbatims et entretiens, chacun dans son fichier.")
        self.other_tables = self._box(_("Autres tableaux (CSV)"), explanation)
        column.addWidget(self.other_tables)
        column.addLayout(self._explained(explanation))
        return frame

    def _box(self, text: str, explanation: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setAccessibleDescription(explanation)
        box.toggled.connect(self.changed)
        return box

    def _papers(self) -> QComboBox:
        self.paper = QComboBox()
        self.paper.setAccessibleName(_("Papier de la carte à imprimer"))
        self.paper.setToolTip(_("Papier de la carte à imprimer"))
        for paper in Paper:
            self.paper.addItem(paper.value, paper.value)
        self.paper.currentIndexChanged.connect(self.changed)
        return self.paper

    def _explained(self, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        self._indented.append(row)
        row.addWidget(label(text, "small", wrap=True), 1)
        return row

    def _place(self) -> QWidget:
        frame, column = card()
        title = label(_("Où ?"), "section")
        column.addWidget(title)
        self.folder = QLineEdit(str(default_folder()))
        self.folder.setAccessibleName(_("Dossier des exports"))
        self.folder.setCursorPosition(0)
        self.folder.textChanged.connect(self.changed)
        title.setBuddy(self.folder)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(button(_("Choisir…"), self._choose_folder, tip=_("Choisir un dossier")))
        column.addLayout(row)
        column.addWidget(
            label(_("Rien n’est remplacé : un nom déjà pris reçoit un numéro."), "small", wrap=True)
        )
        return frame

    def _choose_folder(self) -> None:
        chosen = self._ask_folder(self, self.chosen_folder or default_folder())
        if chosen is not None:
            self.folder.setText(str(chosen))
            self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
