"""An interview with an inhabitant: what is known of the person, and how it ends."""

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QLabel

from cga_desktop.domain.errors import NotWritten
from cga_desktop.domain.records import Contributor, Excerpt, Theme
from cga_desktop.operations.history import undo
from cga_desktop.operations.interviews import InterviewChanges, save_interview
from cga_desktop.store.database import Database
from cga_desktop.store.queries.interviews import interviews
from cga_desktop.store.queries.study import contributors, themes
from cga_desktop.ui.actions import Action
from tests.ui.interviews.hands import hands, letter, press, write

NOTHING: dict[str, bool | None] = {}
ALL_ASKED = {"notes": True, "recording": False, "quoting": True, "recontact": False}


def test_the_head_says_whose_interview_it_is(desk, calm, opened, begin):
    form = opened(begin(neighbourhood="La Blanqui"))
    assert form.header.title == "Entretien H-001 · habitant·e · La Blanqui"
    form.page.before.person.neighbourhood.setText("La Noue-Caillet")
    assert form.header.title == "Entretien H-001 · habitant·e · La Noue-Caillet"
    calm(desk)


def test_the_person_is_a_pseudonym_an_age_band_and_a_neighbourhood(
    desk, calm, opened, begin, on_disk
):
    interview = begin(consents=ALL_ASKED)
    form = opened(interview)
    person = form.page.before.person
    assert person.pseudonym.text() == "H-001"
    assert hands() is person.age.button("")
    press(Qt.Key.Key_Left)
    person.neighbourhood.setFocus()
    write(" La  Blanqui ")
    calm(desk)
    kept = on_disk(interview).interview
    assert kept.age_band == "80 et plus"
    assert kept.neighbourhood == "La  Blanqui"
    assert person.neighbourhood.text() == " La  Blanqui "


def test_neighbourhoods_already_used_are_proposed(opened, begin):
    begin(neighbourhood="La Sablière")
    begin(neighbourhood="Mare-à-la-Veuve")
    form = opened(begin())
    completer = form.page.before.person.neighbourhood.completer()
    completer.setCompletionPrefix("veuve")
    assert completer.currentCompletion() == "Mare-à-la-Veuve"


def test_place_and_date_are_kept_with_their_offset(desk, calm, opened, begin, on_disk):
    interview = begin(date="2026-05-12T14:05+02:00")
    form = opened(interview)
    circumstances = form.page.before.circumstances
    circumstances.place.setFocus()
    write("Square du 8-Mai")
    circumstances.date.setDateTime(QDateTime(2026, 5, 13, 9, 30, 0))
    calm(desk)
    kept = on_disk(interview).interview
    assert kept.place == "Square du 8-Mai"
    assert kept.date.startswith("2026-05-13T09:30")
    assert kept.date[16] in "+-"


def test_a_day_without_a_time_is_left_as_it_is_until_somebody_changes_it(
    desk, calm, opened, begin, on_disk
):
    interview = begin(date="2026-05-12")
    form = opened(interview)
    form.page.next()
    write("Oui.")
    calm(desk)
    assert on_disk(interview).interview.date == "2026-05-12"


def test_who_leads_is_taken_from_the_settings_and_somebody_new_joins_the_study(
    qtbot, desk, calm, screen, workspace
):
    screen.perform(Action.NEW_RESIDENT_INTERVIEW)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.built)
    circumstances = screen.form.page.before.circumstances
    assert circumstances.leader.text() == "Awa"
    circumstances.second.setFocus()
    write("Inès")
    calm(desk)
    with workspace.database.reading() as session:
        assert [one.name for one in contributors(session)] == ["Awa"]
    press(Qt.Key.Key_Tab)
    calm(desk)
    with workspace.database.reading() as session:
        people = {one.id: one.name for one in contributors(session)}
        (line,) = interviews(session)
    assert sorted(people.values()) == ["Awa", "Inès"]
    assert people[line.interview.second_contributor_id] == "Inès"


def test_a_known_name_is_saved_with_its_last_letter_and_a_new_one_when_it_is_left(
    qtbot, desk, opened, begin, on_disk, workspace
):
    save_interview(
        workspace,
        interview_id=begin().id,
        changes=InterviewChanges(people={"contributor_id": "Awa Diallo"}),
    )
    interview = begin()
    form = opened(interview)
    form.page.before.circumstances.second.setFocus()
    write("awa Diall")
    assert not form.autosave.pending
    write("o")
    qtbot.waitUntil(lambda: not desk.unwritten)
    known = on_disk(interview).interview.second_contributor_id
    assert known is not None
    write(" Ba")
    assert not form.autosave.pending
    press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not desk.unwritten)
    assert on_disk(interview).interview.second_contributor_id not in (None, known)
    with workspace.database.reading() as session:
        assert [one.name for one in contributors(session)] == ["Awa Diallo", "awa Diallo Ba"]


def test_a_name_being_typed_counts_when_the_room_is_left(
    desk, calm, screen, opened, begin, on_disk
):
    interview = begin()
    form = opened(interview)
    form.page.before.circumstances.leader.setFocus()
    write("Léo")
    screen.leave()
    calm(desk)
    assert on_disk(interview).interview.contributor_id is not None


def test_a_known_person_is_not_made_twice(desk, calm, opened, begin, workspace):
    with workspace.database.writing() as session:
        session.add(Contributor(name="Awa"))
    form = opened(begin())
    form.page.before.circumstances.leader.setFocus()
    write("awa")
    press(Qt.Key.Key_Tab)
    calm(desk)
    with workspace.database.reading() as session:
        assert [one.name for one in contributors(session)] == ["Awa"]


def test_free_notes_are_kept(desk, calm, opened, begin, on_disk):
    interview = begin()
    form = opened(interview)
    form.page.go_to("notes")
    write("Très accueillante.")
    calm(desk)
    assert on_disk(interview).interview.notes == "Très accueillante."


def test_finishing_says_what_is_missing_and_forbids_nothing(
    qtbot, desk, calm, opened, begin, on_disk
):
    interview = begin(answers={0: "Oui.", 1: "Oui."}, neighbourhood="La Blanqui")
    form = opened(interview)
    missing = (
        "Il manque encore\u00a0: la tranche d’âge, 12 réponses et la demande d’accord "
        "(enregistrement, citation et recontact)."
    )
    assert form.page.ending.sentence == missing
    with qtbot.waitSignal(desk.said) as said:
        assert form.perform(Action.FINISH_INTERVIEW)
    assert said.args[0] == f"L’entretien H-001 est terminé. {missing}"
    calm(desk)
    assert on_disk(interview).interview.status == "finished"
    assert form.page.ending.sentence == f"Cet entretien est terminé. {missing}"
    form.page.next()
    write("On peut encore corriger.")
    form.header.reopen.emit()
    calm(desk)
    assert on_disk(interview).interview.status == "in_progress"


def test_nothing_missing_is_said_too(opened, begin):
    everything = dict.fromkeys(range(14), "Oui.")
    form = opened(
        begin(
            answers=everything,
            consents=ALL_ASKED,
            age_band="25–34",
            neighbourhood="La Blanqui",
        )
    )
    assert form.page.ending.sentence == "Rien ne manque à cet entretien."


def test_an_interview_begun_by_mistake_can_be_thrown_away(
    qtbot, desk, screen, opened, begin, workspace
):
    form = opened(begin(consents=NOTHING))
    letter("o")
    with qtbot.waitSignal(desk.done) as done:
        form.header.discard.emit()
    assert done.args[0] == "L’entretien H-001, vide, est supprimé."
    assert (done.args[1].verb, done.args[1].title) == ("delete_interview", "H-001")
    qtbot.waitUntil(lambda: screen.form is None and desk.jobs.idle)
    with workspace.database.reading() as session:
        assert interviews(session) == []
    assert screen.listing.isVisible()


def test_what_was_typed_in_one_thrown_away_goes_with_it(qtbot, desk, screen, opened, begin):
    form = opened(begin())
    form.page.before.circumstances.leader.setFocus()
    write("Léo")
    with qtbot.assertNotEmitted(desk.refused), qtbot.assertNotEmitted(desk.jobs.refused):
        form.header.discard.emit()
        qtbot.waitUntil(lambda: screen.form is None and desk.jobs.idle)
    assert desk.unwritten == set()


def test_one_that_holds_something_can_be_thrown_away_too_once_all_of_it_is_on_the_disk(
    qtbot, desk, screen, opened, begin, workspace
):
    form = opened(begin(answers={0: "Depuis 1998."}))
    assert not form.empty
    form.page.next()
    write("Oui")
    with qtbot.waitSignal(desk.done) as done:
        form.header.discard.emit()
    assert done.args[0] == "L’entretien H-001 est supprimé."
    qtbot.waitUntil(lambda: screen.form is None and desk.jobs.idle)
    undo(workspace)
    with workspace.database.reading() as session:
        (line,) = interviews(session)
    assert line.answered == 2


def test_where_the_disk_refuses_it_is_kept(qtbot, desk, calm, opened, begin, monkeypatch):
    form = opened(begin())

    def refuse(_self, _verb=None):
        raise NotWritten("Le disque est plein.")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "writing", refuse)
        form.page.next()
        write("Oui")
        with qtbot.waitSignal(desk.refused) as refused:
            form.discard()
    assert "n’a pas été supprimé" in refused.args[0]
    assert form.isEnabled()
    calm(desk)


def test_marked_passages_show_below_their_answer(opened, begin, workspace, on_disk):
    interview = begin(answers={0: "Ma voisine garde les petits.", 1: "Rien."}, notes="Un parc.")
    sheet = on_disk(interview)
    with workspace.database.writing() as session:
        theme: Theme = themes(session)[0]
        for excerpt in (
            Excerpt(
                interview_id=interview.id,
                answer_id=sheet.answers[sheet.questions[0].id].id,
                kind="resource",
                text="garde les petits",
                theme_id=theme.id,
            ),
            Excerpt(interview_id=interview.id, kind="from a newer version", text="Un parc"),
        ):
            session.add(excerpt)
    form = opened(interview)
    first, second, *_rest, notes = form.page.blocks.values()
    assert first.excerpts.shown == (("resource", "garde les petits", theme.name),)
    words = [one.text() for one in first.excerpts.findChildren(QLabel)]
    assert "R" in words
    assert f"ressource · {theme.name}" in words
    assert second.excerpts.shown == ()
    assert notes.excerpts.shown == (("from a newer version", "Un parc", ""),)
    assert not form.empty


def test_a_change_of_the_person_made_elsewhere_shows(qtbot, desk, opened, begin):
    interview = begin()
    form = opened(interview)
    changes = InterviewChanges(
        fields={"age_band": "65–79", "place": "Au parc"}, consents={"quoting": True}
    )
    desk.jobs.write(
        lambda workspace: save_interview(workspace, interview_id=interview.id, changes=changes)
    )
    qtbot.waitUntil(lambda: form.page.before.person.age.value == "65–79")
    assert form.page.before.circumstances.place.text() == "Au parc"
    assert form.page.before.consents.said["quoting"] is True
    assert form.header.line.signs == "✓–✓–"
    assert "la tranche d’âge" not in form.page.ending.sentence


def test_what_to_say_at_first_folds_away_once_it_is_said(opened, begin):
    fresh = opened(begin(consents=NOTHING)).page.before.introduction
    assert fresh.unfolded
    later = opened(begin()).page.before.introduction
    assert not later.unfolded
    later.unfold(True)
    assert later.unfolded
