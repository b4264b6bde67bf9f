"""The fields of an actor: kept as they are typed, an address never beside a wrong place."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import NotWritten
from cga_desktop.domain.places import Place, Point, Precision
from cga_desktop.domain.records import Actor
from cga_desktop.domain.sheets import ActorSheet
from cga_desktop.operations.actors import (
    add_actor,
    edit_actor,
    place_fields,
    set_map_consent,
)
from cga_desktop.operations.interviews import start_interview
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.store.database import Database
from cga_desktop.store.queries.actors import actor_sheet
from cga_desktop.ui.actors.form import ActorForm
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.rooms import Room
from tests.fakes import GARE, VERDUN, FakeFinder, FakeOnline
from tests.ui.conftest import Calm, ordinary

UNSURE = Place("Rue Fremin 93140 Bondy", 48.91, 2.47, Precision.STREET, 0.55, 120.0, "93010")

OpenForm = Callable[..., ActorForm]


def sheet_of(workspace: Workspace, actor_id: str) -> ActorSheet:
    with workspace.database.reading() as session:
        return actor_sheet(session, actor_id)


@pytest.fixture
def open_form(qtbot: QtBot, desk: Desk, workspace: Workspace) -> Iterator[OpenForm]:
    """Opens the fields of a new actor in a window that has the keyboard."""
    made: list[QWidget] = []

    def show(**fields: object) -> ActorForm:
        draft = ActorDraft.filled({"name": "La Passerelle"} | fields)
        actor = add_actor(workspace, draft=draft).value
        form = ActorForm(desk, sheet_of(workspace, actor.id))
        made.append(form)
        form.resize(560, 1600)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    yield show
    for form in made:
        shiboken6.delete(form)


def kept(desk: Desk, form: ActorForm) -> Actor:
    return sheet_of(desk.jobs.workspace, form.actor_id).actor


def type_over(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def proposals(form: ActorForm) -> list[QPushButton]:
    box = form.address.proposals
    found = (box.itemAt(at).widget() for at in range(box.count()))
    return [one for one in found if isinstance(one, QPushButton)]


# --- fields --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["name", "opening_hours", "website", "contact_name", "contact_role", "phone", "email"],
)
def test_each_line_is_kept_as_it_is_typed(
    calm: Calm, desk: Desk, open_form: OpenForm, name: str
) -> None:
    form = open_form()
    type_over(form.lines[name], "Mercredi 14 h")
    calm(desk)
    assert getattr(kept(desk, form), name) == "Mercredi 14 h"


@pytest.mark.parametrize("name", ["description", "notes"])
def test_each_text_is_kept_as_it_is_typed(
    calm: Calm, desk: Desk, open_form: OpenForm, name: str
) -> None:
    form = open_form()
    QTest.keyClicks(form.texts[name], "Une ligne")
    QTest.keyClick(form.texts[name], Qt.Key.Key_Return)
    QTest.keyClicks(form.texts[name], "et une autre")
    calm(desk)
    assert getattr(kept(desk, form), name) == "Une ligne\net une autre"


def test_the_kind_is_chosen(calm: Calm, desk: Desk, open_form: OpenForm) -> None:
    form = open_form()
    form.kind.setFocus()
    QTest.keyClick(form.kind, Qt.Key.Key_Down)
    form.kind.activated.emit(form.kind.currentIndex())
    calm(desk)
    assert kept(desk, form).kind == "local_authority"


def test_an_actor_keeps_its_last_name_until_it_has_another(
    calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form()
    type_over(form.lines["name"], "Le Pont")
    form.lines["name"].selectAll()
    QTest.keyClick(form.lines["name"], Qt.Key.Key_Backspace)
    QTest.keyClicks(form.lines["name"], "  ")
    calm(desk)
    assert kept(desk, form).name == "Le Pont"
    form.texts["notes"].setFocus()
    assert form.lines["name"].text() == "Le Pont"


def test_the_name_is_heard_while_it_is_typed(qtbot: QtBot, open_form: OpenForm) -> None:
    form = open_form()
    with qtbot.waitSignal(form.renamed) as heard:
        type_over(form.lines["name"], "L")
    assert heard.args == ["L"]


def test_fields_too_small_for_their_text_grow_with_it(desk: Desk, open_form: OpenForm) -> None:
    form = open_form()
    small = form.texts["notes"].height()
    desk.theme.use(Settings(theme="light", text_percent=200))
    assert form.texts["notes"].height() == 2 * small


# --- who else changes it -------------------------------------------------------------------------


def test_one_s_own_save_does_not_move_the_caret(
    calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form(notes="Ouvert le mercredi")
    notes = form.texts["notes"]
    notes.setFocus()
    cursor = notes.textCursor()
    cursor.setPosition(6)
    notes.setTextCursor(cursor)
    QTest.keyClicks(notes, " ")
    QTest.keyClicks(notes, "souvent")
    calm(desk)
    form.show_sheet(sheet_of(desk.jobs.workspace, form.actor_id))
    assert notes.toPlainText() == "Ouvert souvent le mercredi"
    assert notes.textCursor().position() == 14


def test_what_others_change_appears_but_not_under_the_hands(
    desk: Desk, workspace: Workspace, open_form: OpenForm
) -> None:
    form = open_form(phone="01", contact_name="Awa", notes="avant")
    form.lines["phone"].setFocus()
    changes = {"phone": "02", "contact_name": "Binta", "notes": "après", "kind": "shop"}
    edit_actor(workspace, actor_id=form.actor_id, changes=changes)
    form.show_sheet(sheet_of(workspace, form.actor_id))
    assert form.lines["phone"].text() == "01"
    assert form.lines["contact_name"].text() == "Binta"
    assert form.texts["notes"].toPlainText() == "après"
    assert form.kind.currentData() == "shop"
    assert not form.autosave.pending


def test_what_is_not_yet_written_is_not_overwritten(
    desk: Desk, workspace: Workspace, open_form: OpenForm
) -> None:
    form = open_form(phone="01", contact_name="Awa")
    type_over(form.lines["phone"], "03")
    form.texts["notes"].setFocus()
    edit_actor(workspace, actor_id=form.actor_id, changes={"phone": "02", "contact_name": "Binta"})
    form.show_sheet(sheet_of(workspace, form.actor_id))
    assert form.lines["phone"].text() == "03"
    assert form.lines["contact_name"].text() == "Binta"


# --- the address ---------------------------------------------------------------------------------


def test_an_address_is_completed_and_taken_from_the_list(
    qtbot: QtBot, calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form()
    line, popup = form.address.line, form.address.line.completer().popup()
    type_over(line, "12 av")
    qtbot.waitUntil(popup.isVisible)
    with qtbot.waitSignal(form.moved) as moved:
        QTest.keyClick(popup, Qt.Key.Key_Down)
        QTest.keyClick(popup, Qt.Key.Key_Return)
    assert moved.args == [VERDUN.point]
    assert line.text() == VERDUN.label
    assert form.address.state.text() == "Située au numéro."
    calm(desk)
    actor = kept(desk, form)
    assert (actor.address, actor.lat, actor.precision) == (VERDUN.label, VERDUN.lat, "number")


def test_an_address_typed_to_its_end_is_found_when_the_hands_leave_it(
    qtbot: QtBot, calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form()
    type_over(form.address.line, "12 Avenue de Verdun, Bondy")
    with qtbot.waitSignal(form.moved) as moved:
        form.texts["notes"].setFocus()
    assert moved.args == [VERDUN.point]
    calm(desk)
    actor = kept(desk, form)
    assert (actor.address, actor.lat) == ("12 Avenue de Verdun, Bondy", VERDUN.lat)


def test_whenever_the_program_stops_an_address_never_has_the_place_of_another(
    qtbot: QtBot, calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form(address="12 Avenue de Verdun Bondy")
    assert kept(desk, form).lat == VERDUN.lat
    type_over(form.address.line, "3 rue inconnue")
    calm(desk)  # the hands are still in the field, and this is what a crash would leave
    actor = kept(desk, form)
    assert (actor.address, actor.lat) == ("3 rue inconnue", None)


def test_a_doubtful_address_offers_what_it_might_be(
    qtbot: QtBot, calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form()
    type_over(form.address.line, "rue de la Gare")
    form.texts["notes"].setFocus()
    qtbot.waitUntil(lambda: len(proposals(form)) == 1)
    assert "n’est pas connue" in form.address.state.text()
    (proposal,) = proposals(form)
    assert proposal.text() == f"{GARE.label} (à la rue)"
    with qtbot.waitSignal(form.moved) as moved:
        QTest.mouseClick(proposal, Qt.MouseButton.LeftButton)
    assert moved.args == [GARE.point]
    assert proposals(form) == []
    assert ordinary(form.address.state.text()) == (
        "Située à la rue seulement, à 180 m près : à vérifier."
    )
    assert form.address.line.hasFocus()
    calm(desk)
    actor = kept(desk, form)
    assert (actor.address, actor.lat) == ("rue de la Gare", GARE.lat)


def test_an_unknown_address_takes_the_actor_off_the_map_and_says_so(
    qtbot: QtBot, calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form(address="12 Avenue de Verdun Bondy")
    type_over(form.address.line, "nulle part")
    with qtbot.waitSignal(form.moved) as moved:
        form.texts["notes"].setFocus()
    assert moved.args == [None]
    assert form.address.state.text() == "Cette adresse n’est pas connue sans réseau."
    assert form.address.line.accessibleDescription() == form.address.state.text()
    calm(desk)
    assert kept(desk, form).lat is None


def test_an_emptied_address_takes_the_actor_off_the_map(
    qtbot: QtBot, calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form(address="12 Avenue de Verdun Bondy")
    form.address.line.setFocus()
    form.address.line.selectAll()
    QTest.keyClick(form.address.line, Qt.Key.Key_Delete)
    with qtbot.waitSignal(form.moved) as moved:
        form.texts["notes"].setFocus()
    assert moved.args == [None]
    calm(desk)
    assert (kept(desk, form).address, kept(desk, form).lat) == ("", None)


def test_a_late_answer_about_an_address_that_is_no_longer_typed_is_dropped(
    qtbot: QtBot, calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form()
    type_over(form.address.line, "12 Avenue de Verdun Bondy")
    with qtbot.assertNotEmitted(form.moved):
        form.address._answered("une autre", [VERDUN])
    form.address._propose_while_typing("une autre", [VERDUN])
    assert not form.address.line.completer().popup().isVisible()


def test_coming_and_going_without_typing_asks_nothing(
    qtbot: QtBot, calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form(address="rue de la Gare", **place_fields(UNSURE))
    finder = desk.jobs.workspace.finder
    assert isinstance(finder, FakeFinder)
    asked = len(finder.asked)
    form.address.line.setFocus()
    form.texts["notes"].setFocus()
    calm(desk)
    assert len(finder.asked) == asked
    assert kept(desk, form).lat == UNSURE.lat


def test_a_place_chosen_by_hand_is_not_lost_with_a_typing_error_put_right(
    qtbot: QtBot, calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form(address="le local bleu", lat=48.9, lon=2.48, placed_by_hand=True)
    assert form.address.state.text() == "Épingle posée à la main."
    type_over(form.address.line, "le local vert")
    form.texts["notes"].setFocus()
    qtbot.waitUntil(lambda: "n’est pas connue" in form.address.state.text())
    calm(desk)
    actor = kept(desk, form)
    assert (actor.address, actor.lat, actor.placed_by_hand) == ("le local vert", 48.9, True)


def test_a_pin_dropped_on_the_map_is_kept_as_put_by_hand(
    calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form(address="nulle part")
    assert form.address.state.text() == "Pas encore située sur la carte."
    form.put_by_hand(Point(48.9, 2.48))
    assert form.address.state.text() == "Épingle posée à la main."
    calm(desk)
    actor = kept(desk, form)
    assert (actor.lat, actor.lon, actor.placed_by_hand) == (48.9, 2.48, True)


def test_a_pin_waits_for_a_disk_that_refuses_and_is_not_lost(
    qtbot: QtBot,
    calm: Calm,
    desk: Desk,
    open_form: OpenForm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = open_form()

    def refuse(_self: Database, _verb: object = None) -> object:
        raise NotWritten("le disque est plein.")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "writing", refuse)
        with qtbot.waitSignal(desk.unsaved):
            form.put_by_hand(Point(48.9, 2.48))
    assert form in {one.parent() for one in desk.unwritten}
    form.autosave.flush()
    calm(desk)
    assert kept(desk, form).placed_by_hand


# --- online, only when asked ---------------------------------------------------------------------


def online_of(desk: Desk) -> FakeOnline:
    online = desk.jobs.workspace.online
    assert isinstance(online, FakeOnline)
    return online


def test_nothing_goes_online_unless_the_button_is_pressed(
    qtbot: QtBot, calm: Calm, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form()
    type_over(form.address.line, "nulle part")
    form.texts["notes"].setFocus()
    qtbot.waitUntil(lambda: "n’est pas connue" in form.address.state.text())
    calm(desk)
    assert online_of(desk).asked == []
    QTest.mouseClick(form.address.online, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(proposals(form)) == 1)
    assert online_of(desk).asked == ["nulle part"]
    with qtbot.waitSignal(form.moved) as moved:
        QTest.mouseClick(proposals(form)[0], Qt.MouseButton.LeftButton)
    assert moved.args == [VERDUN.point]


def test_a_service_that_does_not_answer_is_a_sentence_and_can_be_asked_again(
    qtbot: QtBot, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form(address="nulle part")
    online_of(desk).reachable = False
    QTest.mouseClick(form.address.online, Qt.MouseButton.LeftButton)
    assert not form.address.online.isEnabled(), "once at a time"
    qtbot.waitUntil(form.address.online.isEnabled)
    assert form.address.state.text() == "Le service d’adresses ne répond pas."


def test_an_address_nobody_knows_online_either_is_said(
    qtbot: QtBot, desk: Desk, open_form: OpenForm
) -> None:
    form = open_form(address="nulle part")
    online_of(desk).places = []
    QTest.mouseClick(form.address.online, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(form.address.online.isEnabled)
    assert form.address.state.text() == "Le service ne connaît pas cette adresse non plus."


def test_without_an_address_the_button_leads_to_the_field(desk: Desk, open_form: OpenForm) -> None:
    form = open_form()
    QTest.mouseClick(form.address.online, Qt.MouseButton.LeftButton)
    assert form.address.line.hasFocus()
    assert online_of(desk).asked == []


# --- consent, ties -------------------------------------------------------------------------------


@pytest.mark.parametrize("granted", [True, False, None])
def test_what_the_contact_person_said_is_kept_and_shown(
    calm: Calm, desk: Desk, workspace: Workspace, open_form: OpenForm, granted: bool | None
) -> None:
    form = open_form()
    assert form.consent.currentText() == "Pas encore demandé"
    set_map_consent(workspace, actor_id=form.actor_id, granted=True)
    form.consent.show_value(granted)
    form.consent.activated.emit(form.consent.currentIndex())
    calm(desk)
    (consent,) = sheet_of(workspace, form.actor_id).consents
    assert consent.granted is granted
    form.show_sheet(sheet_of(workspace, form.actor_id))
    assert form.consent.currentData() is granted


def test_a_consent_that_could_not_be_kept_is_said_and_not_shown(
    qtbot: QtBot, desk: Desk, open_form: OpenForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = open_form()

    def refuse(_self: Database, _verb: object = None) -> object:
        raise NotWritten("Le disque est plein.")

    monkeypatch.setattr(Database, "writing", refuse)
    form.consent.show_value(True)
    with qtbot.waitSignals([desk.refused, form.doubted]):
        form.consent.activated.emit(form.consent.currentIndex())


def test_interviews_with_the_actor_are_one_press_away(
    qtbot: QtBot, desk: Desk, workspace: Workspace, open_form: OpenForm
) -> None:
    form = open_form()
    interview = start_interview(workspace, kind="actor", actor_id=form.actor_id).value
    form.show_sheet(sheet_of(workspace, form.actor_id))
    widget = form.interviews.itemAt(0).widget()
    assert isinstance(widget, QPushButton)
    assert widget.text().startswith("Entretien du ")
    with qtbot.waitSignal(desk.asked) as asked:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    assert asked.args == [Room.INTERVIEWS, interview.id]
