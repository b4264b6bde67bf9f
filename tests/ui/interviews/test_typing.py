"""What is typed reaches the disk by itself, and nothing of that is felt at the keyboard."""

import time

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.drafts import LONGEST_PROSE
from cga_desktop.operations.interviews import InterviewChanges, save_interview
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.journal import rescue_folder
from cga_desktop.store.queries.interviews import interview_sheet
from cga_desktop.ui.autosave import LONGEST_MS, PAUSE_MS
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.status import StatusBar
from tests.fakes import FakeFinder, FakeOnline, FakePrinter
from tests.ui.conftest import ordinary
from tests.ui.full_disk import FullDisk
from tests.ui.interviews.hands import compose, hands, letter, press, put_caret, write

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(opened, begin):
    """An interview with the hands on its first question."""
    made = opened(begin(answers={1: "Deux."}))
    assert hands() is first(made)
    return made


def first(form):
    return next(iter(form.page.blocks.values())).field


def second(form):
    return list(form.page.blocks.values())[1].field


def id_of(form, number):
    return list(form.page.blocks)[number]


@pytest.fixture
def kept(workspace, form):
    """The text of the first answer, as the study holds it."""

    def read():
        with workspace.database.reading() as session:
            sheet = interview_sheet(session, form.interview_id)
        answer = sheet.answers.get(id_of(form, 0))
        return answer.text if answer else ""

    return read


@pytest.fixture
def change_elsewhere(qtbot, desk, form):
    """Somebody else changes the same interview, and the form hears of it."""

    def change(**answers_by_number):
        texts = {id_of(form, int(name[1:])): text for name, text in answers_by_number.items()}
        changes = InterviewChanges(answers=texts)
        desk.jobs.write(
            lambda workspace: save_interview(
                workspace, interview_id=form.interview_id, changes=changes
            )
        )
        qtbot.waitUntil(lambda: desk.jobs.idle)

    return change


def test_a_pause_writes(qtbot, desk, form, kept):
    with qtbot.waitSignal(desk.saved, timeout=PAUSE_MS + 700):
        write("Depuis 1998.")
    assert kept() == "Depuis 1998."
    assert form.autosave not in desk.unwritten


def test_the_disk_is_at_most_a_second_behind_hands_that_never_pause(qtbot, desk, form, kept):
    started = time.monotonic()
    written: list[tuple[float, int]] = []
    typing = QTimer(form, interval=40)
    typing.timeout.connect(lambda: (letter("a"), written.append((time.monotonic(), len(written)))))
    typing.start()
    for _save in range(3):
        with qtbot.waitSignal(desk.saved, timeout=3_000):
            pass
        due = sum(1 for at, _n in written if at < time.monotonic() - 1)
        assert len(kept()) >= due
    typing.stop()
    assert time.monotonic() - started < 3 * (LONGEST_MS + 300) / 1000 + 1


def test_leaving_a_field_writes_at_once(qtbot, desk, form, kept):
    write("Oui.")
    with qtbot.waitSignal(desk.saved, timeout=PAUSE_MS - 50):
        press(Qt.Key.Key_Tab)
    assert kept() == "Oui."


def test_caret_selection_and_undo_survive_a_save(qtbot, desk, form):
    write("Depuis 1998, rue Auguste-Blanqui.")
    put_caret(first(form), 7, 11)
    qtbot.waitUntil(lambda: not desk.unwritten)
    cursor = first(form).textCursor()
    assert (cursor.selectionStart(), cursor.selectionEnd()) == (7, 11)
    write("2003")
    qtbot.waitUntil(lambda: not desk.unwritten)
    press(Qt.Key.Key_Z, CTRL)
    assert first(form).text == "Depuis 1998, rue Auguste-Blanqui."


def test_undo_is_written_too(qtbot, desk, form, kept):
    write("Oui")
    qtbot.waitUntil(lambda: not desk.unwritten)
    assert kept() == "Oui"
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: not desk.unwritten)
    assert kept() == ""


def test_a_character_being_composed_survives_a_save_and_a_reload(
    qtbot, desk, form, kept, change_elsewhere
):
    write("La f")
    compose("^")
    qtbot.waitUntil(lambda: not desk.unwritten)
    change_elsewhere(a0="Autre chose.", a1="Deux fois deux.")
    assert first(form).textCursor().block().layout().preeditAreaText() == "^"
    compose("", commit="ê")
    write("te du quartier, l’é")
    compose("´")
    compose("", commit="é")
    qtbot.waitUntil(lambda: not desk.unwritten)
    assert first(form).text == "La fête du quartier, l’éé"
    assert kept() == "La fête du quartier, l’éé"


def test_every_letter_and_sign_reaches_the_text(qtbot, desk, form, kept):
    said = "O n p ! « Ça va ? » – œuvre, aïeul, 12 €, l’été… (oui) [non] {x} / \\ @ # 😀"
    write(said)
    qtbot.waitUntil(lambda: not desk.unwritten)
    assert kept() == said


def test_a_change_made_elsewhere_shows_where_nobody_is_typing(qtbot, desk, form, change_elsewhere):
    change_elsewhere(a1="Deux fois deux.")
    qtbot.waitUntil(lambda: second(form).text == "Deux fois deux.")


def test_a_field_in_which_somebody_is_is_left_alone(qtbot, desk, form, change_elsewhere):
    put_caret(first(form), 0)
    change_elsewhere(a0="Autre chose.", a1="Deux fois deux.")
    qtbot.waitUntil(lambda: second(form).text == "Deux fois deux.")
    assert first(form).text == ""


def test_once_it_is_left_it_shows_what_was_changed_elsewhere(qtbot, desk, form, change_elsewhere):
    put_caret(first(form), 0)
    change_elsewhere(a0="Autre chose.", a1="Deux fois deux.")
    qtbot.waitUntil(lambda: second(form).text == "Deux fois deux.")
    press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: first(form).text == "Autre chose.")
    assert not desk.unwritten


def test_what_is_not_written_yet_is_not_undone_by_a_change_made_elsewhere(
    qtbot, desk, form, kept, change_elsewhere
):
    write("Ma phrase.")
    second(form).setFocus()
    press(Qt.Key.Key_End, CTRL)
    write(" Et encore.")
    first(form).setFocus()
    change_elsewhere(a2="Trois.")
    qtbot.waitUntil(lambda: list(form.page.blocks.values())[2].field.text == "Trois.")
    assert second(form).text == "Deux. Et encore."
    qtbot.waitUntil(lambda: not desk.unwritten)
    assert kept() == "Ma phrase."


def test_its_own_saves_do_not_make_the_form_read_again(qtbot, desk, form, monkeypatch):
    reads = []
    monkeypatch.setattr(form, "_reload", lambda: reads.append(1))
    write("Oui.")
    qtbot.waitUntil(lambda: not desk.unwritten and desk.jobs.idle)
    assert reads == []
    desk.jobs.changed.emit(Changes.INTERVIEWS, None)
    assert reads == [1]


def test_a_text_too_long_is_refused_whole_and_said(qtbot, desk, form):
    write("Avant. ")
    pasted = QMimeData()
    pasted.setText("x" * LONGEST_PROSE)
    with qtbot.waitSignal(desk.refused) as refused:
        first(form).insertFromMimeData(pasted)
    assert "trop long" in refused.args[0]
    assert first(form).text == "Avant. "


def test_pasted_text_comes_without_colours_and_without_what_no_file_can_hold(
    qtbot, desk, form, kept
):
    pasted = QMimeData()
    pasted.setHtml("<b style='color: red'>Le parc</b> &amp; le canal")
    pasted.setText("Le parc\0 & le canal\ud83d")
    first(form).insertFromMimeData(pasted)
    qtbot.waitUntil(lambda: not desk.unwritten)
    assert kept() == "Le parc & le canal"
    assert "red" not in first(form).toHtml()


def test_closing_at_once_loses_nothing(qtbot, desk, screen, form, kept):
    write("La dernière phrase.")
    press(Qt.Key.Key_Escape)
    assert screen.form is None
    qtbot.waitUntil(lambda: not desk.unwritten)
    assert kept() == "La dernière phrase."


class TestADiskThatRefuses:
    """The text stays, the status says so, and it is written when the disk lets it."""

    @pytest.fixture
    def disk(self, study):
        return FullDisk(study)

    @pytest.fixture
    def workspace(self, disk):
        return Workspace(disk, FakeFinder(), FakeOnline(), FakePrinter())

    def test_the_text_stays_and_is_tried_again(
        self, qtbot, desk: Desk, disk, form, kept, monkeypatch
    ):
        monkeypatch.setattr("cga_desktop.ui.autosave.RETRY_MS", 200)
        form.autosave._retry.setInterval(200)
        status = StatusBar(desk)
        qtbot.addWidget(status)
        disk.full = True
        with qtbot.waitSignal(desk.unsaved):
            write("Tant pis pour le disque.")
        assert status.failed
        assert status.sentence.startswith("Non enregistré depuis ")
        assert "disque plein. Le texte est gardé en mémoire" in ordinary(status.sentence)
        qtbot.waitUntil(lambda: f"et dans « {rescue_folder()} »" in ordinary(status.sentence))
        assert "Libérez de la place." in status.sentence
        assert first(form).text == "Tant pis pour le disque."
        write(" J’écris encore.")
        assert kept() == ""
        disk.full = False
        with qtbot.waitSignal(desk.saved):
            pass
        qtbot.waitUntil(lambda: not desk.unwritten)
        assert not status.failed
        qtbot.waitUntil(lambda: not list(rescue_folder().glob("*.secours")))
        assert kept() == "Tant pis pour le disque. J’écris encore."

    def test_a_closed_form_still_brings_its_text_to_the_disk(self, qtbot, desk, disk, form, kept):
        form.autosave._retry.setInterval(200)
        autosave = form.autosave
        disk.full = True
        with qtbot.waitSignal(desk.unsaved):
            write("À la dernière seconde.")
        press(Qt.Key.Key_Escape)
        assert autosave in desk.unwritten
        disk.full = False
        qtbot.waitUntil(lambda: not desk.unwritten)
        assert kept() == "À la dernière seconde."


def test_a_bug_while_writing_is_shown_once_and_keeps_the_text(qtbot, desk, form, kept, monkeypatch):
    bugs = []
    desk.jobs.crashed.disconnect()
    desk.jobs.crashed.connect(bugs.append)
    right = form.autosave._write

    def wrong(workspace, changes) -> Outcome[object]:
        raise ZeroDivisionError

    form.autosave._retry.setInterval(100)
    form.autosave._write = wrong
    with qtbot.waitSignal(desk.unsaved):
        write("Oui.")
    qtbot.waitUntil(lambda: len(bugs) == 1)
    with qtbot.waitSignal(desk.unsaved):
        pass
    assert [type(one) for one in bugs] == [ZeroDivisionError]
    form.autosave._write = right
    qtbot.waitUntil(lambda: not desk.unwritten)
    assert kept() == "Oui."
