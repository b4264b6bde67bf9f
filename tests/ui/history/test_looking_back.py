"""The study as it was: looked at under a banner, never written in, and back to today."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from cga_desktop.domain.drafts import ObservationDraft
from cga_desktop.domain.places import Point
from cga_desktop.domain.records import Actor, Interview
from cga_desktop.operations.actors import edit_actor
from cga_desktop.operations.history import open_study_as_of, past_studies_folder
from cga_desktop.operations.observations import add_observation
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.queries.actors import actor
from cga_desktop.store.queries.history import history
from cga_desktop.ui.actions import Action
from cga_desktop.ui.actors.screen import ActorsScreen
from cga_desktop.ui.history.banner import Banner
from cga_desktop.ui.history.moment_dialog import MomentDialog
from cga_desktop.ui.interviews.screen import InterviewsScreen
from cga_desktop.ui.maps.screen import MapScreen
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.shell import Shell
from cga_desktop.ui.window import Window
from tests.ui.conftest import in_memory, ordinary
from tests.ui.history.conftest import keys
from tests.ui.interviews.hands import write
from tests.ui.walk import complaints, unreached

ActorsRoom = Callable[[Actor], ActorsScreen]


def begun(workspace: Workspace, record_id: str) -> str:
    """The moment at which a record was first written."""
    with workspace.database.reading() as session:
        return history(session, record_id)[-1].at


@pytest.fixture
def past(qtbot: QtBot, window: Window, shell: Shell, workspace: Workspace, pave: Actor) -> Shell:
    """The study as it was before the name of its actor changed."""
    moment = begun(workspace, pave.id)
    edit_actor(workspace, actor_id=pave.id, changes={"name": "Le Pavé neuf"})
    old = in_memory(open_study_as_of(workspace.database, moment=moment))
    window.looking_back.show_past(old, moment)
    found = window.shell
    assert found is not None
    assert found is not shell
    qtbot.waitUntil(lambda: found.desk.jobs.idle)
    return found


def open_card(qtbot: QtBot, shell: Shell, pave: Actor) -> ActorsScreen:
    shell.enter(Room.ACTORS, pave.id)
    screen = shell.screen_of(Room.ACTORS)
    assert isinstance(screen, ActorsScreen)
    qtbot.waitUntil(lambda: screen.card.actor_id == pave.id)
    return screen


def copies() -> list[Path]:
    folder = past_studies_folder()
    return list(folder.iterdir()) if folder.is_dir() else []


def test_a_moment_is_asked_for_and_the_study_opens_as_it_was_then(
    qtbot: QtBot, window: Window, shell: Shell, workspace: Workspace, pave: Actor
) -> None:
    keys(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.findChild(MomentDialog) is not None)
    dialog = window.findChild(MomentDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    assert complaints(dialog) == []
    assert unreached(dialog) == []
    yesterday = datetime.now().astimezone() - timedelta(days=1)
    assert dialog.moment.startswith(f"{yesterday.date().isoformat()}T17:00")
    QTest.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.problem.isVisible)
    assert dialog.problem.text() == "Cette étude n’existait pas encore à ce moment-là."
    dialog.field.setMaximumDateTime(QDateTime.currentDateTime().addSecs(120))
    dialog.field.setDateTime(QDateTime.currentDateTime().addSecs(60))
    with qtbot.waitSignal(window.study_shown, timeout=10_000):
        QTest.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
    assert window.shell is not shell
    assert window.findChild(Banner) is not None


def test_the_banner_says_when_and_leads_back_to_today(
    qtbot: QtBot, window: Window, past: Shell, workspace: Workspace, pave: Actor
) -> None:
    banner = past.findChild(Banner)
    assert banner is not None
    said = ordinary(banner.sentence.text())
    assert said.startswith("Vous regardez l’étude telle qu’elle était le ")
    assert said.endswith("Rien ne peut y être changé.")
    assert open_card(qtbot, past, pave).card.title.text() == "Le Pavé"
    assert copies()
    QTest.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    today = window.shell
    assert today is not None
    assert today is not past
    assert not today.desk.read_only
    assert open_card(qtbot, today, pave).card.title.text() == "Le Pavé neuf"
    assert copies() == [], "the copy lived while it was looked at"
    qtbot.waitUntil(lambda: today.desk.jobs.idle)


def test_nothing_can_be_written_and_it_is_said_politely(
    qtbot: QtBot, window: Window, past: Shell, pave: Actor
) -> None:
    screen = open_card(qtbot, past, pave)
    form = screen.form
    assert form is not None
    fields = [*form.findChildren(QLineEdit), *form.findChildren(QPlainTextEdit)]
    assert fields
    assert all(one.isReadOnly() for one in fields)
    assert not screen.card.delete.isEnabled()
    form.texts["notes"].setFocus()
    write("Un mot")
    assert form.texts["notes"].toPlainText() == ""
    form.put_by_hand(Point(48.9, 2.5))
    assert "rien ne peut y être changé" in ordinary(window.toasts.sentence)
    assert past.desk.unwritten == set()
    window.toasts.dismiss()
    window.perform(Action.NEW_ACTOR)
    qtbot.waitUntil(lambda: "rien ne peut y être changé" in ordinary(window.toasts.sentence))
    window.toasts.dismiss()
    window.perform(Action.UNDO)
    qtbot.waitUntil(lambda: "rien ne peut y être changé" in ordinary(window.toasts.sentence))


def test_a_pin_of_an_earlier_day_goes_back_to_its_place(
    qtbot: QtBot, window: Window, past: Shell, pave: Actor
) -> None:
    screen = open_card(qtbot, past, pave)
    place = screen.card.map
    assert place is not None
    place.view.pin_moved.emit(48.9, 2.5)
    qtbot.waitUntil(lambda: place._point is None)
    assert "rien ne peut y être changé" in ordinary(window.toasts.sentence)
    window.toasts.dismiss()
    assert window.toasts.sentence == "", "nobody is told that it was put there"


def test_an_observation_of_an_earlier_day_stays_where_it_was(
    qtbot: QtBot, window: Window, shell: Shell, workspace: Workspace
) -> None:
    draft = ObservationDraft.filled(
        {"text": "Des bancs", "date": "2026-05-12T16:30+02:00", "lat": 48.9, "lon": 2.4}
    )
    made = add_observation(workspace, draft=draft).value
    moment = datetime.now().astimezone().isoformat()
    old = in_memory(open_study_as_of(workspace.database, moment=moment))
    window.looking_back.show_past(old, moment)
    now = window.shell
    assert now is not None
    now.enter(Room.MAP, made.id)
    screen = now.screen_of(Room.MAP)
    assert isinstance(screen, MapScreen)
    qtbot.waitUntil(lambda: screen.card is not None)
    screen.view.pin_moved.emit(48.95, 2.5)
    pin = screen.view._wanted.pin
    assert pin is not None
    assert (pin.lat, pin.lon) == (48.9, 2.4)
    assert screen.card is not None
    assert screen.card.text.isReadOnly()
    assert not screen.card.delete.isEnabled()
    assert "rien ne peut y être changé" in ordinary(window.toasts.sentence)
    qtbot.waitUntil(lambda: now.desk.jobs.idle)


def test_an_interview_can_be_read_not_ended_nor_thrown_away(
    qtbot: QtBot, window: Window, shell: Shell, workspace: Workspace, interview: Interview
) -> None:
    moment = datetime.now().astimezone().isoformat()
    old = in_memory(open_study_as_of(workspace.database, moment=moment))
    window.looking_back.show_past(old, moment)
    now = window.shell
    assert now is not None
    now.enter(Room.INTERVIEWS, interview.id)
    screen = now.screen_of(Room.INTERVIEWS)
    assert isinstance(screen, InterviewsScreen)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built)
    form = screen.form
    assert form is not None
    assert all(block.field.isReadOnly() for block in form.page.blocks.values())
    assert not form.header._discard.isEnabled()
    assert not form.header._finish.isEnabled()
    window.perform(Action.FINISH_INTERVIEW)
    assert not form.finished
    assert "rien ne peut y être changé" in ordinary(window.toasts.sentence)
    form.reopen()
    assert not form.finished
    qtbot.waitUntil(lambda: now.desk.jobs.idle)


def test_looking_further_back_still_leads_to_today(
    qtbot: QtBot, window: Window, past: Shell, workspace: Workspace, pave: Actor
) -> None:
    moment = begun(workspace, pave.id)
    again = in_memory(open_study_as_of(workspace.database, moment=moment))
    window.looking_back.show_past(again, moment)
    assert len([one for one in copies() if one.suffix == ".cgaetude"]) == 1
    window.come_back()
    today = window.shell
    assert today is not None
    assert today.desk.jobs.workspace.database is workspace.database
    qtbot.waitUntil(lambda: today.desk.jobs.idle)


def test_the_past_is_not_the_study_to_open_next_time(
    window: Window, past: Shell, workspace: Workspace
) -> None:
    assert window.settings.last_study == str(workspace.database.path)


def test_closing_the_window_on_the_past_closes_both(
    qtbot: QtBot, window: Window, past: Shell, workspace: Workspace, pave: Actor
) -> None:
    assert window.close()
    assert copies() == []
    with workspace.database.reading() as session:
        assert actor(session, pave.id).name == "Le Pavé neuf"
