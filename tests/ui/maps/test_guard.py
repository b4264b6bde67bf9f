"""No request leaves the machine, whoever writes it into the page; each one is counted."""

import socket
import threading
from collections.abc import Iterator
from typing import NamedTuple

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEngineSettings, QWebEngineUrlRequestInfo
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cga_desktop.ui.maps.guard import GuardedPage, RequestGuard, forgetful_profile
from cga_desktop.ui.maps.scheme import PAGE_URL, SCHEME, OwnFiles
from cga_desktop.ui.maps.view import MapView
from tests.ui.maps.conftest import asker

ATTEMPTS = {
    "fetch": "fetch('http://{there}/a').catch(() => 0)",
    "picture": "new Image().src = 'http://{there}/b'",
    "beacon": "navigator.sendBeacon('http://{there}/c', 'x')",
    "socket": "new WebSocket('ws://{there}/d')",
    "navigation": "location.href = 'http://{there}/e'",
    "script": "document.head.append(Object.assign(document.createElement('script'),"
    " {{src: 'http://{there}/f.js'}}))",
    "style": "document.head.append(Object.assign(document.createElement('link'),"
    " {{rel: 'stylesheet', href: 'http://{there}/g.css'}}))",
    "frame": "document.body.append(Object.assign(document.createElement('iframe'),"
    " {{src: 'http://{there}/h'}}))",
    "form": "(() => {{const form = document.createElement('form'); form.action = 'http://{there}/i';"
    " document.body.append(form); form.submit();}})()",
}


class Outside(NamedTuple):
    """A server somewhere else, and who called on it."""

    address: str
    callers: list[str]


@pytest.fixture
def outside() -> Iterator[Outside]:
    callers: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    connection, caller = server.accept()
                except OSError:
                    return
                callers.append(str(caller))
                connection.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield Outside(f"127.0.0.1:{server.getsockname()[1]}", callers)
        server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_the_map_reaches_nothing_outside(
    qtbot: QtBot, view: MapView, outside: Outside, attempt: str
) -> None:
    assert view.refused_requests == 0
    view.page.runJavaScript(attempt.format(there=outside.address))
    qtbot.waitUntil(lambda: view.refused_requests == 1, timeout=15_000)
    assert outside.callers == []
    ask = asker(qtbot, view.page)
    assert ask("Cga.shown.describe().points") == 0, "the map is still there"


class Bare(NamedTuple):
    """A page without a policy of its own, behind the guard alone."""

    page: GuardedPage
    guard: RequestGuard


@pytest.fixture
def bare(qtbot: QtBot) -> Iterator[Bare]:
    window = QWidget()
    web = QWebEngineView(window)
    profile = forgetful_profile(window)
    guard = RequestGuard(window)
    profile.setUrlRequestInterceptor(guard)
    profile.installUrlSchemeHandler(
        SCHEME, OwnFiles(lambda: "<!DOCTYPE html><title>Nue</title><body>", window)
    )
    page = GuardedPage(profile, guard, web)
    # The web engine's own rule, that local pages reach nothing remote, would stop it before.
    page.settings().setAttribute(
        QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls, True
    )
    web.setPage(page)
    window.show()
    with qtbot.waitSignal(page.loadFinished, timeout=30_000) as loaded:
        page.load(PAGE_URL)
    assert loaded.args == [True]
    yield Bare(page, guard)
    shiboken6.delete(window)


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_the_guard_alone_stops_and_counts_what_a_policy_would_have_missed(
    qtbot: QtBot, bare: Bare, outside: Outside, attempt: str
) -> None:
    bare.page.runJavaScript(attempt.format(there=outside.address))
    qtbot.waitUntil(lambda: bare.guard.refused_requests == 1, timeout=15_000)
    assert outside.callers == []
    assert asker(qtbot, bare.page)("document.title") == "Nue"


@pytest.mark.parametrize(
    ("url", "picture", "allowed"),
    [
        ("cga://map/web/map/map.css", False, True),
        ("qrc:/qtwebchannel/qwebchannel.js", False, True),
        ("data:image/png;base64,AAAA", True, True),
        ("data:text/html,<script>1</script>", False, False),
        ("file:///etc/passwd", False, False),
        ("https://tile.openstreetmap.org/1/1/1.png", True, False),
        ("ftp://ailleurs.example/", False, False),
        ("CGA-ELSE://map/", False, False),
    ],
)
def test_what_stays_on_the_machine_is_let_through(url: str, picture: bool, allowed: bool) -> None:
    kinds = QWebEngineUrlRequestInfo.ResourceType
    kind = kinds.ResourceTypeImage if picture else kinds.ResourceTypeScript
    assert RequestGuard().allows(QUrl(url), kind) is allowed


def test_nothing_is_kept_on_disk(bare: Bare) -> None:
    profile = bare.page.profile()
    assert profile.isOffTheRecord()
    assert profile.httpCacheType() == profile.HttpCacheType.NoCache
    assert profile.persistentCookiesPolicy() == profile.PersistentCookiesPolicy.NoPersistentCookies


def test_a_window_a_download_and_a_permission_are_refused(qtbot: QtBot, bare: Bare) -> None:
    ask = asker(qtbot, bare.page)
    assert ask("window.open('cga://map/') === null") is True
    bare.page.runJavaScript(
        "navigator.geolocation.getCurrentPosition(() => { window.where = 'given'; },"
        " () => { window.where = 'denied'; })"
    )
    qtbot.waitUntil(lambda: ask("window.where || ''") == "denied", timeout=15_000)
    started: list[object] = []
    bare.page.profile().downloadRequested.connect(lambda download: started.append(download.state()))
    bare.page.download(PAGE_URL, "carte.html")
    qtbot.waitUntil(lambda: bool(started), timeout=15_000)
    assert started == [started[0].DownloadCancelled]


@pytest.mark.parametrize(
    "address",
    ["cga://map/web/map/nowhere.png", "cga://map/territories/93010.json", "cga://else/web/map.png"],
)
def test_an_address_of_ours_that_names_nothing_fails_and_is_no_refusal(
    qtbot: QtBot, bare: Bare, address: str
) -> None:
    bare.page.runJavaScript(
        "window.came = ''; const picture = new Image();"
        "picture.onload = () => { window.came = 'loaded'; };"
        "picture.onerror = () => { window.came = 'failed'; };"
        f"picture.src = '{address}';"
    )
    ask = asker(qtbot, bare.page)
    qtbot.waitUntil(lambda: ask("window.came") == "failed", timeout=15_000)
    assert bare.guard.refused_requests == 0
