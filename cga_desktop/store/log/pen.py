"""Saving what is typed: fields of records that are there, with nothing between them and the disk.

The same log, the same clock and the same rows as through ``capture``, without making objects of
records that nobody looks at: a save is then little more than its transaction
(``tests/benchmarks/test_saving.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from cga_desktop.store.log import clock
from cga_desktop.store.log.kinds import UNLOGGED, fields_of, owner_fields, owner_of
from cga_desktop.store.log.notebook import Change, Notebook

Row = dict[str, object]
RowKey = tuple[str, tuple[tuple[str, str], ...]]


class NotThere(LookupError):
    """There is no such record yet, or no more: it takes more than a pen."""


@dataclass(slots=True)
class Pen:
    """Changes fields of records, in one transaction.

    Attributes:
        notebook: where it notes what it does.
        rows: what it knows of rows: read by it before, and nobody else wrote into the file since.
    """

    notebook: Notebook
    rows: dict[RowKey, Row] = field(default_factory=dict[RowKey, Row])

    def change(self, kind: str, where: Mapping[str, str], fields: Mapping[str, object]) -> bool:
        """Give fields of the one record found by ``where`` new values; whether any differed.

        Args:
            kind: the name of its table.
            where: fields and their values that only this record has.
            fields: new values, of the types of their columns.

        Raises:
            NotThere: no record is found by ``where``.
        """
        was = self._row(kind, where, fields)
        differing = {name: value for name, value in fields.items() if was[name] != value}
        if not differing:
            return False
        record_id = str(was["id"])
        owner = owner_of(kind, record_id, was)
        hlc = self.notebook.write(Change(kind, record_id, owner, differing))
        values = (*differing.values(), clock.moment(hlc), record_id)
        self.notebook.connection.execute(_writing(kind, tuple(differing)), values)
        was |= differing
        return True

    def _row(self, kind: str, where: Mapping[str, str], fields: Mapping[str, object]) -> Row:
        """What the record's fields are, from memory where all of them were read before."""
        found = tuple(where.items())
        known = self.rows.get((kind, found))
        if known is None or not fields.keys() <= known.keys():
            read = self._read(kind, where, tuple(fields))
            # One memory of a row, however it was found.
            for other in [one for one, row in self.rows.items() if row["id"] == read["id"]]:
                known = self.rows.pop(other)
                read = known | read
            known = self.rows[kind, found] = read
        return known

    def _read(self, kind: str, where: Mapping[str, str], fields: tuple[str, ...]) -> Row:
        reading = _reading(kind, tuple(where), fields)
        row = self.notebook.connection.execute(reading, tuple(where.values())).fetchone()
        if row is None:
            raise NotThere
        return dict(zip(_read(kind, fields), row, strict=True))


def _read(kind: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("id", *owner_fields(kind), *fields)))


@cache
def _reading(kind: str, where: tuple[str, ...], fields: tuple[str, ...]) -> str:
    names = ", ".join(_column(kind, name) for name in _read(kind, fields))
    found = " AND ".join(f"{_column(kind, name)} = ?" for name in where)
    return f'SELECT {names} FROM "{kind}" WHERE {found}'  # noqa: S608  (our own records' names)


@cache
def _writing(kind: str, fields: tuple[str, ...]) -> str:
    values = ", ".join(f"{_column(kind, name)} = ?" for name in (*fields, "updated_at"))
    return f'UPDATE "{kind}" SET {values} WHERE id = ?'  # noqa: S608  (our own records' names)


def _column(kind: str, name: str) -> str:
    """A column's name, which is one: no other word gets into a statement."""
    if name not in fields_of(kind) and name not in UNLOGGED:
        raise KeyError(name)
    return f'"{name}"'
