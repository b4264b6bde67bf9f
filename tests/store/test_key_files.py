import json
import os
import stat
import sys
from contextlib import suppress

import pytest

from cga_desktop.domain.errors import NotWritten, StudyUnreadable, WrongPassphrase
from cga_desktop.store import key_files, keys
from tests.conftest import PASSPHRASE
from tests.store.failing_steps import Dead, Steps, watch


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


# --- another wrapping


NEW = "une phrase toute neuve"


def opened_by(study):
    """Which passphrases open the study now."""
    wrapped = key_files.wrapped_keys(study)
    found = set()
    for passphrase in (PASSPHRASE, NEW):
        with suppress(WrongPassphrase):
            keys.unlock(wrapped, passphrase)
            found.add(passphrase)
    return found


def steps_of_a_change(study, text, key):
    with pytest.MonkeyPatch.context() as patch:
        steps = Steps()
        watch(patch, steps)
        key_files.replace_wrapped(study, text, key.salt)
    assert steps.unsynced == [], "a file took its place before it was on the disk"
    return steps.taken


def test_another_wrapping_takes_both_places(lone_study, text, key, own):
    key_files.keep_wrapped(lone_study, text, key.salt)
    newer = keys.rewrap(text, key, NEW)
    assert steps_of_a_change(lone_study, newer, key) >= 12
    assert keys.key_file(lone_study).read_text("utf-8") == own.read_text("utf-8") == newer


def test_killed_at_any_step_each_place_holds_a_whole_key_file_and_opening_completes_the_change(
    lone_study, text, key, own
):
    newer = keys.rewrap(text, key, NEW)
    count = steps_of_a_change(lone_study, newer, key)
    outcomes = set()
    for stop in range(1, count + 1):
        key_files.keep_wrapped(lone_study, text, key.salt)
        with pytest.MonkeyPatch.context() as patch:
            watch(patch, Steps(stop))
            with suppress(Dead):
                key_files.replace_wrapped(lone_study, newer, key.salt)
        places = [one.read_text("utf-8") for one in (keys.key_file(lone_study), own)]
        assert set(places) <= {text, newer}
        outcomes.add(frozenset(opened_by(lone_study)))
        key_files.renew_copies(lone_study, key)
        kept = {keys.key_file(lone_study).read_text("utf-8"), own.read_text("utf-8")}
        assert kept == ({newer} if newer in places else {text})
        assert list(own.parent.glob("*.tmp")) == list(lone_study.parent.glob("*.tmp")) == []
    assert outcomes == {frozenset({PASSPHRASE}), frozenset({PASSPHRASE, NEW}), frozenset({NEW})}


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "for good"])
def test_refused_at_any_step_the_sentence_says_which_passphrase_opens_it(
    lone_study, text, key, lasting
):
    newer = keys.rewrap(text, key, NEW)
    count = steps_of_a_change(lone_study, newer, key)
    refusals = 0
    for stop in range(1, count + 1):
        key_files.keep_wrapped(lone_study, text, key.salt)
        with pytest.MonkeyPatch.context() as patch:
            watch(patch, Steps(stop, lambda: OSError(28, "No space left"), lasting=lasting))
            try:
                key_files.replace_wrapped(lone_study, newer, key.salt)
                said = ""
            except NotWritten as refused:
                said, refusals = str(refused), refusals + 1
        if not said:
            assert opened_by(lone_study) == {NEW}
        elif "Rien n’a changé" in said:
            assert opened_by(lone_study) == {PASSPHRASE}
        else:
            assert "essayez l’une, puis l’autre" in said
            assert opened_by(lone_study)
    assert refusals > count / 2


def test_a_place_that_was_empty_is_empty_again_after_a_refusal(lone_study, text, key, own):
    key_files.keep_wrapped(lone_study, text, key.salt)
    own.unlink()
    real = key_files.write_durably

    def refuse_beside(path, data):
        if path == keys.key_file(lone_study):
            raise OSError(30, "Read-only file system")
        real(path, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_files, "write_durably", refuse_beside)
        with pytest.raises(NotWritten, match="lecture seule"):
            key_files.replace_wrapped(lone_study, keys.rewrap(text, key, NEW), key.salt)
    assert not own.exists()


def test_a_passphrase_changed_on_another_computer_makes_the_one_before_useless_here(
    lone_study, text, key, own
):
    key_files.keep_wrapped(lone_study, text, key.salt)
    keys.key_file(lone_study).write_text(keys.rewrap(text, key, NEW), "utf-8")
    key_files.renew_copies(lone_study, key)
    assert opened_by(lone_study) == {NEW}


def test_only_who_had_the_key_can_have_a_key_file_replaced(lone_study, text, key, own):
    key_files.keep_wrapped(lone_study, text, key.salt)
    hostile = keys.wrap(keys.StudyKey(b"h" * 32, key.salt), "une phrase hostile")
    newer = json.dumps({**json.loads(hostile), "revision": 2**52})
    keys.key_file(lone_study).write_text(newer, "utf-8")
    key_files.renew_copies(lone_study, key)
    assert own.read_text("utf-8") == text
    assert keys.key_file(lone_study).read_text("utf-8") == newer, "what is not ours is left alone"
    assert key_files.newest_wrapped(lone_study, key) == text


def test_a_key_file_of_the_first_version_gives_way_to_a_newer_one(lone_study, text, key, own):
    first = json.loads(text)
    del first["revision"], first["proof"]
    key_files.keep_wrapped(lone_study, json.dumps(first), key.salt)
    assert key_files.newest_wrapped(lone_study, key) == json.dumps(first)
    newer = keys.rewrap(json.dumps(first), key, NEW)
    keys.key_file(lone_study).write_text(newer, "utf-8")
    key_files.renew_copies(lone_study, key)
    assert own.read_text("utf-8") == newer


def test_nothing_genuine_nothing_renewed(lone_study, key, own):
    keys.key_file(lone_study).write_text("{}", "utf-8")
    key_files.renew_copies(lone_study, key)
    assert keys.key_file(lone_study).read_text("utf-8") == "{}"
    assert not own.exists()


def test_a_disk_that_refuses_to_be_mended_is_silent(lone_study, text, key, own, monkeypatch):
    key_files.keep_wrapped(lone_study, text, key.salt)
    keys.key_file(lone_study).write_text(keys.rewrap(text, key, NEW), "utf-8")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    key_files.renew_copies(lone_study, key)
    assert own.read_text("utf-8") == text


# --- who may read them


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_key_files_are_for_their_owner_only(lone_study, text, key, own, cga_home):
    cga_home.rmdir()
    before = os.umask(0)
    try:
        key_files.keep_wrapped(lone_study, text, key.salt)
    finally:
        os.umask(before)
    for path, rights in ((own, 0o600), (keys.key_file(lone_study), 0o600), (cga_home, 0o700)):
        assert stat.S_IMODE(path.stat().st_mode) == rights


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_files_that_others_could_read_are_closed_to_them(lone_study, text, key, own):
    key_files.keep_wrapped(lone_study, text, key.salt)
    companions = [lone_study.with_name(lone_study.name + suffix) for suffix in ("-wal", "-shm")]
    for one in companions:
        one.touch()
    everything = [lone_study, keys.key_file(lone_study), own, *companions]
    for path in everything:
        path.chmod(0o644)
    key_files.close_to_others(lone_study)
    assert [stat.S_IMODE(path.stat().st_mode) for path in everything] == [0o600] * 5
