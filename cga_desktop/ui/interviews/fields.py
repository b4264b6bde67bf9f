"""Fields of an interview that are written as they are typed: what every card of them shares."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from cga_desktop.domain.drafts import LONGEST_LINE
from cga_desktop.domain.texts import one_line
from cga_desktop.operations.interviews import InterviewChanges
from cga_desktop.ui.interviews.bindings import Binding
from cga_desktop.ui.interviews.reading import Reading
from cga_desktop.ui.widgets.parts import with_role
from cga_desktop.ui.widgets.putting import put_line

LONGEST_NAME = 80
"""Of a person, as in the settings."""


class FieldCard(QWidget):
    """Some fields of an interview.

    Signals:
        changed: an ``InterviewChanges`` with what was typed.
        grew: something appeared below the hands, and should be seen.
    """

    changed = Signal(object)
    grew = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.bindings: list[Binding] = []
        self._names: dict[str, str] = {}

    def hand_over(self) -> None:
        """What was typed and is not taken for finished yet is taken now."""

    def _line(self, name: str, proposals: Sequence[str] = ()) -> QLineEdit:
        """A line written with every key, with completion among ``proposals``."""
        field = QLineEdit(maxLength=LONGEST_LINE)
        field.textChanged.connect(partial(self._typed, name))
        if proposals:
            complete(field, proposals)
        self.bindings.append(
            Binding(("fields", name), field, lambda found: show_line(field, found.field(name)))
        )
        return field

    def _person(self, name: str, people: Sequence[str]) -> QLineEdit:
        """A line holding the name of a contributor, written once it is whole.

        The name of somebody who is known is whole with its last letter; a new one is when the hands
        leave it, since each beginning of it would become a person.
        """
        field = QLineEdit(maxLength=LONGEST_NAME)
        complete(field, people).activated.connect(partial(self._called, name))
        known = {one.casefold() for one in people}

        def typed(text: str) -> None:
            if one_line(text).casefold() in known:
                self._called(name, text)

        field.textEdited.connect(typed)
        field.editingFinished.connect(partial(self._named, name, field))

        def show(found: Reading) -> None:
            self._names[name] = found.person(found.field(name))
            show_line(field, self._names[name])

        self.bindings.append(Binding(("people", name), field, show))
        return field

    def _typed(self, name: str, text: str) -> None:
        self.changed.emit(InterviewChanges(fields={name: one_line(text)}))

    def _named(self, name: str, field: QLineEdit) -> None:
        self._called(name, field.text())

    def _called(self, name: str, text: str) -> None:
        who = one_line(text)
        if who != self._names.get(name, ""):
            self._names[name] = who
            self.changed.emit(InterviewChanges(people={name: who}))


def show_line(field: QLineEdit, text: str) -> None:
    """Show what the study holds, without that being taken for typing."""
    if one_line(field.text()) != text:
        put_line(field, text)


def complete(field: QLineEdit, proposals: Sequence[str]) -> QCompleter:
    """Propose these while typing, wherever the typed letters stand in them."""
    completer = QCompleter(list(proposals), field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    if (popup := completer.popup()) is not None:
        with_role(popup, "completion")
    field.setCompleter(completer)
    return completer
