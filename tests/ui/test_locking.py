"""Locking: the study is closed, nothing of it is to be seen, nothing typed is lost."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import NotWritten
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.history import open_study_as_of
from cga_desktop.operations.interviews import start_interview
from cga_desktop.operations.studies import create_study, open_study
from cga_desktop.settings import Settings
from cga_desktop.store import keys
from cga_desktop.store.database import Database
from cga_desktop.store.queries.actors import actors
from cga_desktop.ui import idle
from cga_desktop.ui.actors.screen import ActorsScreen
from cga_desktop.ui.interviews.screen import InterviewsScreen
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.shell import Shell
from cga_desktop.ui.welcome.choices import ChoicesPage
from cga_desktop.ui.welcome.passphrase import PassphrasePage
from cga_desktop.ui.window import Window
from tests.conftest import PASSPHRASE
from tests.fakes import FakeVault
from tests.ui.conftest import MakeWindow, in_memory, ordinary

CTRL = Qt.KeyboardModifier.ControlModifier
EVER = "2030-11-04T17:00:00+01:00"
STUDY, ACTOR, TYPED = "Une étude secrète", "La Passerelle secrète", "Madame Diallo garde les petits"


@pytest.fixture
def study_file(tmp_path: Path, vault: FakeVault) -> Path:
    """A closed study with one actor and one interview; its key is in the keyring."""
    path = tmp_path / "Bondy.cgaetude"
    database = create_study(path, name=STUDY, codes=["93010"], passphrase=PASSPHRASE, vault=vault)
    workspace = in_memory(database)
    add_actor(workspace, draft=ActorDraft.filled({"name": ACTOR}))
    start_interview(workspace, kind="resident")
    database.close()
    return path


@pytest.fixture
def window(qtbot: QtBot, make: MakeWindow, study_file: Path) -> Window:
    """A window on that study."""
    window = make(Settings(theme="light", contributor="Awa"))
    window.show()
    window.activateWindow()
    with qtbot.waitSignal(window.study_shown):
        window.start(study_file)
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: STUDY in window.windowTitle())
    return window


def shell_of(window: Window) -> Shell:
    assert window.shell is not None
    return window.shell


def press_lock(window: Window) -> None:
    QTest.keyClick(window, Qt.Key.Key_L, CTRL)


def locked(window: Window) -> bool:
    return window.welcome is not None and isinstance(window.welcome.page, PassphrasePage)


def lock(qtbot: QtBot, window: Window) -> PassphrasePage:
    press_lock(window)
    qtbot.waitUntil(lambda: locked(window))
    assert window.welcome is not None
    page = window.welcome.page
    assert isinstance(page, PassphrasePage)
    return page


def unlock(qtbot: QtBot, window: Window, page: PassphrasePage) -> Shell:
    with qtbot.waitSignal(window.study_shown):
        QTest.keyClicks(page.passphrase, PASSPHRASE)
        QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    return shell_of(window)


def open_actor(qtbot: QtBot, window: Window) -> ActorsScreen:
    """The card of the one actor, open."""
    shell = shell_of(window)
    with shell.desk.jobs.workspace.database.reading() as session:
        actor_id = actors(session)[0].id
    shell.enter(Room.ACTORS, actor_id)
    screen = shell.screen_of(Room.ACTORS)
    assert isinstance(screen, ActorsScreen)
    qtbot.waitUntil(lambda: screen.form is not None)
    return screen


def texts(window: Window) -> str:
    """Every word that the window shows or tells a screen reader, in view or not."""
    said = [window.windowTitle(), window.toasts.sentence]
    for one in (window, *window.findChildren(QWidget)):
        said += [one.accessibleName(), one.accessibleDescription(), one.toolTip()]
        if isinstance(one, QLabel | QLineEdit):
            said.append(one.text())
        if isinstance(one, QPlainTextEdit | QTextEdit):
            said.append(one.toPlainText())
    return "\n".join(said)


def notes(study_file: Path, vault: FakeVault) -> str:
    """What the study holds of the one actor's notes."""
    database = open_study(study_file, vault=vault, passphrase=PASSPHRASE)
    with database.reading() as session:
        found = actors(session)[0].notes
    database.close()
    return found


@contextmanager
def refusing_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(_self: Database, *_given: object) -> Any:
        raise NotWritten("le disque est plein.")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "writing", refuse)
        yield


# --- what is to be seen --------------------------------------------------------------------------


def test_a_key_locks_and_the_page_says_so(qtbot: QtBot, window: Window) -> None:
    page = lock(qtbot, window)
    assert window.shell is None
    assert "L’étude « Bondy » est verrouillée" in ordinary(texts(window))
    assert page.passphrase.hasFocus()


def test_no_word_of_the_study_is_left(qtbot: QtBot, window: Window) -> None:
    screen = open_actor(qtbot, window)
    assert screen.form is not None
    QTest.keyClicks(screen.form.texts["notes"], TYPED)
    shell_of(window).desk.said.emit(f"« {ACTOR} » est là.")
    shell_of(window).desk.refused.emit(f"« {ACTOR} » n’est pas là.")
    for word in (STUDY, ACTOR, TYPED):
        assert word in texts(window)
    lock(qtbot, window)
    assert window.windowTitle() == "CGA Terrain"
    qtbot.waitUntil(lambda: not any(word in texts(window) for word in (STUDY, TYPED)))
    assert window.toasts.sentence == ""


def test_the_key_leaves_the_keyring_and_the_memory(
    qtbot: QtBot, window: Window, vault: FakeVault
) -> None:
    name = shell_of(window).desk.jobs.workspace.database.key.name
    assert name in vault.kept
    lock(qtbot, window)
    qtbot.waitUntil(lambda: name not in vault.kept)

    def known() -> bool:
        return any(isinstance(one, keys.StudyKey) and one.name == name for one in gc.get_objects())

    qtbot.waitUntil(lambda: not known())


def test_a_study_that_was_open_when_the_program_started_is_let_go_too(
    qtbot: QtBot, window: Window
) -> None:
    name = shell_of(window).desk.jobs.workspace.database.key.name
    gc.freeze()
    try:
        lock(qtbot, window)
        qtbot.waitUntil(
            lambda: (
                not any(
                    isinstance(one, keys.StudyKey) and one.name == name for one in gc.get_objects()
                )
            )
        )
    finally:
        gc.unfreeze()


def test_the_file_is_closed(qtbot: QtBot, window: Window, study_file: Path) -> None:
    lock(qtbot, window)
    assert not study_file.with_name(study_file.name + "-wal").exists()


# --- nothing is lost -----------------------------------------------------------------------------


def test_what_was_being_typed_is_written_first(
    qtbot: QtBot, window: Window, study_file: Path, vault: FakeVault
) -> None:
    screen = open_actor(qtbot, window)
    assert screen.form is not None
    QTest.keyClicks(screen.form.texts["notes"], TYPED)
    lock(qtbot, window)
    assert notes(study_file, vault) == TYPED


def test_where_the_disk_refuses_the_study_stays_open_and_says_why(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = open_actor(qtbot, window)
    assert screen.form is not None
    with refusing_disk(monkeypatch):
        QTest.keyClicks(screen.form.texts["notes"], TYPED)
        press_lock(window)
        qtbot.waitUntil(lambda: "reste ouverte" in window.toasts.sentence)
        assert "Non enregistré depuis" in window.toasts.sentence, "why"
        assert window.shell is not None
        assert screen.form.texts["notes"].toPlainText() == TYPED
        press_lock(window)
        qtbot.waitUntil(lambda: shell_of(window).desk.jobs.idle)
        assert window.shell is not None
    lock(qtbot, window)


# --- the way back --------------------------------------------------------------------------------


def test_unlocking_leads_back_to_the_room_and_the_actor(qtbot: QtBot, window: Window) -> None:
    actor_id = open_actor(qtbot, window).record
    shell = unlock(qtbot, window, lock(qtbot, window))
    assert shell.room is Room.ACTORS
    screen = shell.screen_of(Room.ACTORS)
    qtbot.waitUntil(lambda: screen.record == actor_id)


def test_unlocking_leads_back_to_the_interview(qtbot: QtBot, window: Window) -> None:
    shell = shell_of(window)
    shell.enter(Room.INTERVIEWS)
    screen = shell.screen_of(Room.INTERVIEWS)
    assert isinstance(screen, InterviewsScreen)
    qtbot.waitUntil(lambda: screen.listing.list.rows.rowCount() == 1)
    interview_id = screen.listing.list.rows.row_at(screen.listing.list.rows.index(0)).id
    screen.open(interview_id)
    qtbot.waitUntil(lambda: screen.record == interview_id)
    again = unlock(qtbot, window, lock(qtbot, window)).screen_of(Room.INTERVIEWS)
    qtbot.waitUntil(lambda: again.record == interview_id)


def test_unlocking_leads_back_to_a_room_without_records(qtbot: QtBot, window: Window) -> None:
    shell_of(window).enter(Room.SETTINGS)
    assert unlock(qtbot, window, lock(qtbot, window)).room is Room.SETTINGS


def test_the_keyring_knows_the_key_again_once_unlocked(
    qtbot: QtBot, window: Window, vault: FakeVault
) -> None:
    page = lock(qtbot, window)
    qtbot.waitUntil(lambda: not vault.kept)
    unlock(qtbot, window, page)
    assert vault.kept


def test_another_study_does_not_open_where_one_was_in_this_one(
    qtbot: QtBot, window: Window, tmp_path: Path, vault: FakeVault
) -> None:
    other = tmp_path / "Épinay.cgaetude"
    create_study(other, name="Épinay", codes=["93031"], passphrase=PASSPHRASE, vault=vault).close()
    shell_of(window).enter(Room.SETTINGS)
    page = lock(qtbot, window)
    page.back.emit()
    assert window.welcome is not None
    assert isinstance(window.welcome.page, ChoicesPage)
    with qtbot.waitSignal(window.study_shown):
        window.welcome.open(other)
    assert shell_of(window).room is Room.HOME


# --- when it does not lock -----------------------------------------------------------------------


def test_the_demonstration_is_never_locked(qtbot: QtBot, make: MakeWindow) -> None:
    window = make(Settings(theme="light", lock_minutes=5))
    window.show()
    window.activateWindow()
    with qtbot.waitSignal(window.study_shown):
        window.start(None, demonstration_if_none=True)
    qtbot.waitUntil(lambda: "démonstration" in window.windowTitle())
    qtbot.waitUntil(window.isActiveWindow)
    press_lock(window)
    assert "démonstration n’est jamais verrouillée" in window.toasts.sentence
    window.locking._watch.idle.emit()
    assert window.locking._minutes() == 0
    assert window.shell is not None


def look_back(qtbot: QtBot, window: Window) -> None:
    """Show the study as it was, under its banner."""
    workspace = shell_of(window).desk.jobs.workspace
    past = open_study_as_of(workspace.database, moment=EVER)
    window.looking_back.show_past(replace(workspace, database=past), EVER)
    qtbot.waitUntil(lambda: shell_of(window).desk.jobs.idle)


def test_looking_at_an_earlier_day_it_is_the_study_itself_that_is_locked(
    qtbot: QtBot, window: Window, study_file: Path
) -> None:
    look_back(qtbot, window)
    assert shell_of(window).desk.read_only
    shell = unlock(qtbot, window, lock(qtbot, window))
    assert not shell.desk.read_only
    assert shell.desk.jobs.workspace.database.path == study_file


def test_the_demonstration_is_not_locked_on_an_earlier_day_either(
    qtbot: QtBot, make: MakeWindow
) -> None:
    window = make(Settings(theme="light"))
    window.show()
    with qtbot.waitSignal(window.study_shown):
        window.start(None, demonstration_if_none=True)
    qtbot.waitUntil(lambda: shell_of(window).desk.jobs.idle)
    look_back(qtbot, window)
    window.locking.lock()
    assert "jamais verrouillée" in window.toasts.sentence
    assert shell_of(window).desk.read_only, "one stays where one was"
    window.looking_back.come_back()
    window.locking.lock()
    assert window.shell is not None, "known to be the demonstration from the first moment on"


def test_without_a_study_there_is_nothing_to_lock(window: Window) -> None:
    window.change_study()
    press_lock(window)
    assert window.welcome is not None
    assert isinstance(window.welcome.page, ChoicesPage)
    assert window.locking._minutes() == 0


# --- nobody there --------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    now = {"seconds": 1_000_000.0}
    monkeypatch.setattr(idle, "clock", lambda: now["seconds"])
    return now


def test_nobody_there_for_a_quarter_of_an_hour_locks(
    qtbot: QtBot, clock: dict[str, float], window: Window
) -> None:
    shell = shell_of(window)
    qtbot.waitUntil(lambda: shell.desk.jobs.idle)
    clock["seconds"] += 15 * 60 - 1
    window.locking._watch.tick()
    assert window.shell is shell
    clock["seconds"] += 1
    window.locking._watch.tick()
    qtbot.waitUntil(lambda: locked(window))


@pytest.mark.parametrize(("minutes", "locks"), [(0, False), (5, True), (60, False)])
def test_the_time_is_that_of_the_settings_as_they_are_now(
    qtbot: QtBot, clock: dict[str, float], window: Window, minutes: int, locks: bool
) -> None:
    shell = shell_of(window)
    qtbot.waitUntil(lambda: shell.desk.jobs.idle)
    shell.desk.change_settings(lock_minutes=minutes)
    clock["seconds"] += 20 * 60
    window.locking._watch.tick()
    if locks:
        qtbot.waitUntil(lambda: locked(window))
    qtbot.waitUntil(lambda: shell.desk.jobs.idle or window.shell is None)
    assert (window.shell is None) is locks


def test_long_work_is_not_cut_short(qtbot: QtBot, clock: dict[str, float], window: Window) -> None:
    shell, go_on = shell_of(window), Event()
    shell.desk.jobs.run(lambda _workspace: go_on.wait(10), owner=shell, then=lambda _done: None)
    clock["seconds"] += 20 * 60
    window.locking._watch.tick()
    assert window.shell is shell
    go_on.set()
    qtbot.waitUntil(lambda: shell.desk.jobs.idle)
    window.locking._watch.tick()
    qtbot.waitUntil(lambda: locked(window))


def test_who_comes_back_after_the_computer_slept_finds_it_locked(
    qtbot: QtBot, clock: dict[str, float], window: Window, study_file: Path, vault: FakeVault
) -> None:
    screen = open_actor(qtbot, window)
    assert screen.form is not None
    qtbot.waitUntil(lambda: shell_of(window).desk.jobs.idle)
    clock["seconds"] += 8 * 3600
    screen.form.texts["notes"].setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    qtbot.waitUntil(lambda: locked(window))
    assert notes(study_file, vault) == "", "the first touch is not for what was shown"


def test_a_dialog_that_waits_goes_first(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered: list[str] = []

    def ask() -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            window, "Où ?", "", "", options=QFileDialog.Option.DontUseNativeDialog
        )
        assert window.shell is not None, "its study is still open when a dialog answers"
        answered.append(chosen)

    def lock_in_it() -> None:
        assert isinstance(QApplication.activeModalWidget(), QFileDialog)
        window.locking.lock()

    QTimer.singleShot(50, window, lock_in_it)
    ask()
    assert answered == [""]
    qtbot.waitUntil(lambda: locked(window))


def test_a_box_over_the_window_goes_with_the_study(qtbot: QtBot, window: Window) -> None:
    box = QMessageBox(window)
    box.setText(f"Supprimer « {ACTOR} » ?")
    box.open()
    window.locking.lock()
    qtbot.waitUntil(lambda: locked(window))
    assert not box.isVisible()


# --- the keyring ---------------------------------------------------------------------------------


def test_not_to_be_remembered_any_more_takes_the_key_away_at_once_and_says_so(
    qtbot: QtBot, window: Window, vault: FakeVault
) -> None:
    assert vault.kept
    shell_of(window).desk.key_unwanted.emit()
    qtbot.waitUntil(lambda: "n’est plus dans le trousseau" in window.toasts.sentence)
    assert vault.kept == {}
    assert window.shell is not None


def test_a_keyring_that_does_not_answer_is_said(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.locking, "_doors", Deaf())
    shell_of(window).desk.key_unwanted.emit()
    qtbot.waitUntil(lambda: "y est peut-être encore" in window.toasts.sentence)


class Deaf:
    """Doors whose keyring does not let go."""

    def forget(self, _name: str) -> bool:
        return False
