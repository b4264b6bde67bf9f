"""Writes the operations of one transaction: an action, and what it changed record by record."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, text

from cga_desktop.domain.records import new_id
from cga_desktop.domain.verbs import Verb
from cga_desktop.store.log import clock

WRITE, DELETE, ERASE, GONE = "write", "delete", "erase", "gone"
DONE, UNDONE, CUT, FIXED = "done", "undone", "cut", "fixed"
GOES_ON_MS = 15_000
"""Saving the same fields again this soon is still the same action…"""
LONGEST_MS = 120_000
"""… for at most this long, so that a version of two minutes ago can be gone back to."""

_LAST_CLOCK = text("SELECT max(hlc) FROM operation")
_LAST_ACTION = text(
    "SELECT id, verb, author, began, hlc, state FROM action ORDER BY id DESC LIMIT 1"
)
_ITS_OPERATIONS = text(
    "SELECT id, kind, record_id, fields FROM operation WHERE action_id = :action"
)
_NEW_ACTION = text(
    "INSERT INTO action (uid, verb, author, began, hlc, target, state) "
    "VALUES (:uid, :verb, :author, :began, :hlc, :target, :state)"
)
_NEW_OPERATION = text(
    "INSERT INTO operation (uid, action_id, kind, record_kind, record_id, owner, hlc, author, "
    "fields) VALUES (:uid, :action_id, :kind, :record_kind, :record_id, :owner, :hlc, :author, "
    ":fields)"
)
_WRITE_AGAIN = text("UPDATE operation SET hlc = :hlc, fields = :fields WHERE id = :id")
_GO_ON = text("UPDATE action SET hlc = :hlc WHERE id = :id")
_CUT = text("UPDATE action SET state = 'cut' WHERE state = 'undone'")


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
        erased: whether it is deleted for good: nothing ever brings it back.
    """

    record_kind: str
    record_id: str
    owner: str
    fields: dict[str, object] | None
    hlc: int = 0
    erased: bool = False

    @property
    def kind(self) -> str:
        """The kind of operation that it becomes."""
        return WRITE if self.fields is not None else ERASE if self.erased else DELETE


@dataclass(slots=True)
class Notebook:
    """Gathers what a transaction changes and writes it into the log, just before the commit.

    Attributes:
        verb: what the user is doing.
        author: who, by the name in the settings; "" where nobody said.
        target: the action that an undo or a redo is about.
    """

    verb: Verb
    author: str = ""
    target: int | None = None
    _changes: list[Change] = field(default_factory=list[Change], init=False)
    _latest: dict[str, Change] = field(default_factory=dict[str, Change], init=False)
    _clock: int = field(default=-1, init=False)

    def tick(self, connection: Connection) -> int:
        """The next clock value of this transaction."""
        if self._clock < 0:
            self._clock = int(connection.execute(_LAST_CLOCK).scalar() or 0)
        self._clock = clock.after(self._clock)
        return self._clock

    def write(self, connection: Connection, change: Change) -> int:
        """Note new values of a record; answers their clock value."""
        change.hlc = self.tick(connection)
        before = self._latest.get(change.record_id)
        if before is None or before.fields is None or change.fields is None:
            self._changes.append(change)
            self._latest[change.record_id] = change
        else:  # of the same action: one operation
            before.fields.update(change.fields)
            before.hlc = change.hlc
        return change.hlc

    def close(self, connection: Connection) -> int | None:
        """Write everything noted into the log; the action's id, or None where nothing changed."""
        if not self._changes:
            return None
        if self.verb.goes_on and (action := self._gone_on_with(connection)) is not None:
            return action
        if self.verb.undoable:
            connection.execute(_CUT)
        action = self._new_action(connection)
        connection.execute(_NEW_OPERATION, [self._operation(one, action) for one in self._changes])
        return action

    def _new_action(self, connection: Connection) -> int:
        made = connection.execute(
            _NEW_ACTION,
            {
                "uid": new_id(),
                "verb": self.verb.value,
                "author": self.author,
                "began": self._changes[0].hlc,
                "hlc": self._clock,
                "target": self.target,
                "state": DONE if self.verb.undoable else FIXED,
            },
        )
        return int(made.lastrowid)

    def _operation(self, change: Change, action: int) -> dict[str, object]:
        return {
            "uid": os.urandom(8).hex(),
            "action_id": action,
            "kind": change.kind,
            "record_kind": change.record_kind,
            "record_id": change.record_id,
            "owner": change.owner,
            "hlc": change.hlc,
            "author": self.author,
            "fields": as_text(change.fields or {}),
        }

    def _gone_on_with(self, connection: Connection) -> int | None:
        """Put what was typed into the last action's operations, where it is the same typing."""
        last = connection.execute(_LAST_ACTION).first()
        if last is None or not self._continues(last.verb, last.author, last.state):
            return None
        now = clock.milliseconds(self._clock)
        since, began = clock.milliseconds(last.hlc), clock.milliseconds(last.began)
        if now - since > GOES_ON_MS or now - began > LONGEST_MS:
            return None
        again = self._rewritten(connection.execute(_ITS_OPERATIONS, {"action": last.id}).all())
        if again is None:
            return None
        connection.execute(_WRITE_AGAIN, again)
        connection.execute(_GO_ON, {"id": last.id, "hlc": self._clock})
        return int(last.id)

    def _continues(self, verb: str, author: str, state: str) -> bool:
        return (verb, author, state) == (self.verb.value, self.author, DONE)

    def _rewritten(self, rows: Sequence[Row[Any]]) -> list[dict[str, object]] | None:
        """The operations of the last action with what is typed now; None where it is more."""
        kept = {row.record_id: row for row in rows}
        if len(kept) < len(rows):
            return None
        again: list[dict[str, object]] = []
        for change in self._changes:
            row = kept.get(change.record_id)
            if row is None or row.kind != WRITE or change.fields is None:
                return None
            fields = json.loads(row.fields)
            if not change.fields.keys() <= fields.keys():
                return None
            again.append(
                {"id": row.id, "hlc": change.hlc, "fields": as_text({**fields, **change.fields})}
            )
        return again
