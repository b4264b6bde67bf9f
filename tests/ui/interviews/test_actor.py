"""An interview with an actor: which one, chosen among those known or made on the spot."""

import pytest
from PySide6.QtCore import Qt

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.operations.actors import add_actor, edit_actor
from cga_desktop.store.queries.actors import actors
from cga_desktop.ui.rooms import Room
from tests.ui.interviews.hands import hands, letter, press, write


@pytest.fixture
def regie(workspace):
    draft = ActorDraft(name="Régie de quartier", kind="association", address="12 avenue de Verdun")
    return add_actor(workspace, draft=draft).value


@pytest.fixture
def interview(begin):
    return begin("actor", consents={})


@pytest.fixture
def card(regie, opened, interview):
    """The card of an actor interview, after the consents."""
    form = opened(interview)
    for key in "onono":
        letter(key)
    assert hands() is form.page.before.actor.search
    return form.page.before.actor


def shown(card):
    return [one.text() for one in (card._name, card._kind_word, card._address) if one.isVisible()]


def test_nobody_is_chosen_at_first(screen, card):
    assert screen.form.header.title == "Entretien acteur · Acteur à choisir"
    assert "l’acteur rencontré" in screen.form.page.ending.sentence


def test_an_exact_name_chooses_and_the_hands_go_on(desk, calm, screen, card, interview, on_disk):
    write("régie de QUARTIER")
    press(Qt.Key.Key_Return)
    assert shown(card) == [
        "Régie de quartier",
        "association",
        "12 avenue de Verdun · placé au numéro",
    ]
    assert hands() is screen.form.page.before.circumstances.place
    assert screen.form.header.title == "Entretien acteur · Régie de quartier"
    calm(desk)
    assert on_disk(interview).actor.name == "Régie de quartier"


def test_a_proposal_chooses(desk, calm, card, interview, on_disk):
    completer = card.search.completer()
    completer.setCompletionPrefix("quartier")
    assert completer.currentCompletion() == "Régie de quartier"
    completer.activated.emit("Régie de quartier")
    calm(desk)
    assert on_disk(interview).actor.name == "Régie de quartier"


@pytest.mark.usefixtures("regie")
def test_two_of_the_same_name_are_told_apart_by_their_address(
    desk, calm, workspace, opened, interview
):
    other = add_actor(workspace, draft=ActorDraft(name="Régie de quartier", address="3 rue Roger"))
    card = opened(interview).page.before.actor
    card.search.completer().activated.emit("Régie de quartier · 3 rue Roger")
    assert card.actor.id == other.value.id
    calm(desk)


def test_somebody_new_is_made_on_the_spot_and_linked_at_once(
    qtbot, screen, card, interview, on_disk, workspace
):
    write("Les Petits Débrouillards")
    assert (
        card._unknown.text()
        == "«\u00a0Les Petits Débrouillards\u00a0» n’est pas encore dans l’étude."
    )
    press(Qt.Key.Key_Tab)
    assert hands() is card.kind
    card.kind.setCurrentIndex(card.kind.findData("collective"))
    press(Qt.Key.Key_Tab)
    assert hands() is card.creator
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: card.actor is not None)
    assert hands() is screen.form.page.before.circumstances.place
    made = on_disk(interview).actor
    assert (made.name, made.kind) == ("Les Petits Débrouillards", "collective")
    assert "pas encore sur la carte" in shown(card)[-1]
    with workspace.database.reading() as session:
        assert len(actors(session)) == 2


def test_leaving_while_it_is_being_made_loses_nothing(desk, calm, screen, card, interview, on_disk):
    write("Les Petits Débrouillards")
    card.creator.click()
    screen.close_form()
    calm(desk)
    assert on_disk(interview).actor.name == "Les Petits Débrouillards"


def test_a_name_neither_chosen_nor_made_is_said_when_the_form_closes(qtbot, desk, screen, card):
    write("Un collectif")
    with qtbot.waitSignal(desk.said) as said:
        screen.close_form()
    assert "«\u00a0Un collectif\u00a0» n’a pas été créé" in said.args[0]


def test_another_actor_can_be_chosen_and_thinking_better_of_it_keeps_the_first(
    desk, calm, card, interview, on_disk
):
    write("Régie de quartier")
    press(Qt.Key.Key_Return)
    card.change.click()
    assert hands() is card.search
    press(Qt.Key.Key_Tab)
    assert shown(card)[0] == "Régie de quartier"
    calm(desk)
    assert on_disk(interview).actor.name == "Régie de quartier"


def test_its_sheet_opens_in_the_room_of_actors(qtbot, desk, card, regie):
    write("Régie de quartier")
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(desk.asked) as asked:
        card.open.click()
    assert asked.args == [Room.ACTORS, regie.id]


def test_a_change_of_the_actor_made_elsewhere_shows(qtbot, desk, card, regie):
    write("Régie de quartier")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not desk.unwritten)
    desk.jobs.write(
        lambda workspace: edit_actor(
            workspace, actor_id=regie.id, changes={"name": "Régie des Bosquets"}
        )
    )
    qtbot.waitUntil(lambda: shown(card)[0] == "Régie des Bosquets")
