"""A question with a few answers side by side, one of them chosen."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QWidget

from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.parts import with_role

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class Choice(NamedTuple):
    """One answer: its value, the word shown, and one letter that picks it ("" for none)."""

    value: str
    text: str
    key: str = ""


class ChoiceRow(QWidget):
    """A group of radio buttons: one stop for Tab, arrows and letters within it.

    Signals:
        chosen: the value that somebody picked; not emitted by ``show_value``.
        keyed: a letter picked an answer, so the hands may go on to what follows.
    """

    chosen = Signal(str)
    keyed = Signal()

    def __init__(self, title: str, choices: Sequence[Choice], *, help_text: str = "") -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setAccessibleDescription(help_text)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        self._letters: Mapping[str, str] = {one.key: one.value for one in choices if one.key}
        self._flow = FlowLayout(self, gap=8)
        for choice in choices:
            made = with_role(QRadioButton(choice.text), "choice")
            made.setAccessibleName(f"{title} : {choice.text}")
            made.setAccessibleDescription(help_text)
            made.installEventFilter(self)
            self._group.addButton(made)
            self._buttons[choice.value] = made
            self._flow.addWidget(made)
        self.setFocusProxy(self._buttons[choices[0].value])
        self._group.buttonToggled.connect(self._toggled)

    @property
    def value(self) -> str:
        """The value chosen; "" where none is."""
        return next((value for value, one in self._buttons.items() if one.isChecked()), "")

    def add_note(self, note: QWidget) -> None:
        """A remark after the answers, on their line where there is room."""
        self._flow.addWidget(note)

    def button(self, value: str) -> QRadioButton:
        """The button of one answer."""
        return self._buttons[value]

    def show_value(self, value: str) -> None:
        """Show what was chosen before; a value that is not among the choices shows none."""
        blocker = QSignalBlocker(self._group)
        if value in self._buttons:
            self._buttons[value].setChecked(True)
            self.setFocusProxy(self._buttons[value])
        else:
            self._group.setExclusive(False)
            for one in self._buttons.values():
                one.setChecked(False)
            self._group.setExclusive(True)
        blocker.unblock()

    def _toggled(self, pressed: QAbstractButton, checked: bool) -> None:
        if checked:
            self.setFocusProxy(pressed)
            self.chosen.emit(self.value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """Letters pick an answer."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            value = self._letters.get(event.text().casefold())
            if value is not None and event.modifiers() in _PLAIN:
                self._buttons[value].setFocus(Qt.FocusReason.ShortcutFocusReason)
                self._buttons[value].setChecked(True)
                self.keyed.emit()
                return True
        return super().eventFilter(watched, event)
