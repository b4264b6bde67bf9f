"""The page of a copy that becomes a study again: under which name, in which folder."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar

from cga_desktop.domain.study_files import SUFFIX
from cga_desktop.i18n import _
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.restored import restored_name
from cga_desktop.ui.welcome.folder_choice import FolderChoice
from cga_desktop.ui.welcome.pages import Page, foot
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.paths import breakable, free_path


class RestorePage(Page):
    """Name and folder of the study that a copy becomes.

    Signals:
        ready: the copy, and the study to make of it.
    """

    ready = Signal(object, object)

    def __init__(self, theme: Theme, copy: Path) -> None:
        super().__init__(
            theme,
            _("Restaurer une copie"),
            _(
                "La copie devient une nouvelle étude, avec la phrase de passe qu’elle avait. "
                "Les études qui existent ne changent pas."
            ),
        )
        self._copy = copy
        self.column.addWidget(
            label(_("Copie : {path}").format(path=breakable(copy)), "small", wrap=True)
        )
        form = Form()
        self.name = QLineEdit(restored_name(copy.stem))
        form.add_row(_("Nom du fichier de l’étude"), self.name)
        self.column.addWidget(form)
        self.place = FolderChoice()
        self.column.addWidget(self.place)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.column.addWidget(self.problem)
        self.progress = QProgressBar(maximum=0)
        self.progress.setAccessibleName(_("Restauration en cours"))
        self.progress.hide()
        self.column.addWidget(self.progress)
        self.restore_button = button(_("Restaurer"), self._restore, role="accent")
        self.column.addWidget(
            foot(self.restore_button, button(_("Retour"), self.back.emit, role="quiet"))
        )
        self.column.addStretch(1)
        self.name.returnPressed.connect(self._restore)

    def take_hands(self) -> None:
        """The name."""
        self.name.setFocus()
        self.name.selectAll()

    def refuse(self, sentence: str) -> None:
        """Show why it was not restored."""
        self.progress.hide()
        self.problem.setText(sentence)
        self.problem.show()
        self.restore_button.setAccessibleDescription(sentence)
        self.ensureWidgetVisible(self.restore_button)

    def keep_in(self, folder: Path) -> None:
        """Make the study in ``folder``."""
        self.place.keep_in(folder)

    def _restore(self) -> None:
        self.problem.hide()
        self.progress.show()
        path = free_path(
            self.place.folder, self.name.text(), SUFFIX, otherwise=_("Étude restaurée")
        )
        self.ready.emit(self._copy, path)
