"""The steps of ``dev.py test``, each with its heading and time; the first failure ends it."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dev_console import ROOT, Stop, call, call_keeping, duration, heading
from dev_environment import CHECKS, node_command, prepare_checks, venv_python
from dev_system import bring_for_freezing

DIST = ROOT / "dist"
PYTEST_CLOSING = re.compile(r"^=+ .*\bin [\d.]+s\b.*=+$")


@dataclass(frozen=True)
class Outcome:
    """How a step ended: its exit code, and a line worth repeating at the very end."""

    code: int
    closing: str = ""


@dataclass(frozen=True)
class Step:
    """One check: what it is called, and what does it."""

    title: str
    run: Callable[[], Outcome]


def check(only: str | None) -> int:
    """Run every step, or ``only`` one; 0 where all passed.

    Raises:
        Stop: naming the step that failed.
    """
    names = [only] if only else list(STEPS)
    if "frozen" in names:
        bring_for_freezing()  # now rather than after minutes of other checks
    times: list[str] = []
    closing = ""
    start = time.monotonic()
    for name in names:
        step_start = time.monotonic()
        heading(STEPS[name].title)
        outcome = STEPS[name].run()
        closing = outcome.closing or closing
        times.append(f"{name} {duration(time.monotonic() - step_start)}")
        if outcome.code != 0:
            again = f"This step alone: python3 build_spec/dev.py test --only {name}"
            raise Stop(f"{closing}\nFailed: {STEPS[name].title}. {again}".strip())
    heading(f"All passed in {duration(time.monotonic() - start)}: {', '.join(times)}")
    if closing:
        print(closing, flush=True)
    return 0


def benchmark() -> int:
    """Run the benchmarks; the exit code."""
    replaced = "addopts=--strict-markers --strict-config -ra"  # the usual ones skip benchmarks
    pytest = ["-m", "pytest", "-o", replaced, "-p", "no:randomly", "--benchmark-only"]
    return call([venv_python(), *pytest, "tests/benchmarks"], **_no_screen())


def freeze() -> int:
    """Build the program into one folder below dist/; the exit code."""
    bring_for_freezing()
    spec = ROOT / "build_spec" / "cga_desktop.spec"
    places = ["--distpath", DIST, "--workpath", ROOT / "build" / "frozen"]
    quiet = ["--noconfirm", "--log-level", "ERROR"]
    return call([venv_python(), "-m", "PyInstaller", *quiet, *places, spec])


def frozen_program() -> Path:
    """The command-line program that :func:`freeze` builds."""
    suffix = ".exe" if sys.platform == "win32" else ""
    return DIST / "cga-desktop" / f"cga-desktop{suffix}"


def _module(*arguments: str) -> Callable[[], Outcome]:
    """A step that runs a module of ``.venv``'s Python."""
    return lambda: Outcome(call([venv_python(), "-m", *arguments]))


def _types() -> Outcome:
    prepare_checks()
    pyright = CHECKS / "node_modules" / "pyright" / "index.js"
    return Outcome(call([*node_command("node"), pyright, "--project", ROOT]))


def _contracts() -> Outcome:
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return Outcome(call([venv_python(), "-c", lint]))


def _tests() -> Outcome:
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    pytest: Sequence[str | Path] = [venv_python(), "-m", "coverage", "run", "-m", "pytest", *colour]
    code, closing = call_keeping(pytest, PYTEST_CLOSING, **_no_screen())
    if code == 0:
        code = call([venv_python(), "-m", "coverage", "report"])
    return Outcome(code, closing)


def _freeze() -> Outcome:
    return Outcome(freeze())


def _try_frozen() -> Outcome:
    """The frozen program tries itself in a home of its own, far from the sources."""
    with tempfile.TemporaryDirectory(prefix="cga-self-test-") as home:
        code = call([frozen_program(), "--self-test"], CGA_HOME=home, **_no_screen())
        if code != 0:  # its home, and what it wrote there, is about to go
            for log in sorted(Path(home).rglob("*.log")):
                print(log.read_text(encoding="utf-8", errors="replace"), flush=True)
    return Outcome(code)


def _no_screen() -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen"}


STEPS: dict[str, Step] = {
    "format": Step("Format (ruff format)", _module("ruff", "format", "--check", ".")),
    "lint": Step("Lint (ruff check)", _module("ruff", "check", ".")),
    "types": Step("Types (pyright)", _types),
    "contracts": Step("Import contracts (import-linter)", _contracts),
    "tests": Step("Tests and coverage (pytest)", _tests),
    "frozen": Step("The frozen program (PyInstaller)", _freeze),
    "self-test": Step("The frozen program tries itself", _try_frozen),
}
