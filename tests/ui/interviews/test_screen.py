"""The room of interviews: the list, and what leads from it into an interview and back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.interviews import start_interview
from cga_desktop.store.queries.interviews import interviews
from cga_desktop.ui.actions import Action
from tests.ui.interviews.hands import hands, press, write


def titles(screen):
    rows = screen.listing.list.rows
    return [rows.row_at(rows.index(row)).title for row in range(rows.rowCount())]


@pytest.fixture
def shown(qtbot, desk, screen):
    """Waits until the list shows what is in the study."""

    def wait():
        desk.jobs.changed.emit(Changes.INTERVIEWS, None)
        qtbot.waitUntil(lambda: desk.jobs.idle)

    return wait


def test_an_empty_room_says_what_to_do_first_and_does_it(qtbot, screen):
    invitations = [one for one in screen.findChildren(QPushButton) if one.isVisible()]
    first = next(one for one in invitations if one.text() == "Nouvel entretien")
    first.click()
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built)


def test_a_new_interview_opens_with_the_hands_on_the_consent_to_notes(qtbot, screen, workspace):
    assert screen.perform(Action.NEW_RESIDENT_INTERVIEW)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built)
    assert hands() is screen.form.page.before.consents.rows["notes"].choices.button("unasked")
    with workspace.database.reading() as session:
        (line,) = interviews(session)
    assert line.interview.pseudonym == "H-001"
    assert line.contributor_name == "Awa"


def test_pressing_twice_begins_one_interview(qtbot, screen, workspace):
    screen.perform(Action.NEW_RESIDENT_INTERVIEW)
    screen.perform(Action.NEW_RESIDENT_INTERVIEW)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built)
    with workspace.database.reading() as session:
        assert len(interviews(session)) == 1


def test_a_line_says_who_when_where_by_whom_and_how_far(screen, begin, shown):
    begin(date="2024-05-13T14:05+02:00", neighbourhood="La Blanqui", answers={0: "Oui.", 1: "Non."})
    shown()
    rows = screen.listing.list.rows
    row = rows.row_at(rows.index(0))
    assert row.title == "H-001"
    assert row.mark == "à finir"
    assert row.subtitle.startswith("habitant·e · lundi 13 mai 2024, ")
    assert row.subtitle.endswith(" · La Blanqui · 2 réponses sur 14")


def test_the_latest_interview_comes_first_and_the_count_says_what_is_left(screen, begin, shown):
    begin(date="2026-01-01T10:00+01:00", status="finished")
    begin(date="2026-03-01T10:00+01:00")
    begin(date="2026-02-01T10:00+01:00")
    shown()
    assert titles(screen) == ["H-002", "H-003", "H-001"]
    assert screen.listing.list.count.text() == "3 entretiens, 2 à finir"


def test_chips_and_search_narrow_the_list(screen, begin, shown, workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="Régie de quartier")).value
    start_interview(workspace, kind="actor", actor_id=actor.id)
    begin(neighbourhood="Mare-à-la-Veuve", status="finished")
    begin(neighbourhood="La Sablière")
    shown()
    listing = screen.listing.list
    listing.filter_by("resident")
    assert sorted(titles(screen)) == ["H-001", "H-002"]
    listing.filter_by("to_finish")
    assert sorted(titles(screen)) == ["H-002", "Régie de quartier"]
    assert listing.count.text() == "2 sur 3 entretiens"
    listing.filter_by("actor")
    assert titles(screen) == ["Régie de quartier"]
    screen.perform(Action.SEARCH)
    write("mare veuve")
    assert titles(screen) == []
    listing.filter_by("")
    assert titles(screen) == ["H-001"]


def test_enter_opens_the_chosen_interview_and_escape_leads_back_to_it(qtbot, screen, begin, shown):
    begin()
    second = begin()
    shown()
    screen.listing.choose(second.id)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built)
    assert screen.form.interview_id == second.id
    assert not screen.listing.isVisible()
    press(Qt.Key.Key_Escape)
    assert screen.form is None
    assert screen.listing.isVisible()
    assert screen.listing.list.current == second.id
    assert hands() is screen.listing.list.view


def test_down_leads_from_the_search_into_the_list(screen, begin, shown):
    begin()
    shown()
    screen.perform(Action.SEARCH)
    press(Qt.Key.Key_Down)
    assert hands() is screen.listing.list.view


def test_searching_from_an_interview_leads_back_to_the_list(screen, begin, opened):
    opened(begin())
    assert screen.perform(Action.SEARCH)
    assert screen.form is None
    assert hands() is screen.listing.list.search


def test_actions_of_an_interview_mean_nothing_over_the_list(screen):
    assert not screen.perform(Action.NEXT_QUESTION)
    assert not screen.perform(Action.NEW_ACTOR)


def test_an_interview_that_is_not_there_is_said_and_the_list_stays(qtbot, desk, screen):
    with qtbot.waitSignal(desk.jobs.refused) as refused:
        screen.enter("nobody")
    assert "Aucun entretien" in str(refused.args[0])
    assert screen.listing.isVisible()


def test_reloading_keeps_what_was_chosen_and_where_the_list_was(screen, begin, shown):
    made = [begin() for _ in range(40)]
    shown()
    view = screen.listing.list.view
    screen.listing.choose(made[20].id)
    view.verticalScrollBar().setValue(700)
    begin(date="2020-01-01T10:00+01:00")
    shown()
    assert len(titles(screen)) == 41
    assert screen.listing.list.current == made[20].id
    assert view.verticalScrollBar().value() == 700


def test_the_chosen_interview_is_read_beside_the_list(qtbot, screen, begin, shown):
    made = begin(
        answers={0: "On se dit <b>bonjour</b>."},
        notes="Très accueillante.",
        neighbourhood="La Blanqui",
        age_band="25–34",
    )
    shown()
    preview = screen.listing.preview
    qtbot.waitUntil(lambda: preview.interview_id == made.id)
    text = preview.text.toPlainText()
    assert "Depuis quand habitez-vous ici" in text
    assert "On se dit <b>bonjour</b>." in text
    assert "Très accueillante." in text
    assert "Qu’est-ce qui a changé en bien" not in text


def test_leaving_the_room_writes_and_coming_back_finds_the_interview_open(
    qtbot, desk, screen, begin, opened, on_disk
):
    interview = begin()
    form = opened(interview)
    form.page.next()
    write("Depuis toujours.")
    screen.leave()
    qtbot.waitUntil(lambda: not desk.unwritten)
    assert [one.text for one in on_disk(interview).answers.values()] == ["Depuis toujours."]
    screen.enter("")
    assert screen.form is form


def test_a_search_that_finds_nothing_says_so_and_leads_back_to_all(screen, begin, shown):
    begin()
    shown()
    screen.perform(Action.SEARCH)
    write("zanzibar")
    assert titles(screen) == []
    assert screen.listing.preview.interview_id == ""
    show_all = next(one for one in screen.findChildren(QPushButton) if one.text() == "Tout montrer")
    assert show_all.isVisible()
    show_all.click()
    assert titles(screen) == ["H-001"]
