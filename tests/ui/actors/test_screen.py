"""The room of the actors: find one, open its card, put it on the map, take it away."""

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import NotWritten
from cga_desktop.domain.records import Actor
from cga_desktop.operations.actors import add_actor, delete_actor, edit_actor
from cga_desktop.operations.interviews import start_interview
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.store.database import Database
from cga_desktop.store.queries import Session
from cga_desktop.store.queries.actors import actors
from cga_desktop.ui.actions import Action
from cga_desktop.ui.actors import screen as actors_screen
from cga_desktop.ui.actors.form import ActorForm
from cga_desktop.ui.actors.place_map import PlaceMap
from cga_desktop.ui.actors.rows import TO_CHECK, Order
from cga_desktop.ui.actors.screen import ActorsScreen
from cga_desktop.ui.desk import Desk
from tests.fakes import VERDUN
from tests.ui.conftest import Calm, ordinary

ACTORS = [
    {"name": "La Passerelle", "kind": "association", "address": "12 Avenue de Verdun Bondy"},
    {"name": "Café de la Gare", "kind": "shop", "address": "rue de la Gare"},
    {"name": "Élan", "kind": "association"},
]

Enter = Callable[..., ActorsScreen]
PATIENCE_S = 10


@pytest.fixture
def made(workspace: Workspace) -> dict[str, Actor]:
    """Three actors by name: one placed, one whose address is doubtful, one without."""
    return {one["name"]: add_actor(workspace, draft=ActorDraft.filled(one)).value for one in ACTORS}


@pytest.fixture
def enter(qtbot: QtBot, desk: Desk) -> Iterator[Enter]:
    """Comes into the room, on one record where given."""
    screens: list[ActorsScreen] = []

    def come(record: str = "", width: int = 1366) -> ActorsScreen:
        screen = ActorsScreen(desk)
        screens.append(screen)
        screen.resize(width, 720)
        screen.show()
        screen.activateWindow()
        screen.enter(record)
        qtbot.waitUntil(lambda: desk.jobs.idle and screen.isActiveWindow())
        return screen

    yield come
    for screen in screens:
        shiboken6.delete(screen)


def names(screen: ActorsScreen) -> list[str]:
    return [row.title for row in screen.list.rows.shown]


def open_card(qtbot: QtBot, screen: ActorsScreen, actor: Actor) -> ActorForm:
    screen.list.choose(actor.id)
    qtbot.waitUntil(lambda: screen.card.actor_id == actor.id)
    assert screen.form is not None
    return screen.form


def map_of(screen: ActorsScreen) -> PlaceMap:
    assert screen.card.map is not None
    return screen.card.map


def in_study(workspace: Workspace) -> list[Actor]:
    with workspace.database.reading() as session:
        return list(actors(session))


# --- the list ------------------------------------------------------------------------------------


def test_actors_are_listed_as_in_a_directory_with_what_should_be_checked(
    enter: Enter, made: dict[str, Actor]
) -> None:
    screen = enter()
    assert names(screen) == ["Café de la Gare", "Élan", "La Passerelle"]
    assert [row.mark for row in screen.list.rows.shown] == [
        "à vérifier",
        "à vérifier",
        "",
    ]
    assert screen.list.count.text() == "3 acteurs"
    screen.list.search.setText("elan")
    assert (names(screen), screen.list.count.text()) == (["Élan"], "1 acteur")


def test_they_can_be_sorted_otherwise(
    enter: Enter, made: dict[str, Actor], workspace: Workspace
) -> None:
    edit_actor(workspace, actor_id=made["Élan"].id, changes={"notes": "Revenir."})
    screen = enter()
    for order, first in [
        (Order.KIND, "Élan"),
        (Order.LATEST, "Élan"),
        (Order.NAME, "Café de la Gare"),
    ]:
        screen.order.show_value(order)
        screen.order.activated.emit(screen.order.currentIndex())
        assert names(screen)[0] == first
    screen.order.show_value(Order.KIND)
    screen.order.activated.emit(screen.order.currentIndex())
    assert names(screen) == ["Élan", "La Passerelle", "Café de la Gare"]


def test_one_kind_can_be_shown_alone(qtbot: QtBot, enter: Enter, made: dict[str, Actor]) -> None:
    screen = enter()
    screen.kinds.show_value("shop")
    screen.kinds.activated.emit(screen.kinds.currentIndex())
    assert names(screen) == ["Café de la Gare"]
    open_card(qtbot, screen, made["Élan"])
    assert screen.kinds.currentData() == "", "a filter that hides what is asked for goes away"
    assert len(names(screen)) == 3


def test_those_to_check_are_one_press_away(enter: Enter, made: dict[str, Actor]) -> None:
    screen = enter(TO_CHECK)
    assert names(screen) == ["Café de la Gare", "Élan"]
    assert screen.list.chips[TO_CHECK].isChecked()


def test_an_empty_study_says_what_to_do_first(
    qtbot: QtBot, calm: Calm, enter: Enter, desk: Desk
) -> None:
    screen = enter()
    button = next(
        one for one in screen.findChildren(QPushButton) if one.text() == "Ajouter le premier acteur"
    )
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.form is not None)
    assert names(screen) == ["Nouvel acteur"]


def test_search_takes_the_keyboard(enter: Enter, made: dict[str, Actor]) -> None:
    screen = enter()
    assert screen.perform(Action.SEARCH)
    assert screen.list.search.hasFocus()
    assert not screen.perform(Action.NEXT_QUESTION)


# --- the card ------------------------------------------------------------------------------------


def test_a_record_asked_for_is_opened(enter: Enter, made: dict[str, Actor]) -> None:
    screen = enter(made["La Passerelle"].id)
    assert screen.card.title.text() == "La Passerelle"
    assert screen.list.current == made["La Passerelle"].id
    assert map_of(screen)._point == VERDUN.point


def test_a_new_actor_has_its_name_ready_to_be_written_over(
    qtbot: QtBot, calm: Calm, enter: Enter, desk: Desk, workspace: Workspace
) -> None:
    screen = enter()
    assert screen.perform(Action.NEW_ACTOR)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.lines["name"].hasFocus())
    assert screen.form is not None
    QTest.keyClicks(screen.form.lines["name"], "Le Pont")
    assert screen.card.title.text() == "Le Pont"
    calm(desk)
    assert [actor.name for actor in in_study(workspace)] == ["Le Pont"]
    assert names(screen) == ["Le Pont"]


def test_a_new_actor_opens_even_where_rows_read_before_it_arrive_after(
    qtbot: QtBot,
    enter: Enter,
    desk: Desk,
    made: dict[str, Actor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held, release = threading.Event(), threading.Event()

    def late_once(session: Session) -> Sequence[Actor]:
        rows = actors(session)
        if not held.is_set():
            held.set()
            release.wait(PATIENCE_S)
        return rows

    screen = enter()
    monkeypatch.setattr(actors_screen, "actors", late_once)
    screen.enter("")
    qtbot.waitUntil(held.is_set)
    assert screen.perform(Action.NEW_ACTOR)
    qtbot.waitUntil(lambda: desk.jobs.writes_pending == 0)
    release.set()
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.lines["name"].hasFocus())
    assert len(names(screen)) == len(made) + 1


def test_going_from_one_actor_to_another_keeps_what_was_typed(
    qtbot: QtBot, calm: Calm, enter: Enter, desk: Desk, workspace: Workspace, made: dict[str, Actor]
) -> None:
    screen = enter()
    form = open_card(qtbot, screen, made["Élan"])
    QTest.keyClicks(form.texts["notes"], "Revenir.")
    open_card(qtbot, screen, made["La Passerelle"])
    calm(desk)
    kept = {actor.name: actor.notes for actor in in_study(workspace)}
    assert kept == {"Élan": "Revenir.", "La Passerelle": "", "Café de la Gare": ""}


def test_leaving_the_room_hands_over_what_was_typed(
    qtbot: QtBot, enter: Enter, desk: Desk, made: dict[str, Actor]
) -> None:
    screen = enter()
    form = open_card(qtbot, screen, made["Élan"])
    QTest.keyClicks(form.texts["notes"], "Revenir.")
    with qtbot.waitSignal(desk.saved):
        screen.leave()


def test_what_others_change_is_seen_and_the_list_follows_one_s_own_words(
    qtbot: QtBot, calm: Calm, enter: Enter, desk: Desk, workspace: Workspace, made: dict[str, Actor]
) -> None:
    screen = enter()
    form = open_card(qtbot, screen, made["Élan"])
    desk.jobs.write(
        lambda w: edit_actor(w, actor_id=made["Élan"].id, changes={"phone": "01 48 00 00 00"})
    )
    qtbot.waitUntil(lambda: form.lines["phone"].text() == "01 48 00 00 00")
    form.lines["name"].setFocus()
    form.lines["name"].setText("Élan du Nord")
    form.lines["name"].textEdited.emit("Élan du Nord")
    qtbot.waitUntil(lambda: "Élan du Nord" in names(screen))
    assert screen.form is form


def test_what_changed_while_one_was_elsewhere_is_seen_on_coming_back(
    qtbot: QtBot, enter: Enter, desk: Desk, workspace: Workspace, made: dict[str, Actor]
) -> None:
    screen = enter()
    form = open_card(qtbot, screen, made["Élan"])
    screen.hide()
    edit_actor(workspace, actor_id=made["Élan"].id, changes={"phone": "01"})
    screen.show()
    screen.enter("")
    qtbot.waitUntil(lambda: form.lines["phone"].text() == "01")


# --- the map -------------------------------------------------------------------------------------


def test_a_pin_that_was_dragged_is_kept(
    qtbot: QtBot, calm: Calm, enter: Enter, desk: Desk, workspace: Workspace, made: dict[str, Actor]
) -> None:
    screen = enter()
    open_card(qtbot, screen, made["Élan"])
    with qtbot.waitSignal(desk.said) as said:
        map_of(screen).view.pin_moved.emit(48.9, 2.48)
    assert said.args == ["Épingle posée à la main."]
    calm(desk)
    kept = next(actor for actor in in_study(workspace) if actor.name == "Élan")
    assert (kept.lat, kept.lon, kept.placed_by_hand) == (48.9, 2.48, True)
    qtbot.waitUntil(lambda: screen.list.rows.row_at(screen.list.rows.index(1)).mark == "")


def test_the_map_follows_the_address(qtbot: QtBot, enter: Enter, made: dict[str, Actor]) -> None:
    screen = enter()
    form = open_card(qtbot, screen, made["Élan"])
    assert map_of(screen)._point is None
    assert "pas encore sur la carte" in map_of(screen).hint.text()
    form.address.placed.emit(VERDUN)
    assert map_of(screen)._point == VERDUN.point
    form.address.lost.emit()
    assert map_of(screen)._point is None


def test_a_pin_is_offered_in_the_middle_of_the_territory(
    qtbot: QtBot, enter: Enter, made: dict[str, Actor]
) -> None:
    screen = enter()
    form = open_card(qtbot, screen, made["Élan"])
    qtbot.waitUntil(lambda: map_of(screen)._centre is not None)
    QTest.mouseClick(form.address.by_hand, Qt.MouseButton.LeftButton)
    assert "déplacez-la avec les flèches" in map_of(screen).hint.text()
    assert map_of(screen).view._wanted.pin == map_of(screen)._centre


def test_streets_imported_meanwhile_are_drawn(
    qtbot: QtBot, enter: Enter, desk: Desk, made: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = enter()
    open_card(qtbot, screen, made["Élan"])
    qtbot.waitUntil(lambda: desk.jobs.idle)
    drawn: list[object] = []
    monkeypatch.setattr(map_of(screen).view, "set_territories", lambda *given: drawn.append(given))
    desk.jobs.changed.emit(Changes.TERRITORIES, None)
    qtbot.waitUntil(lambda: len(drawn) == 1)


def test_the_map_is_light_or_dark_with_the_window(
    qtbot: QtBot, enter: Enter, desk: Desk, made: dict[str, Actor]
) -> None:
    screen = enter()
    open_card(qtbot, screen, made["Élan"])
    desk.theme.use(Settings(theme="dark", text_percent=150))
    assert map_of(screen).view._wanted.dark
    assert map_of(screen).view._wanted.text_scale == 1.5


# --- where there is little room ------------------------------------------------------------------


def test_in_a_narrow_card_fields_and_map_take_turns(
    qtbot: QtBot, enter: Enter, made: dict[str, Actor]
) -> None:
    screen = enter(width=820)
    form = open_card(qtbot, screen, made["Élan"])
    turn = screen.card.show_map
    assert form.isVisible()
    assert not map_of(screen).isVisible()
    assert turn.text() == "Voir sur la carte"
    QTest.mouseClick(turn, Qt.MouseButton.LeftButton)
    assert map_of(screen).isVisible()
    assert not form.isVisible()
    assert turn.text() == "Voir la fiche"
    QTest.mouseClick(turn, Qt.MouseButton.LeftButton)
    QTest.mouseClick(form.address.by_hand, Qt.MouseButton.LeftButton)
    assert map_of(screen).isVisible(), "a pin to put by hand needs its map"


def test_in_a_narrow_window_list_and_card_take_turns(
    qtbot: QtBot, enter: Enter, made: dict[str, Actor]
) -> None:
    screen = enter(width=500)
    assert screen.list.isVisible()
    second = screen.list.view.visualRect(screen.list.rows.index(1)).center()
    QTest.mouseClick(screen.list.view.viewport(), Qt.MouseButton.LeftButton, pos=second)
    qtbot.waitUntil(screen.card.isVisible)
    assert not screen.list.isVisible()
    assert screen.card.title.text() == "Élan"
    QTest.mouseClick(screen.panes.back, Qt.MouseButton.LeftButton)
    assert screen.list.isVisible()
    assert screen.perform(Action.NEW_ACTOR)
    qtbot.waitUntil(lambda: screen.card.title.text() == "Nouvel acteur")
    assert screen.card.isVisible()


# --- deleting ------------------------------------------------------------------------------------


def test_deleting_asks_nothing_and_then_shows_nobody(
    qtbot: QtBot, calm: Calm, enter: Enter, desk: Desk, workspace: Workspace, made: dict[str, Actor]
) -> None:
    screen = enter()
    form = open_card(qtbot, screen, made["Élan"])
    QTest.keyClicks(form.texts["notes"], "Encore un mot")
    refused: list[str] = []
    desk.refused.connect(refused.append)
    with qtbot.waitSignal(desk.done) as done:
        QTest.mouseClick(screen.card.delete, Qt.MouseButton.LeftButton)
    sentence, line = done.args
    assert ordinary(sentence) == "« Élan » est supprimé."
    assert (line.verb, line.title) == ("delete_actor", "Élan")
    qtbot.waitUntil(lambda: screen.form is None)
    calm(desk)
    assert names(screen) == ["Café de la Gare", "La Passerelle"]
    assert len(in_study(workspace)) == 2
    assert refused == []


def test_where_the_disk_refuses_an_actor_is_kept_with_what_was_typed_of_it(
    qtbot: QtBot,
    calm: Calm,
    enter: Enter,
    desk: Desk,
    made: dict[str, Actor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = enter()
    form = open_card(qtbot, screen, made["Élan"])

    def refuse(_self: Database, _verb: object = None) -> None:
        raise NotWritten("Le disque est plein.")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "writing", refuse)
        QTest.keyClicks(form.texts["notes"], "Encore un mot")
        with qtbot.waitSignal(desk.refused) as refused:
            QTest.mouseClick(screen.card.delete, Qt.MouseButton.LeftButton)
    assert "n’a pas été supprimé" in refused.args[0]
    assert screen.form is form
    calm(desk)
    assert len(in_study(desk.jobs.workspace)) == 3


def test_an_actor_with_interviews_is_kept_and_says_why(
    qtbot: QtBot, enter: Enter, workspace: Workspace, made: dict[str, Actor]
) -> None:
    start_interview(workspace, kind="actor", actor_id=made["Élan"].id)
    screen = enter()
    open_card(qtbot, screen, made["Élan"])
    assert not screen.card.delete.isEnabled()
    assert screen.card.delete.toolTip() == "Un acteur avec des entretiens est gardé."


def test_an_actor_deleted_elsewhere_leaves_the_screen_without_a_word(
    qtbot: QtBot, enter: Enter, desk: Desk, made: dict[str, Actor]
) -> None:
    screen = enter()
    open_card(qtbot, screen, made["Élan"])
    refused: list[object] = []
    desk.jobs.refused.connect(refused.append)
    desk.jobs.write(lambda w: delete_actor(w, actor_id=made["Élan"].id))
    qtbot.waitUntil(lambda: screen.form is None and desk.jobs.idle)
    assert refused == []
