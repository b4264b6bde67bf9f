"""Réglages: what is chosen is shown at once and kept; addresses are imported, or not, in words."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.gazetteers import ImportedCommune
from cga_desktop.settings import Settings, home, load_settings
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.settings import screen as module
from cga_desktop.ui.settings.screen import SettingsScreen
from tests.ui.conftest import ordinary

HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;"
    "code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;"
    "libelle_acheminement;nom_afnor;source_position;source_nom_voie;certification_commune;"
    "cad_parcelles"
)


def ban_file(path: Path, numbers: int = 40) -> Path:
    """A file as the national base gives them: one avenue of Bondy."""
    rows = [
        f"93010_9430_{n:05};;{n};;Avenue de Verdun;93140;93010;Bondy;;;;;"
        f"{2.48 + n / 10_000:.6f};48.9021;entrée;;;BONDY;AVENUE DE VERDUN;commune;commune;1;"
        for n in range(1, numbers + 1)
    ]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def screen(qtbot: QtBot, desk: Desk) -> Iterator[SettingsScreen]:
    made = SettingsScreen(desk)
    made.resize(1200, 760)
    made.show()
    made.activateWindow()
    made.enter("")
    qtbot.waitUntil(lambda: desk.jobs.idle and made.isActiveWindow())
    yield made
    shiboken6.delete(made)


def kept() -> dict[str, object]:
    return json.loads((home() / "settings.json").read_text(encoding="utf-8"))


# --- choices -------------------------------------------------------------------------------------


def test_what_is_chosen_is_shown_at_once_and_kept(screen: SettingsScreen, desk: Desk) -> None:
    screen.look.show_value("dark")
    screen.look.activated.emit(screen.look.currentIndex())
    screen.text_size.show_value(150)
    screen.text_size.activated.emit(screen.text_size.currentIndex())
    QTest.keyClick(screen.keep_key, Qt.Key.Key_Space)
    assert desk.theme.dark
    assert desk.theme.scale == 1.5
    assert {name: kept()[name] for name in ("theme", "text_percent", "keep_key")} == {
        "theme": "dark",
        "text_percent": 150,
        "keep_key": False,
    }


def test_a_key_that_is_not_to_be_kept_leaves_the_keyring_at_once(
    qtbot: QtBot, screen: SettingsScreen, desk: Desk
) -> None:
    with qtbot.waitSignal(desk.key_unwanted):
        QTest.keyClick(screen.keep_key, Qt.Key.Key_Space)
    assert kept()["keep_key"] is False
    with qtbot.waitSignal(desk.said) as said, qtbot.assertNotEmitted(desk.key_unwanted):
        QTest.keyClick(screen.keep_key, Qt.Key.Key_Space)
    assert "sera confiée au trousseau" in said.args[0]


def test_no_secret_stays_in_view_when_the_room_is_left(screen: SettingsScreen) -> None:
    screen.protection.change_button.click()
    screen.protection.change.old.setText("secret")
    screen.leave()
    assert screen.protection.change.old.text() == ""


def test_a_first_name_is_kept_when_the_hands_leave_it(screen: SettingsScreen) -> None:
    screen.contributor.selectAll()
    QTest.keyClicks(screen.contributor, "  Binta ")
    QTest.keyClick(screen.contributor, Qt.Key.Key_Return)
    assert kept()["contributor"] == "Binta"


def test_a_first_name_is_kept_when_the_room_is_left_in_the_middle(
    screen: SettingsScreen,
) -> None:
    screen.contributor.setFocus()
    screen.contributor.selectAll()
    QTest.keyClicks(screen.contributor, "Binta")
    screen.leave()
    assert kept()["contributor"] == "Binta"


def test_what_keys_change_is_seen_here_and_a_name_being_typed_is_left_alone(
    screen: SettingsScreen, desk: Desk
) -> None:
    screen.contributor.selectAll()
    QTest.keyClicks(screen.contributor, "Bin")
    desk.change_settings(theme="dark", text_percent=200)
    assert screen.look.currentText() == "Sombre"
    assert ordinary(screen.text_size.currentText()) == "200 %"
    assert screen.contributor.text() == "Bin"


def test_what_was_chosen_before_is_shown_on_entering(screen: SettingsScreen, desk: Desk) -> None:
    assert screen.contributor.text() == "Awa"
    assert screen.look.currentText() == "Claire"
    assert ordinary(screen.text_size.currentText()) == "100 %"
    assert screen.keep_key.isChecked()


@pytest.mark.parametrize(
    "text",
    ["", "pas du JSON", "[]", "null", '{"theme": "rose", "text_percent": 33}', "\x00", "{"],
)
def test_settings_nobody_can_read_give_way_to_the_usual_ones(cga_home: Path, text: str) -> None:
    (cga_home / "settings.json").write_text(text, encoding="utf-8")
    assert load_settings() == Settings()


def test_one_setting_nobody_can_read_does_not_take_the_others_with_it(cga_home: Path) -> None:
    (cga_home / "settings.json").write_text(
        '{"theme": "dark", "text_percent": "grand", "contributor": "Awa", "inconnu": 1}',
        encoding="utf-8",
    )
    assert load_settings() == Settings(theme="dark", contributor="Awa")


# --- addresses -----------------------------------------------------------------------------------


def test_what_is_known_without_a_network_is_said(screen: SettingsScreen) -> None:
    said = ordinary(screen.known.text()).splitlines()
    assert said[0].startswith("Bondy : 348 rues, ")
    assert all(line.endswith("(sans les numéros)") for line in said)
    assert [line.split(" :")[0] for line in said] == ["Bondy", "Épinay-sur-Seine", "Romainville"]


def test_a_file_of_addresses_is_imported_and_every_room_hears_of_it(
    qtbot: QtBot,
    screen: SettingsScreen,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = ban_file(tmp_path / "bondy.csv")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    said: list[str] = []
    desk.said.connect(said.append)
    with qtbot.waitSignal(desk.jobs.changed) as heard:
        QTest.mouseClick(screen.import_button, Qt.MouseButton.LeftButton)
        assert screen.progress.isVisible()
        assert not screen.import_button.isEnabled()
    assert [ordinary(one) for one in said] == ["40 adresses importées : Bondy."]
    assert heard.args[0] & Changes.TERRITORIES
    assert not screen.progress.isVisible()
    assert screen.import_button.isEnabled()
    qtbot.waitUntil(lambda: "Bondy : 40 adresses" in ordinary(screen.known.text()))


def test_a_dismissed_file_dialog_imports_nothing(
    screen: SettingsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    QTest.mouseClick(screen.import_button, Qt.MouseButton.LeftButton)
    assert screen.import_button.isEnabled()
    assert not screen.progress.isVisible()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nom,prenom\nAwa,Diallo\n", "colonne"),
        (b"", "vide"),
        (b"\x1f\x8b\x08\x00tronque", ""),
        (HEADER.encode() + b"\n93010;\xff\xfe\n", ""),
    ],
    ids=["another table", "empty", "cut gzip", "another encoding"],
)
def test_a_file_that_is_not_one_is_refused_in_a_sentence(
    qtbot: QtBot,
    screen: SettingsScreen,
    desk: Desk,
    tmp_path: Path,
    content: bytes,
    words: str,
) -> None:
    path = tmp_path / ("adresses.csv.gz" if content[:1] == b"\x1f" else "adresses.csv")
    path.write_bytes(content)
    before = screen.known.text()
    with qtbot.waitSignal(desk.refused) as refused:
        screen.import_file(path)
    (sentence,) = refused.args
    assert path.name in sentence
    assert words in sentence
    assert sentence.endswith(".")
    assert screen.import_button.isEnabled()
    assert not screen.stop.isVisible()
    assert screen.known.text() == before


Steps = Callable[[int], None]


def test_an_import_says_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot,
    screen: SettingsScreen,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stopped = Event()

    def endless(_path: Path, *, progress: Steps) -> None:
        progress(12_000)
        while True:  # ended by the refusal that ``progress`` raises
            stopped.wait(0.01)
            progress(24_000)

    monkeypatch.setattr(module, "import_territory", endless)
    screen.import_file(tmp_path / "departement.csv")
    qtbot.waitUntil(lambda: ordinary(screen.progress_text.text()) == "24 000 lignes lues")
    assert screen.progress_text.isVisible()
    with qtbot.waitSignal(desk.said) as said:
        QTest.mouseClick(screen.stop, Qt.MouseButton.LeftButton)
    assert ordinary(said.args[0]) == "Import arrêté : les adresses d’avant sont gardées."
    assert screen.import_button.isEnabled()


@pytest.mark.parametrize(
    ("communes", "said"),
    [
        (["Bondy"], "1 adresse importée : Bondy."),
        (["A", "B", "C", "D", "E"], "5 adresses importées : A, B, C, D, E."),
        (
            ["A", "B", "C", "D", "E", "F"],
            "6 adresses importées : A, B, C, D, E et 1 autre commune.",
        ),
        (list("ABCDEFGH"), "8 adresses importées : A, B, C, D, E et 3 autres communes."),
    ],
)
def test_many_communes_are_counted_and_a_few_named(communes: list[str], said: str) -> None:
    imported = [ImportedCommune("93000", name, 1, 1, "essai", "2026-01-01") for name in communes]
    assert ordinary(module._imported_words(imported)) == said
