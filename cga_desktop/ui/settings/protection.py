"""Réglages, « Protection »: locking, another passphrase, the recovery sheet."""

from datetime import date

from PySide6.QtWidgets import QFrame, QWidget

from cga_desktop.domain.moments import day
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.passphrases import recovery_sheet_date
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.store.queries.study import status
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.settings.passphrase_change import PassphraseChange
from cga_desktop.ui.settings.recovery import RecoveryForm
from cga_desktop.ui.widgets.chooser import Chooser
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, card, label, line

_MINUTES = (0, 5, 15, 30, 60)


class Protection:
    """The card of what keeps others out of the open study.

    Attributes:
        frame: the card, to be put on the screen of settings.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.frame: QFrame
        self.frame, column = card(spacing=12)
        column.addWidget(label(_("Protection"), "section", wrap=True))
        self.everybody_knows = label(
            _(
                "L’étude de démonstration n’est jamais verrouillée et sa phrase de passe ne change "
                "pas : tout y est inventé."
            ),
            "muted",
            wrap=True,
        )
        self.everybody_knows.hide()
        column.addWidget(self.everybody_knows)
        column.addWidget(self._locking())
        self.change = PassphraseChange(desk)
        self.change_button = button(_("Changer la phrase de passe…"), self._open_change)
        self.sheet = RecoveryForm(desk)
        self.sheet_said = label(wrap=True)
        self.sheet_said.setAccessibleName(_("Feuille de secours"))
        self.sheet_button = button(_("Faire une feuille de secours…"), self._open_sheet)
        self._own: list[QWidget] = [
            self.lock_button,
            self.change_button,
            self.sheet_said,
            self.sheet_button,
        ]
        for widget in (
            line(),
            self.change_button,
            self.change,
            line(),
            self.sheet_said,
            self.sheet_button,
            self.sheet,
        ):
            column.addWidget(widget)
        self.change.hide()
        self.sheet.hide()
        self.change.over.connect(self._change_over)
        self.sheet.over.connect(self._sheet_over)

    def _locking(self) -> QWidget:
        form = Form()
        field = Settings.model_fields["lock_minutes"]
        self.minutes = Chooser((_said(one), one) for one in _MINUTES)
        self.minutes.activated.connect(self._choose_minutes)
        form.add_row(str(field.title), self.minutes, help_text=str(field.description))
        self.lock_button = button(
            Action.LOCK.words.text, self._lock, tip=_("À tout moment : {tip}").format(
                tip=Action.LOCK.tip
            )
        )  # fmt: skip
        form.add_widget(self.lock_button)
        return form

    def enter(self) -> None:
        """Show what is chosen and known now."""
        self.minutes.show_value(self._desk.settings.lock_minutes)
        self._desk.jobs.read(
            lambda session: status(session).demonstration,
            owner=self.frame,
            then=self._show_whose,
            topic="protection",
        )
        self._read_sheet()

    def leave(self) -> None:
        """No passphrase stays in a field, and no code on the screen."""
        if not self.change.isHidden():
            self.change.close_form()
        self.sheet.leave()

    def _show_whose(self, demonstration: bool) -> None:
        self.everybody_knows.setVisible(demonstration)
        for widget in self._own:
            widget.setDisabled(demonstration)

    def _choose_minutes(self) -> None:
        self._desk.change_settings(lock_minutes=self.minutes.currentData())

    def _lock(self) -> None:
        self._desk.asked_to.emit(Action.LOCK)

    def _open_change(self) -> None:
        self.change_button.hide()
        self.change.open_form()

    def _change_over(self) -> None:
        self.change_button.show()
        self.change_button.setFocus()

    def _open_sheet(self) -> None:
        for widget in (self.sheet_said, self.sheet_button):
            widget.hide()
        self.sheet.open_form()

    def _sheet_over(self) -> None:
        for widget in (self.sheet_said, self.sheet_button):
            widget.show()
        self.sheet_button.setFocus()
        self._read_sheet()

    def _read_sheet(self) -> None:
        def made_on(workspace: Workspace) -> date | None:
            return recovery_sheet_date(workspace.database.path, workspace.database.key)

        self._desk.jobs.run(made_on, owner=self.frame, then=self._show_sheet)

    def _show_sheet(self, made_on: date | None) -> None:
        if made_on is None:
            said = _(
                "Aucune feuille de secours : sans elle, une phrase de passe perdue est une étude "
                "perdue."
            )
            words = _("Faire une feuille de secours…")
        else:
            said = _("La feuille de secours du {day} ouvre l’étude.").format(day=day(made_on))
            words = _("Faire une nouvelle feuille de secours…")
        self.sheet_said.setText(said)
        self.sheet_button.setText(words)


def _said(minutes: int) -> str:
    if not minutes:
        return _("Jamais")
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
