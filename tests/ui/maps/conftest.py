"""A real map in a real web view, and a way to ask its page what it shows."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtWebEngineCore import QWebEnginePage
from pytestqt.qtbot import QtBot

from cga_desktop.domain.territories import Street, TerritoryFacts
from cga_desktop.ui.maps.scheme import register_scheme
from cga_desktop.ui.maps.view import MapView

# Read while tests are collected: before any of them creates the application.
register_scheme()

Ask = Callable[[str], Any]


def asker(qtbot: QtBot, page: QWebEnginePage) -> Ask:
    """A function that evaluates an expression in ``page`` and gives its value."""

    def ask(expression: str) -> Any:
        answers: list[str] = []
        page.runJavaScript(f"JSON.stringify({expression})", answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=15_000)
        return json.loads(answers[0]) if answers[0] else None

    return ask


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[MapView]:
    """A map whose page is there; deleted at once, so that none is left when the program ends."""
    view = MapView()
    view.resize(900, 620)
    with qtbot.waitSignal(view.ready, timeout=30_000):
        view.show()
    yield view
    view.close()
    shiboken6.delete(view)


@pytest.fixture
def ask(qtbot: QtBot, view: MapView) -> Ask:
    return asker(qtbot, view.page)


@pytest.fixture
def town() -> TerritoryFacts:
    """A square commune of three streets, two kilometres wide."""
    west, south, east, north = 2.47, 48.89, 2.50, 48.91
    return TerritoryFacts(
        code="93010",
        name="Bondy",
        postcodes=("93140",),
        lat=48.90,
        lon=2.485,
        outline=(((west, south), (east, south), (east, north), (west, north)),),
        streets=(
            Street(
                name="Avenue de Verdun",
                lat=48.9,
                lon=2.485,
                first=1,
                last=120,
                numbers=110,
                line=((2.472, 48.9), (2.485, 48.901), (2.498, 48.9)),
            ),
            Street(
                name="Rue Fremin",
                lat=48.905,
                lon=2.48,
                first=1,
                last=40,
                numbers=38,
                line=((2.478, 48.903), (2.482, 48.907)),
            ),
            Street(name="Impasse <b>Zola</b>", lat=48.895, lon=2.49),
        ),
    )
