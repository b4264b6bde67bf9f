"""Réglages, « Protection »: locking, another passphrase, the recovery sheet."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cga_desktop.domain.backups import Why
from cga_desktop.domain.errors import WrongPassphrase
from cga_desktop.domain.moments import day
from cga_desktop.operations.passphrases import copies_behind, make_recovery_code
from cga_desktop.operations.studies import open_study
from cga_desktop.settings import load_settings
from cga_desktop.store.backups import back_up, make_copy
from cga_desktop.store.no_vault import NoVault
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.settings import recovery
from cga_desktop.ui.settings.copies_renewed import finish_renewing
from cga_desktop.ui.settings.protection import Protection
from tests.conftest import PASSPHRASE
from tests.ui.conftest import ordinary

NEW = "une phrase toute neuve"


@pytest.fixture
def protection(qtbot: QtBot, desk: Desk) -> Iterator[Protection]:
    ground = QWidget()
    qtbot.addWidget(ground)
    made = Protection(desk)
    QVBoxLayout(ground).addWidget(made.frame)
    ground.resize(700, 900)
    ground.show()
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    made.enter()
    qtbot.waitUntil(lambda: desk.jobs.idle)
    yield made
    qtbot.waitUntil(lambda: desk.jobs.idle)


@pytest.fixture
def study_file(desk: Desk) -> Path:
    return desk.jobs.workspace.database.path


@pytest.fixture
def said(desk: Desk) -> list[str]:
    said: list[str] = []
    desk.said.connect(said.append)
    return said


@pytest.fixture
def refused(desk: Desk) -> list[str]:
    refused: list[str] = []
    desk.refused.connect(refused.append)
    return refused


def opens(path: Path, typed: str) -> bool:
    try:
        open_study(path, vault=NoVault(), passphrase=typed).close()
    except WrongPassphrase:
        return False
    return True


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# --- locking -------------------------------------------------------------------------------------


def test_the_time_until_it_locks_is_chosen_and_kept(protection: Protection, desk: Desk) -> None:
    assert [ordinary(protection.minutes.itemText(n)) for n in range(5)] == [
        "Jamais",
        "5 minutes",
        "15 minutes",
        "30 minutes",
        "60 minutes",
    ]
    assert protection.minutes.currentData() == 15
    for minutes in (60, 0):
        protection.minutes.show_value(minutes)
        protection.minutes.activated.emit(protection.minutes.currentIndex())
        assert desk.settings.lock_minutes == load_settings().lock_minutes == minutes


def test_one_may_lock_now(qtbot: QtBot, protection: Protection, desk: Desk) -> None:
    with qtbot.waitSignal(desk.asked_to) as asked:
        click(protection.lock_button)
    assert asked.args == [Action.LOCK]
    assert "Ctrl + L" in protection.lock_button.toolTip()


def test_the_demonstration_has_nothing_to_protect(
    qtbot: QtBot, protection: Protection, desk: Desk
) -> None:
    protection._show_whose(True)
    assert protection.everybody_knows.isVisible()
    for one in (protection.lock_button, protection.change_button, protection.sheet_button):
        assert not one.isEnabled()


# --- another passphrase --------------------------------------------------------------------------


def fill(protection: Protection, old: str, new: str, again: str) -> None:
    click(protection.change_button)
    for field, text in (
        (protection.change.old, old),
        (protection.change.new.passphrase, new),
        (protection.change.new.again, again),
    ):
        field.setFocus()
        QTest.keyClicks(field, text)


def test_the_passphrase_is_changed_and_backups_follow(
    qtbot: QtBot, protection: Protection, desk: Desk, study_file: Path, said: list[str]
) -> None:
    key = desk.jobs.workspace.database.key
    back_up(study_file, key, why=Why.DAILY)
    click(protection.change_button)
    assert protection.change.old.hasFocus()
    assert not protection.change_button.isVisible()
    protection.change.close_form()
    fill(protection, PASSPHRASE, NEW, NEW)
    QTest.keyClick(protection.change.new.again, Qt.Key.Key_Return)
    assert not protection.change.change_button.isEnabled(), "nobody presses twice"
    qtbot.waitUntil(lambda: bool(said))
    assert ordinary(said[0]) == (
        "La phrase de passe est changée. 1 copie de sauvegarde s’ouvre aussi par la nouvelle."
    )
    assert opens(study_file, NEW)
    assert not opens(study_file, PASSPHRASE)
    assert not copies_behind(study_file, key)
    assert not protection.change.isVisible()
    assert protection.change_button.isVisible()


def test_what_a_new_passphrase_cannot_do_is_said_before(protection: Protection) -> None:
    words = " ".join(one.text() for one in protection.change.findChildren(QLabel))
    assert "ancienne copie de l’étude et l’ancienne phrase pourra encore lire" in words


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ((PASSPHRASE, "court", "court"), "8 caractères"),
        ((PASSPHRASE, NEW, NEW + "x"), "diffèrent"),
        (("pas celle-ci", NEW, NEW), "n’ouvre pas l’étude"),
        ((PASSPHRASE, PASSPHRASE, PASSPHRASE), "choisissez-en une autre"),
    ],
)
def test_what_is_refused_is_said_under_the_fields_and_changes_nothing(
    qtbot: QtBot, protection: Protection, study_file: Path, typed: tuple[str, str, str], why: str
) -> None:
    fill(protection, *typed)
    click(protection.change.change_button)
    qtbot.waitUntil(protection.change.problem.isVisible)
    assert why in protection.change.problem.text()
    assert protection.change.change_button.isEnabled()
    assert protection.change.new.text == typed[1], "nothing has to be typed again"
    assert opens(study_file, PASSPHRASE)


def test_what_was_typed_is_forgotten_when_one_gives_up_or_leaves(protection: Protection) -> None:
    for give_up in (lambda: click(protection.change.cancel_button), protection.leave):
        fill(protection, PASSPHRASE, NEW, NEW)
        give_up()
        assert protection.change.old.text() == ""
        assert protection.change.new.text == protection.change.new.again.text() == ""
        assert not protection.change.isVisible()


def test_a_backup_that_could_not_follow_is_named(
    qtbot: QtBot, protection: Protection, desk: Desk, study_file: Path, refused: list[str]
) -> None:
    key = desk.jobs.workspace.database.key
    beside = back_up(study_file, key, why=Why.DAILY).path.with_name("à part.cgacopie")
    kept = make_copy(study_file, key, beside, why=Why.BY_HAND, media=False)
    kept.path.write_bytes(b"damaged")
    fill(protection, PASSPHRASE, NEW, NEW)
    click(protection.change.change_button)
    qtbot.waitUntil(lambda: bool(refused))
    assert kept.path.name in refused[0]
    assert opens(study_file, NEW)


def test_what_the_end_of_the_program_cut_short_is_done_at_the_next_opening(
    qtbot: QtBot, desk: Desk, study_file: Path
) -> None:
    key = desk.jobs.workspace.database.key
    back_up(study_file, key, why=Why.DAILY)
    make_recovery_code(study_file, passphrase=PASSPHRASE)
    assert copies_behind(study_file, key)
    finish_renewing(desk)
    qtbot.waitUntil(lambda: desk.jobs.idle)
    assert not copies_behind(study_file, key)


# --- the recovery sheet --------------------------------------------------------------------------


def make_sheet(qtbot: QtBot, protection: Protection) -> str:
    """Make a sheet; its code as the screen shows it."""
    sheet = protection.sheet
    click(protection.sheet_button)
    assert sheet.passphrase.hasFocus()
    QTest.keyClicks(sheet.passphrase, PASSPHRASE)
    QTest.keyClick(sheet.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.shows_code)
    return " ".join(one.text() for one in sheet._groups)


def test_a_sheet_is_made_and_its_code_opens_the_study(
    qtbot: QtBot, protection: Protection, study_file: Path
) -> None:
    assert "Aucune feuille de secours" in protection.sheet_said.text()
    code = make_sheet(qtbot, protection)
    assert opens(study_file, code)
    assert protection.sheet.print_button.hasFocus()
    click(protection.sheet.done_button)
    today = day(datetime.now(UTC).astimezone().date())
    qtbot.waitUntil(lambda: today in protection.sheet_said.text())
    assert "nouvelle feuille" in protection.sheet_button.text()
    assert protection.sheet_button.hasFocus()


def test_a_screen_reader_spells_the_code(qtbot: QtBot, protection: Protection) -> None:
    first = make_sheet(qtbot, protection).split(" ")[0]
    assert ordinary(protection.sheet._groups[0].accessibleName()) == "Groupe 1 : " + " ".join(first)


def test_the_code_does_not_stay_on_the_screen(
    qtbot: QtBot, protection: Protection, refused: list[str]
) -> None:
    make_sheet(qtbot, protection)
    protection.leave()
    assert not protection.sheet.shows_code
    assert [one.text() for one in protection.sheet._groups] == [""] * 7
    assert "n’est plus affiché" in refused[0]
    protection.leave()
    assert len(refused) == 1


def test_a_wrong_passphrase_makes_no_sheet(
    qtbot: QtBot, protection: Protection, study_file: Path
) -> None:
    code = make_recovery_code(study_file, passphrase=PASSPHRASE)
    click(protection.sheet_button)
    QTest.keyClicks(protection.sheet.passphrase, "pas celle-ci")
    click(protection.sheet.make_button)
    qtbot.waitUntil(protection.sheet.problem.isVisible)
    assert "n’ouvre pas l’étude" in protection.sheet.problem.text()
    assert not protection.sheet.shows_code
    assert opens(study_file, code.text)


def test_without_a_passphrase_nothing_happens(protection: Protection) -> None:
    click(protection.sheet_button)
    click(protection.sheet.make_button)
    assert protection.sheet.passphrase.hasFocus()
    assert not protection.sheet.problem.isVisible()


def test_a_sheet_made_while_its_room_is_left_is_said_to_be_lost(
    qtbot: QtBot, protection: Protection, refused: list[str]
) -> None:
    click(protection.sheet_button)
    QTest.keyClicks(protection.sheet.passphrase, PASSPHRASE)
    QTest.keyClick(protection.sheet.passphrase, Qt.Key.Key_Return)
    protection.leave()
    qtbot.waitUntil(lambda: bool(refused))
    assert "faites une nouvelle feuille" in refused[0]
    assert not protection.sheet.shows_code


# --- on paper ------------------------------------------------------------------------------------


def test_a_pdf_is_written_only_where_its_owner_wants_one(
    qtbot: QtBot,
    protection: Protection,
    tmp_path: Path,
    cga_home: Path,
    refused: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_sheet(qtbot, protection)
    before = {one for folder in (tmp_path, cga_home) for one in folder.rglob("*")}
    stick = tmp_path / "clé USB"
    stick.mkdir()
    path = stick / "Feuille.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    click(protection.sheet.pdf_button)
    after = {one for folder in (tmp_path, cga_home) for one in folder.rglob("*")}
    assert after - before == {stick, path}
    assert path.read_bytes().startswith(b"%PDF")
    protection.leave()
    assert refused == [], "it is on paper, or will be"


def test_where_the_pdf_is_and_how_to_keep_it_is_said(
    qtbot: QtBot, protection: Protection, tmp_path: Path, said: list[str]
) -> None:
    make_sheet(qtbot, protection)
    (tmp_path / "clé USB").mkdir()
    protection.sheet.write_pdf(tmp_path / "clé USB" / "Feuille.pdf")
    assert "Feuille.pdf" in said[-1]
    assert "loin de l’ordinateur" in said[-1]


def test_a_pdf_beside_the_study_is_refused(
    qtbot: QtBot, protection: Protection, study_file: Path, refused: list[str]
) -> None:
    make_sheet(qtbot, protection)
    protection.sheet.write_pdf(study_file.with_name("Feuille.pdf"))
    assert "qui prendrait l’une prendrait l’autre" in refused[0]
    assert not study_file.with_name("Feuille.pdf").exists()


def test_a_dismissed_file_dialog_writes_nothing(
    qtbot: QtBot, protection: Protection, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    make_sheet(qtbot, protection)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    click(protection.sheet.pdf_button)
    assert said == []


@pytest.mark.parametrize(("sent", "warned"), [(True, 0), (False, 1)])
def test_only_a_sheet_that_was_printed_may_be_left_without_a_word(
    qtbot: QtBot,
    protection: Protection,
    refused: list[str],
    monkeypatch: pytest.MonkeyPatch,
    sent: bool,
    warned: int,
) -> None:
    pages: list[str] = []

    def printer(document, _parent) -> bool:
        pages.append(document.toPlainText())
        return sent

    code = make_sheet(qtbot, protection)
    monkeypatch.setattr(recovery, "printed", printer)
    click(protection.sheet.print_button)
    assert all(group in pages[0] for group in code.split(" "))
    assert "Bondy 2026" in pages[0]
    protection.leave()
    assert len(refused) == warned


def test_without_a_code_there_is_nothing_to_print(
    protection: Protection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "printed", lambda *_: pytest.fail("nothing to print"))
    protection.sheet._print()
    protection.sheet.write_pdf(tmp_path / "ailleurs" / "Feuille.pdf")
    assert not (tmp_path / "ailleurs").exists()
