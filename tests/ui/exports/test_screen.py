import threading
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.exports import Paper, ReportAudience, ReportFormat
from cga_desktop.operations.actors import add_actor
from cga_desktop.settings import Settings
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.exports.choices import default_folder
from cga_desktop.ui.exports.contents import size_said
from cga_desktop.ui.exports.screen import ExportsScreen
from cga_desktop.ui.jobs import Jobs
from tests.fakes import FakePrinter


class SlowPrinter(FakePrinter):
    """A printer that draws when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.go = threading.Event()

    def pdf(self, sheet, path) -> None:
        self.asked.set()
        assert self.go.wait(20)
        super().pdf(sheet, path)


@pytest.fixture
def printer():
    return FakePrinter()


@pytest.fixture
def workspace(workspace, printer):
    """A study with one actor, whose contact said nothing."""
    world = replace(workspace, printer=printer)
    fields = {"name": "Les Mains", "contact_name": "Leïla", "lat": 48.9, "lon": 2.48}
    add_actor(world, draft=ActorDraft.filled(fields))
    return world


@pytest.fixture
def opened():
    return []


@pytest.fixture
def make_screen(qtbot, tmp_path, opened):
    """Makes a screen that exports under ``tmp_path``, and waits until it says what is there."""
    made = []

    def one(desk):
        screen = ExportsScreen(
            desk, ask_folder=lambda _parent, _start: tmp_path / "choisi", open_file=opened.append
        )
        made.append(screen)
        screen.resize(1200, 900)
        screen.show()
        screen.choices.folder.setText(str(tmp_path / "exports"))
        screen.enter("")
        qtbot.waitUntil(lambda: "acteur" in screen.contents.held.text())
        return screen

    yield one
    for screen in made:
        screen.close()
        shiboken6.delete(screen)


@pytest.fixture
def screen(make_screen, desk):
    return make_screen(desk)


def choose(screen, *formats):
    for kind, box in screen.choices.formats.items():
        box.setChecked(kind in formats)


def export(qtbot, screen):
    qtbot.mouseClick(screen.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(screen.files.isVisible)


def test_what_goes_and_what_stays_is_said_before_anything_is_written(screen, tmp_path):
    assert "1 acteur, dont 1 sur la carte" in screen.contents.held.text()
    assert "1 contact sans accord pour la carte." in screen.contents.left_out.text()
    assert not (tmp_path / "exports").exists()


def test_another_reader_gets_another_answer(qtbot, screen):
    screen.choices.audiences[ReportAudience.TEAM].click()
    qtbot.waitUntil(lambda: "1 contact" in screen.contents.held.text())
    assert screen.contents.left_out.text() == "Rien n’est retenu."


def test_every_reader_s_rules_are_written_on_the_screen(screen):
    said = {one.text() for one in screen.choices.findChildren(QLabel)}
    assert {one.explanation for one in ReportAudience} <= said
    assert screen.choices.audience is ReportAudience.PUBLIC


def test_what_changes_elsewhere_is_counted_at_once(qtbot, screen, desk):
    add_actor(desk.jobs.workspace, draft=ActorDraft.filled({"name": "Une autre"}))
    desk.jobs.changed.emit(Changes.ACTORS, None)
    qtbot.waitUntil(lambda: "2 acteurs" in screen.contents.held.text())


def test_one_press_writes_the_files_and_shows_them(qtbot, screen, desk, tmp_path, opened):
    choose(screen, ReportFormat.CSV, ReportFormat.GEOJSON)
    with qtbot.waitSignal(desk.said) as said:
        export(qtbot, screen)
    assert said.args[0].startswith("2 fichiers exportés")
    names = sorted(one.name for one in (tmp_path / "exports").iterdir())
    assert [name.rpartition(".")[2] for name in names] == ["csv", "geojson"]
    buttons = {one.text(): one for one in screen.files.findChildren(QPushButton)}
    buttons["Ouvrir le dossier"].click()
    buttons["Ouvrir"].click()
    assert opened[0] == tmp_path / "exports"
    assert opened[1].name in names


def test_the_last_export_replaces_the_one_before_on_the_screen(qtbot, screen):
    choose(screen, ReportFormat.CSV)
    export(qtbot, screen)
    choose(screen, ReportFormat.GEOJSON)
    export(qtbot, screen)
    qtbot.waitUntil(lambda: len(screen.files.findChildren(QPushButton)) == 2)
    shown = " ".join(one.text() for one in screen.files.findChildren(QLabel))
    assert ".geojson" in shown
    assert ".csv" not in shown


def test_the_paper_and_the_other_tables_are_heard(qtbot, screen, tmp_path):
    choose(screen, ReportFormat.PDF)
    screen.choices.paper.setCurrentIndex(1)
    screen.choices.other_tables.setChecked(True)
    assert screen.choices.chosen_paper is Paper.A3
    export(qtbot, screen)
    names = sorted(one.name.split(" – ")[2] for one in (tmp_path / "exports").iterdir())
    assert names == ["carte A3", "entretiens", "observations", "verbatims"]


def test_without_a_form_or_a_folder_the_button_waits_and_says_why(screen, tmp_path):
    choose(screen)
    assert not screen.export.isEnabled()
    assert screen.hint.text() == "Choisissez au moins une forme."
    choose(screen, ReportFormat.CSV)
    assert screen.export.isEnabled()
    assert not screen.hint.isVisible()
    for wrong in ("", "dossier sans chemin"):
        screen.choices.folder.setText(wrong)
        assert not screen.export.isEnabled()
        assert screen.hint.text() == "Choisissez un dossier."


def test_the_folder_can_be_chosen_or_typed(qtbot, screen, tmp_path):
    (choosing,) = (one for one in screen.findChildren(QPushButton) if one.text() == "Choisir…")
    qtbot.mouseClick(choosing, Qt.MouseButton.LeftButton)
    assert screen.choices.chosen_folder == tmp_path / "choisi"
    screen.choices.folder.setText("~/exports")
    assert screen.choices.chosen_folder == Path.home() / "exports"
    assert default_folder().name == "Exports CGA Terrain"


def test_a_refusal_of_the_disk_is_said_and_the_screen_works_again(qtbot, screen, desk, tmp_path):
    (tmp_path / "exports").write_text("un fichier", encoding="utf-8")
    choose(screen, ReportFormat.CSV)
    with qtbot.waitSignal(desk.refused) as refused:
        qtbot.mouseClick(screen.export, Qt.MouseButton.LeftButton)
    assert "choisissez un autre dossier" in refused.args[0]
    assert screen.export.isEnabled()
    assert not screen.files.isVisible()


@pytest.mark.parametrize("printer", [SlowPrinter()])
def test_a_long_export_shows_how_far_it_is_and_can_be_stopped(
    qtbot, screen, desk, printer, tmp_path
):
    choose(screen, ReportFormat.PDF, ReportFormat.CSV)
    qtbot.mouseClick(screen.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(printer.asked.is_set)
    qtbot.waitUntil(lambda: screen.progress_text.text() == ReportFormat.PDF.label)
    assert screen.progress.isVisible()
    assert not screen.choices.isEnabled()
    assert not screen.export.isEnabled()
    with qtbot.waitSignal(desk.said) as said:
        qtbot.mouseClick(screen.stop, Qt.MouseButton.LeftButton)
        printer.go.set()
    assert said.args[0] == "Export arrêté\u00a0: aucun de ses fichiers n’a été gardé."
    assert list((tmp_path / "exports").iterdir()) == []
    assert screen.choices.isEnabled()
    assert not screen.progress.isVisible()


def test_a_bug_gives_the_screen_back(qtbot, make_screen, workspace, theme, monkeypatch):
    jobs = Jobs(workspace)
    desk = Desk(jobs, theme, Settings())
    screen = make_screen(desk)
    monkeypatch.setattr("cga_desktop.ui.exports.screen.write_report", lambda *_a, **_k: 1 / 0)
    with qtbot.waitSignal(jobs.crashed):
        qtbot.mouseClick(screen.export, Qt.MouseButton.LeftButton)
    assert screen.export.isEnabled()
    jobs.close()


def test_the_keyboard_reaches_everything_in_the_order_it_is_read(qtbot, screen):
    screen.activateWindow()
    screen.choices.audiences[ReportAudience.PUBLIC].setFocus()
    seen: list[QWidget] = []
    for _step in range(14):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    wanted = [
        screen.choices.formats[ReportFormat.HTML],
        screen.choices.formats[ReportFormat.PDF],
        screen.choices.paper,
        screen.choices.folder,
        screen.export,
    ]
    assert [one for one in seen if one in wanted][:5] == wanted


def test_everything_that_can_be_operated_has_a_name_for_screen_readers(screen):
    named = [*screen.findChildren(QPushButton), *screen.choices.audiences.values()]
    named += [*screen.choices.formats.values(), screen.choices.other_tables]
    assert all(one.accessibleName() or one.text() for one in named)
    for field in (screen.choices.folder, screen.choices.paper, screen.progress):
        assert field.accessibleName()
    assert all(one.accessibleDescription() for one in screen.choices.audiences.values())


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_at_any_text_size_nothing_is_wider_than_the_window(qtbot, screen, desk, percent):
    desk.theme.use(Settings(text_percent=percent))
    screen.resize(1214, 700)
    qtbot.waitUntil(lambda: screen.contents.width() > 100)
    for one in (*screen.findChildren(QLabel), *screen.findChildren(QPushButton)):
        if one.isVisible():
            right = one.mapTo(screen, one.rect().topRight()).x()
            assert right <= screen.width(), one.text()


def test_the_halves_stand_under_each_other_where_the_window_is_narrow(qtbot, screen):
    screen.resize(1200, 800)
    qtbot.waitUntil(lambda: screen.contents.mapTo(screen, screen.rect().topLeft()).x() > 400)
    screen.resize(700, 800)
    qtbot.waitUntil(lambda: screen.contents.mapTo(screen, screen.rect().topLeft()).x() < 100)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (1, "1\u202foctet"),
        (999, "999\u202foctets"),
        (12_345, "12\u202fko"),
        (1_234_567, "1,2\u202fMo"),
    ],
)
def test_sizes_are_said_as_people_do(size, said):
    assert size_said(size) == said
