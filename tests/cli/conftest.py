"""The command line run in the process of the test, and what it answered."""

import getpass
import io
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cga_desktop.cli.main import run
from cga_desktop.cli.services import Services
from cga_desktop.operations.studies import create_study
from cga_desktop.operations.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault


@dataclass(frozen=True)
class Answer:
    """What one command answered."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output, which must be exactly one JSON document."""
        return json.loads(self.out)


@dataclass
class World:
    """What the command line is given, and what it asked of it."""

    vault: FakeVault = field(default_factory=FakeVault)
    finder: FakeFinder = field(default_factory=FakeFinder)
    printer: FakePrinter = field(default_factory=FakePrinter)
    windows: list[tuple[Path | None, bool]] = field(default_factory=list)
    checks: list[tuple[str, bool, str]] = field(default_factory=lambda: [("étude", True, "")])

    def services(self) -> Services:
        return Services(
            vault=lambda: self.vault,
            workspace=lambda database: Workspace(database, self.finder, FakeOnline(), self.printer),
            finder=lambda: self.finder,
            window=self._window,
            screenshots=self._screenshots,
            self_test=lambda: self.checks,
            qt_version=lambda: "6.11.2",
        )

    def _window(self, study: Path | None, demonstration: bool) -> int:
        self.windows.append((study, demonstration))
        return 0

    def _screenshots(self, study: Path, folder: Path) -> list[Path]:
        picture = folder / f"{study.stem}.png"
        picture.write_bytes(b"\x89PNG")
        return [picture]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def cga(world: World, capsys: pytest.CaptureFixture[str]):
    """Obey one command line: ``cga("status", study)``."""

    def obey(*words: object) -> Answer:
        capsys.readouterr()
        code = run([str(word) for word in words], world.services())
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return obey


@pytest.fixture
def unattended(monkeypatch: pytest.MonkeyPatch) -> str:
    """The passphrase is in the environment, as in a script."""
    monkeypatch.setenv("CGA_PASSPHRASE", PASSPHRASE)
    return PASSPHRASE


@pytest.fixture
def file(tmp_path: Path, cga, unattended) -> Path:
    """A study of Bondy made on the command line, closed."""
    path = tmp_path / "Bondy.cgaetude"
    assert cga("new", path, "--name", "Bondy 2026", "--territory", "93010").code == 0
    return path


@pytest.fixture
def actor(cga, file: Path) -> str:
    """The id of an actor of that study."""
    words = ("name=Les Mains du canal", "kind=association", "address=12 avenue de verdun")
    return cga("--json", "actors", "add", file, *words).document["id"]


class Somebody(io.StringIO):
    """A terminal with somebody at it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typing(monkeypatch):
    """Somebody at the terminal who types these words when asked."""

    def types(*words):
        waiting = list(words)
        asked = []

        def ask(prompt, stream=None):
            asked.append(prompt)
            if not waiting:
                raise EOFError
            return waiting.pop(0)

        monkeypatch.setattr(sys, "stdin", Somebody())
        monkeypatch.setattr(getpass, "getpass", ask)
        return asked

    return types


@pytest.fixture
def closed(tmp_path, world) -> Path:
    """A study whose key is in no keyring."""
    path = tmp_path / "Bondy.cgaetude"
    create_study(
        path, name="Bondy", codes=["93010"], passphrase=PASSPHRASE, vault=world.vault
    ).close()
    world.vault.kept.clear()
    return path
