"""Disks that refuse: truly small and truly read-only ones where the system lets a test make them.

Elsewhere (no root, no Linux) the same sentences are asked of SQLite's own limits.
"""

import os

import pytest
from sqlmodel import select

from cga_desktop.domain.errors import NotWritten
from cga_desktop.domain.records import Actor
from cga_desktop.operations.studies import create_study, open_study
from cga_desktop.store import database as database_module
from cga_desktop.store import keys
from cga_desktop.store.database import Database
from tests.conftest import PASSPHRASE
from tests.disks import fill, mount_small, pull_out, read_only

LONG = "Ce que disent les gens d’ici, mot à mot. " * 500


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of its own, of one megabyte."""
    folder = tmp_path / "petit disque"
    mount_small(folder, "1m")
    yield folder
    pull_out(folder)


def names(database):
    with database.reading() as session:
        return sorted(session.exec(select(Actor.name)))


def write_until_refused(database):
    written = []

    def write_on():
        for number in range(1000):
            with database.writing() as session:
                session.add(Actor(name=f"acteur {number:03}", notes=LONG))
            written.append(f"acteur {number:03}")

    with pytest.raises(NotWritten) as refused:
        write_on()
    return written, str(refused.value)


@pytest.fixture
def small_study(small_disk, vault):
    database = create_study(
        small_disk / "Bondy.cgaetude", name="", codes=[], passphrase=PASSPHRASE, vault=vault
    )
    yield database
    database.close()


def test_on_a_full_disk_the_sentence_says_so_and_all_before_is_kept(small_study, vault):
    written, sentence = write_until_refused(small_study)
    assert "Le disque est plein" in sentence
    assert "petit disque" in sentence
    assert written
    assert names(small_study) == written
    small_study.close()
    again = open_study(small_study.path, vault=vault)
    assert names(again) == written
    assert again.problems() == []
    again.close()


def test_once_there_is_room_again_writing_goes_on(small_study):
    film = small_study.path.with_name("film.mkv")
    film.write_bytes(bytes(200_000))
    written, _sentence = write_until_refused(small_study)
    film.unlink()
    with small_study.writing() as session:
        session.add(Actor(name="enfin"))
    assert names(small_study) == [*written, "enfin"]


@pytest.mark.parametrize("room", [0, 4096, 40_000, 120_000])
def test_a_study_that_does_not_fit_leaves_nothing_behind(small_disk, cga_home, vault, room):
    fill(small_disk)
    with (small_disk / "film.mkv").open("r+b") as film:
        film.truncate(max(film.seek(0, os.SEEK_END) - room, 0))
    with pytest.raises(NotWritten, match="rien n’en reste"):
        create_study(
            small_disk / "études" / "Bondy.cgaetude",
            name="Bondy",
            codes=["93010"],
            passphrase=PASSPHRASE,
            vault=vault,
        )
    assert list((small_disk / "études").iterdir()) == []
    assert [one for one in cga_home.rglob("*") if one.is_file()] == []
    assert vault.kept == {}


def test_a_study_opened_on_a_full_disk_says_so_and_is_whole(small_study, vault):
    small_study.close()
    fill(small_study.path.parent)
    before = small_study.path.read_bytes()
    with pytest.raises(NotWritten, match="Le disque est plein"):
        open_study(small_study.path, vault=vault)
    assert small_study.path.read_bytes() == before


def test_a_study_on_a_read_only_disk_says_where_to_put_it(small_study, vault):
    with small_study.writing() as session:
        session.add(Actor(name="Régie"))
    small_study.close()
    before = small_study.path.read_bytes()
    read_only(small_study.path.parent)
    with pytest.raises(NotWritten, match=r"ne peut pas être modifié.*dossier qui vous appartient"):
        open_study(small_study.path, vault=vault)
    assert small_study.path.read_bytes() == before


def test_no_study_is_made_on_a_read_only_disk(small_disk, cga_home, vault):
    read_only(small_disk)
    with pytest.raises(NotWritten, match="lecture seule"):
        create_study(
            small_disk / "études" / "Bondy.cgaetude",
            name="",
            codes=[],
            passphrase=PASSPHRASE,
            vault=vault,
        )
    with pytest.raises(NotWritten, match="rien n’en reste"):
        create_study(
            small_disk / "Bondy.cgaetude", name="", codes=[], passphrase=PASSPHRASE, vault=vault
        )
    assert list(small_disk.iterdir()) == []
    assert [one for one in cga_home.rglob("*") if one.is_file()] == []


# --- the same, everywhere


def limited(database, pragma):
    """Give every connection of an open study one of SQLite's own limits."""
    connections = [database._engine.connect() for _ in range(5)]
    for connection in connections:
        connection.exec_driver_sql(pragma)
    for connection in connections:
        connection.close()


def test_a_study_that_may_not_grow_keeps_all_before_and_says_the_disk_is_full(study):
    with study._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limited(study, f"PRAGMA max_page_count = {pages + 30}")
    written, sentence = write_until_refused(study)
    assert "Le disque est plein" in sentence
    assert written
    assert names(study) == written
    assert study.problems() == []


@pytest.mark.parametrize("pages", [1, 10, 35])
def test_a_study_that_may_not_grow_while_it_is_made_leaves_nothing_behind(
    tmp_path, cga_home, vault, monkeypatch, pages
):
    connect = database_module._connect

    def limited_connect(path, key):
        connection = connect(path, key)
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    monkeypatch.setattr(database_module, "_connect", limited_connect)
    with pytest.raises(NotWritten, match="rien n’en reste"):
        create_study(
            tmp_path / "études" / "Bondy.cgaetude",
            name="",
            codes=["93010"],
            passphrase=PASSPHRASE,
            vault=vault,
        )
    assert list((tmp_path / "études").iterdir()) == []
    assert [one for one in cga_home.rglob("*") if one.is_file()] == []
    assert vault.kept == {}


def test_a_study_that_may_not_be_written_keeps_all_before_and_says_so(study):
    with study.writing() as session:
        session.add(Actor(name="Régie"))
    limited(study, "PRAGMA query_only = ON")
    written, sentence = write_until_refused(study)
    assert "ne peut pas être modifié" in sentence
    assert written == []
    assert names(study) == ["Régie"]


def test_a_study_in_a_folder_that_is_gone_says_the_disk_does_not_answer(tmp_path):
    with pytest.raises(NotWritten, match=r"ne répond pas|ne peut pas être modifié"):
        Database.open(tmp_path / "clé USB retirée" / "Bondy.cgaetude", keys.fresh_key())


def test_a_study_held_by_another_program_says_to_try_again(study):
    limited(study, "PRAGMA busy_timeout = 1")
    with study.writing() as session:
        session.add(Actor(name="longue écriture"))
        session.flush()
        with pytest.raises(NotWritten, match="Rien n’est perdu"), study.writing() as other:
            other.add(Actor(name="trop tôt"))
    assert names(study) == ["longue écriture"]
