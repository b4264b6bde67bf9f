"""Undo and redo in the window: everything can be taken back, and the words say what it was."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.errors import NotWritten
from cga_desktop.domain.records import Actor, Interview
from cga_desktop.operations.actors import add_actor, delete_actor
from cga_desktop.operations.observations import add_observation, edit_observation
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.store.database import Database
from cga_desktop.store.queries.actors import actors, observations
from cga_desktop.store.queries.interviews import interview_sheet, interviews
from cga_desktop.ui.actions import Action
from cga_desktop.ui.actors.screen import ActorsScreen
from cga_desktop.ui.history.buttons import HistoryButtons
from cga_desktop.ui.interviews.screen import InterviewsScreen
from cga_desktop.ui.maps.screen import MapScreen
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.shell import Shell
from cga_desktop.ui.window import Window
from tests.ui.conftest import MakeWindow, in_memory, ordinary
from tests.ui.history.conftest import CTRL, SHIFT, keys
from tests.ui.interviews.hands import write

ActorsRoom = Callable[[Actor], ActorsScreen]
InterviewsRoom = Callable[[Interview], InterviewsScreen]
Rest = Callable[[], None]


def names(workspace: Workspace) -> list[str]:
    with workspace.database.reading() as session:
        return [one.name for one in actors(session)]


def buttons(shell: Shell) -> HistoryButtons:
    found = shell.status.findChild(HistoryButtons)
    assert found is not None
    return found


def said(window: Window) -> str:
    return ordinary(window.toasts.sentence)


# --- what was deleted ----------------------------------------------------------------------------


def test_an_actor_goes_without_a_question_and_comes_back(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    pave: Actor,
    actors_room: ActorsRoom,
    rest: Rest,
) -> None:
    screen = actors_room(pave)
    QTest.mouseClick(screen.card.delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(window) == "« Le Pavé » est supprimé.")
    rest()
    assert (names(workspace), screen.form) == ([], None)
    assert window.toasts.offer_button.text() == "Annuler"
    QTest.mouseClick(window.toasts.offer_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(window) == "Annulé : suppression d’un acteur (Le Pavé).")
    rest()
    assert names(workspace) == ["Le Pavé"]
    assert [row.title for row in screen.list.rows.shown] == ["Le Pavé"]
    assert screen.card.actor_id == pave.id, "what came back is shown"
    assert window.toasts.offer_button.text() == "Rétablir"
    QTest.mouseClick(window.toasts.offer_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(window) == "Rétabli : suppression d’un acteur (Le Pavé).")
    assert names(workspace) == []


def test_a_toast_never_takes_back_something_else(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    pave: Actor,
    actors_room: ActorsRoom,
    rest: Rest,
) -> None:
    screen = actors_room(pave)
    QTest.mouseClick(screen.card.delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(window) == "« Le Pavé » est supprimé.")
    offer = window.toasts._now.offer
    assert offer is not None
    draft = ActorDraft.filled({"name": "Élan"})
    screen.desk.jobs.write(lambda w: add_actor(w, draft=draft))
    rest()
    assert said(window) == "« Le Pavé » est supprimé."
    assert not window.toasts.offer_button.isVisible(), "something was done since"
    offer.do()  # a click at that very moment
    qtbot.waitUntil(lambda: said(window).startswith("Autre chose a été fait depuis."))
    assert names(workspace) == ["Élan"]


def test_what_was_just_typed_comes_back_with_the_actor(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    pave: Actor,
    actors_room: ActorsRoom,
    rest: Rest,
) -> None:
    screen = actors_room(pave)
    assert screen.form is not None
    screen.form.texts["notes"].setFocus()
    write("Fermé le lundi")
    QTest.mouseClick(screen.card.delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(workspace) == [])
    rest()
    keys(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: names(workspace) == ["Le Pavé"])
    with workspace.database.reading() as session:
        assert actors(session)[0].notes == "Fermé le lundi"


def test_an_interview_with_answers_goes_and_comes_back_whole(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    interview: Interview,
    interviews_room: InterviewsRoom,
    rest: Rest,
) -> None:
    screen = interviews_room(interview)
    assert screen.form is not None
    screen.form.page.next()
    write("Depuis 1998")
    screen.form.header.discard.emit()
    qtbot.waitUntil(lambda: said(window) == "L’entretien H-001 est supprimé.")
    rest()
    assert screen.form is None
    with workspace.database.reading() as session:
        assert interviews(session) == []
    keys(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: said(window) == "Annulé : suppression d’un entretien (H-001).")
    with workspace.database.reading() as session:
        sheet = interview_sheet(session, interview.id)
    assert [one.text for one in sheet.answers.values()] == ["Depuis 1998"]
    assert sheet.consents["notes"].granted


# --- what was typed ------------------------------------------------------------------------------


def test_a_field_takes_back_its_own_typing_first_then_the_study_does(
    qtbot: QtBot, window: Window, pave: Actor, actors_room: ActorsRoom, rest: Rest
) -> None:
    form = actors_room(pave).form
    assert form is not None
    notes = form.texts["notes"]
    notes.setFocus()
    write("Fermé")
    rest()
    keys(Qt.Key.Key_Z)
    assert notes.toPlainText() == ""
    assert said(window) == "", "the field did it alone"
    keys(Qt.Key.Key_Y)
    assert notes.toPlainText() == "Fermé", "also with the keys it does not know"
    keys(Qt.Key.Key_Z)
    rest()
    keys(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: said(window) == "Annulé : ajout d’un acteur (Le Pavé).")


def test_words_written_before_the_last_start_are_taken_back_in_the_field_itself(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    interview: Interview,
    interviews_room: InterviewsRoom,
    rest: Rest,
) -> None:
    screen = interviews_room(interview)
    assert screen.form is not None
    screen.form.page.next()
    write("Depuis 1998")
    rest()
    screen.close_form()
    form = interviews_room(interview).form
    assert form is not None
    field = next(one.field for one in form.page.blocks.values() if one.field.text)
    field.setFocus()
    keys(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: field.text == "", timeout=3_000)
    assert said(window) == "Annulé : modification d’un entretien (H-001)."
    assert field.hasFocus()
    keys(Qt.Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: field.text == "Depuis 1998")
    assert field.textCursor().position() == len("Depuis 1998")
    rest()


def test_the_caret_stays_where_the_field_in_use_did_not_change(
    qtbot: QtBot,
    shell: Shell,
    workspace: Workspace,
    pave: Actor,
    actors_room: ActorsRoom,
    rest: Rest,
) -> None:
    form = actors_room(pave).form
    assert form is not None
    form.texts["notes"].setFocus()
    write("Fermé le lundi")
    rest()
    form.lines["phone"].setFocus()
    write("01 48")
    form.autosave.flush()
    rest()
    notes = form.texts["notes"]
    notes.setFocus()
    cursor = notes.textCursor()
    cursor.setPosition(5)
    notes.setTextCursor(cursor)
    shell.history.undo()
    qtbot.waitUntil(lambda: form.lines["phone"].text() == "")
    assert (notes.toPlainText(), notes.textCursor().position()) == ("Fermé le lundi", 5)


def test_what_is_still_being_typed_is_the_first_thing_taken_back(
    qtbot: QtBot, shell: Shell, pave: Actor, actors_room: ActorsRoom, rest: Rest
) -> None:
    form = actors_room(pave).form
    assert form is not None
    form.texts["notes"].setFocus()
    write("Fermé")
    assert shell.desk.unwritten
    QTest.mouseClick(buttons(shell).undo, Qt.MouseButton.LeftButton)  # not known yet: disabled
    qtbot.waitUntil(buttons(shell).undo.isEnabled)
    shell.history.undo()
    qtbot.waitUntil(lambda: form.texts["notes"].toPlainText() == "")
    rest()
    assert shell.history.next_undo is not None
    assert shell.history.next_undo.verb == "add_actor"


def test_where_the_disk_refuses_nothing_is_taken_back(
    qtbot: QtBot,
    window: Window,
    pave: Actor,
    actors_room: ActorsRoom,
    rest: Rest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = actors_room(pave)
    form = screen.form
    assert form is not None
    form.texts["notes"].setFocus()

    def refuse(_self: Database, _verb: object = None) -> None:
        raise NotWritten("Le disque est plein.")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "writing", refuse)
        write("Fermé")
        form.lines["name"].setFocus()
        window.perform(Action.UNDO)
        qtbot.waitUntil(lambda: "rien n’a été annulé" in said(window))
    assert names(screen.desk.jobs.workspace) == ["Le Pavé"]
    assert form.texts["notes"].toPlainText() == "Fermé"
    form.autosave.flush()
    rest()


# --- what is shown -------------------------------------------------------------------------------


def test_undoing_what_made_the_record_shown_leads_back_to_the_list(
    qtbot: QtBot, shell: Shell, workspace: Workspace, rest: Rest
) -> None:
    assert shell.room is Room.HOME
    shell.enter(Room.INTERVIEWS)
    screen = shell.screen_of(Room.INTERVIEWS)
    assert isinstance(screen, InterviewsScreen)
    screen.perform(Action.NEW_RESIDENT_INTERVIEW)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built)
    rest()
    shell.history.undo()
    qtbot.waitUntil(lambda: screen.form is None)
    rest()
    assert screen.listing.isVisible()
    assert screen.listing.list.rows.rowCount() == 0
    shell.history.redo()
    qtbot.waitUntil(lambda: screen.listing.list.rows.rowCount() == 1)


def test_an_observation_goes_where_it_was_and_closes_when_it_is_no_more(
    qtbot: QtBot, window: Window, shell: Shell, workspace: Workspace, rest: Rest
) -> None:
    draft = ObservationDraft.filled(
        {"text": "Des bancs pleins", "date": "2026-05-12T16:30+02:00", "lat": 48.9, "lon": 2.4}
    )
    made = add_observation(workspace, draft=draft).value
    edit_observation(workspace, observation_id=made.id, changes={"lat": 48.91})
    shell.enter(Room.MAP, made.id)
    screen = shell.screen_of(Room.MAP)
    assert isinstance(screen, MapScreen)
    qtbot.waitUntil(lambda: screen.card is not None)
    rest()
    keys(Qt.Key.Key_Z)
    qtbot.waitUntil(
        lambda: screen.view._wanted.pin is not None and screen.view._wanted.pin.lat == 48.9
    )
    keys(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: screen.card is None)
    keys(Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: said(window) == "Rétabli : ajout d’une observation (Des bancs pleins).")
    with workspace.database.reading() as session:
        assert [one.text for one in observations(session)] == ["Des bancs pleins"]
    qtbot.waitUntil(lambda: screen.record == made.id)
    assert screen.card is not None
    assert screen.card.text.toPlainText() == "Des bancs pleins"


def test_the_buttons_say_what_they_would_do(
    qtbot: QtBot, window: Window, shell: Shell, workspace: Workspace, rest: Rest
) -> None:
    undo, redo = buttons(shell).undo, buttons(shell).redo
    assert (undo.isEnabled(), redo.isEnabled()) == (False, False)
    assert ordinary(undo.toolTip()) == "Rien à annuler (Ctrl + Z)"
    draft = ActorDraft.filled({"name": "Le Pavé"})
    shell.desk.jobs.write(lambda w: add_actor(w, draft=draft))
    qtbot.waitUntil(undo.isEnabled)
    assert ordinary(undo.toolTip()) == "Annuler : ajout d’un acteur (Le Pavé) (Ctrl + Z)"
    assert ordinary(undo.accessibleDescription()) == "Annuler : ajout d’un acteur (Le Pavé)"
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(redo.isEnabled)
    assert not undo.isEnabled()
    QTest.mouseClick(redo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(undo.isEnabled)
    rest()
    assert names(workspace) == ["Le Pavé"]


def test_where_there_is_nothing_to_take_back_it_is_said(
    qtbot: QtBot, window: Window, shell: Shell
) -> None:
    keys(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: said(window) == "Il n’y a rien à annuler.")
    keys(Qt.Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: said(window) == "Il n’y a rien à rétablir.")


def test_what_was_done_before_the_last_start_can_be_taken_back(
    qtbot: QtBot, make: MakeWindow, workspace: Workspace, pave: Actor
) -> None:
    delete_actor(workspace, actor_id=pave.id)
    window = make(Settings(contributor="Awa"))
    window.show()
    window.activateWindow()
    window.show_study(in_memory(workspace.database))
    qtbot.waitUntil(window.isActiveWindow)
    keys(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: names(workspace) == ["Le Pavé"])
    shell = window.shell
    assert shell is not None
    qtbot.waitUntil(lambda: shell.desk.jobs.idle)


# --- who did it ----------------------------------------------------------------------------------


def test_changes_are_noted_under_the_name_in_the_settings(
    shell: Shell, workspace: Workspace
) -> None:
    assert workspace.database.author == "Awa"
    shell.desk.change_settings(contributor="Inès")
    assert workspace.database.author == "Inès"
