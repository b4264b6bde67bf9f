"""Every schema that was ever released opens, and what was in it is still there.

``tests/studies`` keeps one small study of each, made by the version that had it. To add one, see
``keep_a_study.py`` beside them.
"""

import shutil

import pytest

from cga_desktop.domain.consents import allows
from cga_desktop.domain.kinds import Purpose
from cga_desktop.operations.studies import open_study
from cga_desktop.store import keys, migrations
from cga_desktop.store.queries import actors as actor_queries
from cga_desktop.store.queries import interviews as interview_queries
from cga_desktop.store.queries import study as study_queries
from tests.conftest import PROJECT
from tests.studies.keep_a_study import PASSPHRASE_OF_PAST_STUDIES

STUDIES = PROJECT / "tests" / "studies"


@pytest.fixture
def past_study(request, tmp_path, vault):
    """A copy of a past study: opening migrates it."""
    kept = STUDIES / f"schema_{request.param}.cgaetude"
    for file in (kept, keys.key_file(kept)):
        shutil.copy(file, tmp_path)
    database = open_study(tmp_path / kept.name, vault=vault, passphrase=PASSPHRASE_OF_PAST_STUDIES)
    yield database
    database.close()


def test_a_study_of_every_schema_is_kept():
    kept = {path.stem for path in STUDIES.glob("*.cgaetude")}
    assert kept == {f"schema_{number + 1}" for number in range(migrations.newest_schema())}


@pytest.mark.parametrize("past_study", range(1, migrations.newest_schema() + 1), indirect=True)
def test_what_people_wrote_in_it_is_all_there(past_study):
    assert past_study.problems() == []
    with past_study.reading() as session:
        status = study_queries.status(session)
        line, *others = interview_queries.interviews(session)
        sheet = interview_queries.interview_sheet(session, line.interview.id)
        (actor,) = actor_queries.actors(session)
        (observation,) = actor_queries.observations(session)
    assert (status.name, status.schema) == ("Bondy, mémoire", migrations.newest_schema())
    assert status.territories == (("93010", "Bondy"),)
    assert (line.title, line.contributor_name) == ("H-001", "Awa")
    assert others == []
    assert sheet.interview.notes == "Elle rit beaucoup. « Ici, on se connaît » 😀"
    assert [one.text for one in sheet.answers.values()] == ["Ma voisine garde les petits."]
    assert all(one.wording for one in sheet.answers.values())
    assert allows(sheet.consents.values(), Purpose.NOTES)
    assert not allows(sheet.consents.values(), Purpose.QUOTING)
    assert (actor.name, actor.address) == ("Les Jardins de Bondy", "12 avenue de Verdun")
    assert (actor.lat, actor.lon, actor.placed_by_hand) == (48.9021, 2.4823, True)
    assert observation.text == "Marché plein, peu de bancs."
