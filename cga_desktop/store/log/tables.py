"""Rows put into their tables as the log says they are."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection

from cga_desktop.store.log.folding import State
from cga_desktop.store.sqlcipher import below


def references_later(connection: Connection) -> None:
    """Let rows of this transaction come in any order: references are checked at its end."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def draw(connection: Connection, state: State) -> None:
    """Make the row of a record what ``state`` says: there with these values, or not there.

    A kind that this version does not know has no table: it stays in the log alone.
    """
    if not state.known:
        return
    if state.fields is None:
        below(connection).execute(_deletion(state.record_kind), (state.record_id,))
    else:
        below(connection).execute(_drawing(state.record_kind), tuple(state.row().values()))


def rows_of(connection: Connection, record_kind: str) -> Iterator[dict[str, Any]]:
    """Every row of a kind."""
    found = below(connection).execute(f'SELECT * FROM "{record_kind}"')  # noqa: S608  (our own names)
    names = [column[0] for column in found.description]
    return (dict(zip(names, row, strict=True)) for row in found)


@cache
def _drawing(kind: str) -> str:
    names = list(State(kind, "", "", None, 0).row())
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join("?" for _name in names)
    again = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
    insertion = f'INSERT INTO "{kind}" ({columns}) VALUES ({values})'  # noqa: S608  (our own names)
    return f"{insertion} ON CONFLICT (id) DO UPDATE SET {again}"


@cache
def _deletion(kind: str) -> str:
    return f'DELETE FROM "{kind}" WHERE id = ?'  # noqa: S608  (our own record's name)
