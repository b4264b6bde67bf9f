from datetime import UTC, datetime, timedelta

import pytest

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.records import Actor
from cga_desktop.operations.care import (
    full_look,
    full_look_is_due,
    quick_look,
    remember_full_look,
)
from cga_desktop.store import care

PAGE = 4096


def test_a_new_study_is_wholly_looked_over_once_a_week(workspace):
    database = workspace.database
    assert full_look_is_due(database)
    assert remember_full_look(workspace).changes is Changes.NONE
    assert not full_look_is_due(database)


@pytest.mark.parametrize(
    ("ago", "due"),
    [(timedelta(days=6), False), (timedelta(days=8), True), (timedelta(days=-2), True)],
)
def test_when_the_last_full_look_was_decides(study, ago, due):
    with study.writing() as session:
        care.keep(session, care.LAST_FULL_CHECK, (datetime.now(UTC) - ago).isoformat())
    assert full_look_is_due(study) is due


def test_a_moment_that_is_none_is_looked_over_again(study):
    with study.writing() as session:
        care.keep(session, care.LAST_FULL_CHECK, "avant-hier")
    assert full_look_is_due(study)


def test_what_is_kept_takes_the_place_of_what_was(study):
    with study.writing() as session:
        assert care.kept(session, "a") is None
        care.keep(session, "a", "un")
        care.keep(session, "a", "deux")
        assert care.kept(session, "a") == "deux"


def test_a_sound_study_looks_sound_while_it_is_worked_with(study):
    with study.writing() as session:
        session.add(Actor(name="Les Mains du canal"))
    with study.writing() as session:
        session.add(Actor(name="pendant ce temps"))
        assert quick_look(study) == []
        assert full_look(study) == []


def test_damage_under_an_open_study_is_found_without_stopping_it(study):
    with study.writing() as session:
        session.add(Actor(name="Les Mains du canal"))
    full_look(study)  # folds the write-ahead log into the file
    content = bytearray(study.path.read_bytes())
    for page in range(1, len(content) // PAGE):
        content[page * PAGE + 100] ^= 1
    with study.path.open("rb+") as file:
        file.write(content)
    assert quick_look(study)
    assert full_look(study)


def test_a_look_can_be_stopped(study):
    class Stopped(Exception):
        pass

    def stop():
        raise Stopped

    with study.writing() as session:
        session.add_all(Actor(name=f"n° {number}", notes="mot " * 400) for number in range(400))
    with pytest.raises(Stopped):
        full_look(study, stop)
