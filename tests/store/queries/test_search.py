import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.passages import runs, unmarked
from cga_desktop.domain.records import Answer, Excerpt, Theme
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.observations import add_observation
from cga_desktop.store.queries import interviews as queries
from cga_desktop.store.queries import search as queries_of_search
from cga_desktop.store.queries.search import recent, search
from cga_desktop.store.search.index import keep_index


def found(workspace, text, **options):
    with workspace.database.reading() as session:
        return search(session, text, **options)


def titles(workspace, text):
    return [hit.title for hit in found(workspace, text)]


def bold(hit):
    return [piece for piece, marked in runs(hit.passage) if marked]


@pytest.fixture
def actor(workspace):
    draft = ActorDraft(
        name="L’École du cœur",
        kind="association",
        address="12 rue de Saint-Denis",
        description="Aide aux papiers en ligne, pour tous les habitant·es.",
        contact_name="Awa Diallo",
        contact_role="présidente",
        phone="01 48 00 00 00",
        email="awa@exemple.fr",
    )
    return add_actor(workspace, draft=draft).value


@pytest.fixture
def interview(workspace):
    """H-001, with two answers and notes."""
    one = start_interview(workspace, kind="resident").value
    with workspace.database.reading() as session:
        first, second, *_others = queries.interview_sheet(session, one.id).questions
    changes = InterviewChanges(
        fields={"notes": "Elle rit beaucoup.", "neighbourhood": "La Blanqui", "place": "chez elle"},
        answers={
            first.id: "Ma voisine garde les petits le mercredi.",
            second.id: "Pour les papiers en ligne, personne. La voisine non plus.",
        },
    )
    save_interview(workspace, interview_id=one.id, changes=changes)
    return one


def index_now(workspace):
    with workspace.database.writing() as session:
        keep_index(session.connection(), everything=True)


@pytest.mark.parametrize(
    "typed",
    [
        "ecole",
        "L'ÉCOLE",
        "école",
        "coeur",
        "CŒUR",
        "saint-denis",
        "Saint Denis",
        "rue denis",
        "éco",
    ],
)
def test_accents_capitals_and_ligatures_do_not_count(workspace, actor, typed):
    assert titles(workspace, typed) == ["L’École du cœur"]


def test_every_word_must_be_there_and_only_the_last_may_be_begun(workspace, actor):
    assert titles(workspace, "papiers lign") == ["L’École du cœur"]
    assert titles(workspace, "papi ligne") == []
    assert titles(workspace, "papiers piscine") == []


def test_parts_of_a_joined_name_are_looked_for_side_by_side(workspace, actor):
    assert titles(workspace, "denis-saint") == []


def test_words_far_apart_in_one_interview_find_it_once_with_the_best_passage(workspace, interview):
    (hit,) = found(workspace, "voisine papiers")
    assert (hit.type, hit.id, hit.title) == ("interview", interview.id, "H-001")
    assert bold(hit) == ["papiers", "voisine"]
    assert hit.question
    assert hit.heading


def test_a_passage_says_which_question_it_answers(workspace, interview):
    (hit,) = found(workspace, "mercredi")
    with workspace.database.reading() as session:
        answer = session.exec(select(Answer).where(Answer.question_id == hit.question)).one()
    assert hit.heading == answer.wording
    assert "mercredi" in answer.text


def test_the_words_of_questions_do_not_find_every_interview(workspace, interview):
    with workspace.database.reading() as session:
        question = queries.interview_sheet(session, interview.id).questions[0]
    assert found(workspace, question.wording) == []


def test_an_interview_is_found_by_its_pseudonym_among_answers_that_only_name_it(workspace):
    first = start_interview(workspace, kind="resident").value
    second = start_interview(workspace, kind="resident").value
    changes = InterviewChanges(fields={"notes": "Amie de H-001, voir H-001 et H-001."})
    save_interview(workspace, interview_id=second.id, changes=changes)
    index_now(workspace)
    hits = found(workspace, "H-001")
    assert [hit.id for hit in hits] == [first.id, second.id]


def test_titles_weigh_more_than_what_is_written_below(workspace):
    below = ActorDraft(name="Le Talus", description="Jardin partagé, jardin d’insertion.")
    above = ActorDraft(name="Jardin des voisins", description="Un lieu pour souffler.")
    for draft in (below, above):
        add_actor(workspace, draft=draft)
    assert titles(workspace, "jardin")[:2] == ["Jardin des voisins", "Le Talus"]


def test_notes_place_and_neighbourhood_are_found(workspace, interview):
    assert found(workspace, "rit beaucoup")[0].heading == "Notes libres"
    assert titles(workspace, "blanqui") == ["H-001"]
    assert titles(workspace, "chez elle") == ["H-001"]


def test_an_actor_is_found_by_the_person_met_there_but_not_by_telephone_or_mail(workspace, actor):
    (hit,) = found(workspace, "diallo")
    assert (hit.heading, unmarked(hit.passage)) == ("Contact", "Awa Diallo · présidente")
    assert found(workspace, "01 48") == []
    assert found(workspace, "exemple.fr") == []


def test_records_are_found_by_what_they_are(workspace, actor, interview):
    assert [hit.type for hit in found(workspace, "association papiers")] == ["actor"]
    with workspace.database.writing() as session:
        session.add(Excerpt(interview_id=interview.id, kind="idea", text="Un atelier de papiers."))
    assert [hit.type for hit in found(workspace, "idée papiers")] == ["excerpt"]


def test_an_excerpt_opens_its_interview_where_it_was_said(workspace, interview):
    with workspace.database.writing() as session:
        answer = session.exec(select(Answer)).first()
        assert answer is not None
        theme = session.exec(select(Theme)).first()
        assert theme is not None
        session.add(
            Excerpt(
                interview_id=interview.id,
                answer_id=answer.id,
                kind="resource",
                text="garde les petits",
                theme_id=theme.id,
            )
        )
    hit = next(one for one in found(workspace, "garde petits") if one.type == "excerpt")
    assert hit.title == "ressource · H-001"
    assert (hit.owner, hit.question, hit.heading) == (interview.id, answer.question_id, theme.name)


def test_observations_and_themes_are_found(workspace):
    draft = ObservationDraft(text="Marché plein, peu de bancs.", date="2026-05-12")
    seen = add_observation(workspace, draft=draft, contributor="Awa").value
    (hit,) = found(workspace, "banc")
    assert (hit.id, hit.type, hit.owner) == (seen.id, "observation", seen.id)
    assert hit.title == "Marché plein, peu de bancs."
    (theme,) = [one for one in found(workspace, "logement") if one.type == "theme"]
    assert theme.title.startswith("Logement")
    assert theme.owner == ""


def test_nothing_is_found_for_no_word_and_no_more_than_asked_for(workspace, actor, interview):
    assert found(workspace, "") == found(workspace, " ’!? ") == []
    assert len(found(workspace, "papiers", limit=1)) == 1
    assert found(workspace, "papiers", limit=0) == []


def test_what_waits_keeps_its_rank(workspace):
    above = add_actor(workspace, draft=ActorDraft(name="Jardin des voisins")).value
    add_actor(workspace, draft=ActorDraft(name="Le Talus", description="Jardin partagé."))
    with workspace.database.writing() as session:
        session.get_one(type(above), above.id).notes = "vu en mai"
    assert titles(workspace, "jardin") == ["Jardin des voisins", "Le Talus"]


def test_of_very_many_those_named_so_come_first_then_the_newest(workspace, monkeypatch):
    monkeypatch.setattr(queries_of_search, "_MANY", 10)
    named = add_actor(workspace, draft=ActorDraft(name="Le Marché")).value
    drafts = [ActorDraft(name=f"Voisin {n}", description="Au marché.") for n in range(12)]
    others = [add_actor(workspace, draft=draft).value.id for draft in drafts]
    hits = found(workspace, "marché", limit=4)
    assert [hit.id for hit in hits] == [named.id, *reversed(others[-3:])]
    assert [hit.id for hit in found(workspace, "marché voisin 3")] == [others[3]]


def test_what_changed_last_is_offered_before_anything_is_typed(workspace, actor, interview):
    with workspace.database.reading() as session:
        hits = recent(session, limit=2)
    assert [hit.id for hit in hits] == [interview.id, actor.id]
    assert all(hit.passage for hit in hits)


SPECIAL = st.text(
    st.sampled_from("\"'’*^:(){}+-AND OR NOT NEAR title: aéœ1_\0\u200d𝔄½"), max_size=24
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(SPECIAL, st.text(st.characters(), max_size=40)))
def test_whatever_is_typed_is_only_looked_for(workspace, text):
    for hit in found(workspace, text):
        assert hit.id


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text("aeéèœ’- \nbB1", min_size=1, max_size=30))
def test_what_was_written_is_found_by_its_own_words_indexed_or_not(workspace, text):
    note = f"Zoé {text}"
    one = add_observation(
        workspace, draft=ObservationDraft(text=note, date="2026-05-12"), contributor=""
    ).value
    assert one.id in {hit.id for hit in found(workspace, note, limit=1_000)}
    with workspace.database.writing() as session:
        again = session.get_one(type(one), one.id)
        again.text = f"{note} encore"
    assert one.id in {hit.id for hit in found(workspace, f"{note} encore", limit=1_000)}
