"""Finding every address of a table: a CSV file comes in, the same with places goes out."""

import csv
import os
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from cga_desktop.domain.errors import BadValue, NotFound, NotWritten, reason
from cga_desktop.domain.places import FOUND_SCORE, PROPOSED_SCORE, Place
from cga_desktop.domain.ports import PlaceFinder
from cga_desktop.exporting.csv_table import inert
from cga_desktop.i18n import _
from cga_desktop.operations.tables import Table, cell, opened_table

RESULTS = (
    "result_label",
    "result_lat",
    "result_lon",
    "result_precision",
    "result_score",
    "result_citycode",
    "result_status",
)
"""The columns added; those of an earlier run are replaced."""
_BETWEEN_PROGRESS = 500


@dataclass(slots=True)
class Placed:
    """What became of a table.

    Attributes:
        rows: rows with something in them.
        ok: addresses found.
        unsure: addresses for which the best place is only a proposal.
        not_found: addresses without a place.
        seconds: how long it took.
    """

    rows: int = 0
    ok: int = 0
    unsure: int = 0
    not_found: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class AddressColumns:
    """Where the address of a row stands.

    Attributes:
        address: names of the columns that make the address, in this order.
        code: name of the column of INSEE codes, which keep the search within a commune.
    """

    address: Sequence[str]
    code: str | None = None


def place_table(
    finder: PlaceFinder,
    *,
    source: Path,
    columns: AddressColumns,
    out: Path,
    progress: Callable[[int], None] | None = None,
) -> Placed:
    """Find the address of each row of ``source`` and write ``out``: every column, and RESULTS.

    The cells of the input are written as they were read, so that the file can be joined again with
    what it came from; what is added cannot be taken for a formula by a spreadsheet. ``out`` has the
    input's separator and is UTF-8, with a byte order mark where the input came from a spreadsheet.
    It is complete or not there at all.

    Args:
        finder: the offline geocoder.
        source: a CSV file with a header.
        columns: which columns make the address.
        out: the file to write, replaced where it exists.
        progress: told the rows done so far, every 500.

    Raises:
        UnreadableFile: ``source`` is not a CSV file.
        BadValue: a column is missing, or ``out`` is ``source`` itself.
        NotWritten: the disk refuses.
    """
    began = time.monotonic()
    if _same(source, out):
        raise BadValue(_("Le résultat s’écrirait sur le fichier lu : donnez un autre nom à --out."))
    with opened_table(source) as table:
        row_placer = _RowPlacer(finder, table, columns)
        encoding = "utf-8-sig" if table.from_spreadsheet else "utf-8"
        with _written(out, encoding) as file:
            writer = csv.writer(file, delimiter=table.separator, lineterminator="\n")
            writer.writerow(row_placer.header())
            for _line, cells in table.rows:
                writer.writerow(row_placer.row(cells))
                if progress and row_placer.counts.rows % _BETWEEN_PROGRESS == 0:
                    progress(row_placer.counts.rows)
    row_placer.counts.seconds = round(time.monotonic() - began, 3)
    return row_placer.counts


def _same(source: Path, out: Path) -> bool:
    try:
        return source.samefile(out)
    except OSError:
        return False


class _RowPlacer:
    """Adds places to the rows of one table, and counts."""

    def __init__(self, finder: PlaceFinder, table: Table, columns: AddressColumns) -> None:
        self.counts = Placed()
        self._finder = finder
        self._columns = table.columns
        self._address = [table.place_of(name) for name in columns.address]
        self._code = None if columns.code is None else table.place_of(columns.code)
        self._kept = [at for at, name in enumerate(table.columns) if name not in RESULTS]

    def header(self) -> list[str]:
        return [self._columns[at] for at in self._kept] + list(RESULTS)

    def row(self, cells: list[str]) -> list[str]:
        """The row with its place; cells beyond the header's columns are kept at the end."""
        place = self._place(
            " ".join(filter(None, (cell(cells, at) for at in self._address))), cells
        )
        status = _status(place)
        self.counts.rows += 1
        setattr(self.counts, status, getattr(self.counts, status) + 1)
        own = [cells[at] if at < len(cells) else "" for at in self._kept]
        return own + _result(place, status) + cells[len(self._columns) :]

    def _place(self, address: str, cells: list[str]) -> Place | None:
        if not address:
            return None
        code = cell(cells, self._code) or None
        try:
            found = self._finder.search(address, limit=1, code=code)
        except NotFound:  # a commune of which nothing is known: said by the status of the row
            return None
        return found[0] if found and found[0].score >= PROPOSED_SCORE else None


def _status(place: Place | None) -> str:
    if place is None:
        return "not_found"
    return "ok" if place.score >= FOUND_SCORE else "unsure"


def _result(place: Place | None, status: str) -> list[str]:
    if place is None:
        return [""] * (len(RESULTS) - 1) + [status]
    return [
        inert(place.label),
        f"{place.lat:.6f}",
        f"{place.lon:.6f}",
        place.precision.value,
        f"{place.score:.3f}",
        place.citycode,
        status,
    ]


@contextmanager
def _written(out: Path, encoding: str) -> Generator[TextIO]:
    """A file that takes its name only once it is complete and on the disk."""
    partial = out.with_name(out.name + ".partial")
    try:
        with partial.open("w", encoding=encoding, newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(out)
    except OSError as error:
        raise NotWritten(
            _("« {out} » n’a pas pu être écrit : {why}. Le fichier lu n’a pas été touché.").format(
                out=out, why=reason(error)
            )
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
