"""What goes with a record, and what stays of it in the log and in copies."""

import pytest

from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.erasing import erase_record
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.store.closed_files import copy_whole, opened_raw
from cga_desktop.store.erasing.account import known_erasures, reached
from cga_desktop.store.erasing.emptying import erase_in_copy
from cga_desktop.store.erasing.scrubbing import scrubber
from cga_desktop.store.log.notebook import Change
from tests.store.pages import content_of

NOTES = "Elle garde les petits de Wenceslao."


@pytest.fixture
def interview(workspace):
    made = start_interview(workspace, kind="resident").value
    changes = InterviewChanges(fields={"notes": NOTES})
    return save_interview(workspace, interview_id=made.id, changes=changes).value


def write_newer(workspace, owner):
    """What a newer program says of a part of an interview that this one does not know."""
    with workspace.database.writing(Verb.EDIT_INTERVIEW) as session:
        session.notebook.write(Change("cooperationidea", "an-idea", owner, {"text": NOTES}))


def operations(connection):
    query = "SELECT uid, kind, record_id, owner, hlc, fields FROM operation ORDER BY id"
    return connection.execute(query).fetchall()


def test_what_only_a_newer_program_knows_goes_with_its_owner(workspace, interview):
    write_newer(workspace, interview.id)
    with workspace.database.reading() as session:
        found = reached(session, interview.id)
    assert found.records["an-idea"] == ("cooperationidea", interview.id)
    erase_record(workspace, record_id=interview.id, reason="demande")
    with workspace.database.reading() as session:
        connection = session.connection().connection.driver_connection
        assert not [row for row in operations(connection) if NOTES in row[5]]


def test_what_a_newer_program_says_of_others_stays(workspace, interview):
    write_newer(workspace, "another")
    with workspace.database.reading() as session:
        assert "an-idea" not in reached(session, interview.id).records


@pytest.fixture
def copy(workspace, interview, tmp_path):
    """A copy made before the interview was erased, and what was erased since."""
    path = tmp_path / "copie.cgaetude"
    copy_whole(workspace.database.path, workspace.database.key, path)
    erase_record(workspace, record_id=interview.id, reason="demande")
    with workspace.database.reading() as session:
        return path, known_erasures(session)


def test_a_copy_loses_it_and_learns_of_the_erasure(workspace, copy, interview):
    path, known = copy
    key = workspace.database.key
    assert b"Wenceslao" in content_of(path, key.key)
    scrubber(key, known)(path)
    assert b"Wenceslao" not in content_of(path, key.key)
    with opened_raw(path, key) as connection:
        of_it = [row for row in operations(connection) if row[2] == interview.id]
        assert {row[1] for row in of_it} == {"gone", "erase"}
    with workspace.database.reading() as session:
        connection = session.connection().connection.driver_connection
        here = [row for row in operations(connection) if row[1] == "erase"]
    assert here == [row for row in of_it if row[1] == "erase"]


def test_a_copy_that_knows_already_is_left_as_it_is(workspace, copy):
    path, known = copy
    key = workspace.database.key
    scrubber(key, known)(path)
    with opened_raw(path, key) as connection:
        once = operations(connection)
        connection.execute("BEGIN")
        erase_in_copy(connection, known)
        assert operations(connection) == once
        connection.execute("ROLLBACK")


def test_ids_and_moments_stay_in_the_log(workspace, interview):
    def places():
        with workspace.database.reading() as session:
            connection = session.connection().connection.driver_connection
            return {(row[0], row[2], row[4]) for row in operations(connection)}

    before = places()
    erase_record(workspace, record_id=interview.id, reason="demande")
    assert before < places()
