"""A window on a study, and hands that take things back in it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.records import Actor, Interview
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.actors.screen import ActorsScreen
from cga_desktop.ui.interviews.screen import InterviewsScreen
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.shell import Shell
from cga_desktop.ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def pave(workspace: Workspace) -> Actor:
    """An actor of the study."""
    return add_actor(workspace, draft=ActorDraft.filled({"name": "Le Pavé"})).value


@pytest.fixture
def interview(workspace: Workspace) -> Interview:
    """An interview with somebody who agreed to notes, with one answer."""
    made = start_interview(workspace, kind="resident", contributor="Awa").value
    changes = InterviewChanges(consents={"notes": True})
    return save_interview(workspace, interview_id=made.id, changes=changes).value


@pytest.fixture
def shell(qtbot: QtBot, window: Window, workspace: Workspace) -> Shell:
    """The study open in a window."""
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.show_study(workspace)
    qtbot.waitUntil(window.isActiveWindow)
    shell = window.shell
    assert shell is not None
    qtbot.waitUntil(lambda: shell.desk.jobs.idle)
    return shell


@pytest.fixture
def rest(qtbot: QtBot, shell: Shell) -> Callable[[], None]:
    """Waits until everything typed is written and every answer home."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not shell.desk.unwritten and shell.desk.jobs.idle, timeout=10_000)

    return wait


@pytest.fixture
def actors_room(qtbot: QtBot, shell: Shell) -> Callable[[Actor], ActorsScreen]:
    """The room of the actors with one card open."""

    def enter(actor: Actor) -> ActorsScreen:
        shell.enter(Room.ACTORS, actor.id)
        screen = shell.screen_of(Room.ACTORS)
        assert isinstance(screen, ActorsScreen)
        qtbot.waitUntil(lambda: screen.card.actor_id == actor.id)
        return screen

    return enter


@pytest.fixture
def interviews_room(qtbot: QtBot, shell: Shell) -> Callable[[Interview], InterviewsScreen]:
    """The room of the interviews with one open."""

    def enter(interview: Interview) -> InterviewsScreen:
        shell.enter(Room.INTERVIEWS, interview.id)
        screen = shell.screen_of(Room.INTERVIEWS)
        assert isinstance(screen, InterviewsScreen)
        qtbot.waitUntil(lambda: screen.form is not None and screen.form.built)
        return screen

    return enter


def keys(key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    """Press keys where the hands are."""
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifiers)
