"""The page that asks for the passphrase of a study that exists."""

from pathlib import Path

from PySide6.QtCore import Signal

from cga_desktop.i18n import _
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.welcome.pages import Page, foot
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.secret import SecretField, show_tick


def _closed_words(path: Path) -> tuple[str, str]:
    return (
        _("Ouvrir « {name} »").format(name=path.stem),
        _("Cette étude est chiffrée : sa phrase de passe l’ouvre."),
    )


def _locked_words(path: Path) -> tuple[str, str]:
    return (
        _("L’étude « {name} » est verrouillée").format(name=path.stem),
        _(
            "Tout ce que vous avez écrit est enregistré. Sa phrase de passe la rouvre, là où vous "
            "en étiez."
        ),
    )


class PassphrasePage(Page):
    """The passphrase of a study that exists.

    Signals:
        given: the path and the passphrase.
    """

    given = Signal(object, str)

    def __init__(self, theme: Theme, path: Path, *, locked: bool = False) -> None:
        """Ask for the passphrase of the study at ``path``, which was ``locked`` or never open."""
        title, lead = _locked_words(path) if locked else _closed_words(path)
        super().__init__(theme, title, lead)
        self._path = path
        form = Form()
        self.passphrase = SecretField()
        form.add_row(
            _("Phrase de passe"),
            self.passphrase,
            help_text=_("Si elle est perdue : le code de la feuille de secours."),
        )
        self.show_passphrase = show_tick(self.passphrase)
        form.add_widget(self.show_passphrase)
        self.column.addWidget(form)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.column.addWidget(self.problem)
        verb = _("Déverrouiller") if locked else _("Ouvrir l’étude")
        self.open_button = button(verb, self._give, role="accent")
        self.column.addWidget(
            foot(self.open_button, button(_("Retour"), self.back.emit, role="quiet"))
        )
        self.column.addStretch(1)
        self.passphrase.returnPressed.connect(self._give)

    def take_hands(self) -> None:
        """The passphrase."""
        self.passphrase.setFocus()

    def refuse(self, sentence: str) -> None:
        """Show why it did not open, and let it be typed again."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.passphrase.setAccessibleDescription(sentence)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _give(self) -> None:
        if self.passphrase.text():
            self.given.emit(self._path, self.passphrase.text())
