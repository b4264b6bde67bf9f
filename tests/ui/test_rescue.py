"""While the disk refuses: where the text is kept, and what the next opening makes of it."""

import errno
import tempfile

import pytest
from PySide6.QtCore import QObject

from cga_desktop.domain.changes import FieldChanges
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import DiskFull, StudyBusy, UserError
from cga_desktop.domain.unsaved import Subject, Unsaved
from cga_desktop.operations.actors import add_actor, edit_actor
from cga_desktop.operations.rescue import keep_unsaved, open_journal
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.journal import rescue_folder
from cga_desktop.store.queries.actors import actor
from cga_desktop.ui.autosave import Autosave
from tests.fakes import FakeFinder, FakeOnline, FakePrinter
from tests.ui.conftest import ordinary
from tests.ui.full_disk import FullDisk

AT = "2999-01-01T00:00:00.000+00:00"


@pytest.fixture
def disk(study):
    return FullDisk(study)


@pytest.fixture
def workspace(disk):
    return Workspace(disk, FakeFinder(), FakeOnline(), FakePrinter())


@pytest.fixture
def regie(workspace):
    return add_actor(workspace, draft=ActorDraft(name="Régie")).value


@pytest.fixture
def notes(workspace, regie):
    def read():
        with workspace.database.reading() as session:
            return actor(session, regie.id).notes

    return read


@pytest.fixture
def form():
    return QObject()


@pytest.fixture
def autosave(desk, regie, form):
    """Makes a form's autosave that is about the actor."""

    def make():
        made = Autosave(
            desk,
            lambda workspace, changes: edit_actor(workspace, actor_id=regie.id, changes=changes),
            FieldChanges(),
            form,
            Subject("actor", regie.id),
        )
        made._retry.setInterval(60_000)
        return made

    return make


@pytest.fixture
def left_behind(workspace, study, regie):
    """What an opening kept that ended while the disk refused."""
    journal = open_journal(workspace)
    unsaved = Unsaved(kind="actor", record_id=regie.id, typed_at=AT, fields={"notes": "Gardé."})
    path = keep_unsaved(journal, study.path, [unsaved])
    journal.close()
    return path


def kept_files():
    return list(rescue_folder().glob("*.secours"))


def calm(qtbot, desk):
    qtbot.waitUntil(lambda: desk.jobs.idle)


def test_what_several_forms_hold_is_kept_and_goes_as_each_is_written(
    qtbot, desk, disk, autosave, workspace
):
    one, other = autosave(), autosave()
    disk.full = True
    one.note(FieldChanges(notes="Un"))
    one.flush()
    other.note(FieldChanges(phone="01"))
    other.flush()
    qtbot.waitUntil(lambda: len(kept_files()) == 1 and desk.jobs.idle)
    disk.full = False
    one.flush()
    calm(qtbot, desk)
    assert desk.rescue.busy
    assert len(kept_files()) == 1
    other.flush()
    qtbot.waitUntil(lambda: not desk.rescue.busy and not kept_files())
    desk.rescue.close()


def test_what_is_dropped_is_not_kept_either(qtbot, desk, disk, autosave):
    held = autosave()
    disk.full = True
    held.note(FieldChanges(notes="Un"))
    held.flush()
    qtbot.waitUntil(lambda: len(kept_files()) == 1 and desk.jobs.idle)
    held.drop()
    qtbot.waitUntil(lambda: not kept_files())
    assert not desk.rescue.busy
    desk.rescue.close()


def test_where_no_disk_takes_it_the_sentence_says_it_is_in_memory_alone(
    qtbot, desk, disk, autosave, monkeypatch, tmp_path
):
    def refuse(*_words):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("cga_desktop.store.journal.write_durably", refuse)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    held = autosave()
    disk.full = True
    with qtbot.waitSignal(desk.unsaved) as unsaved:
        held.note(FieldChanges(notes="Un"))
        held.flush()
    calm(qtbot, desk)
    assert "Le texte est gardé en mémoire : laissez cette fenêtre ouverte." in ordinary(
        unsaved.args[0]
    )
    assert desk.rescue.kept is None


def test_what_another_window_holds_up_is_no_matter_of_the_disk(qtbot, desk):
    class Nothing:
        def described(self):
            return None

    with qtbot.waitSignal(desk.unsaved) as unsaved:
        desk.rescue.refuse(Nothing(), StudyBusy("…"))
    assert "étude occupée par une autre fenêtre. Le texte" in ordinary(unsaved.args[0])
    with qtbot.waitSignal(desk.unsaved) as unsaved:
        desk.rescue.refuse(Nothing(), UserError("Étude illisible."))
    assert ": le disque refuse. Le texte" in ordinary(unsaved.args[0])
    calm(qtbot, desk)


def test_at_an_opening_everything_left_behind_is_saved_and_said(qtbot, desk, left_behind, notes):
    with qtbot.waitSignal(desk.said) as said:
        desk.rescue.begin()
    assert "1 note, écrite le " in ordinary(said.args[0])
    assert notes() == "Gardé."
    assert not left_behind.exists()
    desk.rescue.close()


def test_an_opening_with_nothing_to_say_says_nothing(qtbot, desk):
    with qtbot.assertNotEmitted(desk.said), qtbot.assertNotEmitted(desk.refused):
        desk.rescue.begin()
        calm(qtbot, desk)
    desk.rescue.close()


def test_where_the_disk_still_refuses_it_is_said_once_and_tried_until_it_is_saved(
    qtbot, desk, disk, left_behind, notes
):
    desk.rescue._retry.setInterval(10)
    refused = []
    desk.refused.connect(refused.append)
    disk.full = True
    desk.rescue.begin()
    tried = []
    desk.jobs.writing.connect(tried.append)
    qtbot.waitUntil(lambda: len(tried) > 6)
    assert len(refused) == 1
    assert "Rien n’en est perdu" in refused[0]
    disk.full = False
    with qtbot.waitSignal(desk.said):
        pass
    assert notes() == "Gardé."
    desk.rescue.close()


def test_what_cannot_be_taken_back_is_said_until_read(qtbot, desk, left_behind):
    left_behind.write_bytes(b"hostile")
    with qtbot.waitSignal(desk.refused) as refused:
        desk.rescue.begin()
    assert "mis de côté" in refused.args[0]
    desk.rescue.close()


def test_quitting_keeps_what_is_under_way_too_and_an_older_write_does_not_come_after(
    qtbot, desk, disk, autosave, monkeypatch
):
    held = autosave()
    disk.full = True
    held.note(FieldChanges(notes="Un"))
    held.flush()
    qtbot.waitUntil(lambda: len(kept_files()) == 1 and desk.jobs.idle)
    held.note(FieldChanges(phone="01"))
    path = desk.rescue.keep_now([held, object()])
    assert path == desk.rescue.kept
    before = path.read_bytes()
    assert desk.rescue._put(1, []) == path
    assert path.read_bytes() == before
    desk.rescue.close()


def test_who_cannot_keep_anything_when_quitting_is_told(desk, autosave, monkeypatch):
    def refuse(*_words):
        raise DiskFull("Le disque est plein.")

    monkeypatch.setattr("cga_desktop.operations.rescue.keep_unsaved", refuse)
    held = autosave()
    held.note(FieldChanges(notes="Un"))
    assert desk.rescue.keep_now([held]) is None
    held.drop()
    desk.rescue.close()
