"""Accueil: what is waiting is counted right, and each line leads where it says."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.demonstration import build_demonstration
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.studies import create_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.store.no_vault import NoVault
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.home.screen import HomeScreen
from cga_desktop.ui.rooms import Room
from tests.conftest import PASSPHRASE
from tests.ui.conftest import in_memory, ordinary

Enter = Callable[[], HomeScreen]


@pytest.fixture
def enter(qtbot: QtBot, desk: Desk) -> Iterator[Enter]:
    screens: list[HomeScreen] = []

    def come() -> HomeScreen:
        screen = HomeScreen(desk)
        screens.append(screen)
        screen.resize(1200, 760)
        screen.show()
        screen.enter("")
        qtbot.waitUntil(lambda: desk.jobs.idle)
        return screen

    yield come
    for screen in screens:
        shiboken6.delete(screen)


def said(screen: HomeScreen) -> list[str]:
    found = (*screen.findChildren(QLabel), *screen.findChildren(QPushButton))
    return [ordinary(one.text()) for one in found]


def link(screen: HomeScreen, words: str) -> QPushButton:
    return next(one for one in screen.findChildren(QPushButton) if ordinary(one.text()) == words)


def asked_by(qtbot: QtBot, desk: Desk, button: QPushButton) -> list[object]:
    with qtbot.waitSignal(desk.asked) as asked:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return list(asked.args)


def test_an_empty_study_says_how_to_begin(enter: Enter) -> None:
    words = said(enter())
    assert "Bonjour Awa" in words
    assert "Bondy 2026 · 0 entretien · 0 acteur · 0 observation" in words
    assert "Rien n’attend : tout est à jour." in words
    assert any("Commencez par le premier" in one for one in words)
    assert "Bondy" in words
    assert "0 acteur" in words


def test_without_a_first_name_it_asks_for_one(qtbot: QtBot, enter: Enter, desk: Desk) -> None:
    desk.settings = Settings(theme="light")
    screen = enter()
    assert "Bonjour" in said(screen)
    button = link(screen, "Dire votre prénom à l’équipe")
    assert asked_by(qtbot, desk, button) == [Room.SETTINGS, ""]


def test_what_is_waiting_is_counted_and_leads_there(
    qtbot: QtBot, enter: Enter, desk: Desk, workspace: Workspace
) -> None:
    for name in ("Sans adresse", "Sans adresse non plus"):
        add_actor(workspace, draft=ActorDraft.filled({"name": name}))
    add_actor(
        workspace,
        draft=ActorDraft.filled({"name": "Placé", "address": "12 Avenue de Verdun Bondy"}),
    )
    first = start_interview(workspace, kind="resident").value
    over = start_interview(workspace, kind="resident").value
    save_interview(
        workspace, interview_id=over.id, changes=InterviewChanges(fields={"status": "finished"})
    )
    screen = enter()
    words = said(screen)
    assert "Bondy 2026 · 2 entretiens · 3 acteurs · 0 observation" in words
    assert "1 acteur" in words, "of Bondy"
    unfinished = link(screen, "1 entretien à finir")
    assert asked_by(qtbot, desk, unfinished) == [Room.INTERVIEWS, first.id]
    to_check = link(screen, "2 adresses à vérifier")
    assert asked_by(qtbot, desk, to_check) == [Room.ACTORS, "to-check"]
    assert asked_by(qtbot, desk, link(screen, "Voir la carte")) == [Room.MAP, ""]
    assert asked_by(qtbot, desk, link(screen, "H-002")) == [Room.INTERVIEWS, over.id]
    assert "entretien habitant·e" in words
    assert "entretien habitant·e, " in ordinary(link(screen, "H-002").accessibleDescription())


def test_the_latest_interviews_come_first_and_are_five(enter: Enter, workspace: Workspace) -> None:
    for day in range(1, 8):
        interview = start_interview(workspace, kind="resident").value
        changes = InterviewChanges(fields={"date": f"2026-05-{day:02}T10:00+02:00"})
        save_interview(workspace, interview_id=interview.id, changes=changes)
    shown = [word for word in said(enter()) if word.startswith("H-")]
    assert shown == ["H-007", "H-006", "H-005", "H-004", "H-003"]


def test_what_happens_meanwhile_is_seen(qtbot: QtBot, enter: Enter, desk: Desk) -> None:
    screen = enter()
    desk.jobs.write(
        lambda workspace: add_actor(workspace, draft=ActorDraft.filled({"name": "Le Pont"}))
    )
    qtbot.waitUntil(lambda: "1 adresse à vérifier" in said(screen))


@pytest.mark.parametrize(
    "action", [Action.NEW_RESIDENT_INTERVIEW, Action.NEW_ACTOR_INTERVIEW, Action.NEW_ACTOR]
)
def test_something_new_is_one_press_away(
    qtbot: QtBot, enter: Enter, desk: Desk, action: Action
) -> None:
    button = link(enter(), action.words.text)
    with qtbot.waitSignal(desk.asked_to) as asked:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [action]
    assert ordinary(button.toolTip()) == ordinary(action.tip)


def test_there_is_one_next_thing_to_do(enter: Enter) -> None:
    accents = [
        one.text() for one in enter().findChildren(QPushButton) if one.property("role") == "accent"
    ]
    assert accents == ["Nouvel entretien habitant·e"]


@pytest.fixture
def workspace(request: pytest.FixtureRequest, tmp_path, vault):
    """An empty study of Bondy, or what a test asks for with ``of``."""
    of = getattr(request, "param", ["93010"])
    if of == "demonstration":
        database = build_demonstration(tmp_path / "d.cgaetude", vault=NoVault())
    else:
        database = create_study(
            tmp_path / "Bondy.cgaetude",
            name="Bondy 2026",
            codes=of,
            passphrase=PASSPHRASE,
            vault=vault,
        )
    yield in_memory(database)
    database.close()


@pytest.mark.parametrize("workspace", [["93063", "93031", "93010"]], indirect=True)
def test_communes_stand_in_the_order_of_the_alphabet(enter: Enter) -> None:
    communes = [
        word for word in said(enter()) if word in ("Bondy", "Épinay-sur-Seine", "Romainville")
    ]
    assert communes == ["Bondy", "Épinay-sur-Seine", "Romainville"]


@pytest.mark.parametrize("workspace", ["demonstration"], indirect=True)
def test_the_demonstration_says_that_it_is_invented(enter: Enter) -> None:
    words = said(enter())
    assert any("Tout y est inventé" in one for one in words)
    assert "25 entretiens" in next(one for one in words if " entretiens · " in one)
