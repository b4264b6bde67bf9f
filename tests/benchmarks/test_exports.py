"""How long exports take, beside floors measured in the same run.

The floors are what no export can do without: Qt writing shapes and words that are already in their
place; Python's own writers spelling the same rows. So the figures mean the same on any computer.
"""

import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from cga_desktop.domain.exports import Paper, ReportAudience, ReportFormat
from cga_desktop.domain.places import Point
from cga_desktop.domain.territories import territory_facts
from cga_desktop.exporting.geojson import geojson
from cga_desktop.exporting.report import Contact, Report, ReportActor
from cga_desktop.exporting.sheet.compose import compose
from cga_desktop.exporting.tables import table
from cga_desktop.mapping.plan import Plan, schematic_plan
from cga_desktop.operations.demonstration import build_demonstration
from cga_desktop.operations.exports import freeze_report
from cga_desktop.operations.report_views import report_ground
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.exports.painter import QtSheetPrinter
from tests.fakes import FakeFinder, FakeOnline, FakeVault

pytestmark = pytest.mark.usefixtures("qapp")

ROUNDS = 5
MANY = 10_000
MOST_TO_COMPOSE = 2.0
"""Times Qt writing the same document, on A3 with the streets of Bondy."""
MOST_FOR_TABLE, MOST_FOR_LAYER = 10.0, 3.0
"""Times Python's own writer on the same rows: what guarding every cell may cost."""


def timed(act: Callable[[], object]) -> float:
    def once() -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    return median(once() for _round in range(ROUNDS))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return schematic_plan([territory_facts("93010")])


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Report]:
    database = build_demonstration(tmp_path / "démonstration.cgaetude", vault=FakeVault())
    world = Workspace(database, FakeFinder(), FakeOnline(), QtSheetPrinter())
    yield freeze_report(world, audience="public").value
    database.close()


def crowd() -> Report:
    contact = Contact("Leïla B.", "présidente", "+33 6 12 34 56 78", "leila@exemple.fr")
    actors = tuple(
        ReportActor(
            f"id{n}",
            f"Acteur {n}",
            "association",
            description="Un lieu ouvert, trois soirs par semaine, à qui passe.",
            address=f"{n} rue de la Liberté",
            point=Point(48.9 + n * 1e-6, 2.48),
            contact=contact,
        )
        for n in range(MANY)
    )
    return Report("Bondy", "Étude", ReportAudience.TEAM, "2026-11-22", actors=actors)


def test_placing_names_takes_about_as_long_as_drawing_them(
    benchmark: BenchmarkFixture, demonstration: Report, plan: Plan, tmp_path: Path
) -> None:
    printer, ground = QtSheetPrinter(), report_ground(plan)
    path = tmp_path / "carte.pdf"

    def composed() -> object:
        return compose(demonstration, ground, Paper.A3, printer.text_width)

    drawing = compose(demonstration, ground, Paper.A3, printer.text_width)
    floor = timed(lambda: printer.pdf(drawing, path))
    benchmark.pedantic(composed, rounds=ROUNDS)
    ratio = timed(composed) / floor
    benchmark.extra_info |= {
        "times_drawing": round(ratio, 2),
        "drawing_s": round(floor, 3),
        "pages": len(drawing.pages),
        "kilobytes": path.stat().st_size // 1000,
    }
    assert ratio <= MOST_TO_COMPOSE


@pytest.mark.parametrize("kind", [ReportFormat.CSV, ReportFormat.GEOJSON])
def test_ten_thousand_actors_are_spelled_about_as_fast_as_python_can(
    benchmark: BenchmarkFixture, kind: ReportFormat
) -> None:
    report = crowd()
    layer = kind is ReportFormat.GEOJSON

    def spelled() -> bytes:
        return geojson(report) if layer else table(report, kind)

    content = spelled()
    if layer:
        document = json.loads(content)
        floor = timed(lambda: json.dumps(document, ensure_ascii=False, indent=1).encode())
    else:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        floor = timed(lambda: csv.writer(io.StringIO(), delimiter=";").writerows(rows))
    benchmark.pedantic(spelled, rounds=ROUNDS)
    ratio = timed(spelled) / floor
    benchmark.extra_info |= {"times_python": round(ratio, 2), "floor_s": round(floor, 3)}
    assert ratio <= (MOST_FOR_LAYER if layer else MOST_FOR_TABLE)
