"""Where a study to be will lie, and a way to choose elsewhere."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cga_desktop.i18n import _
from cga_desktop.settings import studies_folder
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.paths import breakable


class FolderChoice(QWidget):
    """The folder of a new study: that of the program unless somebody chooses another."""

    def __init__(self) -> None:
        super().__init__()
        self.said = label(role="small", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.said, 1)
        row.addWidget(button(_("Changer de dossier…"), self.choose, role="quiet"))
        self.folder = studies_folder()
        self.keep_in(self.folder)

    def keep_in(self, folder: Path) -> None:
        """Have the study lie in ``folder``."""
        self.folder = folder
        self.said.setText(_("Elle sera gardée dans « {folder} ».").format(folder=breakable(folder)))

    def choose(self) -> None:
        """Ask for another folder; without an answer it stays."""
        chosen = QFileDialog.getExistingDirectory(self, _("Dossier de l’étude"), str(self.folder))
        if chosen:
            self.keep_in(Path(chosen))
