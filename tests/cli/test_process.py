"""The command as people and scripts run it: a process of its own, without a screen or a network."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE, PROJECT
from tests.operations.test_territories import HEADER, row

SOCKETS_BLOCKED = """
import socket, sys
class Refused(socket.socket):
    def connect(self, address):
        if self.family != socket.AF_UNIX:
            sys.exit("tried to reach " + repr(address))
        return super().connect(address)
socket.socket = Refused
def no_names(host, *words, **options):
    sys.exit("tried to find " + repr(host))
socket.getaddrinfo = no_names
"""
OBEY = "import sys; from cga_desktop.app import main; code = main(sys.argv[1:])\n"


@pytest.fixture
def surroundings() -> dict[str, str]:
    """What a process is given: the home of the test, a passphrase, no screen."""
    unseen = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    kept = {name: value for name, value in os.environ.items() if name not in unseen}
    return {**kept, "CGA_PASSPHRASE": PASSPHRASE}


@pytest.fixture
def start(surroundings):
    """Run Python on the program, with the network cut, and answer the finished process."""

    def run(*words: object, code: str = OBEY + "sys.exit(code)", **more: str):
        return subprocess.run(  # noqa: S603  (our own program, words of the test)
            [sys.executable, "-c", SOCKETS_BLOCKED + code, *map(str, words)],
            cwd=PROJECT,
            env=surroundings | more,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )

    return run


def test_the_main_job_on_the_command_line_without_a_screen_or_a_network(start, tmp_path):
    study, ban, out = tmp_path / "Bondy.cgaetude", tmp_path / "ban.csv", tmp_path / "exports"
    ban.write_text(HEADER + row(12) + row(14), encoding="utf-8")
    commands = [
        ("new", study, "--name", "Bondy", "--territory", "93010"),
        ("--json", "territory", "import", ban),
        ("--json", "geocode", "12 avenue de Verdun, Bondy"),
        ("--json", "actors", "add", study, "name=Chez Léa", "address=12 av de Verdun, Bondy"),
        ("--json", "interviews", "add", study, "--kind", "resident", "notes=Bonjour."),
        ("--json", "export", study, "--for", "public", "--format", "html,pdf", "--out", out),
        ("--json", "status", study),
    ]
    done = [start(*words) for words in commands]
    assert [one.returncode for one in done] == [0] * len(commands), [one.stderr for one in done]
    place = json.loads(done[2].stdout)["results"][0]
    assert (place["precision"], place["citycode"]) == ("number", "93010")
    actor = json.loads(done[3].stdout)
    assert actor["lat"] == pytest.approx(48.9021)
    written = {one["format"]: Path(one["path"]) for one in json.loads(done[5].stdout)["files"]}
    assert "Chez Léa" in written["html"].read_text("utf-8")
    assert written["pdf"].read_bytes().startswith(b"%PDF-")
    status = json.loads(done[6].stdout)
    assert (status["actors"], status["interviews"]) == (1, 1)
    assert b"Chez L" not in study.read_bytes()


def test_the_module_is_the_command(surroundings):
    done = subprocess.run(
        [sys.executable, "-m", "cga_desktop", "--json", "--version"],
        cwd=PROJECT,
        env=surroundings,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["version"]


HEAVY = ("PySide6", "folium", "sqlalchemy", "keyring", "pyproj")
LOADED = OBEY + f"print([one for one in {HEAVY} if one in sys.modules], file=sys.stderr)"


@pytest.mark.parametrize(
    "words", [("--version",), ("--help",), ("geocode", "Bondy"), ("reverse", "48.9", "2.48")]
)
def test_a_quick_command_loads_nothing_heavy(start, words):
    assert start(*words, code=LOADED).stderr.decode().strip() == "[]"


def test_looking_at_a_study_loads_no_window_and_no_map(start, tmp_path):
    start("new", tmp_path / "Bondy")
    heavy = start("status", tmp_path / "Bondy", code=LOADED).stderr.decode()
    assert "PySide6" not in heavy
    assert "folium" not in heavy


def test_answers_are_utf8_whatever_the_terminal_says_it_speaks(start):
    done = start("--help", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "réseau" in done.stdout.decode("utf-8")


def _closed_early(surroundings, *words):
    """Run a command whose standard output nobody reads."""
    process = subprocess.Popen(  # noqa: S603  (our own program, words of the test)
        [sys.executable, "-m", "cga_desktop", *words],
        cwd=PROJECT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    return process.wait(timeout=60), said.decode()


@pytest.mark.parametrize("words", [("--help",), ("territory", "list"), ("--json", "--version")])
def test_a_reader_that_stops_reading_is_no_matter(surroundings, words):
    assert _closed_early(surroundings, *words) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_answer_that_a_full_disk_refuses_is_a_sentence(surroundings):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cga_desktop", "territory", "list"],
            cwd=PROJECT,
            env=surroundings,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert "le disque est plein" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


FULL_DISK = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size")
def test_a_disk_that_refuses_keeps_the_study_as_it_was(start, tmp_path):
    study = tmp_path / "Bondy.cgaetude"
    start("new", study)
    words = ("actors", "add", study, "name=A", "notes=" + "x" * 50_000)
    refused = start(*words, code=FULL_DISK + OBEY + "sys.exit(code)")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert "n’a pas été enregistré" in refused.stderr.decode()
    assert json.loads(start("--json", "status", study).stdout)["actors"] == 0
    assert start("check", study).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size")
def test_a_disk_that_refuses_a_new_study_leaves_nothing_of_it(start, tmp_path):
    refused = start("new", tmp_path / "Bondy", code=FULL_DISK + OBEY + "sys.exit(code)")
    assert refused.returncode == 1
    assert refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no unreadable folders like these")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_a_read_only_folder_is_a_sentence(start, tmp_path):
    tmp_path.chmod(0o555)
    refused = start("new", tmp_path / "Bondy")
    tmp_path.chmod(0o755)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr.decode()
