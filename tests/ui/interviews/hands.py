"""What a person does at the keyboard: keys go to whatever has the focus, as they really do."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def hands() -> QWidget:
    """The widget that has the focus."""
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def press(
    key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
) -> None:
    """Press a key, ``times`` in a row."""
    for _time in range(times):
        QTest.keyClick(hands(), key, modifiers)


def letter(text: str) -> None:
    """Type one character, accented or not."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, text)
        QCoreApplication.sendEvent(hands(), event)


def write(text: str) -> None:
    """Type a text where the focus is."""
    for one in text:
        letter(one)


def compose(preedit: str, commit: str = "") -> None:
    """What an input method sends: a character being composed, or the one it became."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QCoreApplication.sendEvent(hands(), event)


def put_caret(field, start: int, end: int | None = None) -> None:
    """Put the caret at ``start``, or select from there to ``end``."""
    cursor = field.textCursor()
    cursor.setPosition(start)
    if end is not None:
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
