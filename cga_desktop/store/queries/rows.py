"""One row by its id."""

from typing import TypeVar

from sqlmodel import Session

from cga_desktop.domain.records import Record
from cga_desktop.domain.texts import cleaned

T = TypeVar("T", bound=Record)


def row(session: Session, kind: type[T], row_id: str) -> T | None:
    """The record of that id, or None; an id nobody can have (it may come from a command) too."""
    return session.get(kind, cleaned(row_id))
