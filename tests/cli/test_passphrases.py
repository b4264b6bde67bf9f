"""``passphrase``: from the environment, or from somebody at a terminal."""

import pytest

from cga_desktop.domain.backups import Why
from cga_desktop.domain.errors import NotWritten
from cga_desktop.operations import passphrases
from cga_desktop.operations.passphrases import make_recovery_code
from cga_desktop.operations.studies import open_study
from cga_desktop.store.backups import back_up, make_copy
from cga_desktop.store.no_vault import NoVault
from tests.conftest import PASSPHRASE

NEW = "une phrase toute neuve"


def opens(cga, monkeypatch, path, passphrase):
    monkeypatch.setenv("CGA_PASSPHRASE", passphrase)
    return cga("status", path).code == 0


def test_an_unattended_run_changes_it(cga, file, monkeypatch):
    monkeypatch.setenv("CGA_NEW_PASSPHRASE", NEW)
    answer = cga("--json", "passphrase", file)
    assert answer.code == 0
    assert answer.document == {"study": str(file), "changed": True, "backups": 0, "left": []}
    assert opens(cga, monkeypatch, file, NEW)
    assert not opens(cga, monkeypatch, file, PASSPHRASE)


def test_backups_follow_and_are_counted(cga, file, monkeypatch):
    study = open_study(file, vault=NoVault(), passphrase=PASSPHRASE)
    kept = back_up(file, study.key, why=Why.DAILY).path
    make_copy(file, study.key, kept.with_name("à part.cgacopie"), why=Why.BY_HAND, media=False)
    study.close()
    monkeypatch.setenv("CGA_NEW_PASSPHRASE", NEW)
    answer = cga("passphrase", file)
    assert answer.code == 0
    assert "2 copies de sauvegarde s’ouvrent aussi par la nouvelle" in answer.out
    assert "peut encore lire cette copie" in answer.out, "what cannot be reached is said"


def test_copies_that_could_not_follow_are_in_the_answer(cga, file, monkeypatch):
    def full(*_given):
        raise NotWritten("Le disque est plein.")

    monkeypatch.setenv("CGA_NEW_PASSPHRASE", NEW)
    monkeypatch.setattr(passphrases, "rewrap_backups", full)
    monkeypatch.setattr(passphrases, "folders_of", lambda *_: [file.parent])
    answer = cga("--json", "passphrase", file)
    assert answer.code == 3
    assert answer.document["left"] == [file.parent.name]
    assert "Le disque est plein. Ces copies" in answer.err
    assert opens(cga, monkeypatch, file, NEW)


def test_somebody_is_asked_for_the_old_one_then_twice_for_the_new(cga, closed, typing, monkeypatch):
    asked = typing(PASSPHRASE, NEW, NEW)
    assert cga("passphrase", closed).code == 0
    assert len(asked) == 3
    assert "actuelle" in asked[0]
    assert opens(cga, monkeypatch, closed, NEW)


def test_the_code_of_the_sheet_stands_for_the_old_one(cga, closed, typing, monkeypatch):
    code = make_recovery_code(closed, passphrase=PASSPHRASE)
    typing(code.text.lower().replace("-", " "), NEW, NEW)
    assert cga("passphrase", closed).code == 0
    assert opens(cga, monkeypatch, closed, NEW)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("une autre phrase",), "n’ouvre pas l’étude"),
        ((PASSPHRASE, NEW, "une phrase toute neuv"), "diffèrent"),
        ((PASSPHRASE, "court", "court"), "trop courte"),
        ((PASSPHRASE,), "CGA_NEW_PASSPHRASE"),
        ((), "CGA_PASSPHRASE"),
    ],
)
def test_what_is_refused_changes_nothing(cga, closed, typing, monkeypatch, words, why):
    typing(*words)
    answer = cga("passphrase", closed)
    assert (answer.code, answer.out) == (1, "")
    assert why in answer.err
    assert opens(cga, monkeypatch, closed, PASSPHRASE)


def test_with_nobody_there_the_sentence_names_the_variable(cga, closed, monkeypatch):
    assert "CGA_PASSPHRASE" in cga("passphrase", closed).err
    monkeypatch.setenv("CGA_PASSPHRASE", PASSPHRASE)
    answer = cga("passphrase", closed)
    assert answer.code == 1
    assert "CGA_NEW_PASSPHRASE" in answer.err


def test_nobody_types_for_a_file_that_is_no_study(cga, tmp_path, typing):
    path = tmp_path / "photo.cgaetude"
    path.write_bytes(b"not a study at all" * 400)
    asked = typing(PASSPHRASE, NEW, NEW)
    answer = cga("passphrase", path)
    assert answer.code == 1
    assert "n’est pas une étude" in answer.err
    assert asked == []
