"""The page of a new study: its name, its communes, its passphrase."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cga_desktop.domain.study_files import SHORTEST_PASSPHRASE, SUFFIX
from cga_desktop.domain.territories import embedded_territories
from cga_desktop.i18n import _
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.studies import NewStudy
from cga_desktop.ui.welcome.folder_choice import FolderChoice
from cga_desktop.ui.welcome.pages import Page, foot
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.paths import free_path
from cga_desktop.ui.widgets.secret import SecretField, show_tick
from cga_desktop.ui.widgets.words import WordsBox


class NewStudyPage(Page):
    """Name, communes and passphrase of a new study.

    Signals:
        ready: a ``NewStudy`` to make.
    """

    ready = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            _("Nouvelle étude"),
            _("Une étude est un seul fichier, chiffré, sur cet ordinateur."),
        )
        form = Form()
        self.name = QLineEdit(placeholderText=_("Par exemple : Bondy nord 2026"))
        form.add_row(_("Nom de l’étude"), self.name)
        self.territories = [
            (WordsBox(f"{facts.name} ({facts.postcodes[0]})"), facts.code)
            for facts in embedded_territories().values()
        ]
        form.add_row(_("Communes"), self._boxes())
        self.passphrase = SecretField()
        form.add_row(
            _("Phrase de passe"),
            self.passphrase,
            help_text=_(
                "Au moins {count} caractères. Quatre mots sans lien se retiennent bien. Sans elle, "
                "personne ne peut lire l’étude : ni un voleur, ni nous."
            ).format(count=SHORTEST_PASSPHRASE),
        )
        self.again = SecretField()
        form.add_row(_("La même phrase, une seconde fois"), self.again)
        self.show_passphrase = show_tick(self.passphrase, self.again)
        form.add_widget(self.show_passphrase)
        self.column.addWidget(form)
        self.place = FolderChoice()
        self.column.addWidget(self.place)
        self.problem = label(role="danger", wrap=True)
        self.problem.hide()
        self.column.addWidget(self.problem)
        self.create_button = button(_("Créer l’étude"), self._create, role="accent")
        self.column.addWidget(
            foot(self.create_button, button(_("Retour"), self.back.emit, role="quiet"))
        )
        self.column.addStretch(1)
        for field in (self.name, self.passphrase, self.again):
            field.returnPressed.connect(self._create)

    def _boxes(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for box, _code in self.territories:
            box.setChecked(True)
            column.addWidget(box)
        return holder

    def take_hands(self) -> None:
        """The name."""
        self.name.setFocus()

    def refuse(self, sentence: str) -> None:
        """Show what is missing or was refused, under the fields."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.create_button.setAccessibleDescription(sentence)
        self.ensureWidgetVisible(self.create_button)

    def _missing(self) -> tuple[str, QWidget] | None:
        """What has to be said before a study can be made, and the field that it is about."""
        if not any(box.isChecked() for box, _code in self.territories):
            return _("Choisissez au moins une commune."), self.territories[0][0]
        if len(self.passphrase.text().strip()) < SHORTEST_PASSPHRASE:
            short = _("La phrase de passe est trop courte : il faut {count} caractères au moins.")
            return short.format(count=SHORTEST_PASSPHRASE), self.passphrase
        if self.passphrase.text() != self.again.text():
            return _("Les deux phrases de passe diffèrent : retapez la seconde."), self.again
        return None

    def _create(self) -> None:
        missing = self._missing()
        if missing is not None:
            sentence, field = missing
            self.refuse(sentence)
            field.setFocus()
            return
        self.refuse("")
        codes = [code for box, code in self.territories if box.isChecked()]
        name = self.name.text().strip() or _("Étude sans nom")
        self.ready.emit(NewStudy(self._path(name), name, codes, self.passphrase.text()))

    def _path(self, name: str) -> Path:
        return free_path(self.place.folder, name, SUFFIX, otherwise=_("Étude"))
