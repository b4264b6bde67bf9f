import argparse
import ast
import sys
import tarfile
import tomllib
from pathlib import Path

import dev
import dev_tasks
import pytest
from dev_console import Stop

from tests.conftest import PROJECT


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands run in .venv, which is pretended to be ready."""
    written: list[str] = []

    def call(command: list[object], **variables: str) -> int:
        written.append(" ".join([*(f"{n}={v}" for n, v in variables.items()), *map(str, command)]))
        return 0

    monkeypatch.setattr(dev_tasks, "prepare", lambda: Path("python"))
    monkeypatch.setattr(dev_tasks, "call", call)
    return written


@pytest.mark.parametrize("version", [(3, 10, 12), (3, 15, 0), (2, 7, 18)])
def test_another_python_is_told_which_one_is_needed(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", version)

    assert dev.main(["run"]) == 2
    assert (
        f"needs Python 3.11 to 3.14; this is {version[0]}.{version[1]}" in capsys.readouterr().err
    )


def test_older_pythons_can_read_as_far_as_that_sentence() -> None:
    ast.parse((PROJECT / "build_spec" / "dev.py").read_text(), feature_version=(3, 7))


def test_it_needs_nothing_but_python_s_own_library() -> None:
    own = {path.stem for path in (PROJECT / "build_spec").glob("*.py")} | {"__future__"}
    for file in (PROJECT / "build_spec").glob("dev*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.partition(".")[0] in own | sys.stdlib_module_names, (file.name, name)


def test_with_a_screen_the_program_starts(
    calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev_tasks, "has_screen", lambda: True)

    assert dev.main(["run"]) == 0
    assert calls == ["python -m cga_desktop --demo-if-none"]


def test_without_a_screen_the_demonstration_is_made_and_shown_where(
    calls: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "demonstration"
    folder.mkdir()
    (folder / "of the run before").touch()
    monkeypatch.setattr(dev_tasks, "has_screen", lambda: False)
    monkeypatch.setattr(dev_tasks, "DEMONSTRATION", folder)
    make = dev_tasks.call

    def call(command: list[object], **variables: str) -> int:
        assert not folder.exists()
        (folder / "écrans").mkdir(parents=True)
        (folder / "écrans" / "carte.png").write_bytes(bytes(42_000))
        return make(command, **variables)

    monkeypatch.setattr(dev_tasks, "call", call)

    assert dev.main(["run"]) == 0
    demo = f"python -m cga_desktop demo --out {folder} --screenshots"
    assert calls == [f"QT_QPA_PLATFORM=offscreen {demo}"]
    said = capsys.readouterr().out
    assert "No screen here" in said
    assert "Pas d’écran ici" in said
    assert f"The demonstration is in {folder}" in said
    assert f"{Path('écrans') / 'carte.png'} (42 kB)" in said


def test_a_program_that_fails_gives_its_own_exit_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev_tasks, "prepare", lambda: Path("python"))
    monkeypatch.setattr(dev_tasks, "has_screen", lambda: False)
    monkeypatch.setattr(dev_tasks, "DEMONSTRATION", tmp_path / "demonstration")
    monkeypatch.setattr(dev_tasks, "call", lambda *_, **__: 70)

    assert dev.main(["run"]) == 70
    assert "The demonstration is in" not in capsys.readouterr().out


def test_what_stops_it_is_said_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_: argparse.Namespace) -> int:
        raise Stop("The system lacks libnss3.so.", 1)

    monkeypatch.setitem(dev_tasks.TASKS, "bench", stopped)

    assert dev.main(["bench"]) == 1
    assert capsys.readouterr().err == "\nThe system lacks libnss3.so.\n"


def test_fix_repairs_the_files_named(calls: list[str]) -> None:
    dev.main(["fix", "a.py", "b.py"])

    assert calls == [
        "python -m ruff format --force-exclude a.py b.py",
        "python -m ruff check --fix --force-exclude a.py b.py",
    ]


@pytest.mark.parametrize(
    ("platform", "machine", "ending"),
    [
        ("linux", "x86_64", "linux-x86_64"),
        ("win32", "AMD64", "windows-amd64"),
        ("darwin", "arm64", "macos-arm64"),
    ],
)
def test_an_archive_says_version_and_system(
    platform: str, machine: str, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    monkeypatch.setattr(dev_tasks.sys, "platform", platform)
    monkeypatch.setattr(dev_tasks.platform, "machine", lambda: machine)

    assert dev_tasks.archive_name() == f"cga-desktop-{project['version']}-{ending}"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems make a zip")
def test_the_archive_holds_the_program_s_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "cga-desktop" / "cga-desktop"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setattr(dev_tasks, "DIST", tmp_path)
    monkeypatch.setattr(dev_tasks, "frozen_program", lambda: program)

    archive = dev_tasks.pack(tmp_path / "cga-desktop-1.2.3-linux")

    assert archive.name == "cga-desktop-1.2.3-linux.tar.gz"
    with tarfile.open(archive) as packed:
        assert packed.getmember("cga-desktop/cga-desktop").mode & 0o111


def test_the_tasks_offered_are_the_tasks_there_are() -> None:
    for task in dev_tasks.TASKS:
        assert dev._parser().parse_args([task]).task == task
