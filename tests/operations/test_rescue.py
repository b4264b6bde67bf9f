"""What was typed while the disk refused is kept, found at the next opening, and told."""

import json
import tempfile
from dataclasses import replace

import pytest

from cga_desktop.domain.changes import Changes, FieldChanges
from cga_desktop.domain.drafts import LONGEST_PROSE, ActorDraft
from cga_desktop.domain.errors import NotWritten
from cga_desktop.domain.moments import clock, now
from cga_desktop.domain.unsaved import Recovered, Subject, Unsaved
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.interviews import InterviewChanges, start_interview
from cga_desktop.operations.rescue import (
    described,
    keep_unsaved,
    open_journal,
    recover,
    recovered_sentence,
)
from cga_desktop.store.journal import rescue_folder
from cga_desktop.store.queries.actors import actor as actor_of
from cga_desktop.store.queries.interviews import interview_sheet
from tests.ui.full_disk import FullDisk

AT = "2999-01-01T00:00:00.000+00:00"
NARROW = "\u202f"


@pytest.fixture(autouse=True)
def _temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def regie(workspace):
    return add_actor(workspace, draft=ActorDraft(name="Régie")).value


@pytest.fixture
def notes(workspace, regie):
    def read():
        with workspace.database.reading() as session:
            return actor_of(session, regie.id).notes

    return read


@pytest.fixture
def unsaved(regie):
    return Unsaved(kind="actor", record_id=regie.id, typed_at=AT, fields={"notes": "Gardé."})


@pytest.fixture
def left_behind(workspace, unsaved):
    """The journal of a process that was killed while the disk refused."""
    journal = open_journal(workspace)
    path = keep_unsaved(journal, workspace.database.path, [unsaved])
    journal._held.leave()
    return path


def reopened(workspace):
    journal = open_journal(workspace)
    outcome = recover(workspace, journal)
    journal.close()
    return outcome


def test_what_a_form_holds_is_described():
    interview, actor = Subject("interview", "1"), Subject("actor", "2")
    changes = InterviewChanges({"place": "ici"}, {"q": "Oui"}, {"notes": None}, {"second": "Awa"})
    said = described(interview, changes, AT)
    assert (said.fields, said.answers) == ({"place": "ici"}, {"q": "Oui"})
    assert (said.consents, said.people) == ({"notes": None}, {"second": "Awa"})
    pin = described(actor, FieldChanges(lat=48.9, placed_by_hand=True, radius_m=None), AT)
    assert pin.fields == {"lat": 48.9, "placed_by_hand": True, "radius_m": None}
    assert Unsaved.model_validate_json(pin.model_dump_json()) == pin


@pytest.mark.parametrize(
    "changes", [FieldChanges(notes="x" * (LONGEST_PROSE + 1)), FieldChanges(x=object()), 3]
)
def test_what_no_study_would_take_is_not_kept(changes):
    assert described(Subject("actor", "1"), changes, AT) is None


def test_what_fits_is_kept_without_what_does_not():
    changes = InterviewChanges(
        {"place": "ici", "x" * 200: ""}, {"a": "Oui", "b": "x" * (LONGEST_PROSE + 1)}
    )
    said = described(Subject("interview", "1"), changes, AT)
    assert (said.fields, said.answers, said.typed_at) == ({"place": "ici"}, {"a": "Oui"}, AT)


def test_what_was_kept_is_in_the_study_after_reopening(workspace, left_behind, notes):
    outcome = reopened(workspace)
    assert notes() == "Gardé."
    assert outcome.changes is Changes.EVERYTHING
    assert (outcome.value.notes, outcome.value.crashed) == (1, True)
    assert not left_behind.exists()
    again = reopened(workspace)
    assert again.changes is Changes.NONE
    assert recovered_sentence(again.value) == ""


def test_nothing_unsaved_keeps_nothing(workspace, unsaved):
    journal = open_journal(workspace)
    path = keep_unsaved(journal, workspace.database.path, [unsaved])
    assert keep_unsaved(journal, workspace.database.path, []) is None
    assert not path.exists()
    journal.close()


def test_where_the_disk_still_refuses_everything_waits(workspace, study, left_behind, notes):
    disk = FullDisk(study)
    disk.full = True
    with pytest.raises(NotWritten):
        reopened(replace(workspace, database=disk))
    assert left_behind.exists()
    reopened(workspace)
    assert notes() == "Gardé."


def test_a_copy_of_the_study_elsewhere_does_not_take_it(workspace, study, unsaved, tmp_path, notes):
    journal = open_journal(workspace)
    other = tmp_path / "Autre.cgaetude"
    other.touch()
    path = keep_unsaved(journal, other, [unsaved])
    journal.close()
    assert reopened(workspace).value.found == 0
    assert path.exists()
    other.unlink()  # it was moved here
    assert reopened(workspace).value.found == 1
    assert notes() == "Gardé."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"format": 2, "study": "", "entries": []}',
        b'{"format": 1, "study": "", "entries": [{"kind": "study", "record_id": "1"}]}',
        b'{"format": 1, "study": "", "entries": [], "run": "rm"}',
        b"[" * 100_000,
        json.dumps({"format": 1, "study": "", "entries": [{}] * 20_000}).encode(),
    ],
)
def test_a_file_that_says_nothing_we_know_is_put_aside_and_said(workspace, content):
    journal = open_journal(workspace)
    journal.keep(content)
    journal.close()
    found = reopened(workspace).value
    assert len(found.aside) == 1
    assert "mis de côté" in recovered_sentence(found)
    assert str(rescue_folder()) in recovered_sentence(found)
    assert recovered_sentence(reopened(workspace).value) == ""


def test_what_finds_no_record_is_put_aside_and_the_rest_is_saved(workspace, unsaved, notes):
    gone = unsaved.model_copy(update={"record_id": "disparu"})
    wrong = unsaved.model_copy(update={"fields": {"name": ""}})
    journal = open_journal(workspace)
    keep_unsaved(journal, workspace.database.path, [gone, wrong, unsaved])
    journal.close()
    found = reopened(workspace).value
    assert notes() == "Gardé."
    assert (found.notes, len(found.aside)) == (1, 1)


def test_an_interview_is_told_by_its_answers(workspace):
    interview = start_interview(workspace, kind="resident").value
    with workspace.database.reading() as session:
        questions = interview_sheet(session, interview.id).questions
    changes = InterviewChanges({"notes": "Pluie."}, {one.id: "Oui." for one in questions[:2]})
    entry = described(Subject("interview", interview.id), changes, AT)
    journal = open_journal(workspace)
    keep_unsaved(journal, workspace.database.path, [entry])
    journal.close()
    assert (reopened(workspace).value.answers, reopened(workspace).value.notes) == (2, 0)


class TestTheSentence:
    def test_it_says_what_was_found_and_when_it_was_typed(self):
        found = Recovered(answers=2, notes=1, typed_at="2019-11-04T14:05:30")
        assert recovered_sentence(found) == (
            f"2 réponses et 1 note, écrites le lundi 4 novembre 2019 à 14{NARROW}h{NARROW}05, "
            "ont été retrouvées et enregistrées."
        )

    def test_one_thing_is_one_thing(self):
        found = Recovered(observations=1, typed_at="2019-11-01T09:00:00")
        assert recovered_sentence(found).startswith(
            f"1 observation, écrite le vendredi 1er novembre 2019 à 9{NARROW}h{NARROW}00, a été"
        )

    def test_three_kinds_are_a_list(self):
        found = Recovered(answers=1, notes=2, others=3, typed_at="hier")
        assert recovered_sentence(found) == (
            "1 réponse, 2 notes et 3 autres informations, écrites avant l’arrêt, ont été "
            "retrouvées et enregistrées."
        )

    def test_after_a_crash_it_says_until_when_everything_is_there(self):
        today, long_ago = now(), "2019-11-04T14:03:22"
        said = recovered_sentence(Recovered(crashed=True, saved_at=today))
        assert said == (
            "Le programme s’était arrêté sans prévenir. Tout ce qui était enregistré à "
            f"{clock(today)} est là."
        )
        said = recovered_sentence(Recovered(crashed=True, saved_at=long_ago))
        assert "enregistré le lundi 4 novembre 2019 à 14:03:22 est là." in said

    def test_what_stands_below_something_newer_is_said(self):
        found = Recovered(crashed=True, answers=1, added=1, typed_at="2019-11-04T14:03:22")
        said = recovered_sentence(found)
        assert said.startswith("Le programme s’était arrêté sans prévenir. 1 réponse")
        assert "placé en dessous" in said
