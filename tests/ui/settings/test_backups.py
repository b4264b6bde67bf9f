"""Réglages, « Copies de sauvegarde »: what is kept is said, copies are made, taken, restored."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cga_desktop.domain.errors import NotWritten
from cga_desktop.operations import backups as operations
from cga_desktop.settings import home, load_settings
from cga_desktop.store.backup_files import verified
from cga_desktop.store.database import Database
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.settings.backups import Backups
from tests.ui.conftest import ordinary

Calm = Callable[[Desk], None]


@pytest.fixture
def card(qtbot: QtBot, desk: Desk) -> Iterator[Backups]:
    made = Backups(desk)
    made.frame.resize(640, 700)
    made.frame.show()
    made.enter()
    qtbot.waitUntil(lambda: desk.jobs.idle)
    yield made
    shiboken6.delete(made.frame)


@pytest.fixture
def said(desk: Desk) -> list[str]:
    """Everything that was said, refusals too."""
    heard: list[str] = []
    desk.said.connect(lambda sentence: heard.append(ordinary(sentence)))
    desk.refused.connect(lambda sentence: heard.append(ordinary(sentence)))
    return heard


def test_a_study_without_a_copy_says_so_and_where_copies_will_be(card: Backups) -> None:
    assert card.last.text() == "Aucune copie pour l’instant."
    assert "sauvegardes" in card.folder.text()
    assert not card.restore_button.isVisible()
    assert not card.own_button.isVisible()
    assert not card.progress.isVisible()


def test_a_copy_made_now_is_said_and_in_the_list(
    card: Backups, desk: Desk, calm: Calm, said: list[str]
) -> None:
    card.now_button.click()
    assert card.progress.isVisible()
    assert not card.now_button.isEnabled()
    calm(desk)
    calm(desk)  # the list is read again
    assert said[0].startswith("La copie est faite et vérifiée : « Bondy ")
    assert "relue et vérifiée" in card.last.text()
    assert card.copies.count() == 1
    assert "à la demande" in card.copies.itemText(0)
    assert card.restore_button.isVisible()
    assert card.now_button.isEnabled()
    assert not card.progress.isVisible()


def test_a_chosen_folder_is_kept_and_gets_a_copy_at_once(
    card: Backups, desk: Desk, calm: Calm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "clé"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(stick))
    card.change_button.click()
    calm(desk)
    calm(desk)
    assert load_settings().backup_folder == str(stick)
    assert len(list(stick.glob("Bondy-*/*.cgacopie"))) == 1
    assert "clé" in card.folder.text()
    card.own_button.click()
    calm(desk)
    calm(desk)
    assert load_settings().backup_folder == ""
    assert list((home() / "sauvegardes").glob("Bondy-*/*.cgacopie"))


def test_a_folder_that_refuses_is_said(
    card: Backups, desk: Desk, calm: Calm, said: list[str], tmp_path: Path
) -> None:
    card.keep_in(str(tmp_path / "débranchée" / "clé"))
    calm(desk)
    calm(desk)
    assert "n’a pas pu être écrite" in said[-1]
    assert card.now_button.isEnabled()


def test_a_copy_to_take_away_is_one_file(
    card: Backups,
    desk: Desk,
    calm: Calm,
    said: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = tmp_path / "à emporter.cgacopie"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(wanted), ""))
    card.take_button.click()
    calm(desk)
    assert verified(wanted)
    assert "à emporter.cgacopie" in said[-1]


def test_nothing_chosen_is_nothing_done(
    card: Backups, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: "")
    card.take_button.click()
    card.change_button.click()
    assert desk.jobs.idle
    assert desk.settings.backup_folder == ""


def test_a_copy_restored_is_another_study_which_is_asked_for(
    card: Backups,
    desk: Desk,
    calm: Calm,
    said: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Path] = []
    desk.asked_for_study.connect(asked.append)
    card.copy_now()
    calm(desk)
    calm(desk)
    wanted = tmp_path / "rendue.cgaetude"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(wanted), ""))
    card.restore_button.click()
    calm(desk)
    assert asked == [wanted]
    assert "est restaurée dans « rendue.cgaetude »" in said[-1]
    Database.open(wanted, desk.jobs.workspace.database.key).close()


def test_a_copy_can_be_stopped(
    card: Backups, desk: Desk, calm: Calm, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = operations.back_up_now

    def stopped_first(database: Database, go_on: Callable[[], None]) -> object:
        card.stop_button.click()
        return real(database, go_on)

    monkeypatch.setattr(operations, "back_up_now", stopped_first)
    card.copy_now()
    calm(desk)
    calm(desk)
    assert said == ["Arrêté : rien n’en a été gardé, les copies d’avant restent."]
    assert card.copies.count() == 0


def test_what_the_disk_refuses_leaves_the_card_as_it_was(
    card: Backups, desk: Desk, calm: Calm, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> object:
        raise NotWritten("Le disque est plein.")

    monkeypatch.setattr(operations, "back_up_now", full)
    card.copy_now()
    calm(desk)
    calm(desk)
    assert said == ["Le disque est plein."]
    assert card.now_button.isEnabled()
