"""Which way imports go: the contracts of pyproject.toml hold, and they do bite."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

LINT = """
import sys
sys.path.insert(0, ".")
from importlinter.cli import lint_imports
sys.exit(lint_imports(no_cache=True, no_logo=True))
"""


def broken_contracts(folder: Path) -> str:
    """What import-linter says of the package in a folder; empty where every contract is kept."""
    done = subprocess.run(  # noqa: S603  (our own check)
        [sys.executable, "-c", LINT],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project in a folder of its own, to break."""
    shutil.copytree(PROJECT / "cga_desktop", tmp_path / "cga_desktop")
    shutil.copyfile(PROJECT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_imports_go_down_the_floors() -> None:
    broken = broken_contracts(PROJECT)

    assert not broken, broken


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("domain/errors.py", "import cga_desktop.store", "Floors"),
        ("geocoding/hidden.py", "import cga_desktop.mapping", "Floors"),
        ("newcomer/__init__.py", "", "Floors"),
        ("operations/hidden.py", "from PySide6.QtCore import QObject", "Qt stays upstairs"),
        ("ui/hidden.py", "from sqlmodel import select", "Widgets show rows and call verbs"),
        ("mapping/hidden.py", "import sqlalchemy", "Only the store speaks SQL"),
        ("exporting/hidden.py", "import folium", "folium lives only in mapping"),
    ],
)
def test_a_fault_breaks_its_contract(copy: Path, module: str, line: str, contract: str) -> None:
    file = copy / "cga_desktop" / module
    file.parent.mkdir(exist_ok=True)
    with file.open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")

    assert f"{contract} BROKEN" in broken_contracts(copy)
