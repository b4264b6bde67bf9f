"""The map in the window: what it shows, what it says, and that it never leaves the machine."""

import os
import signal
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cga_desktop.domain.territories import TerritoryFacts, embedded_territories
from cga_desktop.mapping.points import MapPoint
from cga_desktop.mapping.symbols import SYMBOLS
from cga_desktop.ui.maps.view import MapView
from tests.ui.maps.conftest import Ask, asker

SHOWN = "Cga.shown.describe()"
BOUNDS = (
    "(({_southWest: a, _northEast: b}) => [a.lat, a.lng, b.lat, b.lng])(Cga.shown.map.getBounds())"
)
HOSTILE = "<img src=x onerror='window.broken=1'></script><script>window.broken=1</script>"


def point(id_: str, lat: float, lon: float, **more: Any) -> MapPoint:
    given = {"kind": "actor", "symbol": "association", "title": f"Acteur {id_}"} | more
    return MapPoint(id_, lat, lon, **given)


def drawn(ask: Ask) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in ask(SHOWN)["drawn"] if "id" in item}


def settle(qtbot: QtBot, ask: Ask, condition: str) -> None:
    """Wait until the page itself says so."""
    qtbot.waitUntil(lambda: ask(condition) is True, timeout=15_000)


def near(image: QImage, x: float, y: float, colour: str, reach: int = 4) -> bool:
    """Whether ``colour`` is to be seen around a place of the picture."""
    wanted = QColor(colour)
    ratio = image.devicePixelRatio()
    for dx in range(-reach, reach + 1):
        for dy in range(-reach, reach + 1):
            seen = image.pixelColor(round((x + dx) * ratio), round((y + dy) * ratio))
            gaps = (
                abs(seen.red() - wanted.red()),
                abs(seen.green() - wanted.green()),
                abs(seen.blue() - wanted.blue()),
            )
            if max(gaps) <= 6:
                return True
    return False


def test_points_appear_move_and_disappear_without_the_page_being_loaded_again(
    qtbot: QtBot, view: MapView, ask: Ask, town: TerritoryFacts
) -> None:
    view.set_territories([town])
    ask("(window.sameage = 'yes', 1)")
    view.set_points([point("a", 48.900, 2.480), point("b", 48.905, 2.490, symbol="shop")])
    view.center_on(48.9, 2.485, 15)
    settle(qtbot, ask, f"{SHOWN}.drawn.length === 2")
    before = drawn(ask)
    assert before["b"]["symbol"] == "shop"

    view.set_points([point("a", 48.902, 2.480)])
    settle(qtbot, ask, f"{SHOWN}.drawn.length === 1")
    after = drawn(ask)
    assert after["a"]["y"] < before["a"]["y"], "it moved north"
    assert after["a"]["x"] == pytest.approx(before["a"]["x"], abs=0.5)

    view.set_points([])
    settle(qtbot, ask, f"{SHOWN}.points === 0")
    assert ask("window.sameage") == "yes"
    assert view.refused_requests == 0


def test_only_what_differs_is_sent_to_the_page(view: MapView) -> None:
    sent: list[tuple[list[Any], list[Any], list[Any]]] = []
    view._bridge.points_changed.connect(lambda *lists: sent.append(lists))
    view.set_points([point("a", 48.90, 2.48), point("b", 48.91, 2.49), point("c", 48.92, 2.47)])
    view.set_points([point("a", 48.90, 2.48), point("b", 48.95, 2.49), point("d", 48.92, 2.47)])
    view.set_points([point("a", 48.90, 2.48), point("b", 48.95, 2.49), point("d", 48.92, 2.47)])
    assert len(sent) == 2, "nothing is sent where nothing changed"
    put, moved, removed = sent[1]
    assert [row[0] for row in put] == ["d"]
    assert moved == [["b", 48.95, 2.49]]
    assert removed == ["c"]


def test_a_symbol_is_painted_in_its_colour_where_its_point_is(
    qtbot: QtBot, view: MapView, ask: Ask, town: TerritoryFacts
) -> None:
    view.set_territories([town])
    view.set_points([point("a", 48.9, 2.48), point("b", 48.905, 2.49, symbol="collective")])
    view.center_on(48.9, 2.485, 15)
    settle(qtbot, ask, f"{SHOWN}.drawn.length === 2")
    places = drawn(ask)

    def painted() -> bool:
        picture = view.grab_picture()
        return all(
            near(picture, place["x"], place["y"], SYMBOLS[place["symbol"]].colour)
            for place in places.values()
        )

    qtbot.waitUntil(painted, timeout=15_000)
    view.set_points([])

    def gone() -> bool:
        picture = view.grab_picture()
        return not any(
            near(picture, place["x"], place["y"], SYMBOLS[place["symbol"]].colour)
            for place in places.values()
        )

    qtbot.waitUntil(gone, timeout=15_000)


def test_what_is_said_before_the_page_is_there_is_shown_once_it_is(
    qtbot: QtBot, town: TerritoryFacts
) -> None:
    early = MapView()
    early.resize(900, 620)
    early.set_territories([town])
    early.set_points([point("a", 48.9, 2.48), point("b", 48.905, 2.49)])
    early.set_dark(True)
    early.set_text_scale(1.5)
    early.center_on(48.902, 2.486, 16)
    early.select("b")
    early.show_pin(48.901, 2.487)
    with qtbot.waitSignal(early.ready, timeout=30_000):
        early.show()
    ask = asker(qtbot, early.page)
    settle(qtbot, ask, f"{SHOWN}.points === 2")
    shown = ask(SHOWN)
    assert shown["selected"] == "b"
    assert shown["dark"] is True
    assert shown["textScale"] == 1.5
    assert shown["streets"] == 3
    assert shown["view"] == pytest.approx([48.902, 2.486, 16], abs=1e-4)
    assert shown["pin"] == pytest.approx([48.901, 2.487])
    shiboken6.delete(early)


def test_streets_are_named_along_their_line(
    qtbot: QtBot, view: MapView, ask: Ask, town: TerritoryFacts
) -> None:
    view.set_territories([town])
    view.center_on(48.9, 2.485, 16)
    settle(qtbot, ask, f"{SHOWN}.names >= 1")
    # Seen from afar only what structures the town keeps a name.
    view.center_on(48.9, 2.485, 11)
    settle(qtbot, ask, f"{SHOWN}.view[2] === 11 && {SHOWN}.names <= 1")


def test_everything_is_in_view_at_first(
    qtbot: QtBot, view: MapView, ask: Ask, town: TerritoryFacts
) -> None:
    view.set_territories([town])
    qtbot.waitUntil(lambda: view.drawn, timeout=15_000)
    south, west, north, east = ask(BOUNDS)
    assert south < 48.89
    assert north > 48.91
    assert west < 2.47
    assert east > 2.50
    assert ask(SHOWN)["view"][2] >= 13, "and not from further than it takes"


def test_new_territories_leave_the_view_where_somebody_chose_it(
    qtbot: QtBot, view: MapView, ask: Ask, town: TerritoryFacts
) -> None:
    view.center_on(48.95, 2.31, 16)
    view.set_territories([town])
    qtbot.waitUntil(lambda: view.drawn, timeout=15_000)
    assert ask(SHOWN)["view"] == pytest.approx([48.95, 2.31, 16], abs=1e-4)


def test_a_map_that_nobody_sees_yet_is_ready_too_and_fits_once_it_is_seen(
    qtbot: QtBot, town: TerritoryFacts
) -> None:
    hidden = MapView()
    hidden.set_territories([town])
    with qtbot.waitSignal(hidden.ready, timeout=30_000):
        pass
    hidden.resize(900, 620)
    hidden.show()
    ask = asker(qtbot, hidden.page)
    settle(qtbot, ask, "Cga.shown.map.getSize().x === 900")
    settle(qtbot, ask, f"{SHOWN}.view[2] >= 13")
    south, west, north, east = ask(BOUNDS)
    assert south < 48.89
    assert north > 48.91
    assert west < 2.47
    assert east > 2.50
    shiboken6.delete(hidden)


def test_everything_stays_in_view_in_a_smaller_window_until_somebody_looks_elsewhere(
    qtbot: QtBot, view: MapView, ask: Ask, town: TerritoryFacts
) -> None:
    view.set_territories([town])
    view.resize(500, 400)
    settle(qtbot, ask, "Cga.shown.map.getSize().x === 500")
    south, _west, north, _east = ask(BOUNDS)
    assert south < 48.89
    assert north > 48.91
    view.center_on(48.9, 2.485, 17)
    view.resize(600, 450)
    settle(qtbot, ask, "Cga.shown.map.getSize().x === 600")
    assert ask(SHOWN)["view"][2] == 17
    view.fit()
    settle(qtbot, ask, f"{SHOWN}.view[2] < 15")
    view.resize(800, 600)
    settle(qtbot, ask, "Cga.shown.map.getSize().x === 800")
    assert ask(SHOWN)["view"][2] < 15


def test_where_there_are_several_communes_a_button_leads_to_each(
    qtbot: QtBot, view: MapView, ask: Ask
) -> None:
    view.set_territories(embedded_territories().values())
    qtbot.waitUntil(lambda: view.drawn, timeout=15_000)
    names = "[...document.querySelectorAll('.cga-communes button')].map((one) => one.textContent)"
    assert ask(names) == ["Bondy", "Épinay-sur-Seine", "Romainville"]
    ask("(document.querySelectorAll('.cga-communes button')[2].click(), 1)")
    lat, lon, zoom = ask(SHOWN)["view"]
    romainville = embedded_territories()["93063"]
    assert [lat, lon] == pytest.approx([romainville.lat, romainville.lon], abs=0.02)
    assert zoom >= 13
    view.set_territories([romainville])
    qtbot.waitUntil(lambda: view.drawn, timeout=15_000)
    assert ask("document.querySelector('.cga-communes').hidden") is True


def test_the_legend_names_what_is_on_the_map_and_nothing_else(
    qtbot: QtBot, view: MapView, ask: Ask, town: TerritoryFacts
) -> None:
    legend = (
        "[...document.querySelectorAll('.cga-legend li')].map((one) =>"
        " [...one.querySelectorAll(':scope > span')].map((word) => word.textContent).join(' '))"
    )
    view.set_territories([town])
    view.set_points(
        [
            point("a", 48.9, 2.48, symbol="shop"),
            point("b", 48.9, 2.49, symbol="shop", precision="street"),
            point("c", 48.905, 2.49, symbol="cooperative"),
        ]
    )
    qtbot.waitUntil(lambda: view.drawn, timeout=15_000)
    assert ask(legend) == [
        "Commerce 2",
        "Autre 1",
        "Position approximative",
        "Plusieurs au même endroit",
        "Limite de commune",
    ]


def test_the_legend_folds_where_there_is_no_room_for_it_until_somebody_chose(
    qtbot: QtBot, view: MapView, ask: Ask, town: TerritoryFacts
) -> None:
    open_ = "document.querySelector('.cga-legend').open"
    view.set_territories([town])
    qtbot.waitUntil(lambda: view.drawn, timeout=15_000)
    assert ask(open_) is True
    view.set_text_scale(1.5)
    qtbot.waitUntil(lambda: view.drawn, timeout=15_000)
    assert ask(open_) is False
    ask("(document.querySelector('.cga-legend summary').click(), 1)")
    view.resize(700, 500)
    settle(qtbot, ask, "Cga.shown.map.getSize().x === 700")
    assert ask(open_) is True


def test_every_button_has_a_name_and_every_name_is_in_french(view: MapView, ask: Ask) -> None:
    names = "[...document.querySelectorAll('.cga-buttons button')].map((b) => b.ariaLabel)"
    assert ask(names) == ["Rapprocher", "Éloigner", "Tout voir"]
    box = "document.querySelector('.leaflet-container')"
    assert ask(f"{box}.getAttribute('aria-label')") == "Carte du territoire"
    assert "A pour ajouter ici" in ask(f"{box}.getAttribute('aria-description')")


def test_points_at_one_address_gather_and_open_into_a_ring(
    qtbot: QtBot, view: MapView, ask: Ask
) -> None:
    view.set_points([point(f"p{i}", 48.9, 2.485) for i in range(4)])
    with qtbot.waitSignal(view._bridge.heard_view_changed):
        view.center_on(48.9, 2.485, 17)
    settle(qtbot, ask, f"{SHOWN}.drawn.length === 1")
    gathered = ask(SHOWN)["drawn"][0]
    assert gathered["count"] == 4
    click(view, gathered["x"], gathered["y"])
    settle(qtbot, ask, f"{SHOWN}.drawn.length === 4")
    opened = drawn(ask)
    assert set(opened) == {"p0", "p1", "p2", "p3"}
    with qtbot.waitSignal(view.selected) as chosen:
        click(view, opened["p2"]["x"], opened["p2"]["y"])
    assert chosen.args == ["p2"]


def inner(view: MapView) -> Any:
    """The widget that the web view hands its mouse and keys to."""
    return view._web.focusProxy()


def click(view: MapView, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton):
    QTest.mouseClick(
        inner(view), button, Qt.KeyboardModifier.NoModifier, QPoint(round(x), round(y))
    )


def test_a_click_on_a_point_selects_it(qtbot: QtBot, view: MapView, ask: Ask) -> None:
    view.set_points([point("a", 48.9, 2.48), point("b", 48.905, 2.49)])
    view.center_on(48.9, 2.485, 15)
    settle(qtbot, ask, f"{SHOWN}.drawn.length === 2")
    place = drawn(ask)["b"]
    with qtbot.waitSignal(view.selected) as chosen:
        click(view, place["x"], place["y"])
    assert chosen.args == ["b"]
    assert ask(SHOWN)["selected"] == "b"


def test_selecting_from_a_list_brings_the_point_into_view(
    qtbot: QtBot, view: MapView, ask: Ask
) -> None:
    view.set_points([point("a", 48.9, 2.48), point("far", 48.93, 2.55)])
    view.center_on(48.9, 2.48, 16)
    settle(qtbot, ask, f"{SHOWN}.drawn.length === 1")
    view.select("far")
    settle(qtbot, ask, f"{SHOWN}.drawn.some((item) => item.id === 'far')")
    view.select(None)
    settle(qtbot, ask, f"{SHOWN}.selected === null")


def test_a_right_click_asks_for_something_here(qtbot: QtBot, view: MapView, ask: Ask) -> None:
    view.center_on(48.9, 2.485, 16)
    settle(qtbot, ask, f"{SHOWN}.view[2] === 16")
    with qtbot.waitSignal(view.asked_here) as here:
        click(view, 450, 310, Qt.MouseButton.RightButton)
    assert here.args == pytest.approx([48.9, 2.485], abs=1e-4)


def test_the_keyboard_adds_here_opens_what_is_in_the_middle_and_goes_from_point_to_point(
    qtbot: QtBot, view: MapView, ask: Ask
) -> None:
    view.set_points([point("west", 48.9, 2.47), point("east", 48.9, 2.49)])
    view.center_on(48.9, 2.49, 16)
    settle(qtbot, ask, f"{SHOWN}.drawn.length === 1")
    ask("(Cga.shown.map.getContainer().focus(), 1)")
    inner(view).setFocus()
    with qtbot.waitSignal(view.asked_here) as here:
        qtbot.keyClick(inner(view), Qt.Key.Key_A)
    assert here.args == pytest.approx([48.9, 2.49], abs=1e-4)
    with qtbot.waitSignal(view.selected) as opened:
        qtbot.keyClick(inner(view), Qt.Key.Key_Return)
    assert opened.args == ["east"]
    with qtbot.waitSignal(view.selected) as following:
        qtbot.keyClick(inner(view), Qt.Key.Key_N)
    assert following.args == ["west"]


def test_the_pin_moves_by_arrow_keys_and_says_where_it_is(
    qtbot: QtBot, view: MapView, ask: Ask
) -> None:
    view.center_on(48.9, 2.485, 16)
    view.show_pin(48.9, 2.485)
    settle(qtbot, ask, f"{SHOWN}.pin !== null")
    ask("(document.querySelector('.cga-pin').focus(), 1)")
    inner(view).setFocus()
    with qtbot.waitSignal(view.pin_moved) as moved:
        qtbot.keyClick(inner(view), Qt.Key.Key_Up)
    lat, lon = moved.args
    assert lat > 48.9
    assert lon == pytest.approx(2.485, abs=2e-5)
    view.hide_pin()
    settle(qtbot, ask, f"{SHOWN}.pin === null")


def test_the_pin_can_be_dragged(qtbot: QtBot, view: MapView, ask: Ask) -> None:
    view.center_on(48.9, 2.485, 16)
    view.show_pin(48.9, 2.485)
    settle(qtbot, ask, f"{SHOWN}.pin !== null && {SHOWN}.view[2] === 16")
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    target = inner(view)
    with qtbot.waitSignal(view.pin_moved) as moved:
        QTest.mousePress(target, left, none, QPoint(450, 295))
        for step in range(1, 9):
            QTest.mouseMove(target, QPoint(450 + 10 * step, 295))
        QTest.mouseRelease(target, left, none, QPoint(530, 295))
    lat, lon = moved.args
    assert lon > 2.4855
    assert lat == pytest.approx(48.9, abs=2e-4)


def test_names_that_are_markup_stay_words(
    qtbot: QtBot, view: MapView, ask: Ask, town: TerritoryFacts
) -> None:
    view.set_territories([town])
    hostile = {"title": HOSTILE, "subtitle": HOSTILE}
    view.set_points([point(HOSTILE, 48.9, 2.485, **hostile), point("b", 48.901, 2.489)])
    view.center_on(48.9, 2.485, 16)
    settle(qtbot, ask, f"{SHOWN}.drawn.length === 2")
    view.select(HOSTILE)
    settle(qtbot, ask, f"{SHOWN}.selected !== null")
    ask("(Cga.shown._hover(Cga.shown.points.items.find((item) => item.point)), 1)")
    card = ask("document.querySelector('.cga-card').textContent")
    assert HOSTILE in card or "Acteur b" in card
    assert HOSTILE in ask("document.querySelector('.cga-voice').textContent")
    assert ask("document.images.length") == 0
    assert ask("typeof window.broken") == "undefined"
    assert view.refused_requests == 0


def test_the_map_is_deleted_without_a_word_of_the_web_engine(
    qtbot: QtBot, qtlog: Any, town: TerritoryFacts
) -> None:
    gone: list[bool] = []
    view = MapView()
    view.resize(400, 300)
    with qtbot.waitSignal(view.ready, timeout=30_000):
        view.show()
    view.set_territories([town])
    view.destroyed.connect(lambda: gone.append(True))
    view.close()
    view.deleteLater()
    qtbot.waitUntil(lambda: gone == [True])
    QApplication.processEvents()
    assert [record.message for record in qtlog.records if "rofile" in record.message] == []


def test_a_map_whose_process_died_opens_again_as_it_was_and_says_so(
    qtbot: QtBot, view: MapView, ask: Ask, town: TerritoryFacts
) -> None:
    view.set_territories([town])
    view.set_points([point("a", 48.9, 2.48), point("b", 48.905, 2.49)])
    view.set_dark(True)
    with qtbot.waitSignal(view._bridge.heard_view_changed):
        view.center_on(48.902, 2.486, 16)
    view.select("b")
    settle(qtbot, ask, f"{SHOWN}.selected === 'b'")
    before = ask(SHOWN)
    said: list[str] = []
    view.trouble.connect(said.append)
    with qtbot.waitSignal(view.ready, timeout=30_000):
        os.kill(view.page.renderProcessPid(), signal.SIGKILL)
    assert said == ["La carte s’était arrêtée\u202f; elle vient de se rouvrir. Rien n’est perdu."]
    settle(qtbot, ask, f"{SHOWN}.points === 2 && {SHOWN}.selected === 'b'")
    after = ask(SHOWN)
    assert after["view"] == pytest.approx(before["view"], abs=1e-6)
    assert after["dark"] is True
    assert after["streets"] == 3


def test_a_map_that_keeps_dying_is_not_opened_for_ever(qtbot: QtBot, view: MapView) -> None:
    with qtbot.waitSignal(view.ready, timeout=30_000):
        os.kill(view.page.renderProcessPid(), signal.SIGKILL)
    with qtbot.waitSignal(view.trouble, timeout=30_000) as said:
        os.kill(view.page.renderProcessPid(), signal.SIGKILL)
    assert "deux fois de suite" in said.args[0]


def test_the_menu_key_asks_for_something_in_the_middle(
    qtbot: QtBot, view: MapView, ask: Ask
) -> None:
    view.center_on(48.9, 2.49, 16)
    qtbot.waitUntil(lambda: view.drawn, timeout=15_000)
    ask("(Cga.shown.map.getContainer().focus(), 1)")
    inner(view).setFocus()
    with qtbot.waitSignal(view.asked_here) as here:
        qtbot.keyClick(inner(view), Qt.Key.Key_Menu)
    assert here.args == pytest.approx([48.9, 2.49], abs=1e-4)
