"""A record named in an action that changes no field of it."""

from cga_desktop.domain.records import Record
from cga_desktop.store.log import clock
from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.log.kinds import name_of, owner_of
from cga_desktop.store.log.notebook import Change


def touch(session: WritingSession, record: Record) -> None:
    """Note that the action is about ``record`` too: of a merge, the log then says who was kept."""
    name = name_of(type(record))
    owner = owner_of(name, record.id, record.model_dump())
    record.updated_at = clock.moment(session.notebook.write(Change(name, record.id, owner, {})))
