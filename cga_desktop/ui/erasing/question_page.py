"""What a real deletion will take, why it is asked for, and whether it is truly meant."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.certificate_words import all_counted
from cga_desktop.operations.erasing import LONGEST_REASON, Doomed
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import card, label
from cga_desktop.ui.widgets.scrolling import fill, scrolled
from cga_desktop.ui.widgets.words import WordsBox


class QuestionPage(QWidget):
    """The question before something that nothing can take back.

    Signals:
        answered: whether everything is there to go on.
    """

    answered = Signal(bool)

    def __init__(self, subject: str, doomed: Doomed) -> None:
        super().__init__()
        self._interviews = doomed.interviews
        form = Form()
        form.setContentsMargins(0, 0, 8, 0)
        form.add_widget(label(subject, "strong", wrap=True))
        form.add_widget(_what_goes(doomed))
        self.with_interviews = self._tick(_interviews(doomed.interviews))
        if doomed.interviews:
            form.add_widget(self.with_interviews)
        self.reason = QLineEdit(maxLength=LONGEST_REASON)
        self.reason.textChanged.connect(self._look)
        form.add_row(
            _("Raison"),
            self.reason,
            help_text=_("Sans nom : « demande de la personne », par exemple. Elle est gardée."),
        )
        self.sure = self._tick(
            _("Je sais que rien ne pourra être retrouvé, ni par « Annuler », ni par une copie.")
        )
        form.add_widget(self.sure)
        form.finish()
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)
        fill(self, scrolled(ground))

    def _tick(self, words: str) -> WordsBox:
        made = WordsBox(words)
        made.toggled.connect(self._look)
        return made

    @property
    def complete(self) -> bool:
        """Whether a reason is given, and everything that must be ticked is."""
        meant = self.sure.isChecked() and bool(self.reason.text().strip())
        return meant and (not self._interviews or self.with_interviews.isChecked())

    def _look(self) -> None:
        self.answered.emit(self.complete)


def _interviews(count: int) -> str:
    return ngettext(
        "Effacer aussi {count} entretien, qui porte sur cet acteur.",
        "Effacer aussi {count} entretiens, qui portent sur cet acteur.",
        count,
    ).format(count=count)


def _what_goes(doomed: Doomed) -> QWidget:
    said = all_counted(doomed.counts)
    frame, column = card(spacing=4)
    lines = [
        _("Dans l’étude : {records}.").format(records=said),
        _("Tout ce que l’historique et la recherche en gardent, même supprimé ou corrigé depuis."),
        _("Ses photos et enregistrements, et ce qu’en gardent les copies de sauvegarde."),
    ]
    for line in lines:
        column.addWidget(label(line, wrap=True))
    return frame
