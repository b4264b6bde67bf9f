"""What a real deletion takes: an interview, an actor or an observation, and all that is part of it.

What was deleted before, or merged, goes too: the log still holds it.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cga_desktop.store.log.kinds import owner_of
from cga_desktop.store.sqlcipher import CipherConnection

SUBJECTS = ("interview", "actor", "observation")
"""What can be erased; the rest goes with one of these."""
BELONGS: Mapping[str, tuple[str, ...]] = {
    "answer": ("interview_id",),
    "excerpt": ("interview_id",),
    "consent": ("interview_id", "actor_id"),
    "media": ("interview_id", "observation_id"),
    "relation": ("source_id", "target_id"),
}
"""A record goes with any record that it names in one of these fields."""
MENTIONS: Mapping[str, tuple[str, ...]] = {
    "interview": ("actor_id",),
    "consent": ("actor_id",),
    "relation": ("source_id", "target_id"),
}
"""Fields that name an actor, and come to name another one when it changes or is merged."""
_FILE = re.compile(r"[0-9a-f]{64}", re.ASCII)
"""The name of a recording or photo; whatever else stands there is no file of ours."""

Fields = dict[str, Any]


@dataclass(slots=True)
class Reach:
    """What a real deletion takes.

    Attributes:
        owners: the ids of the interviews, actors and observations.
        records: kind and owner of every record, by id; those deleted before are among them.
        media: names of the files of recordings and photos.
    """

    owners: frozenset[str]
    records: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    media: set[str] = field(default_factory=set[str])

    def add(self, kind: str, record_id: str, fields: Fields, owner: str = "") -> None:
        """One more record goes; ``owner`` is what the log says, of kinds of a newer program."""
        known = owner_of(kind, record_id, fields)
        self.records[record_id] = (kind, known if known != record_id else owner or known)
        if kind == "media" and _FILE.fullmatch(str(fields.get("name"))):
            self.media.add(str(fields["name"]))

    @property
    def counts(self) -> dict[str, int]:
        """How many records of each kind."""
        kinds = [kind for kind, _owner in self.records.values()]
        return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def has_log(connection: CipherConnection) -> bool:
    """Whether a file is of a schema with a log."""
    return has_table(connection, "operation")


def has_table(connection: CipherConnection, table: str) -> bool:
    """Whether a file has a table of that name."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, (table,)).fetchone() is not None


def kind_of(connection: CipherConnection, record_id: str) -> str:
    """The kind of a record that the log knows, deleted or not; "" for none."""
    query = "SELECT record_kind FROM operation WHERE record_id = ? LIMIT 1"
    row = connection.execute(query, (record_id,)).fetchone()
    return str(row[0]) if row else ""


def is_there(connection: CipherConnection, kind: str, record_id: str) -> bool:
    """Whether a record is in its table."""
    query = f'SELECT 1 FROM "{kind}" WHERE id = ?'  # noqa: S608  (one of SUBJECTS)
    return connection.execute(query, (record_id,)).fetchone() is not None


def was_erased(connection: CipherConnection, record_id: str) -> bool:
    """Whether nothing of a record is left to be erased."""
    query = "SELECT 1 FROM operation WHERE record_id = ? AND kind NOT IN ('gone', 'erase') LIMIT 1"
    return connection.execute(query, (record_id,)).fetchone() is None


_MERGES = """
    SELECT kept.record_id, taken.record_id, merge.id, merge.state
    FROM action merge
    JOIN operation kept ON kept.action_id = merge.id
      AND kept.kind = 'write' AND kept.record_kind = 'actor'
    JOIN operation taken ON taken.action_id = merge.id
      AND taken.kind = 'delete' AND taken.record_kind = 'actor'
    WHERE merge.verb = 'merge_actors' ORDER BY merge.id"""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two actors that were merged: which was kept, which taken in, and whether it still holds."""

    kept: str
    taken: str
    action: int
    done: bool


def merges(connection: CipherConnection) -> list[Merge]:
    """Every merge in the log, the oldest first."""
    return [
        Merge(str(kept), str(taken), int(action), state == "done")
        for kept, taken, action, state in connection.execute(_MERGES)
    ]


def merged_into(connection: CipherConnection, actor_id: str) -> str:
    """The actor that took ``actor_id`` in, where that is so still; "" for none."""
    if is_there(connection, "actor", actor_id):
        return ""
    found = [one.kept for one in merges(connection) if one.done and one.taken == actor_id]
    return found[-1] if found else ""


def _taken_in(connection: CipherConnection, actor_id: str) -> set[str]:
    """The actors that were merged into ``actor_id``, also by way of others, and are no more."""
    holding = [one for one in merges(connection) if one.done]
    found: set[str] = set()
    waiting = [actor_id]
    while waiting:
        keeper = waiting.pop()
        taken = {one.taken for one in holding if one.kept == keeper} - found
        taken = {one for one in taken if not is_there(connection, "actor", one)}
        found |= taken
        waiting += taken
    return found


def interviews_about(connection: CipherConnection, actor_id: str, *, there: bool) -> set[str]:
    """The interviews about an actor: those there are, or those that were deleted."""
    rows = connection.execute("SELECT id FROM interview WHERE actor_id = ?", (actor_id,))
    live = {str(row[0]) for row in rows}
    if there:
        return live
    query = """
        SELECT DISTINCT record_id FROM operation
        WHERE record_kind = 'interview' AND kind = 'write' AND instr(fields, ?) > 0
          AND record_id NOT IN (SELECT id FROM interview)"""
    found = (str(row[0]) for row in connection.execute(query, (actor_id,)))
    return {one for one in found if last_said(connection, one).get("actor_id") == actor_id}


def reach(connection: CipherConnection, record_id: str) -> Reach:
    """Everything that goes with an interview, an actor or an observation of this study.

    With an actor go the actors merged into it, the interviews about it, deleted ones too.
    """
    owners = {record_id}
    if kind_of(connection, record_id) == "actor":
        owners |= _taken_in(connection, record_id)
        for actor_id in tuple(owners):
            owners |= interviews_about(connection, actor_id, there=True)
            owners |= interviews_about(connection, actor_id, there=False)
    return belonging_to(connection, owners)


def belonging_to(connection: CipherConnection, owners: Iterable[str]) -> Reach:
    """These records and what belongs to them, and no other interview."""
    found = Reach(frozenset(owners))
    for record_id, kind, fields in _in_tables(connection, found.owners):
        found.add(kind, record_id, fields)
    if has_log(connection):
        for record_id, kind, owner in _in_log(connection, found.owners):
            fields = last_said(connection, record_id)
            if _goes(record_id, kind, owner, fields, found.owners):
                found.add(kind, record_id, fields, owner)
    return found


def _goes(record_id: str, kind: str, owner: str, fields: Fields, owners: Collection[str]) -> bool:
    if record_id in owners:
        return True
    if kind in BELONGS:
        return any(fields.get(name) in owners for name in BELONGS[kind])
    return owner in owners and kind not in SUBJECTS  # of a newer program: its log says whose it is


def _in_tables(
    connection: CipherConnection, owners: Iterable[str]
) -> Iterator[tuple[str, str, Fields]]:
    wanted = json.dumps(list(owners))
    for kind in (*SUBJECTS, *BELONGS):
        if not has_table(connection, kind):
            continue
        named = ("id",) if kind in SUBJECTS else BELONGS[kind]
        for name in named:
            # Names of this file.
            query = f'SELECT * FROM "{kind}" WHERE {name} IN (SELECT value FROM json_each(?))'  # noqa: S608  # fmt: skip
            rows = connection.execute(query, (wanted,))
            columns = [str(one[0]) for one in rows.description]
            for row in rows.fetchall():
                fields = dict(zip(columns, row, strict=True))
                yield str(fields["id"]), kind, fields


def _in_log(connection: CipherConnection, owners: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """What may belong to these owners: id, kind, and the owner that its last operation names."""
    query = """
        SELECT record_id, record_kind FROM operation WHERE owner = ?1
        UNION SELECT record_id, record_kind FROM operation WHERE record_id = ?1"""
    named = """
        UNION SELECT record_id, record_kind FROM operation
        WHERE record_kind = 'relation' AND instr(fields, ?1) > 0"""
    latest = "SELECT owner FROM operation WHERE record_id = ? ORDER BY hlc DESC, uid DESC LIMIT 1"
    for one in owners:
        wanted = query + named if kind_of(connection, one) == "actor" else query
        for record_id, kind in connection.execute(wanted, (one,)).fetchall():
            owner = connection.execute(latest, (record_id,)).fetchone()[0]
            yield str(record_id), str(kind), str(owner)


def last_said(connection: CipherConnection, record_id: str) -> Fields:
    """What the log last said of a record, whether it was deleted since or not."""
    query = """
        SELECT fields FROM operation WHERE record_id = ? AND kind = 'write' ORDER BY hlc, uid"""
    said: Fields = {}
    for (fields,) in connection.execute(query, (record_id,)):
        said |= json.loads(fields)
    return said
