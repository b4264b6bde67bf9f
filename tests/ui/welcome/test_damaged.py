"""A damaged study, a copy to restore: from the welcome to an open study."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cga_desktop.domain.backups import COPY_SUFFIX
from cga_desktop.operations.backups import copy_study
from cga_desktop.operations.studies import create_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store import backups
from cga_desktop.ui.jobs import Errands
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.studies import StudyDoors
from cga_desktop.ui.welcome.choices import ChoicesPage
from cga_desktop.ui.welcome.damaged import DamagedPage, RepairedPage
from cga_desktop.ui.welcome.passphrase import PassphrasePage
from cga_desktop.ui.welcome.restoring import RestorePage
from cga_desktop.ui.welcome.welcome import Welcome
from tests.conftest import PASSPHRASE
from tests.fakes import FakeVault
from tests.ui.conftest import ordinary

PAGE = 4096


@pytest.fixture
def opened() -> Iterator[list[Workspace]]:
    """The studies that the welcome opened."""
    found: list[Workspace] = []
    yield found
    for workspace in found:
        workspace.database.close()


@pytest.fixture
def welcome(
    qtbot: QtBot, theme: Theme, doors: StudyDoors, opened: list[Workspace]
) -> Iterator[Welcome]:
    errands = Errands()
    made = Welcome(doors, theme, errands, "")
    made.opened.connect(opened.append)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    errands.close()
    shiboken6.delete(made)


@pytest.fixture
def study(tmp_path: Path, vault: FakeVault) -> Path:
    """A closed study with a copy kept and one to take away."""
    path = tmp_path / "Bondy.cgaetude"
    database = create_study(path, name="Bondy", codes=["93010"], passphrase=PASSPHRASE, vault=vault)
    backups.back_up(path, database.key, why=backups.Why.DAILY)
    copy_study(database, tmp_path / f"copie{COPY_SUFFIX}")
    database.close()
    return path


def damage(study: Path) -> None:
    content = study.read_bytes()
    study.write_bytes(content[:16] + os.urandom(PAGE - 16) + content[PAGE:])


def wait_for(qtbot: QtBot, welcome: Welcome, page: type) -> None:
    qtbot.waitUntil(lambda: isinstance(welcome.page, page), timeout=20_000)


def test_a_damaged_study_is_repaired_said_and_opened(
    qtbot: QtBot, welcome: Welcome, study: Path, opened: list[Workspace]
) -> None:
    damage(study)
    welcome.open(study)
    wait_for(qtbot, welcome, DamagedPage)
    page = welcome.page
    assert isinstance(page, DamagedPage)
    assert page.repair_button.hasFocus()
    assert not page.passphrase.isVisible()
    QTest.keyClick(page.repair_button, Qt.Key.Key_Space)
    assert page.progress.isVisible()
    wait_for(qtbot, welcome, RepairedPage)
    repaired = welcome.page
    assert isinstance(repaired, RepairedPage)
    assert "Rien ne manque" in repaired.said[-1]
    assert repaired.open_button.hasFocus()
    QTest.keyClick(repaired.open_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert opened[0].database.problems() == []


def test_without_a_keyring_the_passphrase_is_asked_for_once(
    qtbot: QtBot, welcome: Welcome, study: Path, vault: FakeVault, opened: list[Workspace]
) -> None:
    damage(study)
    vault.kept.clear()
    welcome.repair(study)
    page = welcome.page
    assert isinstance(page, DamagedPage)
    page.repair_button.click()
    qtbot.waitUntil(page.passphrase.isVisible)
    assert page.passphrase.hasFocus()
    assert not page.progress.isVisible()
    QTest.keyClicks(page.passphrase, "une autre phrase de passe")
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(page.problem.isVisible)
    assert "n’ouvre pas" in page.problem.text()
    page.passphrase.setText(PASSPHRASE)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    wait_for(qtbot, welcome, RepairedPage)
    repaired = welcome.page
    assert isinstance(repaired, RepairedPage)
    repaired.open_button.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)


def test_escape_leaves_the_damaged_study_as_it_is(
    qtbot: QtBot, welcome: Welcome, study: Path
) -> None:
    damage(study)
    before = study.read_bytes()
    welcome.open(study)
    wait_for(qtbot, welcome, DamagedPage)
    QTest.keyClick(welcome.page, Qt.Key.Key_Escape)
    assert isinstance(welcome.page, ChoicesPage)
    assert study.read_bytes() == before


def test_a_study_that_was_mended_meanwhile_is_simply_opened(
    qtbot: QtBot, welcome: Welcome, study: Path, opened: list[Workspace]
) -> None:
    welcome.repair(study)
    page = welcome.page
    assert isinstance(page, DamagedPage)
    page.repair_button.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)


def test_what_cannot_be_repaired_says_why(qtbot: QtBot, welcome: Welcome, tmp_path: Path) -> None:
    nothing = tmp_path / "Rien.cgaetude"
    nothing.write_bytes(bytes(PAGE))
    welcome.repair(nothing)
    page = welcome.page
    assert isinstance(page, DamagedPage)
    page.repair_button.click()
    qtbot.waitUntil(page.problem.isVisible)
    assert page.problem.text()
    assert page.repair_button.hasFocus()


def test_a_copy_becomes_a_study_in_the_folder_and_under_the_name_chosen(
    qtbot: QtBot,
    welcome: Welcome,
    study: Path,
    tmp_path: Path,
    opened: list[Workspace],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    welcome.said.connect(said.append)
    copy = study.with_name(f"copie{COPY_SUFFIX}")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(copy), ""))
    folder = tmp_path / "ailleurs"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(folder))
    choices = welcome.page
    assert isinstance(choices, ChoicesPage)
    choices.chosen.emit("restore")
    page = welcome.page
    assert isinstance(page, RestorePage)
    assert page.name.text() == "copie, restaurée"
    assert page.name.hasFocus()
    page.keep_in(folder)
    page.name.setText("Bondy rendue")
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert opened[0].database.path == folder / "Bondy rendue.cgaetude"
    assert "restaurée" in ordinary(said[0])


def test_a_copy_restored_where_the_key_is_unknown_asks_for_its_passphrase(
    qtbot: QtBot, welcome: Welcome, study: Path, vault: FakeVault
) -> None:
    vault.kept.clear()
    welcome.restore(study.with_name(f"copie{COPY_SUFFIX}"))
    page = welcome.page
    assert isinstance(page, RestorePage)
    page.restore_button.click()
    wait_for(qtbot, welcome, PassphrasePage)


def test_what_is_no_copy_is_said_on_the_page(qtbot: QtBot, welcome: Welcome, study: Path) -> None:
    welcome.restore(study)
    page = welcome.page
    assert isinstance(page, RestorePage)
    page.restore_button.click()
    qtbot.waitUntil(page.problem.isVisible)
    assert "n’est pas une copie" in page.problem.text()
    assert not page.progress.isVisible()
    assert page.isEnabled()


def test_nothing_chosen_is_nothing_done(welcome: Welcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: ("", ""))
    choices = welcome.page
    assert isinstance(choices, ChoicesPage)
    choices.chosen.emit("restore")
    assert welcome.page is choices
