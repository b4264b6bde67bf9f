import pytest

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import BadValue, NotFound
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.interview_words import interview_changes, people_changes
from cga_desktop.operations.interviews import guide_for, question_ids
from cga_desktop.store.queries import study as study_queries


@pytest.fixture
def read(workspace):
    """Read words for an interview of one kind."""

    def changes(kind="resident", fields=None, answers=None, consents=None):
        with workspace.database.reading() as session:
            return interview_changes(
                session,
                guide_for(session, kind),
                fields=fields or {},
                answers=answers or {},
                consents=consents or {},
            )

    return changes


def test_closed_lists_go_by_their_words(read):
    assert read(fields={"age_band": "25-34 ans", "status": "Terminé"}).fields == {
        "age_band": "25–34",
        "status": "finished",
    }
    assert read(fields={"age_band": "80 et plus", "status": "in_progress"}).fields == {
        "age_band": "80 et plus",
        "status": "in_progress",
    }
    assert read(fields={"age_band": ""}).fields == {"age_band": ""}


def test_an_answer_is_given_to_a_question_of_the_guide_by_its_key(read, workspace):
    with workspace.database.reading() as session:
        ids = question_ids(session, guide_for(session, "resident").id)
    key, question = next(iter(ids.items()))
    assert read(answers={key: "Depuis toujours."}).answers == {question: "Depuis toujours."}
    with pytest.raises(NotFound, match=key):
        read(answers={"inconnue": "x"})


def test_consents_are_those_the_interview_asks(read):
    said = read(consents={"notes": True, "citation": False, "Recontact": None}).consents
    assert said == {"notes": True, "quoting": False, "recontact": None}
    assert read("actor", consents={"map": True}).consents == {"map": True}
    with pytest.raises(BadValue, match="notes, recording, quoting, recontact"):
        read(consents={"map": True})


def test_an_actor_is_given_by_its_id(read, workspace):
    actor = add_actor(workspace, draft=ActorDraft.filled({"name": "A"})).value
    assert read("actor", fields={"actor": actor.id}).fields == {"actor_id": actor.id}
    assert read("actor", fields={"actor": ""}).fields == {"actor_id": None}
    with pytest.raises(NotFound, match="inconnu"):
        read("actor", fields={"actor": "inconnu"})


@pytest.mark.parametrize("fields", [{"humeur": "x"}, {"date": "hier"}, {"age_band": "vieux"}])
def test_what_does_not_fit_is_refused_before_anything_is_written(read, fields):
    with pytest.raises(BadValue):
        read(fields=fields)


def test_interviewers_are_given_by_name_and_made_once(workspace):
    first = people_changes(workspace, people={"contributor": "Awa", "second_contributor": "Malo"})
    again = people_changes(workspace, people={"contributor": "awa", "second_contributor": ""})
    assert set(first) == {"contributor_id", "second_contributor_id"}
    assert again == {"contributor_id": first["contributor_id"], "second_contributor_id": None}
    with workspace.database.reading() as session:
        assert [one.name for one in study_queries.contributors(session)] == ["Awa", "Malo"]
