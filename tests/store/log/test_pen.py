"""What is typed goes another way to the disk, and ends as the same rows and the same log."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from cga_desktop.domain.errors import BadValue, NotFound, NotWritten
from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.history import open_study_as_of
from cga_desktop.operations.interviews import (
    InterviewChanges,
    save_interview,
    save_typed,
    start_interview,
)
from cga_desktop.operations.studies import create_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.log import clock
from cga_desktop.store.log.pen import NotThere
from cga_desktop.store.log.rebuilding import compared
from cga_desktop.store.queries import interviews as queries
from tests.conftest import PASSPHRASE
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault
from tests.operations.test_interviews import first_question

CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "notes": st.text(max_size=20),
        "place": st.sampled_from(["", "Hall", "Square\nde la Mare", "x" * 600]),
        "answer": st.text(max_size=20),
        "status": st.sampled_from(["in_progress", "finished", "odd"]),
    },
)


LOG = (
    "SELECT verb, kind, record_kind, owner, fields FROM operation "
    "JOIN action ON action.id = action_id ORDER BY operation.id"
)


@pytest.fixture(scope="module")
def two_studies(tmp_path_factory):
    """The same interview in two studies: one is typed into, the other changed in the usual way."""
    found = []
    for name in ("plume", "fiche"):
        database = create_study(
            tmp_path_factory.mktemp(name) / "Bondy.cgaetude",
            name="Bondy",
            codes=["93010"],
            passphrase=PASSPHRASE,
            vault=FakeVault(),
        )
        workspace = Workspace(database, FakeFinder(), FakeOnline(), FakePrinter())
        found.append((workspace, start_interview(workspace, kind="resident").value))
    yield found
    for workspace, _interview in found:
        workspace.database.close()


def content(workspace, interview):
    with workspace.database.reading() as session:
        assert compared(session.connection()).equal
        sheet = queries.interview_sheet(session, interview.id)
        rows = session.connection().execute(text(LOG)).all()
    own = [
        (row.verb, row.kind, row.record_kind, sorted(json.loads(row.fields)))
        for row in rows
        if row.owner == interview.id
    ]
    answers = [one.text for one in sheet.answers.values()]
    kept = sheet.interview
    return own, answers, (kept.notes, kept.place, kept.status)


@settings(max_examples=25)
@given(st.lists(CHANGES, max_size=5))
def test_typing_and_changing_are_the_same_to_the_study_and_its_log(two_studies, history):
    for given_changes in history:
        refused = []
        for (workspace, interview), save in zip(
            two_studies, (save_typed, save_interview), strict=True
        ):
            fields = dict(given_changes)
            answers = {first_question(workspace, interview): fields.pop("answer")} if (
                "answer" in fields
            ) else {}  # fmt: skip
            changes = InterviewChanges(fields=fields, answers=answers)
            try:
                save(workspace, interview_id=interview.id, changes=changes)
                refused.append("")
            except BadValue as error:
                refused.append(str(error))
        assert refused[0] == refused[1]
        assert content(*two_studies[0]) == content(*two_studies[1])


@pytest.fixture
def interview(workspace):
    return start_interview(workspace, kind="resident").value


def test_a_save_says_whether_anything_changed(workspace, interview):
    changes = InterviewChanges(fields={"notes": "Elle rit."})
    assert save_typed(workspace, interview_id=interview.id, changes=changes).changes
    assert not save_typed(workspace, interview_id=interview.id, changes=changes).changes


def test_nobody_s_interview_is_refused(workspace):
    with pytest.raises(NotFound):
        save_typed(workspace, interview_id="x", changes=InterviewChanges(fields={"notes": "x"}))


def test_a_record_that_is_not_there_takes_more_than_a_pen(workspace):
    with pytest.raises(NotThere), workspace.database.typing(Verb.EDIT_INTERVIEW) as pen:
        pen.change("interview", {"id": "x"}, {"notes": "x"})


def test_no_word_but_a_field_s_gets_into_a_statement(workspace, interview):
    with pytest.raises(KeyError), workspace.database.typing(Verb.EDIT_INTERVIEW) as pen:
        pen.change("interview", {"id": interview.id}, {'notes" = 1 --': "x"})


def test_what_fails_half_way_leaves_nothing(workspace, interview):
    def half_way():
        with workspace.database.typing(Verb.EDIT_INTERVIEW) as pen:
            pen.change("interview", {"id": interview.id}, {"notes": "x"})
            raise NotWritten

    before = content(workspace, interview)
    with pytest.raises(NotWritten):
        half_way()
    assert content(workspace, interview) == before
    save_typed(
        workspace, interview_id=interview.id, changes=InterviewChanges(fields={"notes": "y"})
    )


def test_the_past_is_not_written_into(workspace, interview):
    past = open_study_as_of(workspace.database, moment=clock.moment(clock.wall()))
    with pytest.raises(NotWritten, match="telle qu’elle était"), past.typing(Verb.EDIT_INTERVIEW):
        pass
    past.close()
