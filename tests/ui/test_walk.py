"""Every screen at every size of the text, in small windows too: nothing cut or out of reach."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.exceptions import TimeoutError  # noqa: A004
from pytestqt.qtbot import QtBot

from cga_desktop.domain.errors import WrongPassphrase
from cga_desktop.domain.recovery_codes import RecoveryCode
from cga_desktop.domain.repairs import LostChanges, Repair
from cga_desktop.operations.history import open_study_as_of
from cga_desktop.settings import Settings
from cga_desktop.store.queries.actors import actors, observations
from cga_desktop.store.queries.interviews import interviews
from cga_desktop.ui.history.dialog import HistoryDialog
from cga_desktop.ui.history.moment_dialog import MomentDialog
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.settings.screen import SettingsScreen
from cga_desktop.ui.shell import Shell
from cga_desktop.ui.shortcuts import ShortcutSheet
from cga_desktop.ui.studies import StudyDoors
from cga_desktop.ui.welcome.damaged import DamagedPage
from cga_desktop.ui.welcome.new_passphrase import NewPassphrasePage
from cga_desktop.ui.welcome.new_study import NewStudyPage
from cga_desktop.ui.welcome.passphrase import PassphrasePage
from cga_desktop.ui.welcome.restoring import RestorePage
from cga_desktop.ui.welcome.welcome import Welcome
from cga_desktop.ui.widgets.toasts import Offer
from cga_desktop.ui.window import Window
from tests.ui.conftest import MakeWindow
from tests.ui.walk import complaints, name_of, unreached

SIZES = [(1366, 768), (1024, 700)]
LONG_NAME = "Une étude au nom assez long pour déborder de son titre 2026.cgaetude"
REFUSAL = "Le disque est plein : libérez de la place, puis recommencez. Rien n’est perdu."

Look = Callable[..., None]


class Settled:
    """Whether nothing has been wrong for a while: what is laid out late has then been laid out."""

    def __init__(self, window: Window, checks: int) -> None:
        self._window, self._checks = window, checks
        self._good = 0

    def __call__(self) -> bool:
        self._good = 0 if complaints(self._window) else self._good + 1
        return self._good >= self._checks


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=[100, 150, 200])
def percent(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(params=SIZES, ids=["1366x768", "1024x700"])
def room(
    request: pytest.FixtureRequest, qtbot: QtBot, make: MakeWindow, look: str, percent: int
) -> Window:
    """A window of that size, in that look."""
    given = {"theme": look, "text_percent": percent, "contributor": "Awa"}
    window = make(Settings.model_validate(given))
    window.resize(*request.param)
    window.greet()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def walk(qtbot: QtBot, room: Window, look: str, percent: int) -> Iterator[Look]:
    """Looks at a place once it is calm; at the end, everything that was wrong is said."""
    found: list[str] = []

    def see(place: str, checks: int = 1) -> None:
        shell = room.shell
        if shell is not None:
            qtbot.waitUntil(lambda: shell.desk.jobs.idle, timeout=10_000)
        with suppress(TimeoutError):
            qtbot.waitUntil(Settled(room, checks), timeout=1_500)
        found.extend(f"{place}: {one}" for one in complaints(room))
        if (look, percent) == ("light", 100):  # where Tab leads is the same at any size
            found.extend(f"{place}: {one}" for one in unreached(room))

    yield see
    assert not found, "\n".join(found)


def with_everything_missing(folder: Path) -> Repair:
    """A repair with something to say of each kind."""
    return Repair(
        study=folder / LONG_NAME,
        aside=folder / LONG_NAME.replace(".", " (abîmée 2026-11-23 14h05)."),
        copy_made_at=datetime(2025, 11, 22, 9, 30, tzinfo=UTC),
        changes=1214,
        rows=31,
        lost=(LostChanges(12, 31, "2025-11-23T10:00:00Z", "2025-11-23T10:05:00Z"),),
        end_known=False,
        records_whole=False,
        older=tuple(f"H-{number:03}" for number in range(20)),
        emptied=("Entretien retrouvé",),
        pages=400,
        unread=12,
    )


def welcome_of(window: Window) -> Welcome:
    assert window.welcome is not None
    return window.welcome


def test_the_way_back_into_a_locked_study(room: Window, walk: Look, tmp_path: Path) -> None:
    welcome = welcome_of(room)
    welcome.unlock(tmp_path / LONG_NAME)
    walk("locked")
    welcome._propose_new(tmp_path / LONG_NAME, "")
    assert isinstance(welcome.page, NewPassphrasePage)
    welcome.page.refuse("Les deux phrases de passe diffèrent : retapez la seconde.")
    walk("a new passphrase")


def test_the_welcome(room: Window, walk: Look, tmp_path: Path) -> None:
    welcome = welcome_of(room)
    walk("choices")
    welcome.make()
    page = welcome.page
    assert isinstance(page, NewStudyPage)
    walk("new study")
    page.refuse("La phrase de passe est trop courte : il faut 8 caractères au moins.")
    walk("new study, refused")
    welcome._ask(tmp_path / LONG_NAME)
    assert isinstance(welcome.page, PassphrasePage)
    welcome.page.refuse("Cette phrase de passe n’ouvre pas cette étude.")
    walk("passphrase")
    welcome.restore(tmp_path / LONG_NAME.replace(".cgaetude", ".cgacopie"))
    assert isinstance(welcome.page, RestorePage)
    walk("restore")
    welcome.page.refuse("Cette copie est abîmée : choisissez-en une autre. Rien n’a été modifié.")
    walk("restore, refused")
    welcome.repair(tmp_path / LONG_NAME)
    assert isinstance(welcome.page, DamagedPage)
    walk("damaged")
    welcome.page.ask()
    welcome.page.refuse("Cette phrase de passe n’ouvre pas cette étude.")
    walk("damaged, refused")
    welcome._repaired(tmp_path / LONG_NAME, None, with_everything_missing(tmp_path))
    walk("repaired")
    sheet = ShortcutSheet(room, room.theme)
    sheet.show()
    QCoreApplication.processEvents()
    assert complaints(sheet) == []
    sheet.close()


@pytest.fixture
def shell(qtbot: QtBot, room: Window, doors: StudyDoors) -> Shell:
    """The demonstration study, open."""
    room.show_study(doors.demonstration())
    assert room.shell is not None
    return room.shell


def test_the_rooms(room: Window, shell: Shell, walk: Look) -> None:
    with shell.desk.jobs.workspace.database.reading() as session:
        actor, observation = actors(session)[0].id, observations(session)[0].id
    for place in (Room.HOME, Room.ACTORS, Room.MAP, Room.EXPORTS, Room.SETTINGS):
        shell.enter(place)
        walk(place.value)
    shell.enter(Room.ACTORS, actor)
    walk("an actor")
    shell.enter(Room.MAP, observation)
    walk("an observation")
    room.toasts.refuse(REFUSAL)
    walk("a refusal")
    shell.desk.unsaved.emit(f"Non enregistré depuis 14:03:22 : {REFUSAL}")
    walk("a disk that refuses")


def test_the_protection(shell: Shell, walk: Look) -> None:
    shell.enter(Room.SETTINGS)
    screen = shell.screen_of(Room.SETTINGS)
    assert isinstance(screen, SettingsScreen)
    protection = screen.protection
    protection.change.open_form()
    protection.change._not_changed(WrongPassphrase("Cette phrase de passe n’ouvre pas l’étude."))
    walk("another passphrase")
    protection.change.close_form()
    protection.sheet.open_form()
    protection.sheet._not_made(WrongPassphrase("Cette phrase de passe n’ouvre pas l’étude."))
    walk("a recovery sheet")
    protection.sheet._made(RecoveryCode(b"W" * 16))
    walk("a recovery code")
    protection.sheet.close_form()


def test_the_interviews(shell: Shell, walk: Look) -> None:
    with shell.desk.jobs.workspace.database.reading() as session:
        lines = interviews(session)
    shell.enter(Room.INTERVIEWS)
    walk("interviews")
    for kind in ("resident", "actor"):
        one = next(line.interview for line in lines if line.interview.kind == kind)
        shell.enter(Room.INTERVIEWS, one.id)
        walk(f"an interview ({kind})", checks=10)


def test_the_history_and_an_earlier_day(
    qtbot: QtBot, room: Window, shell: Shell, walk: Look, doors: StudyDoors
) -> None:
    workspace = shell.desk.jobs.workspace
    with workspace.database.reading() as session:
        interview, actor = interviews(session)[0].interview.id, actors(session)[0].id
    for dialog in (
        HistoryDialog(room, shell.desk, interview),
        MomentDialog(room, shell.desk, workspace),
    ):
        dialog.show()
        qtbot.waitUntil(lambda: shell.desk.jobs.idle)
        qtbot.waitUntil(partial(whole, dialog))
        dialog.close()
    room.activateWindow()
    qtbot.waitUntil(room.isActiveWindow)
    room.toasts.offer("« Le Pavé » est supprimé.", Offer("Annuler", room.toasts.dismiss))
    walk("an offer")
    room.toasts.dismiss()
    moment = "2030-11-04T17:00:00+01:00"
    past = open_study_as_of(workspace.database, moment=moment)
    room.looking_back.show_past(replace(workspace, database=past), moment)
    assert room.shell is not None
    for place, record in ((Room.HOME, ""), (Room.ACTORS, actor)):
        room.shell.enter(place, record)
        walk(f"earlier, {place.value}")


def whole(dialog: QWidget) -> bool:
    return complaints(dialog) == []


# --- the walk itself sees ------------------------------------------------------------------------


@pytest.fixture
def ground(qtbot: QtBot, theme: Theme) -> Iterator[QWidget]:
    ground = QWidget()
    ground.resize(240, 300)
    QVBoxLayout(ground)
    yield ground
    shiboken6.delete(ground)


def put(ground: QWidget, *widgets: QWidget) -> None:
    layout = ground.layout()
    assert layout is not None
    for one in widgets:
        layout.addWidget(one)
    ground.show()


def test_the_walk_sees_a_field_without_a_name(ground: QWidget) -> None:
    named = QLineEdit()
    named.setAccessibleName("Nom")
    put(ground, named, QLineEdit())
    assert name_of(named) == "Nom"
    assert [one.split(":")[0] for one in complaints(ground)] == ["no name"]


def test_the_walk_sees_words_that_are_cut(ground: QWidget) -> None:
    wide = QPushButton("Essayer avec l’étude de démonstration")
    wide.setFixedWidth(120)
    low = QLabel("Une phrase qui prend plusieurs lignes dans une fenêtre étroite.")
    low.setWordWrap(True)
    low.setFixedHeight(20)
    put(ground, wide, low, QPushButton("Bon"))
    assert [one.split(":")[0] for one in complaints(ground)] == ["clipped", "clipped"]


def test_the_walk_sees_what_reaches_out_of_its_parent(ground: QWidget) -> None:
    put(ground)
    lost = QLabel("", ground)
    lost.setGeometry(200, 10, 100, 20)
    lost.show()
    assert [one.split(":")[0] for one in complaints(ground)] == ["outside"]


def test_the_walk_sees_a_field_that_keeps_tab_and_what_tab_never_reaches(
    qtbot: QtBot, ground: QWidget
) -> None:
    first, text, last = QPushButton("Un"), QPlainTextEdit(), QPushButton("Deux")
    text.setAccessibleName("Notes")
    put(ground, first, text, last)
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    assert [one.split(":")[0] for one in complaints(ground)] == ["keeps Tab"]
    assert [one.split(":")[0] for one in unreached(ground)] == ["unreached"]
    text.setTabChangesFocus(True)
    assert [*complaints(ground), *unreached(ground)] == []
