import tomllib
from pathlib import Path
from typing import Any

import hatch_build
import program_icon
import pytest
import windows_version
from PyInstaller.utils import hooks
from PySide6.QtGui import QImage, QImageReader

from tests.conftest import PROJECT

SPEC = PROJECT / "build_spec" / "cga_desktop.spec"


class Part:
    """One of PyInstaller's building parts: keeps what it was asked for."""

    def __init__(self, *parts: Any, **options: Any) -> None:
        self.parts, self.options = parts, options
        self.datas = list(options.get("datas", []))
        self.binaries = [
            ("PySide6/Qt/lib/libQt6WebEngineCore.so.6", "", "BINARY"),
            ("PySide6/Qt/plugins/platforms/libqoffscreen.so", "", "BINARY"),
            ("PySide6/Qt/plugins/platforms/libqeglfs.so", "", "BINARY"),
            ("PySide6/Qt/translations/qtwebengine_locales/fr.pak", "", "DATA"),
            ("PySide6/Qt/translations/qtwebengine_locales/de.pak", "", "DATA"),
            ("PySide6/Qt/translations/qtbase_fr.qm", "", "DATA"),
            ("PySide6/Qt/resources/qtwebengine_devtools_resources.pak", "", "DATA"),
            ("PySide6/Qt/resources/icudtl.dat", "", "DATA"),
        ]
        self.scripts = self.pure = []


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Read the spec as PyInstaller would on a system, without building anything."""
    for name in ("collect_submodules", "collect_data_files", "copy_metadata"):
        monkeypatch.setattr(hooks, name, lambda name: [(name, "")])
    monkeypatch.setattr(hatch_build, "make_web_files", lambda _: False)
    monkeypatch.setattr(windows_version, "version_resource", lambda version: f"as {version}")
    for name in ("windows_icon", "mac_icon"):
        monkeypatch.setattr(program_icon, name, lambda _, target: target.name)

    def read(platform: str) -> dict[str, list[Part]]:
        monkeypatch.setattr("sys.platform", platform)
        made: dict[str, list[Part]] = {}

        def part(kind: str) -> Any:
            def make(*parts: Any, **options: Any) -> Part:
                made.setdefault(kind, []).append(Part(*parts, **options))
                return made[kind][-1]

            return make

        names = {kind: part(kind) for kind in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}
        code = compile(SPEC.read_text(encoding="utf-8"), str(SPEC), "exec")
        exec(code, {**names, "SPECPATH": str(SPEC.parent)})  # noqa: S102  (a spec is a script)
        return made

    return read


@pytest.fixture
def version() -> str:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]


def test_linux_gets_one_program_in_one_folder(build: Any) -> None:
    made = build("linux")

    assert [part.options["name"] for part in made["EXE"]] == ["cga-desktop"]
    assert [part.options["name"] for part in made["COLLECT"]] == ["cga-desktop"]
    assert "BUNDLE" not in made


def test_windows_gets_a_window_without_console_and_a_command_with_one(
    build: Any, version: str
) -> None:
    made = build("win32")

    assert {part.options["name"]: part.options["console"] for part in made["EXE"]} == {
        "cga-desktop": True,
        "CGA Terrain": False,
    }
    assert all(part.options["version"] == f"as {version}" for part in made["EXE"])
    assert all(part.options["icon"] == "cga-terrain.ico" for part in made["EXE"])
    assert all(part in made["COLLECT"][0].parts for part in made["EXE"])


def test_a_mac_gets_a_bundle_with_the_project_s_version(build: Any, version: str) -> None:
    (bundle,) = build("darwin")["BUNDLE"]

    assert bundle.options["version"] == version
    assert bundle.options["name"] == "CGA Terrain.app"
    assert bundle.options["icon"] == "cga-terrain.icns"


def test_resources_travel_to_where_the_program_looks_for_them(build: Any) -> None:
    (analysis,) = build("linux")["Analysis"]
    carried = {(Path(source).name, target) for source, target, *_ in analysis.options["datas"]}

    for folder in ("guides", "territories"):
        for file in (PROJECT / "resources" / folder).glob("*.*"):
            assert (file.name, f"resources/{folder}") in carried
    assert not {"package.json", "package-lock.json", ".npmrc"} & {name for name, _ in carried}


def test_what_is_never_used_stays_behind(build: Any) -> None:
    (analysis,) = build("linux")["Analysis"]

    assert [name for name, *_ in analysis.binaries] == [
        "PySide6/Qt/lib/libQt6WebEngineCore.so.6",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/translations/qtwebengine_locales/fr.pak",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6/Qt/resources/icudtl.dat",
    ]
    assert "PySide6.QtWebEngineWidgets" not in analysis.options["excludes"]
    assert {"PySide6.Qt3DCore", "PySide6.QtQml", "tkinter"} <= set(analysis.options["excludes"])


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("0.1.0", (0, 1, 0, 0)),
        ("2.10", (2, 10, 0, 0)),
        ("1.2.0rc3", (1, 2, 0, 3)),
        ("1.2.3.4.5", (1, 2, 3, 4)),
    ],
)
def test_windows_counts_versions_with_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert windows_version.four_numbers(version) == numbers


DRAWING = PROJECT / "resources" / "icons" / "cga-terrain.svg"


def test_windows_gets_a_picture_in_every_size(tmp_path: Path) -> None:
    icon = QImageReader(str(program_icon.windows_icon(DRAWING, tmp_path / "build" / "icon.ico")))

    sides = []
    for number in range(icon.imageCount()):
        assert icon.jumpToImage(number)
        picture = icon.read()
        sides.append(picture.width())
        assert picture.pixelColor(picture.width() // 2, picture.width() // 4).alpha() == 255
        assert picture.pixelColor(0, 0).alpha() == 0
    assert sides == [16, 32, 48, 256]


def test_a_mac_gets_a_picture_in_every_size(tmp_path: Path) -> None:
    content = program_icon.mac_icon(DRAWING, tmp_path / "icon.icns").read_bytes()

    assert content[:8] == b"icns" + len(content).to_bytes(4)
    sides, rest = [], content[8:]
    while rest:
        length = int.from_bytes(rest[4:8])
        sides.append(QImage.fromData(rest[8:length]).width())
        rest = rest[length:]
    assert sides == [128, 256, 512]


def test_what_is_no_drawing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.svg").touch()

    with pytest.raises(ValueError, match="is not a drawing"):
        program_icon.windows_icon(tmp_path / "empty.svg", tmp_path / "icon.ico")
