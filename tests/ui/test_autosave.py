"""Changes of a form reach the disk by themselves, in order, and none is lost on the way."""

import time

import pytest
from PySide6.QtCore import QObject, QTimer

from cga_desktop.domain.changes import FieldChanges
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.unsaved import Subject
from cga_desktop.operations.actors import add_actor, edit_actor
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.queries.actors import actor
from cga_desktop.ui.autosave import LONGEST_MS, PAUSE_MS, Autosave
from tests.fakes import FakeFinder, FakeOnline, FakePrinter
from tests.ui.full_disk import FullDisk


@pytest.fixture
def disk(study):
    return FullDisk(study)


@pytest.fixture
def workspace(disk):
    return Workspace(disk, FakeFinder(), FakeOnline(), FakePrinter())


@pytest.fixture
def regie(workspace):
    return add_actor(workspace, draft=ActorDraft(name="Régie de quartier")).value


@pytest.fixture
def form():
    return QObject()


@pytest.fixture
def autosave(desk, regie, form):
    def save(workspace, changes):
        return edit_actor(workspace, actor_id=regie.id, changes=changes)

    made = Autosave(desk, save, FieldChanges(), form, Subject("actor", regie.id))
    made._retry.setInterval(100)
    return made


@pytest.fixture
def kept(workspace, regie):
    """A field of the actor, as the study holds it."""

    def read(name):
        with workspace.database.reading() as session:
            return getattr(actor(session, regie.id), name)

    return read


def written(qtbot, desk):
    qtbot.waitUntil(lambda: not desk.unwritten and desk.jobs.idle)


def test_nothing_is_written_while_keys_follow_each_other_then_a_pause_writes(
    qtbot, desk, autosave, kept
):
    autosave.note(FieldChanges(notes="O"))
    autosave.note(FieldChanges(notes="Oui"))
    assert autosave.pending
    assert desk.unwritten == {autosave}
    assert kept("notes") == ""
    with qtbot.waitSignal(desk.saved, timeout=PAUSE_MS + 1000):
        pass
    assert kept("notes") == "Oui"
    assert not autosave.pending


def test_without_a_pause_a_write_starts_soon_after_the_first_key(qtbot, desk, autosave, form):
    keys = QTimer(form, interval=50)
    keys.timeout.connect(lambda: autosave.note(FieldChanges(notes=str(time.monotonic()))))
    keys.start()
    with qtbot.waitSignal(desk.saved, timeout=5_000):
        started = time.monotonic()
    keys.stop()
    assert time.monotonic() - started < (LONGEST_MS + 50) / 1000 + 1
    written(qtbot, desk)


def test_what_is_typed_while_a_write_is_under_way_follows_it_at_once(qtbot, desk, autosave, kept):
    autosave.note(FieldChanges(notes="Un"))
    autosave.flush()
    autosave.note(FieldChanges(notes="Deux"))
    autosave.note(FieldChanges(description="Trois"))
    assert autosave.unsaved == {"notes": "Deux", "description": "Trois"}
    started = time.monotonic()
    autosave.flush()
    written(qtbot, desk)
    assert (kept("notes"), kept("description")) == ("Deux", "Trois")
    assert time.monotonic() - started < PAUSE_MS / 1000


def test_its_writes_name_it_so_that_its_form_can_ignore_them(qtbot, desk, autosave):
    autosave.note(FieldChanges(notes="Un"))
    with qtbot.waitSignal(desk.jobs.changed) as changed:
        autosave.flush()
    assert changed.args[1] is autosave


def test_a_value_that_does_not_fit_is_said_and_takes_nothing_with_it(qtbot, desk, autosave, kept):
    autosave.note(FieldChanges(notes="Gardé", name="", phone="0600000000"))
    with qtbot.waitSignal(desk.refused) as refused:
        autosave.flush()
    assert "name" in refused.args[0]
    written(qtbot, desk)
    assert (kept("name"), kept("notes")) == ("Régie de quartier", "Gardé")
    assert kept("phone") == "0600000000"


def test_changes_are_written_in_the_order_in_which_they_came(qtbot, desk, autosave, kept):
    autosave.note(FieldChanges(notes="Avant", name=""))
    autosave.flush()
    autosave.note(FieldChanges(notes="Après"))
    written(qtbot, desk)
    assert kept("notes") == "Après"


def test_a_full_disk_keeps_everything_here_and_is_tried_again(qtbot, desk, disk, autosave, kept):
    disk.full = True
    autosave.note(FieldChanges(notes="Un"))
    with qtbot.waitSignal(desk.unsaved) as unsaved:
        autosave.flush()
    assert unsaved.args[0].startswith("Non enregistré depuis ")
    since = unsaved.args[0][: len("Non enregistré depuis 14:02")]
    autosave.note(FieldChanges(description="Deux"))
    with qtbot.waitSignal(desk.unsaved) as unsaved:
        pass
    assert unsaved.args[0].startswith(since)
    assert autosave.unsaved == {"notes": "Un", "description": "Deux"}
    assert autosave.refused
    disk.full = False
    written(qtbot, desk)
    assert (kept("notes"), kept("description")) == ("Un", "Deux")
    assert not autosave.refused


def test_nobody_says_all_is_saved_while_another_form_is_refused(
    qtbot, desk, disk, autosave, regie, form
):
    disk.full = True
    autosave.note(FieldChanges(notes="Un"))
    with qtbot.waitSignal(desk.unsaved):
        autosave.flush()
    autosave._retry.stop()
    disk.full = False
    other = Autosave(
        desk,
        lambda workspace, changes: edit_actor(workspace, actor_id=regie.id, changes=changes),
        FieldChanges(),
        form,
    )
    other.note(FieldChanges(description="Deux"))
    with qtbot.assertNotEmitted(desk.saved):
        other.flush()
        qtbot.waitUntil(lambda: not other.pending)
    with qtbot.waitSignal(desk.saved):
        autosave.flush()


def test_a_finished_one_stays_until_all_is_written_then_goes(qtbot, desk, disk, autosave, kept):
    disk.full = True
    autosave.note(FieldChanges(notes="Un"))
    autosave.finish()
    with qtbot.waitSignal(desk.unsaved):
        pass
    disk.full = False
    with qtbot.waitSignal(autosave.destroyed):
        pass
    assert kept("notes") == "Un"
    assert desk.unwritten == set()


def test_one_with_nothing_to_write_goes_at_once(qtbot, autosave):
    with qtbot.waitSignal(autosave.destroyed):
        autosave.finish()


def test_what_is_dropped_is_never_written(qtbot, desk, autosave, kept):
    autosave.note(FieldChanges(notes="Un"))
    autosave.drop()
    assert desk.unwritten == set()
    autosave.flush()
    written(qtbot, desk)
    assert kept("notes") == ""
