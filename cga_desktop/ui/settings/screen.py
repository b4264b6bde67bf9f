"""Réglages: who you are, how the window looks, the addresses known, the keys."""

from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.errors import UserError
from cga_desktop.domain.figures import figure
from cga_desktop.domain.gazetteers import ImportedCommune, KnownTerritory
from cga_desktop.domain.moments import NARROW_SPACE
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.territories import import_territory, known_territories
from cga_desktop.settings import Settings
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.jobs import Cancelled, Task
from cga_desktop.ui.screen import Screen
from cga_desktop.ui.settings.backups import Backups
from cga_desktop.ui.settings.protection import Protection
from cga_desktop.ui.widgets.chooser import Chooser
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, card, label
from cga_desktop.ui.widgets.scrolling import fill, scrolled
from cga_desktop.ui.widgets.words import WordsBox

_TEXT_SIZES = (100, 125, 150, 175, 200)
_WIDTH = 640
_MOST_OF_IT = 100
_NAMED = 5
"""Communes of an import that are named; of a whole department the others are counted."""


class SettingsScreen(Screen):
    """Each setting shows its title and help as ``settings.py`` declares them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        ground = QWidget()
        fill(self, scrolled(ground))
        self._task: Task | None = None
        row = QHBoxLayout(ground)
        row.setContentsMargins(32, 32, 32, 32)
        # Cards narrower than their column would be given the height that they need at its width.
        self._holder = QWidget()
        row.addWidget(self._holder, _MOST_OF_IT)
        row.addStretch(1)
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(label(_("Réglages"), "title"))
        column.addWidget(self._choices())
        self.protection = Protection(desk)
        column.addWidget(self.protection.frame)
        self.backups = Backups(desk)
        column.addWidget(self.backups.frame)
        column.addWidget(self._addresses())
        column.addStretch(1)
        desk.theme.changed.connect(self._look_changed)
        self._look_changed()
        desk.jobs.changed.connect(self._changed)

    def enter(self, record_id: str) -> None:  # noqa: ARG002  (no record is shown here)
        """Show what is chosen and known now."""
        self._show_settings()
        self.protection.enter()
        self.backups.enter()
        self._reload()

    def leave(self) -> None:
        """The name is kept even when the field still has the keyboard; no secret stays in view."""
        self._keep_name()
        self.protection.leave()

    def _choices(self) -> QWidget:
        frame, column = card()
        form = Form()
        fields = Settings.model_fields
        self.contributor = QLineEdit(maxLength=80)
        self.contributor.editingFinished.connect(self._keep_name)
        form.add_row(
            str(fields["contributor"].title),
            self.contributor,
            help_text=str(fields["contributor"].description),
        )
        self.look = Chooser(
            [
                (_("Comme l’ordinateur"), "system"),
                (_("Claire"), "light"),
                (_("Sombre"), "dark"),
            ]
        )
        self.look.activated.connect(self._choose_look)
        form.add_row(str(fields["theme"].title), self.look)
        self.text_size = Chooser((f"{one}{NARROW_SPACE}%", one) for one in _TEXT_SIZES)
        self.text_size.activated.connect(self._choose_text_size)
        form.add_row(str(fields["text_percent"].title), self.text_size)
        self.keep_key = WordsBox(str(fields["keep_key"].title))
        self.keep_key.setAccessibleDescription(str(fields["keep_key"].description))
        self.keep_key.clicked.connect(self._choose_keep_key)
        form.add_widget(self.keep_key)
        form.add_widget(label(str(fields["keep_key"].description), "small", wrap=True))
        column.addWidget(form)
        return frame

    def _addresses(self) -> QWidget:
        frame, column = card()
        column.addWidget(label(_("Adresses connues sans réseau"), "section", wrap=True))
        column.addWidget(
            label(
                _(
                    "Les trois communes sont déjà là. Pour trouver chaque numéro, importez le "
                    "fichier d’adresses de la commune ou du département (Base Adresse Nationale, "
                    "« .csv » ou « .csv.gz »)."
                ),
                "muted",
                wrap=True,
            )
        )
        self.known = label(wrap=True)
        self.known.setAccessibleName(_("Adresses connues"))
        column.addWidget(self.known)
        self.progress = QProgressBar(maximum=0)
        self.progress.setAccessibleName(_("Avancement de l’import"))
        self.progress_text = label(role="small")
        self.stop = button(_("Arrêter l’import"), self._stop)
        self.import_button = button(_("Importer des adresses…"), self._choose)
        for widget in (self.progress, self.progress_text, self.stop):
            widget.hide()
            column.addWidget(widget)
        column.addWidget(self.import_button)
        return frame

    def _look_changed(self) -> None:
        self._show_look()  # keys change it too
        self._holder.setMaximumWidth(self.desk.theme.px(_WIDTH))

    def _show_settings(self) -> None:
        self.contributor.setText(self.desk.settings.contributor)
        self.keep_key.setChecked(self.desk.settings.keep_key)
        self._show_look()

    def _show_look(self) -> None:
        self.look.show_value(self.desk.settings.theme)
        self.text_size.show_value(self.desk.settings.text_percent)

    def _choose_look(self) -> None:
        self.desk.change_settings(theme=self.look.currentData())

    def _choose_keep_key(self) -> None:
        keep = self.keep_key.isChecked()
        self.desk.change_settings(keep_key=keep)
        if keep:
            self.desk.said.emit(
                _("La clé sera confiée au trousseau quand la phrase de passe ouvrira l’étude.")
            )
        else:
            self.desk.key_unwanted.emit()

    def _choose_text_size(self) -> None:
        self.desk.change_settings(text_percent=self.text_size.currentData())

    def _keep_name(self) -> None:
        name = self.contributor.text().strip()
        if name != self.desk.settings.contributor:
            self.desk.change_settings(contributor=name)

    def _changed(self, what: Changes, _initiator: object) -> None:
        if what & Changes.TERRITORIES and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self.desk.jobs.do(known_territories, owner=self, then=self._show_known)

    def _show_known(self, territories: list[KnownTerritory]) -> None:
        self.known.setText("\n".join(_said(one) for one in territories))

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self,
            _("Importer des adresses"),
            "",
            _("Fichiers d’adresses (*.csv *.csv.gz *.gz)"),
        )
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, path: Path) -> None:
        """Import the addresses of ``path``, showing how far it is."""
        self._show_import(under_way=True)
        self._task = self.desk.jobs.run_steps(
            lambda _workspace, report: import_territory(path, progress=report),
            owner=self,
            then=self._imported,
            progress=self._advanced,
            failed=self._not_imported,
        )

    def _advanced(self, rows: int) -> None:
        self.progress_text.setText(_("{rows} lignes lues").format(rows=figure(rows)))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _imported(self, outcome: Outcome[list[ImportedCommune]]) -> None:
        self._show_import(under_way=False)
        self.desk.said.emit(_imported_words(outcome.value))
        self.desk.jobs.changed.emit(outcome.changes, self)
        self._reload()

    def _not_imported(self, error: UserError) -> None:
        self._show_import(under_way=False)
        if isinstance(error, Cancelled):
            self.desk.said.emit(_("Import arrêté : les adresses d’avant sont gardées."))
        else:
            self.desk.refused.emit(str(error))

    def _show_import(self, *, under_way: bool) -> None:
        for widget in (self.progress, self.progress_text, self.stop):
            widget.setVisible(under_way)
        self.import_button.setEnabled(not under_way)


def _imported_words(communes: list[ImportedCommune]) -> str:
    count = sum(one.addresses for one in communes)
    said = ngettext(
        "{count} adresse importée : {names}", "{count} adresses importées : {names}", count
    )
    sentence = said.format(
        count=figure(count), names=", ".join(one.name for one in communes[:_NAMED])
    )
    more = len(communes) - _NAMED
    if more > 0:
        others = ngettext(" et {n} autre commune", " et {n} autres communes", more)
        sentence += others.format(n=figure(more))
    return sentence + "."


def _said(known: KnownTerritory) -> str:
    streets = ngettext("{n} rue", "{n} rues", known.streets).format(n=figure(known.streets))
    places = ngettext("{n} lieu", "{n} lieux", known.places).format(n=figure(known.places))
    addresses = ngettext("{n} adresse", "{n} adresses", known.addresses)
    parts = [
        addresses.format(n=figure(known.addresses)) if known.addresses else "",
        streets if known.streets else "",
        places if known.places else "",
    ]
    missing = "" if known.addresses else _(" (sans les numéros)")
    listed = ", ".join(part for part in parts if part)
    return _("{name} : {what}").format(name=known.name, what=listed) + missing
