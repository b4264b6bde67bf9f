"""A table as a file that spreadsheets open: UTF-8 with its mark, semicolons, RFC 4180 quoting.

Points are written as the Base Adresse Nationale writes them (decimal point), so that mapping tools
read them back. A spreadsheet takes a cell that begins like a formula for one, and a file from an
interview may begin like anything: such a cell gets an apostrophe in front. So does the inside of a
cell after a separator or a line break, for a spreadsheet that cuts lines elsewhere than we do.
Numbers with a sign, as telephone numbers ("+33 6 12 34 56 78") and western longitudes ("-1.55"),
stay as they are: digits, spaces and points alone calculate nothing.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_SEPARATORS = r",;\t|\r\n\v\f\x85\u2028\u2029"
_SKIPPED = rf"(?:[^\S{_SEPARATORS}]|[\x00-\x08\x0e-\x1f\u200b-\u200f\u2060\ufeff\"])*"
"""What a spreadsheet may skip before it looks for a formula."""
_BEGINNING = re.compile(rf"(^|[{_SEPARATORS}])({_SKIPPED})([=+\-@＝＋－＠])")
_SUSPECT = re.compile(r"[\x00\t\r\n\v\f=+\-@＝＋－＠]")
"""Most cells hold none of these, and need no closer look."""
_SIGNED_NUMBER = re.compile(r"[+-] ?[(]?[0-9][0-9 .,()\u00a0\u202f]*")
_LEADING_CONTROL = re.compile(r"^[\t\r\n\v\f]")


def csv_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The content of a table's file; None becomes an empty cell."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([inert(word) for word in header])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return written.getvalue().encode("utf-8-sig", errors="replace")


def _cell(value: object) -> str:
    return "" if value is None else inert(str(value))


def inert(text: str) -> str:
    """``text`` such that no spreadsheet takes it, or a part of it, for a formula."""
    if not _SUSPECT.search(text):
        return text
    guarded = _BEGINNING.sub(_guarded, text.replace("\x00", ""))
    return f"'{guarded}" if _LEADING_CONTROL.match(guarded) else guarded


def _guarded(found: re.Match[str]) -> str:
    separator, skipped, sign = found.groups()
    # Up to the end of the cell: "-1,5+cmd|…" begins like a number and is none.
    if _SIGNED_NUMBER.fullmatch(found.string, found.start(3)):
        return found[0]
    return f"{separator}'{skipped}{sign}"
