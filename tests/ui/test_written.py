"""Going on once everything typed is on the disk, and not before."""

import pytest
from pytestqt.qtbot import QtBot

from cga_desktop.domain.changes import FieldChanges, Outcome
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import NotWritten
from cga_desktop.domain.records import Actor
from cga_desktop.operations.actors import add_actor, edit_actor
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.database import Database
from cga_desktop.store.queries.actors import actor
from cga_desktop.ui.autosave import Autosave
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.written import when_written
from tests.ui.conftest import Calm


@pytest.fixture
def pave(workspace: Workspace) -> Actor:
    return add_actor(workspace, draft=ActorDraft.filled({"name": "Le Pavé"})).value


@pytest.fixture
def autosave(desk: Desk, pave: Actor) -> Autosave[FieldChanges]:
    def write(workspace: Workspace, changes: FieldChanges) -> Outcome[object]:
        return edit_actor(workspace, actor_id=pave.id, changes=changes)

    return Autosave(desk, write, FieldChanges(), desk)


def test_with_nothing_typed_it_goes_on_at_once(desk: Desk) -> None:
    done: list[str] = []
    when_written(desk, lambda: done.append("then"))
    assert done == ["then"]


def test_what_was_typed_is_on_the_disk_before_it_goes_on(
    qtbot: QtBot, desk: Desk, workspace: Workspace, pave: Actor, autosave: Autosave[FieldChanges]
) -> None:
    seen: list[str] = []

    def look() -> None:
        with workspace.database.reading() as session:
            seen.append(actor(session, pave.id).notes)

    autosave.note(FieldChanges(notes="Un"))
    autosave.flush()
    autosave.note(FieldChanges(notes="Un deux"))  # waits until the first is written
    when_written(desk, look)
    assert seen == []
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["Un deux"]


def test_where_the_disk_refuses_it_is_told_and_goes_on_no_further(
    qtbot: QtBot,
    desk: Desk,
    calm: Calm,
    autosave: Autosave[FieldChanges],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    def refuse(_self: Database, _verb: object = None) -> None:
        raise NotWritten("Le disque est plein.")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "writing", refuse)
        autosave.note(FieldChanges(notes="Un"))
        when_written(desk, lambda: done.append("then"), lambda: done.append("otherwise"))
        qtbot.waitUntil(lambda: bool(done))
    assert done == ["otherwise"]
    calm(desk)
    assert done == ["otherwise"], "it is asked once"
