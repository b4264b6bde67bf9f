import json
from collections import Counter

import pytest

from cga_desktop.assets import asset
from cga_desktop.domain.errors import BadValue, NotWritten, PlaceRefused
from cga_desktop.domain.kinds import ActorKind, ExcerptKind, Purpose
from cga_desktop.operations import demonstration_file
from cga_desktop.operations.demonstration import (
    FILE_NAME,
    build_demonstration,
    open_demonstration,
    renew_demonstration,
)
from cga_desktop.operations.studies import DEMONSTRATION_PASSPHRASE, create_study, open_study
from cga_desktop.store import keys
from cga_desktop.store.dump import canonical_state
from cga_desktop.store.queries import actors as actor_queries
from cga_desktop.store.queries import interviews as interview_queries
from cga_desktop.store.queries import study as study_queries
from tests.fakes import FakeVault


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The demonstration study, made once."""
    path = tmp_path_factory.mktemp("demonstration") / "essai.cgaetude"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CGA_HOME", str(path.parent / "home"))
        database = build_demonstration(path, vault=FakeVault())
    yield database
    database.close()


def test_it_holds_what_its_files_say(built):
    file = demonstration_file.demonstration_file()
    with built.reading() as session:
        status = study_queries.status(session)
        relations = actor_queries.relations(session)
    assert status.demonstration
    assert status.name == file.name
    assert {code for code, _name in status.territories} == set(file.territories)
    assert status.actors == len(file.actors) >= 40
    assert status.interviews == len(file.interviews) >= 25
    assert status.observations == len(file.observations)
    assert status.excerpts == sum(len(one.excerpts) for one in file.interviews)
    assert len(relations) == len(file.relations)
    assert built.problems() == []


def test_every_room_of_the_program_has_something_to_show(built):
    with built.reading() as session:
        kinds = {one.kind for one in actor_queries.actors(session)}
        said = Counter(one.kind for one in interview_queries.excerpts(session))
        lines = interview_queries.interviews(session)
    assert kinds == {kind.value for kind in ActorKind}
    assert set(said) == {kind.value for kind in ExcerptKind}
    assert {line.interview.kind for line in lines} == {"resident", "actor"}
    assert {line.interview.status for line in lines} == {"in_progress", "finished"}
    assert all(line.contributor_name for line in lines)
    assert all(line.actor_name for line in lines if line.interview.kind == "actor")


def test_a_date_without_an_offset_gets_that_of_this_computer(built):
    with built.reading() as session:
        dates = [line.interview.date for line in interview_queries.interviews(session)]
    assert all("T" not in date or date[-6] in "+-" for date in dates)


def test_an_excerpt_is_quoted_from_the_answer_it_is_coded_in(built):
    with built.reading() as session:
        sheets = [
            interview_queries.interview_sheet(session, line.interview.id)
            for line in interview_queries.interviews(session)
        ]
    texts = {answer.id: answer.text for sheet in sheets for answer in sheet.answers.values()}
    quoted = [(one, sheet) for sheet in sheets for one in sheet.excerpts]
    assert quoted
    assert all(
        one.text in (texts[one.answer_id] if one.answer_id else sheet.interview.notes)
        for one, sheet in quoted
    )


def test_consents_are_dated_and_some_people_say_no(built):
    with built.reading() as session:
        consents = interview_queries.consents_of_interviews(session)
        of_actors = actor_queries.consents_by_actor(session)
    assert {one.granted for one in consents} >= {True, False}
    assert all(bool(one.given_at) == (one.granted is not None) for one in consents)
    own = [one for many in of_actors.values() for one in many if one.actor_id]
    assert {one.purpose for one in own} == {Purpose.MAP.value}


def _files_with(tmp_path, monkeypatch, **parts):
    """The demonstration with some parts replaced."""
    for path in asset("demonstration").glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    study = json.loads((tmp_path / "study.json").read_text("utf-8")) | parts
    (tmp_path / "study.json").write_text(json.dumps(study), encoding="utf-8")
    monkeypatch.setattr(demonstration_file, "asset", lambda _name: tmp_path)


@pytest.mark.parametrize(
    "parts",
    [
        {"relations": [{"source": "personne", "target": "personne", "kind": "funds"}]},
        {"observations": [{"text": "x", "date": "hier"}]},
        {"surprise": 1},
    ],
)
def test_a_demonstration_that_does_not_hold_together_is_not_made(
    tmp_path, monkeypatch, parts, vault
):
    source = tmp_path / "source"
    source.mkdir()
    _files_with(source, monkeypatch, **parts)
    with pytest.raises((KeyError, ValueError, BadValue)):
        build_demonstration(tmp_path / "essai.cgaetude", vault=vault)
    assert list(tmp_path.iterdir()) == [source]


def test_the_demonstration_of_this_computer_is_kept_as_it_was_left(vault):
    database = open_demonstration(vault=vault)
    with database.writing() as session:
        study_queries.the_study(session).name = "essayée"
    database.close()
    database = open_demonstration(vault=vault)
    with database.reading() as session:
        assert study_queries.the_study(session).name == "essayée"
    database.close()


def test_renewing_replaces_the_demonstration_and_leaves_everything_else(tmp_path, vault, cga_home):
    mine = tmp_path / "mes notes.txt"
    mine.write_text("à garder", encoding="utf-8")
    database = renew_demonstration(tmp_path, vault=vault)
    with database.writing() as session:
        study_queries.the_study(session).name = "abîmée"
    first = canonical_ids(database)
    database.close()
    database = renew_demonstration(tmp_path, vault=vault)
    with database.reading() as session:
        assert study_queries.the_study(session).name == demonstration_file.demonstration_file().name
    assert canonical_ids(database) != first
    database.close()
    assert mine.read_text("utf-8") == "à garder"
    assert {one.name for one in tmp_path.iterdir()} == {
        mine.name,
        FILE_NAME,
        f"{FILE_NAME}.cle",
    }
    assert len(list((cga_home / "clés").iterdir())) == 1
    open_study(tmp_path / FILE_NAME, vault=FakeVault(), passphrase=DEMONSTRATION_PASSPHRASE).close()


def canonical_ids(database):
    with database.reading() as session:
        return {row["id"] for row in canonical_state(session)["actor"]}


def test_a_real_study_of_that_name_is_never_replaced(tmp_path, vault):
    path = tmp_path / FILE_NAME
    create_study(
        path,
        name="Vraie étude",
        codes=["93010"],
        passphrase=DEMONSTRATION_PASSPHRASE,
        vault=vault,
    ).close()
    before = path.read_bytes()
    with pytest.raises(PlaceRefused, match="n’est pas l’étude de démonstration"):
        renew_demonstration(tmp_path, vault=vault)
    assert path.read_bytes() == before


def test_a_demonstration_under_another_passphrase_is_left_alone(tmp_path, vault):
    renew_demonstration(tmp_path, vault=vault, passphrase="une autre phrase").close()
    with pytest.raises(PlaceRefused, match="autre phrase de passe"):
        renew_demonstration(tmp_path, vault=FakeVault())


def test_a_demonstration_open_in_a_window_is_left_alone(tmp_path, vault):
    opened = renew_demonstration(tmp_path, vault=vault)
    with opened.writing() as session:
        study_queries.the_study(session).name = "ouverte"
    with pytest.raises(PlaceRefused, match="fermez-la"):
        renew_demonstration(tmp_path, vault=vault)
    with opened.reading() as session:
        assert study_queries.the_study(session).name == "ouverte"
    opened.close()


def test_a_disk_that_refuses_gets_its_sentence(tmp_path, vault):
    folder = tmp_path / "fichier"
    folder.write_text("", encoding="utf-8")
    with pytest.raises(NotWritten):
        renew_demonstration(folder, vault=vault)


@pytest.mark.parametrize(
    ("passphrase", "cheap"), [(DEMONSTRATION_PASSPHRASE, True), ("choisie par quelqu’un", False)]
)
def test_only_the_passphrase_that_everybody_knows_is_cheap_to_try(
    tmp_path, vault, monkeypatch, passphrase, cheap
):
    monkeypatch.setattr(keys, "PASSES", 2)
    path = tmp_path / "essai.cgaetude"
    build_demonstration(path, vault=vault, passphrase=passphrase).close()
    costs = json.loads(keys.key_file(path).read_text(encoding="utf-8"))["argon2id"]
    assert (costs["passes"] == 1) is cheap
