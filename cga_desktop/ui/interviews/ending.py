"""The end of the page: what is still missing, in a sentence, and the button that finishes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cga_desktop.i18n import _
from cga_desktop.ui.actions import Action
from cga_desktop.ui.widgets.parts import button, label


class Ending(QWidget):
    """Where the path ends.

    Signals:
        finish: the interview is over.
        reopen: it is not, after all.
    """

    finish = Signal()
    reopen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._missing = label("", "muted", wrap=True)
        self._finish = button(
            Action.FINISH_INTERVIEW.words.text,
            self.finish.emit,
            role="accent",
            tip=Action.FINISH_INTERVIEW.tip,
        )
        self._reopen = button(_("Rouvrir l’entretien"), self.reopen.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._missing)
        row = QHBoxLayout()
        row.addWidget(self._finish)
        row.addWidget(self._reopen)
        row.addStretch(1)
        column.addLayout(row)

    @property
    def sentence(self) -> str:
        """What is said to be missing."""
        return self._missing.text()

    def show_state(self, *, finished: bool, missing: str) -> None:
        """Show whether the interview is over, and what it lacks."""
        over = _("Cet entretien est terminé.") + " " if finished else ""
        self._missing.setText(over + missing)
        hands = self._finish.hasFocus() or self._reopen.hasFocus()
        self._finish.setVisible(not finished)
        self._reopen.setVisible(finished)
        if hands:
            self.take_hands()

    def take_hands(self) -> None:
        """Put the focus on the button."""
        (self._reopen if self._finish.isHidden() else self._finish).setFocus()
