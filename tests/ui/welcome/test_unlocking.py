"""Where a passphrase is asked for: of a locked study, or forgotten where there is a sheet."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cga_desktop.domain.errors import WrongPassphrase
from cga_desktop.domain.recovery_codes import fresh_code
from cga_desktop.operations.passphrases import make_recovery_code
from cga_desktop.operations.studies import create_study, open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.no_vault import NoVault
from cga_desktop.ui.jobs import Errands
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.studies import StudyDoors
from cga_desktop.ui.welcome.choices import ChoicesPage
from cga_desktop.ui.welcome.new_passphrase import NewPassphrasePage
from cga_desktop.ui.welcome.pages import Page
from cga_desktop.ui.welcome.passphrase import PassphrasePage
from cga_desktop.ui.welcome.welcome import Welcome
from tests.conftest import PASSPHRASE
from tests.fakes import FakeVault
from tests.ui.conftest import ordinary

NEW = "une phrase toute neuve"


@pytest.fixture
def study_file(tmp_path: Path, vault: FakeVault) -> Path:
    path = tmp_path / "Ma commune.cgaetude"
    create_study(path, name="Secret", codes=["93010"], passphrase=PASSPHRASE, vault=vault).close()
    vault.kept.clear()
    return path


@pytest.fixture
def opened() -> Iterator[list[Workspace]]:
    opened: list[Workspace] = []
    yield opened
    for workspace in opened:
        workspace.database.close()


@pytest.fixture
def welcome(
    qtbot: QtBot, theme: Theme, doors: StudyDoors, opened: list[Workspace], study_file: Path
) -> Iterator[Welcome]:
    """A welcome that asks for the passphrase of a locked study."""
    errands = Errands()
    welcome = Welcome(doors, theme, errands, str(study_file))
    qtbot.addWidget(welcome)
    welcome.opened.connect(opened.append)
    welcome.resize(1366, 768)
    welcome.show()
    welcome.activateWindow()
    qtbot.waitUntil(welcome.isActiveWindow)
    welcome.unlock(study_file)
    yield welcome
    errands.close()


def page_of(welcome: Welcome, kind: type[Page]) -> bool:
    return isinstance(welcome.page, kind)


def words(welcome: Welcome) -> str:
    return ordinary(" ".join(one.text() for one in welcome.page.findChildren(QLabel)))


def type_in(welcome: Welcome, text: str) -> PassphrasePage:
    page = welcome.page
    assert isinstance(page, PassphrasePage)
    page.passphrase.clear()
    QTest.keyClicks(page.passphrase, text)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    return page


def press(welcome: Welcome, text: str) -> None:
    button = next(one for one in welcome.page.findChildren(QPushButton) if one.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def opens(path: Path, typed: str) -> bool:
    try:
        open_study(path, vault=NoVault(), passphrase=typed).close()
    except WrongPassphrase:
        return False
    return True


def test_a_locked_study_says_so_and_that_nothing_is_lost(welcome: Welcome) -> None:
    assert "L’étude « Ma commune » est verrouillée" in words(welcome)
    assert "Tout ce que vous avez écrit est enregistré" in words(welcome)
    assert "Secret" not in words(welcome), "the name inside the study is not told"
    page = welcome.page
    assert isinstance(page, PassphrasePage)
    assert page.passphrase.hasFocus()
    assert page.open_button.text() == "Déverrouiller"


def test_its_passphrase_opens_it(
    qtbot: QtBot, welcome: Welcome, opened: list[Workspace], study_file: Path, vault: FakeVault
) -> None:
    type_in(welcome, PASSPHRASE)
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].database.path == study_file
    assert vault.kept, "the keyring knows it again"


def test_one_may_go_to_another_study_instead(welcome: Welcome) -> None:
    press(welcome, "Retour")
    assert page_of(welcome, ChoicesPage)


def test_a_code_opens_it_and_a_new_passphrase_is_proposed(
    qtbot: QtBot, welcome: Welcome, opened: list[Workspace], study_file: Path
) -> None:
    code = make_recovery_code(study_file, passphrase=PASSPHRASE)
    type_in(welcome, code.text.lower().replace("-", " "))
    qtbot.waitUntil(lambda: page_of(welcome, NewPassphrasePage))
    page = welcome.page
    assert isinstance(page, NewPassphrasePage)
    assert page.new.passphrase.hasFocus()
    assert opened == [], "first things first"
    QTest.keyClicks(page.new.passphrase, NEW)
    QTest.keyClicks(page.new.again, NEW)
    QTest.keyClick(page.new.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opens(study_file, NEW)
    assert opens(study_file, code.text)
    assert not opens(study_file, PASSPHRASE)


def test_who_knows_the_passphrase_again_may_keep_it(
    qtbot: QtBot, welcome: Welcome, opened: list[Workspace], study_file: Path
) -> None:
    code = make_recovery_code(study_file, passphrase=PASSPHRASE)
    type_in(welcome, code.text)
    qtbot.waitUntil(lambda: page_of(welcome, NewPassphrasePage))
    press(welcome, "Garder l’ancienne et ouvrir")
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opens(study_file, PASSPHRASE)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("court", "court", "8 caractères"), (NEW, NEW + "!", "diffèrent"), ("", "", "trop courte")],
)
def test_a_new_passphrase_that_cannot_be_is_said_and_nothing_changes(
    qtbot: QtBot, welcome: Welcome, study_file: Path, first: str, second: str, said: str
) -> None:
    code = make_recovery_code(study_file, passphrase=PASSPHRASE)
    type_in(welcome, code.text)
    qtbot.waitUntil(lambda: page_of(welcome, NewPassphrasePage))
    page = welcome.page
    assert isinstance(page, NewPassphrasePage)
    page.new.passphrase.setText(first)
    page.new.again.setText(second)
    press(welcome, "Changer et ouvrir")
    assert said in page.problem.text()
    assert page.isEnabled()
    assert opens(study_file, PASSPHRASE)


def test_a_disk_that_refuses_the_new_passphrase_is_said_on_the_page(
    qtbot: QtBot, welcome: Welcome, study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = make_recovery_code(study_file, passphrase=PASSPHRASE)
    type_in(welcome, code.text)
    qtbot.waitUntil(lambda: page_of(welcome, NewPassphrasePage))
    page = welcome.page
    assert isinstance(page, NewPassphrasePage)
    page.new.passphrase.setText(NEW)
    page.new.again.setText(NEW)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        press(welcome, "Changer et ouvrir")
        qtbot.waitUntil(page.problem.isVisible)
    assert "le disque est plein" in page.problem.text()
    assert page.isEnabled()


def test_a_code_with_a_slip_is_said_with_its_group(
    qtbot: QtBot, welcome: Welcome, study_file: Path
) -> None:
    code = make_recovery_code(study_file, passphrase=PASSPHRASE)
    text = list(code.text)
    text[7] = "2" if text[7] != "2" else "3"
    page = type_in(welcome, "".join(text))
    qtbot.waitUntil(page.problem.isVisible)
    assert "code de secours" in page.problem.text()
    assert "groupe 2" in page.problem.text()


def test_a_code_of_another_study_is_said(qtbot: QtBot, welcome: Welcome) -> None:
    page = type_in(welcome, fresh_code().text)
    qtbot.waitUntil(page.problem.isVisible)
    assert "n’ouvre pas cette étude" in page.problem.text()
    assert page.isEnabled()
    assert page.passphrase.hasFocus()
