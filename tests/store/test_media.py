"""Photos and recordings lie encrypted beside the study: streamed, whole or not at all."""

import hashlib
import io
import os
import secrets
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.errors import NotWritten, UnreadableFile
from cga_desktop.store import media
from cga_desktop.store.media import (
    CHUNK,
    copied,
    delete,
    keep,
    names_in,
    path_of,
    reading,
    sweep,
    verify,
)

HEAD, SEALED = 12, CHUNK + 16


@pytest.fixture
def folder(tmp_path):
    return media.media_folder(tmp_path / "Bondy.cgaetude")


def read(folder, kept):
    with reading(folder, kept.name, kept.secret) as chunks:
        return b"".join(chunks)


def some(size):
    return secrets.token_bytes(size)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 200_000])
def test_what_was_kept_is_read_again(folder, size):
    content = some(size)
    kept = keep(folder, io.BytesIO(content))
    assert kept.size == size
    assert read(folder, kept) == content
    assert names_in(folder) == {kept.name}


@given(st.binary(max_size=3000), st.integers(1, 700), st.integers(1, 400))
def test_however_its_source_gives_it(tmp_path_factory, content, chunk, piece):
    """Chunks of any length, from a source that gives a few bytes at a time."""

    class Pipe(io.BytesIO):
        def read(self, size=-1, /):
            return super().read(min(size, piece))

    folder = tmp_path_factory.mktemp("pièces")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(media, "CHUNK", chunk)
        kept = keep(folder, Pipe(content))
        assert read(folder, kept) == content


def test_a_file_is_named_after_its_bytes_and_says_nothing(folder):
    content = b"Ma voisine garde les petits le mercredi. " * 500
    kept = keep(folder, io.BytesIO(content))
    lying = path_of(folder, kept.name).read_bytes()
    assert hashlib.blake2b(lying, digest_size=32).hexdigest() == kept.name
    assert len(lying) == HEAD + len(content) + 16
    assert b"Ma voisine" not in lying
    assert bytes.fromhex(kept.secret) not in lying
    assert kept.secret not in repr(kept)


def test_the_same_photo_twice_is_two_files_with_two_keys(folder):
    first, second = (keep(folder, io.BytesIO(b"photo")) for _time in range(2))
    assert first.name != second.name
    assert first.secret != second.secret


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX systems")
def test_nobody_else_on_the_computer_may_read_it(folder):
    kept = keep(folder, io.BytesIO(b"photo"))
    assert path_of(folder, kept.name).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_an_hour_of_sound_is_never_wholly_in_memory(folder):
    size = 64 * 1024 * 1024

    class Sound:
        left = size

        def read(self, wanted, /):
            given = min(wanted, self.left)
            self.left -= given
            return bytes(given)

    tracemalloc.start()
    try:
        kept = keep(folder, Sound())
        with reading(folder, kept.name, kept.secret) as chunks:
            assert sum(len(chunk) for chunk in chunks) == size
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 2 * 1024 * 1024


# --- what is not as it was kept


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def chunks_of(content):
    return [content[at : at + SEALED] for at in range(HEAD, len(content), SEALED)]


DAMAGE = {
    "a bit of the head": lambda all_of_it: flipped(all_of_it, 3),
    "a bit of the first chunk": lambda all_of_it: flipped(all_of_it, HEAD),
    "a bit in the middle": lambda all_of_it: flipped(all_of_it, HEAD + SEALED + 5),
    "the last bit": lambda all_of_it: flipped(all_of_it, len(all_of_it) - 1),
    "cut within a chunk": lambda all_of_it: all_of_it[:-1],
    "cut between chunks": lambda all_of_it: all_of_it[: HEAD + 2 * SEALED],
    "cut to its head": lambda all_of_it: all_of_it[:HEAD],
    "empty": lambda _all_of_it: b"",
    "zeroes": lambda all_of_it: bytes(len(all_of_it)),
    "something added": lambda all_of_it: all_of_it + b"x",
    "two chunks exchanged": lambda all_of_it: b"".join(
        [all_of_it[:HEAD], *(chunks_of(all_of_it)[n] for n in (1, 0, 2, 3))]
    ),
    "a chunk left out": lambda all_of_it: b"".join(
        [all_of_it[:HEAD], *(chunks_of(all_of_it)[n] for n in (0, 2, 3))]
    ),
    "a chunk twice": lambda all_of_it: b"".join(
        [all_of_it[:HEAD], *(chunks_of(all_of_it)[n] for n in (0, 0, 1, 2, 3))]
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_noticed_and_said(folder, damage):
    kept = keep(folder, io.BytesIO(some(3 * CHUNK + 500)))
    path = path_of(folder, kept.name)
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    with pytest.raises(UnreadableFile, match="est abîmée"):
        verify(folder, kept.name, kept.secret)


def test_chunks_of_two_files_cannot_be_mixed(folder):
    first, second = (keep(folder, io.BytesIO(bytes(2 * CHUNK))) for _time in range(2))
    theirs = path_of(folder, second.name).read_bytes()
    path = path_of(folder, first.name)
    path.write_bytes(path.read_bytes()[: HEAD + SEALED] + theirs[HEAD + SEALED :])
    with pytest.raises(UnreadableFile, match="est abîmée"):
        verify(folder, first.name, first.secret)


@pytest.mark.parametrize("secret", ["00" * 32, "", "pas une clé", "00" * 5])
def test_another_key_does_not_open_it(folder, secret):
    kept = keep(folder, io.BytesIO(b"photo"))
    with pytest.raises(UnreadableFile, match="est abîmée"):
        verify(folder, kept.name, secret)


def test_a_file_that_is_not_there_says_which_folder_to_copy(folder):
    with pytest.raises(UnreadableFile, match=r"manque dans le dossier .*Bondy.cgaetude.media"):
        verify(folder, "0" * 64, "00" * 32)


@pytest.mark.parametrize("name", ["../Bondy.cgaetude", "", "0" * 63, "A" * 64, "0" * 64 + "\n"])
def test_a_name_that_leads_elsewhere_is_refused(folder, name):
    for act in (lambda: verify(folder, name, "00" * 32), lambda: delete(folder, name)):
        with pytest.raises(UnreadableFile):
            act()


def test_a_file_the_disk_cannot_read_says_so(folder):
    path_of(folder, "0" * 64).mkdir(parents=True)
    with pytest.raises(UnreadableFile, match="ne peut pas être lue"):
        verify(folder, "0" * 64, "00" * 32)


# --- what is not kept leaves nothing


class Broken:
    """A source that fails after a while: a drive taken away."""

    def __init__(self, error):
        self.given = 0
        self.error = error

    def read(self, size, /):
        self.given += 1
        if self.given > 3:
            raise self.error
        return some(size)


def test_a_source_that_fails_leaves_nothing_behind(folder):
    with pytest.raises(ZeroDivisionError):
        keep(folder, Broken(ZeroDivisionError()))
    assert list(folder.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(folder, monkeypatch):
    def refuse(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(NotWritten, match=r"le disque est plein.*L’étude est intacte"):
        keep(folder, io.BytesIO(some(200_000)))
    assert [one for one in folder.rglob("*") if one.is_file()] == []


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "Bondy.cgaetude.media").write_bytes(b"")
    with pytest.raises(NotWritten, match="n’a pas été gardée"):
        keep(tmp_path / "Bondy.cgaetude.media", io.BytesIO(b"photo"))


def test_a_file_bears_its_name_only_once_it_is_on_the_disk(folder, monkeypatch):
    """A power cut leaves the whole file or a half one that nobody takes for it."""
    done = []
    monkeypatch.setattr(os, "fsync", lambda _descriptor: done.append(names_in(folder)))
    real = media.sync_folder
    monkeypatch.setattr(media, "sync_folder", lambda one: (done.append(one.name), real(one)))
    kept = keep(folder, io.BytesIO(b"photo"))
    assert done[:2] == [folder.parent.name, frozenset()]  # a new folder has its own name synced
    assert frozenset() in done
    assert done[done.index(folder.name) :] == [folder.name, {kept.name}]


# --- what goes away


def test_a_deleted_file_is_gone_and_may_be_deleted_again(folder):
    kept, other = keep(folder, io.BytesIO(b"photo")), keep(folder, io.BytesIO(b"autre"))
    for _time in range(2):
        delete(folder, kept.name)
        assert names_in(folder) == {other.name}


def test_a_file_that_cannot_be_deleted_is_said(folder):
    (path_of(folder, "0" * 64) / "dedans").mkdir(parents=True)
    with pytest.raises(NotWritten, match="n’a pas pu être effacée"):
        delete(folder, "0" * 64)


def old(path):
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(path, (two_days_ago, two_days_ago))


def test_what_was_half_written_is_swept_after_a_day_and_nothing_else(folder):
    """A file whose record an older copy of the study does not know is somebody's photo."""
    kept = keep(folder, io.BytesIO(b"photo"))
    half, new, foreign = (folder / name for name in ("0123.tmp", "4567.tmp", "notes.txt"))
    for one in (half, new, foreign):
        one.write_bytes(b"")
    for one in (path_of(folder, kept.name), half, foreign):
        old(one)
    sweep(folder)
    assert {one.name for one in folder.iterdir()} == {f"{kept.name}.bin", "4567.tmp", "notes.txt"}


# --- copies that go with another study


def test_files_are_copied_as_they_are(folder, tmp_path):
    first, second, third = (keep(folder, io.BytesIO(one)) for one in (b"un", b"deux", b"trois"))
    other = tmp_path / "copie.media"
    with copied([first.name, second.name, "0" * 64], folder, other):
        assert names_in(other) == {first.name, second.name}
    with copied([first.name, third.name], folder, other):  # some are there already
        pass
    assert [read(other, one) for one in (first, second, third)] == [b"un", b"deux", b"trois"]


def test_copies_go_where_what_they_go_with_fails(folder, tmp_path):
    kept = keep(folder, io.BytesIO(b"photo"))
    other = tmp_path / "copie.media"
    with pytest.raises(ZeroDivisionError), copied([kept.name], folder, other):
        raise ZeroDivisionError
    assert not other.exists()
    assert read(folder, kept) == b"photo"


def test_a_full_disk_takes_copies_back(folder, tmp_path, monkeypatch):
    names = [keep(folder, io.BytesIO(b"photo")).name for _time in range(3)]
    other, real, left = tmp_path / "copie.media", os.fsync, [4]

    def filling(descriptor):
        left[0] -= 1
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", filling)
    with pytest.raises(NotWritten, match="le disque est plein"), copied(names, folder, other):
        pass
    assert not other.exists()


def test_where_nothing_is_to_copy_no_folder_is_made(folder, tmp_path):
    with copied([], folder, tmp_path / "copie.media"):
        pass
    assert not (tmp_path / "copie.media").exists()


def test_a_study_without_photos_has_no_folder(folder):
    assert names_in(folder) == frozenset()
    sweep(folder)
    delete(folder, "0" * 64)
    assert not folder.exists()
