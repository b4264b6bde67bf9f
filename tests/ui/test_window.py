"""The window: it opens, it never loses a word, it says what is wrong, and it obeys its keys."""

import errno
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import DiskFull
from cga_desktop.operations.actors import add_actor, edit_actor
from cga_desktop.operations.studies import create_study, open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings, load_settings
from cga_desktop.store.database import Database
from cga_desktop.store.queries.actors import actor
from cga_desktop.store.queries.interviews import interviews
from cga_desktop.ui.actions import Action
from cga_desktop.ui.actors.form import ActorForm
from cga_desktop.ui.actors.screen import ActorsScreen
from cga_desktop.ui.application import bugs_shown
from cga_desktop.ui.keys import readable_keys
from cga_desktop.ui.problems import BugBox, details
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.shell import Shell
from cga_desktop.ui.shortcuts import ShortcutSheet
from cga_desktop.ui.welcome.choices import ChoicesPage
from cga_desktop.ui.welcome.new_study import NewStudyPage
from cga_desktop.ui.welcome.passphrase import PassphrasePage
from cga_desktop.ui.window import Window
from tests.conftest import PASSPHRASE
from tests.fakes import FakeVault
from tests.ui.conftest import MakeWindow, in_memory, ordinary

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def study_file(tmp_path: Path, vault: FakeVault) -> Path:
    """A closed study with one actor; its key is in the keyring."""
    path = tmp_path / "Bondy.cgaetude"
    database = create_study(
        path, name="Bondy 2026", codes=["93010"], passphrase=PASSPHRASE, vault=vault
    )
    add_actor(in_memory(database), draft=ActorDraft.filled({"name": "La Passerelle"}))
    database.close()
    return path


@pytest.fixture
def open_window(qtbot: QtBot, window: Window, study_file: Path) -> Window:
    """The window on that study, in its first room."""
    window.show()
    window.activateWindow()
    with qtbot.waitSignal(window.study_shown):
        window.start(study_file)
    qtbot.waitUntil(window.isActiveWindow)
    return window


def shell_of(window: Window) -> Shell:
    assert window.shell is not None
    return window.shell


def card(qtbot: QtBot, window: Window) -> ActorForm:
    """The card of the one actor, open."""
    shell = shell_of(window)
    shell.enter(Room.ACTORS)
    screen = shell.screen_of(Room.ACTORS)
    assert isinstance(screen, ActorsScreen)
    qtbot.waitUntil(lambda: screen.list.rows.rowCount() == 1)
    screen.list.choose(screen.list.rows.row_at(screen.list.rows.index(0)).id)
    qtbot.waitUntil(lambda: screen.form is not None)
    assert screen.form is not None
    return screen.form


def kept_notes(path: Path, vault: FakeVault, actor_id: str) -> str:
    database = open_study(path, vault=vault)
    with database.reading() as session:
        notes = actor(session, actor_id).notes
    database.close()
    return notes


def answer(words: str) -> list[str]:
    """Press the button that bears ``words`` in the next question; what was asked."""
    asked: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(5, press)
            return
        asked.extend((box.text(), box.informativeText()))
        next(one for one in box.buttons() if one.text() == words).click()

    QTimer.singleShot(0, press)
    return asked


@contextmanager
def refusing_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(_self: Database, _verb: object = None) -> Any:
        raise DiskFull("Le disque est plein.")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "writing", refuse)
        yield


# --- opening -------------------------------------------------------------------------------------


def test_three_presses_lead_a_newcomer_to_her_first_interview(qtbot: QtBot, window: Window) -> None:
    window.start(None)
    window.show()
    welcome = window.welcome
    assert welcome is not None

    def press(words: str) -> None:
        for one in window.findChildren(QPushButton):
            if words in (one.text(), one.accessibleName()) and one.isVisible():
                QTest.mouseClick(one, Qt.MouseButton.LeftButton)
                return
        raise AssertionError(words)

    press("Nouvelle étude")
    page = welcome.page
    assert isinstance(page, NewStudyPage)
    QTest.keyClicks(page.name, "Bondy nord")
    QTest.keyClicks(page.passphrase, PASSPHRASE)
    QTest.keyClicks(page.again, PASSPHRASE)
    with qtbot.waitSignal(window.study_shown):
        press("Créer l’étude")
    press("Nouvel entretien habitant·e")
    shell = shell_of(window)
    assert shell.room is Room.INTERVIEWS

    def recorded() -> bool:
        with shell.desk.jobs.workspace.database.reading() as session:
            return [one.interview.pseudonym for one in interviews(session)] == ["H-001"]

    qtbot.waitUntil(recorded)


def test_the_last_study_opens_by_itself(qtbot: QtBot, make: MakeWindow, study_file: Path) -> None:
    window = make(Settings(last_study=str(study_file)))
    with qtbot.waitSignal(window.study_shown):
        window.start(None)
    shell = shell_of(window)
    assert shell.room is Room.HOME
    qtbot.waitUntil(lambda: window.windowTitle() == "Bondy 2026 – CGA Terrain")


def test_a_last_study_that_was_deleted_leads_to_the_welcome(
    make: MakeWindow, study_file: Path
) -> None:
    window = make(Settings(last_study=str(study_file)))
    study_file.unlink()
    window.start(None)
    assert window.welcome is not None
    assert isinstance(window.welcome.page, ChoicesPage)
    assert window.toasts.sentence == ""


def test_a_study_that_was_asked_for_and_is_not_there_is_said(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    window.show()
    window.start(tmp_path / "nulle part.cgaetude")
    qtbot.waitUntil(lambda: "nulle part" in window.toasts.sentence)
    assert window.welcome is not None
    assert isinstance(window.welcome.page, ChoicesPage)


def test_a_locked_study_asks_for_its_passphrase(
    qtbot: QtBot, window: Window, study_file: Path, vault: FakeVault
) -> None:
    vault.working = False
    window.start(study_file)
    welcome = window.welcome
    assert welcome is not None
    qtbot.waitUntil(lambda: isinstance(welcome.page, PassphrasePage))


def test_where_there_is_no_study_yet_the_demonstration_can_be_shown(
    qtbot: QtBot, window: Window
) -> None:
    with qtbot.waitSignal(window.study_shown):
        window.start(None, demonstration_if_none=True)
    qtbot.waitUntil(lambda: "démonstration" in window.windowTitle())


def test_the_study_that_is_open_is_the_last_one(open_window: Window, study_file: Path) -> None:
    assert load_settings().last_study == str(study_file)
    assert open_window.settings.last_study == str(study_file)


# --- closing -------------------------------------------------------------------------------------


def test_closing_writes_the_last_word(
    qtbot: QtBot, open_window: Window, study_file: Path, vault: FakeVault
) -> None:
    form = card(qtbot, open_window)
    QTest.keyClicks(form.texts["notes"], "Ouvert le mercredi")
    assert open_window.close()
    assert open_window.shell is None
    assert kept_notes(study_file, vault, form.actor_id) == "Ouvert le mercredi"


def test_closing_while_a_field_still_has_something_to_ask_does_no_harm(
    qtbot: QtBot, open_window: Window, study_file: Path
) -> None:
    form = card(qtbot, open_window)
    form.address.line.setFocus()
    QTest.keyClicks(form.address.line, "12 avenue de Verdun")
    assert open_window.close()
    assert open_window.findChild(BugBox) is None


def test_where_the_disk_refuses_one_can_stay_and_lose_nothing(
    qtbot: QtBot,
    open_window: Window,
    study_file: Path,
    vault: FakeVault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = card(qtbot, open_window)
    with refusing_disk(monkeypatch):
        QTest.keyClicks(form.texts["notes"], "Ouvert le mercredi")
        asked = answer("Rester")
        assert not open_window.close()
    assert asked[0] == "Vos dernières phrases ne sont pas encore dans l’étude."
    assert "disque plein" in asked[1]
    assert "la prochaine ouverture de l’étude les y met" in asked[1]
    assert open_window.isVisible()
    assert form.texts["notes"].toPlainText() == "Ouvert le mercredi"
    assert shell_of(open_window).status.failed
    assert open_window.close(), "the disk has room again: nothing is asked"
    assert kept_notes(study_file, vault, form.actor_id) == "Ouvert le mercredi"


def test_where_the_disk_refuses_one_can_leave_and_the_next_opening_has_every_word(
    qtbot: QtBot,
    open_window: Window,
    make: MakeWindow,
    study_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = card(qtbot, open_window)
    with refusing_disk(monkeypatch):
        QTest.keyClicks(form.texts["notes"], "Ouvert le mercredi")
        asked = answer("Quitter")
        assert open_window.close()
    assert asked
    again = make(Settings())
    again.start(study_file)
    qtbot.waitUntil(lambda: "retrouvée" in again.toasts.sentence)
    said = ordinary(again.toasts.sentence)
    assert said.startswith("1 note, écrite le ")
    assert said.endswith(", a été retrouvée et enregistrée.")
    assert card(qtbot, again).texts["notes"].toPlainText() == "Ouvert le mercredi"


def test_where_no_disk_takes_anything_the_question_says_what_is_at_stake(
    qtbot: QtBot, open_window: Window, cga_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = card(qtbot, open_window)

    def refuse(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("cga_desktop.store.journal.write_durably", refuse)
    with refusing_disk(monkeypatch):
        QTest.keyClicks(form.texts["notes"], "Ouvert le mercredi")
        asked = answer("Quitter sans elles")
        assert open_window.close()
    assert "elles sont perdues" in asked[1]


def test_after_a_crash_the_opening_says_until_when_everything_is_there(
    qtbot: QtBot, open_window: Window, make: MakeWindow, study_file: Path
) -> None:
    qtbot.waitUntil(lambda: shell_of(open_window).desk.jobs.idle)
    journal = shell_of(open_window).desk.rescue._journal
    assert journal is not None
    assert journal._held is not None
    journal._held.leave()  # what the system does for a process that is killed
    again = make(Settings())
    again.start(study_file)
    qtbot.waitUntil(lambda: "sans prévenir" in again.toasts.sentence)
    assert "Tout ce qui était enregistré à " in again.toasts.sentence


def test_a_study_closed_in_order_opens_without_a_word(
    qtbot: QtBot, open_window: Window, make: MakeWindow, study_file: Path
) -> None:
    qtbot.waitUntil(lambda: shell_of(open_window).desk.jobs.idle)
    assert open_window.close()
    again = make(Settings())
    with qtbot.waitSignal(again.study_shown):
        again.start(study_file)
    qtbot.waitUntil(lambda: shell_of(again).desk.jobs.idle)
    assert again.toasts.sentence == ""


def test_what_a_command_changes_shows_in_the_open_window(
    qtbot: QtBot, open_window: Window, study_file: Path, vault: FakeVault
) -> None:
    form = card(qtbot, open_window)
    other = open_study(study_file, vault=vault)
    edit_actor(in_memory(other), actor_id=form.actor_id, changes={"phone": "01 48 00 00 00"})
    other.close()
    qtbot.waitUntil(lambda: form.lines["phone"].text() == "01 48 00 00 00")


def test_escape_in_that_question_means_staying(
    qtbot: QtBot, open_window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = card(qtbot, open_window)

    def escape() -> None:
        box = QApplication.activeModalWidget()
        if box is None:
            QTimer.singleShot(5, escape)
        else:
            QTest.keyClick(box, Qt.Key.Key_Escape)

    with refusing_disk(monkeypatch):
        QTest.keyClicks(form.texts["notes"], "Ouvert")
        QTimer.singleShot(0, escape)
        assert not open_window.close()


def test_the_status_bar_says_when_and_why(
    qtbot: QtBot, open_window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, bar = card(qtbot, open_window), shell_of(open_window).status
    QTest.keyClicks(form.texts["notes"], "Ouvert")
    qtbot.waitUntil(lambda: bar.sentence.startswith("Enregistré à "))
    assert not bar.failed
    with refusing_disk(monkeypatch):
        QTest.keyClicks(form.texts["notes"], " le mercredi")
        qtbot.waitUntil(lambda: bar.failed)
    assert "disque plein" in bar.sentence
    form.autosave.flush()
    qtbot.waitUntil(lambda: not bar.failed)


# --- another study -------------------------------------------------------------------------------


def test_another_study_can_be_chosen_and_the_first_is_closed(
    qtbot: QtBot, open_window: Window, study_file: Path, vault: FakeVault
) -> None:
    form = card(qtbot, open_window)
    QTest.keyClicks(form.texts["notes"], "Ouvert")
    actor_id = form.actor_id
    QTest.keyClick(open_window, Qt.Key.Key_O, CTRL)
    assert open_window.shell is None
    assert open_window.windowTitle() == "CGA Terrain"
    welcome = open_window.welcome
    assert welcome is not None
    first = welcome.findChildren(QPushButton)[0]
    assert ordinary(first.accessibleName()) == "Reprendre « Bondy »"
    qtbot.waitUntil(first.hasFocus)
    assert kept_notes(study_file, vault, actor_id) == "Ouvert"
    with qtbot.waitSignal(open_window.study_shown):
        QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    QTest.keyClick(open_window, Qt.Key.Key_L, CTRL | SHIFT)  # what is gone does not answer
    assert open_window.theme.dark


# --- keys ----------------------------------------------------------------------------------------

ROOM_KEYS = [
    (Qt.Key.Key_2, Room.INTERVIEWS),
    (Qt.Key.Key_3, Room.ACTORS),
    (Qt.Key.Key_5, Room.EXPORTS),
    (Qt.Key.Key_Comma, Room.SETTINGS),
    (Qt.Key.Key_1, Room.HOME),
    # The same keys on a French keyboard, without Shift:
    (Qt.Key.Key_Eacute, Room.INTERVIEWS),
    (Qt.Key.Key_QuoteDbl, Room.ACTORS),
    (Qt.Key.Key_ParenLeft, Room.EXPORTS),
    (Qt.Key.Key_Ampersand, Room.HOME),
]


def test_every_room_is_one_key_away_on_french_keyboards_too(open_window: Window) -> None:
    shell = shell_of(open_window)
    for key, room in ROOM_KEYS:
        QTest.keyClick(open_window, key, CTRL)
        assert shell.room is room
        assert shell._buttons[room].isChecked()


def test_the_rail_leads_to_every_room(open_window: Window) -> None:
    shell = shell_of(open_window)
    for room, button in shell._buttons.items():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert shell.room is room
        assert ordinary(button.toolTip()).startswith(room.title)


@pytest.mark.parametrize("study_is_open", [True, False], ids=["in a study", "in the welcome"])
def test_text_size_and_look_follow_their_keys_and_are_kept(
    qtbot: QtBot, request: pytest.FixtureRequest, window: Window, study_is_open: bool
) -> None:
    if study_is_open:
        request.getfixturevalue("open_window")
    else:
        window.start(None)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
    base = QApplication.font().pixelSize()
    for _time in range(6):
        QTest.keyClick(window, Qt.Key.Key_Plus, CTRL)
    assert QApplication.font().pixelSize() == 2 * base
    QTest.keyClick(window, Qt.Key.Key_Minus, CTRL)
    QTest.keyClick(window, Qt.Key.Key_Equal, CTRL)
    QTest.keyClick(window, Qt.Key.Key_L, CTRL | SHIFT)
    assert (load_settings().text_percent, load_settings().theme) == (200, "dark")
    for _time in range(6):
        QTest.keyClick(window, Qt.Key.Key_Minus, CTRL)
    assert load_settings().text_percent == 100


def test_settings_that_cannot_be_kept_are_said_and_used_all_the_same(
    open_window: Window, cga_home: Path
) -> None:
    (cga_home / "settings.json").unlink()
    (cga_home / "settings.json").mkdir()
    QTest.keyClick(open_window, Qt.Key.Key_L, CTRL | SHIFT)
    assert open_window.theme.dark
    assert "réglages n’ont pas pu être gardés" in open_window.toasts.sentence


NEW = [
    (Action.NEW_RESIDENT_INTERVIEW, Room.INTERVIEWS),
    (Action.NEW_ACTOR_INTERVIEW, Room.INTERVIEWS),
    (Action.NEW_ACTOR, Room.ACTORS),
    (Action.NEW_OBSERVATION, Room.MAP),
]


@pytest.mark.parametrize(("action", "room"), NEW, ids=[action.value for action, _room in NEW])
def test_what_is_new_begins_in_its_room_wherever_one_is(
    qtbot: QtBot, open_window: Window, action: Action, room: Room
) -> None:
    shell = shell_of(open_window)
    with qtbot.waitSignal(shell.desk.jobs.changed):
        open_window.perform(action)
    assert shell.room is room
    qtbot.waitUntil(lambda: shell.desk.jobs.idle)


def test_in_the_welcome_what_needs_a_study_does_nothing(window: Window) -> None:
    window.start(None)
    for action in Action:
        if action not in (Action.QUIT, Action.SHORTCUTS):
            window.perform(action)
    assert window.welcome is not None


def test_the_sheet_lists_every_action_and_every_room_with_its_keys(
    qtbot: QtBot, open_window: Window
) -> None:
    QTest.keyClick(open_window, Qt.Key.Key_F1)
    sheet = open_window.findChild(ShortcutSheet)
    assert sheet is not None
    said = [one.text() for one in sheet.findChildren(QLabel)]
    for text, keys in [
        *((room.title, room.shortcut) for room in Room),
        *((one.words.text, one.words.keys) for one in Action),
    ]:
        assert said[said.index(text) + 1] == readable_keys(keys)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: open_window.findChild(ShortcutSheet) is None)


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("Ctrl+Shift+Return", "Ctrl + Maj + Entrée"),
        ("Ctrl++", "Ctrl + +"),
        ("Ctrl+-", "Ctrl + -"),
        ("F1", "F1"),
    ],
)
def test_keys_are_written_as_on_a_french_keyboard(keys: str, written: str) -> None:
    assert readable_keys(keys) == written


def test_no_key_means_two_things() -> None:
    keys = [key for one in Action for key in (one.words.keys, *one.words.also)]
    keys += [key for room in Room for key in room.shortcuts]
    assert len(keys) == len(set(keys))


def test_quitting_by_key_closes_the_window(open_window: Window) -> None:
    QTest.keyClick(open_window, Qt.Key.Key_Q, CTRL)
    assert not open_window.isVisible()


# --- bugs ----------------------------------------------------------------------------------------

SECRET = "Madame Diallo habite au 12"


def crash(_workspace: Workspace) -> Any:
    raise RuntimeError(SECRET)


def box_of(qtbot: QtBot, window: Window) -> BugBox:
    qtbot.waitUntil(lambda: window.findChild(BugBox) is not None)
    box = window.findChild(BugBox)
    assert box is not None
    return box


def press(box: QMessageBox, words: str) -> None:
    next(one for one in box.buttons() if one.text() == words).click()


def test_a_bug_is_said_with_details_that_hold_nothing_anybody_typed(
    qtbot: QtBot, open_window: Window
) -> None:
    shell = shell_of(open_window)
    shell.desk.jobs.run(crash, owner=shell, then=lambda _: None)
    box = box_of(qtbot, open_window)
    assert box.text() == "Le programme a rencontré un défaut."
    assert "RuntimeError" in box.detailedText()
    assert "test_window.py" in box.detailedText()
    assert SECRET not in box.detailedText()
    press(box, "Copier les détails")
    assert QApplication.clipboard().text() == box.detailedText()
    shell.desk.jobs.run(crash, owner=shell, then=lambda _: None)
    qtbot.waitUntil(lambda: shell.desk.jobs.idle)
    assert len(open_window.findChildren(BugBox)) == 1, "one bug box at a time"


def test_one_may_go_on_after_a_bug(qtbot: QtBot, open_window: Window) -> None:
    shell = shell_of(open_window)
    shell.desk.jobs.run(crash, owner=shell, then=lambda _: None)
    press(box_of(qtbot, open_window), "Continuer")
    qtbot.waitUntil(lambda: open_window.findChild(BugBox) is None)
    shell.enter(Room.ACTORS)
    assert shell.room is Room.ACTORS


def test_details_name_files_but_not_the_folders_of_a_person() -> None:
    try:
        json.loads("{" + SECRET)
    except ValueError as error:
        said = details(error)
    assert "json/decoder.py" in said
    assert str(Path.home()) not in said
    assert sys.prefix not in said
    assert SECRET not in said


def test_what_nobody_foresaw_is_shown_and_the_hook_is_put_back(
    qtbot: QtBot, window: Window
) -> None:
    before = sys.excepthook
    with bugs_shown(window):
        assert sys.excepthook is not before
        try:
            crash(None)  # type: ignore[arg-type]
        except RuntimeError as error:
            sys.excepthook(RuntimeError, error, error.__traceback__)
        assert SECRET not in box_of(qtbot, window).detailedText()
    assert sys.excepthook is before


def test_a_keyboard_interrupt_ends_the_program(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[object] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda *given: ended.append(given[0]))
    with bugs_shown(window):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert ended == [KeyboardInterrupt]
    assert window.findChild(BugBox) is None
