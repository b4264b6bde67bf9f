"""Small files that only their owner may read, written wholly or not at all."""

import os
import stat
import sys
from contextlib import suppress

import pytest

from cga_desktop.store import private_files
from cga_desktop.store.private_files import create_empty, partial_of, tighten, write_durably
from tests.store.failing_steps import Dead, Steps, watch

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def _open_to_all():
    """A computer on which files are readable by everybody unless one says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


@posix
def test_what_is_written_is_for_its_owner_only(tmp_path):
    path = tmp_path / "clé"
    write_durably(path, b"secret")
    create_empty(tmp_path / "vide")
    assert path.read_bytes() == b"secret"
    assert rights(path) == rights(tmp_path / "vide") == 0o600


@posix
def test_a_file_open_to_others_is_closed_by_being_written_again(tmp_path):
    path = tmp_path / "clé"
    for one in (path, partial_of(path)):
        one.write_bytes(b"before")
        one.chmod(0o666)
    write_durably(path, b"after")
    assert rights(path) == 0o600
    assert not partial_of(path).exists()


@posix
def test_the_partial_file_is_never_open_to_others(tmp_path, monkeypatch):
    path, seen = tmp_path / "clé", []
    real = os.fsync

    def look(descriptor):
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    write_durably(path, b"secret")
    assert seen[0] == 0o600


def test_what_is_there_is_never_taken_for_a_new_file(tmp_path):
    path = tmp_path / "étude"
    path.write_bytes(b"of somebody")
    with pytest.raises(FileExistsError):
        create_empty(path)
    assert path.read_bytes() == b"of somebody"


@posix
def test_existing_files_are_closed_to_others_and_to_nobody_else(tmp_path):
    path = tmp_path / "étude"
    path.write_bytes(b"x")
    for before, after in ((0o666, 0o600), (0o640, 0o600), (0o400, 0o400), (0o600, 0o600)):
        path.chmod(before)
        tighten(path, tmp_path / "nowhere")
        assert rights(path) == after


@posix
def test_neither_links_nor_folders_are_touched(tmp_path):
    target = tmp_path / "d’autrui"
    target.write_bytes(b"x")
    target.chmod(0o644)
    (tmp_path / "lien").symlink_to(target)
    folder = tmp_path / "dossier"
    folder.mkdir(mode=0o755)
    tighten(tmp_path / "lien", folder)
    assert (rights(target), rights(folder)) == (0o644, 0o755)


@posix
def test_a_file_system_without_rights_is_silent(tmp_path, monkeypatch):
    path = tmp_path / "étude"
    path.write_bytes(b"x")
    path.chmod(0o644)

    def refuse(*_given, **_options):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", refuse)
    tighten(path)
    assert path.read_bytes() == b"x"


def steps_of_a_write(path):
    with pytest.MonkeyPatch.context() as patch:
        steps = Steps()
        watch(patch, steps)
        write_durably(path, b"count")
    assert steps.unsynced == []
    return steps.taken


@pytest.mark.parametrize("how", [Dead, lambda: OSError(28, "No space left on device")])
def test_whatever_step_fails_the_file_is_whole(tmp_path, how):
    path = tmp_path / "clé"
    count = steps_of_a_write(path)
    assert count >= 6
    for stop in range(1, count + 1):
        path.write_bytes(b"before")
        with pytest.MonkeyPatch.context() as patch:
            watch(patch, Steps(stop, how))
            with suppress(Dead, OSError):
                write_durably(path, b"after it")
        assert path.read_bytes() in {b"before", b"after it"}
        write_durably(path, b"again")
        assert path.read_bytes() == b"again"
        assert [one.name for one in tmp_path.iterdir()] == ["clé"]


def test_a_refusal_leaves_no_partial_file(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_durably(tmp_path / "clé", b"x")
    assert list(tmp_path.iterdir()) == []


def test_on_windows_nothing_is_tightened(tmp_path, monkeypatch):
    path = tmp_path / "étude"
    path.write_bytes(b"x")
    path.chmod(0o644)
    before = rights(path)
    monkeypatch.setattr(private_files.sys, "platform", "win32")
    tighten(path)
    assert rights(path) == before
