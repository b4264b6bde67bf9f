import json
import zipfile
from datetime import datetime
from hashlib import blake2b

import pytest

from cga_desktop.store.media import media_folder


@pytest.fixture
def copy(cga, file, actor, tmp_path):
    """A copy of the study of Bondy, made on the command line."""
    path = tmp_path / "à emporter.cgacopie"
    assert cga("backup", file, "--out", path).code == 0
    return path


def test_a_copy_says_where_it_is_and_that_it_was_read_back(cga, file, tmp_path):
    out = tmp_path / "copie"
    answer = cga("--json", "backup", file, "--out", out)
    assert answer.code == 0
    assert answer.document["copy"] == f"{out}.cgacopie"
    assert answer.document["study"] == str(file)
    assert answer.document["verified"] is True
    assert answer.document["bytes"] == out.with_name("copie.cgacopie").stat().st_size
    assert datetime.fromisoformat(answer.document["made_at"]).tzinfo


def test_without_a_place_the_copy_joins_those_that_are_kept(cga, file, cga_home):
    answer = cga("--json", "backup", file)
    assert answer.code == 0
    assert answer.document["copy"].startswith(str(cga_home / "sauvegardes" / "Bondy-"))


def test_a_restored_copy_is_the_same_study(cga, file, copy, tmp_path):
    answer = cga("--json", "restore", copy, "--out", tmp_path / "rendu")
    assert answer.code == 0
    assert answer.document["study"] == str(tmp_path / "rendu.cgaetude")
    assert answer.document["missing_media"] == []
    again = cga("dump", tmp_path / "rendu.cgaetude")
    assert json.loads(again.out) == json.loads(cga("dump", file).out)
    assert "restaurée" in cga("restore", copy, "--out", tmp_path / "encore.cgaetude").out


def test_restoring_asks_nobody_for_the_passphrase(cga, copy, tmp_path, monkeypatch):
    monkeypatch.delenv("CGA_PASSPHRASE")
    assert cga("restore", copy, "--out", tmp_path / "rendu.cgaetude").code == 0
    assert cga("status", tmp_path / "rendu.cgaetude").code == 1


def test_nothing_that_exists_is_written_over(cga, file, copy):
    before = file.read_bytes(), copy.read_bytes()
    assert cga("restore", copy, "--out", file).code == 1
    answer = cga("--json", "backup", file, "--out", copy)
    assert answer.code == 1
    assert "existe déjà" in answer.err
    assert (file.read_bytes(), copy.read_bytes()) == before


def test_a_copy_that_is_called_as_a_study_is_known_for_a_copy(cga, file, tmp_path):
    called = tmp_path / "copie.cgaetude"
    assert cga("backup", file, "--out", called).code == 0
    answer = cga("status", called)
    assert answer.code == 1
    assert "semble être une copie de sauvegarde" in answer.err
    assert cga("restore", called, "--out", tmp_path / "rendu.cgaetude").code == 0
    assert cga("status", tmp_path / "rendu.cgaetude").code == 0


def test_the_suffix_of_copies_may_be_left_out(cga, file, tmp_path):
    assert cga("backup", file, "--out", tmp_path / "copie").code == 0
    assert (tmp_path / "copie.cgacopie").exists()
    assert cga("restore", tmp_path / "copie", "--out", tmp_path / "rendu.cgaetude").code == 0


def test_what_is_no_copy_is_refused(cga, file, tmp_path):
    answer = cga("restore", file, "--out", tmp_path / "rendu.cgaetude")
    assert answer.code == 1
    assert "n’est pas une copie" in answer.err
    assert not (tmp_path / "rendu.cgaetude").exists()


def test_photos_that_did_not_come_are_said(cga, file, tmp_path):
    content = b"une photo" * 100
    folder = media_folder(file)
    folder.mkdir()
    name = f"{blake2b(content, digest_size=32).hexdigest()}.bin"
    (folder / name).write_bytes(content)
    copy = tmp_path / "c.cgacopie"
    assert cga("backup", file, "--out", copy).code == 0
    with zipfile.ZipFile(copy) as whole:
        parts = {one: whole.read(one) for one in whole.namelist()}
    del parts[f"media/{name}"]
    with zipfile.ZipFile(copy, "w") as less:
        for one, part in parts.items():
            less.writestr(one, part)
    answer = cga("--json", "restore", copy, "--out", tmp_path / "rendu.cgaetude")
    assert answer.code == 3
    assert answer.document["missing_media"] == [name]
    assert "Il manque 1 photo" in answer.err
