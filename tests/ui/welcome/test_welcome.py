"""The welcome: from nothing to an open study, without a wrong turn that cannot be taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cga_desktop.domain.errors import NotWritten
from cga_desktop.operations.studies import create_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import studies_folder
from cga_desktop.store.queries.study import status
from cga_desktop.ui.jobs import Errands
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.studies import NewStudy, StudyDoors
from cga_desktop.ui.welcome.choices import ChoicesPage
from cga_desktop.ui.welcome.new_study import NewStudyPage
from cga_desktop.ui.welcome.pages import WaitingPage
from cga_desktop.ui.welcome.passphrase import PassphrasePage
from cga_desktop.ui.welcome.welcome import Welcome
from tests.conftest import PASSPHRASE
from tests.fakes import FakeVault
from tests.ui.conftest import ordinary

Greet = Callable[..., Welcome]


class Opened(list[Workspace]):
    """The studies that the welcome opened."""


@pytest.fixture
def opened() -> Iterator[Opened]:
    opened = Opened()
    yield opened
    for workspace in opened:
        workspace.database.close()


@pytest.fixture
def greet(qtbot: QtBot, theme: Theme, doors: StudyDoors, opened: Opened) -> Iterator[Greet]:
    """Shows a welcome; ``last`` is the study opened last time."""
    errands = Errands()
    shown: list[Welcome] = []

    def show(last: str = "", through: StudyDoors = doors) -> Welcome:
        welcome = Welcome(through, theme, errands, last)
        welcome.opened.connect(opened.append)
        welcome.resize(1366, 768)
        shown.append(welcome)
        welcome.show()
        welcome.activateWindow()
        qtbot.waitUntil(welcome.isActiveWindow)
        return welcome

    yield show
    errands.close()
    for welcome in shown:
        shiboken6.delete(welcome)
    shiboken6.delete(errands)


@pytest.fixture
def study_file(tmp_path: Path, vault: FakeVault) -> Path:
    """A study that exists, whose key is in the keyring."""
    path = tmp_path / "Ma commune.cgaetude"
    create_study(
        path, name="Ma commune", codes=["93063"], passphrase=PASSPHRASE, vault=vault
    ).close()
    return path


def press(within: Welcome, words: str) -> None:
    """Press the button in view that bears these words."""
    for one in within.findChildren(QPushButton):
        if words in (ordinary(one.text()), ordinary(one.accessibleName())) and one.isVisible():
            QTest.mouseClick(one, Qt.MouseButton.LeftButton)
            return
    raise AssertionError(words)


def new_study(welcome: Welcome) -> NewStudyPage:
    press(welcome, "Nouvelle étude")
    assert isinstance(welcome.page, NewStudyPage)
    return welcome.page


def fill(page: NewStudyPage, name: str = "Bondy nord", first: str = PASSPHRASE) -> None:
    QTest.keyClicks(page.name, name)
    QTest.keyClicks(page.passphrase, first)
    QTest.keyClicks(page.again, first)


def asked(welcome: Welcome) -> PassphrasePage:
    assert isinstance(welcome.page, PassphrasePage)
    return welcome.page


def test_two_presses_and_a_passphrase_make_a_study(
    qtbot: QtBot, greet: Greet, opened: Opened
) -> None:
    welcome = greet()
    page = new_study(welcome)
    assert page.name.hasFocus()
    fill(page)
    press(welcome, "Créer l’étude")
    qtbot.waitUntil(lambda: len(opened) == 1)
    database = opened[0].database
    assert database.path == studies_folder() / "Bondy nord.cgaetude"
    with database.reading() as session:
        made = status(session)
    assert made.name == "Bondy nord"
    assert [name for _code, name in made.territories] == [
        "Bondy",
        "Épinay-sur-Seine",
        "Romainville",
    ]


def test_only_the_communes_ticked_are_in_the_study(
    qtbot: QtBot, greet: Greet, opened: Opened
) -> None:
    welcome = greet()
    page = new_study(welcome)
    for box, code in page.territories:
        box.setChecked(code == "93063")
    fill(page)
    QTest.keyClick(page.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1)
    with opened[0].database.reading() as session:
        assert [code for code, _name in status(session).territories] == ["93063"]


@pytest.mark.parametrize(
    ("first", "second", "sentence", "field"),
    [
        ("court", "court", "La phrase de passe est trop courte", "passphrase"),
        ("        ", "        ", "La phrase de passe est trop courte", "passphrase"),
        (PASSPHRASE, "quatre mots sans lie", "Les deux phrases de passe diffèrent", "again"),
    ],
    ids=["too short", "only spaces", "not the same"],
)
def test_a_passphrase_that_will_not_do_is_said_where_it_was_typed(
    greet: Greet, opened: Opened, first: str, second: str, sentence: str, field: str
) -> None:
    welcome = greet()
    page = new_study(welcome)
    QTest.keyClicks(page.name, "Bondy nord")
    QTest.keyClicks(page.passphrase, first)
    QTest.keyClicks(page.again, second)
    press(welcome, "Créer l’étude")
    assert sentence in page.problem.text()
    assert page.problem.isVisible()
    assert getattr(page, field).hasFocus()
    assert page.name.text() == "Bondy nord"
    assert opened == []
    assert not studies_folder().exists()


def test_a_study_is_about_one_commune_at_least(greet: Greet, opened: Opened) -> None:
    welcome = greet()
    page = new_study(welcome)
    for box, _code in page.territories:
        box.setChecked(False)
    fill(page)
    press(welcome, "Créer l’étude")
    assert page.problem.text() == "Choisissez au moins une commune."
    assert page.territories[0][0].hasFocus()
    assert opened == []


def test_a_synchronised_folder_is_refused_with_the_remedy_and_the_fields_kept(
    qtbot: QtBot,
    greet: Greet,
    opened: Opened,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    synced = tmp_path / "Dropbox" / "études"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(synced))
    welcome = greet()
    page = new_study(welcome)
    fill(page)
    press(welcome, "Changer de dossier…")
    press(welcome, "Créer l’étude")
    qtbot.waitUntil(lambda: "synchronisé par Dropbox" in page.problem.text())
    assert page.problem.isVisible()
    assert page.isEnabled()
    assert (page.name.text(), page.passphrase.text()) == ("Bondy nord", PASSPHRASE)
    assert not synced.exists()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "ici"))
    press(welcome, "Changer de dossier…")
    press(welcome, "Créer l’étude")
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].database.path == tmp_path / "ici" / "Bondy nord.cgaetude"


def test_a_dismissed_folder_dialog_changes_nothing(
    greet: Greet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    page = new_study(greet())
    before = page.place.said.text()
    page.place.choose()
    assert page.place.said.text() == before


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("", "Étude sans nom"),
        ("Bondy / nord : 2026 ?", "Bondy nord 2026"),
        ("../../secret", "secret"),
        ("L’Épinette – été", "L’Épinette – été"),
        ("…", "Étude"),
        ("a" * 300, "a" * 80),
    ],
)
def test_a_name_becomes_a_file_name_that_every_system_takes(
    greet: Greet, name: str, file: str
) -> None:
    page = new_study(greet())
    wanted: list[NewStudy] = []
    page.ready.disconnect()
    page.ready.connect(wanted.append)
    page.name.setText(name)
    page.passphrase.setText(PASSPHRASE)
    page.again.setText(PASSPHRASE)
    page._create()
    assert wanted[0].path == studies_folder() / f"{file}.cgaetude"
    assert wanted[0].name == (name or "Étude sans nom")


def test_a_second_study_of_the_same_name_gets_a_file_of_its_own(
    qtbot: QtBot, greet: Greet, opened: Opened
) -> None:
    for count in (1, 2):
        welcome = greet()
        fill(new_study(welcome))
        press(welcome, "Créer l’étude")
        qtbot.waitUntil(lambda count=count: len(opened) == count)
    assert [one.database.path.name for one in opened] == [
        "Bondy nord.cgaetude",
        "Bondy nord 2.cgaetude",
    ]


def test_pressing_twice_makes_one_study(
    qtbot: QtBot, greet: Greet, doors: StudyDoors, opened: Opened
) -> None:
    go_on, asked_for = Event(), []

    def slow(wanted: NewStudy) -> Workspace:
        asked_for.append(wanted)
        assert go_on.wait(10)
        return doors.create(wanted)

    welcome = greet(through=replace(doors, create=slow))
    page = new_study(welcome)
    fill(page)
    button = page.create_button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(page.again, Qt.Key.Key_Return)
    press_escape(welcome)
    assert welcome.page is page, "nobody walks away from a study that is being made"
    go_on.set()
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert len(asked_for) == 1


def press_escape(welcome: Welcome) -> None:
    QTest.keyClick(welcome.focusWidget() or welcome.page, Qt.Key.Key_Escape)


def test_pressing_a_choice_twice_opens_one_study(
    qtbot: QtBot, greet: Greet, opened: Opened, study_file: Path
) -> None:
    welcome = greet(last=str(study_file))
    button = next(
        one for one in welcome.findChildren(QPushButton) if "Reprendre" in one.accessibleName()
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(welcome.page, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert isinstance(welcome.page, WaitingPage)


def test_escape_and_the_button_lead_back(greet: Greet) -> None:
    welcome = greet()
    new_study(welcome)
    press_escape(welcome)
    assert isinstance(welcome.page, ChoicesPage)
    new_study(welcome)
    press(welcome, "Retour")
    assert isinstance(welcome.page, ChoicesPage)
    press_escape(welcome)
    assert isinstance(welcome.page, ChoicesPage)


def test_the_keyring_opens_a_study_without_a_question(
    qtbot: QtBot, greet: Greet, opened: Opened, study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(study_file), ""))
    welcome = greet()
    press(welcome, "Ouvrir une étude")
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].database.path == study_file


def test_without_a_keyring_the_passphrase_is_asked_for_until_it_is_right(
    qtbot: QtBot, greet: Greet, opened: Opened, study_file: Path, vault: FakeVault
) -> None:
    vault.working = False
    welcome = greet(last=str(study_file))
    press(welcome, "Reprendre « Ma commune »")
    qtbot.waitUntil(lambda: isinstance(welcome.page, PassphrasePage))
    page = asked(welcome)
    assert page.passphrase.hasFocus()
    press(welcome, "Ouvrir l’étude")
    assert not page.problem.isVisible(), "an empty field is not a wrong passphrase"
    QTest.keyClicks(page.passphrase, "pas celle-ci")
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(page.problem.isVisible)
    assert "phrase de passe" in page.problem.text()
    assert page.passphrase.hasFocus()
    assert page.passphrase.selectedText() != "", "the next key replaces it"
    QTest.keyClicks(page.passphrase, PASSPHRASE)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1)


def test_a_damaged_study_is_said_and_leads_back_to_the_choices(
    qtbot: QtBot, greet: Greet, opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "abîmée.cgaetude"
    path.write_bytes(b"garbage" * 400)
    welcome = greet(last=str(path))
    said: list[str] = []
    welcome.refused.connect(said.append)
    press(welcome, "Reprendre « abîmée »")
    qtbot.waitUntil(lambda: bool(said))
    assert "abîmée" in said[0]
    assert isinstance(welcome.page, ChoicesPage)
    assert welcome.page.isEnabled()
    assert opened == []


def test_a_dismissed_file_dialog_changes_nothing(
    greet: Greet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    welcome = greet()
    page = welcome.page
    press(welcome, "Ouvrir une étude")
    assert welcome.page is page


def test_the_demonstration_opens_with_one_press(qtbot: QtBot, greet: Greet, opened: Opened) -> None:
    welcome = greet()
    press(welcome, "Essayer avec l’étude de démonstration")
    qtbot.waitUntil(lambda: len(opened) == 1)
    with opened[0].database.reading() as session:
        assert status(session).demonstration


def test_a_demonstration_that_cannot_be_made_is_said(
    qtbot: QtBot, greet: Greet, doors: StudyDoors
) -> None:
    def full() -> Workspace:
        raise NotWritten("Le disque est plein.")

    welcome = greet(through=replace(doors, demonstration=full))
    with qtbot.waitSignal(welcome.refused) as said:
        press(welcome, "Essayer avec l’étude de démonstration")
    assert said.args == ["Le disque est plein."]
    assert isinstance(welcome.page, ChoicesPage)


def test_the_last_study_is_proposed_first(greet: Greet, study_file: Path) -> None:
    welcome = greet(last=str(study_file))
    first = welcome.findChildren(QPushButton)[0]
    assert ordinary(first.accessibleName()) == "Reprendre « Ma commune »"
    assert first.hasFocus()


@pytest.mark.parametrize("last", ["/nulle/part/Étude.cgaetude", "", "avec\0rien", "x" * 5000])
def test_a_last_study_that_is_not_there_is_not_proposed(greet: Greet, last: str) -> None:
    welcome = greet(last=last)
    assert [one.accessibleName() for one in welcome.findChildren(QPushButton)] == [
        "Nouvelle étude",
        "Ouvrir une étude",
        "Restaurer une copie",
        "Essayer avec l’étude de démonstration",
    ]


def test_a_passphrase_is_hidden_until_its_writer_asks_to_see_it(greet: Greet) -> None:
    page = new_study(greet())
    fill(page)
    fields = (page.passphrase, page.again)
    assert all(one.displayText() != PASSPHRASE for one in fields)
    QTest.keyClick(page.show_passphrase, Qt.Key.Key_Space)
    assert all(one.displayText() == PASSPHRASE for one in fields)
    QTest.keyClick(page.show_passphrase, Qt.Key.Key_Space)
    assert all(one.displayText() != PASSPHRASE for one in fields)
