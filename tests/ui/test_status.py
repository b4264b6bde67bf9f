"""The status bar tells the truth, in the order in which things happen."""

import threading

import pytest
from PySide6.QtCore import QObject

from cga_desktop.domain.changes import Changes, FieldChanges, Outcome
from cga_desktop.domain.moments import clock, now
from cga_desktop.ui.autosave import LATE_MS, Autosave
from cga_desktop.ui.status import StatusBar


@pytest.fixture
def bar(qtbot, desk):
    made = StatusBar(desk)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def slow_disk():
    """Lets writes through once it is set."""
    held = threading.Event()
    yield held
    held.set()


@pytest.fixture
def autosave(desk, slow_disk):
    form = QObject(desk)

    def write(_workspace, _changes):
        assert slow_disk.wait(20)
        return Outcome(None, Changes.NONE)

    return Autosave(desk, write, FieldChanges(), form)


def test_it_says_when_everything_was_saved(desk, bar):
    moment = now()
    desk.saved.emit(moment)
    assert bar.sentence == f"Enregistré à {clock(moment)}"
    assert not bar.failed


def test_what_waits_for_more_than_a_second_is_being_saved_and_then_is(
    qtbot, desk, bar, autosave, slow_disk
):
    autosave.note(FieldChanges(notes="Un"))
    with qtbot.waitSignal(desk.late, timeout=LATE_MS + 4_000):
        pass
    assert bar.sentence == "Enregistrement…"
    assert not bar.failed
    slow_disk.set()
    with qtbot.waitSignal(desk.saved):
        pass
    assert bar.sentence.startswith("Enregistré à ")


def test_nobody_says_all_is_saved_while_another_form_waits(qtbot, desk, bar, autosave, slow_disk):
    autosave.note(FieldChanges(notes="Un"))
    with qtbot.waitSignal(desk.late, timeout=LATE_MS + 4_000):
        pass
    quick = Autosave(desk, lambda *_words: Outcome(None), FieldChanges(), autosave.parent())
    quick._kept()
    assert bar.sentence == "Enregistrement…"
    slow_disk.set()
    with qtbot.waitSignal(desk.saved):
        pass


def test_what_is_saved_in_time_is_never_late(qtbot, desk, autosave, slow_disk):
    slow_disk.set()
    autosave.note(FieldChanges(notes="Un"))
    with qtbot.waitSignal(desk.saved):
        pass
    assert not autosave._late.isActive()


def test_being_late_hides_no_refusal(desk, bar):
    desk.unsaved.emit("Non enregistré depuis 14:02 : disque plein.")
    desk.late.emit()
    assert bar.failed
    assert bar.sentence == "Non enregistré depuis 14:02 : disque plein."
    desk.saved.emit(now())
    assert not bar.failed


def test_a_long_path_makes_no_window_wider(desk, bar):
    before = bar.minimumSizeHint().width()
    path = "C:\\" + "\\".join(["dossier"] * 60)
    desk.unsaved.emit(f"Non enregistré. Le texte est gardé dans « {path} ».")
    assert path in bar.sentence
    assert bar.minimumSizeHint().width() <= before
