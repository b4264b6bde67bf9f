"""Taking back, doing again, going back, and the study as it was."""

import pytest

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import BadValue, NotFound, NotWritten, PlaceRefused
from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.actors import add_actor, delete_actor, edit_actor
from cga_desktop.operations.history import (
    go_back,
    open_study_as_of,
    redo,
    undo,
    write_study_as_of,
)
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.studies import open_study
from cga_desktop.store.log import clock
from cga_desktop.store.queries import actors as actor_queries
from cga_desktop.store.queries import history as queries
from cga_desktop.store.queries import interviews as interview_queries
from tests.conftest import PASSPHRASE
from tests.operations.test_interviews import first_question


@pytest.fixture
def actor(workspace):
    return add_actor(workspace, draft=ActorDraft(name="Régie")).value


def names(database):
    with database.reading() as session:
        return [one.name for one in actor_queries.actors(session)]


def lines(database, record_id):
    with database.reading() as session:
        return queries.history(session, record_id)


# --- taking back and doing again


def test_what_was_taken_back_is_said_and_shown(workspace, actor):
    edit_actor(workspace, actor_id=actor.id, changes={"name": "Régie de quartier"})
    done = undo(workspace)
    assert done.value.words == "modification d’un acteur (Régie de quartier)"
    assert done.value.records == (("actor", actor.id),)
    assert done.changes == Changes.ACTORS
    assert names(workspace.database) == ["Régie"]


def test_nothing_to_take_back_changes_nothing(workspace):
    """The making of the study is not something to take back."""
    assert undo(workspace).value is None
    assert redo(workspace).value is None
    assert undo(workspace).changes == Changes.NONE


def test_a_deleted_actor_comes_back_with_its_consents(workspace, actor):
    delete_actor(workspace, actor_id=actor.id)
    assert undo(workspace).value.words == "suppression d’un acteur (Régie)"
    assert names(workspace.database) == ["Régie"]
    redo(workspace)
    assert names(workspace.database) == []


def test_doing_something_else_ends_what_could_be_done_again(workspace, actor):
    undo(workspace)
    add_actor(workspace, draft=ActorDraft(name="École"))
    assert redo(workspace).value is None
    assert names(workspace.database) == ["École"]


def test_what_can_be_taken_back_survives_a_restart(workspace, actor, vault):
    workspace.database.close()
    again = open_study(workspace.database.path, vault=vault, passphrase=PASSPHRASE)
    with again.reading() as session:
        line = queries.next_undo(session)
    assert (line.verb, line.title) == (Verb.ADD_ACTOR, "Régie")
    again.close()


def test_what_somebody_else_changed_since_stays(workspace, actor):
    """As a colleague's change that came with the shared file: not ours to take back."""
    edit_actor(workspace, actor_id=actor.id, changes={"name": "Régie de quartier", "phone": "01"})
    with workspace.database.writing(Verb.CREATE_STUDY) as session:
        actor_queries.actor(session, actor.id).name = "Maison de quartier"
    undo(workspace)
    with workspace.database.reading() as session:
        found = actor_queries.actor(session, actor.id)
    assert (found.name, found.phone) == ("Maison de quartier", "")


def test_an_action_of_which_nothing_is_left_is_passed_over(workspace, actor):
    edit_actor(workspace, actor_id=actor.id, changes={"name": "Régie de quartier"})
    with workspace.database.writing(Verb.CREATE_STUDY) as session:
        actor_queries.actor(session, actor.id).name = "Maison de quartier"
    assert undo(workspace).value.words.startswith("ajout d’un acteur")
    assert names(workspace.database) == []


# --- the history of a record


def test_the_history_says_who_changed_what(workspace, actor):
    workspace.database.author = "Awa"
    edit_actor(workspace, actor_id=actor.id, changes={"phone": "01 48", "email": "a@b.fr"})
    last, first = lines(workspace.database, actor.id)
    assert (last.author, last.verb, last.record_kind) == ("Awa", Verb.EDIT_ACTOR, "actor")
    assert {one.field: (one.before, one.after) for one in last.changes} == {
        "phone": ("", "01 48"),
        "email": ("", "a@b.fr"),
    }
    assert first.verb == Verb.ADD_ACTOR
    assert ("name", None, "Régie") in {(one.field, one.before, one.after) for one in first.changes}


def test_the_history_of_an_interview_is_also_that_of_its_answers(workspace):
    interview = start_interview(workspace, kind="resident", contributor="Awa").value
    question = first_question(workspace, interview)
    for words in ("Oui.", "Non."):
        changes = InterviewChanges(answers={question: words}, consents={"notes": True})
        save_interview(workspace, interview_id=interview.id, changes=changes)
    found = lines(workspace.database, interview.id)
    assert {line.record_kind for line in found} == {"interview", "answer", "consent"}
    answer = next(line for line in found if line.record_kind == "answer")
    assert answer.title.startswith(("Depuis", "Comment", "Qu", "Vers", "Où", "Si", "Pouvez"))


def test_a_deletion_is_in_the_history(workspace, actor):
    delete_actor(workspace, actor_id=actor.id)
    last, _first = lines(workspace.database, actor.id)
    assert (last.kind, last.title) == ("delete", "Régie")
    assert ("name", "Régie", None) in {(one.field, one.before, one.after) for one in last.changes}


def test_nobody_s_history_is_said_to_be_nobody_s(workspace):
    with pytest.raises(NotFound, match="n’a l’identifiant"):
        lines(workspace.database, "personne")


def test_going_back_to_a_version(workspace, actor):
    edit_actor(workspace, actor_id=actor.id, changes={"name": "un", "phone": "01"})
    edit_actor(workspace, actor_id=actor.id, changes={"name": "deux", "notes": "beaucoup"})
    *_rest, first = lines(workspace.database, actor.id)
    done = go_back(workspace, record_id=actor.id, until=first.hlc)
    with workspace.database.reading() as session:
        found = actor_queries.actor(session, actor.id)
    assert (found.name, found.phone, found.notes) == ("Régie", "", "")
    assert done.changes == Changes.ACTORS
    undo(workspace)
    assert names(workspace.database) == ["deux"]


def test_going_back_brings_a_deleted_record_back(workspace, actor):
    delete_actor(workspace, actor_id=actor.id)
    *_rest, first = lines(workspace.database, actor.id)
    go_back(workspace, record_id=actor.id, until=first.hlc)
    assert names(workspace.database) == ["Régie"]


def test_going_back_to_how_it_is_changes_nothing(workspace, actor):
    (only,) = lines(workspace.database, actor.id)
    assert go_back(workspace, record_id=actor.id, until=only.hlc).value is None


def test_going_back_to_before_its_time_is_refused(workspace, actor):
    with pytest.raises(NotFound, match="n’existait pas encore"):
        go_back(workspace, record_id=actor.id, until=1)


# --- the study as it was


@pytest.fixture
def yesterday(workspace, actor, monkeypatch):
    """A moment after the actor was added and before its name changed."""
    moment = clock.moment(clock.wall())
    real = clock.wall
    monkeypatch.setattr(clock, "wall", lambda: real() + (1_000 << 16))
    edit_actor(workspace, actor_id=actor.id, changes={"name": "Maison"})
    add_actor(workspace, draft=ActorDraft(name="École"))
    interview = start_interview(workspace, kind="resident", contributor="Awa").value
    question = first_question(workspace, interview)
    changes = InterviewChanges(answers={question: "Oui."})
    save_interview(workspace, interview_id=interview.id, changes=changes)
    return moment


def test_the_study_as_it_was_is_a_study_of_its_own(workspace, yesterday, tmp_path, vault):
    path = tmp_path / "Hier.cgaetude"
    write_study_as_of(workspace.database, moment=yesterday, path=path)
    past = open_study(path, vault=vault, passphrase=PASSPHRASE)
    assert names(past) == ["Régie"]
    assert past.problems() == []
    with past.reading() as session:
        assert interview_queries.interviews(session) == []
        assert queries.next_undo(session) is None
    past.close()
    assert names(workspace.database) == ["École", "Maison"]
    assert sorted(one.name for one in tmp_path.glob("Hier*")) == [
        "Hier.cgaetude", "Hier.cgaetude.cle"
    ]  # fmt: skip


def test_the_study_as_it_was_is_only_looked_at_and_leaves_no_copy(workspace, yesterday, cga_home):
    past = open_study_as_of(workspace.database, moment=yesterday)
    assert names(past) == ["Régie"]
    with pytest.raises(NotWritten, match="telle qu’elle était"), past.writing():
        pass
    assert len(list((cga_home / "autrefois").iterdir())) >= 1
    past.close()
    assert list((cga_home / "autrefois").iterdir()) == []


@pytest.mark.parametrize("moment", ["hier", "", "2026-13-45", "9" * 400])
def test_what_is_no_moment_is_said(workspace, tmp_path, moment):
    with pytest.raises(BadValue, match="n’est pas un moment"):
        write_study_as_of(workspace.database, moment=moment, path=tmp_path / "x.cgaetude")


def test_before_it_began_there_is_nothing_to_show(workspace):
    with pytest.raises(BadValue, match="n’existait pas encore"):
        open_study_as_of(workspace.database, moment="2001-01-01")


def test_a_file_that_is_there_is_not_written_over(workspace, tmp_path):
    path = tmp_path / "Hier.cgaetude"
    path.write_bytes(b"precious")
    with pytest.raises(PlaceRefused, match="existe"):
        write_study_as_of(workspace.database, moment="2099-01-01", path=path)
    assert path.read_bytes() == b"precious"
