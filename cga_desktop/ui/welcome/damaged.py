"""The pages of a damaged study: what will be done, then what was done and what is missing."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from cga_desktop.domain.repairs import Repair, sentences
from cga_desktop.i18n import _
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.welcome.pages import Page, foot
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, card, label
from cga_desktop.ui.widgets.secret import SecretField, show_tick


class DamagedPage(Page):
    """Says that a study is damaged and that nothing is deleted; asks for its passphrase if need be.

    Signals:
        given: the path, and the passphrase ("" where the keyring has the key).
    """

    given = Signal(object, str)

    def __init__(self, theme: Theme, path: Path) -> None:
        super().__init__(
            theme,
            _("« {name} » est abîmée").format(name=path.stem),
            _(
                "Rien n’est effacé. Le fichier abîmé sera gardé à côté de l’étude, sous un autre "
                "nom. L’étude sera reprise de sa dernière copie de sauvegarde et de tout ce qui "
                "peut encore être lu ; ce qui manquerait vous sera dit, point par point."
            ),
        )
        self._path = path
        self._form = Form()
        self.passphrase = SecretField()
        self._form.add_row(_("Phrase de passe"), self.passphrase)
        self._form.add_widget(show_tick(self.passphrase))
        self._form.hide()
        self.column.addWidget(self._form)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.column.addWidget(self.problem)
        self.progress = QProgressBar(maximum=0)
        self.progress.setAccessibleName(_("Réparation en cours"))
        self.progress.hide()
        self.column.addWidget(self.progress)
        self._patience = label(
            _("Une grande étude demande une ou deux minutes. Laissez le programme ouvert."),
            "small",
            wrap=True,
        )
        self._patience.hide()
        self.column.addWidget(self._patience)
        self.repair_button = button(_("Réparer l’étude"), self._give, role="accent")
        self.column.addWidget(
            foot(self.repair_button, button(_("Retour"), self.back.emit, role="quiet"))
        )
        self.column.addStretch(1)
        self.passphrase.returnPressed.connect(self._give)

    def take_hands(self) -> None:
        """What is to be done."""
        self.repair_button.setFocus()

    def ask(self) -> None:
        """The keyring does not have the key."""
        self._wait(under_way=False)
        self._form.show()
        self.passphrase.setFocus()

    def refuse(self, sentence: str) -> None:
        """Show why it was not repaired, and let it be tried again."""
        self._wait(under_way=False)
        self.problem.setText(sentence)
        self.problem.show()
        self.repair_button.setAccessibleDescription(sentence)
        (self.repair_button if self._form.isHidden() else self.passphrase).setFocus()

    def _wait(self, *, under_way: bool) -> None:
        for shown in (self.progress, self._patience):
            shown.setVisible(under_way)

    def _give(self) -> None:
        if self._form.isVisibleTo(self) and not self.passphrase.text():
            return
        self.problem.hide()
        self._wait(under_way=True)
        self.given.emit(self._path, self.passphrase.text())


class RepairedPage(Page):
    """What was repaired, and exactly what is missing.

    Signals:
        opened: the study is to be opened.
    """

    opened = Signal()

    def __init__(self, theme: Theme, repair: Repair) -> None:
        super().__init__(theme, _("« {name} » est réparée").format(name=repair.study.stem), "")
        frame, column = card()
        self.said = sentences(repair)
        for sentence in self.said:
            column.addWidget(label(sentence, wrap=True))
        self.column.addWidget(frame)
        self.open_button = button(_("Ouvrir l’étude"), self.opened.emit, role="accent")
        self.column.addWidget(foot(self.open_button))
        self.column.addStretch(1)
        self.open_button.setAccessibleDescription(" ".join(self.said))

    def take_hands(self) -> None:
        """The study."""
        self.open_button.setFocus()
