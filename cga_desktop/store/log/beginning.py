"""The log of a study that had none: each record as it is becomes one operation.

It bears the moment of the record's last change, so that the study of last week can still be shown
as far as it is known. The statements are frozen, as the step of the migration that uses them is.
"""

import os
from itertools import islice

from sqlalchemy import Connection

from cga_desktop.domain.records import new_id
from cga_desktop.domain.verbs import Verb
from cga_desktop.store.log import clock
from cga_desktop.store.log.kinds import owner_of
from cga_desktop.store.log.notebook import FIXED, WRITE, as_text

_KINDS = (
    "actor", "answer", "consent", "contributor", "excerpt", "interview", "interviewguide",
    "observation", "question", "relation", "study", "territory", "theme",
)  # fmt: skip
"""What the first schema had; later kinds have a log from their first day."""
_YES_OR_NO = frozenset({"demonstration", "placed_by_hand", "retired", "directed", "granted"})
_AT_ONCE = 500


def write_first_operations(connection: Connection) -> None:
    """Give every row of the first schema its first operation, as one action."""
    found = [
        (_moment(row["updated_at"]), kind, dict(row))
        for kind in _KINDS
        for row in connection.exec_driver_sql(f'SELECT * FROM "{kind}"').mappings()  # noqa: S608
    ]
    if not found:
        return
    found.sort(key=lambda one: (one[0], one[1], one[2]["id"]))
    action = _action(connection)
    hlc, waiting = 0, iter(found)
    while some := list(islice(waiting, _AT_ONCE)):
        rows: list[tuple[object, ...]] = []
        for moment, kind, row in some:
            hlc = max(moment, hlc + 1)
            rows.append(_operation(action, kind, row, hlc))
        connection.exec_driver_sql(
            "INSERT INTO operation (uid, action_id, kind, record_kind, record_id, owner, hlc, "
            "author, fields) VALUES (?, ?, ?, ?, ?, ?, ?, '', ?)",
            rows,
        )


def _moment(text: str) -> int:
    try:
        return clock.at(text)
    except ValueError:  # never written by this program; a strange moment loses no record
        return 0


def _action(connection: Connection) -> int:
    hlc = clock.wall()
    made = connection.exec_driver_sql(
        "INSERT INTO action (uid, verb, author, began, hlc, state) VALUES (?, ?, '', ?, ?, ?)",
        (new_id(), Verb.OPEN_OLDER_STUDY.value, hlc, hlc, FIXED),
    )
    return int(made.lastrowid)


def _operation(action: int, kind: str, row: dict[str, object], hlc: int) -> tuple[object, ...]:
    record_id = str(row.pop("id"))
    del row["updated_at"]
    fields = {
        name: bool(value) if name in _YES_OR_NO and value is not None else value
        for name, value in row.items()
    }
    owner = owner_of(kind, record_id, fields)
    uid = os.urandom(8).hex()
    return (uid, action, WRITE, kind, record_id, owner, hlc, as_text(fields))
