"""Reading a table that somebody made in a spreadsheet: a CSV file, row by row, bounded.

Spreadsheets write CSV in several ways. The encoding is UTF-8 where the whole file reads as UTF-8,
UTF-16 where its first bytes say so, else Windows' cp1252; the separator is the one of ``;``, ``,``
and tabulation that splits the header into the most columns.
"""

import codecs
import csv
import unicodedata
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from cga_desktop.domain.errors import BadValue, UnreadableFile, reason
from cga_desktop.i18n import _

MOST_BYTES = 200 * 1024 * 1024
"""A million addresses take about 60 MB."""
_CHUNK = 1 << 20
_SEPARATORS = ";,\t"
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheet programs themselves begin (xlsx and ods; xls)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table being read.

    Attributes:
        columns: the names of its columns.
        separator: what stands between two cells.
        from_spreadsheet: whether the file begins or is encoded as spreadsheets on Windows do.
        rows: (line of the file, cells) pairs, read as they are asked for.
    """

    columns: tuple[str, ...]
    separator: str
    from_spreadsheet: bool
    rows: Iterator[tuple[int, list[str]]]

    def place_of(self, name: str) -> int:
        """Where column ``name`` is, letter case, accents and punctuation aside.

        Raises:
            BadValue: there is none of that name; the sentence lists those there are.
        """
        if name in self.columns:
            return self.columns.index(name)
        alike = [simplified(column) for column in self.columns]
        if simplified(name) in alike:
            return alike.index(simplified(name))
        raise BadValue(
            _("La colonne « {name} » n’est pas dans le fichier. Colonnes : {columns}.").format(
                name=name, columns=", ".join(self.columns)
            )
        )


def simplified(text: str) -> str:
    """``text`` in small letters without accents, each run of anything else one space."""
    small = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe")
    apart = unicodedata.normalize("NFKD", small)  # again: small letters may come apart too
    letters = (one for one in apart if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in letters).split())


@contextmanager
def opened_table(path: Path, *, most_bytes: int = MOST_BYTES) -> Generator[Table]:
    """The table in the CSV file ``path``, open as long as the context is.

    Raises:
        UnreadableFile: no such file, not a CSV file, empty, or larger than ``most_bytes``; also
            while rows are read, where a cell is endless.
    """
    encoding = _encoding(path, most_bytes)
    try:
        file = path.open(encoding=encoding, errors="replace", newline="")
    except OSError as error:
        raise _unreadable(path, reason(error)) from error
    with file:
        separator = _separator(_header_line(path, file))
        file.seek(0)
        rows = _rows(path, file, separator)
        header = next(rows, None)
        if header is None:
            raise _unreadable(path, _("il est vide"))
        names = tuple(name.strip() for name in header[1])
        yield Table(names, separator, encoding != "utf-8", rows)


def _unreadable(path: Path, why: str) -> UnreadableFile:
    return UnreadableFile(
        _("« {name} » n’a pas pu être lu : {why}. Rien n’a été modifié.").format(
            name=path.name, why=why
        )
    )


def _encoding(path: Path, most_bytes: int) -> str:
    try:
        if not path.is_file() and path.exists():
            raise _unreadable(path, _("ce n’est pas un fichier"))
        size = path.stat().st_size
        if size > most_bytes:
            most = most_bytes // 1_000_000
            raise _unreadable(path, _("il dépasse {most} Mo").format(most=most))
        with path.open("rb") as file:
            return _encoding_of(path, file)
    except OSError as error:
        raise _unreadable(path, reason(error)) from error


def _encoding_of(path: Path, file: BinaryIO) -> str:
    start = file.read(_CHUNK)
    if start.startswith(_SPREADSHEETS):
        raise _unreadable(
            path,
            _(
                "c’est un classeur de tableur. Enregistrez-le au format CSV (séparateur "
                "point-virgule), puis recommencez"
            ),
        )
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in start:
        raise _unreadable(path, _("ce n’est pas un fichier texte au format CSV"))
    if not _is_utf8(start, file):
        return "cp1252"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"


def _is_utf8(start: bytes, rest: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        chunk = start
        while chunk:
            decoder.decode(chunk)
            chunk = rest.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _header_line(path: Path, file: TextIO) -> str:
    line = file.readline(csv.field_size_limit())
    if line and not line.endswith(("\n", "\r")) and len(line) == csv.field_size_limit():
        raise _unreadable(path, _("sa première ligne est sans fin"))
    return line


def _separator(header: str) -> str:
    """The separator that splits the header most; ``;`` for one column, which may hold commas."""

    def columns(separator: str) -> int:
        try:
            return len(next(csv.reader([header], delimiter=separator), list[str]()))
        except csv.Error:
            return 0

    return max(_SEPARATORS, key=columns)


def _rows(path: Path, file: TextIO, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with the line they end on."""
    reader = csv.reader(file, delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except (csv.Error, UnicodeError) as error:
        why = _("la ligne {line} n’est pas lisible").format(line=reader.line_num)
        raise _unreadable(path, why) from error
    except OSError as error:
        raise _unreadable(path, reason(error)) from error


def cell(cells: Sequence[str], place: int | None) -> str:
    """One cell of a row, empty where the row is too short or there is no such column."""
    if place is None or place >= len(cells):
        return ""
    return cells[place].strip()
