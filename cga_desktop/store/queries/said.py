"""Reads of the log about when things were said."""

import json

from sqlmodel import Session, text

from cga_desktop.store.log import clock

_SINCE = text(
    "SELECT fields FROM operation WHERE record_id = :record AND hlc > :moment AND kind = 'write'"
)
_LAST = text("SELECT hlc FROM operation ORDER BY id DESC LIMIT 1")
_LAST_ACTION = text("SELECT id, hlc FROM action ORDER BY id DESC LIMIT 1")


def fields_said_since(session: Session, record_id: str, moment: str) -> frozenset[str]:
    """Names of the fields of a record that were written after ``moment``.

    A moment that cannot be read is before all others.
    """
    try:
        since = clock.end_of(moment)
    except ValueError:
        since = -1
    rows = session.connection().execute(_SINCE, {"record": record_id, "moment": since})
    return frozenset(name for (fields,) in rows for name in json.loads(fields))


def last_saved(session: Session) -> str:
    """When the study was last changed, as ISO 8601; "" where it never was."""
    found = session.connection().execute(_LAST).scalar()
    return clock.moment(found) if found is not None else ""


def last_action(session: Session) -> tuple[int, int]:
    """The number and the clock value of the last action: they differ after every change.

    Two small reads of an index: it can be asked every second.
    """
    found = session.connection().execute(_LAST_ACTION).first()
    return (found.id, found.hlc) if found is not None else (0, 0)
