"""A history in the words of the interface."""

import pytest

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.history import FieldChange, HistoryLine
from cga_desktop.domain.places import Point
from cga_desktop.domain.records import Excerpt, Relation
from cga_desktop.operations.actors import (
    add_actor,
    edit_actor,
    put_actor_by_hand,
    set_map_consent,
)
from cga_desktop.operations.history_words import action_words, fate_words, part_words, said_in
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.store.queries.history import history
from cga_desktop.store.queries.history_names import names_in
from cga_desktop.store.queries.interviews import interview_sheet


@pytest.fixture
def pave(workspace):
    return add_actor(workspace, draft=ActorDraft.filled({"name": "Le Pavé", "kind": "shop"})).value


@pytest.fixture
def told(workspace):
    """What the history of a record says, the latest first: (part, label, before, after)."""

    def tell(record_id):
        with workspace.database.reading() as session:
            lines = history(session, record_id)
            names = names_in(session, lines)
        return [
            (part_words(line).replace("\u00a0", " "), one.label, one.before, one.after)
            for line in lines
            for one in said_in(line, names)
        ]

    return tell


def test_what_was_begun_shows_what_it_began_with(pave, told):
    assert told(pave.id) == [
        ("", "Nom", "", "Le Pavé"),
        ("", "Type d’acteur", "", "commerce"),
    ]


def test_where_a_pin_is_is_one_thing(workspace, pave, told):
    put_actor_by_hand(workspace, actor_id=pave.id, point=Point(48.9, 2.5))
    assert told(pave.id)[0] == ("", "Place sur la carte", "", "48,90000\u202f; 2,50000")


def test_closed_lists_and_moments_are_in_words(workspace, told):
    made = start_interview(workspace, kind="resident", contributor="Awa").value
    changes = InterviewChanges(fields={"age_band": "25–34", "date": "2026-11-03T14:05+01:00"})
    save_interview(workspace, interview_id=made.id, changes=changes)
    said = {label: after for _part, label, _before, after in told(made.id)[:2]}
    assert said["Tranche d’âge"] == "25–34 ans"
    assert said["Date"].startswith("mardi 3 novembre")


def test_people_and_actors_go_by_their_names(workspace, pave, told):
    made = start_interview(workspace, kind="actor", contributor="Awa", actor_id=pave.id).value
    said = {label: after for _part, label, _before, after in told(made.id)}
    assert said["Mené par"] == "Awa"
    assert said["Acteur rencontré"] == "Le Pavé"


def test_parts_of_a_record_are_named(workspace, pave, told):
    made = start_interview(workspace, kind="resident").value
    with workspace.database.reading() as session:
        question = interview_sheet(session, made.id).questions[0]
    changes = InterviewChanges(answers={question.id: "Oui."}, consents={"notes": True})
    save_interview(workspace, interview_id=made.id, changes=changes)
    with workspace.database.writing() as session:
        session.add(Excerpt(interview_id=made.id, kind="need", text="Oui"))
    set_map_consent(workspace, actor_id=pave.id, granted=False)
    with workspace.database.writing() as session:
        session.add(Relation(source_id=pave.id, target_id=pave.id, kind="works_with"))
    of_interview = told(made.id)
    answers = [one for one in of_interview if one[0].startswith("Réponse à « ")]
    assert [one[1:] for one in answers] == [("Texte", "", "Oui.")]
    assert answers[0][0].removeprefix("Réponse à « ")[:30] == question.wording[:30]
    assert ("Accord : prise de notes", "Réponse", "pas encore demandé", "oui") in of_interview
    assert ("Passage marqué : besoin", "Texte", "", "Oui") in of_interview
    of_actor = told(pave.id)
    assert ("Accord : présence sur la carte", "Réponse", "pas encore demandé", "non") in of_actor
    assert ("Lien avec un autre acteur", "Nature", "", "travaille avec") in of_actor
    assert ("Lien avec un autre acteur", "Avec", "", "Le Pavé") in of_actor


def test_what_was_emptied_says_so(workspace, pave, told):
    edit_actor(workspace, actor_id=pave.id, changes={"notes": "Ouvert."})
    edit_actor(workspace, actor_id=pave.id, changes={"kind": "venue"})
    edit_actor(workspace, actor_id=pave.id, changes={"notes": ""})
    assert told(pave.id)[0] == ("", "Notes", "Ouvert.", "")


def line(kind, verb="edit_actor", record_kind="actor", changes=()):
    return HistoryLine(1, "", "", verb, record_kind, "id", "Titre", kind, changes)


def test_what_is_no_more_is_said_without_its_fields():
    gone = line("delete", changes=(FieldChange("name", "Le Pavé", None),))
    assert fate_words(gone) == "Supprimé."
    assert said_in(gone, {}) == []
    assert fate_words(line("erase")).startswith("Effacé définitivement")
    assert fate_words(line("write")) == ""


def test_what_a_newer_program_wrote_is_passed_over():
    assert said_in(line("write", record_kind="cooperationidea"), {}) == []
    strange = line("write", changes=(FieldChange("colour", "", "bleu"),))
    assert said_in(strange, {}) == []
    assert action_words(line("write", verb="dance")) == "Dance"
    assert action_words(line("write")) == "Modification d’un acteur"
