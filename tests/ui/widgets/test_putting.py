"""Other words put into a field: nobody takes that for typing, and the caret is where they are."""

from collections.abc import Iterator

import pytest
import shiboken6
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cga_desktop.ui.widgets.putting import caret_after, put_line, put_text

TEXTS = st.text(alphabet="ab é😀\n", max_size=20)


@pytest.fixture
def ground(qtbot: QtBot) -> Iterator[QWidget]:
    ground = QWidget()
    QVBoxLayout(ground)
    ground.show()
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    yield ground
    shiboken6.delete(ground)


@pytest.fixture
def text(ground: QWidget) -> QPlainTextEdit:
    field = QPlainTextEdit("Fermé le lundi soir")
    ground.layout().addWidget(field)
    return field


@pytest.fixture
def line(ground: QWidget) -> QLineEdit:
    field = QLineEdit("Fermé le lundi soir")
    ground.layout().addWidget(field)
    return field


def test_the_caret_stands_after_what_differs(qtbot: QtBot, text: QPlainTextEdit) -> None:
    text.setFocus()
    with qtbot.assertNotEmitted(text.textChanged):
        put_text(text, "Fermé le mardi soir")
    assert text.toPlainText() == "Fermé le mardi soir"
    assert text.textCursor().position() == len("Fermé le mar")


def test_it_does_in_a_line_too(qtbot: QtBot, line: QLineEdit) -> None:
    line.setFocus()
    with qtbot.assertNotEmitted(line.textChanged):
        put_line(line, "Fermé le mardi soir")
    assert line.cursorPosition() == len("Fermé le mar")


def test_a_line_nobody_is_in_shows_its_beginning(ground: QWidget, line: QLineEdit) -> None:
    ground.setFocus()
    line.clearFocus()
    put_line(line, "Fermé le mardi soir")
    assert line.cursorPosition() == 0


def test_the_same_words_move_nothing(text: QPlainTextEdit, line: QLineEdit) -> None:
    text.setFocus()
    cursor = text.textCursor()
    cursor.setPosition(3)
    text.setTextCursor(cursor)
    put_text(text, "Fermé le lundi soir")
    assert text.textCursor().position() == 3
    line.setCursorPosition(4)
    put_line(line, "Fermé le lundi soir")
    assert line.cursorPosition() == 4


@given(TEXTS, TEXTS)
def test_the_caret_is_always_within_the_text(before: str, after: str) -> None:
    units = len(after.encode("utf-16-le")) // 2
    assert 0 <= caret_after(before, after) <= units


@given(TEXTS, TEXTS)
def test_what_follows_the_caret_was_there_before(before: str, after: str) -> None:
    rest = after.encode("utf-16-le")[2 * caret_after(before, after) :].decode("utf-16-le")
    assert before.endswith(rest)
