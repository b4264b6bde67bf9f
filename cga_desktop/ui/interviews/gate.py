"""The strip that says why nothing can be written yet, and leads to what changes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from cga_desktop.i18n import _
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.parts import button, label, with_role


class Gate(QFrame):
    """Shown until the person agreed to notes.

    Signals:
        consents: to the consents.
    """

    consents = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._refused = False
        self._state: tuple[bool | None, bool] | None = None
        with_role(self, "gate")
        self._mark = QLabel()
        self._sentence = label("", wrap=True)
        self._go = button("", self.consents.emit, role="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._go)
        theme.changed.connect(self._draw)

    @property
    def sentence(self) -> str:
        """What the strip says; "" where it is not there."""
        return "" if self.isHidden() else self._sentence.text()

    def show_said(self, granted: bool | None, *, written: bool) -> None:
        """Show the strip for what was said to notes; ``written``: something is there already."""
        if self._state == (granted, written):
            return
        self._state = (granted, written)
        self._refused = granted is False
        if granted is None:
            said = _(
                "Demandez d’abord l’accord pour la prise de notes : les réponses s’ouvrent dès que "
                "la personne dit oui."
            )
            go = _("Demander l’accord")
        elif written:
            said = _(
                "La personne ne veut plus de notes : n’écrivez plus rien sur elle. Ce qui était "
                "écrit est gardé tel quel ; voyez avec votre chargé·e de projet s’il faut "
                "l’effacer."
            )
            go = _("Modifier l’accord")
        else:
            said = _(
                "La personne ne souhaite pas de notes : n’écrivez rien sur elle. La conversation "
                "peut continuer, et elle peut changer d’avis."
            )
            go = _("Modifier l’accord")
        self._sentence.setText(said)
        self._go.setText(go)
        self._draw()
        self.setVisible(not granted)

    def _draw(self) -> None:
        tokens = self._theme.tokens
        name, colour = ("prohibit", tokens.danger) if self._refused else ("hand", tokens.warning)
        side = self._theme.px(20)
        self._mark.setPixmap(icon(name, colour).pixmap(side, side))
