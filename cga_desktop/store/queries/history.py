"""Reads about what was done: what can be taken back, and the history of a record."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, text
from sqlmodel import Session

from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.history import ActionLine, FieldChange, HistoryLine
from cga_desktop.i18n import _, ngettext
from cga_desktop.store.log import clock
from cga_desktop.store.log.notebook import DELETE, ERASE, WRITE
from cga_desktop.store.log.titles import title_from, title_of

_ACTION = "SELECT id, verb, author, hlc FROM action "
_NEXT_UNDO = text(f"{_ACTION} WHERE state = 'done' ORDER BY id DESC LIMIT 1")
_NEXT_REDO = text(f"{_ACTION} WHERE state = 'undone' ORDER BY id LIMIT 1")
_ONE = text(f"{_ACTION} WHERE id = :action")
_OWNERS = text(
    "SELECT owner, max(hlc) AS latest FROM operation WHERE action_id = :action GROUP BY owner "
    "ORDER BY latest DESC LIMIT :most"
)
_OWNERS_COUNTED = text("SELECT count(DISTINCT owner) FROM operation WHERE action_id = :action")
_BEGUN = text("SELECT 1 FROM operation WHERE hlc <= :until AND record_kind = 'study' LIMIT 1")
_HISTORY = text(
    "SELECT operation.kind, record_kind, record_id, operation.hlc, operation.author, verb, fields "
    "FROM operation JOIN action ON action.id = action_id "
    "WHERE owner = :record OR record_id = :record ORDER BY operation.hlc, operation.uid"
)


def next_undo(session: Session) -> ActionLine | None:
    """What « Annuler » would take back; None where there is nothing."""
    return _first(session, _NEXT_UNDO)


def next_redo(session: Session) -> ActionLine | None:
    """What « Rétablir » would do again; None where there is nothing."""
    return _first(session, _NEXT_REDO)


def _first(session: Session, query: Any) -> ActionLine | None:  # noqa: ANN401  (a text clause)
    connection = session.connection()
    row = connection.execute(query).first()
    return _line(connection, row) if row is not None else None


def _line(connection: Connection, row: Row[Any]) -> ActionLine:
    return ActionLine(
        verb=row.verb,
        author=row.author,
        at=clock.moment(row.hlc),
        title=action_title(connection, row.id),
    )


def action_title(connection: Connection, action: int) -> str:
    """What an action was about: the name of its one record, or how many there are."""
    owners = connection.execute(_OWNERS, {"action": action, "most": 2}).all()
    if len(owners) == 1:
        return title_of(connection, owners[0].owner)
    count = int(connection.execute(_OWNERS_COUNTED, {"action": action}).scalar_one())
    return ngettext("{count} fiche", "{count} fiches", count).format(count=count)


def action_line(session: Session, action: int) -> ActionLine:
    """One action; it must be there."""
    connection = session.connection()
    return _line(connection, connection.execute(_ONE, {"action": action}).one())


def title(session: Session, record_id: str) -> str:
    """What a record is called, there or not; "" where the log says nothing of it."""
    return title_of(session.connection(), record_id)


def had_begun(session: Session, until: int) -> bool:
    """Whether anything had been written by clock value ``until``."""
    return session.connection().execute(_BEGUN, {"until": until}).first() is not None


def history(session: Session, record_id: str) -> Sequence[HistoryLine]:
    """What happened to a record and to what belongs to it, the latest first.

    Raises:
        NotFound: the log says nothing of such a record.
    """
    rows = session.connection().execute(_HISTORY, {"record": record_id}).all()
    if not rows:
        raise NotFound(_("Aucune fiche n’a l’identifiant {id}.").format(id=record_id))
    said: dict[str, dict[str, Any]] = {}
    ever: dict[str, dict[str, Any]] = {}
    lines = [_history_line(row, said, ever) for row in rows]
    return lines[::-1]


def _history_line(
    row: Row[Any], said: dict[str, dict[str, Any]], ever: dict[str, dict[str, Any]]
) -> HistoryLine:
    """One line; ``said`` is each record as it was just before, and is brought up to date."""
    before = said.get(row.record_id, {})
    fields: dict[str, Any] = json.loads(row.fields) if row.kind == WRITE else {}
    gone = row.kind in {DELETE, ERASE}
    after = dict[str, Any]() if gone else {**before, **fields}
    said[row.record_id] = after
    known = ever.setdefault(row.record_id, {})
    known |= fields
    return HistoryLine(
        hlc=row.hlc,
        at=clock.moment(row.hlc),
        author=row.author,
        verb=row.verb,
        record_kind=row.record_kind,
        record_id=row.record_id,
        title=title_from(row.record_kind, known),
        kind=row.kind,
        changes=_changes(before, after),
    )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    names = dict.fromkeys((*before, *after))
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )
