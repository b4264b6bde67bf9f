"""One question on the page: its wording, how to help, the answer, what was marked in it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from cga_desktop.i18n import _
from cga_desktop.ui.interviews.answer_field import AnswerField
from cga_desktop.ui.interviews.excerpts import ExcerptList
from cga_desktop.ui.widgets.parts import label, with_role


class Block(QFrame):
    """A question (or the free notes) with its field, calmly marked where the hands are.

    Signals:
        edited: the whole text of the answer.
        entered: the focus came into the field.
    """

    edited = Signal(str)
    entered = Signal()

    def __init__(self, title: str, *, name: str, help_text: str, lines: int = 2) -> None:
        super().__init__()
        with_role(self, "question")
        self.field = AnswerField(lines=lines)
        self.field.setAccessibleName(name)
        self.field.setAccessibleDescription(help_text)
        self.field.edited.connect(self.edited)
        self.field.entered.connect(self.entered)
        self.excerpts = ExcerptList()
        self.title: QLabel = label(title, "strong", wrap=True)
        self.title.setBuddy(self.field)
        self._help = label(help_text, "small", wrap=True)
        if not help_text:
            self._help.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 0, 8)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self._help)
        column.addSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.excerpts)

    @property
    def answered(self) -> bool:
        """Whether something was written."""
        return bool(self.field.text.strip())

    def set_current(self, current: bool) -> None:
        """Mark the question that is being asked."""
        if self.property("current") is not current:
            self.setProperty("current", current)
            self.style().unpolish(self)
            self.style().polish(self)


def question_name(number: int, count: int, wording: str) -> str:
    """What a screen reader says of an answer's field."""
    return _("Question {number} sur {count} : {wording}").format(
        number=number, count=count, wording=wording
    )
