"""Records taken out of the tables, the log and the index of a study's file, never to come back.

Every operation of an erased record becomes ``gone``: it keeps its id and its place in time and
loses what it held. Works on files of any schema, so that past copies of a study are reached too;
statements are therefore plain, and a connection is that of the driver.
"""

import json
import os
from dataclasses import dataclass

from cga_desktop.store.erasing.reach import (
    BELONGS,
    MENTIONS,
    SUBJECTS,
    Fields,
    Reach,
    belonging_to,
    has_log,
    has_table,
    is_there,
    last_said,
    merges,
)
from cga_desktop.store.log import clock
from cga_desktop.store.log.kinds import fields_of, owner_of
from cga_desktop.store.log.notebook import as_text
from cga_desktop.store.sqlcipher import CipherConnection


def erase(connection: CipherConnection, found: Reach) -> int:
    """Take records out of the tables, the log and the index, within the caller's transaction.

    Answers how many operations became ``gone``.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    _delete_rows(connection, found)
    gone = 0
    if has_log(connection):
        gone = _empty_operations(connection, found)
        _forget_mentions(connection, found)
        connection.execute(_CUT)
    _leave_index(connection, found)
    return gone


def _delete_rows(connection: CipherConnection, found: Reach) -> None:
    actors = json.dumps(list(found.owners))
    about = (
        "UPDATE interview SET actor_id = NULL WHERE actor_id IN (SELECT value FROM json_each(?))"
    )
    connection.execute(about, (actors,))
    for kind in (*BELONGS, *SUBJECTS):
        ids = [one for one, (its_kind, _owner) in found.records.items() if its_kind == kind]
        if ids and has_table(connection, kind):
            query = f'DELETE FROM "{kind}" WHERE id IN (SELECT value FROM json_each(?))'  # noqa: S608
            connection.execute(query, (json.dumps(ids),))


def _empty_operations(connection: CipherConnection, found: Reach) -> int:
    query = """
        UPDATE operation SET kind = 'gone', fields = '{}'
        WHERE record_id IN (SELECT value FROM json_each(?)) AND kind NOT IN ('gone', 'erase')"""
    return int(connection.execute(query, (json.dumps(list(found.records)),)).rowcount)


_CUT = """
    UPDATE action SET state = 'cut'
    WHERE state = 'undone' OR (
      state = 'done' AND NOT EXISTS (
        SELECT 1 FROM operation WHERE action_id = action.id AND kind NOT IN ('gone', 'erase')))"""
"""What was taken back stays so, as after anything new; and where all is gone, nothing can be.

Of other actions the rest can be taken back.
"""


def _forget_mentions(connection: CipherConnection, found: Reach) -> None:
    """No operation of another record names an erased one: an undo would miss what it names.

    Where such a record names somebody else today, it is as if it always had; else nobody.
    """
    query = """
        SELECT id, record_id, record_kind, fields FROM operation
        WHERE kind = 'write' AND record_kind IN (SELECT value FROM json_each(?2))
          AND instr(fields, ?1) > 0"""
    kinds = json.dumps(list(MENTIONS))
    actors = [one for one in found.owners if found.records.get(one, ("",))[0] == "actor"]
    for owner in actors:
        for number, record_id, kind, fields in connection.execute(query, (owner, kinds)).fetchall():
            said, latest = json.loads(fields), last_said(connection, record_id)
            for name in MENTIONS[kind]:
                if said.get(name) in found.owners:
                    now = latest.get(name)
                    said[name] = None if now in found.owners else now
            change = "UPDATE operation SET fields = ? WHERE id = ?"
            connection.execute(change, (as_text(said), number))
            belongs = owner_of(kind, record_id, latest)
            connection.execute(
                "UPDATE operation SET owner = ? WHERE record_id = ? AND owner = ?",
                (belongs, record_id, owner),
            )


_STALE = """
    DELETE FROM search_document
    WHERE (kind, record_id) IN (SELECT kind, record_id FROM search_waiting)"""


def _leave_index(connection: CipherConnection, found: Reach) -> None:
    """Take them out of the index, and what may still name them: it is indexed again when used."""
    ids = json.dumps(list(found.records))
    for table in ("search_document", "search_waiting"):
        if has_table(connection, table):
            query = f"DELETE FROM {table} WHERE record_id IN (SELECT value FROM json_each(?))"  # noqa: S608  # fmt: skip
            connection.execute(query, (ids,))
    if has_table(connection, "search_waiting"):
        connection.execute(_STALE)


# --- actors that had taken an erased one in, and given it back ------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """An actor that stays, and what the log must go on saying of it."""

    record_id: str
    fields: Fields


def leave_merges(connection: CipherConnection, found: Reach, *, apart: bool = False) -> list[Kept]:
    """Empty what actors that stay were while an erased one was merged into them; before ``erase``.

    Answers what each of them is today, to be written again. ``apart``: where the two are still one
    in this file, what it was before.
    """
    kept: dict[str, Kept] = {}
    for merge in merges(connection):
        if merge.taken not in found.owners or merge.kept in found.owners:
            continue
        today = last_said(connection, merge.kept)
        connection.execute(_EMPTY_SINCE, (merge.kept, merge.action, merge.kept, merge.action))
        if apart and merge.done:
            today = last_said(connection, merge.kept)
        kept.setdefault(merge.kept, Kept(merge.kept, today))
    there = (one for one in kept.values() if is_there(connection, "actor", one.record_id))
    return list(there)


_EMPTY_SINCE = """
    UPDATE operation SET kind = 'gone', fields = '{}'
    WHERE record_id = ? AND kind = 'write'
      AND hlc >= (SELECT min(hlc) FROM operation WHERE action_id = ? AND record_id = ?)
      AND hlc <= coalesce((
        SELECT max(undone.hlc) FROM operation undone JOIN action ON action.id = undone.action_id
        WHERE action.target = ?), 9223372036854775807)"""


# --- past copies of the study ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tombstones:
    """Every erasure that the log of a study knows, to be told to its copies.

    Attributes:
        actions: the rows of the actions, without their number.
        operations: the rows of the operations; first the uid of their action, last their number.
    """

    actions: tuple[tuple[object, ...], ...]
    operations: tuple[tuple[object, ...], ...]

    @property
    def subjects(self) -> frozenset[str]:
        """The ids of the interviews, actors and observations that were ever erased."""
        named = (one for one in self.operations if one[2] in SUBJECTS)
        return frozenset(str(one[3]) for one in named)


_ACTION = "uid, verb, author, began, hlc, state"
_OPERATION = "uid, record_kind, record_id, owner, hlc, author"
_FREE = "iif(EXISTS (SELECT 1 FROM operation AS taken WHERE taken.id = ?), NULL, ?)"
"""The number of an operation in the study: a repair knows a copy of it by its numbers."""


def tombstones(connection: CipherConnection) -> Tombstones:
    """The erasures in a study's log."""
    actions = connection.execute(f"SELECT {_ACTION} FROM action WHERE verb = 'erase'")  # noqa: S608
    operations = connection.execute("""
        SELECT action.uid, operation.uid, record_kind, record_id, owner, operation.hlc,
          operation.author, operation.id
        FROM operation JOIN action ON action.id = action_id WHERE kind = 'erase'
        ORDER BY operation.id""")
    return Tombstones(tuple(actions.fetchall()), tuple(operations.fetchall()))


def erase_in_copy(connection: CipherConnection, known: Tombstones) -> None:
    """Take everything that was ever erased out of a past copy, within the caller's transaction."""
    found = belonging_to(connection, known.subjects)
    if not has_log(connection):
        erase(connection, found)
        return
    kept = leave_merges(connection, found, apart=True)
    erase(connection, found)
    _bury(connection, known)
    for one in kept:
        _write_again(connection, one)


def _bury(connection: CipherConnection, known: Tombstones) -> None:
    for row in known.actions:
        connection.execute(
            f"INSERT INTO action ({_ACTION}) VALUES (?, ?, ?, ?, ?, ?) "  # noqa: S608
            "ON CONFLICT (uid) DO NOTHING",
            row,
        )
    for action, *row, number in known.operations:
        connection.execute(
            f"INSERT INTO operation (id, action_id, kind, fields, {_OPERATION}) "  # noqa: S608
            f"SELECT {_FREE}, id, 'erase', '{{}}', ?, ?, ?, ?, ?, ? FROM action WHERE uid = ? "
            "ON CONFLICT (uid) DO NOTHING",
            (number, number, *row, action),
        )


def _write_again(connection: CipherConnection, kept: Kept) -> None:
    """An actor as it is to be, said by one operation at the end of the log, and in its row."""
    last = connection.execute("SELECT max(hlc) FROM operation").fetchone()[0]
    action = connection.execute("SELECT max(id) FROM action").fetchone()[0]
    fields = {name: kept.fields[name] for name in fields_of("actor") if name in kept.fields}
    connection.execute(
        "INSERT INTO operation (uid, action_id, kind, record_kind, record_id, owner, hlc, author, "
        "fields) VALUES (?, ?, 'write', 'actor', ?, ?, ?, '', ?)",
        (
            os.urandom(8).hex(), action, kept.record_id, kept.record_id, last + 1,
            as_text(kept.fields),
        ),
    )  # fmt: skip
    values = {**fields, "updated_at": clock.moment(last + 1)}
    columns = ", ".join(f'"{name}" = ?' for name in values)
    connection.execute(
        f"UPDATE actor SET {columns} WHERE id = ?",  # noqa: S608  (names of our own record)
        (*values.values(), kept.record_id),
    )
