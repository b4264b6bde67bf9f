"""What the person agrees to, asked purpose by purpose before the first question."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.moments import day_and_time, now
from cga_desktop.i18n import _
from cga_desktop.operations.interviews import InterviewChanges
from cga_desktop.ui.interviews.bindings import Binding
from cga_desktop.ui.interviews.reading import Reading
from cga_desktop.ui.widgets.choices import Choice, ChoiceRow
from cga_desktop.ui.widgets.parts import label

_YES, _NO, _UNASKED = "yes", "no", "unasked"
_SAID = {_YES: True, _NO: False, _UNASKED: None}
_SHOWN = {said: value for value, said in _SAID.items()}


class _Row(QWidget):
    """One purpose: the sentence to say aloud, three answers, and when it was answered."""

    def __init__(self, purpose: Purpose) -> None:
        super().__init__()
        self.purpose = purpose
        self.choices = ChoiceRow(
            purpose.label.capitalize(),
            (
                Choice(_YES, _("Oui"), _("o")),
                Choice(_NO, _("Non"), _("n")),
                Choice(_UNASKED, _("Pas encore demandé"), _("p")),
            ),
            help_text=purpose.question,
        )
        self._moment: QLabel = label("", "small")
        self.choices.add_note(self._moment)
        sentence = label(purpose.question, "strong", wrap=True)
        sentence.setBuddy(self.choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(sentence)
        column.addWidget(self.choices)

    @property
    def granted(self) -> bool | None:
        """What was said."""
        return _SAID.get(self.choices.value)

    @property
    def moment(self) -> str:
        """When it was said, in words; "" where it was not."""
        return "" if self._moment.isHidden() else self._moment.text()

    def show_said(self, granted: bool | None, moment: str) -> None:
        """Show what was said, and when."""
        self.choices.show_value(_SHOWN[granted])
        self.show_moment(moment if granted is not None else "")

    def show_moment(self, moment: str) -> None:
        """Show when it was said; nothing where it was not."""
        self._moment.setVisible(bool(moment))
        if moment:
            self._moment.setText(day_and_time(moment))
            spoken = _("Réponse donnée {moment}").format(moment=day_and_time(moment))
            self._moment.setAccessibleName(spoken)
            self._moment.setToolTip(spoken)


class ConsentCard(QWidget):
    """The purposes asked in an interview of one kind.

    Signals:
        changed: an ``InterviewChanges`` with what was said.
        answered: the last purpose was answered by key: what follows may take the hands.
    """

    changed = Signal(object)
    answered = Signal()

    def __init__(self, purposes: Sequence[Purpose]) -> None:
        super().__init__()
        self.rows = {purpose: _Row(purpose) for purpose in purposes}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("Ce que la personne accepte"), "section"))
        hint = _("Posez chaque question à voix haute. Au clavier : O pour oui, N pour non.")
        column.addWidget(label(hint, "small", wrap=True))
        for purpose, row in self.rows.items():
            row.choices.chosen.connect(partial(self._chosen, purpose))
            row.choices.keyed.connect(partial(self._go_on, purpose))
            column.addWidget(row)

    @property
    def said(self) -> dict[Purpose, bool | None]:
        """What was said to each purpose."""
        return {purpose: row.granted for purpose, row in self.rows.items()}

    def bindings(self) -> list[Binding]:
        """A field for each purpose."""
        return [
            Binding(("consents", purpose.value), row, partial(self._show, purpose))
            for purpose, row in self.rows.items()
        ]

    def ask(self) -> None:
        """Put the hands on the first purpose not asked yet, else on the first."""
        unasked = (row for row in self.rows.values() if row.granted is None)
        first = next(unasked, self.rows[Purpose.NOTES])
        first.choices.setFocus()

    def ask_for_notes(self) -> None:
        """Put the hands on what everything else depends on."""
        self.rows[Purpose.NOTES].choices.setFocus()

    def _show(self, purpose: Purpose, reading: Reading) -> None:
        self.rows[purpose].show_said(reading.granted(purpose), reading.given_at(purpose))

    def _chosen(self, purpose: Purpose, value: str) -> None:
        granted = _SAID[value]
        self.rows[purpose].show_moment(now() if granted is not None else "")
        self.changed.emit(InterviewChanges(consents={purpose.value: granted}))

    def _go_on(self, purpose: Purpose) -> None:
        order = list(self.rows)
        after = order[order.index(purpose) + 1 :]
        if after:
            self.rows[after[0]].choices.setFocus()
        else:
            self.answered.emit()
