"""The process is killed at any moment of the work: nothing that was said to be saved is lost."""

import time

import pytest

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.interviews import delete_interview, start_interview
from tests.ui.killing.killer import Killer, Verdict, kill_many

KILLS = 10
LONGEST_MISSING_S = 1.0


def test_killed_at_any_moment_nothing_acknowledged_is_lost(study, vault):
    study.close()
    verdict = kill_many(study.path, vault, count=KILLS, seed=1)
    assert verdict.lost == []
    assert verdict.damage == []
    # One may have met a computer that stood still; the benchmark forgives none of a thousand.
    assert sorted(verdict.missing_s)[-2] <= LONGEST_MISSING_S
    assert verdict.kills == KILLS
    assert verdict.acknowledged > KILLS


# --- the judge


@pytest.fixture
def notes(study, workspace, vault):
    """The key of the notes of an actor, which are « abc » in the study."""
    actor = add_actor(workspace, draft=ActorDraft(name="Régie", notes="abc")).value
    study.close()
    return f"actor:{actor.id}:notes"


def judged(study, vault, *lines):
    """What the judge says of a user who was killed just now."""
    killer = Killer(study.path, vault, seed=0)
    killer.judge(lines, time.monotonic())
    return killer.verdict


def did(key, value, seconds_ago):
    return {"did": key, "value": value, "at": time.monotonic() - seconds_ago}


def test_what_is_there_is_well(study, vault, notes):
    typed = [did(notes, "ab", 3), did(notes, "abc", 2)]
    verdict = judged(study, vault, {"began": {notes: "a"}}, *typed, {"saved": {notes: "abc"}})
    assert verdict.figures() == Verdict(1, 2, 1, missing_s=[0.0]).figures()


def test_what_was_typed_since_is_missing_and_not_lost(study, vault, notes):
    typed = [did(notes, "abc", 2), did(notes, "abcd", 0.7), did(notes, "abcde", 0.2)]
    verdict = judged(study, vault, {"began": {notes: ""}}, *typed, {"saved": {notes: "abc"}})
    assert verdict.lost == []
    assert verdict.missing_s == pytest.approx([0.7], abs=0.05)


def test_what_was_acknowledged_and_is_not_there_is_lost(study, vault, notes):
    typed = [did(notes, "abc", 2), did(notes, "abcd", 1)]
    verdict = judged(study, vault, {"began": {notes: ""}}, *typed, {"saved": {notes: "abcd"}})
    assert len(verdict.lost) == 1
    assert "'abc' instead of 'abcd'" in verdict.lost[0]


def test_what_nobody_ever_typed_is_a_loss(study, vault, notes):
    verdict = judged(study, vault, {"began": {notes: ""}}, did(notes, "x", 1))
    assert len(verdict.lost) == 1


def test_an_actor_that_was_added_and_is_not_there_is_lost(study, vault, notes):
    verdict = judged(study, vault, {"saved": {"actors:no-such-actor": "present"}})
    assert len(verdict.lost) == 1


def test_an_actor_that_came_back_is_lost_work(study, vault, notes):
    key = f"actors:{notes.split(':')[1]}"
    lines = [{"saved": {key: "present"}}, did(key, "absent", 1), {"saved": {key: "absent"}}]
    assert len(judged(study, vault, *lines).lost) == 1
    assert judged(study, vault, *lines[:2]).lost == []


def test_what_went_with_an_interview_thrown_away_is_not_lost(study, workspace, vault):
    kept, thrown = (start_interview(workspace, kind="resident").value for _time in range(2))
    delete_interview(workspace, interview_id=thrown.id)
    study.close()

    def lines(interview):
        consent, there = f"consent:{interview.id}:notes", f"interviews:{interview.id}"
        agreed = [did(consent, True, 2), {"saved": {consent: True}}]
        return [{"began": {there: "present"}}, *agreed, did(there, "absent", 1)]

    assert judged(study, vault, *lines(thrown)).lost == []
    assert len(judged(study, vault, *lines(kept)).lost) == 1
