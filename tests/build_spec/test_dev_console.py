import re
import sys
from pathlib import Path

import dev_console
import pytest
from dev_console import Stop

PYTHON = Path(sys.executable)


def test_a_program_s_exit_code_is_handed_on() -> None:
    assert dev_console.call([PYTHON, "-c", "raise SystemExit(3)"]) == 3


def test_what_must_work_and_does_not_stops_with_its_sentence() -> None:
    with pytest.raises(Stop, match=r"^Is there a network\?$"):
        dev_console.must([PYTHON, "-c", "raise SystemExit(1)"], "Is there a network?")


def test_a_program_that_is_not_there_answers_as_a_shell_would() -> None:
    assert dev_console.call_quietly(["cga-no-such-program"])[0] == 127


def test_a_line_worth_repeating_is_kept_without_its_colours(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = r"print('=== 1 passed ==='); print('\x1b[32m=== 2 passed ===\x1b[0m'); print('été')"

    kept = dev_console.call_keeping([PYTHON, "-c", code], re.compile("^=== .* ===$"))

    assert kept == (0, "=== 2 passed ===")
    assert capsys.readouterr().out.endswith("\x1b[32m=== 2 passed ===\x1b[0m\nété\n")


@pytest.fixture
def bare_linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dev_console, "ROOT", tmp_path)
    monkeypatch.setattr(dev_console.sys, "platform", "linux")
    monkeypatch.setattr(dev_console.os, "environ", {"PATH": "/usr/bin", "LANG": "C"})
    monkeypatch.setattr(dev_console.os, "getuid", lambda: 0)


@pytest.mark.usefixtures("bare_linux")
def test_a_bare_linux_gets_what_qt_needs_to_start(tmp_path: Path) -> None:
    variables = dev_console.surroundings(QT_QPA_PLATFORM="offscreen")

    assert variables["LC_ALL"] == "C.UTF-8"
    assert variables["QTWEBENGINE_DISABLE_SANDBOX"] == "1"
    assert variables["QT_QPA_PLATFORM"] == "offscreen"
    runtime = Path(variables["XDG_RUNTIME_DIR"])
    assert runtime.is_relative_to(tmp_path)
    assert runtime.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("bare_linux")
def test_a_usual_linux_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"LANG": "fr_FR.UTF-8", "XDG_RUNTIME_DIR": "/run/user/1000"}
    monkeypatch.setattr(dev_console.os, "environ", own)
    monkeypatch.setattr(dev_console.os, "getuid", lambda: 1000)

    assert dev_console.surroundings() == {**own, "PYTHONUTF8": "1"}


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.24, "0.2 s"), (59.4, "59.4 s"), (60, "1 min 00 s"), (372, "6 min 12 s")],
)
def test_durations_are_said_as_people_do(seconds: float, said: str) -> None:
    assert dev_console.duration(seconds) == said
