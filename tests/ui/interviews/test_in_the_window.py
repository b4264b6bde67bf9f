"""The form within the whole window: its shortcuts, and what closing the window does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.studies import open_study
from cga_desktop.store.queries.interviews import interview_sheet
from cga_desktop.ui.rooms import Room
from tests.ui.conftest import in_memory
from tests.ui.interviews.hands import hands, write

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def room(qtbot, window, study):
    """The room of interviews in the whole window, on a fresh study."""
    window.show_study(in_memory(study))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.shell.enter(Room.INTERVIEWS)
    return window.shell.screen_of(Room.INTERVIEWS)


@pytest.fixture
def form(qtbot, room):
    """A new interview, begun by its shortcut."""
    QTest.keyClick(hands(), Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: room.form is not None and room.form.built)
    return room.form


def test_from_the_first_shortcut_to_the_last_without_a_mouse(qtbot, window, form):
    for key in (Qt.Key.Key_O, Qt.Key.Key_O, Qt.Key.Key_O, Qt.Key.Key_N):
        QTest.keyClick(hands(), key)
    fields = [block.field for block in form.page.blocks.values()]
    for number, field in enumerate(fields):
        QTest.keyClick(hands(), Qt.Key.Key_Return, CTRL)
        assert hands() is field
        write(f"Réponse {number}.")
    QTest.keyClick(hands(), Qt.Key.Key_Return, CTRL | SHIFT)
    assert hands() is fields[-2]
    QTest.keyClick(hands(), Qt.Key.Key_T, CTRL | SHIFT)
    assert form.finished
    assert "est terminé" in window.toasts.sentence
    assert [field.text for field in fields] == [f"Réponse {n}." for n in range(15)]
    qtbot.waitUntil(lambda: not window.shell.desk.unwritten)


def test_another_room_and_back_finds_the_interview_where_it_was(qtbot, window, room, form):
    QTest.keyClick(hands(), Qt.Key.Key_O)
    form.page.next()
    write("Oui.")
    window.shell.enter(Room.HOME)
    qtbot.waitUntil(lambda: not window.shell.desk.unwritten)
    window.shell.enter(Room.INTERVIEWS)
    assert room.form is form
    assert form.isVisible()


def test_closing_the_window_at_once_loses_nothing(qtbot, window, form, study, vault):
    QTest.keyClick(hands(), Qt.Key.Key_O)
    form.page.go_to(next(iter(form.page.blocks)))
    write("La dernière phrase.")
    interview_id = form.interview_id
    window.close()
    assert window.shell is None
    reopened = open_study(study.path, vault=vault)
    with reopened.reading() as session:
        sheet = interview_sheet(session, interview_id)
    reopened.close()
    assert [one.text for one in sheet.answers.values()] == ["La dernière phrase."]


def test_a_typed_letter_is_never_taken_for_a_shortcut(qtbot, window, form, study):
    add_actor(in_memory(study), draft=ActorDraft(name="Régie"))
    QTest.keyClick(hands(), Qt.Key.Key_O)
    form.page.go_to(next(iter(form.page.blocks)))
    for key in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1):
        QTest.keyClick(hands(), Qt.Key(key))
    QTest.keyClick(hands(), Qt.Key.Key_Plus)
    QTest.keyClick(hands(), Qt.Key.Key_Minus)
    assert hands().text == "abcdefghijklmnopqrstuvwxyz+-"
    qtbot.waitUntil(lambda: not window.shell.desk.unwritten)
