"""What tests of the interface share: a look, a desk on an open study, a whole window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cga_desktop.operations.demonstration import build_demonstration
from cga_desktop.operations.repair import repair_study
from cga_desktop.operations.studies import DEMONSTRATION_PASSPHRASE, create_study, open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.store.database import Database
from cga_desktop.store.no_vault import NoVault
from cga_desktop.ui.application import make_window
from cga_desktop.ui.autosave import Autosave
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.jobs import Jobs
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.maps.scheme import register_scheme
from cga_desktop.ui.qt import settle
from cga_desktop.ui.studies import NewStudy, StudyDoors
from cga_desktop.ui.window import Window
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault

# Read while tests are collected: before any of them creates the application.
register_scheme()

Calm = Callable[[Desk], None]


def ordinary(text: str) -> str:
    """``text`` with ordinary spaces in place of those that keep French signs with their words."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light look at 100 %, as each test may change it."""
    theme = Theme(qapp)
    theme.use(Settings(theme="light"))
    yield theme
    shiboken6.delete(theme)


@pytest.fixture
def desk(workspace: Workspace, theme: Theme) -> Iterator[Desk]:
    """A desk on the study of ``workspace``; a bug in a job fails the test."""
    jobs = Jobs(workspace)
    desk = Desk(jobs, theme, Settings(theme="light", contributor="Awa"))
    bugs: list[Exception] = []
    jobs.crashed.connect(bugs.append)
    yield desk
    jobs.close()
    shiboken6.delete(desk)
    shiboken6.delete(jobs)
    assert bugs == []


@pytest.fixture
def calm(qtbot: QtBot) -> Calm:
    """Hands over what was typed, and waits until it is on the disk and every answer home."""

    def wait(desk: Desk) -> None:
        for one in list(desk.unwritten):
            assert isinstance(one, Autosave)
            one.flush()
        qtbot.waitUntil(lambda: not desk.unwritten and desk.jobs.idle, timeout=10_000)

    return wait


def in_memory(database: Database) -> Workspace:
    """A workspace whose outside world is in memory."""
    return Workspace(database, FakeFinder(), FakeOnline(), FakePrinter())


@pytest.fixture
def doors(tmp_path: Path, vault: FakeVault) -> StudyDoors:
    """The real doors to real files, with a keyring in memory."""

    def create(wanted: NewStudy) -> Workspace:
        return in_memory(
            create_study(
                wanted.path,
                name=wanted.name,
                codes=wanted.codes,
                passphrase=wanted.passphrase,
                vault=vault,
            )
        )

    def demonstration() -> Workspace:
        path = tmp_path / "démonstration" / "Démonstration.cgaetude"
        if path.exists():
            return in_memory(open_study(path, vault=NoVault(), passphrase=DEMONSTRATION_PASSPHRASE))
        return in_memory(build_demonstration(path, vault=NoVault()))

    return StudyDoors(
        create=create,
        open=lambda path, passphrase: in_memory(
            open_study(path, vault=vault, passphrase=passphrase)
        ),
        demonstration=demonstration,
        forget=vault.forget,
        repair=lambda path, passphrase: repair_study(path, vault=vault, passphrase=passphrase),
    )


MakeWindow = Callable[[Settings], Window]


@pytest.fixture
def make(qapp: QApplication, doors: StudyDoors) -> Iterator[MakeWindow]:
    """Makes windows; whatever a test left in them, they are closed without a question."""
    made: list[Window] = []

    def one(settings: Settings) -> Window:
        window = make_window(doors, settings)
        made.append(window)
        return window

    yield one
    for window in made:
        if window.shell is not None:
            window.shell.desk.unwritten.clear()
        window.close()
        settle(window)


@pytest.fixture
def window(make: MakeWindow) -> Window:
    """A window that nothing was opened in yet."""
    return make(Settings(theme="light", contributor="Awa"))
