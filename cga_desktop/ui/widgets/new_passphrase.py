"""Choosing a passphrase: typed twice, hidden until one asks to see it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cga_desktop.domain.study_files import SHORTEST_PASSPHRASE
from cga_desktop.i18n import _
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.secret import SecretField, show_tick


class NewPassphrase(QWidget):
    """The new passphrase and the same a second time.

    Signals:
        entered: the Return key says that both are typed.
    """

    entered = Signal()

    def __init__(self, *shown_with_it: SecretField) -> None:
        """One tick shows what is typed here and in the fields ``shown_with_it``."""
        super().__init__()
        self.passphrase = SecretField()
        self.again = SecretField()
        form = Form()
        form.add_row(
            _("Nouvelle phrase de passe"),
            self.passphrase,
            help_text=_(
                "Au moins {count} caractères. Quatre mots sans lien se retiennent bien."
            ).format(count=SHORTEST_PASSPHRASE),
        )
        form.add_row(_("La même phrase, une seconde fois"), self.again)
        self.tick = show_tick(*shown_with_it, self.passphrase, self.again)
        form.add_widget(self.tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)
        for field in (self.passphrase, self.again):
            field.returnPressed.connect(self.entered)

    @property
    def text(self) -> str:
        """What was chosen."""
        return self.passphrase.text()

    def missing(self) -> tuple[str, SecretField] | None:
        """What has to be said before it can be used, and the field that it is about."""
        if len(self.text.strip()) < SHORTEST_PASSPHRASE:
            short = _("La phrase de passe est trop courte : il faut {count} caractères au moins.")
            return short.format(count=SHORTEST_PASSPHRASE), self.passphrase
        if self.text != self.again.text():
            return _("Les deux phrases de passe diffèrent : retapez la seconde."), self.again
        return None

    def clear(self) -> None:
        """Forget what was typed, and hide what will be."""
        self.passphrase.clear()
        self.again.clear()
        self.tick.setChecked(False)
