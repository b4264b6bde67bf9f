import json
from pathlib import Path

import dev_environment
import pytest
from dev_console import Stop


class Folder:
    """A checkout whose .venv is only pretended: what would be run is written down."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.done, self.broken = root, [], ""
        self.venv, self.lock, self.project = root / ".venv", root / "lock", root / "pyproject"
        self.stamp = self.venv / "made-from.json"
        self.lock.write_text("locked")
        self.project.write_text("project")
        monkeypatch.setattr(dev_environment, "VENV", self.venv)
        monkeypatch.setattr(dev_environment, "LOCK", self.lock)
        monkeypatch.setattr(dev_environment, "PROJECT_FILES", (self.project,))
        monkeypatch.setattr(dev_environment, "must", self.must)
        monkeypatch.setattr(dev_environment, "bring_for_venv", lambda: None)
        monkeypatch.setattr(dev_environment, "bring_for_qt", lambda _: self.note("libraries"))

    def must(self, command: list[object], otherwise: str) -> None:
        words = [str(word) for word in command]
        kinds = {"venv": "venv", "--require-hashes": "requirements", "--editable": "project"}
        kind = next(kind for word, kind in kinds.items() if word in words)
        if kind == "venv":
            self.venv.mkdir()
        self.note(kind)
        if kind == self.broken:
            raise Stop(otherwise)

    def note(self, what: str) -> None:
        assert what == "libraries" or not self.stamp.exists(), "the stamp is written last"
        self.done.append(what)

    def prepare(self) -> list[str]:
        self.done = []
        dev_environment.prepare()
        return self.done


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    return Folder(tmp_path, monkeypatch)


EVERYTHING = ["venv", "requirements", "project", "libraries"]


def test_a_new_checkout_is_set_up_from_nothing(folder: Folder) -> None:
    assert folder.prepare() == EVERYTHING


def test_nothing_is_installed_again_where_nothing_changed(folder: Folder) -> None:
    folder.prepare()

    assert folder.prepare() == ["libraries"]


def test_a_new_lock_is_installed_into_the_same_environment(folder: Folder) -> None:
    folder.prepare()
    folder.lock.write_text("locked anew")

    assert folder.prepare() == ["requirements", "project", "libraries"]
    assert folder.prepare() == ["libraries"]


def test_a_changed_project_file_installs_the_project_alone(folder: Folder) -> None:
    folder.prepare()
    folder.project.write_text("another version")

    assert folder.prepare() == ["project", "libraries"]


@pytest.mark.parametrize("step", ["venv", "requirements", "project"])
def test_an_interrupted_set_up_is_begun_anew(folder: Folder, step: str) -> None:
    folder.broken = step
    with pytest.raises(Stop):
        folder.prepare()
    (folder.venv / "half-written").touch()
    folder.broken = ""

    assert folder.prepare() == EVERYTHING
    assert not (folder.venv / "half-written").exists()


def test_an_update_that_was_interrupted_is_begun_anew(folder: Folder) -> None:
    folder.prepare()
    folder.lock.write_text("locked anew")
    folder.broken = "requirements"
    with pytest.raises(Stop):
        folder.prepare()
    folder.broken = ""

    assert folder.prepare() == EVERYTHING


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"python": "cpython-38 of /usr"}'])
def test_an_environment_of_another_python_or_of_nobody_is_made_anew(
    folder: Folder, stamp: str
) -> None:
    folder.prepare()
    folder.stamp.write_text(stamp)

    assert folder.prepare() == EVERYTHING


def test_a_moved_checkout_gets_a_new_environment(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.prepare()
    moved = folder.root / "moved"
    folder.venv.rename(moved)
    folder.venv, folder.stamp = moved, moved / "made-from.json"
    monkeypatch.setattr(dev_environment, "VENV", moved)

    assert folder.prepare() == EVERYTHING


def test_libraries_installed_by_hand_afterwards_cost_no_second_set_up(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: Path) -> None:
        raise Stop("libraries are missing")

    with monkeypatch.context() as lacking:
        lacking.setattr(dev_environment, "bring_for_qt", missing)
        with pytest.raises(Stop):
            folder.prepare()

    assert folder.prepare() == ["libraries"]


def test_it_never_removes_the_environment_it_runs_from(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.venv.mkdir()
    monkeypatch.setattr(dev_environment.sys, "prefix", str(folder.venv))

    with pytest.raises(Stop, match=r"outside"):
        folder.prepare()
    assert folder.venv.exists()


def test_the_stamp_can_be_read_by_people(folder: Folder) -> None:
    folder.prepare()

    assert set(json.loads(folder.stamp.read_text())) == {"python", "requirements", "project"}


def test_the_checks_packages_are_installed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "package-lock.json").write_text("{}")
    commands: list[list[str]] = []

    def install(command: list[object], _: str) -> None:
        commands.append([str(word) for word in command])
        (tmp_path / "node_modules").mkdir(exist_ok=True)

    monkeypatch.setattr(dev_environment, "CHECKS", tmp_path)
    monkeypatch.setattr(dev_environment, "must", install)
    dev_environment.prepare_checks()
    dev_environment.prepare_checks()

    assert len(commands) == 1
    assert commands[0][-2:] == ["ci", "--ignore-scripts"]
