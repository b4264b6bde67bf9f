"""Other words put into a field that somebody may be in, the caret where they differ."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit


def put_text(field: QPlainTextEdit | QTextEdit, text: str) -> None:
    """Show ``text``, without that being taken for typing; nothing happens where it is there."""
    before = field.toPlainText()
    if before == text:
        return
    with QSignalBlocker(field):
        field.setPlainText(text)
    put_caret(field, before, text)


def put_caret(field: QPlainTextEdit | QTextEdit, before: str, after: str) -> None:
    """The caret after what differs between the text before and now, where somebody is in it."""
    if field.hasFocus():
        cursor = QTextCursor(field.document())
        cursor.setPosition(caret_after(before, after))
        field.setTextCursor(cursor)


def put_line(field: QLineEdit, text: str) -> None:
    """Show ``text``, without that being taken for typing."""
    before = field.text()
    if before == text:
        return
    with QSignalBlocker(field):
        field.setText(text)
        field.setCursorPosition(caret_after(before, text) if field.hasFocus() else 0)


def caret_after(before: str, after: str) -> int:
    """Where what differs ends in ``after``, as Qt counts: in UTF-16 units."""
    shortest = min(len(before), len(after))
    same = 0
    while same < shortest and before[-1 - same] == after[-1 - same]:
        same += 1
    return len(after[: len(after) - same].encode("utf-16-le")) // 2
