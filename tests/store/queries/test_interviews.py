import pytest

from cga_desktop.domain.errors import NotFound, StudyUnreadable
from cga_desktop.domain.records import Excerpt, Interview
from cga_desktop.operations.interviews import InterviewChanges, start_interview
from cga_desktop.store.queries import interviews as queries


@pytest.fixture
def interview(workspace):
    return start_interview(
        workspace, kind="resident", changes=InterviewChanges(consents={"notes": True})
    ).value


@pytest.mark.parametrize("nowhere", ["", "nulle part", "\udcff", "a\0b"])
def test_an_interview_that_is_not_there_is_said_not_to_be(study, nowhere):
    with study.reading() as session, pytest.raises(NotFound, match="Aucun entretien"):
        queries.interview_sheet(session, nowhere)


def test_an_interview_whose_guide_is_missing_is_said_to_be_damaged(study, interview):
    with study._engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("DELETE FROM question")
        connection.exec_driver_sql("DELETE FROM interviewguide")
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    with study.reading() as session, pytest.raises(StudyUnreadable, match="guide"):
        queries.interview_sheet(session, interview.id)
    assert any("interview" in one for one in study.problems())


def test_excerpts_and_consents_come_with_their_interview(study, interview):
    with study.writing() as session:
        session.add(Excerpt(interview_id=interview.id, kind="need", text="…"))
    with study.reading() as session:
        sheet = queries.interview_sheet(session, interview.id)
        assert queries.excerpts(session) == list(sheet.excerpts)
        assert queries.consents_of_interviews(session) == list(sheet.consents.values())
    assert len(sheet.excerpts) == len(sheet.consents) == 1


def test_neighbourhoods_are_proposed_once_and_in_order(workspace):
    for said in ("La Blanqui", "École", "Centre", "La Blanqui", ""):
        start_interview(
            workspace, kind="resident", changes=InterviewChanges(fields={"neighbourhood": said})
        )
    with workspace.database.reading() as session:
        assert queries.neighbourhoods(session) == ["Centre", "École", "La Blanqui"]


def test_an_unreadable_date_stays_in_the_list(study, interview):
    with study.writing() as session:
        session.get(Interview, interview.id).date = "un mardi"
    with study.reading() as session:
        (line,) = queries.interviews(session)
    assert line.interview.date == "un mardi"
