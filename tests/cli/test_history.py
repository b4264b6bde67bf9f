"""What was done to a study, on the command line: read back, taken back, shown as it was."""

from datetime import datetime

import pytest

from cga_desktop.domain.verbs import Verb
from cga_desktop.operations.studies import open_study
from cga_desktop.settings import Settings, save_settings
from tests.fakes import FakeVault


@pytest.fixture
def renamed(cga, file, actor):
    """The actor with another name and some notes, by Awa."""
    save_settings(Settings(contributor="Awa"))
    words = ("name=Le Pavé", "notes=Ouvert le mercredi")
    assert cga("actors", "edit", file, actor, *words).code == 0
    return actor


def names(cga, file):
    return [one["name"] for one in cga("--json", "actors", "list", file).document]


def moment_of(cga, file, actor, verb):
    lines = cga("--json", "history", file, actor).document
    return next(one["at"] for one in lines if one["verb"] == verb)


def test_a_history_says_who_changed_what_and_when(cga, file, renamed):
    lines = cga("--json", "history", file, renamed).document
    assert [(one["verb"], one["by"]) for one in lines] == [("edit_actor", "Awa"), ("add_actor", "")]
    changes = {one["field"]: (one["before"], one["after"]) for one in lines[0]["changes"]}
    assert changes == {
        "name": ("Les Mains du canal", "Le Pavé"),
        "notes": ("", "Ouvert le mercredi"),
    }
    assert lines[0]["operation"] == "write"
    assert lines[0]["record"] == {"kind": "actor", "id": renamed, "title": "Le Pavé"}
    assert datetime.fromisoformat(lines[0]["at"]).utcoffset() is not None


def test_people_read_it_in_their_own_words(cga, file, renamed):
    said = cga("history", file, renamed).out.replace("\u202f", " ").replace("\u00a0", " ")
    first, *rest = said.splitlines()
    assert first.endswith("· Awa · Modification d’un acteur")
    assert "    Nom : Les Mains du canal → Le Pavé" in rest
    assert "    Notes : – → Ouvert le mercredi" in rest
    assert not any("citycode" in one for one in rest)


def test_the_history_of_nobody_is_refused(cga, file):
    answer = cga("history", file, "nobody")
    assert answer.code == 1
    assert "nobody" in answer.err


def test_what_was_done_last_is_undone_and_redone(cga, file, renamed):
    undone = cga("--json", "undo", file)
    assert undone.code == 0
    assert undone.document["undone"] == "modification d’un acteur (Le Pavé)"
    assert undone.document["records"] == [{"kind": "actor", "id": renamed}]
    assert names(cga, file) == ["Les Mains du canal"]
    redone = cga("redo", file).out
    assert (
        redone.replace("\u00a0", " ")
        == "Rétabli : modification d’un acteur (Les Mains du canal).\n"
    )
    assert names(cga, file) == ["Le Pavé"]


def test_a_deleted_actor_comes_back(cga, file, actor):
    assert cga("actors", "delete", file, actor).code == 0
    assert names(cga, file) == []
    assert cga("undo", file).code == 0
    assert names(cga, file) == ["Les Mains du canal"]


@pytest.mark.parametrize(("command", "said"), [("undo", "annuler"), ("redo", "rétablir")])
def test_where_there_is_nothing_to_take_back_it_is_said(cga, file, command, said):
    answer = cga("--json", command, file)
    assert answer.code == 1
    assert f"rien à {said}" in answer.err
    assert answer.document == {"error": answer.err.strip()}


def test_a_study_as_it_was_is_a_new_study(cga, file, renamed, tmp_path):
    before = moment_of(cga, file, renamed, "add_actor")
    past = tmp_path / "Avant.cgaetude"
    answer = cga("--json", "as-of", file, before, "--out", past)
    assert answer.code == 0
    assert answer.document == {"study": str(past), "at": before}
    assert names(cga, past) == ["Les Mains du canal"]
    assert names(cga, file) == ["Le Pavé"]
    assert cga("as-of", file, before, "--out", past).code == 1, (
        "what is there is never written over"
    )


def test_a_moment_may_be_a_day_or_a_local_time(cga, file, renamed, tmp_path):
    now = datetime.fromisoformat(moment_of(cga, file, renamed, "edit_actor")).astimezone()
    for number, moment in enumerate((now.date().isoformat(), now.replace(tzinfo=None).isoformat())):
        past = tmp_path / f"{number}.cgaetude"
        assert cga("as-of", file, moment, "--out", past).code == 0
        assert names(cga, past) == ["Le Pavé"]


@pytest.mark.parametrize("moment", ["hier", "2020-01-01", "2020-01-01T10:00+01:00"])
def test_a_moment_that_means_nothing_is_refused(cga, file, tmp_path, moment):
    past = tmp_path / "Avant.cgaetude"
    answer = cga("as-of", file, moment, "--out", past)
    assert answer.code == 1
    assert not past.exists()


def test_rebuilding_a_sound_study_proves_it_equal(cga, file, renamed):
    before = cga("--json", "dump", file).document
    answer = cga("--json", "rebuild", file)
    assert answer.code == 0
    assert answer.document["equal"] is True
    assert answer.document["records"] > 10
    assert answer.document["differing"] == answer.document["adopted"] == []
    assert cga("--json", "dump", file).document == before


def test_rebuilding_puts_a_table_that_was_changed_behind_our_back_in_order(
    cga, file, renamed, unattended
):
    database = open_study(file, vault=FakeVault(), passphrase=unattended)
    with database.writing(Verb.RECOVER) as session:
        session.connection().exec_driver_sql("UPDATE actor SET name = 'Autre'")
    database.close()
    answer = cga("--json", "rebuild", file)
    assert answer.code == 0
    assert answer.document["equal"] is False
    assert answer.document["differing"] == [{"kind": "actor", "id": renamed}]
    assert names(cga, file) == ["Le Pavé"]
    said = cga("rebuild", file).out
    assert "exactement ce que dit son historique" in said
