"""The index says what the records say, whatever changed them, and keeps nothing of what is gone."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.records import Actor, Answer, Excerpt, Interview, Observation, Theme
from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.guides import add_guide, default_guides
from cga_desktop.operations.history import rebuild
from cga_desktop.operations.interviews import (
    InterviewChanges,
    delete_interview,
    save_interview,
    start_interview,
)
from cga_desktop.store import keys
from cga_desktop.store.database import Database
from cga_desktop.store.queries import interviews as queries
from cga_desktop.store.queries import search as queries_of_search
from cga_desktop.store.queries.search import search
from cga_desktop.store.queries.study import guides, questions
from cga_desktop.store.search import index
from cga_desktop.store.search.index import MOST_WAITING, index_problems, rebuild_index, waiting


@pytest.fixture
def interview(workspace):
    return start_interview(workspace, kind="resident").value


@pytest.fixture
def question(workspace, interview):
    with workspace.database.reading() as session:
        return queries.interview_sheet(session, interview.id).questions[0]


def answer(workspace, interview, question, text):
    changes = InterviewChanges(answers={question.id: text})
    save_interview(workspace, interview_id=interview.id, changes=changes)


def found(workspace, text):
    with workspace.database.reading() as session:
        return [hit.id for hit in search(session, text)]


def late(workspace):
    with workspace.database.reading() as session:
        return waiting(session.connection())


def problems(workspace):
    with workspace.database.reading() as session:
        return index_problems(session.connection())


def index_everything(workspace):
    with workspace.database.writing() as session:
        index.keep_index(session.connection(), everything=True)


def kept_words(database):
    """Every word that the index holds, as its own vocabulary table lists them."""
    with database.writing() as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search_text', 'row')"
        )
        words = set(connection.exec_driver_sql("SELECT term FROM temp.words").scalars())
        connection.exec_driver_sql("DROP TABLE temp.words")
        check = "INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)"
        connection.exec_driver_sql(check)
    return words


def test_what_is_new_is_indexed_with_the_change_itself(workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="La Ruche")).value
    assert late(workspace) == []
    assert found(workspace, "ruche") == [actor.id]


def test_what_changed_is_found_at_once_though_it_waits_to_be_indexed(
    workspace, interview, question
):
    answer(workspace, interview, question, "Le marché du mardi.")
    assert late(workspace) == [("interview", interview.id)]
    assert found(workspace, "marché") == [interview.id]
    answer(workspace, interview, question, "La piscine.")
    assert found(workspace, "marché") == []
    assert found(workspace, "piscine") == [interview.id]
    assert problems(workspace) == []


def test_typing_on_writes_the_note_once(workspace, interview, question):
    answer(workspace, interview, question, "Le marché.")
    answer(workspace, interview, question, "Le marché du mardi.")
    assert late(workspace) == [("interview", interview.id)]
    assert found(workspace, "mardi") == [interview.id]


def test_of_what_waits_the_oldest_are_indexed_once_there_is_much_of_it(workspace):
    with workspace.database.writing() as session:
        actors = [Actor(name=f"Acteur {n}") for n in range(MOST_WAITING + 1)]
        session.add_all(actors)
    for number, actor in enumerate(actors):
        assert len(late(workspace)) == number
        with workspace.database.writing() as session:
            session.get_one(Actor, actor.id).notes = "vu en mai"
    left = [record_id for _kind, record_id in late(workspace)]
    assert left == [actor.id for actor in actors[5:]]
    assert len(found(workspace, "mai")) == MOST_WAITING + 1
    assert problems(workspace) == []


def test_a_name_is_found_wherever_it_stands_in_a_title(workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="La Ruche")).value
    meeting = start_interview(workspace, kind="actor", actor_id=actor.id).value
    assert set(found(workspace, "ruche")) == {actor.id, meeting.id}
    with workspace.database.writing() as session:
        session.get_one(Actor, actor.id).name = "Le Rucher"
    index_everything(workspace)
    assert set(found(workspace, "rucher")) == {actor.id, meeting.id}
    assert "ruche" not in kept_words(workspace.database)


def test_a_theme_finds_what_is_coded_with_it_and_follows_its_name(workspace, interview):
    with workspace.database.writing() as session:
        theme = session.exec(select(Theme).where(col(Theme.key).startswith("logement"))).one()
        excerpt = Excerpt(interview_id=interview.id, kind="need", text="Trop petit.")
        excerpt.theme_id = theme.id
        session.add(excerpt)
        theme.name = "Habitat"
    assert set(found(workspace, "habitat")) == {theme.id, excerpt.id}
    with workspace.database.writing() as session:
        session.get_one(Theme, theme.id).retired = True
    assert found(workspace, "habitat") == [excerpt.id]
    assert problems(workspace) == []


def test_the_words_of_what_is_deleted_are_gone_from_the_index_at_once(workspace):
    with workspace.database.writing() as session:
        one = Observation(text="Confidence murmurée", date="2026-05-12")
        session.add(one)
    assert "murmuree" in kept_words(workspace.database)
    with workspace.database.writing() as session:
        session.delete(session.get_one(Observation, one.id))
    assert "murmuree" not in kept_words(workspace.database)
    assert found(workspace, "murmurée") == []


def test_an_erasure_leaves_no_word_waiting_either(workspace, interview, question):
    answer(workspace, interview, question, "Confidence murmurée")
    index_everything(workspace)
    answer(workspace, interview, question, "Rien")
    assert "murmuree" in kept_words(workspace.database)
    with workspace.database.writing(Verb.ERASE) as session:
        session.get_one(Interview, interview.id).notes = ""
    assert "murmuree" not in kept_words(workspace.database)


def test_an_interview_thrown_away_is_found_no_more(workspace, interview):
    assert found(workspace, interview.pseudonym) == [interview.id]
    delete_interview(workspace, interview_id=interview.id)
    assert found(workspace, interview.pseudonym) == []
    assert late(workspace) == []


def test_a_change_that_is_not_kept_leaves_no_trace_in_the_index(workspace):
    with suppress(KeyError), workspace.database.writing() as session:
        session.add(Actor(name="Éphémère"))
        session.flush()
        raise KeyError
    assert found(workspace, "éphémère") == []
    assert problems(workspace) == []


def test_many_changes_at_once_make_the_index_anew(workspace, monkeypatch):
    with workspace.database.writing() as session:
        actors = [Actor(name=f"Acteur {n}") for n in range(200)]
        session.add_all(actors)
    anew = []
    monkeypatch.setattr(
        index, "rebuild_index", lambda connection: anew.append(rebuild_index(connection))
    )
    with workspace.database.writing() as session:
        for actor in session.exec(select(Actor)):
            actor.notes = "vu en mai"
    assert len(anew) == 1
    assert len(found(workspace, "mai")) == 50
    assert late(workspace) == []
    assert problems(workspace) == []


def test_a_difference_is_noticed_and_rebuilding_mends_it(workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="La Ruche")).value
    other = add_actor(workspace, draft=ActorDraft(name="La Halle")).value
    with workspace.database.writing() as session:
        connection = session.connection()
        forget = "DELETE FROM search_document WHERE record_id = ?"
        connection.exec_driver_sql(forget, (actor.id,))
        stray = "UPDATE search_document SET record_id = 'personne' WHERE record_id = ?"
        connection.exec_driver_sql(stray, (other.id,))
    (sentence,) = problems(workspace)
    assert "3 fiches" in sentence
    rebuild(workspace)
    assert problems(workspace) == []
    assert found(workspace, "ruche") == [actor.id]


def test_rebuilt_the_index_still_knows_what_is_newest(workspace, monkeypatch):
    older = Actor(name="Une halle", description="Un marché.")
    seen = Observation(text="Un marché.", date="2026-05-12")
    newer = Actor(name="Une place", description="Un marché.")
    for one in (older, seen, newer):
        with workspace.database.writing() as session:
            session.add(one)
    rebuild(workspace)
    monkeypatch.setattr(queries_of_search, "_MANY", 2)
    assert found(workspace, "marché") == [newer.id, seen.id, older.id]


# --- any changes, by anybody


KINDS = st.sampled_from(["actor", "interview", "answer", "excerpt", "observation", "theme"])
WORDS = st.text("aéœ’- ", max_size=6)
DEEDS = st.tuples(st.sampled_from(["add", "change", "delete"]), KINDS, st.integers(0, 9), WORDS)


def make(kind, rows, text):
    interviews = [one for one in rows if isinstance(one, Interview)]
    if kind in {"answer", "excerpt"} and not interviews:
        return None
    return {
        "actor": lambda: Actor(name=text, notes=text),
        "interview": lambda: Interview(
            kind="resident", guide_id=rows[0].guide_id, pseudonym=text, date="2026-05-12"
        ),
        "answer": lambda: Answer(
            interview_id=interviews[-1].id,
            question_id=rows[0].question_id,
            wording="",
            text=text,
        ),
        "excerpt": lambda: Excerpt(interview_id=interviews[-1].id, kind="idea", text=text),
        "observation": lambda: Observation(text=text, date="2026-05-12"),
        "theme": lambda: Theme(key=text, name=text),
    }[kind]()


TEXT_OF = {"actor": "notes", "interview": "notes", "theme": "name"}


class Ground:
    """The guide and question that interviews and answers refer to."""

    def __init__(self, session):
        self.guide_id = guides(session, kind="resident")[0].id
        self.question_id = questions(session, self.guide_id)[0].id
        self.id = ""


def do(session, rows, deed):
    what, kind, number, text = deed
    of_kind = [one for one in rows[1:] if type(one).__name__.lower() == kind]
    if what == "add":
        made = make(kind, rows, text)
        if made is not None:
            session.add(made)
            session.flush()
            rows.append(made)
        return
    if not of_kind:
        return
    row = session.get_one(type(of_kind[0]), of_kind[number % len(of_kind)].id)
    if what == "change":
        setattr(row, TEXT_OF.get(kind, "text"), text)
    elif kind != "interview":  # what belongs to it would have to go first
        session.delete(row)
        rows[:] = [one for one in rows if one.id != row.id]
    session.flush()


@settings(max_examples=25)
@given(st.lists(st.lists(DEEDS, max_size=6), max_size=4))
def test_after_any_changes_the_index_is_what_the_records_say(study_for_all, transactions):
    database = study_for_all
    with database.reading() as session:
        rows = [Ground(session)]
    for deeds in transactions:
        with database.writing() as session:
            for deed in deeds:
                do(session, rows, deed)
        with database.reading() as session:
            assert index_problems(session.connection()) == []
    with database.writing(Verb.ERASE) as session:
        pass
    with database.reading() as session:
        assert waiting(session.connection()) == []
        assert index_problems(session.connection()) == []
    kept_words(database)


@pytest.fixture(scope="module")
def study_for_all(tmp_path_factory):
    path = tmp_path_factory.mktemp("study") / "Bondy.cgaetude"
    database = Database.open(path, keys.fresh_key())
    with database.writing(Verb.CREATE_STUDY) as session:
        for one in default_guides():
            add_guide(session, one)
    yield database
    database.close()
