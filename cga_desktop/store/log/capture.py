"""Where every change of every table is noted: as the session is about to write it.

One pair of listeners on ``WritingSession`` sees each record that is added, changed or deleted,
whatever operation does it. A statement that would change rows without loading them is refused,
since nobody would see it.
"""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlmodel import Session

from cga_desktop.domain.records import Record
from cga_desktop.store.log import clock
from cga_desktop.store.log.kinds import UNLOGGED, name_of, owner_of
from cga_desktop.store.log.notebook import Change, Notebook


class WritingSession(Session):
    """A session whose changes are noted in ``notebook``."""

    notebook: Notebook


@event.listens_for(WritingSession, "before_flush")
def _note_changes(session: WritingSession, _context: UOWTransaction, _instances: object) -> None:
    for record in session.new:
        if isinstance(record, Record):
            _note(session, record, {name: getattr(record, name) for name in _logged(record)})
    for record in session.dirty:
        if isinstance(record, Record):
            _note_changed(session, record)
    for record in session.deleted:
        if isinstance(record, Record):
            session.notebook.write(_change(record, None))


def _logged(record: Record) -> list[str]:
    return [name for name in type(record).model_fields if name not in UNLOGGED]


def _note_changed(session: WritingSession, record: Record) -> None:
    attributes = inspect(record).attrs
    histories = {name: attributes[name].history for name in _logged(record)}
    changed = {name: kept.added[0] for name, kept in histories.items() if kept.added}
    if changed:
        _note(session, record, changed)


def _note(session: WritingSession, record: Record, fields: dict[str, Any]) -> None:
    hlc = session.notebook.write(_change(record, fields))
    record.updated_at = clock.moment(hlc)


def _change(record: Record, fields: dict[str, Any] | None) -> Change:
    name = name_of(type(record))
    owner = owner_of(name, record.id, record.model_dump())
    return Change(name, record.id, owner, fields)


@event.listens_for(WritingSession, "do_orm_execute")
def _refuse_unseen_changes(state: ORMExecuteState) -> None:
    if state.is_update or state.is_delete or state.is_insert:
        message = "records are changed one by one, so that the log sees each change"
        raise RuntimeError(message)
