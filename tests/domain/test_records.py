from uuid import UUID

from sqlmodel import SQLModel

from cga_desktop.domain.records import Actor, Interview, Record, new_id
from cga_desktop.domain.sheets import InterviewLine


def test_ids_are_never_made_twice_and_sort_by_age():
    ids = [new_id() for _ in range(500)]
    assert len(set(ids)) == 500
    assert ids == sorted(ids)
    assert {UUID(one).version for one in ids} == {7}


def test_a_record_knows_when_it_was_made():
    actor = Actor(name="Régie de quartier")
    assert actor.created_at <= actor.updated_at
    assert actor.created_at.endswith("+00:00")


def test_every_table_is_a_record():
    tables = {kind.__tablename__ for kind in Record.__subclasses__()}
    assert tables == set(SQLModel.metadata.tables)


def test_an_interview_is_titled_after_its_actor_or_its_pseudonym():
    interview = Interview(kind="resident", guide_id="g", date="2026-05-12", pseudonym="H-001")
    assert InterviewLine(interview, "", "", 0, 0).title == "H-001"
    assert InterviewLine(interview, "Régie", "", 0, 0).title == "Régie"
