"""Every row of a table that can still be read, whatever became of the pages that led to it.

The pages of a table are found by walking down from its root. A leaf that nothing leads to any more
is recognised by its rows: how many columns, what stands in them, ids where ids belong.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from cga_desktop.store.salvage.cells import (
    INTERIOR,
    LEAF,
    Cell,
    Unreadable,
    Value,
    cells,
    children,
    kind_of,
)
from cga_desktop.store.salvage.pages import Pages

_SCHEMA_ROOT = 1
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT", re.ASCII)
_SEQUENCE = "sqlite_sequence"
"""SQLite's own table of the last ids given."""
_KINDS_OF_OPERATION = frozenset({"write", "delete", "erase", "gone"})
_PLAIN_TABLE = re.compile(r"\s*CREATE TABLE\b(?!.*\bWITHOUT ROWID\b)", re.DOTALL | re.IGNORECASE)

Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its table declares it."""

    name: str
    affinity: str
    required: bool
    is_row_id: bool


@dataclass(slots=True)
class Table:
    """A table of the damaged file.

    Attributes:
        name: what it is called.
        columns: in their order.
        leaves: the pages its rows stand on.
        whole: whether every page of it is intact, so that a row that is not there never was.
    """

    name: str
    columns: tuple[Column, ...]
    leaves: list[int] = field(default_factory=list[int])
    whole: bool = True


class Salvage:
    """The rows of a damaged study, table by table.

    Args:
        pages: the pages of the file.
        like: the ``CREATE TABLE`` statements of an intact study, by table: for what the damaged
            file no longer says.
    """

    def __init__(self, pages: Pages, like: Mapping[str, str]) -> None:
        self._pages = pages
        self._reached: set[int] = set()
        roots, statements = self._schema()
        self.schema_whole = self._tree_whole(_SCHEMA_ROOT)
        self._tables = {
            name: Table(name, columns_of(sql)) for name, sql in ({**like, **statements}).items()
        }
        for name, table in self._tables.items():
            self._walk(table, roots.get(name))
        self._adopt_orphans()

    def table(self, name: str) -> Table | None:
        """What is known of a table."""
        return self._tables.get(name)

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a table that can be read; ``table(name).whole`` is known once all are."""
        table = self._tables.get(name)
        if table is None:
            return
        for number in table.leaves:
            page = self._pages.page(number)
            for cell in cells(page, number, self._pages.page) if page is not None else [None]:
                row = _row(table, cell) if cell is not None else None
                if row is None:
                    table.whole = False
                else:
                    yield row

    def _schema(self) -> tuple[dict[str, int], dict[str, str]]:
        """Where the tables begin and how they were made, as far as it can be read."""
        table = Table("sqlite_schema", ())
        self._walk(table, _SCHEMA_ROOT)
        lost = [] if table.whole else self._orphans_of_schema()
        roots: dict[str, int] = {}
        statements: dict[str, str] = {}
        for number in (*table.leaves, *lost):
            for cell in self._cells(number):
                found = _table_of_schema(cell)
                if found is not None:
                    name, root, sql = found
                    roots[name], statements[name] = root, sql
        return roots, statements

    def _cells(self, number: int) -> Iterator[Cell]:
        page = self._pages.page(number)
        if page is not None:
            found = cells(page, number, self._pages.page)
            yield from (cell for cell in found if cell is not None)

    def _orphans_of_schema(self) -> list[int]:
        """Leaves of the schema that page 1 no longer leads to, known by their first row."""
        return [
            number
            for number in range(2, self._pages.count + 1)
            if self._is_leaf(number)
            and (first := next(self._cells(number), None)) is not None
            and _is_of_schema(first)
        ]

    def _is_leaf(self, number: int) -> bool:
        page = self._pages.page(number)
        return page is not None and kind_of(page, number) == LEAF

    def _tree_whole(self, root: int) -> bool:
        probe = Table("", ())
        self._walk(probe, root)
        return probe.whole

    def _walk(self, table: Table, root: int | None) -> None:
        """Find the leaves below ``root``."""
        table.whole = root is not None and self._pages.whole
        waiting, seen = [root] if root is not None else [], set[int]()
        while waiting:
            number = waiting.pop()
            below = self._below(number) if number not in seen else None
            seen.add(number)
            if below is None:
                table.whole = False
            elif below:
                waiting += reversed(below)
            else:
                table.leaves.append(number)
        self._reached |= seen

    def _below(self, number: int) -> list[int] | None:
        """The pages below a page of a table; none for a leaf, None for what is no such page."""
        page = self._pages.page(number)
        if page is None:
            return None
        if kind_of(page, number) == LEAF:
            return []
        try:
            return children(page, number) if kind_of(page, number) == INTERIOR else None
        except Unreadable:
            return None

    def _adopt_orphans(self) -> None:
        """Give leaves that nothing leads to any more to the table whose rows they bear."""
        wanting = [one for one in self._tables.values() if not one.whole]
        if not wanting:
            return
        for number in range(2, self._pages.count + 1):
            if number in self._reached or not self._is_leaf(number):
                continue
            first = next(self._cells(number), None)
            fitting = [one for one in wanting if first is not None and _fits(one, first)]
            if len(fitting) == 1:
                fitting[0].leaves.append(number)


def columns_of(statement: str) -> tuple[Column, ...]:
    """The columns that a ``CREATE TABLE`` statement declares; none where it is not a plain one."""
    if not _PLAIN_TABLE.match(statement):
        return ()
    if _SEQUENCE in statement:  # which nobody may create
        return tuple(Column(one, "", required=False, is_row_id=False) for one in ("name", "seq"))
    with closing(sqlite3.connect(":memory:")) as scratch:
        try:
            scratch.execute(statement)
            (name,) = scratch.execute("SELECT name FROM sqlite_schema WHERE sql != ''").fetchone()
            rows = scratch.execute("SELECT * FROM pragma_table_info(?)", (name,)).fetchall()
        except (sqlite3.Error, TypeError):
            return ()
    keys = [row for row in rows if row[5]]
    return tuple(
        Column(
            name=row[1],
            affinity=str(row[2]).upper(),
            required=bool(row[3]),
            is_row_id=len(keys) == 1 and bool(row[5]) and str(row[2]).upper() == "INTEGER",
        )
        for row in rows
    )


def _is_of_schema(cell: Cell) -> bool:
    match cell.values:
        case (str(kind), str(), str(), int(), None | str()):
            return kind in {"table", "index", "trigger", "view"}
        case _:
            return False


def _table_of_schema(cell: Cell) -> tuple[str, int, str] | None:
    """Name, root and statement, where a row describes a table of ours."""
    match cell.values:
        case ("table", str(name), str(again), int(root), str(sql)) if name == again and root > 1:
            return (name, root, sql) if _PLAIN_TABLE.match(sql) else None
        case _:
            return None


def _row(table: Table, cell: Cell) -> Row | None:
    """A row by its columns; columns added later than it are none. None where it does not fit."""
    if len(cell.values) > len(table.columns):
        return None
    row: Row = {}
    for place, column in enumerate(table.columns):
        value = cell.values[place] if place < len(cell.values) else None
        row[column.name] = cell.row_id if column.is_row_id and value is None else value
    return row


def _fits(table: Table, cell: Cell) -> bool:
    if not table.columns or len(cell.values) != len(table.columns):
        return False
    row = _row(table, cell)
    return row is not None and all(_may_stand(table, one, row[one.name]) for one in table.columns)


def _may_stand(table: Table, column: Column, value: Value) -> bool:
    if value is None:
        return not column.required
    if column.affinity == "VARCHAR":
        return isinstance(value, str) and _is_of_its_name(table, column.name, value)
    if column.affinity == "FLOAT":
        return isinstance(value, int | float)
    return column.affinity in {"INTEGER", "BOOLEAN"} and isinstance(value, int)


def _is_of_its_name(table: Table, name: str, value: str) -> bool:
    if name == "id" or name.endswith("_id"):
        return _UUID.fullmatch(value) is not None
    if name in {"created_at", "updated_at"}:
        return _MOMENT.match(value) is not None
    if (table.name, name) == ("operation", "kind"):
        return value in _KINDS_OF_OPERATION
    return True
