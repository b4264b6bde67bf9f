"""The exported page, opened from a file as a reader would, with nothing to reach."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cga_desktop.domain.territories import Source, TerritoryFacts
from cga_desktop.mapping.plan import schematic_plan
from cga_desktop.mapping.points import MapPoint
from cga_desktop.mapping.standalone import StandaloneMap, Unplaced, standalone_page
from tests.ui.maps.conftest import Ask, asker

HOSTILE = "</script><img src=x onerror='window.broken=1'><script>window.broken=1</script>"
POINTS = (
    MapPoint(
        "a", 48.900, 2.480, "actor", "association", "Les Jardins", "3 rue Fremin", "number",
        (("Horaires", "le mercredi"), ("Thèmes", HOSTILE)),
    ),
    MapPoint("b", 48.905, 2.490, "actor", "shop", "Épicerie du Marché", "", "street"),
    MapPoint("c", 48.895, 2.475, "observation", "observation", HOSTILE, HOSTILE),
)  # fmt: skip


class Requests(QWebEngineUrlRequestInterceptor):
    """Writes down what a page asks for; lets only the file itself through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.asked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802  (Qt's name)
        self.asked.append(info.requestUrl().toString())
        info.block(info.requestUrl().scheme() != "file")


class Console(QWebEnginePage):
    def __init__(self, profile: QWebEngineProfile, parent: QWidget) -> None:
        super().__init__(profile, parent)
        self.said: list[str] = []

    def javaScriptConsoleMessage(  # noqa: N802  (Qt's name)
        self, _level: Any, message: str, _line: int, _source: str
    ) -> None:
        self.said.append(message)


class Opened:
    """The page as opened: what it asked for, what its console says, and a way to ask it."""

    def __init__(self, qtbot: QtBot, file: Path) -> None:
        self.window = QWidget()
        web = QWebEngineView(self.window)
        web.resize(1200, 800)
        profile = QWebEngineProfile(self.window)
        self.requests = Requests(self.window)
        profile.setUrlRequestInterceptor(self.requests)
        self.page = Console(profile, web)
        web.setPage(self.page)
        self.window.resize(1200, 800)
        self.window.show()
        with qtbot.waitSignal(self.page.loadFinished, timeout=30_000):
            self.page.load(QUrl.fromLocalFile(str(file)))
        self.ask: Ask = asker(qtbot, self.page)


@pytest.fixture
def file(tmp_path: Path, town: TerritoryFacts) -> Path:
    page = standalone_page(
        StandaloneMap(
            title="Acteurs de Bondy <2026>",
            subtitle="Étude de Bondy",
            date="22 novembre 2026",
            plan=schematic_plan([town]),
            points=POINTS,
            unplaced=(Unplaced("d", "collective", "Collectif sans adresse"),),
            sources=(Source(what="rues", name="BAN", licence="Licence Ouverte 2.0", date="2022"),),
            notes=("Une personne n’a pas souhaité figurer sur la carte.",),
        )
    )
    path = tmp_path / "carte à montrer.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture
def opened(qtbot: QtBot, file: Path) -> Iterator[Opened]:
    opened = Opened(qtbot, file)
    yield opened
    shiboken6.delete(opened.window)


def rows_shown(ask: Ask) -> list[str]:
    return ask("[...document.querySelectorAll('tbody tr:not([hidden])')].map((r) => r.dataset.id)")


def test_it_shows_its_points_and_asks_for_nothing_but_itself(opened: Opened, file: Path) -> None:
    shown = opened.ask("Cga.shown.describe()")
    assert sorted(item["id"] for item in shown["drawn"]) == ["a", "b", "c"]
    assert shown["streets"] == 3
    assert opened.requests.asked == [QUrl.fromLocalFile(str(file)).toString()]
    assert opened.page.said == [], "nothing was refused by the page's own policy either"


def test_texts_that_are_markup_stay_words(opened: Opened) -> None:
    opened.ask("(document.querySelector('tr[data-id=a] button').click(), 1)")
    popup = opened.ask("document.querySelector('.leaflet-popup-content').textContent")
    assert "Les Jardins" in popup
    assert HOSTILE in popup
    assert opened.ask("document.images.length") == 0
    assert opened.ask("typeof window.broken") == "undefined"
    assert opened.ask("document.querySelector('tr[data-id=c] button').textContent") == HOSTILE
    assert opened.ask("document.title") == "Acteurs de Bondy <2026>"


def test_the_table_says_everything_that_the_map_says(opened: Opened) -> None:
    table = opened.ask("document.querySelector('table').innerText")
    for word in ("Les Jardins", "3 rue Fremin", "Épicerie du Marché", "Collectif sans adresse"):
        assert word in table
    assert "à la rue" in table
    assert "sans place sur la carte" in table
    footer = opened.ask("document.querySelector('footer').innerText")
    assert "BAN (2022), Licence Ouverte 2.0" in footer
    assert "Une personne n’a pas souhaité" in footer


def test_a_row_leads_to_its_point_and_a_point_to_its_row(opened: Opened) -> None:
    ask = opened.ask
    ask("(document.querySelector('tr[data-id=b] button').click(), 1)")
    shown = ask("Cga.shown.describe()")
    assert shown["selected"] == "b"
    assert shown["view"][:2] == pytest.approx([48.905, 2.49], abs=2e-3)
    ask("(Cga.shown._choose('a'), 1)")
    assert ask("document.querySelector('[aria-current=true]').dataset.id") == "a"
    ask("(document.querySelector('.popup-close').click(), 1)")
    assert ask("document.querySelector('[aria-current=true]')") is None


def test_searching_without_accents_keeps_map_and_table_in_step(opened: Opened) -> None:
    ask = opened.ask
    ask(
        "(document.getElementById('search').value = 'EPICERIE',"
        " document.getElementById('search').dispatchEvent(new Event('input')), 1)"
    )
    assert rows_shown(ask) == ["b"]
    assert ask("Cga.shown.describe().points") == 1
    assert ask("document.getElementById('found').textContent") == "1 acteur ou observation"
    ask(
        "(document.getElementById('search').value = '',"
        " document.getElementById('kind').value = 'association',"
        " document.getElementById('kind').dispatchEvent(new Event('change')), 1)"
    )
    assert rows_shown(ask) == ["a"]


def test_on_paper_it_is_light_and_one_picture_and_then_as_before(opened: Opened) -> None:
    ask = opened.ask
    ask("(Cga.shown.setDark(true), dispatchEvent(new Event('beforeprint')), 1)")
    assert ask("document.documentElement.dataset.theme") == "light"
    assert ask("document.querySelector('.cga-points').hidden") is True
    assert ask("document.querySelector('.more').open") is True
    ask("(dispatchEvent(new Event('afterprint')), 1)")
    assert ask("document.querySelector('.cga-points').hidden") is False
    assert ask("document.querySelector('.more').open") is False


def test_its_policy_stops_what_somebody_might_still_write_into_it(
    qtbot: QtBot, tmp_path: Path, file: Path
) -> None:
    tampered = tmp_path / "tampered.html"
    attack = (
        "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
        "<script src='http://127.0.0.1:9/x.js'></script><img src='http://127.0.0.1:9/y.png'>"
    )
    text = file.read_text(encoding="utf-8").replace("</table>", "</table>" + attack)
    tampered.write_text(text, encoding="utf-8")
    opened = Opened(qtbot, tampered)
    assert opened.ask("typeof window.broken") == "undefined"
    assert [url for url in opened.requests.asked if "127.0.0.1" in url] == []
    shiboken6.delete(opened.window)
