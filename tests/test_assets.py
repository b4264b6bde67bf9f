import sys
from pathlib import Path

import pytest

from cga_desktop import assets
from cga_desktop.assets import asset
from tests.conftest import PROJECT


@pytest.fixture
def moved(monkeypatch):
    """Let a test say where the program lies."""
    assets._root.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    assets._root.cache_clear()


def test_files_that_travel_with_the_program_are_found_from_source():
    assert asset("guides") == PROJECT / "resources" / "guides"
    assert asset("vocabulary/default.json").is_file()


@pytest.mark.parametrize(
    "name",
    [
        "nulle/part.svg",
        "../pyproject.toml",
        "guides/../../pyproject.toml",
        "/etc/passwd",
        str(Path(__file__).resolve()),
    ],
)
def test_nothing_else_is_ever_found(name):
    with pytest.raises(FileNotFoundError):
        asset(name)


def test_the_frozen_program_finds_them_where_it_was_unpacked(moved, tmp_path):
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    moved.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert asset("icons") == (tmp_path / "resources" / "icons").resolve()


def test_the_installed_program_finds_them_beside_its_own_files(moved, tmp_path):
    package = tmp_path / "cga_desktop"
    (package / "resources" / "icons").mkdir(parents=True)
    moved.setattr(assets, "__file__", str(package / "assets.py"))
    assert asset("icons") == (package / "resources" / "icons").resolve()
