import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import dev_system
import pytest
from dev_console import Stop
from dev_system import Missing

LDD = """/venv/PySide6/Qt/lib/libQt6WebEngineCore.so.6:
\tlinux-vdso.so.1 (0x00007ffd4)
\tlibQt6Quick.so.6 => /venv/PySide6/Qt/lib/libQt6Quick.so.6 (0x00007f01)
\tlibasound.so.2 => not found
\tlibnss3.so => not found
/venv/PySide6/Qt/plugins/platforms/libqxcb.so:
\tlibnss3.so => not found
"""
POLICY = """libasound2:
  Installed: (none)
  Candidate: (none)
  Version table:
libasound2t64:
  Installed: (none)
  Candidate: 1.2.11-1
  Version table:
     1.2.11-1 500
        500 a mirror
libnss3:
  Installed: 2:3.98-1
  Candidate: 2:3.98-1
"""


class System:
    """A pretended Linux: its programs, who asks, and what its package manager answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.programs: set[str] = set()
        self.root = False
        self.commands: list[list[str]] = []
        self.answers: Callable[[list[str]], tuple[int, str]] = lambda _: (0, "")
        dev_system._refresh_apt.cache_clear()
        monkeypatch.setattr(shutil, "which", lambda name: name if name in self.programs else None)
        monkeypatch.setattr(dev_system, "is_root", lambda: self.root)
        monkeypatch.setattr(dev_system, "call_quietly", self.call)
        monkeypatch.setattr(dev_system.sys, "platform", "linux")

    def call(self, command: Sequence[object], **_: str) -> tuple[int, str]:
        words = [str(word) for word in command]
        self.commands.append(words)
        return (0, POLICY) if words[0] == "apt-cache" else self.answers(words)

    def installed(self) -> list[list[str]]:
        return [words[1:] for words in self.commands if words[0] == "apt-get"]


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> System:
    return System(monkeypatch)


@pytest.fixture
def debian(system: System) -> System:
    system.programs = {"apt-get", "apt-cache"}
    return system


def test_the_loader_says_which_libraries_are_missing() -> None:
    assert dev_system.libraries_not_found(LDD) == ("libasound.so.2", "libnss3.so")


def test_qt_s_own_files_are_shown_to_the_loader(system: System, tmp_path: Path) -> None:
    engine = tmp_path / "Qt" / "lib" / "libQt6WebEngineCore.so.6"
    engine.parent.mkdir(parents=True)
    engine.touch()
    system.answers = lambda words: (1, LDD) if words == ["ldd", str(engine)] else (127, "")

    assert dev_system.missing_libraries(tmp_path) == ("libasound.so.2", "libnss3.so")


def test_the_name_a_release_really_offers_is_taken(debian: System) -> None:
    packages, unknown = dev_system.debian_packages(Missing(("libasound.so.2", "libnss3.so")))

    assert packages == ["libasound2t64", "libnss3"]
    assert unknown == ()


def test_without_package_lists_the_older_name_is_taken(
    debian: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev_system, "call_quietly", lambda *_, **__: (100, ""))

    assert dev_system.debian_packages(Missing(("libasound.so.2",)))[0] == ["libasound2"]


def test_root_on_debian_gets_them_installed(debian: System) -> None:
    debian.root = True
    left = iter([()])

    dev_system.bring(Missing(("libnss3.so",), (("fonts-dejavu-core",),)), lambda: next(left))
    dev_system.bring(Missing(("libnss3.so",)))

    install = ["--yes", "install", "--no-install-recommends"]
    assert debian.installed() == [
        ["--yes", "update"],
        [*install, "fonts-dejavu-core", "libnss3"],
        [*install, "libnss3"],
    ]


def test_what_comes_along_with_another_package_needs_no_name(debian: System) -> None:
    debian.root = True

    dev_system.bring(Missing(("libnss3.so", "libunheard.so.7")), lambda: ())

    assert debian.installed()[-1][-1] == "libnss3"


def test_a_library_of_no_known_package_is_named(debian: System) -> None:
    debian.root = True

    with pytest.raises(Stop, match=r"No package is known here for: libunheard\.so\.7"):
        dev_system.bring(Missing(("libunheard.so.7",)), lambda: ("libunheard.so.7",))


def test_a_failing_apt_ends_with_the_command_and_what_apt_said(
    debian: System, capsys: pytest.CaptureFixture[str]
) -> None:
    debian.root = True
    debian.answers = lambda words: (100, "E: no network") if "install" in words else (0, "")

    with pytest.raises(Stop, match="apt-get install --no-install-recommends libnss3"):
        dev_system.bring(Missing(("libnss3.so",)))
    assert "E: no network" in capsys.readouterr().err


def test_who_is_not_root_is_given_the_exact_command(debian: System) -> None:
    with pytest.raises(Stop) as stop:
        dev_system.bring(Missing(("libasound.so.2",), (("fonts-dejavu-core",),)))

    assert (
        "    sudo apt-get update && "
        "sudo apt-get install --no-install-recommends fonts-dejavu-core libasound2t64\n"
    ) in str(stop.value)
    assert debian.installed() == []


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("dnf", "sudo dnf install 'libnss3.so()(64bit)'"),
        ("zypper", "sudo zypper install 'libnss3.so()(64bit)'"),
        ("pacman", "sudo pacman -S --needed qt6-webengine"),
    ],
)
def test_other_systems_are_given_their_own_command(
    system: System, manager: str, command: str
) -> None:
    system.programs = {manager}

    assert f"    {command}\n" in dev_system.advice(Missing(("libnss3.so",)))


def test_an_unknown_system_is_told_the_libraries(system: System) -> None:
    advice = dev_system.advice(Missing(("libnss3.so",), (("binutils",),)))

    assert advice.endswith("No package is known here for: libnss3.so, binutils.")


def test_nothing_is_asked_where_nothing_is_missing(debian: System) -> None:
    dev_system.bring(Missing())

    assert debian.commands == []


def test_a_python_without_pip_asks_for_its_own_package(
    debian: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev_system, "find_spec", lambda name: None if name == "ensurepip" else 1)

    with pytest.raises(Stop, match=r"python3\.\d+-venv\n"):
        dev_system.bring_for_venv()


def test_freezing_asks_for_objdump_and_the_shared_python(
    debian: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev_system, "_shared_python", lambda: False)
    monkeypatch.setattr(dev_system.sys, "base_prefix", "/usr")

    with pytest.raises(Stop, match=r"binutils libpython3\.\d+\n"):
        dev_system.bring_for_freezing()


def test_a_python_built_without_its_library_cannot_freeze(
    debian: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    debian.programs.add("objdump")
    monkeypatch.setattr(dev_system, "_shared_python", lambda: False)
    monkeypatch.setattr(dev_system.sys, "base_prefix", "/home/somebody/python")

    with pytest.raises(Stop, match="--enable-shared"):
        dev_system.bring_for_freezing()


@pytest.mark.parametrize(
    ("platform", "variables", "screen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_screen_is_one_a_window_can_open_on(
    platform: str, variables: dict[str, str], screen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev_system.sys, "platform", platform)
    monkeypatch.setattr(dev_system.os, "environ", variables)

    assert dev_system.has_screen() is screen


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_the_wheels_bring_everything(
    system: System, platform: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev_system.sys, "platform", platform)

    dev_system.bring_for_qt(tmp_path)
    dev_system.bring_for_freezing()

    assert system.commands == []


def test_a_font_is_asked_for_where_none_can_be_read(
    debian: System, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev_system, "FONT_FOLDERS", (str(tmp_path), str(tmp_path / "none")))

    with pytest.raises(Stop, match="fonts-dejavu-core"):
        dev_system.bring_for_qt(tmp_path)
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "DejaVuSans.ttf").touch()
    dev_system.bring_for_qt(tmp_path)
