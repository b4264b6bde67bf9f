"""Writes the operations of one transaction: an action, and what it changed record by record.

It speaks to the connection itself, below SQLAlchemy: a field is saved every second while somebody
types, and the log must not cost more than the save.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cga_desktop.domain.records import new_id
from cga_desktop.domain.verbs import Verb
from cga_desktop.store.log import clock
from cga_desktop.store.sqlcipher import CipherConnection

WRITE, DELETE, ERASE, GONE = "write", "delete", "erase", "gone"
DONE, UNDONE, CUT, FIXED = "done", "undone", "cut", "fixed"
GOES_ON_MS = 15_000
"""Saving the same fields again this soon is still the same action…"""
LONGEST_MS = 120_000
"""… for at most this long, so that a version of two minutes ago can be gone back to."""

_LAST = (
    "SELECT (SELECT max(hlc) FROM operation), id, verb, author, began, hlc, state "
    "FROM action ORDER BY id DESC LIMIT 1"
)
_ITS_OPERATIONS = "SELECT id, kind, record_id, fields FROM operation WHERE action_id = ?"
_NEW_ACTION = (
    "INSERT INTO action (uid, verb, author, began, hlc, target, state) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_NEW_OPERATION = (
    "INSERT INTO operation (uid, action_id, kind, record_kind, record_id, owner, hlc, author, "
    "fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_WRITE_AGAIN = "UPDATE operation SET hlc = ?, fields = ? WHERE id = ?"
_GO_ON = "UPDATE action SET hlc = ? WHERE id = ?"
_CUT = "UPDATE action SET state = 'cut' WHERE state = 'undone'"


def as_text(fields: Mapping[str, object]) -> str:
    """Fields as the log keeps them."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class Change:
    """What one transaction does to one record.

    Attributes:
        record_kind: the name of its table.
        record_id: its id.
        owner: see ``kinds.owner_of``.
        fields: new values by name; none: the record is deleted.
        hlc: when, on the logical clock; set by the notebook.
    """

    record_kind: str
    record_id: str
    owner: str
    fields: dict[str, object] | None
    hlc: int = 0


class _Action(NamedTuple):
    id: int
    verb: str
    author: str
    began: int
    hlc: int
    state: str


class _Kept(NamedTuple):
    """An operation of the last action."""

    id: int
    kind: str
    fields: dict[str, object]


@dataclass(slots=True)
class LogEnd:
    """Where the log stands: good for as long as nobody else writes into the file.

    Attributes:
        clock: its last clock value.
        last: its last action; none where it is empty.
        kept: the operations of that action by record; none: not read yet.
    """

    clock: int
    last: _Action | None
    kept: dict[str, _Kept] | None = None


@dataclass(slots=True)
class Notebook:
    """Gathers what a transaction changes and writes it into the log, just before the commit.

    Attributes:
        connection: the transaction's.
        verb: what the user is doing.
        author: who, by the name in the settings; "" where nobody said.
        end: where the log stands, where that is known; after ``close``, where it stands then.
        target: the action that an undo or a redo is about.
    """

    connection: CipherConnection
    verb: Verb
    author: str = ""
    end: LogEnd | None = None
    target: int | None = None
    _changes: list[Change] = field(default_factory=list[Change], init=False)
    _latest: dict[str, Change] = field(default_factory=dict[str, Change], init=False)
    _clock: int = field(default=-1, init=False)

    def write(self, change: Change) -> int:
        """Note what becomes of a record; answers the clock value."""
        if self._clock < 0:
            self._clock = self._known_end().clock
        change.hlc = self._clock = clock.after(self._clock)
        before = self._latest.get(change.record_id)
        if before is None or before.fields is None or change.fields is None:
            self._changes.append(change)
            self._latest[change.record_id] = change
        else:  # of the same action: one operation
            before.fields.update(change.fields)
            before.hlc = change.hlc
        return change.hlc

    def _known_end(self) -> LogEnd:
        if self.end is None:
            row = self.connection.execute(_LAST).fetchone()
            self.end = LogEnd(int(row[0] or 0), _Action(*row[1:])) if row else LogEnd(0, None)
        return self.end

    def close(self) -> int | None:
        """Write everything noted into the log; the action's id, or None where nothing changed."""
        if not self._changes:
            return None
        if self.verb.goes_on and (action := self._gone_on_with()) is not None:
            return action
        if self.verb.undoable:
            self.connection.execute(_CUT)
        action = self._new_action()
        for change in self._changes:
            self.connection.execute(_NEW_OPERATION, self._operation(change, action.id))
        self.end = LogEnd(self._clock, action)
        return action.id

    def _new_action(self) -> _Action:
        state = DONE if self.verb.undoable else FIXED
        verb, began = self.verb.value, self._changes[0].hlc
        made = self.connection.execute(
            _NEW_ACTION,
            (new_id(), verb, self.author, began, self._clock, self.target, state),
        )
        return _Action(int(made.lastrowid), verb, self.author, began, self._clock, state)

    def _operation(self, change: Change, action: int) -> tuple[object, ...]:
        deleted = ERASE if self.verb is Verb.ERASE else DELETE
        kind = WRITE if change.fields is not None else deleted
        return (
            os.urandom(8).hex(), action, kind, change.record_kind, change.record_id, change.owner,
            change.hlc, self.author, as_text(change.fields or {}),
        )  # fmt: skip

    def _gone_on_with(self) -> int | None:
        """Put what was typed into the last action's operations, where it is the same typing."""
        end = self._known_end()
        if end.last is None or not self._continues(end.last):
            return None
        kept = end.kept if end.kept is not None else self._operations_of(end.last.id)
        again = self._rewritten(kept)
        if again is None:
            return None
        for record_id, one in again.items():
            hlc = self._latest[record_id].hlc
            self.connection.execute(_WRITE_AGAIN, (hlc, as_text(one.fields), one.id))
        self.connection.execute(_GO_ON, (self._clock, end.last.id))
        last = end.last._replace(hlc=self._clock)
        self.end = LogEnd(self._clock, last, kept | again)
        return last.id

    def _operations_of(self, action: int) -> dict[str, _Kept]:
        """The operations of an action by record; empty where one has two: it is not typing."""
        rows = self.connection.execute(_ITS_OPERATIONS, (action,)).fetchall()
        kept = {record: _Kept(id_, kind, json.loads(text)) for id_, kind, record, text in rows}
        return kept if len(kept) == len(rows) else {}

    def _continues(self, last: _Action) -> bool:
        now = clock.milliseconds(self._clock)
        soon = now - clock.milliseconds(last.hlc) <= GOES_ON_MS
        recent = now - clock.milliseconds(last.began) <= LONGEST_MS
        same = (last.verb, last.author, last.state) == (self.verb.value, self.author, DONE)
        return same and soon and recent

    def _rewritten(self, kept: Mapping[str, _Kept]) -> dict[str, _Kept] | None:
        """The operations of the last action with what is typed now; None where it is more."""
        again: dict[str, _Kept] = {}
        for change in self._changes:
            one = kept.get(change.record_id)
            if one is None or one.kind != WRITE or change.fields is None:
                return None
            if not change.fields.keys() <= one.fields.keys():
                return None
            again[change.record_id] = one._replace(fields=one.fields | change.fields)
        return again
