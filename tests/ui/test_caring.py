"""Care of the open study: looked over, copied each day, and repaired where it is damaged."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cga_desktop.domain.errors import NotWritten, StudyUnreadable
from cga_desktop.operations import backups, care
from cga_desktop.operations.studies import create_study
from cga_desktop.settings import Settings, home
from cga_desktop.ui import caring
from cga_desktop.ui.caring import DamageBox
from cga_desktop.ui.shell import Shell
from cga_desktop.ui.welcome.damaged import DamagedPage, RepairedPage
from cga_desktop.ui.window import Window
from tests.conftest import PASSPHRASE
from tests.fakes import FakeVault
from tests.ui.conftest import MakeWindow, in_memory, ordinary

Show = Callable[[], Shell]


@pytest.fixture
def show(
    qtbot: QtBot,
    make: MakeWindow,
    tmp_path: Path,
    vault: FakeVault,
    monkeypatch: pytest.MonkeyPatch,
) -> Show:
    """Shows a study in a window that looks after it at once, and again soon."""
    monkeypatch.setattr(caring, "FIRST_LOOK_MS", 1)
    monkeypatch.setattr(caring, "AGAIN_MS", 20)

    def shown() -> Shell:
        database = create_study(
            tmp_path / "Bondy.cgaetude",
            name="Bondy",
            codes=["93010"],
            passphrase=PASSPHRASE,
            vault=vault,
        )
        window = make(Settings(theme="light"))
        window.show_study(in_memory(database))
        window.show()
        assert window.shell is not None
        return window.shell

    return shown


def window_of(shell: Shell) -> Window:
    window = shell.window()
    assert isinstance(window, Window)
    return window


def copies() -> list[Path]:
    return list((home() / "sauvegardes").glob("*/*.cgacopie"))


def test_today_has_its_copy_soon_after_the_study_is_shown(qtbot: QtBot, show: Show) -> None:
    shell = show()
    qtbot.waitUntil(lambda: len(copies()) == 1, timeout=20_000)
    assert window_of(shell).toasts.sentence == ""


def test_the_full_look_is_remembered_for_a_week(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[bool] = []
    real = care.full_look

    def counted(*given: object) -> list[str]:
        looks.append(True)
        return real(*given)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(care, "full_look", counted)
    database = show().desk.jobs.workspace.database
    qtbot.waitUntil(lambda: not care.full_look_is_due(database), timeout=20_000)
    assert looks == [True]


def test_a_copy_that_fails_is_said_once_and_tried_again(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[bool] = []
    real = backups.back_up_today

    def refuse_twice(*given: object) -> object:
        tries.append(True)
        if len(tries) < 3:
            raise NotWritten("La clé n’est pas branchée.")
        return real(*given)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(backups, "back_up_today", refuse_twice)
    toasts = window_of(show()).toasts
    qtbot.waitUntil(lambda: len(copies()) == 1, timeout=20_000)
    assert toasts.sentence == "La clé n’est pas branchée."
    toasts.dismiss()
    assert toasts.sentence == ""


def damage_box(window: Window) -> DamageBox | None:
    return window.findChild(DamageBox)


def test_a_damaged_study_is_said_and_repaired_where_that_is_wanted(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "quick_look", lambda *_given: ["row 1 missing from index"])
    window = window_of(show())
    qtbot.waitUntil(lambda: damage_box(window) is not None, timeout=20_000)
    box = damage_box(window)
    assert box is not None
    assert "Rien n’est effacé" in box.informativeText()
    assert copies() == []
    box.defaultButton().click()
    qtbot.waitUntil(lambda: window.welcome is not None)
    assert window.shell is None
    assert window.welcome is not None
    assert isinstance(window.welcome.page, DamagedPage)


def test_later_leaves_the_study_open_and_it_is_said_again(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "quick_look", lambda *_given: ["row 1 missing from index"])
    window = window_of(show())
    qtbot.waitUntil(lambda: damage_box(window) is not None, timeout=20_000)
    box = damage_box(window)
    assert box is not None
    box.reject()
    assert window.shell is not None
    qtbot.waitUntil(lambda: damage_box(window) not in (None, box), timeout=20_000)


def test_damage_met_while_working_is_said_too(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caring, "FIRST_LOOK_MS", 1_000_000)
    shell = show()
    window = window_of(shell)

    def unreadable(_session: object) -> object:
        raise StudyUnreadable("Une page de l’étude ne peut pas être lue.")

    shell.desk.jobs.read(unreadable, owner=shell, then=lambda _rows: None)
    qtbot.waitUntil(lambda: damage_box(window) is not None)


def test_a_file_truly_damaged_under_an_open_window_is_found_and_mended(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = show()
    window = window_of(shell)
    qtbot.waitUntil(lambda: len(copies()) == 1, timeout=20_000)
    database = shell.desk.jobs.workspace.database
    qtbot.waitUntil(lambda: not care.full_look_is_due(database), timeout=20_000)
    qtbot.waitUntil(lambda: shell.desk.jobs.idle)
    content = bytearray(database.path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 + 100] ^= 1
    with database.path.open("rb+") as file:
        file.write(content)
    qtbot.waitUntil(lambda: damage_box(window) is not None, timeout=20_000)
    box = damage_box(window)
    assert box is not None
    box.defaultButton().click()
    qtbot.waitUntil(lambda: window.welcome is not None)
    assert window.welcome is not None
    page = window.welcome.page
    assert isinstance(page, DamagedPage)
    page.repair_button.click()
    welcome = window.welcome
    qtbot.waitUntil(lambda: isinstance(welcome.page, RepairedPage), timeout=30_000)
    repaired = welcome.page
    assert isinstance(repaired, RepairedPage)
    assert "Le fichier abîmé est gardé" in ordinary(" ".join(repaired.said))
    repaired.open_button.click()
    qtbot.waitUntil(lambda: window.shell is not None, timeout=20_000)


def test_a_restored_study_is_opened_instead(
    qtbot: QtBot, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caring, "FIRST_LOOK_MS", 1_000_000)
    shell = show()
    window = window_of(shell)
    copy = backups.copy_study(shell.desk.jobs.workspace.database, tmp_path / "c.cgacopie")
    made = backups.restore(copy.path, tmp_path / "Rendue.cgaetude")
    shell.desk.asked_for_study.emit(made.study)
    qtbot.waitUntil(lambda: window.shell not in (None, shell), timeout=20_000)
    assert window.shell is not None
    assert window.shell.desk.jobs.workspace.database.path == made.study
