"""The room of the map: it shows what its list shows, and something new begins where one points."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.places import Point
from cga_desktop.domain.records import Actor, Observation
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.observations import add_observation, edit_observation
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.store.queries.actors import actors, observations
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.maps.observation import ObservationCard
from cga_desktop.ui.maps.screen import MapScreen
from cga_desktop.ui.rooms import Room
from tests.fakes import VERDUN
from tests.ui.conftest import Calm
from tests.ui.maps.conftest import asker

Enter = Callable[..., MapScreen]
SEEN = "Des bancs pleins devant l’école."


@pytest.fixture
def passerelle(workspace: Workspace) -> Actor:
    draft = ActorDraft.filled({"name": "La Passerelle", "address": "12 Avenue de Verdun Bondy"})
    return add_actor(workspace, draft=draft).value


@pytest.fixture
def nowhere(workspace: Workspace) -> Actor:
    draft = ActorDraft.filled({"name": "Collectif sans local", "kind": "collective"})
    return add_actor(workspace, draft=draft).value


@pytest.fixture
def bench(workspace: Workspace) -> Observation:
    draft = ObservationDraft.filled(
        {"text": SEEN, "date": "2026-05-12T16:30+02:00", "lat": 48.905, "lon": 2.49}
    )
    return add_observation(workspace, draft=draft).value


@pytest.fixture
def enter(qtbot: QtBot, desk: Desk) -> Iterator[Enter]:
    """Comes into the room, on one record where given; waits for the plan and the rows."""
    screens: list[MapScreen] = []

    def come(record: str = "", width: int = 1200) -> MapScreen:
        screen = MapScreen(desk)
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


def listed(screen: MapScreen) -> list[str]:
    return [row.title for row in screen.list.rows.shown]


def on_map(screen: MapScreen) -> set[str]:
    """The titles of the points that the map was told to show."""
    return {point.title for point in screen.view._wanted.points.values()}


def card_of(screen: MapScreen) -> ObservationCard:
    assert screen.card is not None
    return screen.card


def click_row(screen: MapScreen, record_id: str) -> None:
    at = screen.list.view.visualRect(screen.list.rows.index_of(record_id)).center()
    QTest.mouseClick(screen.list.view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def in_study(workspace: Workspace) -> list[Observation]:
    with workspace.database.reading() as session:
        return list(observations(session))


# --- list and points in step ---------------------------------------------------------------------


def test_the_map_really_draws_what_the_list_shows(
    qtbot: QtBot, enter: Enter, passerelle: Actor, nowhere: Actor, bench: Observation
) -> None:
    screen = enter()
    assert listed(screen) == ["Collectif sans local", "La Passerelle", SEEN]
    assert screen.list.rows.row_at(screen.list.rows.index(0)).mark == "sans adresse"
    assert screen.list.count.text() == "3 fiches"
    qtbot.waitUntil(lambda: screen.view.drawn and screen.view.drawn_points == 2, timeout=30_000)
    ask = asker(qtbot, screen.view.page)
    assert ask("Cga.shown.describe()")["streets"] == 1, "the finder's one street"
    screen.list.search.setText("bancs")
    qtbot.waitUntil(lambda: screen.view.drawn and screen.view.drawn_points == 1, timeout=30_000)
    assert screen.view.refused_requests == 0


def test_search_and_filters_narrow_both(
    enter: Enter, passerelle: Actor, nowhere: Actor, bench: Observation
) -> None:
    screen = enter()
    assert on_map(screen) == {"La Passerelle", SEEN}
    screen.list.filter_by("observations")
    assert on_map(screen) == {SEEN}
    screen.list.filter_by("actors")
    assert on_map(screen) == {"La Passerelle"}
    screen.kinds.show_value("collective")
    screen.kinds.activated.emit(screen.kinds.currentIndex())
    assert (listed(screen), on_map(screen)) == (["Collectif sans local"], set())
    screen.list.show_everything()
    assert screen.kinds.currentData() == ""
    assert on_map(screen) == {"La Passerelle", SEEN}


def test_a_row_that_is_chosen_is_looked_at_and_marked_on_the_map(
    enter: Enter, passerelle: Actor, nowhere: Actor
) -> None:
    screen = enter()
    assert not screen.open.isEnabled()
    screen.list.choose(passerelle.id)
    assert screen.view._wanted.selected == passerelle.id
    assert screen.view.centre == VERDUN.point
    screen.list.choose(nowhere.id)
    assert screen.view.centre == VERDUN.point, "who is nowhere leads nowhere"
    assert screen.open.isEnabled()


def test_a_point_that_is_chosen_is_chosen_in_the_list(
    enter: Enter, passerelle: Actor, bench: Observation
) -> None:
    screen = enter()
    screen.list.filter_by("observations")
    screen.view.selected.emit(passerelle.id)
    assert screen.list.current == passerelle.id
    assert screen.list.chips[""].isChecked(), "a filter that hides it goes away"
    screen.view.selected.emit(bench.id)
    assert card_of(screen).observation_id == bench.id


def test_an_actor_s_card_is_one_press_away(
    qtbot: QtBot, enter: Enter, desk: Desk, passerelle: Actor
) -> None:
    screen = enter()
    screen.list.choose(passerelle.id)
    with qtbot.waitSignal(desk.asked) as asked:
        QTest.mouseClick(screen.open, Qt.MouseButton.LeftButton)
    assert asked.args == [Room.ACTORS, passerelle.id]
    screen.list.view.setFocus()
    with qtbot.waitSignal(desk.asked):
        QTest.keyClick(screen.list.view, Qt.Key.Key_Return)


def test_a_record_asked_for_is_shown(enter: Enter, bench: Observation) -> None:
    screen = enter(bench.id)
    assert screen.list.current == bench.id
    assert card_of(screen).text.toPlainText() == SEEN


def test_streets_imported_meanwhile_are_drawn(
    qtbot: QtBot, enter: Enter, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = enter()
    drawn: list[tuple[object, ...]] = []
    monkeypatch.setattr(screen.view, "set_territories", lambda *given: drawn.append(given))
    desk.jobs.changed.emit(Changes.TERRITORIES, None)
    qtbot.waitUntil(lambda: len(drawn) == 1)
    facts, streets = drawn[0]
    assert [one.name for one in facts] == ["Bondy"]  # type: ignore[attr-defined]
    assert list(streets) == ["93010"]  # type: ignore[call-overload]


def test_what_is_added_elsewhere_appears(
    qtbot: QtBot, enter: Enter, desk: Desk, passerelle: Actor
) -> None:
    screen = enter()
    draft = ActorDraft.filled({"name": "Le Pont", "lat": 48.91, "lon": 2.47})
    desk.jobs.write(lambda workspace: add_actor(workspace, draft=draft))
    qtbot.waitUntil(lambda: on_map(screen) == {"La Passerelle", "Le Pont"})


def test_the_map_is_light_or_dark_with_the_window(enter: Enter, desk: Desk) -> None:
    screen = enter()
    desk.theme.use(Settings(theme="dark", text_percent=150))
    assert screen.view._wanted.dark
    assert screen.view._wanted.text_scale == 1.5


def test_trouble_of_the_map_is_said(qtbot: QtBot, enter: Enter, desk: Desk) -> None:
    screen = enter()
    with qtbot.waitSignal(desk.refused):
        screen.view.trouble.emit("La carte s’était arrêtée.")


def test_search_takes_the_keyboard_from_a_card_too(enter: Enter, bench: Observation) -> None:
    screen = enter(bench.id)
    assert screen.perform(Action.SEARCH)
    assert screen.list.search.hasFocus()
    assert screen.card is None
    assert not screen.perform(Action.NEXT_QUESTION)


# --- observations --------------------------------------------------------------------------------


def test_an_observation_begins_where_one_looks_and_is_kept_as_it_is_written(
    qtbot: QtBot, calm: Calm, enter: Enter, desk: Desk, workspace: Workspace
) -> None:
    screen = enter()
    screen.view._on_view_changed(48.907, 2.483, 16.0)
    assert screen.perform(Action.NEW_OBSERVATION)
    qtbot.waitUntil(lambda: screen.card is not None)
    card = card_of(screen)
    assert card.text.hasFocus()
    QTest.keyClicks(card.text, "Marche plein")
    calm(desk)
    (kept,) = in_study(workspace)
    assert (kept.text, kept.lat, kept.lon) == ("Marche plein", 48.907, 2.483)
    assert kept.contributor_id is not None, "signed by whoever uses this computer"
    assert card_of(screen) is card, "one's own save leaves the card alone"
    assert listed(screen) == ["Marche plein"]


def test_without_a_view_yet_it_begins_in_the_middle_of_the_commune(
    qtbot: QtBot, calm: Calm, enter: Enter, desk: Desk, workspace: Workspace
) -> None:
    screen = enter()
    screen.view._wanted.camera = None
    screen.perform(Action.NEW_OBSERVATION)
    qtbot.waitUntil(lambda: screen.card is not None)
    (kept,) = in_study(workspace)
    assert (kept.lat, kept.lon) == pytest.approx((48.905, 2.483), abs=0.02)


def test_its_pin_can_be_moved_and_its_date_corrected(
    qtbot: QtBot, calm: Calm, enter: Enter, desk: Desk, workspace: Workspace, bench: Observation
) -> None:
    screen = enter(bench.id)
    assert screen.view._wanted.pin == Point(48.905, 2.49)
    screen.view.pin_moved.emit(48.91, 2.495)
    card_of(screen).date.setDateTime(QDateTime(2026, 5, 13, 9, 15, 0))
    calm(desk)
    (kept,) = in_study(workspace)
    assert (kept.lat, kept.lon) == (48.91, 2.495)
    assert kept.date.startswith("2026-05-13T09:15")


def test_a_pin_without_a_card_belongs_to_nobody(
    calm: Calm, enter: Enter, desk: Desk, workspace: Workspace, bench: Observation
) -> None:
    screen = enter()
    screen.view.pin_moved.emit(48.91, 2.495)
    calm(desk)
    assert in_study(workspace)[0].lat == 48.905


def test_a_row_opens_its_card_and_closing_leads_back_to_the_list(
    qtbot: QtBot, enter: Enter, bench: Observation
) -> None:
    screen = enter()
    click_row(screen, bench.id)
    assert card_of(screen).isVisible()
    assert not screen.list.isVisible()
    QTest.mouseClick(card_of(screen).back, Qt.MouseButton.LeftButton)
    assert screen.card is None
    assert screen.list.isVisible()
    assert screen.list.view.hasFocus()
    assert screen.view._wanted.pin is None


def test_arrows_through_the_list_open_nothing(
    enter: Enter, passerelle: Actor, bench: Observation
) -> None:
    screen = enter()
    screen.list.view.setFocus()
    for _row in range(3):
        QTest.keyClick(screen.list.view, Qt.Key.Key_Down)
    assert screen.list.current == bench.id
    assert screen.card is None
    QTest.keyClick(screen.list.view, Qt.Key.Key_Return)
    assert card_of(screen).observation_id == bench.id


def test_what_others_write_appears_unless_the_hands_are_there(
    qtbot: QtBot, enter: Enter, desk: Desk, bench: Observation
) -> None:
    screen = enter(bench.id)
    card = card_of(screen)
    card.date.setFocus()
    desk.jobs.write(
        lambda w: edit_observation(w, observation_id=bench.id, changes={"text": "Autrement."})
    )
    qtbot.waitUntil(lambda: card.text.toPlainText() == "Autrement.")
    card.text.setFocus()
    desk.jobs.write(
        lambda w: edit_observation(w, observation_id=bench.id, changes={"text": "Encore."})
    )
    qtbot.waitUntil(lambda: listed(screen) == ["Encore."])
    assert card.text.toPlainText() == "Autrement."


def test_leaving_the_room_hands_over_what_was_typed(
    qtbot: QtBot, enter: Enter, desk: Desk, bench: Observation
) -> None:
    screen = enter(bench.id)
    QTest.keyClicks(card_of(screen).text, "Oui. ")
    with qtbot.waitSignal(desk.saved):
        screen.leave()


def test_an_observation_can_be_removed_without_a_question(
    qtbot: QtBot, enter: Enter, desk: Desk, workspace: Workspace, bench: Observation
) -> None:
    screen = enter(bench.id)
    with qtbot.waitSignal(desk.done) as done:
        QTest.mouseClick(card_of(screen).delete, Qt.MouseButton.LeftButton)
    sentence, line = done.args
    assert (sentence, line.verb) == ("L’observation est supprimée.", "delete_observation")
    qtbot.waitUntil(lambda: screen.card is None)
    assert in_study(workspace) == []
    assert on_map(screen) == set()


def test_one_that_was_just_begun_too(qtbot: QtBot, enter: Enter, workspace: Workspace) -> None:
    screen = enter()
    screen.perform(Action.NEW_OBSERVATION)
    qtbot.waitUntil(lambda: screen.card is not None)
    QTest.mouseClick(card_of(screen).delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.card is None)
    assert in_study(workspace) == []


# --- where one points ----------------------------------------------------------------------------


def choose_from_menu(qtbot: QtBot, screen: MapScreen, words: str) -> None:
    qtbot.waitUntil(lambda: screen.findChild(QMenu) is not None)
    menu = screen.findChild(QMenu)
    assert menu is not None
    assert screen.view.rect().contains(screen.view.mapFromGlobal(menu.pos()))
    next(one for one in menu.actions() if one.text() == words).trigger()
    menu.close()


def test_an_actor_can_be_added_where_one_points(
    qtbot: QtBot, enter: Enter, desk: Desk, workspace: Workspace
) -> None:
    screen = enter()
    screen.view.asked_here.emit(48.906, 2.481)
    with qtbot.waitSignal(desk.asked) as asked:
        choose_from_menu(qtbot, screen, "Nouvel acteur ici")
    with workspace.database.reading() as session:
        (actor,) = actors(session)
    assert asked.args == [Room.ACTORS, actor.id]
    assert (actor.lat, actor.lon, actor.placed_by_hand) == (48.906, 2.481, True)


def test_an_observation_can_be_added_where_one_points(
    qtbot: QtBot, enter: Enter, workspace: Workspace
) -> None:
    screen = enter()
    screen.view.asked_here.emit(48.906, 2.481)
    choose_from_menu(qtbot, screen, "Nouvelle observation ici")
    qtbot.waitUntil(lambda: screen.card is not None)
    (kept,) = in_study(workspace)
    assert (kept.lat, kept.lon) == (48.906, 2.481)


# --- where there is little room ------------------------------------------------------------------


def test_in_a_narrow_window_list_and_map_take_turns(
    qtbot: QtBot, enter: Enter, passerelle: Actor
) -> None:
    screen = enter(width=600)
    assert screen.list.isVisible()
    assert not screen.view.isVisible()
    click_row(screen, passerelle.id)
    assert screen.view.isVisible()
    assert not screen.list.isVisible()
    screen.perform(Action.NEW_OBSERVATION)
    qtbot.waitUntil(lambda: screen.card is not None and screen.card.isVisible())
