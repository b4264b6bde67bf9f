"""The program's own scheme serves the map's files and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWebEngineCore import QWebEngineUrlScheme
from pytestqt.qtbot import QtBot

from cga_desktop.assets import asset
from cga_desktop.ui.maps.scheme import SCHEME, register_scheme, web_file
from cga_desktop.ui.maps.view import MapView
from tests.ui.maps.conftest import Ask


def test_the_scheme_is_secure_local_and_may_fetch_and_can_be_registered_twice() -> None:
    register_scheme()
    flags = QWebEngineUrlScheme.schemeByName(SCHEME).flags()
    for wanted in ("SecureScheme", "LocalScheme", "CorsEnabled", "FetchApiAllowed"):
        assert getattr(QWebEngineUrlScheme.Flag, wanted) in flags


def test_scripts_styles_and_pictures_of_the_map_are_served() -> None:
    assert web_file("/web/map/map.js") == asset("web/map/map.js")
    assert web_file("/web/dist/leaflet/leaflet.css") == asset("web/dist/leaflet/leaflet.css")


@pytest.mark.parametrize(
    "path",
    [
        "/web/../territories/93010.json",
        "/web/../../pyproject.toml",
        "/web/map/../../../cga_desktop/app.py",
        "/web/map",
        "/web/",
        "/web/package.json",
        "/web/map/nowhere.js",
        "/territories/93010.json",
        "/etc/passwd",
        "//etc/hosts.js",
        "/web//etc/hosts.js",
        "/web/map/\x00.js",
        "",
    ],
)
def test_nothing_else_is(path: str) -> None:
    assert web_file(path) is None


@given(
    st.lists(
        st.sampled_from(["..", ".", "web", "map", "map.js", "dist", "~", "\\", "C:", "%2e%2e", ""]),
        max_size=8,
    )
)
def test_no_path_leads_out_of_the_folder(parts: list[str]) -> None:
    found = web_file("/web/" + "/".join(parts))
    assert found is None or found.is_relative_to(asset("web"))


def test_a_link_out_of_the_folder_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cga_desktop import assets

    web = tmp_path / "resources" / "web"
    web.mkdir(parents=True)
    secret = tmp_path / "secret.js"
    secret.write_text("1")
    try:
        (web / "link.js").symlink_to(secret)
    except OSError:
        pytest.skip("this system does not let its user make links")
    monkeypatch.setattr(assets, "_root", lambda: tmp_path / "resources")
    assert web_file("/web/link.js") is None


def test_the_page_can_fetch_its_files_and_a_tile_nobody_has_is_transparent(
    qtbot: QtBot, view: MapView, ask: Ask
) -> None:
    view.page.runJavaScript(
        "fetch('cga://map/web/map/map.css').then((r) => r.text()).then((t) => { window.css = t; });"
        "const tile = new Image();"
        "tile.onload = () => { window.tile = [tile.width, tile.height]; };"
        "tile.src = 'cga://map/tiles/15/16609/11263.png';"
    )
    qtbot.waitUntil(lambda: bool(ask("window.css || ''")), timeout=15_000)
    assert "--cga-ground" in ask("window.css")
    qtbot.waitUntil(lambda: ask("window.tile || null") == [1, 1], timeout=15_000)
    assert view.refused_requests == 0
