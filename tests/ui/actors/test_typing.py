"""Nothing of a save, nor of what others change meanwhile, is felt in the fields of an actor."""

import pytest
from PySide6.QtCore import Qt

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.operations.actors import add_actor, edit_actor
from cga_desktop.store.queries.actors import actor, actor_sheet
from cga_desktop.ui.actors.form import ActorForm
from tests.ui.interviews.hands import compose, press, put_caret, write

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def regie(workspace):
    return add_actor(workspace, draft=ActorDraft(name="Régie")).value


@pytest.fixture
def form(qtbot, desk, workspace, regie):
    with workspace.database.reading() as session:
        made = ActorForm(desk, actor_sheet(session, regie.id))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def saved(qtbot, desk, workspace, form):
    """Waits for the save, then lets the form hear that something was changed elsewhere."""

    def wait():
        qtbot.waitUntil(lambda: not desk.unwritten)
        elsewhere = {"notes": "Ailleurs.", "phone": "09", "email": "a@b.fr"}
        edit_actor(workspace, actor_id=form.actor_id, changes=elsewhere)
        with workspace.database.reading() as session:
            form.show_sheet(actor_sheet(session, form.actor_id))
        assert form.lines["email"].text() == "a@b.fr"

    return wait


@pytest.fixture
def kept(qtbot, desk, workspace, regie):
    def read(name):
        qtbot.waitUntil(lambda: not desk.unwritten)
        with workspace.database.reading() as session:
            return getattr(actor(session, regie.id), name)

    return read


def test_selection_and_undo_of_a_text_survive(form, saved, kept):
    notes = form.texts["notes"]
    notes.setFocus()
    write("Ouvert le mardi.")
    put_caret(notes, 10, 15)
    saved()
    cursor = notes.textCursor()
    assert (cursor.selectionStart(), cursor.selectionEnd()) == (10, 15)
    write("jeudi")
    assert notes.toPlainText() == "Ouvert le jeudi."
    assert kept("notes") == "Ouvert le jeudi."
    press(Qt.Key.Key_Z, CTRL)
    assert notes.toPlainText() == "Ouvert le mardi."
    assert kept("notes") == "Ouvert le mardi."


def test_selection_and_undo_of_a_line_survive(form, saved, kept):
    line = form.lines["phone"]
    line.setFocus()
    write("01 48 50")
    line.setSelection(3, 2)
    saved()
    assert line.selectedText() == "48"
    write("49")
    assert line.text() == "01 49 50"
    assert kept("phone") == "01 49 50"
    press(Qt.Key.Key_Z, CTRL)
    assert line.text() == "01 48 50"
    assert kept("phone") == "01 48 50"


def test_a_character_being_composed_survives_in_a_text(form, saved, kept):
    notes = form.texts["notes"]
    notes.setFocus()
    write("La f")
    compose("^")
    saved()
    assert notes.textCursor().block().layout().preeditAreaText() == "^"
    compose("", commit="ê")
    write("te")
    assert kept("notes") == "La fête"


def test_a_character_being_composed_survives_in_a_line(form, saved, kept):
    line = form.lines["phone"]
    line.setFocus()
    write("po")
    compose("¨")
    saved()
    compose("", commit="ï")
    write("nt")
    assert line.text() == "poïnt"
    assert kept("phone") == "poïnt"


def test_a_name_being_typed_survives(form, saved, kept):
    name = form.lines["name"]
    name.setFocus()
    press(Qt.Key.Key_A, CTRL)
    write("Régie de qu")
    saved()
    write("artier")
    assert kept("name") == "Régie de quartier"
