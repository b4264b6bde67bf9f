"""Taking an action back, doing it again, going back to a version: always by new operations.

An action is inverted field by field: a value goes back to what it was before the action, where it
still is what the action made it. What somebody else changed since stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, TextClause, text

from cga_desktop.store.log.bringing import Fields, bring
from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.log.folding import ALWAYS, State, states_of
from cga_desktop.store.log.kinds import fields_of
from cga_desktop.store.log.notebook import CUT, DONE, UNDONE
from cga_desktop.store.log.tables import references_later

_LAST_DONE = text("SELECT id FROM action WHERE state = 'done' ORDER BY id DESC LIMIT 1")
_FIRST_UNDONE = text("SELECT id FROM action WHERE state = 'undone' ORDER BY id LIMIT 1")
_LAST_UNDO_OF = text(
    "SELECT id FROM action WHERE target = :action AND verb = 'undo' ORDER BY id DESC LIMIT 1"
)
_SPANS = text(
    "SELECT record_id, min(hlc) AS first, max(hlc) AS last FROM operation "
    "WHERE action_id = :action AND kind IN ('write', 'delete') "
    "GROUP BY record_id ORDER BY last DESC"
)
_MARK = text("UPDATE action SET state = :state WHERE id = :action")
_OWNED = text(
    "SELECT DISTINCT record_id FROM operation WHERE owner = :record OR record_id = :record"
)


@dataclass(frozen=True, slots=True)
class Inverted:
    """What taking back or doing again changed.

    Attributes:
        action: the id of the action taken back or done again.
        records: (kind, owner) of each record that changed, in the order of the change.
    """

    action: int
    records: tuple[tuple[str, str], ...]


def undo(session: WritingSession) -> Inverted | None:
    """Take the last action back that was not taken back yet; None where there is none."""
    return _invert_next(session, _LAST_DONE, UNDONE)


def redo(session: WritingSession) -> Inverted | None:
    """Do again what was taken back last; None where there is nothing, or something came since."""
    return _invert_next(session, _FIRST_UNDONE, DONE)


def _invert_next(session: WritingSession, which: TextClause, state: str) -> Inverted | None:
    """Invert the next action that still shows; those of which nothing is left are passed over."""
    connection = session.connection()
    references_later(connection)
    while (found := connection.execute(which).first()) is not None:
        inverted = found.id if state == UNDONE else _undo_of(connection, found.id)
        records = _invert(session, inverted)
        if records:
            session.notebook.target = found.id
            connection.execute(_MARK, {"action": found.id, "state": state})
            return Inverted(found.id, records)
        connection.execute(_MARK, {"action": found.id, "state": CUT})
    return None


def _undo_of(connection: Connection, action: int) -> int:
    return int(connection.execute(_LAST_UNDO_OF, {"action": action}).scalar_one())


def _invert(session: WritingSession, action: int) -> tuple[tuple[str, str], ...]:
    connection = session.connection()
    changed: list[tuple[str, str]] = []
    for span in connection.execute(_SPANS, {"action": action}).all():
        moments = (span.first - 1, span.last, ALWAYS)
        before, made, now = states_of(connection, span.record_id, *moments)
        if made is None or now is None:
            continue
        if bring(session, now, _inverted(before, made, now)):
            changed.append((now.record_kind, now.owner))
    return tuple(changed)


def _inverted(before: State | None, made: State, now: State) -> Fields | None:
    """What a record should be for the action to be taken back; none: not there."""
    was = before.fields if before is not None else None
    if was is None or made.fields is None:
        untouched = (made.fields is None) == (now.fields is None)
        return was if untouched else now.fields
    if now.fields is None:
        return None
    unsaid = fields_of(now.record_kind)
    back = {
        name: was.get(name, unsaid.get(name))
        for name, value in made.fields.items()
        if was.get(name, unsaid.get(name)) != value and now.fields.get(name) == value
    }
    return {**now.fields, **back}


def go_back(session: WritingSession, record_id: str, until: int) -> tuple[tuple[str, str], ...]:
    """Make a record, and what belongs to it, what they were at clock value ``until``.

    Answers (kind, owner) of each record that changed.
    """
    connection = session.connection()
    references_later(connection)
    return tuple(
        (now.record_kind, now.owner)
        for now, then in _then_and_now(session, record_id, until)
        if bring(session, now, then)
    )


_NAMED: Mapping[str, tuple[str, ...]] = {
    "interview": ("actor_id",),
    "relation": ("source_id", "target_id"),
}
"""Fields that name an actor, which may be gone since, or merged into another."""
_ACTOR = text("SELECT 1 FROM actor WHERE id = :id")


def _then_and_now(
    session: WritingSession, record_id: str, until: int
) -> Iterator[tuple[State, Fields | None]]:
    connection = session.connection()
    for one in connection.execute(_OWNED, {"record": record_id}).scalars().all():
        then, now = states_of(connection, one, until, ALWAYS)
        if now is None or (one != record_id and then is not None and then.owner != record_id):
            continue  # what was another's then stays where it is
        yield now, _still_possible(connection, record_id, then, now)


def _still_possible(
    connection: Connection, record_id: str, then: State | None, now: State
) -> Fields | None:
    """What a record was then, as far as the actors that it named are there.

    A tie to an actor that is gone stays as it is; an interview about one keeps its actor of today.
    """
    if then is None or then.fields is None:
        return None
    fields = dict(then.fields)
    for name in _NAMED.get(then.record_kind, ()):
        named = fields.get(name)
        if not named or named == record_id or connection.execute(_ACTOR, {"id": named}).first():
            continue
        if then.record_kind == "relation":
            return now.fields
        fields[name] = (now.fields or {}).get(name)
    return fields
