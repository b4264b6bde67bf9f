"""The undo of a field: what was typed in it is taken back first, key by key, as people expect."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)
Field = QLineEdit | QPlainTextEdit | QTextEdit
_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


def can_undo(field: Field) -> bool:
    """Whether the field has typing of its own to take back."""
    if field.isReadOnly():
        return False
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable()
    return field.document().isUndoAvailable()


def can_redo(field: Field) -> bool:
    """Whether the field has typing of its own to do again."""
    if field.isReadOnly():
        return False
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable()
    return field.document().isRedoAvailable()


def undo_in_field() -> bool:
    """Let the field in use take back its own typing; False where it has none."""
    field = QApplication.focusWidget()
    if isinstance(field, _FIELDS) and can_undo(field):
        field.undo()
        return True
    return False


def redo_in_field() -> bool:
    """Let the field in use do its own typing again; False where it has none."""
    field = QApplication.focusWidget()
    if isinstance(field, _FIELDS) and can_redo(field):
        field.redo()
        return True
    return False


class FieldsLetGo(QObject):
    """Fields keep the keys of undo and redo to themselves; with nothing to undo they let go.

    Only the field in use is watched: a filter on every widget would be felt.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if isinstance(now, _FIELDS) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """A key of undo that would do nothing in the field is left to the window."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(watched, _FIELDS):
            return False
        if not isinstance(event, QKeyEvent) or not _nothing_to_do(watched, event):
            return False
        event.ignore()
        return True


def _nothing_to_do(field: Field, event: QKeyEvent) -> bool:
    if event.matches(_UNDO):
        return not can_undo(field)
    return event.matches(_REDO) and not can_redo(field)
