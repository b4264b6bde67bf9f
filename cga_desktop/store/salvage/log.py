"""The log of a copy, with the operations of the damaged file put in."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, text

from cga_desktop.domain.repairs import LostChanges
from cga_desktop.store.closed_files import GoOn
from cga_desktop.store.log import clock
from cga_desktop.store.log.notebook import FIXED, GONE
from cga_desktop.store.salvage.tables import Salvage

_ASK_EVERY = 500
"""Rows between two questions whether to go on."""
_AT_ONCE = 500
"""Operations written together."""
_NO_END = 2**63 - 1
_ACTION = text(
    "INSERT INTO action (id, uid, verb, author, began, hlc, target, state) "
    "VALUES (:id, :uid, :verb, :author, :began, :hlc, NULL, :state)"
)
_ACTION_AGAIN = text("UPDATE action SET hlc = :hlc, state = :state WHERE id = :id")
_OPERATION = text(
    "INSERT INTO operation (id, uid, action_id, kind, record_kind, record_id, owner, hlc, author, "
    "fields) VALUES (:id, :uid, :action_id, :kind, :record_kind, :record_id, :owner, :hlc, "
    ":author, :fields)"
)
_OPERATION_AGAIN = text(
    "UPDATE operation SET kind = :kind, owner = :owner, hlc = :hlc, fields = :fields "
    "WHERE uid = :uid"
)


class MergedLog:
    """The log of the copy, with the operations of the damaged file put in."""

    def __init__(self, connection: Connection, salvage: Salvage, go_on: GoOn) -> None:
        self._connection = connection
        self._salvage = salvage
        self._go_on = go_on
        self.changes = 0
        self.newest = -1
        self.newest_of_copy = self._number("SELECT max(hlc) FROM operation")
        # What a real deletion wrote into the copy has its number in the study: much later ones.
        self._last_of_copy = self._number("SELECT max(id) FROM operation WHERE kind != 'erase'")
        self._last_action_of_copy = self._number("SELECT max(id) FROM action")
        self._read: set[int] = set()

    def _number(self, question: str) -> int:
        return int(self._connection.exec_driver_sql(question).scalar() or 0)

    @property
    def whole(self) -> bool:
        """Whether every page of the damaged log could be read: then nothing is lost."""
        table = self._salvage.table("operation")
        return table is not None and table.whole

    def doubtful(self) -> set[str]:
        """Records of which a later change may have been among those that could not be read.

        Numbers follow each other in time: what was changed after all that is lost is as it was.
        And saving the same fields again soon after rewrites the operations of the last action, so
        that the copy's last action may have gone on.
        """
        if self.whole:
            return set()
        lost = self.lost()
        until = lost[-1].last if self.end_known and lost else _NO_END
        if self.end_known and not lost:
            until = -1
        last = text("SELECT record_id FROM operation GROUP BY record_id HAVING max(id) < :until")
        doubtful = set(self._connection.execute(last, {"until": until}).scalars())
        its = text("SELECT id, record_id FROM operation WHERE action_id = :action")
        rows = self._connection.execute(its, {"action": self._last_action_of_copy}).all()
        return doubtful | {row.record_id for row in rows if row.id not in self._read}

    def merge(self) -> None:
        """Put in what the copy does not have."""
        self._merge_actions()
        self._merge_operations()
        # What was taken back can no longer be done again: the log may have lost how.
        self._connection.exec_driver_sql("UPDATE action SET state = 'cut' WHERE state = 'undone'")
        self._keep_numbers()

    def _merge_actions(self) -> None:
        asked = self._connection.exec_driver_sql("SELECT uid, id, hlc, state FROM action")
        known = {uid: (number, hlc, state) for uid, number, hlc, state in asked}
        taken = {number for number, _hlc, _state in known.values()}
        self._action_of = {number: number for number in taken}
        targets: dict[int, int] = {}
        for row in self._rows("action", _ACTION_TYPES):
            number, uid, hlc, state = row["id"], row["uid"], row["hlc"], row["state"]
            self.newest = max(self.newest, hlc)
            there = known.get(uid)
            if there is not None:
                self._action_of[number] = there[0]
                if hlc >= there[1] and (hlc, state) != there[1:]:
                    values = {"id": there[0], "hlc": hlc, "state": state}
                    self._connection.execute(_ACTION_AGAIN, values)
                continue
            free = number if number not in taken else max(taken) + 1
            taken.add(free)
            known[uid] = (free, hlc, state)
            self._action_of[number] = free
            self._connection.execute(_ACTION, {**row, "id": free})
            if isinstance(row["target"], int):
                targets[free] = row["target"]
        self._aim(targets)

    def _aim(self, targets: Mapping[int, int]) -> None:
        aim = text("UPDATE action SET target = :target WHERE id = :id")
        for number, target in targets.items():
            if target in self._action_of:
                self._connection.execute(aim, {"id": number, "target": self._action_of[target]})

    def _merge_operations(self) -> None:
        asked = self._connection.exec_driver_sql("SELECT uid, id, hlc, kind FROM operation")
        known = {uid: (number, hlc, kind) for uid, number, hlc, kind in asked}
        taken = {number for number, _hlc, _kind in known.values()}
        fresh: list[dict[str, Any]] = []
        for row in self._rows("operation", _OPERATION_TYPES):
            if not _is_object(row["fields"]):
                continue
            self.newest = max(self.newest, row["hlc"])
            self._read.add(row["id"])
            there = known.get(row["uid"])
            if there is None:
                free = row["id"] if row["id"] not in taken else max(taken) + 1
                taken.add(free)
                known[row["uid"]] = (free, row["hlc"], row["kind"])
                action = self._action_for(row)
                fresh.append({**row, "id": free, "action_id": action})
                self.changes += 1
            elif there[2] != GONE and (row["hlc"] > there[1] or row["kind"] == GONE):
                self._put_in(fresh)  # it may be among them, on a page that is older
                self._connection.execute(_OPERATION_AGAIN, row)
                self.changes += 1
            if len(fresh) >= _AT_ONCE:
                self._put_in(fresh)
        self._put_in(fresh)

    def _put_in(self, operations: list[dict[str, Any]]) -> None:
        if operations:
            self._connection.execute(_OPERATION, operations)
            operations.clear()

    def _action_for(self, row: Mapping[str, Any]) -> int:
        """The action of an operation; one in its place where it could not be read."""
        number = row["action_id"]
        if number not in self._action_of:
            made = self._connection.execute(
                text(
                    "INSERT INTO action (uid, verb, author, began, hlc, target, state) "
                    "VALUES (:uid, 'change', :author, :hlc, :hlc, NULL, :state)"
                ),
                {
                    "uid": f"{row['uid']}-relu",
                    "author": row["author"],
                    "hlc": row["hlc"],
                    "state": FIXED,
                },
            )
            self._action_of[number] = int(made.lastrowid)
        return self._action_of[number]

    def _rows(self, name: str, types: Mapping[str, type]) -> Iterator[dict[str, Any]]:
        for count, row in enumerate(self._salvage.rows(name)):
            if count % _ASK_EVERY == 0:
                self._go_on()
            if all(isinstance(row.get(column), kind) for column, kind in types.items()):
                yield dict(row)

    def _keep_numbers(self) -> None:
        """Never give a lost operation's number to another one."""
        told = False
        for row in self._salvage.rows("sqlite_sequence"):
            name, last = row["name"], row["seq"]
            if name in {"action", "operation"} and isinstance(last, int):
                self._give_on_after(str(name), last)
                told |= name == "operation"
        table = self._salvage.table("sqlite_sequence")
        self.end_known = self.whole or (told and table is not None and table.whole)

    def _give_on_after(self, table: str, last: int) -> None:
        values = {"table": table, "last": last}
        known = text("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :table")
        if not self._connection.execute(known, values).rowcount:
            fresh = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)")
            self._connection.execute(fresh, values)

    def lost(self) -> list[LostChanges]:
        """The numbers after the copy's last that stand nowhere any more."""
        rows = self._connection.execute(
            text("SELECT id, hlc FROM operation WHERE id >= :last ORDER BY id"),
            {"last": self._last_of_copy},
        ).all()
        found: list[LostChanges] = []
        before, moment = self._last_of_copy, ""
        for number, hlc in rows:
            now = clock.moment(hlc)
            if number > before + 1:
                found.append(LostChanges(before + 1, number - 1, moment, now))
            before, moment = number, now
        given = self._number("SELECT seq FROM sqlite_sequence WHERE name = 'operation'")
        if given > before:
            found.append(LostChanges(before + 1, given, moment, ""))
        return found


_ACTION_TYPES: Mapping[str, type] = {
    "id": int, "uid": str, "verb": str, "author": str, "began": int, "hlc": int, "state": str,
}  # fmt: skip
_OPERATION_TYPES: Mapping[str, type] = {
    "id": int, "uid": str, "action_id": int, "kind": str, "record_kind": str, "record_id": str,
    "owner": str, "hlc": int, "author": str, "fields": str,
}  # fmt: skip


def _is_object(fields: str) -> bool:
    try:
        return isinstance(json.loads(fields), dict)
    except (ValueError, RecursionError):
        return False
