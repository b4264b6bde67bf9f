"""A record from its operations: also those that only a newer program understands."""

import json

import pytest
from sqlalchemy import text

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.records import Actor
from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.actors import add_actor, delete_actor, edit_actor
from cga_desktop.operations.care import check_study
from cga_desktop.operations.history import rebuild, undo
from cga_desktop.store.log import clock
from cga_desktop.store.log.folding import state_of, states
from cga_desktop.store.log.rebuilding import compared
from cga_desktop.store.queries import actors as queries


def received(database, record_kind, record_id, fields, kind="write"):
    """An operation as a newer program would have written it."""
    with database.writing(Verb.CHANGE) as session:
        connection = session.connection()
        last = connection.execute(text("SELECT max(hlc) FROM operation")).scalar()
        action = connection.execute(
            text(
                "INSERT INTO action (uid, verb, author, began, hlc, state) "
                "VALUES (hex(randomblob(8)), 'dream', 'Tom', :hlc, :hlc, 'fixed')"
            ),
            {"hlc": last + 1},
        ).lastrowid
        connection.execute(
            text(
                "INSERT INTO operation (uid, action_id, kind, record_kind, record_id, owner, hlc, "
                "author, fields) VALUES (hex(randomblob(8)), :action, :kind, :record_kind, :id, "
                ":id, :hlc, 'Tom', :fields)"
            ),
            {
                "action": action, "kind": kind, "record_kind": record_kind, "id": record_id,
                "hlc": last + 1, "fields": json.dumps(fields),
            },
        )  # fmt: skip


@pytest.fixture
def actor(workspace):
    return add_actor(workspace, draft=ActorDraft(name="Régie")).value


def state(database, record_id, **until):
    with database.reading() as session:
        return state_of(session.connection(), record_id, **until)


def test_a_record_is_the_last_value_of_each_field(workspace, actor):
    edit_actor(workspace, actor_id=actor.id, changes={"phone": "01"})
    edit_actor(workspace, actor_id=actor.id, changes={"email": "a@b.fr"})
    found = state(workspace.database, actor.id)
    assert (found.fields["name"], found.fields["phone"]) == ("Régie", "01")
    assert found.row() == {
        **found.fields, "id": actor.id, "updated_at": clock.moment(found.hlc)
    }  # fmt: skip


def test_a_record_as_it_was(workspace, actor):
    before = state(workspace.database, actor.id).hlc
    edit_actor(workspace, actor_id=actor.id, changes={"name": "Régie de quartier"})
    assert state(workspace.database, actor.id, until=before).fields["name"] == "Régie"
    assert state(workspace.database, actor.id, until=before - 1) is None


def test_a_deleted_record_is_not_there(workspace, actor):
    delete_actor(workspace, actor_id=actor.id)
    assert state(workspace.database, actor.id).fields is None


def test_a_field_of_a_newer_program_is_kept_through_deletion_and_undo(workspace, actor):
    received(workspace.database, "actor", actor.id, {"mood": "gay", "phone": "01"})
    rebuild(workspace)
    with workspace.database.reading() as session:
        assert queries.actor(session, actor.id).phone == "01"
    delete_actor(workspace, actor_id=actor.id)
    undo(workspace)
    assert state(workspace.database, actor.id).fields["mood"] == "gay"


def test_a_kind_of_a_newer_program_is_kept_and_disturbs_nothing(workspace):
    received(workspace.database, "dream", "d-1", {"text": "un jardin"})
    assert rebuild(workspace).value.equal
    with workspace.database.reading() as session:
        (found,) = states(session.connection(), kind="dream")
    assert (found.known, found.fields) == (False, {"text": "un jardin"})


def test_an_operation_of_a_newer_program_is_kept_and_left_to_it(workspace, actor):
    received(workspace.database, "actor", actor.id, {"add": ["x"]}, kind="set-add")
    assert rebuild(workspace).value.equal
    assert "add" not in state(workspace.database, actor.id).fields


def test_a_row_changed_behind_the_log_is_found_and_made_what_the_log_says(workspace, actor):
    with workspace.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE actor SET name = 'autre'")
    with workspace.database.reading() as session:
        assert not compared(session.connection()).equal
    (sentence,) = check_study(workspace.database)
    assert sentence.startswith("1 fiche n’est pas ce que dit l’historique.")
    found = rebuild(workspace).value
    assert (found.equal, found.differing) == (False, [("actor", actor.id)])
    with workspace.database.reading() as session:
        assert queries.actor(session, actor.id).name == "Régie"
    assert check_study(workspace.database) == []


def test_a_row_that_vanished_behind_the_log_comes_back(workspace, actor):
    with workspace.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM actor")
    assert rebuild(workspace).value.differing == [("actor", actor.id)]
    with workspace.database.reading() as session:
        assert queries.actor(session, actor.id).name == "Régie"


def test_a_row_that_the_log_knows_nothing_of_is_taken_into_it_rather_than_lost(workspace):
    stranger = Actor(name="Venu d’ailleurs")
    with workspace.database.writing() as session:
        table = Actor.__table__
        session.connection().execute(table.insert().values(**stranger.model_dump()))
    assert rebuild(workspace).value.adopted == [("actor", stranger.id)]
    assert state(workspace.database, stranger.id).fields["name"] == "Venu d’ailleurs"
    assert rebuild(workspace).value.equal
