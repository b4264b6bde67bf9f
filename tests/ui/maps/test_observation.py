"""Nothing of a save, nor of what others change meanwhile, is felt in an observation."""

import pytest
from PySide6.QtCore import Qt

from cga_desktop.domain.drafts import ObservationDraft
from cga_desktop.operations.observations import add_observation, edit_observation
from cga_desktop.store.queries.actors import observation as read_observation
from cga_desktop.ui.maps.observation import ObservationCard
from tests.ui.interviews.hands import compose, press, put_caret, write

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def card(qtbot, desk, workspace):
    draft = ObservationDraft(text="", date="2026-05-12T14:30:00+02:00")
    made = ObservationCard(desk, add_observation(workspace, draft=draft).value)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.text.setFocus()
    return made


@pytest.fixture
def kept(qtbot, desk, workspace, card):
    """The observation, once all is on the disk."""

    def read():
        qtbot.waitUntil(lambda: not desk.unwritten)
        with workspace.database.reading() as session:
            return read_observation(session, card.observation_id)

    return read


@pytest.fixture
def changed_elsewhere(workspace, card, kept):
    """Waits for the save, then lets the card hear that something was changed elsewhere."""

    def change():
        kept()
        elsewhere = {"text": "Ailleurs.", "date": "2026-05-13T09:00:00+02:00"}
        edit_observation(workspace, observation_id=card.observation_id, changes=elsewhere)
        card.show_observation(kept())
        assert card.date.date().day() == 13

    return change


def test_selection_and_undo_survive(card, changed_elsewhere, kept):
    write("Un banc vide.")
    put_caret(card.text, 8, 12)
    changed_elsewhere()
    cursor = card.text.textCursor()
    assert (cursor.selectionStart(), cursor.selectionEnd()) == (8, 12)
    write("occupé")
    assert kept().text == "Un banc occupé."
    press(Qt.Key.Key_Z, CTRL)
    assert kept().text == "Un banc vide."


def test_a_character_being_composed_survives(card, changed_elsewhere, kept):
    write("Une for")
    compose("^")
    changed_elsewhere()
    assert card.text.textCursor().block().layout().preeditAreaText() == "^"
    compose("", commit="ê")
    write("t")
    assert kept().text == "Une forêt"
