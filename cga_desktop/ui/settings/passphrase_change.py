"""Changing the passphrase of the open study, and of the backups kept of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from cga_desktop.domain.errors import UserError, WrongPassphrase
from cga_desktop.i18n import _
from cga_desktop.operations.passphrases import CopiesRenewed, change_passphrase
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.jobs import Cancelled
from cga_desktop.ui.settings.copies_renewed import renew_copies_of, said_of, said_of_left
from cga_desktop.ui.welcome.pages import foot
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.new_passphrase import NewPassphrase
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.secret import SecretField


class PassphraseChange(QWidget):
    """The passphrase of today, and twice the new one.

    Signals:
        over: it is changed, or nobody wants to any more.
    """

    over = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.old = SecretField()
        self.new = NewPassphrase(self.old)
        form = Form()
        form.add_row(
            _("Phrase de passe actuelle"),
            self.old,
            help_text=_("Ou le code de la feuille de secours."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_reach(), "muted", wrap=True))
        column.addWidget(form)
        column.addWidget(self.new)
        self.problem = label(role="danger", wrap=True)
        self.progress = QProgressBar(maximum=0)
        self.progress.setAccessibleName(_("Avancement des copies de sauvegarde"))
        self.progress_text = label(
            _("Les copies de sauvegarde reçoivent la nouvelle phrase de passe…"), "small", wrap=True
        )
        for widget in (self.problem, self.progress, self.progress_text):
            widget.hide()
            column.addWidget(widget)
        self.change_button = button(_("Changer la phrase de passe"), self._change, role="accent")
        self.cancel_button = button(_("Annuler"), self.close_form, role="quiet")
        column.addWidget(foot(self.change_button, self.cancel_button))
        self.old.returnPressed.connect(self.new.passphrase.setFocus)
        self.new.entered.connect(self._change)

    def open_form(self) -> None:
        """Show it, with the hands on its first field."""
        self.show()
        self.old.setFocus()

    def close_form(self) -> None:
        """Forget what was typed."""
        self.old.clear()
        self.new.clear()
        self._refuse("")
        self.hide()
        self.over.emit()

    def _refuse(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.change_button.setAccessibleDescription(sentence)

    def _change(self) -> None:
        missing = self.new.missing()
        if missing is not None:
            sentence, field = missing
            self._refuse(sentence)
            field.setFocus()
            return
        self._refuse("")
        self._wait(under_way=True)
        old, new = self.old.text(), self.new.text

        def change(workspace: Workspace) -> None:
            change_passphrase(workspace.database.path, old=old, new=new)

        self._desk.jobs.run(
            change, owner=self, then=lambda _done: self._changed(), failed=self._not_changed
        )

    def _not_changed(self, error: UserError) -> None:
        self._wait(under_way=False)
        self._refuse(str(error))
        if isinstance(error, WrongPassphrase):
            self.old.selectAll()
            self.old.setFocus()

    def _changed(self) -> None:
        self.old.clear()
        self.new.clear()
        for widget in (self.progress, self.progress_text):
            widget.show()
        renew_copies_of(self._desk, owner=self, then=self._renewed, failed=self._not_renewed)

    def _renewed(self, copies: CopiesRenewed) -> None:
        self._finish()
        self._desk.said.emit(said_of(copies))
        if copies.left:
            self._desk.refused.emit(said_of_left(copies))

    def _not_renewed(self, error: UserError) -> None:
        self._finish()
        self._desk.said.emit(_("La phrase de passe est changée."))
        if not isinstance(error, Cancelled):
            self._desk.refused.emit(str(error))

    def _finish(self) -> None:
        self._wait(under_way=False)
        for widget in (self.progress, self.progress_text):
            widget.hide()
        self.close_form()

    def _wait(self, *, under_way: bool) -> None:
        for widget in (self.old, self.new, self.change_button, self.cancel_button):
            widget.setDisabled(under_way)


def _reach() -> str:
    """What a new passphrase does, and what it cannot."""
    return _(
        "L’étude et ses copies de sauvegarde s’ouvriront par la nouvelle phrase seulement. Mais "
        "qui aurait gardé une ancienne copie de l’étude et l’ancienne phrase pourra encore lire "
        "cette copie."
    )
