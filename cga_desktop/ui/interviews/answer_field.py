"""Where an answer is written: plain text that grows with what is said and never gets in the way."""

from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from cga_desktop.domain.drafts import LONGEST_PROSE
from cga_desktop.domain.texts import cleaned
from cga_desktop.ui.widgets.parts import with_role
from cga_desktop.ui.widgets.putting import put_caret

_LINE_HEIGHT = 145
"""Percent of the font's own line."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AnswerField(QTextEdit):
    """A field without scroll bars: the page scrolls, the field is as high as its text.

    It is written to by the program only while nobody types in it, so that caret, selection, undo
    and a character being composed are never disturbed by a save.

    Signals:
        edited: the whole text, after each change by the user.
        entered: the focus came.
        left: the focus went.
        moved: the caret moved, so that the page may follow it.
        refused: a pasted text is too long; nothing was pasted.
        next_wanted: Ctrl and Enter.
        previous_wanted: Ctrl, Shift and Enter.
    """

    edited = Signal(str)
    entered = Signal()
    left = Signal()
    moved = Signal()
    refused = Signal()
    next_wanted = Signal()
    previous_wanted = Signal()

    def __init__(self, *, lines: int = 2) -> None:
        super().__init__()
        self._lines = lines
        with_role(self, "answer")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._text: str | None = None
        self._set_line_height()
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.textChanged.connect(self._edited)
        self.cursorPositionChanged.connect(self.moved)

    @property
    def text(self) -> str:
        """What is written, without what no file can hold."""
        if self._text is None:
            self._text = cleaned(self.toPlainText())
        return self._text

    def show_text(self, text: str) -> None:
        """Show what the study holds; nothing happens where it is what is written already."""
        if text == self.text:
            return
        before = self.toPlainText()
        blocker = QSignalBlocker(self)
        self.setPlainText(text)
        self._text = None
        self._set_line_height()
        put_caret(self, before, text)
        blocker.unblock()
        self._grow()

    def _set_line_height(self) -> None:
        spaced = QTextBlockFormat()
        spaced.setLineHeight(
            _LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        cursor = QTextCursor(self.document())
        self.document().setUndoRedoEnabled(False)  # this is no step somebody would undo
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spaced)
        self.document().setUndoRedoEnabled(True)

    def _edited(self) -> None:
        self._text = None
        self.edited.emit(self.text)

    def _grow(self) -> None:
        text = self.document().documentLayout().documentSize().height()
        margins = 2 * self.document().documentMargin()
        least = self._lines * self.fontMetrics().height() * _LINE_HEIGHT / 100 + margins
        self.setFixedHeight(ceil(max(text, least)) + self._frame())

    def _frame(self) -> int:
        """How much higher the field is than its text: the border and padding of the look."""
        return self.height() - self.contentsRect().height()

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """A narrower field is a higher one."""
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Larger text makes a higher field."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def wheelEvent(self, event: QWheelEvent, /) -> None:  # noqa: N802  (Qt's name)
        """The wheel turns the page."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Say so."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Say so."""
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Ctrl and Enter go on; everything else is typing."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
            return
        back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.previous_wanted if back else self.next_wanted).emit()
        else:
            # Left to itself, Qt takes the first Enter on an empty line only as an end to the
            # spacing of its lines.
            self.textCursor().insertBlock()
            self.ensureCursorVisible()

    def insertFromMimeData(self, source: QMimeData, /) -> None:  # noqa: N802  (Qt's name)
        """Paste text, as far as an answer may be long."""
        if len(source.text()) + len(self.toPlainText()) > LONGEST_PROSE:
            self.refused.emit()
            return
        self.insertPlainText(cleaned(source.text()))
