import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.consents import NOTICE_VERSION, allows
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import BadValue, NotFound
from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.records import Contributor, Excerpt, Media, Question
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.guides import GuideFile, add_guide
from cga_desktop.operations.history import undo
from cga_desktop.operations.interviews import (
    InterviewChanges,
    delete_interview,
    next_pseudonym,
    question_ids,
    save_interview,
    start_interview,
)
from cga_desktop.store.dump import canonical_state
from cga_desktop.store.queries import interviews as queries
from cga_desktop.store.queries import study as study_queries


@pytest.fixture
def interview(workspace):
    return start_interview(workspace, kind="resident", contributor="Awa").value


@pytest.fixture
def save(workspace, interview):
    """Save changes in the interview at hand."""

    def saved(**changes):
        return save_interview(
            workspace, interview_id=interview.id, changes=InterviewChanges(**changes)
        )

    return saved


def sheet(workspace, interview):
    with workspace.database.reading() as session:
        return queries.interview_sheet(session, interview.id)


def state(workspace):
    with workspace.database.reading() as session:
        return canonical_state(session)


def first_question(workspace, interview):
    return sheet(workspace, interview).questions[0].id


# --- what changed since the last save

CHANGES = st.builds(
    InterviewChanges,
    fields=st.dictionaries(st.sampled_from(["notes", "place", "pseudonym"]), st.text()),
    answers=st.dictionaries(st.sampled_from(["q1", "q2"]), st.text()),
    consents=st.dictionaries(st.sampled_from(list(Purpose)), st.sampled_from([True, False, None])),
    people=st.dictionaries(st.sampled_from(["contributor_id"]), st.text()),
)


@given(CHANGES, CHANGES, CHANGES)
def test_changes_that_follow_each_other_can_be_gathered_in_any_grouping(one, two, three):
    assert one.then(two).then(three) == one.then(two.then(three))
    assert one.then(InterviewChanges()) == one
    assert InterviewChanges().then(one) == one
    assert bool(one.then(two)) == (bool(one) or bool(two))


@given(CHANGES, CHANGES)
def test_the_later_of_two_changes_is_the_one_that_stays(earlier, later):
    both = earlier.then(later)
    assert {**both.fields, **later.fields} == both.fields
    assert {**both.answers, **later.answers} == both.answers
    assert both.fields.keys() == earlier.fields.keys() | later.fields.keys()


@given(CHANGES)
def test_changes_taken_apart_are_the_same_changes(changes):
    together = InterviewChanges()
    for one in changes.apart():
        assert one
        together = together.then(one)
    assert together == changes


def test_nothing_changed_is_false():
    assert not InterviewChanges()
    assert InterviewChanges(consents={"notes": None})


# --- pseudonyms


@pytest.mark.parametrize(
    ("taken", "next_one"),
    [
        ([], "H-001"),
        (["H-001", "H-002"], "H-003"),
        (["H-022", "H-007"], "H-023"),
        (["H-999"], "H-1000"),
        (["Mme K.", "H-", "H-x", "h-5", "H-5b", ""], "H-001"),
        (["H-5"], "H-006"),
        (["H-" + "9" * 40], "H-001"),
    ],
)
def test_the_next_pseudonym_follows_the_highest_in_use(taken, next_one):
    assert next_pseudonym(taken) == next_one


@given(st.lists(st.text() | st.integers(0, 10**8).map("H-{:03}".format)))
def test_the_next_pseudonym_is_never_in_use(taken):
    assert next_pseudonym(taken) not in taken


# --- starting


def test_an_interview_is_saved_from_its_first_second(workspace, interview):
    kept = sheet(workspace, interview)
    assert kept.interview == interview
    assert kept.interview.status == "in_progress"
    assert kept.guide.kind == "resident"
    assert kept.questions
    assert kept.answers == {}
    assert kept.consents == {}


def test_inhabitants_get_the_next_pseudonym_and_actors_none(workspace, interview):
    assert interview.pseudonym == "H-001"
    assert start_interview(workspace, kind="resident").value.pseudonym == "H-002"
    assert start_interview(workspace, kind="actor").value.pseudonym == ""


def test_an_interview_can_begin_with_what_is_already_known(workspace):
    begun = start_interview(
        workspace,
        kind="resident",
        changes=InterviewChanges(
            fields={"pseudonym": "H-100", "date": "2026-05-12T17:30+02:00"},
            consents={"notes": True},
            people={"second_contributor_id": "Idriss"},
        ),
    ).value
    kept = sheet(workspace, begun)
    assert (kept.interview.pseudonym, kept.interview.date) == ("H-100", "2026-05-12T17:30+02:00")
    assert allows(kept.consents.values(), Purpose.NOTES)
    assert kept.interview.second_contributor_id is not None


@pytest.mark.parametrize(
    "given_", [{"kind": "robot"}, {"kind": "resident", "guide_key": "inconnu"}]
)
def test_without_a_guide_no_interview_is_made_and_the_known_ones_are_named(workspace, given_):
    before = state(workspace)
    with pytest.raises(NotFound, match="Guides"):
        start_interview(workspace, **given_)
    assert state(workspace) == before


@pytest.mark.parametrize(
    "given_",
    [
        {"actor_id": "personne"},
        {"actor_id": "\udcff"},
        {"changes": InterviewChanges(fields={"actor_id": "personne"})},
        {"changes": InterviewChanges(fields={"contributor_id": "personne"})},
        {"changes": InterviewChanges(fields={"second_contributor_id": "\ud800personne"})},
        {"changes": InterviewChanges(answers={"personne": "…"})},
        {"changes": InterviewChanges(fields={"age_band": "jeune"})},
        {"changes": InterviewChanges(consents={"photo": True})},
    ],
)
def test_what_cannot_be_kept_leaves_no_half_made_interview(workspace, given_):
    before = state(workspace)
    with pytest.raises((NotFound, BadValue)):
        start_interview(workspace, kind="actor", contributor="Nouvelle", **given_)
    assert state(workspace) == before


# --- who led it


@pytest.mark.parametrize("again", ["Élodie", "élodie", "ÉLODIE", " Élodie\n", "E\u0301lodie"])
def test_the_same_person_is_known_again_letter_case_and_accents_typed_apart_aside(workspace, again):
    first = start_interview(workspace, kind="resident", contributor="Élodie").value
    second = start_interview(workspace, kind="resident", contributor=again).value
    assert first.contributor_id == second.contributor_id
    with workspace.database.reading() as session:
        assert [one.name for one in study_queries.contributors(session)] == ["Élodie"]


def test_people_may_be_named_or_unnamed_later(workspace, interview, save):
    with workspace.database.reading() as session:
        awa = session.get(Contributor, interview.contributor_id)
    assert awa.name == "Awa"
    kept = save(people={"contributor_id": "Idriss", "second_contributor_id": "awa"}).value
    assert kept.second_contributor_id == awa.id
    assert kept.contributor_id not in {None, awa.id}
    assert save(people={"second_contributor_id": " "}).value.second_contributor_id is None


# --- saving


def test_what_was_typed_is_kept_to_the_letter(workspace, interview, save):
    question = first_question(workspace, interview)
    text = "  Ma voisine…\n\n\t« Elle garde les petits » 😀 "
    outcome = save(fields={"notes": text}, answers={question: text})
    kept = sheet(workspace, interview)
    assert outcome.changes == Changes.INTERVIEWS
    assert kept.interview.notes == text
    assert kept.answers[question].text == text


def test_saving_the_same_twice_changes_nothing(workspace, interview, save):
    question = first_question(workspace, interview)
    same = {
        "fields": {"notes": "…", "date": "2026-05-12T17:30+02:00", "status": "finished"},
        "answers": {question: "Oui."},
        "consents": {"notes": True, "quoting": False, "recording": None},
        "people": {"contributor_id": "Awa"},
    }
    assert save(**same).changes == Changes.INTERVIEWS
    before = state(workspace)
    assert save(**same).changes == Changes.NONE
    assert state(workspace) == before


def test_a_form_that_says_again_what_it_was_shown_changes_nothing(workspace, interview, save):
    before = state(workspace)
    assert save(fields={"date": interview.date, "pseudonym": "H-001"}).changes == Changes.NONE
    assert state(workspace) == before


def test_nothing_is_not_a_change(workspace, interview, save):
    before = state(workspace)
    question = first_question(workspace, interview)
    assert save().changes == Changes.NONE
    assert save(answers={question: ""}).changes == Changes.NONE
    assert save(consents={"notes": None}).changes == Changes.NONE
    assert state(workspace) == before


def test_an_answer_can_be_emptied_and_counts_no_more(workspace, interview, save):
    question = first_question(workspace, interview)

    def answered():
        with workspace.database.reading() as session:
            (line,) = queries.interviews(session)
        return line.answered

    save(answers={question: "Oui."})
    assert answered() == 1
    save(answers={question: ""})
    assert answered() == 0


@pytest.mark.parametrize("where", ["notes", "answer"])
def test_what_no_file_can_hold_neither_stops_a_save_nor_takes_the_words_with_it(
    workspace, interview, save, where
):
    question = first_question(workspace, interview)
    pasted = "avant\0milieu\ud800après"
    save(fields={"notes": pasted}) if where == "notes" else save(answers={question: pasted})
    kept = sheet(workspace, interview)
    text = kept.interview.notes if where == "notes" else kept.answers[question].text
    assert text == "avantmilieuaprès"


def test_one_refused_value_refuses_the_whole_save(workspace, interview, save):
    question = first_question(workspace, interview)
    before = state(workspace)
    for refused in (
        {"fields": {"notes": "…", "status": "à moitié"}},
        {"fields": {"notes": "…"}, "answers": {question: "x" * 1_000_001}},
        {"fields": {"notes": "…"}, "consents": {"photo": True}},
    ):
        with pytest.raises(BadValue):
            save(**refused)
    with pytest.raises(NotFound):
        save(fields={"notes": "…"}, answers={"question d’ailleurs": "Oui."})
    assert state(workspace) == before


def test_a_question_of_another_guide_is_not_of_this_interview(workspace, save):
    other = start_interview(workspace, kind="actor").value
    with pytest.raises(NotFound, match="guide"):
        save(answers={first_question(workspace, other): "Oui."})


@pytest.mark.parametrize("nowhere", ["", "nulle part", "\udcff", "a\0b"])
def test_an_interview_that_is_not_there_is_said_not_to_be(workspace, nowhere):
    with pytest.raises(NotFound):
        save_interview(workspace, interview_id=nowhere, changes=InterviewChanges())


# --- consents


def test_silence_is_kept_as_silence(workspace, interview, save):
    save(consents={"notes": None, "quoting": True})
    consents = sheet(workspace, interview).consents
    assert set(consents) == {"quoting"}
    assert not allows(consents.values(), Purpose.NOTES)


def test_a_yes_keeps_when_it_was_given_and_which_notice_was_read(workspace, interview, save):
    save(consents={"quoting": True})
    said = sheet(workspace, interview).consents["quoting"]
    assert said.given_at >= interview.created_at
    assert said.notice_version == NOTICE_VERSION
    assert said.withdrawn_at is None


def test_a_yes_taken_back_keeps_the_moment_and_closes_the_door(workspace, interview, save):
    save(consents={"quoting": True})
    save(consents={"quoting": False})
    said = sheet(workspace, interview).consents["quoting"]
    assert said.granted is False
    assert said.withdrawn_at >= interview.created_at
    assert not allows([said], Purpose.QUOTING)


def test_a_no_from_the_start_is_not_a_withdrawal_and_may_become_a_yes(workspace, interview, save):
    save(consents={"quoting": False})
    assert sheet(workspace, interview).consents["quoting"].withdrawn_at is None
    save(consents={"quoting": True})
    assert allows(sheet(workspace, interview).consents.values(), Purpose.QUOTING)


def test_a_mistaken_click_can_be_undone(workspace, interview, save):
    save(consents={"quoting": True})
    save(consents={"quoting": None})
    said = sheet(workspace, interview).consents["quoting"]
    assert (said.granted, said.given_at, said.withdrawn_at) == (None, None, None)


def test_a_consent_nobody_asks_for_is_refused_with_those_that_exist(save):
    with pytest.raises(BadValue, match=r"photo.*quoting"):
        save(consents={"photo": True})


# --- the guide changes later

NEWER = {
    "key": "habitant",
    "kind": "resident",
    "version": 2,
    "title": "Entretien habitant·e, deuxième version",
    "sections": [
        {"title": "Ici", "questions": [{"key": "quartier", "wording": "Et maintenant ?"}]}
    ],
}


def test_an_answer_keeps_the_wording_it_was_given_to(workspace, interview, save):
    question = first_question(workspace, interview)
    save(answers={question: "Depuis dix ans."})
    asked = sheet(workspace, interview).answers[question].wording
    with workspace.database.writing() as session:
        session.get(Question, question).wording = "Une tout autre question ?"
    save(answers={question: "Depuis onze ans."})
    answer = sheet(workspace, interview).answers[question]
    assert answer.wording == asked != "Une tout autre question ?"
    assert answer.text == "Depuis onze ans."


def test_a_new_version_of_a_guide_is_for_new_interviews_only(workspace, interview):
    with workspace.database.writing() as session:
        add_guide(session, GuideFile.model_validate(NEWER))
    before = sheet(workspace, interview)
    newer = sheet(workspace, start_interview(workspace, kind="resident").value)
    assert before.guide.version == 1
    assert len(before.questions) > 1
    assert newer.guide.version == 2
    assert [one.wording for one in newer.questions] == ["Et maintenant ?"]


def test_questions_are_known_by_key_on_the_command_line(workspace, interview):
    kept = sheet(workspace, interview)
    with workspace.database.reading() as session:
        known = question_ids(session, kept.guide.id)
    assert list(known) == [one.key for one in kept.questions]


# --- lists and deletion


def test_the_latest_conversation_comes_first_whatever_its_offset(workspace):
    for date in ("2026-05-12T13:00+00:00", "2026-05-12T14:59+02:00", "2026-05-12T15:01+02:00"):
        start_interview(workspace, kind="resident", changes=InterviewChanges(fields={"date": date}))
    with workspace.database.reading() as session:
        dates = [line.interview.date for line in queries.interviews(session)]
    assert dates == ["2026-05-12T15:01+02:00", "2026-05-12T13:00+00:00", "2026-05-12T14:59+02:00"]


def test_a_list_says_who_asked_whom_and_how_far_it_went(workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="Les Jardins")).value
    begun = start_interview(workspace, kind="actor", contributor="Awa", actor_id=actor.id).value
    question = first_question(workspace, begun)
    save_interview(
        workspace, interview_id=begun.id, changes=InterviewChanges(answers={question: "Oui."})
    )
    with workspace.database.reading() as session:
        (line,) = queries.interviews(session)
    assert (line.title, line.contributor_name, line.answered) == ("Les Jardins", "Awa", 1)
    assert line.questions == len(sheet(workspace, begun).questions)
    assert sheet(workspace, begun).actor.name == "Les Jardins"


def test_an_interview_begun_by_mistake_can_be_removed(workspace, interview, save):
    save(consents={"notes": True})
    changes = delete_interview(workspace, interview_id=interview.id).changes
    assert changes == Changes.INTERVIEWS | Changes.ACTORS
    with workspace.database.reading() as session:
        assert queries.interviews(session) == []
        assert canonical_state(session)["consent"] == []


def test_an_interview_goes_with_all_that_is_in_it_and_an_undo_brings_it_back(
    workspace, interview, save
):
    save(
        fields={"notes": "Un parc."},
        answers={first_question(workspace, interview): "Oui."},
        consents={"notes": True},
    )
    answer = next(iter(sheet(workspace, interview).answers.values()))
    with workspace.database.writing() as session:
        session.add(
            Excerpt(interview_id=interview.id, answer_id=answer.id, kind="need", text="Oui")
        )
        session.add(
            Media(name="ab", secret="cd", size=1, media_type="audio", interview_id=interview.id)
        )

    def parts():
        with workspace.database.reading() as session:
            rows = canonical_state(session)
        return {
            kind: [{**one, "updated_at": ""} for one in rows[kind]]
            for kind in ("interview", "answer", "consent", "excerpt", "media")
        }

    before = parts()
    assert all(before.values())
    delete_interview(workspace, interview_id=interview.id)
    assert not any(parts().values())
    undo(workspace)
    assert parts() == before


def test_one_that_is_not_there_cannot_be_removed(workspace):
    with pytest.raises(NotFound):
        delete_interview(workspace, interview_id="nobody")
