import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import SQLModel

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.records import Actor, Relation
from cga_desktop.domain.texts import cleaned, one_line
from cga_desktop.operations.actors import add_actor, edit_actor
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.studies import create_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.dump import canonical_state, tables
from cga_desktop.store.queries import interviews as queries
from tests.conftest import PASSPHRASE
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault

HOSTILE = st.text(st.characters()) | st.sampled_from(
    [
        "'; DROP TABLE actor; --",
        "\"\\\\'\u2028\u2029\x1b[31m",
        '=HYPERLINK("x")',
        "<script>alert(1)</script>",
        "a\0b\ud800c\udfff",
        "\ufeff\ufffe\uffff",
        "e\u0301 ≠ é",
        "👩🏽‍🦱" * 50,
        "\r\n\t\x0b\x1c\x85",
        "NULL",
        "%s {0} $1",
    ]
)


def state(database):
    with database.reading() as session:
        return canonical_state(session)


def timeless(database, kind):
    """The records of a kind without the moment at which this copy wrote them."""
    return [{**row, "updated_at": ""} for row in state(database)[kind]]


def test_every_table_is_in_the_canonical_state(study):
    assert set(state(study)) == set(SQLModel.metadata.tables)
    assert [kind.__name__.lower() for kind in tables()] == list(state(study))


def test_the_same_content_written_in_another_order_is_the_same_state(tmp_path):
    def study(name):
        return create_study(
            tmp_path / name, name="Bondy", codes=[], passphrase=PASSPHRASE, vault=FakeVault()
        )

    one, other = study("un.cgaetude"), study("deux.cgaetude")
    rows = [Actor(name=f"acteur {number}") for number in range(20)]
    ties = [
        Relation(source_id=rows[number].id, target_id=rows[number + 1].id, kind="funds")
        for number in range(19)
    ]
    for database, order in ((one, 1), (other, -1)):
        for row in [*rows[::order], *ties[::order]]:
            with database.writing() as session:
                session.add(type(row)(**row.model_dump()))
    assert timeless(one, "actor") == timeless(other, "actor")
    assert timeless(one, "relation") == timeless(other, "relation")
    assert [row["id"] for row in state(one)["actor"]] == sorted(row.id for row in rows)
    one.close()
    other.close()


def test_a_difference_anywhere_is_a_different_state(workspace):
    add_actor(workspace, draft=ActorDraft(name="Les Jardins"))
    before = state(workspace.database)
    (actor,) = before["actor"]
    edit_actor(workspace, actor_id=actor["id"], changes={"phone": "01"})
    assert state(workspace.database) != before


@pytest.fixture(scope="module")
def shared_workspace(tmp_path_factory):
    """One study for many examples: each writes an actor and an interview of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CGA_HOME", str(tmp_path_factory.mktemp("home")))
        patched.setattr("cga_desktop.store.keys.MEMORY_KIB", 32)
        database = create_study(
            tmp_path_factory.mktemp("study") / "Bondy.cgaetude",
            name="Bondy",
            codes=[],
            passphrase=PASSPHRASE,
            vault=FakeVault(),
        )
    yield Workspace(database, FakeFinder(), FakeOnline(), FakePrinter())
    database.close()


@given(name=HOSTILE, notes=HOSTILE, answer=HOSTILE)
def test_whatever_was_typed_comes_back_as_it_was(shared_workspace, name, notes, answer):
    workspace = shared_workspace
    actor = add_actor(
        workspace, draft=ActorDraft.filled({"name": f"A {name}", "notes": notes})
    ).value
    interview = start_interview(workspace, kind="resident").value
    with workspace.database.reading() as session:
        question = queries.interview_sheet(session, interview.id).questions[0]
    save_interview(
        workspace,
        interview_id=interview.id,
        changes=InterviewChanges(fields={"notes": notes}, answers={question.id: f"R {answer}"}),
    )
    kept = state(workspace.database)
    assert json.loads(json.dumps(kept, ensure_ascii=False)) == kept
    json.dumps(kept, ensure_ascii=False).encode()
    rows = {row["id"]: row for table in kept.values() for row in table}
    answers = {row["interview_id"]: row["text"] for row in kept["answer"]}
    assert rows[actor.id]["name"] == one_line(f"A {name}")
    assert rows[actor.id]["notes"] == cleaned(notes)
    assert rows[interview.id]["notes"] == cleaned(notes)
    assert answers[interview.id] == cleaned(f"R {answer}")
