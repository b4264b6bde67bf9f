"""A field for what nobody else should read over one's shoulder."""

from PySide6.QtWidgets import QLineEdit

from cga_desktop.i18n import _
from cga_desktop.ui.widgets.words import WordsBox


class SecretField(QLineEdit):
    """A field for a passphrase, hidden until its writer asks to see it."""

    def __init__(self) -> None:
        super().__init__()
        self.set_shown(shown=False)

    def set_shown(self, *, shown: bool) -> None:
        """Show what is typed, or hide it."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)


def show_tick(*fields: SecretField) -> WordsBox:
    """The tick with which the passphrase in ``fields`` is shown."""
    tick = WordsBox(_("Montrer la phrase de passe"))

    def show(ticked: bool) -> None:
        for field in fields:
            field.set_shown(shown=ticked)

    tick.toggled.connect(show)
    return tick
