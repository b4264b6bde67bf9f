"""The page that proposes a new passphrase to who opened a study by its recovery sheet."""

from pathlib import Path

from PySide6.QtCore import Signal

from cga_desktop.i18n import _
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.welcome.pages import Page, foot
from cga_desktop.ui.widgets.new_passphrase import NewPassphrase
from cga_desktop.ui.widgets.parts import button, label


class NewPassphrasePage(Page):
    """A new passphrase, or the one before.

    Signals:
        chosen: the new passphrase.
        later: the study opens with the one before.
    """

    chosen = Signal(str)
    later = Signal()

    def __init__(self, theme: Theme, path: Path) -> None:
        super().__init__(
            theme,
            _("Choisissez une nouvelle phrase de passe"),
            _(
                "Le code de la feuille de secours ouvre « {name} ». Si sa phrase de passe est "
                "perdue, choisissez-en une nouvelle maintenant ; la feuille reste valable."
            ).format(name=path.stem),
        )
        self.new = NewPassphrase()
        self.column.addWidget(self.new)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.column.addWidget(self.problem)
        self.change_button = button(_("Changer et ouvrir"), self._choose, role="accent")
        keep = button(_("Garder l’ancienne et ouvrir"), self.later.emit, role="quiet")
        self.column.addWidget(foot(self.change_button, keep))
        self.column.addStretch(1)
        self.new.entered.connect(self._choose)

    def take_hands(self) -> None:
        """The new passphrase."""
        self.new.passphrase.setFocus()

    def refuse(self, sentence: str) -> None:
        """Show what is missing or was refused, under the fields."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.change_button.setAccessibleDescription(sentence)
        self.ensureWidgetVisible(self.change_button)

    def _choose(self) -> None:
        missing = self.new.missing()
        if missing is None:
            self.refuse("")
            self.chosen.emit(self.new.text)
            return
        sentence, field = missing
        self.refuse(sentence)
        field.setFocus()
