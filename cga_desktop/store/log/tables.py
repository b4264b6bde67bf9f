"""Rows put into their tables as the log says they are."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection, TextClause, text

from cga_desktop.store.log.folding import State
from cga_desktop.store.log.kinds import fields_of


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
        connection.execute(_deletion(state.record_kind), {"id": state.record_id})
    else:
        connection.execute(_drawing(state.record_kind), state.row())


def rows_of(connection: Connection, record_kind: str) -> Iterator[dict[str, Any]]:
    """Every row of a kind."""
    for row in connection.execute(_all(record_kind)).mappings():
        yield {str(name): value for name, value in row.items()}


@cache
def _drawing(kind: str) -> TextClause:
    names = ["id", "updated_at", *fields_of(kind)]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f":{name}" for name in names)
    again = ", ".join(f'"{name}" = excluded."{name}"' for name in names[1:])
    # The names are those of our own records, never of a file.
    return text(f'INSERT INTO "{kind}" ({columns}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET {again}')  # noqa: S608,E501  # fmt: skip


@cache
def _deletion(kind: str) -> TextClause:
    return text(f'DELETE FROM "{kind}" WHERE id = :id')  # noqa: S608  (our own record's name)


@cache
def _all(kind: str) -> TextClause:
    return text(f'SELECT * FROM "{kind}"')  # noqa: S608  (our own record's name)
