"""A file is held while its process lives, and not a moment longer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cga_desktop.store.held import hold
from tests.conftest import PROJECT

HOLD_AND_WAIT = """
import sys
from pathlib import Path
from cga_desktop.store.held import hold
held = hold(Path(sys.argv[1]))
held.write(b"dit par un autre")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ouvertes" / "étude"


@pytest.fixture
def other_process(path):
    """A process that holds the file until it is killed."""
    with subprocess.Popen(  # noqa: S603  (this test's own program)
        [sys.executable, "-c", HOLD_AND_WAIT, str(path)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_who_comes_second_does_not_hold_it(path):
    first = hold(path)
    assert hold(path) is None
    first.let_go()
    second = hold(path)
    assert second is not None
    second.let_go()


def test_another_process_that_lives_holds_it_and_what_it_says_can_be_read(path, other_process):
    assert hold(path) is None
    assert path.read_bytes() == b"dit par un autre"


def test_a_killed_process_holds_nothing_and_what_it_said_stays(path, other_process):
    other_process.kill()
    other_process.wait()
    held = hold(path)
    assert held.read() == b"dit par un autre"
    held.let_go()


def test_let_go_it_is_gone_left_it_stays(path):
    held = hold(path)
    held.write(b"long, puis")
    held.write(b"court")
    held.leave()
    assert path.read_bytes() == b"court"
    again = hold(path)
    again.let_go()
    again.let_go()
    assert not path.exists()


def test_a_file_removed_between_opening_and_holding_is_made_again(path, monkeypatch):
    real_open, removed = os.open, []

    def open_then_lose(name, *words, **options):
        opened = real_open(name, *words, **options)
        if not removed and Path(name) == path:
            removed.append(name)
            path.unlink()
        return opened

    monkeypatch.setattr(os, "open", open_then_lose)
    held = hold(path)
    assert removed
    assert hold(path) is None
    held.let_go()


def test_a_folder_that_cannot_be_made_is_the_caller_s_matter(tmp_path):
    (tmp_path / "fichier").touch()
    with pytest.raises(OSError, match=r"."):
        hold(tmp_path / "fichier" / "étude")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights of their own on Windows")
def test_a_link_is_not_followed(tmp_path, path):
    target = tmp_path / "ailleurs"
    target.write_bytes(b"intact")
    path.parent.mkdir()
    path.symlink_to(target)
    with pytest.raises(OSError, match=r"."):
        hold(path)
    assert target.read_bytes() == b"intact"
