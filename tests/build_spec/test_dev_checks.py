import sys
from pathlib import Path

import dev_checks
import pytest
from dev_checks import Outcome, Step
from dev_console import Stop


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that were run, with three of them pretended: lint, tests, frozen."""
    run: list[str] = []

    def step(name: str, closing: str = "") -> Step:
        def act() -> Outcome:
            run.append(name)
            return Outcome(0, closing)

        return Step(f"The step {name}", act)

    steps = {
        "lint": step("lint"),
        "tests": step("tests", "== 3 passed =="),
        "frozen": step("frozen"),
    }
    monkeypatch.setattr(dev_checks, "STEPS", steps)
    monkeypatch.setattr(dev_checks, "bring_for_freezing", lambda: run.append("packages"))
    return run


def test_everything_is_checked_in_the_order_that_fails_soonest() -> None:
    assert list(dev_checks.STEPS) == [
        *("format", "lint", "types", "contracts", "tests", "frozen", "self-test")
    ]


def test_all_steps_run_and_the_tests_summary_closes(
    done: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev_checks.check(None) == 0

    assert done == ["packages", "lint", "tests", "frozen"]
    *_, total, closing = capsys.readouterr().out.splitlines()
    assert total.startswith("== All passed in ")
    assert closing == "== 3 passed =="


def test_one_step_can_be_run_alone(done: list[str]) -> None:
    dev_checks.check("lint")

    assert done == ["lint"]


def test_the_first_failure_ends_it_and_says_how_to_try_again(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Step("Tests", lambda: Outcome(1, "== 1 failed, 2 passed in 3.00s =="))
    monkeypatch.setitem(dev_checks.STEPS, "tests", failing)

    with pytest.raises(Stop) as stop:
        dev_checks.check(None)

    assert done == ["packages", "lint"]
    assert str(stop.value).startswith("== 1 failed, 2 passed")
    assert str(stop.value).endswith("dev.py test --only tests")
    assert stop.value.code != 0


@pytest.mark.parametrize(
    "line",
    [
        "============== 3 passed in 0.38s ==============",
        "=== 1 failed, 312 passed, 2 skipped in 301.20s (0:05:01) ===",
        "======== no tests ran in 0.01s ========",
    ],
)
def test_the_summary_of_pytest_is_recognised(line: str) -> None:
    assert dev_checks.PYTEST_CLOSING.match(line)


@pytest.mark.parametrize(
    "line", ["===== short test summary info =====", "===== 5 slowest durations =====", "in 3s"]
)
def test_other_lines_of_pytest_are_not_its_summary(line: str) -> None:
    assert not dev_checks.PYTEST_CLOSING.match(line)


def test_failing_tests_fail_the_step_before_coverage_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[object] = []
    monkeypatch.setattr(dev_checks, "call_keeping", lambda *_, **__: (1, "== 1 failed =="))
    monkeypatch.setattr(dev_checks, "call", lambda *command, **_: calls.append(command) or 0)

    assert dev_checks._tests() == Outcome(1, "== 1 failed ==")
    assert calls == []


def test_too_little_coverage_fails_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev_checks, "call_keeping", lambda *_, **__: (0, "== 9 passed =="))
    monkeypatch.setattr(dev_checks, "call", lambda *_, **__: 2)

    assert dev_checks._tests() == Outcome(2, "== 9 passed ==")


def test_the_frozen_program_tries_itself_in_a_home_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev_checks, "frozen_program", lambda: tmp_path / "program")
    asked: dict[str, str] = {}

    def call(command: list[object], **variables: str) -> int:
        asked.update(variables, command=" ".join(map(str, command)))
        (Path(variables["CGA_HOME"]) / "cga-desktop.log").write_text("défaut à la ligne 12")
        return 70

    monkeypatch.setattr(dev_checks, "call", call)

    assert dev_checks._try_frozen().code == 70
    assert asked["command"] == f"{tmp_path / 'program'} --self-test"
    assert asked["QT_QPA_PLATFORM"] == "offscreen"
    assert not Path(asked["CGA_HOME"]).exists()
    assert "défaut à la ligne 12" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("platform", "name"), [("win32", "cga-desktop.exe"), ("linux", "cga-desktop")]
)
def test_the_frozen_program_is_where_the_system_puts_it(
    platform: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)

    assert dev_checks.frozen_program() == dev_checks.DIST / "cga-desktop" / name
