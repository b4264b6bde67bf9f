import json

import pytest
from sqlalchemy import text
from sqlmodel import col, update

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import NotWritten
from cga_desktop.domain.records import Actor, Record
from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.actors import add_actor, edit_actor
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.store.database import Database
from cga_desktop.store.log import clock, notebook
from cga_desktop.store.log.kinds import UNLOGGED, kinds
from tests.operations.test_interviews import first_question


def logged(database, *, verb=None):
    """Operations of the log, with the verb of their action."""
    query = (
        "SELECT verb, action_id, action.author, kind, record_kind, record_id, owner, "
        "operation.hlc, fields FROM operation JOIN action ON action.id = action_id "
        "ORDER BY operation.id"
    )
    with database.reading() as session:
        rows = session.connection().execute(text(query)).all()
    return [row for row in rows if verb is None or row.verb == verb]


def test_an_added_record_is_one_operation_with_every_field(workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="Régie", phone="01")).value
    (operation,) = logged(workspace.database, verb=Verb.ADD_ACTOR)
    fields = json.loads(operation.fields)
    assert (operation.kind, operation.record_kind) == ("write", "actor")
    assert operation.record_id == operation.owner == actor.id
    assert set(fields) == set(Actor.model_fields) - UNLOGGED
    assert (fields["name"], fields["phone"], fields["lat"]) == ("Régie", "01", None)


def test_a_change_is_an_operation_with_what_changed_and_no_more(workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="Régie")).value
    edit_actor(workspace, actor_id=actor.id, changes={"name": "Régie", "phone": "01 48"})
    (operation,) = logged(workspace.database, verb=Verb.EDIT_ACTOR)
    assert json.loads(operation.fields) == {"phone": "01 48"}


def test_what_changes_nothing_is_no_action(workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="Régie")).value
    before = logged(workspace.database)
    edit_actor(workspace, actor_id=actor.id, changes={"name": "Régie"})
    assert logged(workspace.database) == before


def test_a_record_says_when_its_last_operation_was(workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="Régie")).value
    edited = edit_actor(workspace, actor_id=actor.id, changes={"phone": "01"}).value
    *_rest, last = logged(workspace.database)
    assert edited.updated_at == clock.moment(last.hlc) > actor.created_at


def test_only_the_moment_of_a_record_is_not_a_change(workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="Régie")).value
    before = logged(workspace.database)
    with workspace.database.writing() as session:
        session.get(Actor, actor.id).name = "Régie"
    assert logged(workspace.database) == before


def test_who_did_it_is_noted(workspace):
    workspace.database.author = "Awa"
    add_actor(workspace, draft=ActorDraft(name="Régie"))
    *_rest, last = logged(workspace.database)
    assert last.author == "Awa"


def test_what_one_transaction_changes_is_one_action(workspace):
    with workspace.database.writing(Verb.IMPORT_ACTORS) as session:
        session.add(Actor(name="un"))
        session.flush()
        session.add(Actor(name="deux"))
    operations = logged(workspace.database, verb=Verb.IMPORT_ACTORS)
    assert len({row.action_id for row in operations}) == 1
    assert len(operations) == 2


def test_a_record_changed_twice_in_a_transaction_is_one_operation(workspace):
    with workspace.database.writing(Verb.CHANGE) as session:
        session.add(actor := Actor(name="un"))
        session.flush()
        actor.name = "deux"
        actor.phone = "01"
    (operation,) = logged(workspace.database, verb=Verb.CHANGE)
    fields = json.loads(operation.fields)
    assert (fields["name"], fields["phone"]) == ("deux", "01")


def test_a_transaction_that_fails_leaves_no_operation(workspace):
    before = logged(workspace.database)

    def half_way():
        with workspace.database.writing() as session:
            session.add(Actor(name="un"))
            session.flush()
            raise NotWritten

    with pytest.raises(NotWritten):
        half_way()
    assert logged(workspace.database) == before


def test_a_statement_that_nobody_would_see_is_refused(workspace):
    add_actor(workspace, draft=ActorDraft(name="Régie"))
    with (
        pytest.raises(RuntimeError, match="one by one"),
        workspace.database.writing() as session,
    ):
        session.execute(update(Actor).where(col(Actor.name) == "Régie").values(name="autre"))


def test_parts_belong_to_their_interview(workspace):
    interview = start_interview(workspace, kind="resident", contributor="Awa").value
    question = first_question(workspace, interview)
    changes = InterviewChanges(answers={question: "Oui."}, consents={"notes": True})
    save_interview(workspace, interview_id=interview.id, changes=changes)
    changes = InterviewChanges(answers={question: "Oui, souvent."})
    save_interview(workspace, interview_id=interview.id, changes=changes)
    parts = logged(workspace.database, verb=Verb.EDIT_INTERVIEW)
    assert {row.record_kind for row in parts} == {"answer", "consent"}
    assert {row.owner for row in parts} == {interview.id}


def test_every_kind_of_record_is_logged(study: Database):
    """A kind that the capture would forget is found by adding one of each."""
    ties = {
        "guide_id": "guide", "actor_id": "actor", "source_id": "actor", "target_id": "actor",
        "interview_id": "interview", "question_id": "question",
    }  # fmt: skip
    ids = {"interviewguide": "guide"}
    with study.writing(Verb.CHANGE) as session:
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for name, kind in kinds().items():
            needed = [field for field, one in kind.model_fields.items() if one.is_required()]
            values = {field: ties.get(field, 1 if field in {"position", "size"} else "x")
                      for field in needed}  # fmt: skip
            session.add(kind(id=ids.get(name, name), **values))
    assert {row.record_kind for row in logged(study, verb=Verb.CHANGE)} == set(kinds())
    assert {kind.__name__.lower() for kind in Record.__subclasses__()} == set(kinds())


# --- typing is one action, not a hundred


@pytest.fixture
def typed(workspace):
    """Types into the first answer of an interview, as autosave does."""
    interview = start_interview(workspace, kind="resident", contributor="Awa").value
    question = first_question(workspace, interview)

    def into(words, **fields):
        changes = InterviewChanges(answers={question: words}, fields=fields)
        save_interview(workspace, interview_id=interview.id, changes=changes)

    return into


def actions(workspace):
    return len({row.action_id for row in logged(workspace.database, verb=Verb.EDIT_INTERVIEW)})


def test_typing_on_goes_on_with_the_same_action(workspace, typed):
    for words in ("M", "Ma v", "Ma voisine", "Ma voisine garde les petits."):
        typed(words)
    (operation,) = logged(workspace.database, verb=Verb.EDIT_INTERVIEW)
    fields = json.loads(operation.fields)
    assert fields["text"] == "Ma voisine garde les petits."
    assert fields["wording"]  # what the operation said when the answer was made is still said


def test_another_field_is_another_action(workspace, typed):
    typed("Oui")
    typed("Oui", notes="Elle rit.")
    typed("Oui.")
    assert actions(workspace) == 3


def test_after_a_pause_typing_is_another_action(workspace, typed, monkeypatch):
    typed("Oui")
    real = clock.wall
    later = notebook.GOES_ON_MS + 1
    monkeypatch.setattr(clock, "wall", lambda: real() + (later << 16))
    typed("Oui, souvent.")
    assert actions(workspace) == 2


def test_typing_without_a_pause_is_cut_into_actions_one_can_go_back_to(
    workspace, typed, monkeypatch
):
    real, step = clock.wall, notebook.GOES_ON_MS - 1_000
    spent = 0
    while spent <= notebook.LONGEST_MS + step:
        monkeypatch.setattr(clock, "wall", lambda spent=spent: real() + (spent << 16))
        typed(f"après {spent} millisecondes")
        spent += step
    assert actions(workspace) == 2


def test_somebody_else_typing_is_another_action(workspace, typed):
    workspace.database.author = "Awa"
    typed("Oui")
    workspace.database.author = "Tom"
    typed("Oui.")
    assert actions(workspace) == 2
