"""Rescue files: sealed, whole or as before, wherever there is room, and found again."""

import errno
import os
import stat
import sys
import tempfile

import hypothesis
import pytest
from hypothesis import strategies

from cga_desktop.domain.errors import NotWritten
from cga_desktop.store import journal as journal_module
from cga_desktop.store.journal import (
    ASIDE_SUFFIX,
    OPEN_SUFFIX,
    SUFFIX,
    Journal,
    rescue_folder,
    set_aside,
)
from cga_desktop.store.keys import StudyKey, fresh_key

SAID = "Le hall sent l’humidité, dit-elle.".encode()


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """The system's temporary folder, of this test alone."""
    folder = tmp_path / "temporaire"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def key():
    return fresh_key()


@pytest.fixture
def study_path(tmp_path):
    path = tmp_path / "Bondy.cgaetude"
    path.touch()
    return path


def die(journal):
    """What the system does for a process that ends, however it ends."""
    journal._held.leave()


def left(study_path, key):
    """What the next process finds; it closes in order."""
    after = Journal(study_path, key)
    found = list(after.left_behind())
    after.close()
    return found


def test_what_a_killed_process_kept_is_found_by_the_next(study_path, key):
    before = Journal(study_path, key)
    kept = before.keep(b"un premier jet")
    assert before.keep(SAID) == kept
    die(before)
    assert [(one.path, one.content) for one in left(study_path, key)] == [(kept, SAID)]


def test_nobody_takes_the_file_of_a_process_that_lives(study_path, key):
    living = Journal(study_path, key)
    living.keep(SAID)
    assert left(study_path, key) == []
    living.close()
    assert [one.content for one in left(study_path, key)] == [SAID]


def test_once_all_is_in_the_study_nothing_is_left(study_path, key):
    journal = Journal(study_path, key)
    kept = journal.keep(SAID)
    journal.remove()
    journal.remove()
    journal.close()
    assert not kept.exists()
    assert left(study_path, key) == []


def test_nothing_of_what_was_typed_can_be_read_in_the_file(study_path, key):
    journal = Journal(study_path, key)
    sealed = journal.keep(SAID).read_bytes()
    assert "humidité".encode() not in sealed
    assert key.key not in sealed
    assert journal.keep(SAID).read_bytes() != sealed  # never twice under the same nonce
    journal.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owners in a file's mode")
def test_the_file_is_its_owner_s_alone(study_path, key):
    journal = Journal(study_path, key)
    kept = journal.keep(SAID)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    journal.close()


def test_files_of_other_studies_are_not_looked_at(study_path, key):
    other = Journal(study_path, fresh_key())
    kept = other.keep(SAID)
    other.close()
    assert left(study_path, key) == []
    assert kept.exists()


class TestAFileThatIsNoneOfOurs:
    @pytest.fixture
    def hostile(self, key):
        """Where a file of this study would lie."""
        rescue_folder().mkdir(parents=True)
        return rescue_folder() / f"{key.salt.hex()}-0123456789abcdef{SUFFIX}"

    @pytest.mark.parametrize("content", [b"", b"CGA secours 1\n", b"\0" * 5000])
    def test_what_is_no_rescue_file_says_nothing(self, hostile, study_path, key, content):
        hostile.write_bytes(content)
        assert [(one.path, one.content) for one in left(study_path, key)] == [(hostile, None)]

    @hypothesis.settings(
        max_examples=25,
        suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
    )
    @hypothesis.given(place=strategies.integers(0, 80), flipped=strategies.integers(1, 255))
    def test_any_changed_byte_is_noticed(self, study_path, key, place, flipped):
        journal = Journal(study_path, key)
        kept = journal.keep(SAID)
        sealed = bytearray(kept.read_bytes())
        sealed[place % len(sealed)] ^= flipped
        kept.write_bytes(sealed)
        journal.close()
        assert [one.content for one in left(study_path, key)] == [None]
        kept.unlink()

    def test_a_file_sealed_by_another_key_says_nothing(self, study_path, key):
        other = Journal(study_path, StudyKey(fresh_key().key, key.salt))
        other.keep(SAID)
        other.close()
        assert [one.content for one in left(study_path, key)] == [None]

    def test_a_huge_one_is_not_read_whole(self, study_path, key, monkeypatch):
        monkeypatch.setattr(journal_module, "MOST_BYTES", 100)
        journal = Journal(study_path, key)
        journal.keep(b"x" * 200)
        journal.close()
        assert [one.content for one in left(study_path, key)] == [None]

    @pytest.mark.skipif(sys.platform == "win32", reason="links need rights of their own there")
    def test_links_and_folders_are_not_followed(self, hostile, tmp_path, study_path, key):
        hostile.symlink_to(tmp_path / "ailleurs")
        (tmp_path / "ailleurs").write_bytes(b"x")
        (rescue_folder() / f"{key.salt.hex()}-f{SUFFIX}").mkdir()
        assert left(study_path, key) == []

    def test_put_aside_it_is_not_looked_at_again(self, hostile, study_path, key):
        hostile.write_bytes(b"abc")
        aside = set_aside(hostile)
        assert aside.name.endswith(ASIDE_SUFFIX)
        assert aside.read_bytes() == b"abc"
        assert left(study_path, key) == []


class TestADiskThatRefuses:
    @pytest.fixture
    def refused(self, monkeypatch):
        """Folders in which nothing can be written."""
        real, folders = journal_module.write_durably, []

        def write(path, data):
            if path.parent in folders:
                raise OSError(errno.ENOSPC, "no space")
            real(path, data)

        monkeypatch.setattr(journal_module, "write_durably", write)
        return folders

    def test_the_temporary_folder_takes_it(self, refused, temporary, study_path, key):
        journal = Journal(study_path, key)
        refused.append(rescue_folder())
        kept = journal.keep(SAID)
        assert kept.is_relative_to(temporary)
        die(journal)
        assert [one.content for one in left(study_path, key)] == [SAID]

    def test_the_older_one_elsewhere_goes(self, refused, study_path, key):
        journal = Journal(study_path, key)
        before = journal.keep(b"avant")
        refused.append(rescue_folder())
        after = journal.keep(SAID)
        assert not before.exists()
        assert after.exists()
        journal.close()
        assert [one.content for one in left(study_path, key)] == [SAID]

    def test_where_no_disk_takes_it_the_sentence_says_why_and_the_older_one_stays(
        self, refused, temporary, study_path, key
    ):
        journal = Journal(study_path, key)
        before = journal.keep(b"avant")
        refused += [rescue_folder(), *temporary.iterdir()]
        with pytest.raises(NotWritten, match="le disque est plein"):
            journal.keep(SAID)
        assert journal.kept == before
        journal.close()
        assert [one.content for one in left(study_path, key)] == [b"avant"]

    @pytest.mark.skipif(sys.platform == "win32", reason="each user has their own there")
    def test_a_temporary_folder_that_somebody_else_prepared_is_not_trusted(
        self, refused, temporary, study_path, key
    ):
        (temporary / f"cga-terrain-{os.geteuid()}").mkdir(mode=0o777)
        (temporary / f"cga-terrain-{os.geteuid()}").chmod(0o777)
        journal = Journal(study_path, key)
        refused.append(rescue_folder())
        with pytest.raises(NotWritten):
            journal.keep(SAID)
        journal.close()

    def test_the_room_that_was_kept_is_given_up_for_it(self, monkeypatch, study_path, key):
        real = journal_module.write_durably
        journal = Journal(study_path, key)
        reserve = rescue_folder() / "réserve"
        assert reserve.stat().st_size == journal_module.RESERVE_BYTES

        def write(path, data):
            if reserve.exists():
                raise OSError(errno.ENOSPC, "no space")
            real(path, data)

        monkeypatch.setattr(journal_module, "write_durably", write)
        assert journal.keep(SAID).parent == rescue_folder()
        journal.close()

    def test_a_study_opens_where_nothing_can_be_said(self, cga_home, study_path, key):
        (cga_home / "secours").touch()
        journal = Journal(study_path, key)
        assert not journal.crashed
        assert journal.keep(SAID).exists()
        journal.close()


class TestAProgramThatWasKilled:
    def test_on_a_full_disk_it_still_says_that_it_lives(self, study_path, key, monkeypatch):
        def full(_opened, _content):
            raise OSError(errno.ENOSPC, "no space")

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            living = Journal(study_path, key)
        living.keep(SAID)
        assert left(study_path, key) == []
        living.close()
        assert not Journal(study_path, key).crashed

    def test_it_is_noticed_once(self, study_path, key):
        die(Journal(study_path, key))
        after = Journal(study_path, key)
        assert after.crashed
        after.close()
        assert not Journal(study_path, key).crashed

    def test_one_that_closed_in_order_or_lives_is_none(self, study_path, key):
        first = Journal(study_path, key)
        second = Journal(study_path, key)
        assert not second.crashed
        first.close()
        second.close()
        assert not Journal(study_path, key).crashed
        assert [one.suffix for one in rescue_folder().iterdir()].count(OPEN_SUFFIX) == 1

    def test_a_copy_of_the_study_elsewhere_is_another_matter(self, tmp_path, study_path, key):
        copy = tmp_path / "Copie.cgaetude"
        copy.touch()
        die(Journal(copy, key))
        assert not Journal(study_path, key).crashed
        assert Journal(copy, key).crashed

    def test_a_study_that_was_moved_since_is_the_same(self, tmp_path, study_path, key):
        die(Journal(study_path, key))
        moved = study_path.rename(tmp_path / "Bondy 2.cgaetude")
        assert Journal(moved, key).crashed

    def test_what_it_was_writing_is_swept_away_and_what_was_whole_stays(self, study_path, key):
        journal = Journal(study_path, key)
        kept = journal.keep(SAID)
        torn = kept.with_name(kept.name + ".tmp")
        torn.write_bytes(b"CGA sec")
        die(journal)
        assert [one.content for one in left(study_path, key)] == [SAID]
        assert not torn.exists()

    @pytest.mark.parametrize("said", [b"", b"\xff\xfe\0", b"x" * 9000])
    def test_whatever_stands_in_its_file_nothing_breaks(self, study_path, key, said):
        rescue_folder().mkdir(parents=True)
        (rescue_folder() / f"{key.salt.hex()}-0{OPEN_SUFFIX}").write_bytes(said)
        Journal(study_path, key).close()
        assert not list(rescue_folder().glob(f"*{OPEN_SUFFIX}"))
