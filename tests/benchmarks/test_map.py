"""How long ten thousand points take from the call to the screen.

Measured beside the opening of the map itself in the same run, so that the figure means the same on
a slow computer as on a fast one.
"""

import random
import time
from collections.abc import Callable, Iterator
from statistics import median

import pytest
import shiboken6
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.territories import territory_facts
from cga_desktop.mapping.points import MapPoint
from cga_desktop.ui.maps.scheme import PAGE_URL, register_scheme
from cga_desktop.ui.maps.view import MapView

register_scheme()

COUNT = 10_000
MOST_TO_SHOW, MOST_TO_MOVE = 2.0, 1.0
"""Times the opening of the map."""


def many_points(count: int) -> list[MapPoint]:
    chance = random.Random(2026)  # noqa: S311  (places, not secrets)
    kinds = [kind.value for kind in ActorKind]
    return [
        MapPoint(
            f"p{i}",
            48.905 + chance.uniform(-0.02, 0.02),
            2.485 + chance.uniform(-0.015, 0.015),
            "actor",
            chance.choice(kinds),
            f"Acteur {i}",
            f"{i} rue de la Liberté, 93140 Bondy",
            "number",
        )
        for i in range(count)
    ]


def timed(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[MapView]:
    view = MapView()
    view.resize(1100, 700)
    with qtbot.waitSignal(view.ready, timeout=30_000):
        view.show()
    view.set_territories([territory_facts("93010")])
    view.center_on(48.905, 2.485, 14)
    qtbot.waitUntil(lambda: view.drawn, timeout=30_000)
    yield view
    view.close()
    shiboken6.delete(view)


def opening_seconds(qtbot: QtBot, view: MapView) -> float:
    """From loading the page to the plan of one commune on the screen, the view being there."""
    view.set_points([])

    def load() -> None:
        with qtbot.waitSignal(view._bridge.heard_ready, timeout=30_000):
            view.page.load(PAGE_URL)
        qtbot.waitUntil(lambda: view.drawn, timeout=30_000)

    return median(timed(load) for _round in range(5))


def test_ten_thousand_points_from_call_to_screen(
    qtbot: QtBot, view: MapView, benchmark: BenchmarkFixture
) -> None:
    points = many_points(COUNT)
    drawings = view._bridge.heard_drawn

    def show(shown: list[MapPoint]) -> None:
        with qtbot.waitSignal(drawings, timeout=30_000, check_params_cb=lambda *_: view.drawn):
            view.set_points(shown)

    def clear() -> None:
        show([])

    show(points)
    benchmark.pedantic(show, args=(points,), setup=clear, rounds=5)
    opening = opening_seconds(qtbot, view)
    ratio = benchmark.stats.stats.median / opening
    benchmark.extra_info["opening_ms"] = round(opening * 1000, 1)
    benchmark.extra_info["times_opening"] = round(ratio, 2)
    assert ratio <= MOST_TO_SHOW


def test_one_point_moved_among_ten_thousand(
    qtbot: QtBot, view: MapView, benchmark: BenchmarkFixture
) -> None:
    points = many_points(COUNT)
    drawings = view._bridge.heard_drawn
    moves = iter(range(10**6))

    def show() -> None:
        lat = 48.9 + next(moves) * 1e-5
        moved = MapPoint("p0", lat, 2.485, "actor", "shop", "Acteur 0", "", "number")
        with qtbot.waitSignal(drawings, timeout=30_000, check_params_cb=lambda *_: view.drawn):
            view.set_points([moved, *points[1:]])

    show()
    benchmark.pedantic(show, rounds=5)
    opening = opening_seconds(qtbot, view)
    ratio = benchmark.stats.stats.median / opening
    benchmark.extra_info["opening_ms"] = round(opening * 1000, 1)
    benchmark.extra_info["times_opening"] = round(ratio, 2)
    assert ratio <= MOST_TO_MOVE
