"""How long a cold start takes, beside that of an empty window with a web view in the same run.

Each start is a process of its own, timed from its birth until it says that its window can be used.
The programs take turns, so that whatever else the computer does falls on all of them, and their
medians are compared. The empty window is as small as a PySide6 program with a web view gets: one
window, one view, one empty page, ready when that page is there.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from cga_desktop.operations.demonstration import demonstration_path, open_demonstration
from cga_desktop.settings import Settings, save_settings
from cga_desktop.store.no_vault import NoVault
from tests.conftest import PROJECT

ROUNDS = 7
MOST_TO_WINDOW = 2.0
"""Times the empty window, until the window can be used: its first page is there and answers."""
MOST_TO_STUDY = 4.0
"""Until a study is open and its first room shown. Most of it is Python reading SQLAlchemy, SQLModel
and pydantic, which alone takes longer than the whole empty window; 3.0 when this was written."""

EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication([])
window = QMainWindow()
view = QWebEngineView(window)
window.setCentralWidget(view)
window.resize(1366, 768)
window.show()

def look(_loaded=True):
    if not window.windowHandle().isExposed():
        QTimer.singleShot(1, look)
        return
    print("ready", flush=True)
    window.close()

view.loadFinished.connect(look)
view.setHtml("")
application.exec()
"""

PROGRAM = """
from PySide6.QtCore import QTimer

import cga_desktop.app
from cga_desktop.ui import application

make_window = application.make_window

def watched(doors):
    window = make_window(doors)

    def ready():
        if not window.windowHandle().isExposed():
            return False
        {ready}

    def look():
        if not ready():
            QTimer.singleShot(1, look)
            return
        print("ready", flush=True)
        window.close()

    QTimer.singleShot(0, look)
    return window

application.make_window = watched
cga_desktop.app.main([])
"""
WELCOME = PROGRAM.format(
    ready="return window.welcome is not None and window.welcome.page.isEnabled()"
)
STUDY = PROGRAM.format(
    ready="""
        from cga_desktop.ui.rooms import Room

        return window.shell is not None and bool(window.shell.screen_of(Room.HOME)._title.text())
"""
)


def started(program: str, home: Path) -> float:
    """Seconds from the birth of a process to its word that it can be used."""
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603  (our own words)
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=PROJECT,
        env=os.environ | {"CGA_HOME": str(home)},
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        seconds = time.perf_counter() - began
        process.stdout.read()
    assert (said, process.returncode) == ("ready\n", 0)
    return seconds


@pytest.fixture
def nothing_yet(tmp_path: Path) -> Path:
    """The home of somebody who starts the program for the first time."""
    return tmp_path / "home"


@pytest.fixture
def last_study(cga_home: Path) -> Path:
    """The home of somebody who worked on the demonstration study last."""
    open_demonstration(vault=NoVault()).close()
    save_settings(Settings(last_study=str(demonstration_path()), contributor="Awa"))
    return cga_home


@pytest.mark.benchmark(group="start", min_rounds=1)
def test_a_start_is_as_quick_as_two_empty_windows(
    benchmark: BenchmarkFixture, nothing_yet: Path, last_study: Path
) -> None:
    programs = {
        "empty": (EMPTY, nothing_yet),
        "window": (WELCOME, nothing_yet),
        "study": (STUDY, last_study),
    }
    for program, home in programs.values():
        started(program, home)  # the first start of each reads from a cold disk
    took: dict[str, list[float]] = {name: [] for name in programs}

    def one_round() -> None:
        for name, (program, home) in programs.items():
            took[name].append(started(program, home))

    benchmark.pedantic(one_round, rounds=ROUNDS)
    medians = {name: median(times) for name, times in took.items()}
    window, study = (medians[name] / medians["empty"] for name in ("window", "study"))
    benchmark.extra_info |= medians | {"window_ratio": window, "study_ratio": study}
    print(  # noqa: T201
        f"\nempty {medians['empty']:.3f} s; window {medians['window']:.3f} s ({window:.2f} ×);"
        f" first room of a study {medians['study']:.3f} s ({study:.2f} ×)"
    )
    assert window <= MOST_TO_WINDOW
    assert study <= MOST_TO_STUDY
