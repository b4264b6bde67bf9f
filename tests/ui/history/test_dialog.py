"""« Historique » in the window: who changed what, and back to a version."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cga_desktop.domain.drafts import ObservationDraft
from cga_desktop.domain.records import Actor, Interview
from cga_desktop.operations.actors import edit_actor
from cga_desktop.operations.interviews import InterviewChanges, save_interview
from cga_desktop.operations.observations import add_observation, edit_observation
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.log import notebook
from cga_desktop.store.queries.actors import actor
from cga_desktop.store.queries.interviews import interview_sheet
from cga_desktop.ui.actions import Action
from cga_desktop.ui.actors.screen import ActorsScreen
from cga_desktop.ui.history import entries as module
from cga_desktop.ui.history.dialog import HistoryDialog
from cga_desktop.ui.history.pieces import PiecesLabel
from cga_desktop.ui.interviews.screen import InterviewsScreen
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.shell import Shell
from cga_desktop.ui.window import Window
from tests.ui.conftest import ordinary
from tests.ui.history.conftest import keys
from tests.ui.interviews.hands import write
from tests.ui.walk import complaints, unreached

ActorsRoom = Callable[[Actor], ActorsScreen]
InterviewsRoom = Callable[[Interview], InterviewsScreen]


@pytest.fixture(autouse=True)
def _each_change_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test writes within a millisecond counts as written on different days."""
    monkeypatch.setattr(notebook, "GOES_ON_MS", -1)
    monkeypatch.setattr(module, "_IN_ONE_GO_S", 0.0)


@pytest.fixture
def history(qtbot: QtBot, window: Window, shell: Shell) -> Callable[[], HistoryDialog]:
    """Opens the history of the record in view and waits for its lines."""

    def show() -> HistoryDialog:
        keys(Qt.Key.Key_H)
        qtbot.waitUntil(lambda: window.findChild(HistoryDialog) is not None)
        dialog = window.findChild(HistoryDialog)
        assert dialog is not None
        qtbot.waitUntil(lambda: shell.desk.jobs.idle and _all_in_view(dialog))
        return dialog

    return show


def _all_in_view(dialog: HistoryDialog) -> bool:
    """Whether what was read is there, and Qt has shown what was added to the open dialog."""
    texts = [one for one in dialog.findChildren(QLabel) if one is not dialog.state]
    return dialog.state.isHidden() and all(one.isVisible() for one in texts)


def words(dialog: HistoryDialog) -> list[str]:
    return [ordinary(one.text()) for one in dialog.findChildren(QLabel) if one.isVisible()]


def spoken(dialog: HistoryDialog) -> list[str]:
    return [ordinary(one.accessibleName()) for one in dialog.findChildren(PiecesLabel)]


def ways_back(dialog: HistoryDialog) -> list[QPushButton]:
    found = dialog.findChildren(QPushButton)
    return [one for one in found if one.text() == "Revenir à cette version"]


def test_an_actor_s_history_shows_words_that_went_and_words_that_came(
    qtbot: QtBot,
    workspace: Workspace,
    pave: Actor,
    actors_room: ActorsRoom,
    history: Callable[[], HistoryDialog],
) -> None:
    workspace.database.author = "Inès"
    edit_actor(workspace, actor_id=pave.id, changes={"notes": "Ouvert le mardi <soir>."})
    workspace.database.author = "Awa"
    edit_actor(workspace, actor_id=pave.id, changes={"notes": "Ouvert le mercredi <soir>."})
    actors_room(pave)
    dialog = history()
    said = words(dialog)
    assert [one.rsplit(" · ")[-1] for one in said if " · " in one] == ["Awa", "Inès"]
    assert "C’est la version actuelle." in said
    assert spoken(dialog)[:2] == [
        "Notes. Ouvert le ; retiré : mardi ; ajouté : mercredi ; <soir>.",
        "Notes. ajouté : Ouvert le mardi <soir>.",
    ]
    drawn = dialog.findChildren(PiecesLabel)[0].text()
    assert "<s style" in drawn
    assert "<u style" in drawn
    assert "&lt;soir&gt;" in drawn, "what people typed is never read as markup"
    qtbot.waitUntil(lambda: complaints(dialog) == [])
    assert unreached(dialog) == []


def test_going_back_to_a_version_shows_it_and_can_be_taken_back(
    qtbot: QtBot,
    window: Window,
    workspace: Workspace,
    pave: Actor,
    actors_room: ActorsRoom,
    history: Callable[[], HistoryDialog],
) -> None:
    for notes in ("Ouvert le mardi.", "Fermé."):
        edit_actor(workspace, actor_id=pave.id, changes={"notes": notes})
    form = actors_room(pave).form
    assert form is not None
    back = ways_back(history())
    assert len(back) == 2
    assert ordinary(back[0].accessibleName()).startswith("Revenir à la version du ")
    QTest.mouseClick(back[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.texts["notes"].toPlainText() == "Ouvert le mardi.")
    qtbot.waitUntil(lambda: window.findChild(HistoryDialog) is None)
    assert window.toasts.sentence.startswith("La fiche est revenue à la version du ")
    QTest.mouseClick(window.toasts.offer_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.texts["notes"].toPlainText() == "Fermé.")
    with workspace.database.reading() as session:
        assert actor(session, pave.id).notes == "Fermé."


def test_the_history_holds_the_last_word_typed(
    workspace: Workspace, pave: Actor, actors_room: ActorsRoom, history: Callable[[], HistoryDialog]
) -> None:
    form = actors_room(pave).form
    assert form is not None
    form.texts["notes"].setFocus()
    write("Fermé")
    assert spoken(history())[0] == "Notes. ajouté : Fermé"


def test_an_interview_s_history_holds_its_answers_and_its_consents(
    qtbot: QtBot,
    workspace: Workspace,
    interview: Interview,
    interviews_room: InterviewsRoom,
    history: Callable[[], HistoryDialog],
) -> None:
    with workspace.database.reading() as session:
        question = interview_sheet(session, interview.id).questions[0]
    for text in ("Depuis 1998.", "Depuis 1989."):
        changes = InterviewChanges(answers={question.id: text})
        save_interview(workspace, interview_id=interview.id, changes=changes)
    screen = interviews_room(interview)
    dialog = history()
    said = spoken(dialog)
    assert said[0].endswith("». Depuis ; retiré : 1998. ; ajouté : 1989.")
    assert "Accord : prise de notes · Réponse. ajouté : oui" in [
        one.replace("retiré : pas encore demandé ; ", "") for one in said
    ]
    QTest.mouseClick(ways_back(dialog)[0], Qt.MouseButton.LeftButton)
    assert screen.form is not None
    first = next(iter(screen.form.page.blocks.values()))
    qtbot.waitUntil(lambda: first.field.text == "Depuis 1998.")


def test_an_observation_has_one_too(
    workspace: Workspace, shell: Shell, qtbot: QtBot, history: Callable[[], HistoryDialog]
) -> None:
    draft = ObservationDraft.filled({"text": "Des bancs", "date": "2026-05-12T16:30+02:00"})
    made = add_observation(workspace, draft=draft).value
    edit_observation(workspace, observation_id=made.id, changes={"text": "Des bancs pleins"})
    shell.enter(Room.MAP, made.id)
    qtbot.waitUntil(lambda: shell.screen_of(Room.MAP).record == made.id)
    assert spoken(history())[0] == "Ce que vous avez vu ou entendu. Des bancs ; ajouté : pleins"


def test_a_long_history_comes_in_parts(
    workspace: Workspace, pave: Actor, actors_room: ActorsRoom, history: Callable[[], HistoryDialog]
) -> None:
    for number in range(25):
        edit_actor(workspace, actor_id=pave.id, changes={"notes": f"Version {number}"})
    actors_room(pave)
    dialog = history()
    assert len(ways_back(dialog)) == 19
    QTest.mouseClick(dialog.more, Qt.MouseButton.LeftButton)
    assert len(ways_back(dialog)) == 25
    assert not dialog.more.isVisible()


def test_without_a_record_in_view_it_says_what_to_do(
    qtbot: QtBot, window: Window, shell: Shell
) -> None:
    window.perform(Action.HISTORY)
    qtbot.waitUntil(lambda: window.toasts.sentence.startswith("Ouvrez d’abord un acteur"))
