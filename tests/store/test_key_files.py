import os

import pytest

from cga_desktop.domain.errors import NotWritten, StudyUnreadable
from cga_desktop.store import key_files, keys
from tests.conftest import PASSPHRASE


@pytest.fixture
def key():
    return keys.fresh_key()


@pytest.fixture
def text(key):
    return keys.wrap(key, PASSPHRASE)


@pytest.fixture
def lone_study(tmp_path, key):
    """Four pages beginning with the salt of a study: all that is asked of it here."""
    path = tmp_path / "Bondy.cgaetude"
    path.write_bytes(key.salt + os.urandom(4 * 4096 - 16))
    return path


@pytest.fixture
def own(cga_home, key):
    return cga_home / "clés" / f"{key.name}.cle"


def test_the_key_file_lies_beside_the_study_under_its_name(tmp_path):
    assert keys.key_file(tmp_path / "Bondy.cgaetude") == tmp_path / "Bondy.cgaetude.cle"


def test_the_wrapped_key_is_kept_at_both_places_and_nothing_else_is(
    lone_study, text, key, own, cga_home
):
    key_files.keep_wrapped(lone_study, text, key.salt)
    assert keys.key_file(lone_study).read_text("utf-8") == text
    assert own.read_text("utf-8") == text
    assert {one.name for one in lone_study.parent.iterdir()} == {
        "Bondy.cgaetude",
        "Bondy.cgaetude.cle",
    }
    assert list(cga_home.rglob("*.tmp")) == []


def test_the_copy_beside_the_study_is_found_first(lone_study, text, key, own):
    key_files.keep_wrapped(lone_study, text, key.salt)
    newer = keys.wrap(key, "une phrase plus récente")
    keys.key_file(lone_study).write_text(newer, "utf-8")
    assert key_files.wrapped_keys(lone_study) == [newer, text]


def test_a_missing_key_file_is_replaced_by_the_program_s_own_copy(lone_study, text, key):
    key_files.keep_wrapped(lone_study, text, key.salt)
    keys.key_file(lone_study).unlink()
    assert key_files.wrapped_keys(lone_study) == [text]


@pytest.mark.parametrize("damage", ["", "{}", "\0\0\0", "{" * 20_000, "é" * 40_000])
def test_a_damaged_key_file_is_replaced_by_the_program_s_own_copy(lone_study, text, key, damage):
    key_files.keep_wrapped(lone_study, text, key.salt)
    keys.key_file(lone_study).write_text(damage, "utf-8")
    assert key_files.wrapped_keys(lone_study) == [text]


def test_without_any_key_file_the_sentence_says_which_one_to_copy(lone_study):
    with pytest.raises(StudyUnreadable, match=r"Bondy\.cgaetude\.cle.* manque.*intacte"):
        key_files.wrapped_keys(lone_study)


def test_a_damaged_key_file_alone_is_said_to_be_damaged(lone_study):
    keys.key_file(lone_study).write_text("{}", "utf-8")
    with pytest.raises(StudyUnreadable, match="fichier de clé de cette étude est abîmé"):
        key_files.wrapped_keys(lone_study)


def test_the_key_file_of_another_study_is_said_to_be_that(lone_study):
    keys.key_file(lone_study).write_text(keys.wrap(keys.fresh_key(), PASSPHRASE), "utf-8")
    with pytest.raises(StudyUnreadable, match="autre étude"):
        key_files.wrapped_keys(lone_study)


def test_a_key_file_that_only_mentions_the_study_does_not_open_it(lone_study, key):
    other = keys.wrap(keys.fresh_key(), PASSPHRASE)
    keys.key_file(lone_study).write_text(other.replace("{", f'{{"x": "{key.name}",', 1), "utf-8")
    with pytest.raises(StudyUnreadable, match="autre étude"):
        key_files.wrapped_keys(lone_study)


def test_a_gigantic_key_file_is_never_read_whole(lone_study, text, key):
    key_files.keep_wrapped(lone_study, text, key.salt)
    with keys.key_file(lone_study).open("r+b") as file:
        file.truncate(50_000_000)
    assert len(key_files._bounded_text(keys.key_file(lone_study))) <= 16 * 1024
    assert key_files.wrapped_keys(lone_study) == [text]


def test_a_folder_in_place_of_the_key_file_is_no_key_file(lone_study):
    keys.key_file(lone_study).mkdir()
    with pytest.raises(StudyUnreadable, match="manque"):
        key_files.wrapped_keys(lone_study)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "n’est pas une étude"),
        (b"court", "n’est pas une étude"),
        (b"SQLite format 3\0" + bytes(4080), "n’est pas une étude"),
        ("Compte rendu de la réunion du 12 mai".encode() * 10, "n’est pas une étude"),
    ],
)
def test_another_file_is_said_not_to_be_a_study_and_is_not_touched(tmp_path, content, said):
    path = tmp_path / "Bondy.cgaetude"
    path.write_bytes(content)
    with pytest.raises(StudyUnreadable, match=f"{said}.*n’a pas été touché"):
        key_files.wrapped_keys(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_study_that_is_not_there_is_said_in_french(tmp_path):
    with pytest.raises(StudyUnreadable, match="n’existe pas"):
        key_files.file_salt(tmp_path / "nulle part.cgaetude")
    with pytest.raises(StudyUnreadable, match=r"c’est un dossier|l’accès est refusé"):
        key_files.file_salt(tmp_path)


@pytest.mark.parametrize("lost", ["beside the study", "in the program's folder"])
def test_whichever_copy_is_missing_is_put_back(lone_study, text, key, own, lost):
    key_files.keep_wrapped(lone_study, text, key.salt)
    gone = keys.key_file(lone_study) if lost == "beside the study" else own
    gone.unlink()
    key_files.mend_copies(lone_study, key.salt)
    assert gone.read_text("utf-8") == text


def test_a_key_file_that_is_there_is_never_replaced(lone_study, text, key, own):
    key_files.keep_wrapped(lone_study, text, key.salt)
    for path in (keys.key_file(lone_study), own):
        path.write_text("{}", "utf-8")
    key_files.mend_copies(lone_study, key.salt)
    assert keys.key_file(lone_study).read_text("utf-8") == "{}"
    assert own.read_text("utf-8") == "{}"


def test_the_key_of_another_study_is_not_copied(lone_study, key, own):
    keys.key_file(lone_study).write_text(keys.wrap(keys.fresh_key(), PASSPHRASE), "utf-8")
    key_files.mend_copies(lone_study, key.salt)
    assert not own.exists()


def test_a_study_that_was_never_finished_leaves_no_key_behind(lone_study, text, key, own):
    key_files.keep_wrapped(lone_study, text, key.salt)
    key_files.forget_wrapped(lone_study, key.salt)
    assert not keys.key_file(lone_study).exists()
    assert not own.exists()
    key_files.forget_wrapped(lone_study, key.salt)  # nothing left to forget


def test_a_disk_that_refuses_gets_its_sentence_and_keeps_the_old_key_file(
    lone_study, text, key, monkeypatch
):
    key_files.keep_wrapped(lone_study, text, key.salt)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten, match="le disque est plein") as refused:
        key_files.keep_wrapped(lone_study, keys.wrap(key, "nouvelle phrase"), key.salt)
    assert "No space" not in str(refused.value)
    assert key_files.wrapped_keys(lone_study) == [text]
    assert list(lone_study.parent.glob("*.tmp")) == []


def test_a_home_that_is_a_file_gets_its_sentence(lone_study, text, key, cga_home, monkeypatch):
    (cga_home / "clés").write_text("un fichier", "utf-8")
    with pytest.raises(NotWritten, match="fichier de clé"):
        key_files.keep_wrapped(lone_study, text, key.salt)
